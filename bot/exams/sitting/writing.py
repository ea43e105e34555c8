"""What is written in an exam: answers in a form, and long ones as a series of passages."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat import Action, Entry, Form
from bot.errors import UserError
from bot.exams.model import LONGEST_PASSAGE, MOST_PASSAGES
from bot.exams.sitting.putting import Sheet
from bot.quiz.forms import answer_of, form_of
from bot.quiz.kinds import Refused
from bot.quiz.kinds.composing import composed
from bot.responses.model import Given

FULL_ANSWER = f"An answer has at most {MOST_PASSAGES} passages. Shorten one of them."


def form_for(sheet: Sheet, part: int, action: Action) -> Form:
    """The form of a button of a question, or of a passage, with what was written before. Raises `UserError`."""
    if not sheet.is_long:
        return form_of(action, sheet.item.question, sheet.kind, sheet.layout, part, before=sheet.given)
    if not 0 <= part <= min(len(sheet.given), MOST_PASSAGES - 1):
        raise UserError(FULL_ANSWER)
    text = sheet.given[part] if part < len(sheet.given) else ""
    about = f"up to {LONGEST_PASSAGE:,} characters; go on in the next passage"
    entry = Entry("answer", f"Passage {part + 1}", text, about, required=False, long=True, most=LONGEST_PASSAGE)
    return Form(sheet.kind.heading, action, (entry,), "Save")


def written(sheet: Sheet, part: int, fields: Mapping[str, str]) -> Given | Refused:
    """The answer once that form is sent; an empty passage is taken out. Nothing is ever cut to fit."""
    if sheet.is_long:
        return _with_passage(sheet.given, part, fields.get("answer", ""))
    return answer_of(sheet.item.question, sheet.kind, sheet.layout, part, fields, before=sheet.given)


def _with_passage(given: Given, part: int, text: str) -> Given | Refused:
    words = composed(text)
    if not 0 <= part <= min(len(given), MOST_PASSAGES - 1):
        return Refused({"answer": FULL_ANSWER})
    if len(words) > LONGEST_PASSAGE:
        over = f"That is {len(words):,} characters; a passage has at most {LONGEST_PASSAGE:,}."
        return Refused({"answer": f"{over} Move the end into the next passage; until you send it, nothing is lost."})
    if not words and part == len(given):
        return Refused({"answer": "Write something first."})
    passages = (*given[:part], words, *given[part + 1 :])
    return tuple(passage for passage in passages if passage)
