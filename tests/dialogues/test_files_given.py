"""Files that go with an answer, played by a room made for it, on every platform."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.discord.limits import LIMITS as DISCORDS
from adapters.discord.limits import TooMuch as TooMuchForDiscord
from adapters.discord.render import render
from adapters.terminal.limits import LIMITS as TERMINALS
from adapters.terminal.limits import TooMuch as TooMuchForTheTerminal
from adapters.terminal.limits import check_answer
from bot.chat import Button, File, Image, Invoke, Press, Reply, View, command, pressed, rich, to
from bot.chat.answers import MAX_FILE
from bot.chat.wire import answer_from_json, answer_to_json
from bot.storage.database import Database
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.contract.suite import PIXEL
from tests.stages.slack import SlackStage

pytestmark = pytest.mark.every_platform
LIST = File("list.csv", "text/csv", "word,né\r\n".encode())
HERE = Reply(View(rich("Here it is."), title="The list"), file=LIST)


class Printer:
    """A room that gives files."""

    database: Database

    @command("print list", answers="note")
    async def list_(self, event: Invoke) -> Reply:
        """Give a file."""
        return HERE

    @command("print again", answers="post")
    async def again(self, event: Invoke) -> Reply:
        """Give a file where something for everybody was promised, and remember it."""
        answer = await self.database.once(event, lambda _tx: HERE)
        assert isinstance(answer, Reply)
        return answer

    @command("print menu", answers="note")
    async def menu(self, event: Invoke) -> Reply:
        """A button that gives a file."""
        return Reply(View(rich("Choose."), controls=(Button("As a list", to(Printer.chosen)),)))

    @pressed("print.chosen", answers="note")
    async def chosen(self, event: Press) -> Reply:
        """Give a file with a picture beside it."""
        return Reply(View(rich("Both."), image=Image("dot", PIXEL, "A single dot")), file=LIST)


@pytest.fixture
async def printer(platform: str, sqlite_url: str) -> AsyncIterator[Chat]:
    """A class with that room."""
    room = Printer()
    talking = await Chat.open(Installation(sqlite_url, (DATA / "garden",), platform=platform, rooms=(room,)))
    room.database = talking.app.database
    yield talking
    await talking.close()


@pytest.mark.usefixtures("nothing_goes_wrong_unseen")
async def test_a_file_goes_with_a_note(printer: Chat):
    """Whoever asked gets it, byte by byte; nobody else sees anything."""
    told = await printer.say("maya", "/print list")
    assert "(only maya) The list" in told
    assert "[file: " in told
    assert printer.given("maya") == ("list.csv", LIST.data)
    assert all(shown.where == "maya" for shown in printer.shown)


@pytest.mark.usefixtures("nothing_goes_wrong_unseen")
async def test_a_file_goes_with_a_picture(printer: Chat):
    """Each stands in its place, also in answer to a press."""
    await printer.say("maya", "/print menu")
    told = await printer.press("maya", "As a list")
    assert "A single dot" in told
    assert printer.given("maya") == ("list.csv", LIST.data)


async def test_a_file_comes_alone_where_something_for_everybody_was_promised(printer: Chat):
    """What is kept of an answer keeps the file, so that a redelivery gets the same."""
    await printer.say("maya", "/print again")
    assert printer.given("maya") == ("list.csv", LIST.data)
    await printer.redeliver()
    assert printer.given("maya")[1] == LIST.data
    assert all(shown.where == "maya" for shown in printer.shown)
    assert answer_from_json(answer_to_json(HERE)) == HERE


@pytest.mark.parametrize(
    "name", ["", "list", "../list.csv", "a b.csv", ".csv", "x.CSV", "a/b.csv", "naïve.csv", "x" * 70]
)
def test_a_name_that_a_platform_would_change_is_no_name(name: str):
    """Whoever builds such a file hears of it at once."""
    with pytest.raises(ValueError, match="a plain word with an ending"):
        File(name, "text/csv", b"x")


def test_a_file_has_a_size_that_every_platform_takes():
    """Neither nothing nor too much; and it goes only where one person is told."""
    assert File("a.csv", "text/csv", bytes(MAX_FILE)).data
    for data in (b"", bytes(MAX_FILE + 1)):
        with pytest.raises(ValueError, match="bytes"):
            File("a.csv", "text/csv", data)
    for how in ("post", "edit"):
        with pytest.raises(ValueError, match="goes with a note"):
            Reply(View(rich("x")), how, file=LIST)


def test_what_a_platform_would_refuse_is_refused_before(monkeypatch: pytest.MonkeyPatch):
    """A file over the limit of its table raises, in the renderer and at the terminal."""
    monkeypatch.setitem(DISCORDS, "file", 3)
    monkeypatch.setitem(TERMINALS, "file", 3)
    with pytest.raises(TooMuchForDiscord, match="file: 10"):
        render(HERE.view, file=LIST)
    with pytest.raises(TooMuchForTheTerminal, match="file: 10"):
        check_answer(HERE)


# Each in its own way


@pytest.fixture
async def slack(sqlite_url: str) -> AsyncIterator[tuple[Chat, SlackStage]]:
    """A class on Slack with that room."""
    talking = await Chat.open(Installation(sqlite_url, (DATA / "garden",), platform="slack", rooms=(Printer(),)))
    yield talking, talking.on(SlackStage)
    await talking.close()


async def test_on_slack_a_file_goes_to_the_persons_messages(slack: tuple[Chat, SlackStage]):
    """No note can hold one there; the note says where it is."""
    chat, stage = slack
    told = await chat.say("maya", "/print list")
    assert "(desk of maya) [file: list.csv]" in told
    assert "list.csv is in your direct messages with Swot." in told
    [message] = stage.slack.messages(stage.slack.direct(stage._user("maya")))
    assert message.files


@pytest.mark.parametrize(
    ("method", "how", "advice"),
    [
        ("files.getUploadURLExternal", "internal", "Please try again in a moment."),
        ("files.completeUploadExternal", "cut after", "Please try again in a moment."),
    ],
)
async def test_on_slack_a_file_that_does_not_arrive_is_told_of(
    slack: tuple[Chat, SlackStage], method: str, how: str, advice: str
):
    """The person reads that it did not come, and what to do; nothing of it stands elsewhere."""
    chat, stage = slack
    stage.slack.faults.add(method, 1, how=how)  # type: ignore[arg-type]
    told = await chat.say("maya", "/print list")
    assert f"(only maya) list.csv could not be sent to your direct messages. {advice}" in told


async def test_on_slack_who_takes_no_messages_reads_how_to_get_the_file(slack: tuple[Chat, SlackStage]):
    """Where direct messages are refused, the note says how to allow them."""
    chat, stage = slack
    stage.slack.refuse_messages(stage._user("maya"))
    told = await chat.say("maya", "/print list")
    assert "could not be sent to your direct messages. Allow direct messages from Swot, under Apps" in told


async def test_at_the_terminal_no_file_is_overwritten(sqlite_url: str, tmp_path: Path):
    """It stands in the folder where Swot was started, under its name or, where that is taken, under another."""
    chat = await Chat.open(Installation(sqlite_url, (DATA / "garden",), rooms=(Printer(),)))
    chat.session.screen.folder = tmp_path
    (tmp_path / "list.csv").write_text("mine")
    told = await chat.say("maya", "/print list")
    assert told.endswith(f"[file: {tmp_path / 'list-2.csv'}]")
    assert (tmp_path / "list.csv").read_text() == "mine"
    assert (tmp_path / "list-2.csv").read_bytes() == LIST.data
    await chat.close()
