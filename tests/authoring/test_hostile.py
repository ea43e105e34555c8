"""Files that are made to do harm, or came to do it by accident: refused with the place, before they can do any."""

from __future__ import annotations

import io
import time
import zipfile
from random import Random

import pytest
from openpyxl import Workbook

from bot.authoring.grids import unescaped
from bot.authoring.reading import MOST_BYTES
from bot.authoring.writing import as_file, template
from bot.sheets import LIKE_A_FORMULA, escaped
from tests.authoring.making import CHITTING, GARLIC, HEADINGS, csv, refused, repacked, taken, workbook

SECONDS = 5.0
"""That no file within the limits may take, on a machine that has other things to do."""


def what_is_wrong(content: bytes) -> str:
    """The one thing that is wrong with a file as a whole."""
    started = time.monotonic()
    [(at, _, what)] = refused(content)
    assert at == 0
    assert time.monotonic() - started < SECONDS
    return what


# Size


def test_a_file_that_is_too_large_is_not_looked_into():
    """Whatever it is."""
    assert "1,000,001 bytes" in what_is_wrong(b"x" * (MOST_BYTES + 1))


def test_five_hundred_questions_are_the_most():
    """In each format, told with the place where the next one stands."""
    rows = [(*GARLIC[:2], f"When is garlic number {n} planted?", *GARLIC[3:]) for n in range(501)]
    assert len(taken(csv(*rows[:500])).pack.questions) == 500
    [(row, _, what)] = refused(csv(*rows))
    assert (row, what) == (502, "there are more than 500 questions")
    [(row, _, what)] = refused(workbook(*rows))
    assert (row, what) == (502, "there are more than 500 questions")
    [(line, _, what)] = refused(b"questions:\n" + b"  - {type: typed}\n" * 501)
    assert (line, what) == (502, "there are 501 questions")


def test_a_cell_that_is_too_long_is_named():
    """With its row."""
    [(row, _, what)] = refused(csv(GARLIC, (*CHITTING[:6], "x" * 4_001, "", "")))
    assert (row, what) == (3, "a cell has 4,001 characters")


# YAML


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nquestions: [*b,*b,*b]\n",
        "questions:\n  - &q {type: typed, stem: x, key: y, explanation: z}\n  - *q\n",
        "questions: &q\n  - *q\n",
    ],
    ids=["billion laughs", "an alias", "itself"],
)
def test_aliases_are_refused_and_never_followed(bomb: str):
    """However they are nested."""
    assert any("alias" in what for _, _, what in refused(bomb.encode()))


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system [ls]", "!!binary aGk=", "!own x", "!!timestamp 2001-01-01"]
)
def test_tags_make_nothing(tag: str):
    """They are told of with the line, and nothing is built from them."""
    found = refused(f"questions:\n  - type: typed\n    stem: {tag}\n    key: a\n    explanation: b\n".encode())
    assert (3, "") in [(line, where) for line, where, _ in found]
    assert any("tag" in what for _, _, what in found)


def test_yaml_that_is_nested_too_deep_is_refused():
    """A hundred brackets stop at the twentieth, thousands before that."""
    [(line, _, what)] = refused(b"questions: " + b"[" * 100 + b"]" * 100)
    assert (line, what) == (1, "this is nested too deep")
    [(line, _, what)] = refused(b"questions: " + b"[" * 5_000 + b"]" * 5_000)
    assert (line, what) == (1, "this is not YAML: exceeded maximum nesting depth")


# Workbooks


def bomb(parts: dict[str, bytes]) -> bytes:
    """A workbook that holds these parts."""
    return repacked(workbook(GARLIC), lambda found: found.update(parts))


def test_a_workbook_that_swells_is_refused_before_it_is_unpacked():
    """By its size, or by how much larger it would become."""
    assert "MB once it is unpacked" in what_is_wrong(bomb({"xl/worksheets/sheet1.xml": bytes(60_000_000)}))
    assert "MB once it is unpacked" in what_is_wrong(bomb({"xl/worksheets/sheet1.xml": bytes(5_000_000)}))
    assert "300 parts" in what_is_wrong(repacked(workbook(GARLIC), lambda parts: parts.update(_many(parts))))
    assert "xl/styles.xml" in what_is_wrong(bomb({"xl/styles.xml": bytes(Random(1).choices(b"abcd", k=2_100_000))}))


