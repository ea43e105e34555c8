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
        _topics_are_unique,
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
    cited: set[str] = set()
    for entry in (*draft.authorities.works, *draft.authorities.documents):
        if entry.key in cited:
            at = draft.place(entry, "key")
            yield Problem(at, f"the key {entry.key!r} stands for two entries", "give one of them another key")
        cited.add(entry.key)


def _topics_are_unique(draft: Draft) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for path, at in draft.topics or ():
        if path in first:
            yield Problem(at, f"the id of {path!r} is taken by {first[path]}", "give this one an id of its own")
        first.setdefault(path, at)


def _topics_exist(draft: Draft) -> Iterator[Problem]:
    if draft.topics is None:
        return
    paths = [path for path, _ in draft.topics]
    known = set(paths)
    for item in _items(draft):
        if item.topic not in known:
            meant = nearest(item.topic, paths)
            remedy = f"did you mean `{meant}`?" if meant else "add it to pack.yaml, or name one that is there"
            yield Problem(draft.place(item, "topic"), f"there is no topic {item.topic!r} in pack.yaml", remedy)


def _evidence_and_authority_exist(draft: Draft) -> Iterator[Problem]:
    claims = {claim.id for claim in draft.claims} | draft.wrong
    keys = [entry.key for entry in (*draft.authorities.works, *draft.authorities.documents)]
    known = {*keys, *draft.wrong}
    every_claim, every_key = "claims" not in draft.unread, not draft.unread & {"works", "documents"}
    for item in _items(draft):
        for index, claim in enumerate(item.evidence):
            if every_claim and claim not in claims:
                what = f"there is no claim {claim!r} under evidence/"
                yield Problem(draft.place(item, "evidence", index), what, "correct the id, or add the claim")
        for index, key in enumerate(item.authority):
            if every_key and key not in known:
                meant = nearest(key, keys)
                remedy = f"did you mean `{meant}`?" if meant else "add the work or document, if you have met it"
                what = f"there is no authority {key!r} in authorities.yaml"
                yield Problem(draft.place(item, "authority", index), what, remedy)


def _facts_are_tested_by_questions(draft: Draft) -> Iterator[Problem]:
    if "questions" in draft.unread:
        return
    ids = {question.id for question in draft.questions} | draft.wrong
    for fact in draft.facts:
        for index, tested in enumerate(fact.tests):
            if tested not in ids:
                what = f"there is no question {tested!r} that could test this fact"
                yield Problem(draft.place(fact, "tests", index), what, "name a question of this pack")


def _told_as_true(draft: Draft) -> Iterator[tuple[model.Entry, tuple[int | str, ...], str]]:
    for fact in draft.facts:
        yield fact, ("text",), fact.text
    for question in draft.questions:
        if isinstance(question, model.TrueFalse) and question.key:
            yield question, ("stem",), question.stem
        if isinstance(question, model.SingleChoice | model.Typed):
            yield question, ("key",), f"{question.stem} {question.key}"
        if isinstance(question, model.MultipleChoice):
            yield from ((question, ("keys", at), f"{question.stem} {key}") for at, key in enumerate(question.keys))


TELLING = 4
"""Letters from which a word tells what a statement is about."""
DENIALS = {"not", "no", "never", "none", "nobody", "nor", "neither", "cannot"}


def _no_falsehood_is_published(draft: Draft) -> Iterator[Problem]:
    wrong = [(claim, _words(claim.claim)) for claim in draft.claims if claim.verdict == "corrected"]
    telling = [frozenset(word for word in falsehood.split() if len(word) >= TELLING) for _, falsehood in wrong]
    for item, path, told in _told_as_true(draft):
        words = _words(told)
        said = frozenset(words.split())
        for (claim, falsehood), tells in zip(wrong, telling, strict=True):
            # Comparing letter by letter is dear, and two that share few words do not say the same.
            if len(said & tells) * 3 < min(len(said), len(tells)):
                continue
            if fuzz.token_set_ratio(words, falsehood, score_cutoff=SAME_WORDS) and not (
                DENIALS & (said ^ set(falsehood.split()))
            ):
                what = f"this says what claim {claim.id} says, and that is wrong: {claim.note}"
                remedy = "publish the correction instead, or ask it as a false statement"
                yield Problem(draft.place(item, *path), what, remedy)


def _words(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def _stems_differ(draft: Draft) -> Iterator[Problem]:
    first: dict[str, model.Question] = {}
    for question in draft.questions:
        words = _words(question.stem)
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
