"""A question as a row of cells, there and back: what a spreadsheet has for each kind, and a form in chat."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.bank import model
from bot.bank.agreement import SAID, date_in
from bot.bank.dates import ISO_DATE
from bot.bank.fields import figure_of

Cells: TypeAlias = Mapping[str, str]
"""What stands in each column that is filled in; nothing is empty."""
Data: TypeAlias = dict[str, Any]

WRONG = tuple(f"Wrong {number}" for number in range(1, 6))
COLUMNS = (
    *("ID", "Type", "Question", "Answer", *WRONG, "Also accept", "Not accepted", "Unit", "Tolerance"),
    *("Explanation", "Topic", "Source", "Hint", "Difficulty"),
)
"""The columns of a spreadsheet, in the template's order."""
TYPES = {
    "single choice": "single-choice",
    "multiple choice": "multiple-choice",
    "true or false": "true-false",
    "typed": "typed",
    "number": "number",
    "date": "date",
    "order": "order",
    "match": "match",
    "gaps": "gaps",
}
"""The kinds of question that a row can hold, by what a teacher calls them."""
NAMES = {type: name for name, type in TYPES.items()}
BETWEEN = " | "
"""Stands between several things in one cell."""
USUAL_DIFFICULTY = 2
FIELDS = {
    "stem": "Question",
    "key": "Answer",
    "keys": "Answer",
    "sequence": "Answer",
    "pairs": "Answer",
    "gaps": "Answer",
    "accept": "Also accept",
    "reject": "Not accepted",
    "extra": "Wrong 1",
    "distractors": "Wrong 1",
    "unit": "Unit",
    "tolerance": "Tolerance",
    "explanation": "Explanation",
    "topic": "Topic",
    "authority": "Source",
    "cited": "Source",
    "hint": "Hint",
    "difficulty": "Difficulty",
    "id": "ID",
    "type": "Type",
}
"""The column in which each field of a question stands."""
_YES = ("true", "t", "yes", "right", "correct", "1")
_NO = ("false", "f", "no", "wrong", "incorrect", "0")
_EQUALS = re.compile(r"\s*(?:=|→|->)\s*")


@dataclass(frozen=True, slots=True)
class Amiss:
    """Something wrong in a cell: its column, what it is, and what to do."""

    column: str
    what: str
    remedy: str


class CellsAmiss(Exception):
    """Cells that make no question."""

    def __init__(self, *amiss: Amiss) -> None:
        super().__init__("; ".join(f"{one.column}: {one.what}" for one in amiss))
        self.amiss = amiss


def parts(cell: str) -> list[str]:
    """Several things in one cell: on lines of their own, or with a bar between them."""
    return [part for part in (piece.strip() for piece in re.split(r"[|\n]", cell)) if part]


def data_of(cells: Cells) -> Data:
    """The cells as a question's own fields, as far as they say them: without its id, its topic and what it rests on.

    Raises `CellsAmiss` with everything that is wrong in them.
    """
    amiss: list[Amiss] = []
    type = _type(cells, amiss)
    amiss += [Amiss(column, "this is empty", remedy) for column, remedy in _WANTED.items() if column not in cells]
    data: Data = {"type": type, "stem": cells.get("Question", ""), "explanation": cells.get("Explanation", "")}
    data["difficulty"] = _difficulty(cells, amiss)
    if "Hint" in cells:
        data["hint"] = cells["Hint"]
    if type and "Answer" in cells:
        try:
            data |= _ANSWERS[type](cells)
        except CellsAmiss as found:
            amiss += found.amiss
    for column in _strangers(type, cells):
        amiss.append(Amiss(column, f"a question of the type “{NAMES[type]}” has nothing there", "empty this cell"))
    if amiss:
        raise CellsAmiss(*amiss)
    return data


def cells_of(question: model.Question, topic: str, source: str) -> Cells | None:
    """The cells that make this question again; none where a row has no room for all that it says.

    `topic` and `source` are what stands there in words.
    """
    type = question.type
    if type not in NAMES or _says_more(question):
        return None
    cells = {"ID": question.id, "Type": NAMES[type], "Question": question.stem, **_answer_cells(question)}
    cells |= {"Explanation": question.explanation, "Topic": topic, "Source": source}
    cells |= {"Hint": question.hint or "", "Difficulty": str(question.difficulty)}
    return {column: cells[column] for column in COLUMNS if cells.get(column)}


