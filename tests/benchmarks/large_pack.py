"""Writes a pack of as many valid questions as wanted, of all types; the same seed gives the same pack.

Its sentences mean nothing, but entries are as long, cite as much and rest on as many claims as those of a real pack.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, Literal

import yaml

Kind = Literal["single-choice", "multiple-choice", "true-false", "typed", "order"]
Fields = dict[str, Any]

MIX: dict[Kind, int] = {"single-choice": 9, "typed": 4, "multiple-choice": 3, "order": 2, "true-false": 2}
"""Of twenty questions, how many are of each type."""
A_FILE = 500
"""Questions or claims in one file."""
WORKS, CLAIMS, VOCABULARY = 100, 2_000, 3_000
WRONG = 12
"""One claim in so many is corrected: nothing in the pack may say what it says."""
QUESTIONS, SEED = 10_000, 1


class Author:
    """Writes entries at random."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        syllables = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
        vocabulary = {
            "".join(self._random.choices(syllables, k=self._random.choice((2, 3, 4)))) for _ in range(VOCABULARY)
        }
        self._words = sorted(vocabulary)
        # Zipf's law: as in any language, a few words stand everywhere and most hardly ever.
        self._weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(self._words))))

    def words(self, least: int, most: int) -> str:
        """Some words, the first with a capital letter."""
        count = self._random.randint(least, most)
        return " ".join(self._random.choices(self._words, cum_weights=self._weights, k=count)).capitalize()

    def work(self, number: int) -> Fields:
        """A study."""
        year = self._random.randint(1950, 2020)
        return {
            "key": f"work-{number}",
            "kind": "study",
            "author": self.words(2, 2),
            "title": self.words(3, 6),
            "year": year,
        }

    def claim(self, number: int) -> Fields:
        """A claim of the evidence."""
        entry = {"id": claim_id(number), "claim": f"{self.words(10, 14)}.", "source": "flashcards"}
        if number % WRONG:
            return {**entry, "verdict": "accurate"}
        return {**entry, "verdict": "corrected", "note": f"{self.words(8, 16)}."}

    def question(self, number: int, kind: Kind, topic: str) -> Fields:
        """A question of this type."""
        return {
            "id": f"q-{number}",
            "type": kind,
            "topic": topic,
            "stem": f"{self.words(10, 16)}?",
            **_OWN[kind](self),
            "explanation": f"{self.words(30, 50)}.",
            "difficulty": self._random.randint(1, 5),
            "evidence": [claim_id(claim) for claim in self._random.sample(range(CLAIMS), 2)],
            "authority": [f"work-{work}" for work in self._random.sample(range(WORKS), 2)],
        }

    def distractors(self) -> list[str | Fields]:
        """Three wrong options, two of them explained; all longer than a key."""
        first, second, third = (self.words(6, 8) for _ in range(3))
        return [{"text": first, "why": self.words(8, 14)}, {"text": second, "why": self.words(8, 14)}, third]


_OWN: dict[Kind, Callable[[Author], Fields]] = {
    "single-choice": lambda author: {"key": author.words(3, 5), "distractors": author.distractors()},
    "multiple-choice": lambda author: {
        "keys": [author.words(4, 6), author.words(4, 6)],
        "distractors": author.distractors(),
    },
    "true-false": lambda author: {"key": author._random.random() < 0.5},
    "typed": lambda author: {"key": author.words(2, 2), "accept": [author.words(3, 3)], "reject": [author.words(1, 1)]},
    "order": lambda author: {"sequence": [{"text": author.words(4, 6), "when": str(1917 + at)} for at in range(4)]},
}


def claim_id(number: int) -> str:
    """The id of a claim: prefixes have a thousand numbers each."""
    return f"C{chr(ord('A') + number // 1000)}-{number % 1000:03d}"


def write(folder: Path, questions: int = QUESTIONS, seed: int = SEED) -> None:
    """Write the pack into `folder`."""
    author = Author(seed)
    kinds = [kind for kind, share in MIX.items() for _ in range(share)]
    topics = [f"topic-{number}" for number in range(-(-questions // A_FILE))]
    info: Fields = dict.fromkeys(("title", "subject", "level", "licence", "about"), "Benchmark")
    info |= {"id": "large", "language": "en-GB", "topics": [{"id": topic, "title": topic} for topic in topics]}
    _write(folder / "pack.yaml", info)
    _write(folder / "authorities.yaml", {"works": [author.work(number) for number in range(WORKS)]})
    for start in range(0, CLAIMS, A_FILE):
        claims = [author.claim(number) for number in range(start, min(start + A_FILE, CLAIMS))]
        _write(folder / "evidence" / f"claims-{start}.yaml", {"claims": claims})
    for topic, start in zip(topics, range(0, questions, A_FILE), strict=True):
        numbers = range(start, min(start + A_FILE, questions))
        asked = [author.question(number, kinds[number % len(kinds)], topic) for number in numbers]
        _write(folder / "questions" / f"{topic}.yaml", {"questions": asked})


def _write(path: Path, data: Fields) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False, width=120), "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
