"""Files at the terminal: paths of this machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from adapters.terminal.files import content_of
from adapters.terminal.limits import TooMuch, check_form
from adapters.terminal.render import form_lines, plain_line
from adapters.terminal.screen import Screen
from bot.chat import Action, Entry, Form, Option
from bot.clock import SteppedClock
from bot.errors import UserError


def form(entry: Entry) -> Form:
    """A form of one entry."""
    return Form("Hand in", Action("work.hand-in"), (entry,))


def test_a_file_is_read_from_its_folder_or_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Below the folder, or anywhere by a whole path, or at home."""
    (tmp_path / "term.ics").write_bytes(b"BEGIN")
    assert content_of(tmp_path, "term.ics", 5) == b"BEGIN"
    assert content_of(Path(), str(tmp_path / "term.ics"), 5) == b"BEGIN"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert content_of(Path("elsewhere"), "~/term.ics", 5) == b"BEGIN"


@pytest.mark.parametrize("named", ["nothing.ics", "", ".", "\0", "x" * 5000, "~nobody-of-that-name/term.ics"])
def test_what_is_no_file_is_told_so(tmp_path: Path, named: str):
    """A missing file, a folder, or a name that can't be one: a sentence, never an exception."""
    with pytest.raises(UserError, match=r"There is no file “|That file can't be read: ") as told:
        content_of(tmp_path, named, 5)
    assert len(str(told.value)) < 200


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_what_has_no_end_is_not_read(tmp_path: Path):
    """A pipe would be waited for, and a device read, for ever."""
    os.mkfifo(tmp_path / "pipe")
    for named in ("pipe", os.devnull):
        with pytest.raises(UserError, match="There is no file"):
            content_of(tmp_path, named, 5)


def test_a_file_over_the_limit_is_not_read_to_its_end(tmp_path: Path):
    """Exactly the limit is not over it."""
    (tmp_path / "large").write_bytes(bytes(1_001))
    assert len(content_of(tmp_path, "large", 1_001)) == 1_001
    with pytest.raises(UserError, match="larger than 1,000 bytes"):
        content_of(tmp_path, "large", 1_000)


async def test_no_file_is_larger_than_the_narrowest_platform_lets_people_attach(tmp_path: Path):
    """However large a handler would take it: on Slack nobody could give it."""
    screen = Screen(SteppedClock(0), lambda _shown: None)
    screen.folder = tmp_path
    for size, fits in ((10_000_000, True), (10_000_001, False)):
        with (tmp_path / "large").open("wb") as file:
            file.truncate(size)
        if fits:
            assert len(await screen.fetch("large", limit=1 << 30)) == size
        else:
            with pytest.raises(UserError, match="larger than 10,000,000 bytes"):
                await screen.fetch("large", limit=1 << 30)


def test_a_form_shows_where_a_file_goes():
    """And how its name may end, where that is known."""
    shown = [plain_line(line) for line in form_lines(form(Entry("w", "Work", file=True, endings=("ics", "csv"))))]
    assert shown == ["Hand in", "Work (a file .ics .csv)"]


@pytest.mark.parametrize(
    "entry",
    [
        Entry("w", "Work", "term.ics", file=True),
        Entry("w", "Work", file=True, long=True),
        Entry("w", "Work", file=True, person=True),
        Entry("w", "Work", file=True, options=(Option("a", "a"),)),
        Entry("w", "Work", file=True, suggested=("quiz", "topic")),
        Entry("w", "Work", endings=("ics",)),
    ],
)
def test_what_no_platform_could_ask_for_is_refused(entry: Entry):
    """A file is a file and nothing else, and none can stand in a form beforehand."""
    with pytest.raises(TooMuch):
        check_form(form(entry))
    check_form(form(Entry("w", "Work", file=True, endings=("ics",))))
