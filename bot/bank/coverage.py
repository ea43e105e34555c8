"""What has become of each claim: used by an item, retired with a reason, or open."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.bank import model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Fate = Literal["used", "retired", "open"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The fate of every claim that is good for something, and what the pack is made of."""

    fates: dict[str, Fate]
    """By claim, in the order of the files."""
    by_source: dict[str, Counter[Fate]]
    by_theme: dict[str, Counter[Fate]]
    """By the topic of the items that use a claim; a claim may count for several topics."""
    types: Counter[str]
    topics: Counter[str]
    objectives: Counter[str]
    areas: Counter[str]
    """Questions that serve each area of a specification, `specification/area`."""

    @property
    def open(self) -> tuple[str, ...]:
        """The claims of which nothing has become yet."""
        return tuple(claim for claim, fate in self.fates.items() if fate == "open")


Support = tuple[tuple[int | str, ...], tuple[str, ...], tuple[str, ...]]
"""Where in an item something rests on claims and authorities, and on which."""


def supports(item: model.Question | model.Fact | model.Debate) -> Iterator[Support]:
    """Everything that an item rests on: as a whole, and by its points or cards."""
    yield (), item.evidence, item.authority
    if isinstance(item, model.Extended):
        yield from ((("points", at), point.evidence, ()) for at, point in enumerate(item.points))
    if isinstance(item, model.Debate):
        for side, cards in (("for", item.for_), ("against", item.against)):
            yield from (((side, at), card.evidence, card.authority) for at, card in enumerate(cards))


def users(pack: model.Pack) -> dict[str, set[str]]:
    """The topics of the items that rest on each claim."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for item in (*pack.questions, *pack.facts, *pack.debates):
        for _, evidence, _ in supports(item):
            for claim in evidence:
                found[claim].add(item.topic.partition("/")[0])
    return found


def coverage(pack: model.Pack) -> Coverage:
    """What has become of the pack's claims, and what its questions are."""
    used, retired = users(pack), {retirement.claim for retirement in pack.retired}
    fates: dict[str, Fate] = {
        claim.id: "used" if claim.id in used else "retired" if claim.id in retired else "open"
        for claim in pack.claims
        if claim.good_for or claim.id in used
    }
    by_source: defaultdict[str, Counter[Fate]] = defaultdict(Counter)
    by_theme: defaultdict[str, Counter[Fate]] = defaultdict(Counter)
    for claim in pack.claims:
        if claim.id in fates:
            by_source[claim.source][fates[claim.id]] += 1
            for theme in used.get(claim.id) or {"no topic"}:
                by_theme[theme][fates[claim.id]] += 1
    return Coverage(
        fates,
        dict(by_source),
        dict(by_theme),
        Counter(question.type for question in pack.questions),
        Counter(question.topic for question in pack.questions),
        Counter(question.objective for question in pack.questions),
        areas_served(pack.info, pack.questions),
    )


def areas_served(info: model.PackInfo, questions: Iterable[model.Question]) -> Counter[str]:
    """How many questions serve each area: by what they say themselves, or by their topic or its part."""
    serving: dict[str, tuple[str, ...]] = {}
    for topic in info.topics:
        serving[topic.id] = topic.serves
        serving.update({f"{topic.id}/{part.id}": part.serves or topic.serves for part in topic.parts})
    return Counter(area for question in questions for area in question.serves or serving.get(question.topic, ()))


def areas_of(info: model.PackInfo) -> tuple[str, ...]:
    """Every area that the pack's specifications have, `specification/area`."""
    return tuple(
        f"{specification.id}/{area.id}" for specification in info.specifications for area in specification.areas
    )
