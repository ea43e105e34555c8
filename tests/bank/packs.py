"""Small packs, written as an author writes them, with a mark wherever a problem should be pointed out."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from bot.bank.cache import Report
from bot.bank.reading import Problem
from bot.bank.service import checked

MARK = "¦"
"""Stands before the character that a problem should point at; it is taken out before the file is written."""

PACK = """\
id: garden
title: The kitchen garden
subject: Gardening
level: beginners
language: en-GB
licence: MIT
about: A small pack.
topics:
  - id: growing
    title: Growing things
    parts:
      - {id: choosing, title: Choosing what to grow}
      - {id: seasons, title: The seasons}
  - {id: judging, title: True or false}
"""
AUTHORITIES = """\
works:
  - {key: rose-1999, kind: textbook, author: A. N. Rose, title: The Long Border, year: 1999}
documents:
  - {key: almanac-1902, date: 1902-03/1902-04, title: The Allotment Almanac}
"""
EVIDENCE = """\
claims:
  - id: GA-001
    source: leaflet
    claim: Runner beans climb up poles.
    verdict: accurate
  - id: GA-002
    source: leaflet
    claim: Potatoes are sown as seed in November.
    verdict: corrected
    note: They are planted as tubers in spring.
"""
FACTS = """\
facts:
  - id: gf-01
    topic: growing/choosing
    text: A single bean can climb three metres in one summer.
    tests: [g-01]
    authority: [rose-1999]
"""
SINGLE = """\
questions:
  - id: g-01
    type: single-choice
    topic: growing/choosing
    stem: Which of these climbs up poles?
    key: Runner bean
    distractors: [Beetroot, Lettuce]
    explanation: Beans twine round whatever stands near them.
    difficulty: 1
    evidence: [GA-001]
    authority: [rose-1999]
"""
MULTIPLE = """\
questions:
  - id: g-04
    type: multiple-choice
    topic: growing
    stem: Tick all that grow below the ground.
    keys: [Carrot, Parsnip]
    distractors: [Pea, Kale]
    explanation: Carrot and parsnip are roots.
    difficulty: 1
    authority: [rose-1999]
"""
JUDGING = """\
questions:
  - id: g-05
    type: true-false
    topic: judging
    stem: Tomatoes survive a hard frost.
    key: false
    explanation: The first hard frost kills them.
    difficulty: 1
    authority: [rose-1999]
"""
TYPED = """\
questions:
  - id: g-06
    type: typed
    topic: growing
    stem: What is the tool for turning soil?
    key: Spade
    accept: [digging spade]
    prompt: [{form: tool, ask: Which tool?}]
    reject: [Fork, Shade]
    explanation: A fork loosens; a spade turns.
    difficulty: 1
    authority: [rose-1999]
"""
ORDER = """\
questions:
  - id: g-07
    type: order
    topic: growing/seasons
    stem: "Put in order, earliest first: growing a bean."
    sequence: [Sow the seed, Set up the poles, Pick the pods]
    explanation: The poles must stand before the plant climbs.
    difficulty: 2
    authority: [rose-1999]
"""
NUMBER = """\
questions:
  - id: g-11
    type: number
    topic: growing
    stem: How heavy was the largest pumpkin?
    key: 250
    tolerance: 5%
    unit: kg
    explanation: It took four to carry it.
    difficulty: 2
    authority: [rose-1999]
"""
DATE = """\
questions:
  - id: g-12
    type: date
    topic: growing/seasons
    stem: When was the almanac printed?
    key: 1902-03
    explanation: In time for the sowing.
    difficulty: 2
    authority: [almanac-1902]
"""
MATCH = """\
questions:
  - id: g-13
    type: match
    topic: growing/choosing
    stem: Match each plant with what is eaten of it.
    pairs:
      - {prompt: Carrot, match: The root}
      - {prompt: Kale, match: The leaves}
      - {prompt: Pea, match: The seeds}
    extra: [The bark]
    explanation: Of some plants all can be eaten.
    difficulty: 1
    authority: [rose-1999]
"""
GAPS = """\
questions:
  - id: g-14
    type: gaps
    topic: growing
    stem: A ___ turns soil, and a ___ loosens it.
    gaps:
      - Spade
      - {key: fork, accept: [garden fork], prompt: [{form: tool, ask: Which tool?}], reject: [hoe]}
    explanation: Each has its work.
    difficulty: 1
    authority: [rose-1999]
"""
MEND = """\
questions:
  - id: g-15
    type: mend
    topic: growing/seasons
    statement: In [spring], [garlic] is lifted with [a fork].
    parts: [the season, the plant, the tool]
    faulty: the season
    key: summer
    accept: [high summer]
    explanation: Its leaves have turned yellow by then.
    difficulty: 2
    authority: [rose-1999]