def _many(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {f"xl/media/{n}.bin": b"x" for n in range(300 - len(parts))}


def test_an_archive_that_lies_about_its_size_is_not_believed():
    """What its own table says is smaller than what comes out: that is broken, and no more is read than was said."""
    content = bytearray(bomb({"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 500_000 + b"</worksheet>"}))
    size = (500_000 + 23).to_bytes(4, "little")
    assert content.count(size) >= 1
    content = content.replace(size, (100).to_bytes(4, "little"))
    assert what_is_wrong(bytes(content)) == "this workbook is broken, and can't be read"


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/passwd">]>"""


@pytest.mark.parametrize(
    "part", ["xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"]
)
def test_entities_are_refused(part: str):
    """In every part that is read: none is expanded, and none fetches a file."""

    def change(parts: dict[str, bytes]) -> None:
        body = parts[part].partition(b"?>")[2] if parts[part].startswith(b"<?xml") else parts[part]
        parts[part] = ENTITIES + body.replace(b"Questions", b"&b;&c;", 1)

    assert "defines entities" in what_is_wrong(repacked(workbook(GARLIC), change))


def test_what_is_hidden_is_not_published():
    """A hidden sheet is named."""

    def hide(book: Workbook) -> None:
        book.create_sheet("Answers").sheet_state = "veryHidden"

    assert what_is_wrong(workbook(GARLIC, change=hide)) == "the sheet “Answers” is hidden"


def test_several_sheets_are_no_guess():
    """Where none is called Questions, nobody knows which is meant."""

    def more(book: Workbook) -> None:
        book.active.title = "One"
        book.create_sheet("Two")

    assert what_is_wrong(workbook(GARLIC, change=more)) == "there are 2 sheets, and none is called Questions"


def test_merged_cells_are_told_with_their_row():
    """They would put one question's answer into two rows."""
    assert refused(workbook(GARLIC, CHITTING, change=lambda book: book.active.merge_cells("C2:C3"))) == [
        (2, "", "the cells C2:C3 are merged")
    ]


def test_a_million_empty_rows_do_no_harm():
    """Where they are written out they are too much; where a cell stands in the last row, they are told of."""

    def written_out(parts: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet1.xml"
        parts[name] = parts[name].replace(b"</sheetData>", b"<row/>" * 1_048_570 + b"</sheetData>")

    def wide(parts: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet1.xml"
        parts[name] = parts[name].replace(b'<dimension ref="A1:I2"', b'<dimension ref="A1:XFD1048576"')
        assert b"XFD" in parts[name]

    assert "MB once it is unpacked" in what_is_wrong(repacked(workbook(GARLIC), written_out))
    started = time.monotonic()
    assert len(taken(repacked(workbook(GARLIC), wide)).pack.questions) == 1
    assert refused(workbook(GARLIC, change=_last_row)) == [(3, "", "2,000 empty rows begin here")]
    assert time.monotonic() - started < SECONDS


def _last_row(book: Workbook) -> None:
    book.active.cell(1_048_576, 3).value = " "


def test_formulas_and_errors_are_told_with_their_cell():
    """What a formula says depends on who works it out."""
    formula = (*GARLIC[:3], '=HYPERLINK("http://example.org","Autumn")', *GARLIC[4:])
    assert refused(workbook(GARLIC, formula)) == [(3, "cell D3", "this is a formula")]
    broken = (*GARLIC[:3], "#REF!", *GARLIC[4:])
    assert refused(workbook(broken)) == [(2, "cell D2", "this says #REF!")]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        b"PK\x03\x04" + bytes(500),
        workbook(GARLIC)[:-200],
        workbook(GARLIC)[:2_000] + bytes(300) + workbook(GARLIC)[2_300:],
    ],
    ids=["beginning", "noughts", "cut off", "damaged"],
)
def test_a_broken_workbook_is_refused(content: bytes):
    """Nothing of the library's own words reaches the teacher."""
    assert what_is_wrong(content) == "this workbook is broken, and can't be read"


def test_other_archives_and_old_files_are_named_for_what_they_are():
    """A zip, a document, a workbook of the last century."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    assert what_is_wrong(out.getvalue()) == "this is no Excel workbook"
    assert what_is_wrong(b"\xd0\xcf\x11\xe0" + bytes(100)) == "this is an old Excel file"
    assert what_is_wrong(b"%PDF-1.4 hello") == "this is none of the files that Swot reads"
    assert what_is_wrong(b"") == "this file is empty"


# Formulas in text


@pytest.mark.parametrize("sign", LIKE_A_FORMULA.replace("\t", "").replace("\r", ""))
def test_a_cell_that_could_be_a_formula_is_text_both_ways(sign: str):
    """In it comes as it is; out it goes with an apostrophe before it, in each format, and comes back the same."""
    nasty = f"{sign}cmd¦' /C calc'!A0"
    question = (*GARLIC[:3], f"x{nasty}", nasty, *GARLIC[5:])
    pack = taken(csv(question)).pack
    assert pack.questions[0].distractors[0].text == nasty
    for format in ("csv", "xlsx"):
        file = as_file(pack, format)
        assert taken(file.data).pack == pack
        if format == "csv":
            text = file.data.decode("utf-8-sig")
            assert f",{nasty}" not in text


@pytest.mark.parametrize("sign", ["\t", "\r", " \t"])
def test_what_only_hides_a_formula_is_taken_off(sign: str):
    """Tabs and carriage returns at the beginning of a cell: what is left is text like any."""
    pack = taken(csv((*GARLIC[:3], f"{sign}=1+1", *GARLIC[4:]))).pack
    assert pack.questions[0].key == "=1+1"
    assert escaped("\tx") == "'\tx"


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_no_cell_that_goes_out_is_worked_out(format: str):
    """Whatever a pack says: no cell begins with a sign that a spreadsheet takes for a formula."""
    rows = [(*GARLIC[:3], f"{sign}1+{n}", "a", "b", f"{sign}why", "", f"{sign}book") for n, sign in enumerate("=+-@")]
    pack = taken(csv(*((*row[:2], f"Which is number {n}?", *row[3:]) for n, row in enumerate(rows)))).pack
    for cells in _cells(as_file(pack, format).data, format):
        assert not any(cell.startswith(tuple(LIKE_A_FORMULA)) for cell in cells)
    for cells in _cells(template(format).data, format):
        assert not any(cell.startswith(tuple(LIKE_A_FORMULA)) for cell in cells)


def _cells(data: bytes, format: str) -> list[list[str]]:
    if format == "csv":
        import csv as reader  # noqa: PLC0415 - the name is taken by these tests' own

        return list(reader.reader(io.StringIO(data.decode("utf-8-sig"))))
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(io.BytesIO(data))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in found} == {"s"}
    return [[str(cell.value) for cell in found]]


def test_an_apostrophe_of_its_own_stays():
    """Only one that stands before a sign is ours."""
    for text in ("'tis", "'", "''", "it's", ""):
        assert unescaped(escaped(text)) == text
    assert unescaped("'=x") == "=x"


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_an_encoding_that_is_certain_is_read(encoding: str):
    """With its pound signs, accents and curly quotation marks."""
    question = (*CHITTING[:2], "“Café” costs £2 – naïve?", "déjà vu’s", *CHITTING[4:])
    pack = taken(csv(question).decode().encode(encoding)).pack
    assert pack.questions[0].stem == "“Café” costs £2 – naïve?"
    assert pack.questions[0].key == "déjà vu’s"


@pytest.mark.parametrize("encoding", ["mac-roman", "cp437", "shift-jis", "cp1251"])
def test_an_encoding_that_could_be_another_is_refused_with_the_row(encoding: str):
    """Rather than learners reading other letters than their teacher wrote."""
    text = {"shift-jis": "日本語のことば", "cp1251": "Сталин и партия"}.get(encoding, "café “naïve” d’été")
    if encoding == "cp437":
        text = "café naïve"
    question = (*CHITTING[:3], text, *CHITTING[4:])
    [(row, _, what)] = refused(csv(GARLIC, question).decode().encode(encoding))
    assert row == 3
    assert "can't be told for certain" in what


def test_a_file_that_breaks_off_is_refused():
    """Half a letter at its end."""
    assert "breaks off" in what_is_wrong(csv(GARLIC).decode().encode("utf-16")[:-1])


@pytest.mark.parametrize("barred", ["\0", "\x07", "\x1b[31m"])
def test_control_characters_are_refused_with_the_row(barred: str):
    """In every format that can have them."""
    question = (*CHITTING[:3], f"chit{barred}ting", *CHITTING[4:])
    assert {row for row, _, _ in refused(csv(GARLIC, question))} == {3}
    yaml = f"questions:\n  - type: typed\n    stem: a\n    key: x{barred}y\n    explanation: z\n"
    assert {line for line, _, _ in refused(yaml.encode())} == {4}


# Tables


def test_duplicate_and_unknown_columns_are_named():
    """With what was probably meant."""
    assert refused(csv(GARLIC, headings=(*HEADINGS[:8], "question"))) == [(1, "", "the column “Question” stands twice")]
    assert refused(csv(GARLIC, headings=(*HEADINGS[:8], "Sorce"))) == [(1, "", "there is no column “Sorce”")]
    assert refused(csv(GARLIC, headings=(*HEADINGS[:6], "", "", ""))) == [
        (1, "", "the column “Explanation” is missing")
    ]


def test_a_cell_beside_the_table_is_named():
    """It would be lost."""
    assert refused(csv((*GARLIC, "note to self"))) == [(2, "", "the 10. cell stands in a column without a heading")]
    assert refused(csv((*GARLIC, *[""] * 60))) == [(2, "", "there are 69 columns here")]


def test_a_quotation_mark_that_is_not_closed_is_told():
    """With the row where it begins to matter."""
    [(row, _, what)] = refused(csv(GARLIC) + b'\r\n,"typed,What?')
    assert (row, what) == (3, "a quotation mark is not closed, or a cell is far too long")


@pytest.mark.parametrize(
    "acting", ["@everyone", "@here", "<!channel>", "<@U123ABC>", "<#C1>", "<b>", "</script>", '<img src="x">']
)
def test_mentions_and_mark_up_are_refused_with_the_row(acting: str):
    """They would not act, and learners would read the signs."""
    question = (*CHITTING[:2], f"What is {acting} called?", *CHITTING[3:])
    [(row, column, what)] = refused(csv(GARLIC, question))
    assert (row, column) == (3, "Question")
    assert "mention or mark-up" in what


@pytest.mark.parametrize("harmless", ["Is 3 < 5 > 2?", "a@b.example", "x <y", "2 * 3 * 4", "5 <- 6"])
def test_signs_that_mean_something_in_a_lesson_are_taken(harmless: str):
    """Comparisons and addresses are no mark-up."""
    assert taken(csv((*CHITTING[:2], harmless, *CHITTING[3:]))).pack.questions[0].stem == harmless
