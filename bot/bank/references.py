"""That what a pack names exists: ids, topics, claims, authorities, areas of a specification; and each id just once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bank import model
from bot.bank.coverage import Support, areas_of, supports
from bot.bank.explain import nearest
from bot.bank.reading import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bank.loading import Draft

MOST_CLAIMS = 3
"""Claims on which an item can rest and still depend on each; tasks that people mark may weigh more of them."""


def claims_are_accounted_for(draft: Draft) -> Iterator[Problem]:
    """No retired claim is used or unknown, every text is described, and no item rests on too much."""
    claims = {claim.id for claim in draft.claims} | draft.wrong
    used = {claim for item in _items(draft) for _, evidence, _ in supports(item) for claim in evidence}
    every_claim = "claims" not in draft.unread
    for retirement in draft.retired:
        for field, claim in (("claim", retirement.claim), ("of", retirement.of)):
            if claim and every_claim and claim not in claims:
                what = f"there is no claim {claim!r} under evidence/"
                yield Problem(draft.place(retirement, field), what, "correct the id, or take the line out")
        if retirement.claim in used:
            what = f"{retirement.claim} is retired, and an item rests on it"
            yield Problem(draft.place(retirement, "claim"), what, "take this line out, or the claim from the item")
    described = {text.source for text in draft.sources}
    if described:
        for claim_met in draft.claims:
            if claim_met.source not in described:
                what = f"sources.yaml does not describe {claim_met.source!r}"
                yield Problem(draft.place(claim_met, "source"), what, "correct the name, or describe the text there")
    for question in draft.questions:
        if len(question.evidence) > MOST_CLAIMS and not isinstance(question, model.Extended):
            what = f"it rests on {len(question.evidence)} claims, and can't depend on each of them"
            yield Problem(draft.place(question, "evidence"), what, f"name the {MOST_CLAIMS} that it hangs on")


def _items(draft: Draft) -> list[model.Question | model.Fact | model.Debate]:
    return [*draft.questions, *draft.facts, *draft.debates]


def ids_are_unique(draft: Draft) -> Iterator[Problem]:
    """No id and no key stands for two entries."""
    first: dict[str, Place] = {}
    for item in (*_items(draft), *draft.claims, *draft.papers):
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


def topics_are_unique(draft: Draft) -> Iterator[Problem]:
    """No two topics, and no two parts of one, have the same id."""
    first: dict[str, Place] = {}
    for path, at in draft.topics or ():
        if path in first:
            yield Problem(at, f"the id of {path!r} is taken by {first[path]}", "give this one an id of its own")
        first.setdefault(path, at)


def topics_exist(draft: Draft) -> Iterator[Problem]:
    """Every topic that is named is in pack.yaml."""
    if draft.topics is None:
        return
    paths = [path for path, _ in draft.topics]
    known = set(paths)
    for item in (*_items(draft), *draft.glossary):
        if item.topic is not None and item.topic not in known:
            meant = nearest(item.topic, paths)
            remedy = f"did you mean `{meant}`?" if meant else "add it to pack.yaml, or name one that is there"
            yield Problem(draft.place(item, "topic"), f"there is no topic {item.topic!r} in pack.yaml", remedy)


def areas_exist(draft: Draft) -> Iterator[Problem]:
    """Every area that is served is in a specification."""
    if draft.info is None:
        return
    areas = areas_of(draft.info)
    for topic in draft.info.topics:
        for area in (*topic.serves, *(area for part in topic.parts for area in part.serves)):
            if area not in areas:
                what = f"the topic {topic.id!r} serves {area!r}, which no specification of pack.yaml has"
                yield Problem(Place(str(draft.folder / "pack.yaml")), what, _instead(area, areas))
    for question in draft.questions:
        for index, area in enumerate(question.serves):
            if area not in areas:
                what = f"no specification of pack.yaml has {area!r}"
                yield Problem(draft.place(question, "serves", index), what, _instead(area, areas))


def _instead(area: str, areas: tuple[str, ...]) -> str:
    meant = nearest(area, areas)
    return f"did you mean `{meant}`?" if meant else "name one that is there, as specification/area"


def evidence_and_authority_exist(draft: Draft) -> Iterator[Problem]:
    """Every claim and every authority that is named is there."""
    claims = {claim.id for claim in draft.claims} | draft.wrong
    keys = [entry.key for entry in draft.cited]
    known = {*keys, *draft.wrong}
    every_claim, every_key = "claims" not in draft.unread, not draft.unread & {"works", "documents"}
    resting: list[tuple[model.Entry, Support]] = [(item, one) for item in _items(draft) for one in supports(item)]
    resting += [(entry, ((), (), entry.authority)) for entry in draft.glossary]
    for item, (path, evidence, authority) in resting:
        for index, claim in enumerate(evidence):
            if every_claim and claim not in claims:
                what = f"there is no claim {claim!r} under evidence/"
                yield Problem(draft.place(item, *path, "evidence", index), what, "correct the id, or add the claim")
        for index, key in enumerate(authority):
            if every_key and key not in known:
                meant = nearest(key, keys)
                remedy = f"did you mean `{meant}`?" if meant else "add the work or document, if you have met it"
                what = f"there is no authority {key!r} in authorities.yaml"
                yield Problem(draft.place(item, *path, "authority", index), what, remedy)


def facts_are_tested_by_questions(draft: Draft) -> Iterator[Problem]:
    """What tests a fact is there."""
    if "questions" in draft.unread:
        return
    ids = {question.id for question in draft.questions} | draft.wrong
    for fact in draft.facts:
        for index, tested in enumerate(fact.tests):
            if tested not in ids:
                what = f"there is no question {tested!r} that could test this fact"
                yield Problem(draft.place(fact, "tests", index), what, "name a question of this pack")


def facts_are_tested_at_once(draft: Draft) -> Iterator[Problem]:
    """What tests a fact is marked at once."""
    written = {question.id: question.type for question in draft.questions if isinstance(question, model.Extended)}
    for fact in draft.facts:
        for index, tested in enumerate(fact.tests):
            if tested in written:
                what = f"{tested!r} is a question of type {written[tested]}, and people mark those"
                yield Problem(draft.place(fact, "tests", index), what, "name a question that is marked at once")


def papers_have_their_questions(draft: Draft) -> Iterator[Problem]:
    """Every question of a paper is there."""
    if "questions" in draft.unread:
        return
    ids = {question.id for question in draft.questions} | draft.wrong
    for paper in draft.papers:
        for at, section in enumerate(paper.sections):
            for index, id in enumerate(section.questions):
                if id not in ids:
                    what = f"there is no question {id!r} for this paper"
                    place = draft.place(paper, "sections", at, "questions", index)
                    yield Problem(place, what, "name a question of this pack")


def terms_are_explained_once(draft: Draft) -> Iterator[Problem]:
    """No name is explained twice."""
    first: dict[str, Place] = {}
    for entry in draft.glossary:
        for name in dict.fromkeys((entry.term, *entry.also)):
            at, folded = draft.place(entry, "term"), name.casefold()
            if folded in first:
                what = f"{name!r} is explained at {first[folded]} already"
                yield Problem(at, what, "keep one of the two, or take the name from `also`")
            first.setdefault(folded, at)
