"""From what a teacher sent to a pack, or to everything that is wrong with it, in words that a teacher understands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.authoring.columns import COLUMNS, FIELDS, USUAL_DIFFICULTY, CellsAmiss, Data, data_of
from bot.authoring.grids import MOST_ROWS, Refused, Row, Trouble, decoded, rows_of_csv, whole
from bot.authoring.making import Making, Read, Titles, made_of
from bot.authoring.workbooks import rows_of_workbook
from bot.bank.explain import SEE_EXAMPLE, nearest
from bot.bank.reading import Place, Problem, Source, Unreadable

MOST_BYTES = 1_000_000
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_CITED = "say what it rests on in your own words: `cited: …`"
_YAML = re.compile(r"^questions\s*:", re.MULTILINE)


def read(content: bytes, titles: Titles) -> Read:
    """The pack that a file makes. Takes its time: run it in a thread. Raises `Refused` with all that is wrong."""
    if len(content) > MOST_BYTES:
        raise whole(f"this file has {len(content):,} bytes", f"keep it to {MOST_BYTES:,}: make two of it")
    if content.startswith(_OLD_EXCEL):
        raise whole("this is an old Excel file", "save it as .xlsx and send that")
    if content.startswith(_ZIP):
        return _read_rows(rows_of_workbook(content), titles)
    text = decoded(content)
    if _YAML.search(text):
        try:
            return _read_yaml(text, titles)
        except Refused as refused:
            raise Refused(*refused.troubles, unit="Line") from refused
    return _read_rows(rows_of_csv(content), titles)


def read_rows(rows: Sequence[Mapping[str, str]], titles: Titles) -> Read:
    """The pack that rows of cells make, each by its columns. Raises `Refused`."""
    return _made(_Rows({index: index for index in range(len(rows))}), list(enumerate(rows)), titles)


# Rows


def _read_rows(rows: list[Row], titles: Titles) -> Read:
    if not rows:
        raise whole("this file is empty", "begin with the template: /content template")
    headings, *filled = rows
    columns = _columns(headings)
    cells: list[tuple[int, Mapping[str, str]]] = []
    for row in filled:
        beyond = [at for at, cell in enumerate(row.cells) if cell and at not in columns]
        if beyond:
            what = f"the {beyond[0] + 1}. cell stands in a column without a heading"
            raise Refused(Trouble(row.number, "", what, "move it, or give its column a heading of the template"))
        cells.append((row.number, {columns[at]: cell for at, cell in enumerate(row.cells) if cell}))
    if not cells:
        raise whole("there are no questions below the headings", "write one in each row")
    return _made(_Rows(dict(enumerate(number for number, _ in cells))), cells, titles)


def _columns(headings: Row) -> dict[int, str]:
    """Which column stands where. Raises `Refused`."""
    known = {" ".join(column.casefold().split()): column for column in COLUMNS}
    found: dict[int, str] = {}
    for at, heading in enumerate(headings.cells):
        if not heading:
            continue
        name = known.get(" ".join(heading.casefold().split()))
        if name is None:
            near = nearest(heading.casefold(), known)
            remedy = f"did you mean “{known[near]}”?" if near else f"the columns are: {', '.join(COLUMNS)}"
            if not found:
                raise whole("this is none of the files that Swot reads", "begin with the template: /content template")
            raise Refused(Trouble(headings.number, "", f"there is no column “{heading[:40]}”", remedy))
        if name in found.values():
            raise Refused(Trouble(headings.number, "", f"the column “{name}” stands twice", "keep one of the two"))
        found[at] = name
    missing = [column for column in ("Type", "Question", "Answer", "Explanation") if column not in found.values()]
    if missing:
        what = f"the column “{missing[0]}” is missing"
        raise Refused(Trouble(headings.number, "", what, "begin with the template: /content template"))
    return found


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where the fields of questions stand that were read from rows: row, and number of the column."""

    numbers: Mapping[int, int]
    """Row by index of the question."""

    def place(self, path: tuple[int | str, ...]) -> Place:
        """The row and the column that a field stands in."""
        _, index, *rest = (*path, 0, 0)[: max(2, len(path))]
        name = next((part for part in rest if isinstance(part, str)), "")
        column = FIELDS.get(name, "Answer")
        at = COLUMNS.index(column) + 1
        if name == "distractors" and len(rest) > 1 and isinstance(rest[1], int):
            at += rest[1]
        return Place("", self.numbers.get(int(index), 0), at)


