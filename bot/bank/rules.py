"""What must hold across a pack, beyond each entry's own form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bank import agreement, balance, model, references
from bot.bank.falsehoods import no_falsehood_is_published
from bot.bank.figures import figures_agree
from bot.bank.reading import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.bank.loading import Draft

ROOM = 2_300
"""Characters of an author's that have room in one message, beside what a learner wrote and our own words."""


def check(draft: Draft) -> list[Problem]:
    """Every breach of a rule in `draft`, beside what reading it already found."""
    rules: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
        references.ids_are_unique,
        references.topics_are_unique,
        references.topics_exist,
        references.areas_exist,
        references.evidence_and_authority_exist,
        references.facts_are_tested_by_questions,
        references.facts_are_tested_at_once,
        references.papers_have_their_questions,
        references.terms_are_explained_once,
        references.claims_are_accounted_for,
        _figures_can_be_given,
        _messages_have_room,
        _points_reach_the_marks,
        no_falsehood_is_published,
        agreement.dates_and_figures_agree,
        figures_agree,
        agreement.days_are_those_of_their_dates,
        balance.stems_differ,
        balance.questions_differ,
        balance.keys_do_not_show,
        balance.guessing_does_not_pay,
        balance.nothing_is_dated_by_now,
        balance.topics_are_balanced,
        balance.areas_are_served,
    )
    return [problem for rule in rules for problem in rule(draft)]


def _figures_can_be_given(draft: Draft) -> Iterator[Problem]:
    from bot.marking.units import mark_number  # noqa: PLC0415 - a check that finds nothing new needs no units

    for question in draft.questions:
        if isinstance(question, model.Number):
            unit = question.unit or ""
            given = f"{question.key} {unit}".strip()
            if mark_number(given, question.key, unit=unit, unit_required=question.unit_required).verdict != "right":
                what = f"{given!r} would not be taken for right, although it is the key"
                yield Problem(draft.place(question, "unit"), what, "write a unit as people do: km, tonnes, people")


def _messages_have_room(draft: Draft) -> Iterator[Problem]:
    cited = {entry.key: len(entry.cited) for entry in draft.cited}
    for question in draft.questions:
        asked, answered = (sum(map(len, texts)) for texts in _shown_together(question))
        shown = max(asked, answered + sum(cited.get(key, 0) for key in question.authority))
        if shown > ROOM:
            what = f"{shown:,} characters of this would stand in one message, and there is room for {ROOM:,}"
            yield Problem(draft.place(question, "id"), what, "shorten the longest of its texts")


def _shown_together(question: model.Question) -> tuple[list[str], list[str]]:
    """The author's words that people see of a question at once: while it is open, and with its answer."""
    asked, answered = [question.stem], [question.stem, question.explanation]
    if isinstance(question, model.SingleChoice | model.MultipleChoice | model.Order | model.Match):
        asked += question.options
        answered += question.options
    if isinstance(question, model.MultipleChoice):
        answered += question.options  # those that are right, below those that were ticked
    if isinstance(question, model.SingleChoice | model.MultipleChoice):
        answered.append(max((wrong.why or "" for wrong in question.distractors), key=len))
    if isinstance(question, model.Match):
        prompts = [pair.prompt for pair in question.pairs]
        asked += prompts
        answered += [*prompts, *prompts, *question.options]
    if isinstance(question, model.Mend):
        asked.append(question.statement)
        answered += [question.statement, question.key, question.fault]
    if isinstance(question, model.Typed):
        answered.append(question.key)
    if isinstance(question, model.Gaps):
        answered += [gap.key for gap in question.gaps]
    if isinstance(question, model.Extended):
        answered += [point.text for point in question.points]
        answered += [*(level.descriptor for level in question.levels), *question.plan]
    if isinstance(question, model.SourceTask):
        asked += [text for extract in question.extracts for text in (extract.source, extract.attribution)]
    return asked, answered


def _points_reach_the_marks(draft: Draft) -> Iterator[Problem]:
    for question in draft.questions:
        if isinstance(question, model.Extended):
            worth = sum(point.worth for point in question.points)
            if worth < question.marks:
                what = f"its points are worth {worth} of {question.marks} marks together"
                remedy = "add what else a full answer has, or give the points their weight"
                yield Problem(draft.place(question, "points"), what, remedy, grave=False)