_WANTED = {
    "Question": "write what is asked",
    "Answer": "write the right answer",
    "Explanation": "say in a sentence why the answer is right: learners read it after they have answered",
}
_EXTRAS = {
    "single-choice": WRONG,
    "multiple-choice": WRONG,
    "match": WRONG[:3],
    "typed": ("Also accept", "Not accepted"),
    "number": ("Unit", "Tolerance"),
    "date": ("Tolerance",),
}
"""The columns that only some kinds have, beside those that all have."""


def _strangers(type: str, cells: Cells) -> list[str]:
    if not type:
        return []
    extras = (*WRONG, "Also accept", "Not accepted", "Unit", "Tolerance")
    return [column for column in extras if column in cells and column not in _EXTRAS.get(type, ())]


def _type(cells: Cells, amiss: list[Amiss]) -> str:
    given = cells.get("Type", "")
    words = " ".join(re.split(r"[\s/_-]+", given.casefold()))
    plain = {**TYPES, "true false": "true-false", "typed answer": "typed", "fill the gap": "gaps"}
    if words in plain:
        return plain[words]
    what = f"there is no type “{given[:30]}”" if given else "this is empty"
    amiss.append(Amiss("Type", what, f"write one of: {', '.join(TYPES)}"))
    return ""


def _difficulty(cells: Cells, amiss: list[Amiss]) -> int:
    given = cells.get("Difficulty", str(USUAL_DIFFICULTY))
    if given in ("1", "2", "3", "4", "5"):
        return int(given)
    amiss.append(Amiss("Difficulty", f"“{given[:20]}” is no difficulty", "write 1 (everyone should know) to 5"))
    return USUAL_DIFFICULTY


def _wrong(cells: Cells) -> list[str]:
    return [cells[column] for column in WRONG if column in cells]


def _single_choice(cells: Cells) -> Data:
    wrong = _wrong(cells)
    if len(wrong) < 2:  # noqa: PLR2004 - the bank's own least
        raise CellsAmiss(
            Amiss("Wrong 1", "there are too few wrong answers", "give at least two, in Wrong 1 to Wrong 5")
        )
    return {"key": cells["Answer"], "distractors": wrong}


def _multiple_choice(cells: Cells) -> Data:
    keys, wrong = parts(cells["Answer"]), _wrong(cells)
    if len(keys) < 2:  # noqa: PLR2004 - likewise
        remedy = "give all of them, with a bar between: oak | ash; where just one is right, it is a single choice"
        raise CellsAmiss(Amiss("Answer", "there is only one right answer", remedy))
    if not wrong:
        raise CellsAmiss(Amiss("Wrong 1", "there are no wrong answers", "give at least one"))
    return {"keys": keys, "distractors": wrong}


def _true_false(cells: Cells) -> Data:
    given = cells["Answer"].casefold().rstrip(".")
    if given not in (*_YES, *_NO):
        raise CellsAmiss(Amiss("Answer", f"“{cells['Answer'][:30]}” is neither", "write true or false"))
    return {"key": given in _YES}


def _typed(cells: Cells) -> Data:
    accept, reject = parts(cells.get("Also accept", "")), parts(cells.get("Not accepted", ""))
    return {"key": cells["Answer"], "accept": accept, "reject": reject}


def _number(cells: Cells) -> Data:
    key = figure_of(cells["Answer"])
    if key is None:
        remedy = "write digits, such as 15 or 2.5; its unit has a column of its own"
        raise CellsAmiss(Amiss("Answer", f"“{cells['Answer'][:30]}” is no number", remedy))
    data: Data = {"key": key}
    if "Unit" in cells:
        data["unit"] = cells["Unit"]
    if "Tolerance" in cells:
        given = figure_of(cells["Tolerance"])
        data["tolerance"] = cells["Tolerance"] if given is None else given
    return data


def _date(cells: Cells) -> Data:
    given = cells["Answer"]
    key = date_in(given) if re.fullmatch(ISO_DATE, given) or SAID.fullmatch(given) else None
    if key is None:
        remedy = "write it as 1929, 1929-11 or 1929-11-27, or as 27 November 1929"
        raise CellsAmiss(Amiss("Answer", f"“{cells['Answer'][:30]}” could be read in two ways, or is no date", remedy))
    if "Tolerance" not in cells:
        return {"key": key}
    years = figure_of(cells["Tolerance"])
    if not isinstance(years, int):
        raise CellsAmiss(Amiss("Tolerance", "this is no number of years", "write 1 or 2, or leave it empty"))
    return {"key": key, "tolerance": years}


