"""One question in a form: five entries of one shape for every kind, and what they say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.authoring.columns import BETWEEN, NAMES, WRONG, Amiss, Cells, parts
from bot.chat import Action, Entry, Form, Option

Writable: TypeAlias = Literal[
    "typed", "single-choice", "multiple-choice", "true-false", "number", "date", "order", "match", "gaps"
]
MOST_TEXT = 1_000


@dataclass(frozen=True, slots=True)
class Shape:
    """What a kind asks for beside its question, explanation and source."""

    answer: str
    """The label of its answer."""
    about: str = ""
    several: bool = False
    """Whether its answer has a line for each of several things."""
    third: str = ""
    """The label of what else belongs to it; empty: nothing does."""
    third_about: str = ""
    columns: tuple[str, ...] = ()
    """Where the third entry stands in a spreadsheet: a line for each column, or all in one."""
    needed: bool = False


SHAPES: Mapping[str, Shape] = {
    "typed": Shape(
        "Answer", third="Also accept", third_about="other right answers, one a line", columns=("Also accept",)
    ),
    "single-choice": Shape(
        "Right answer", third="Wrong answers", third_about="two to five, one a line", columns=WRONG, needed=True
    ),
    "multiple-choice": Shape(
        *("Right answers", "two or more, one a line", True),
        third="Wrong answers",
        third_about="one to five, one a line",
        columns=WRONG,
        needed=True,
    ),
    "true-false": Shape("True or false?"),
    "number": Shape(
        *("Answer", "digits, and a unit: 15 cm"),
        third="How far off is still right?",
        third_about="3, or 5%; nothing if left out",
        columns=("Tolerance",),
    ),
    "date": Shape(
        *("Answer", "1929, November 1929 or 27 November 1929"),
        third="How many years off is still right?",
        third_about="none if left out",
        columns=("Tolerance",),
    ),
    "order": Shape("Steps", "three to six, first to last, one a line", several=True),
    "match": Shape(
        *("Pairs", "three to five, one a line: bean = May", True),
        third="Matches that belong to nothing",
        third_about="at most three, one a line",
        columns=WRONG[:3],
    ),
    "gaps": Shape("What belongs into the gaps", "one a line, in their order", several=True),
}
ASKED = {"true-false": "Statement", "gaps": "Text with gaps"}
ASKED_ABOUT = {"gaps": "write each gap as ___"}


def form_for(kind: str, action: Action, cells: Cells | None = None) -> Form:
    """The form of a kind, with what stands in `cells` filled in."""
    shape, values = SHAPES[kind], _values(kind, cells or {})
    entries = [
        Entry("question", ASKED.get(kind, "Question"), about=ASKED_ABOUT.get(kind, ""), long=True, most=MOST_TEXT),
        _answer_entry(kind, shape),
    ]
    if shape.third:
        long = shape.columns != ("Tolerance",)
        entries.append(
            Entry("third", shape.third, about=shape.third_about, required=shape.needed, long=long, most=MOST_TEXT)
        )
    why = "why the answer is right; learners read it afterwards"
    entries.append(Entry("explanation", "Explanation", about=why, long=True, most=MOST_TEXT))
    entries.append(Entry("source", "Source", about="the book or page it rests on, if any", required=False, most=200))
    filled = tuple(_filled(entry, values.get(entry.name, "")) for entry in entries)
    return Form(f"Write: {NAMES[kind]}", action, filled, "Check")


def cells_written(kind: str, fields: Mapping[str, str]) -> Cells:
    """What a form says, as the cells of a spreadsheet's row."""
    shape = SHAPES[kind]
    given = {name: words.strip() for name, words in fields.items()}
    cells = {"Type": NAMES[kind], "Question": given.get("question", ""), "Answer": given.get("answer", "")}
    cells |= {"Explanation": given.get("explanation", ""), "Source": given.get("source", "")}
    third = given.get("third", "")
    if len(shape.columns) == 1:
        cells[shape.columns[0]] = third
    else:
        cells.update(zip(shape.columns, parts(third), strict=False))
    if kind == "number" and (found := re.fullmatch(r"([-−]?[\d.,]*\d)\s*(\D.*)", cells["Answer"])):
        cells["Answer"], cells["Unit"] = found[1], found[2]
    return {column: words for column, words in cells.items() if words}


def too_many(kind: str, fields: Mapping[str, str]) -> Amiss | None:
    """What is wrong where more lines were written than a question has room for."""
    columns = SHAPES[kind].columns
    count = len(parts(fields.get("third", "")))
    if len(columns) > 1 and count > len(columns):
        return Amiss(columns[0], f"there are {count} lines", f"keep at most {len(columns)}")
    return None


def entry_of(kind: str, column: str) -> str:
    """The entry in which something of this column was written."""
    if column in SHAPES[kind].columns or column.startswith("Wrong"):
        return "third" if SHAPES[kind].third else "answer"
    return {"Question": "question", "Explanation": "explanation", "Source": "source"}.get(column, "answer")


def _answer_entry(kind: str, shape: Shape) -> Entry:
    if kind == "true-false":
        return Entry("answer", shape.answer, options=(Option("True", "true"), Option("False", "false")))
    return Entry(
        "answer", shape.answer, about=shape.about, long=shape.several, most=MOST_TEXT if shape.several else 200
    )


def _filled(entry: Entry, value: str) -> Entry:
    return Entry(
        entry.name,
        entry.label,
        value,
        entry.about,
        required=entry.required,
        long=entry.long,
        most=max(entry.most, len(value)),
        options=entry.options,
    )


def _values(kind: str, cells: Cells) -> dict[str, str]:
    """What stands in each entry of a question that is written already."""
    shape = SHAPES[kind]
    answer = cells.get("Answer", "")
    if shape.several:
        answer = answer.replace(BETWEEN, "\n")
    if "Unit" in cells:
        answer = f"{answer} {cells['Unit']}"
    third = "\n".join(cells[column] for column in shape.columns if column in cells).replace(BETWEEN, "\n")
    return {
        "question": cells.get("Question", ""),
        "answer": answer,
        "third": third,
        "explanation": cells.get("Explanation", ""),
        "source": cells.get("Source", ""),
    }