def _made(places: _Rows, rows: list[tuple[int, Mapping[str, str]]], titles: Titles) -> Read:
    """The pack of rows that are numbered as people see them."""
    troubles: list[Trouble] = []
    written: list[tuple[int, Data]] = []
    for index, (number, cells) in enumerate(rows):
        try:
            data = data_of(cells)
        except CellsAmiss as amiss:
            troubles += [Trouble(number, one.column, one.what, one.remedy) for one in amiss.amiss]
            continue
        data |= {"topic": cells.get("Topic", ""), "cited": cells.get("Source", "")}
        written.append((index, data | ({"id": cells["ID"]} if "ID" in cells else {})))
    return made_of(Making(titles, places, _told_of_cells), written, troubles)


def _told_of_cells(problem: Problem) -> Trouble:
    column = COLUMNS[min(problem.place.column, len(COLUMNS)) - 1]
    if column == "ID" and "`id`" not in problem.what:
        column = ""  # of the question as a whole
    return Trouble(problem.place.line, column, _in_columns(problem.what), _in_columns(problem.remedy))


def _in_columns(words: str) -> str:
    """What the bank says, with columns where it has fields, and rows where it has places in files."""
    words = re.sub(r"add a line `(\w+): …`", lambda found: f"fill in “{FIELDS.get(found[1], found[1])}”", words)
    words = re.sub(r"`(\w+)`", lambda found: f"“{FIELDS.get(found[1], found[1])}”", words)
    words = re.sub(r"(?<![\w:]):(\d+):\d+", r"row \1", words)
    return words.replace(SEE_EXAMPLE, "compare it with /content template")


# YAML


def _read_yaml(text: str, titles: Titles) -> Read:
    try:
        source = Source("", text)
    except Unreadable as unreadable:
        raise Refused(_told_of_lines(unreadable.problem)) from unreadable
    listed = source.data.get("questions") if isinstance(source.data, dict) else None
    if not isinstance(listed, list) or not listed:
        raise whole("there is no list of `questions`", "compare it with /content template format:yaml")
    if len(listed) > MOST_ROWS:
        at = source.place(("questions", MOST_ROWS)).line
        remedy = f"a file has at most {MOST_ROWS} questions: make two of it"
        raise Refused(Trouble(at, "", f"there are {len(listed):,} questions", remedy))
    troubles = [_told_of_lines(slip) for slip in source.slips]
    for name in source.data:
        if name != "questions":
            at = source.place((name,)).line
            troubles.append(Trouble(at, "", f"`{name}` is not read here", "keep `questions`, and nothing beside it"))
    written: list[tuple[int, Data]] = []
    for index, entry in enumerate(listed):
        if isinstance(entry, dict):
            written.append((index, {"difficulty": USUAL_DIFFICULTY, **entry}))
            for name in ("authority", "evidence"):
                if name in entry:
                    at = source.place(("questions", index, name)).line
                    troubles.append(Trouble(at, "", f"`{name}` is for packs that are folders", _CITED))
        else:
            at = source.place(("questions", index)).line
            troubles.append(Trouble(at, "", "this is no question", "write `field: value` lines, indented alike"))
    return made_of(Making(titles, source, _told_of_lines), written, troubles)


def _told_of_lines(problem: Problem) -> Trouble:
    remedy = problem.remedy.replace(SEE_EXAMPLE, "compare it with /content template format:yaml")
    what = re.sub(r"(?<![\w:]):(\d+):\d+", r"line \1", problem.what)
    return Trouble(problem.place.line, "", what, remedy)