def _order(cells: Cells) -> Data:
    steps = parts(cells["Answer"])
    if len(steps) < 3:  # noqa: PLR2004 - likewise
        remedy = "give three to six, first to last, with a bar between: spring | summer | autumn"
        raise CellsAmiss(Amiss("Answer", "there are too few steps", remedy))
    return {"sequence": steps}


def _match(cells: Cells) -> Data:
    pairs = [_EQUALS.split(part, maxsplit=1) for part in parts(cells["Answer"])]
    if len(pairs) < 3 or any(len(pair) < 2 or not all(pair) for pair in pairs):  # noqa: PLR2004 - likewise
        remedy = "give three to five pairs, such as: bean = May | leek = March | garlic = October"
        raise CellsAmiss(Amiss("Answer", "these are not pairs, or too few", remedy))
    return {"pairs": [{"prompt": prompt, "match": match} for prompt, match in pairs], "extra": _wrong(cells)}


def _gaps(cells: Cells) -> Data:
    return {"gaps": parts(cells["Answer"])}


_ANSWERS: dict[str, Callable[[Cells], Data]] = {
    "single-choice": _single_choice,
    "multiple-choice": _multiple_choice,
    "true-false": _true_false,
    "typed": _typed,
    "number": _number,
    "date": _date,
    "order": _order,
    "match": _match,
    "gaps": _gaps,
}


def _says_more(question: model.Question) -> bool:
    """Whether it says something that a row has no column for."""
    match question:
        case model.SingleChoice() | model.MultipleChoice():
            more = any(wrong.why for wrong in question.distractors)
        case model.Typed():
            more = bool(question.prompt)
        case model.Gaps():
            more = any(gap.accept or gap.prompt or gap.reject for gap in question.gaps)
        case model.Order():
            more = any(step.when for step in question.sequence)
        case model.Number():
            more = question.unit_required
        case _:
            more = False
    plain = (question.objective, question.confidence, question.tone) == ("AO1", "settled", "plain")
    more = more or not plain or bool(question.tags or question.serves or question.evidence)
    several = isinstance(question, model.MultipleChoice | model.Typed | model.Order | model.Match | model.Gaps)
    return more or (several and any("|" in text or "=" in text for text in _answer_cells_texts(question)))


def _answer_cells_texts(question: model.Question) -> list[str]:
    match question:
        case model.MultipleChoice():
            return list(question.keys)
        case model.Typed():
            return [*question.accept, *question.reject]
        case model.Order():
            return list(question.key)
        case model.Match():
            return [text for pair in question.pairs for text in (pair.prompt, pair.match)]
        case model.Gaps():
            return [gap.key for gap in question.gaps]
        case _:
            return []


def _answer_cells(question: model.Question) -> dict[str, str]:
    match question:
        case model.SingleChoice():
            cells = {"Answer": question.key, **_in_wrong(model.wording(question.distractors))}
        case model.MultipleChoice():
            cells = {"Answer": BETWEEN.join(question.keys), **_in_wrong(model.wording(question.distractors))}
        case model.TrueFalse():
            cells = {"Answer": "true" if question.key else "false"}
        case model.Typed():
            accept, reject = BETWEEN.join(question.accept), BETWEEN.join(question.reject)
            cells = {"Answer": question.key, "Also accept": accept, "Not accepted": reject}
        case model.Number():
            tolerance = str(question.tolerance) if question.tolerance else ""
            cells = {"Answer": str(question.key), "Unit": question.unit or "", "Tolerance": tolerance}
        case model.Date():
            cells = {"Answer": question.key, "Tolerance": str(question.tolerance) if question.tolerance else ""}
        case model.Order():
            cells = {"Answer": BETWEEN.join(question.key)}
        case model.Match():
            pairs = BETWEEN.join(f"{pair.prompt} = {pair.match}" for pair in question.pairs)
            cells = {"Answer": pairs, **_in_wrong(question.extra)}
        case model.Gaps():
            cells = {"Answer": BETWEEN.join(gap.key for gap in question.gaps)}
        case _:
            cells = {}
    return cells


def _in_wrong(texts: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(WRONG, texts, strict=False))