"""
SOURCE = """\
questions:
  - id: g-16
    type: source
    topic: growing
    stem: How useful is this for a study of the weather?
    source: Rain again. The beans have drowned.
    attribution: "*The Allotment Almanac*, 1902"
    marks: 4
    points:
      - {text: It was written on the day, worth: 4}
    levels:
      - {level: 1, marks: [1, 2], descriptor: Tells.}
      - {level: 2, marks: [3, 4], descriptor: Weighs.}
    explanation: One garden is not the country.
    difficulty: 3
    authority: [almanac-1902]
"""
ESSAY = """\
questions:
  - id: g-17
    type: essay
    topic: judging
    stem: Is a garden worth its work?
    marks: 4
    points:
      - {text: It feeds a family, worth: 2}
      - {text: It takes every evening, worth: 2}
    levels:
      - {level: 1, marks: [1, 2], descriptor: Tells.}
      - {level: 2, marks: [3, 4], descriptor: Weighs.}
    explanation: Either answer can be right.
    difficulty: 3
    authority: [rose-1999]
"""
EVERY_TYPE = (SINGLE, MULTIPLE, JUDGING, TYPED, ORDER, NUMBER, DATE, MATCH, GAPS, MEND, SOURCE, ESSAY)
"""A question of each type."""

FILES: dict[str, str] = {
    "pack.yaml": PACK,
    "authorities.yaml": AUTHORITIES,
    "evidence/claims.yaml": EVIDENCE,
    "facts/garden.yaml": FACTS,
    "questions/garden.yaml": SINGLE,
}
"""A whole pack without a fault."""


def edited(text: str, *edits: tuple[str, str]) -> str:
    """The text with each old passage, which must stand there just once, replaced by a new one."""
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the text to edit"
        text = text.replace(old, new)
    return text


def another(text: str, *edits: tuple[str, str]) -> str:
    """The entries of a file alone, edited, to be put below those of another file of its kind."""
    return edited(text, *edits).split("\n", 1)[1]


def with_line(text: str, line: str) -> str:
    """The text with this `field: value` in place of what the field held; a new field comes before the last line."""
    field = line.replace(MARK, "").partition(":")[0]
    pattern = re.compile(rf"^( *(?:- )?){re.escape(field)}:.*$", re.MULTILINE)
    if pattern.search(text):
        return pattern.sub(lambda match: match[1] + line, text, count=1)
    rest, last = text.rstrip("\n").rsplit("\n", 1)
    indent = last[: len(last) - len(last.lstrip())]
    return f"{rest}\n{indent}{line}\n{last}\n"


def begun(text: str) -> str:
    """The text with a mark where its first entry begins, or the file itself where it has none."""
    return text.replace("- id:", f"- {MARK}id:", 1) if "- id:" in text else MARK + text


def without(text: str, field: str) -> str:
    """The text without a field, and a mark where its entry begins: that is where it is missed."""
    if field == "id":
        return re.sub(r"- id:.*\n +", f"- {MARK}", text, count=1)
    return re.sub(rf"^ *{re.escape(field)}:.*\n", "", begun(text), count=1, flags=re.MULTILINE)


def places(file: str, text: str) -> list[str]:
    """Where the marks stand in `text`, as problems are shown: `file:line:column`."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        pieces = line.split(MARK)
        found += [f"{file}:{number}:{sum(map(len, pieces[:index])) + 1}" for index in range(1, len(pieces))]
    return found


@dataclass
class PackFolder:
    """A pack on disk, and what is wrong with it."""

    path: Path

    def write(self, files: dict[str, str | bytes | None] | None = None) -> list[str]:
        """Write a faultless pack afresh but for these files (`None` leaves one out); give the marked places."""
        shutil.rmtree(self.path, ignore_errors=True)
        marked: list[str] = []
        for name, content in sorted({**FILES, **(files or {})}.items()):
            if content is not None:
                marked += self.put(name, content)
        return marked

    def put(self, name: str, content: str | bytes) -> list[str]:
        """Write one file; give the marked places in it."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
            return []
        path.write_text(content.replace(MARK, ""), "utf-8")
        return places(str(path), content)

    def report(self) -> Report:
        """What checking it gives, without a cache."""
        return checked(self.path)

    def problems(self) -> list[Problem]:
        """Every problem, in the order in which an author is told of them."""
        return list(self.report().problems)

    def told(self) -> list[tuple[str, str, str]]:
        """Every problem: where, what, and the remedy."""
        return [(str(problem.place), problem.what, problem.remedy) for problem in self.problems()]

    def whereabouts(self) -> list[str]:
        """Where the problems are."""
        return [str(problem.place) for problem in self.problems()]
