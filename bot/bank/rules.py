"""What must hold across a pack, beyond each entry's own form."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from bot.bank import model
from bot.bank.explain import nearest
from bot.bank.reading import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.bank.loading import Draft

LONGEST_KEYS = 0.3
"""More of the keys than this as the longest option, and test-wise learners need not know the answer."""
TRUE_FALSE = 0.15
"""More true/false than this, and guessing pays."""
ENOUGH = 20
"""Below this many questions a share says nothing."""
SAME_WORDS = 88
"""Likeness (0 to 100, token set ratio) from which a statement says what a claim says."""


def check(draft: Draft) -> list[Problem]:
    """Every breach of a rule in `draft`, beside what reading it already found."""
    rules: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
        _ids_are_unique,
        _topics_exist,
        _evidence_and_authority_exist,
        _facts_are_tested_by_questions,
        _no_falsehood_is_published,
        _stems_differ,
        _keys_do_not_show,
        _guessing_does_not_pay,
    )
    return [problem for rule in rules for problem in rule(draft)]


def _items(draft: Draft) -> list[model.Question | model.Fact]:
    return [*draft.questions, *draft.facts]


def _ids_are_unique(draft: Draft) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for item in (*_items(draft), *draft.claims):
        at = draft.place(item, "id")
        if item.id in first:
            yield Problem(at, f"the id {item.id!r} is taken by {first[item.id]}", "give this one an id of its own")
        first.setdefault(item.id, at)
    cited: dict[str, str] = {}
    for entry in (*draft.authorities.works, *draft.authorities.documents):
        if entry.key in cited:
            at = Place(str(draft.folder / "authorities.yaml"))
            yield Problem(at, f"the key {entry.key!r} stands for two entries", "give one of them another key")
        cited[entry.key] = entry.title


def _topics_exist(draft: Draft) -> Iterator[Problem]:
    if draft.info is None:
        return
    paths = [topic.id for topic in draft.info.topics]
    paths += [f"{topic.id}/{part.id}" for topic in draft.info.topics for part in topic.parts]
    known = set(paths)
    for item in _items(draft):
        if item.topic not in known:
            meant = nearest(item.topic, paths)
            remedy = f"did you mean `{meant}`?" if meant else "add it to pack.yaml, or name one that is there"
            yield Problem(draft.place(item, "topic"), f"there is no topic {item.topic!r} in pack.yaml", remedy)


def _evidence_and_authority_exist(draft: Draft) -> Iterator[Problem]:
    claims = {claim.id for claim in draft.claims}
    keys = [entry.key for entry in (*draft.authorities.works, *draft.authorities.documents)]
    known = set(keys)
    for item in _items(draft):
        for index, claim in enumerate(item.evidence):
            if claim not in claims:
                what = f"there is no claim {claim!r} under evidence/"
                yield Problem(draft.place(item, "evidence", index), what, "correct the id, or add the claim")
        for index, key in enumerate(item.authority):
            if key not in known:
                meant = nearest(key, keys)
                remedy = f"did you mean `{meant}`?" if meant else "add the work or document, if you have met it"
                what = f"there is no authority {key!r} in authorities.yaml"
                yield Problem(draft.place(item, "authority", index), what, remedy)


def _facts_are_tested_by_questions(draft: Draft) -> Iterator[Problem]:
    ids = {question.id for question in draft.questions}
    for fact in draft.facts:
        for index, tested in enumerate(fact.tests):
            if tested not in ids:
                what = f"there is no question {tested!r} that could test this fact"
                yield Problem(draft.place(fact, "tests", index), what, "name a question of this pack")


def _told_as_true(draft: Draft) -> Iterator[tuple[model.Entry, str, str]]:
    for fact in draft.facts:
        yield fact, "text", fact.text
    for question in draft.questions:
        if isinstance(question, model.TrueFalse) and question.key:
            yield question, "stem", question.stem
        if isinstance(question, model.SingleChoice):
            yield question, "key", f"{question.stem} {question.key}"


def _no_falsehood_is_published(draft: Draft) -> Iterator[Problem]:
    wrong = [(claim, claim.claim.casefold()) for claim in draft.claims if claim.verdict == "corrected"]
    for item, field, told in _told_as_true(draft):
        words = told.casefold()
        for claim, falsehood in wrong:
            if fuzz.token_set_ratio(words, falsehood, score_cutoff=SAME_WORDS):
                what = f"this says what claim {claim.id} says, and that is wrong: {claim.note}"
                remedy = "publish the correction instead, or ask it as a false statement"
                yield Problem(draft.place(item, field), what, remedy)


def _stems_differ(draft: Draft) -> Iterator[Problem]:
    first: dict[str, model.Question] = {}
    for question in draft.questions:
        words = re.sub(r"\W+", " ", question.stem).strip().casefold()
        other = first.setdefault(words, question)
        if other is not question:
            what = f"the same stem as {other.id} ({draft.place(other, 'stem')})"
            yield Problem(
                draft.place(question, "stem"), what, "ask something else, or take one of them out", grave=False
            )


def _keys_do_not_show(draft: Draft) -> Iterator[Problem]:
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


def _guessing_does_not_pay(draft: Draft) -> Iterator[Problem]:
    types = Counter(question.type for question in draft.questions)
    share = types["true-false"]
    if len(draft.questions) >= ENOUGH and share > TRUE_FALSE * len(draft.questions):
        what = f"{share} of {len(draft.questions)} questions are true/false"
        yield Problem(Place(str(draft.folder)), what, "turn some into single choice or typed answers", grave=False)
