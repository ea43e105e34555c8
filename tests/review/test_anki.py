"""Cards as Anki reads them: every word comes back, whatever is in it."""

from __future__ import annotations

import csv
import html
import io

from hypothesis import given
from hypothesis import strategies as st

from bot.bank.service import Bank, read_pack
from bot.chat.answers import MAX_FILE
from bot.review.anki import Note, notes_of, parts_of
from tests.conftest import DATA

words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=60)
tag = st.text("abcäé-_19", min_size=1, max_size=9)
notes = st.lists(st.builds(Note, words, words, words, st.lists(tag, max_size=3).map(tuple)), min_size=1, max_size=12)


def read(data: bytes) -> tuple[dict[str, str], list[list[str]]]:
    """A file as Anki reads it: headers first, then rows of CSV with tabs; a line that begins with # is a comment."""
    text = data.decode()
    headers: dict[str, str] = {}
    while text.startswith("#"):
        line, _, text = text.partition("\n")
        name, _, value = line[1:].partition(":")
        headers[name] = value
    return headers, list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))


def shown(field: str) -> list[str]:
    """What somebody sees of a field of HTML."""
    return [html.unescape(line) for line in field.split("<br>")]


@given(notes, words)
def test_what_is_exported_is_what_anki_reads(found: list[Note], deck: str):
    """Tabs, quotation marks, line breaks, markup and comments are words like any."""
    [(data, count)] = parts_of(deck, found)
    headers, rows = read(data)
    assert headers["separator"] == "tab"
    assert headers["html"] == "true"
    assert (headers["guid column"], headers["tags column"]) == ("1", "4")
    assert len(rows) == count == len(found)
    for row, note in zip(rows, found, strict=True):
        assert len(row) == 4
        assert row[0] == f"swot:{note.id}"
        assert shown(row[1]) == (note.front.splitlines() or [""])
        assert shown(row[2]) == (note.back.splitlines() or [""])
        assert row[3].split() == list(note.tags)


@given(notes, st.integers(300, 1_500))
def test_what_is_too_much_for_one_file_is_several(found: list[Note], most: int):
    """Every note is in one of them, in order, and each of several can be sent."""
    parts = parts_of("deck", found, most)
    assert [row[0] for data, _ in parts for row in read(data)[1]] == [f"swot:{note.id}" for note in found]
    assert all(len(data) <= most or count == 1 for data, count in parts)


def test_every_question_of_the_shipped_pack_can_be_taken_along():
    """Fronts say what is asked with its options, backs the answer, why, and says who; no file is too large to send."""
    bank = Bank([read_pack(DATA.parent.parent / "content" / "stalins-russia")])
    found = notes_of(bank, bank.questions())
    assert all(note.front and "Source: " in note.back and note.tags for note in found)
    parts = parts_of("12A", found)
    assert sum(count for _, count in parts) == len(found)
    assert all(len(data) <= MAX_FILE for data, _ in parts)


def test_options_stand_on_the_front():
    """What stands on buttons in a chat has to be read there."""
    bank = Bank([read_pack(DATA / "garden")])
    [note] = notes_of(bank, ["garden/g-05"])
    assert note.front == "Tomatoes survive a hard frost.\n\nA True\nB False"
    assert note.back.startswith("False\n\nThe first hard frost kills them.\n\nSource: A. N. Rose")
