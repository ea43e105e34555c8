"""Labelled answers, and how well a marker does on them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from bot.marking.keys import key_of
from bot.marking.typed import judge

FOLDER = Path(__file__).parent.parent / "data" / "marking"
Verdict: TypeAlias = Literal["accept", "reject", "prompt"]
SetName: TypeAlias = Literal["development", "test"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with an answer, and the verdict that a careful teacher would give."""

    question: str
    accepted: tuple[str, ...]
    given: str
    kind: str
    """What is the matter with the answer: a slip, a near term, a sentence round it."""
    verdict: Verdict
    rejected: tuple[str, ...]
    prompts: tuple[tuple[str, str], ...]
    vocabulary: frozenset[str]
    place: str
    """File and line."""


Marker: TypeAlias = Callable[[Pair], str]
"""Gives accept, reject or prompt."""


@dataclass(frozen=True, slots=True)
class Score:
    """How a marker did on some pairs. A prompt counts as not accepted."""

    pairs: int
    right: int
    """Accepted just where the label is accept."""
    agreed: int
    """The very verdict of the label, of three."""
    accepts: int
    """Pairs whose label is accept."""
    false_rejects: int
    """Of those: not accepted."""
    false_accepts: int
    """Accepted where the label is reject or prompt."""
    rejects: int
    """Pairs whose label is reject."""
    rejects_accepted: int
    """Of those: accepted."""

    @property
    def others(self) -> int:
        """Pairs whose label is reject or prompt."""
        return self.pairs - self.accepts


def read_lines(name: SetName) -> list[tuple[str, dict[str, Any]]]:
    """Place and fields of every line of one set."""
    return [
        (f"{file.name}:{number}", json.loads(line))
        for file in sorted(FOLDER.glob(f"{name}-*.jsonl"))
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
    ]


def read_pairs(name: SetName) -> list[Pair]:
    """The pairs of one set."""
    return [
        Pair(
            question=line["question"],
            accepted=tuple(line["accepted"]),
            given=line["given"],
            kind=line["kind"],
            verdict=line["verdict"],
            rejected=tuple(line.get("rejected", ())),
            prompts=tuple((form, ask) for form, ask in line.get("prompt", ())),
            vocabulary=frozenset(line.get("vocabulary", ())),
            place=place,
        )
        for place, line in read_lines(name)
    ]


def swot(pair: Pair) -> str:
    """The verdict of Swot's own marker."""
    key = key_of(pair.question, pair.accepted, pair.rejected, pair.prompts, pair.vocabulary)
    return judge(key, pair.given).verdict


def score(pairs: Iterable[Pair], marker: Marker) -> Score:
    """How a marker does on these pairs."""
    found = [(pair.verdict, marker(pair)) for pair in pairs]
    return Score(
        pairs=len(found),
        right=sum((label == "accept") == (given == "accept") for label, given in found),
        agreed=sum(label == given for label, given in found),
        accepts=sum(label == "accept" for label, _ in found),
        false_rejects=sum(label == "accept" != given for label, given in found),
        false_accepts=sum(label != "accept" == given for label, given in found),
        rejects=sum(label == "reject" for label, _ in found),
        rejects_accepted=sum(label == "reject" and given == "accept" for label, given in found),
    )
