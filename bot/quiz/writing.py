"""Answers that are written: the form they are written in, and what can't be taken."""

from __future__ import annotations

from bot.bank.model import Question
from bot.chat import Action, Entry, Form, bare

MAX_ANSWER = 300
"""Characters of a typed answer."""
MAX_STEM = 100
"""Characters of the stem that a form has room for."""


def answer_form(action: Action, question: Question) -> Form:
    """The form for a typed answer, with the question above the line."""
    stem = bare(question.stem)
    stem = stem if len(stem) <= MAX_STEM else f"{stem[: MAX_STEM - 1]}…"
    return Form("Your answer", action, (Entry("answer", "Answer", about=stem, most=MAX_ANSWER),))


def refusal(words: str) -> str:
    """Why a typed answer can't be taken; empty if it can."""
    if not words:
        return "Write an answer first."
    if len(words) > MAX_ANSWER:
        return f"Keep it under {MAX_ANSWER} characters; an answer here is a few words."
    return ""
