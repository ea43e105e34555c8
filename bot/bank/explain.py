"""From what pydantic says to what an author can act on."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.bank import model
from bot.bank.reading import Places, Problem, shown

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

LISTED = "[]"
"""Stands behind the name of a list where its entries are meant, for a type of question may have the same name."""
SEE_EXAMPLE = "compare it with the example in content/README.md"


def problems_of(error: ValidationError, source: Places, fields: Mapping[str, tuple[str, ...]]) -> list[Problem]:
    """Every mistake in `error`, placed in `source` and explained.

    `fields` gives the field names that each kind of thing may have, to find what a misspelt one should be; under ""
    those of the file itself.
    """
    found = error.errors(include_url=False)
    # A list is counted without its wrong entries: that it is then too short is no mistake of the author's.
    with_mistakes_inside = {details["loc"][:length] for details in found for length in range(len(details["loc"]))}
    return [
        _problem(details, source, fields)
        for details in found
        if not (details["type"] == "too_short" and details["loc"] in with_mistakes_inside)
    ]


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that `word` was probably meant to be."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return close[0] if close else None


@dataclass(frozen=True, slots=True)
class _Mistake:
    """What pydantic found: where, what was given there, and what its rule was."""

    path: tuple[int | str, ...]
    kind: str
    """What has the field: a type of question, a list whose entries have it (`pairs[]`), or "" for the file itself."""
    given: Any
    rule: dict[str, Any]
    fields: Mapping[str, tuple[str, ...]]

    @property
    def name(self) -> str:
        """The field it is about."""
        return next((str(part) for part in reversed(self.path) if isinstance(part, str)), "file")

    @property
    def quoted(self) -> str:
        """What was given, as its author may have written it."""
        return shown(self.given)


def _problem(details: ErrorDetails, source: Places, fields: Mapping[str, tuple[str, ...]]) -> Problem:
    path = details["loc"]
    type = ""
    if path[:1] == ("questions",) and len(path) > 2:  # noqa: PLR2004 - pydantic puts the type third
        type, path = str(path[2]), path[:2] + path[3:]  # which is no part of the file
    kind = next((f"{part}{LISTED}" for part in reversed(path[:-1]) if f"{part}{LISTED}" in fields), type)
    if details["type"].startswith("union_tag"):
        path = (*path, "type")
    if details["type"] == "missing" and isinstance(path[-1], int):
        path = path[:-1]
    mistake = _Mistake(path, kind, details["input"], details.get("ctx", {}), fields)
    explain = _EXPLAINED.get(details["type"])
    what, remedy = explain(mistake) if explain else (f"`{mistake.name}`: {details['msg']}", SEE_EXAMPLE)
    return Problem(source.place(path), what, remedy or SEE_EXAMPLE)


def _missing(mistake: _Mistake) -> tuple[str, str]:
    if isinstance(mistake.given, list):
        return f"`{mistake.name}` has too few entries ({len(mistake.given)})", "give all that belong there"
    return f"`{mistake.name}` is missing", f"add a line `{mistake.name}: …`"


def _unknown_field(mistake: _Mistake) -> tuple[str, str]:
    known = mistake.fields[mistake.kind]
    meant = nearest(mistake.name, known)
    what = f"`{mistake.name}` is not a field" + (
        f" of {mistake.kind.removesuffix(LISTED)}" if mistake.kind else " here"
    )
    return what, f"did you mean `{meant}`?" if meant else f"take it out; there are {', '.join(sorted(known))}"


_NO_TYPE = ("this question has no `type`", "add a line such as `type: single-choice`")


def _unknown_type(mistake: _Mistake) -> tuple[str, str]:
    given = mistake.given["type"]
    if given is None:
        return _NO_TYPE
    types = [tag.strip("' ") for tag in mistake.rule["expected_tags"].split(",")]
    meant = nearest(str(given), types)
    remedy = f"did you mean `{meant}`?" if meant else f"write one of {', '.join(types)}"
    return f"there is no question type {shown(given)}", remedy


def _not_text(mistake: _Mistake) -> tuple[str, str]:
    if mistake.given is None:
        return f"`{mistake.name}` is empty", "write something after the colon, or take the line out"
    bare = isinstance(mistake.given, bool | int | float)
    return f"`{mistake.name}` should be text, not {mistake.quoted}", "put it in quotes" if bare else "write text here"


def _not_a_number(mistake: _Mistake) -> tuple[str, str]:
    return f"`{mistake.name}` should be a whole number, not {mistake.quoted}", "write digits only, without quotes"


def _not_true_or_false(mistake: _Mistake) -> tuple[str, str]:
    quoted = mistake.given in ("true", "false")
    remedy = "write it without quotes" if quoted else "write `true` or `false`"
    return f"`{mistake.name}` should be true or false, not {mistake.quoted}", remedy


def _not_fields(mistake: _Mistake) -> tuple[str, str]:
    if not mistake.path:
        what = "this file is empty" if mistake.given is None else f"{mistake.quoted} is no beginning of a file"
        return what, f"begin it with `{mistake.fields[''][0]}:`"
    if f"{mistake.name}{LISTED}" in mistake.fields and not isinstance(mistake.given, str):
        return f"{mistake.quoted} can't be an entry of `{mistake.name}`", "write text, in quotes if need be"
    return f"{mistake.quoted} should be a set of fields", "write `field: value` lines, indented alike"


def _own_words(mistake: _Mistake) -> tuple[str, str]:
    # The models' own validators say what is wrong and, after a semicolon, what to do.
    what, _, remedy = str(mistake.rule["error"]).partition("; ")
    return what, remedy


_EXPLAINED: dict[str, Callable[[_Mistake], tuple[str, str]]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_field,
    "literal_error": lambda it: (f"`{it.name}` can't be {it.quoted}", f"write one of {it.rule['expected']}"),
    "union_tag_invalid": _unknown_type,
    "union_tag_not_found": lambda _: _NO_TYPE,
    "string_type": _not_text,
    "bool_type": _not_true_or_false,
    "int_type": _not_a_number,
    "int_parsing": _not_a_number,
    "int_from_float": _not_a_number,
    "tuple_type": lambda it: (
        f"`{it.name}` should be a list, not {it.quoted}",
        "write each entry on a line of its own after `- `",
    ),
    "model_type": _not_fields,
    "model_attributes_type": _not_fields,
    "dict_type": _not_fields,
    "too_short": lambda it: (
        f"`{it.name}` has too few entries ({it.rule['actual_length']})",
        f"give at least {it.rule['min_length']}",
    ),
    "too_long": lambda it: (
        f"`{it.name}` has too many entries ({it.rule['actual_length']})",
        f"keep at most {it.rule['max_length']}",
    ),
    "string_too_short": lambda it: (
        f"`{it.name}` is too short",
        f"write at least {it.rule['min_length']} character{'' if it.rule['min_length'] == 1 else 's'}",
    ),
    "string_too_long": lambda it: (
        f"`{it.name}` is too long ({len(str(it.given))} characters)",
        f"keep it to {it.rule['max_length']}",
    ),
    "string_pattern_mismatch": lambda it: (
        f"`{it.name}` can't be {it.quoted}",
        _pattern_in_words(it.rule["pattern"], it.given),
    ),
    "greater_than_equal": lambda it: (f"`{it.name}` can't be {it.quoted}", f"write {it.rule['ge']} or more"),
    "less_than_equal": lambda it: (f"`{it.name}` can't be {it.quoted}", f"write {it.rule['le']} or less"),
    "value_error": _own_words,
}


def _pattern_in_words(pattern: str, given: str) -> str:
    for kind, words in (
        (model.Slug, "use lower-case letters, digits and single hyphens, such as `left-opposition`"),
        (model.TopicPath, "write a topic of pack.yaml, or topic/part, such as `leadership-struggle/rivals`"),
        (model.ClaimId, "claim ids look like `LS-041`"),
        (model.Day, "write a year, month or day, such as `1930-03-02`"),
        (model.CalendarDay, "write month and day, such as `03-02`"),
        (model.Label, "use lower-case letters, digits and single hyphens, such as `left-opposition`"),
        (model.Language, "write a language such as `en` or `en-GB`"),
        (model.Line, "keep it on one line" if "\n" in given else "take the control characters out"),
        (model.Text, "take the control characters out"),
    ):
        if any(getattr(meta, "pattern", None) == pattern for meta in kind.__metadata__):  # type: ignore[attr-defined]
            return words
    return f"it has to look like {pattern}"
