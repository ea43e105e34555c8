"""What must hold across a pack, beyond each entry's own form."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.bank import model
from bot.bank.explain import nearest
from bot.bank.falsehoods import no_falsehood_is_published, words_of
from bot.bank.reading import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.bank.loading import Draft

LONGEST_KEYS = 0.3
"""More of the keys than this as the longest option, and test-wise learners need not know the answer."""
TRUE_FALSE = 0.15
"""More true/false than this, and guessing pays."""
ROOM = 2_300
"""Characters of an author's that have room in one message, beside what a learner wrote and our own words."""
ENOUGH = 20
"""Below this many questions a share says nothing."""


def check(draft: Draft) -> list[Problem]:
    """Every breach of a rule in `draft`, beside what reading it already found."""
    rules: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
        _ids_are_unique,
        _topics_are_unique,
        _topics_exist,
        _evidence_and_authority_exist,
        _facts_are_tested_by_questions,
        _facts_are_tested_at_once,
        _figures_can_be_given,
        _messages_have_room,
        _points_reach_the_marks,
        no_falsehood_is_published,
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


def _facts_are_tested_at_once(draft: Draft) -> Iterator[Problem]:
    written = {question.id: question.type for question in draft.questions if isinstance(question, model.Extended)}
    for fact in draft.facts:
        for index, tested in enumerate(fact.tests):
            if tested in written:
                what = f"{tested!r} is a question of type {written[tested]}, and people mark those"
                yield Problem(draft.place(fact, "tests", index), what, "name a question that is marked at once")


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
    cited = {entry.key: len(entry.cited) for entry in (*draft.authorities.works, *draft.authorities.documents)}
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
        answered += [level.descriptor for level in question.levels]
    if isinstance(question, model.SourceTask):
        asked += [question.source, question.attribution]
    return asked, answered


def _points_reach_the_marks(draft: Draft) -> Iterator[Problem]:
    for question in draft.questions:
        if isinstance(question, model.Extended):
            worth = sum(point.worth for point in question.points)
            if worth < question.marks:
                what = f"its points are worth {worth} of {question.marks} marks together"
                remedy = "add what else a full answer has, or give the points their weight"
                yield Problem(draft.place(question, "points"), what, remedy, grave=False)


def _stems_differ(draft: Draft) -> Iterator[Problem]:
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
