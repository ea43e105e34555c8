"""Advice on a pack as a whole: what repeats itself, what gives a key away, and what a class would miss.

Nothing here stops a pack.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bot.bank import model
from bot.bank.coverage import areas_of, areas_served
from bot.bank.falsehoods import words_of
from bot.bank.likeness import pairs_alike
from bot.bank.reading import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bank.loading import Draft

LONGEST_KEYS = 0.3
"""More of the keys than this as the longest option, and test-wise learners need not know the answer."""
TRUE_FALSE = 0.15
"""More true/false than this, and guessing pays."""
ENOUGH = 20
"""Below this many questions a share says nothing."""
NEARLY_THE_SAME = 92
"""Likeness (0 to 100, ratio of the sorted words) from which two questions with one answer ask the same."""
MANY = 100
"""From this many questions on, a part of a topic with few of them is a hole."""
THIN = 0.2
"""A part of a topic with less than this share of an even spread is easily learnt by heart, and then asks nothing."""
_FIGURES = re.compile(r"\d+")
_NOW = ("today", "nowadays", "currently", "at present", "recently", "this year", "last year", "now living")


def stems_differ(draft: Draft) -> Iterator[Problem]:
    """No question is put twice."""
    first: dict[str, model.Question] = {}
    for question in draft.questions:
        asked, where = _asked_of(question)
        other = first.setdefault(words_of(asked), question)
        if other is not question:
            what = f"the same {where} as {other.id} ({draft.place(other, where)})"
            yield Problem(
                draft.place(question, where), what, "ask something else, or take one of them out", grave=False
            )


def _asked_of(question: model.Question) -> tuple[str, str]:
    """What sets a question apart from others, and the field that has it: tasks and stems of some types recur."""
    if isinstance(question, model.Mend):
        return question.said, "statement"
    if isinstance(question, model.SourceTask):
        return f"{question.source} {question.stem}", "stem"
    return question.stem, "stem"


def keys_do_not_show(draft: Draft) -> Iterator[Problem]:
    """The key is not too often the longest option."""
    choices = [question for question in draft.questions if isinstance(question, model.SingleChoice)]
    longest = [
        question
        for question in choices
        if len(question.key) > max(len(text) for text in model.wording(question.distractors))
    ]
    if len(choices) >= ENOUGH and len(longest) > LONGEST_KEYS * len(choices):
        what = f"the key is the longest option in {len(longest)} of {len(choices)} single-choice questions"
        remedy = f"shorten keys or fill out distractors, beginning with {', '.join(q.id for q in longest[:5])}"
        yield Problem(Place(str(draft.folder)), what, remedy, grave=False)


def guessing_does_not_pay(draft: Draft) -> Iterator[Problem]:
    """There are not too many true/false questions."""
    types = Counter(question.type for question in draft.questions)
    share = types["true-false"]
    if len(draft.questions) >= ENOUGH and share > TRUE_FALSE * len(draft.questions):
        what = f"{share} of {len(draft.questions)} questions are true/false"
        yield Problem(Place(str(draft.folder)), what, "turn some into single choice or typed answers", grave=False)


def questions_differ(draft: Draft) -> Iterator[Problem]:
    """No two questions with the same answer ask for it in nearly the same words; about other figures they may."""
    asked = [words_of(_asked_of(question)[0]) for question in draft.questions]
    for later, earlier in pairs_alike(asked, NEARLY_THE_SAME):
        question, other = draft.questions[later], draft.questions[earlier]
        same = _answer_of(question) == _answer_of(other) and asked[later] != asked[earlier]
        if same and _FIGURES.findall(asked[later]) == _FIGURES.findall(asked[earlier]):
            what = f"nearly the same question as {other.id} ({draft.place(other, 'id')}), with the same answer"
            yield Problem(draft.place(question, "id"), what, "ask something else, or take one out", grave=False)


def _answer_of(question: model.Question) -> str:
    match question:
        case model.MultipleChoice():
            return words_of(" ".join(sorted(question.keys)))
        case model.Match():
            return words_of(" ".join(sorted(pair.prompt for pair in question.pairs)))
        case model.Gaps():
            return words_of(" ".join(gap.key for gap in question.gaps))
        case model.Order():
            return words_of(" ".join(question.key))
        case model.Extended():
            return question.type
        case _:
            return words_of(str(question.key))


def nothing_is_dated_by_now(draft: Draft) -> Iterator[Problem]:
    """No text says "today": it will be read in another year."""
    told: list[tuple[model.Entry, str, str]] = [(fact, "text", fact.text) for fact in draft.facts]
    for question in draft.questions:
        told += [(question, "stem", question.stem), (question, "explanation", question.explanation)]
    told += [(entry, "text", entry.text) for entry in draft.glossary]
    for item, field, text in told:
        lowered = text.lower()
        for now in (now for now in _NOW if now in lowered and re.search(rf"\b{now}\b", lowered)):
            what = f"“{now}” will mean another day to whoever reads it"
            yield Problem(draft.place(item, field), what, "give the year instead", grave=False)


def topics_are_balanced(draft: Draft) -> Iterator[Problem]:
    """No part of a topic is left nearly empty."""
    if draft.info is None:
        return
    paths = [f"{topic.id}/{part.id}" for topic in draft.info.topics for part in topic.parts]
    counts = Counter(question.topic for question in draft.questions)
    if len(draft.questions) < MANY or not paths:
        return
    even = len(draft.questions) / len(paths)
    for path in paths:
        if counts[path] < THIN * even:
            what = f"{path} has {counts[path]} of {len(draft.questions)} questions"
            remedy = f"write some; spread evenly, each part would have {even:.0f}"
            yield Problem(Place(str(draft.folder / "pack.yaml")), what, remedy, grave=False)


def areas_are_served(draft: Draft) -> Iterator[Problem]:
    """Every area of a specification has a question."""
    if draft.info is None:
        return
    served = areas_served(draft.info, draft.questions)
    for area in areas_of(draft.info):
        if area not in served:
            what = f"no question serves {area}"
            yield Problem(
                Place(str(draft.folder / "pack.yaml")), what, "write some, or name it in `serves`", grave=False
            )
