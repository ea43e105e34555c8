"""Answers as lines of JSON, each with its verdict: for who marks many answers outside of any class.

A line is `{"question": …, "accepted": […], "given": …}`, with `"rejected"`, `"prompt"` and `"vocabulary"` if wanted.
Whatever else it has is passed through.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from bot.errors import UserError
from bot.marking.judgement import Judgement
from bot.marking.keys import key_of
from bot.marking.typed import judge

ASK = "That is part of it. Say it more exactly."
"""What is asked back where a line names a form to be asked about and no question to ask."""
OVERLOOKED = "The same but for what is overlooked, such as capitals, accents and punctuation."

_STRING = frozenset({str})
_encoded = json.JSONEncoder(ensure_ascii=False).encode


class BadLine(UserError):
    """A line that can't be marked; its text says why and what to write instead."""


def marked_line(line: bytes) -> bytes:
    """The line, without its end, with `verdict` (accept, reject, prompt) and `why` added; a blank line gives nothing.

    Everything else stays byte for byte, unless the line has a `verdict` or a `why` already: they are replaced. Raises
    `BadLine`.
    """
    try:
        text = line.decode().strip().removeprefix("\ufeff").lstrip()
    except UnicodeDecodeError:
        raise BadLine("it is not UTF-8; save the file as UTF-8.") from None
    if not text:
        return b""
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadLine(_not_json(error)) from None
    if not isinstance(fields, dict):
        raise BadLine('it is not an object; write {"question": …, "accepted": […], "given": …}.')
    verdict, why = _judged(fields)
    if "verdict" in fields or "why" in fields:
        return _bytes({**fields, "verdict": verdict, "why": why})
    return text[:-1].rstrip().encode() + _ending(verdict, why)


@lru_cache(maxsize=1_000)
def _ending(verdict: str, why: str) -> bytes:
    """What is written in place of the brace that ends a line; the same reasons come again and again."""
    return b", " + _bytes({"verdict": verdict, "why": why})[1:]


def _judged(fields: dict[str, Any]) -> tuple[str, str]:
    """Verdict and reason."""
    given, accepted = _string(fields, "given"), _strings(fields, "accepted")
    if not accepted:
        raise BadLine("`accepted` is empty; give at least one right answer.")
    question = _string(fields, "question")
    rejected = _strings(fields, "rejected") if "rejected" in fields else ()
    vocabulary = _strings(fields, "vocabulary") if "vocabulary" in fields else ()
    prompts = _prompts(fields["prompt"]) if "prompt" in fields else {}
    key = key_of(question, accepted, rejected, tuple(prompts.items()), frozenset(vocabulary))
    judged = judge(key, given)
    return judged.verdict, _why(judged, exact=given in accepted)


def _why(judged: Judgement, *, exact: bool) -> str:
    """The reason as a sentence; what is asked back is one already."""
    if judged.verdict == "prompt":
        return judged.ask
    if judged.accepts and exact:
        return ""
    why = judged.why or OVERLOOKED
    return f"{why[0].upper()}{why[1:]}{'' if why[-1] in '.!?' else '.'}"


def _string(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if type(value) is str:
        return value
    if name not in fields:
        raise BadLine(f"`{name}` is missing; give it as a string.")
    raise BadLine(f"`{name}` is no string; write it in quotation marks.")


def _strings(fields: dict[str, Any], name: str) -> tuple[str, ...]:
    value = fields.get(name)
    if type(value) is list and set(map(type, value)) <= _STRING:
        return tuple(value)
    if name not in fields:
        raise BadLine(f"`{name}` is missing; give it as a list of strings.")
    raise BadLine(f'`{name}` is no list of strings; write ["…", "…"].')


def _prompts(value: object) -> dict[str, str]:
    """The forms that are asked back, and what is asked: a list of forms, of [form, ask] pairs, or an object."""
    match value:
        case dict():
            entries = list(value.items())
        case list():
            entries = [(entry, ASK) if isinstance(entry, str) else entry for entry in value]
        case _:
            raise BadLine('`prompt` is neither a list nor an object; write {"form": "what to ask back"}.')
    found: dict[str, str] = {}
    for entry in entries:
        match entry:
            case (str(form), str(ask)):
                found[form] = ask or ASK
            case _:
                raise BadLine(
                    '`prompt` has an entry that can\'t be read; write "form" or ["form", "what to ask back"].'
                )
    return found


def _not_json(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON: {error.msg} at character {error.pos + 1}."
    return "it is not JSON that can be read: a number is too long, or it is nested too deeply."


def _bytes(fields: dict[str, Any]) -> bytes:
    try:
        return _encoded(fields).encode()
    except UnicodeEncodeError:  # half a surrogate pair, which only an escape can hold
        return json.dumps(fields).encode()
