"""Commands and forms that take a file, played by a room made for it, on every platform."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Annotated

import pytest
from sqlalchemy import Connection

from bot.chat import (
    About,
    Between,
    Button,
    Entry,
    FileKey,
    Form,
    Invalid,
    Invoke,
    Platform,
    Press,
    Reply,
    RoomKey,
    Submit,
    View,
    command,
    counted,
    pressed,
    rich,
    submitted,
    to,
)
from bot.storage.database import Database
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.loopback.discord import NotOffered
from tests.stages.discord import DiscordStage
from tests.stages.slack import SlackStage

LIMIT = 1_000
"""Bytes."""


class Cabinet:
    """A room that takes files and tells how large they are."""

    platforms: Mapping[str, Platform]
    database: Database

    def enter(self, chat: Chat) -> None:
        """Work for the process that runs now."""
        self.platforms, self.database = chat.app.platforms, chat.app.database

    @command("file count", answers="post")
    async def count(
        self,
        event: Invoke,
        file: Annotated[FileKey, About("what to count")],
        times: Annotated[int, Between(1, 5), About("how often")] = 1,
    ) -> Reply:
        """Tell how large a file is."""
        size = len(await self._content(event, file)) * times

        def change(tx: Connection) -> Reply:
            return Reply(View(rich("{}", counted(size, "byte"))), "post")

        return await self.database.once(event, change)

    @command("file maybe", answers="note")
    async def maybe(
        self,
        event: Invoke,
        file: Annotated[FileKey | None, About("what to count")] = None,
        where: Annotated[RoomKey | None, About("where it is for")] = None,
    ) -> Reply:
        """Tell how large a file is, if there is one."""
        size = len(await self._content(event, file)) if file else "none"
        return Reply(View(rich("{} for {}", size, where or "here")))

    @command("file desk", answers="note")
    async def desk(self, event: Invoke) -> Reply:
        """A button that asks for a file."""
        return Reply(View(rich("Here."), controls=(Button("Hand in", to(Cabinet.hand_in)),)))

    @pressed("file.handed", answers="form")
    async def hand_in(self, event: Press) -> Form:
        """A form with a file in it."""
        work = Entry("work", "Your work", about="as a file", file=True)
        return Form("Hand in", to(Cabinet.handed), (Entry("title", "Title"), work))

    @submitted("file.handed", answers="note")
    async def handed(self, event: Submit) -> Reply | Invalid:
        """Tell what was handed in."""
        work = event.attached("work")
        if not work or not event.fields["title"]:
            return Invalid({"title": "It needs a title and a file."}, to(Cabinet.hand_in))
        return Reply(View(rich("{}: {}", event.fields["title"], len(await self._content(event, work)))))

    async def _content(self, event: Invoke | Submit, file: str) -> bytes:
        return await self.platforms[event.room.platform].fetch(file, limit=LIMIT)


@pytest.fixture
def room() -> Cabinet:
    """The room."""
    return Cabinet()


@pytest.fixture
async def cabinet(platform: str, sqlite_url: str, room: Cabinet) -> AsyncIterator[Chat]:
    """A class with that room."""
    talking = await Chat.open(Installation(sqlite_url, (DATA / "garden",), platform=platform, rooms=(room,)))
    room.enter(talking)
    yield talking
    await talking.close()


# A command


@pytest.mark.usefixtures("nothing_goes_wrong_unseen")
async def test_a_command_takes_a_file(cabinet: Chat):
    """What the person attached is what the handler fetches, whatever its name; other options come with it."""
    assert await cabinet.say("maya", "/file count", file=cabinet.attach("maya", "a.txt", b"three")) == (
        "\n#history 5 bytes"
    )
    summer = cabinet.attach("maya", "Sommer ü 24.txt", b"ab")
    assert await cabinet.say("maya", "/file count", file=summer, times=3) == "\n#history 6 bytes"


async def test_an_empty_file_is_a_file(cabinet: Chat):
    """What to make of nothing is for the handler to say."""
    assert "0 bytes" in await cabinet.say("maya", "/file count", file=cabinet.attach("maya", "empty", b""))


async def test_a_file_that_may_be_left_out_is_no_matter(cabinet: Chat):
    """Without it the command runs at once; with it on every platform alike."""
    assert await cabinet.say("maya", "/file maybe") == "(only maya) none for here"
    file = cabinet.attach("maya", "a.txt", b"three")
    assert await cabinet.say("maya", "/file maybe", file=file) == "(only maya) 5 for here"


async def test_a_room_may_be_given_with_a_file(cabinet: Chat):
    """Also where the file is attached in a form that has no place for a room."""
    cabinet.attach("maya", "a.txt", b"three")
    told = await cabinet.say("maya", "/file maybe file:a.txt where:#facts")
    assert told == f"(only maya) 5 for {cabinet.session.key('facts')}"


async def test_a_file_over_the_limit_is_refused_with_the_limit(cabinet: Chat):
    """Exactly as large as the limit is not too large."""
    assert "1,000 bytes" in await cabinet.say("maya", "/file count", file=cabinet.attach("maya", "a", bytes(LIMIT)))
    told = await cabinet.say("maya", "/file count", file=cabinet.attach("maya", "b", bytes(LIMIT + 1)))
    assert told == "(only maya) That file is larger than 1,000 bytes."


async def test_without_a_file_the_form_asks_for_it(cabinet: Chat):
    """Where the client lets a command go without what it needs, the form opens with what was given."""
    form = await cabinet.say("maya", "/file count times:2")
    assert form.startswith("(form for maya) /file count")
    assert "file · what to count (a file)" in form
    assert await cabinet.write("maya", cabinet.attach("maya", "a.txt", b"three"), "2") == "\n#history 10 bytes"


async def test_a_form_without_its_file_says_so(cabinet: Chat):
    """Nothing is done; attached in the second try, it is."""
    await cabinet.press_action("maya", "command.run:file:count")
    assert "Attach a file of your own: what to count." in await cabinet.write("maya", "", "2")
    form = await cabinet.press("maya", "Try again")
    assert "(a file)" in form
    assert "[2]" in form
    assert await cabinet.write("maya", cabinet.attach("maya", "a.txt", b"three"), "2") == "\n#history 10 bytes"


async def test_a_file_is_not_kept_with_a_form_that_is_refused(cabinet: Chat):
    """What was written comes back; the file is attached again."""
    await cabinet.press_action("maya", "command.run:file:count")
    told = await cabinet.write("maya", cabinet.attach("maya", "a.txt", b"three"), "99")
    assert "times goes from 1 to 5" in told
    form = await cabinet.press("maya", "Try again")
    assert "[99]" in form
    assert "a.txt" not in form
    assert "http" not in form
    assert await cabinet.write("maya", cabinet.attach("maya", "b.txt", b"ab"), "2") == "\n#history 4 bytes"


async def test_what_is_only_written_is_no_file(cabinet: Chat):
    """An id, an address or a name of somebody else's file opens the form, or is no file of this machine."""
    theirs = cabinet.attach("teacher", "marks.csv", b"secret") if cabinet.session.platform != "terminal" else "marks"
    before = len(cabinet.session.wire())
    for written in (theirs, "https://cdn.discordapp.com/attachments/1/2/marks.csv", "F0123456789", "/etc/nothing-here"):
        told = await cabinet.say("maya", f"/file count {written}")
        assert told.startswith(("(form for maya) /file count", "(only maya) There is no file “"))
        told = await cabinet.say("maya", "/file count", file=written)
        assert told.startswith(("(form for maya) /file count", "(only maya) There is no file “"))
        assert (await cabinet.say("maya", "/file maybe", file=written)).startswith(
            ("(form for maya) /file maybe", "(only maya) There is no file “")
        )
    assert not [sent for sent in cabinet.session.wire()[before:] if sent.startswith(("files.info", "download"))]


async def test_a_file_that_is_gone_by_now_is_asked_for_again(cabinet: Chat):
    """It was attached, and deleted before it was fetched."""
    await cabinet.say("maya", "/file desk")
    await cabinet.press("maya", "Hand in")
    work = cabinet.attach("maya", "a.txt", b"three")
    cabinet.delete_file("maya", work)
    told = await cabinet.write("maya", "My essay", work)
    assert told.startswith(("(only maya) That file is no longer there.", "(only maya) There is no file “a.txt” here."))
    assert "http" not in told


async def test_a_command_with_a_file_that_is_delivered_again_is_answered_the_same(cabinet: Chat):
    """And nothing is posted twice."""
    first = await cabinet.say("maya", "/file count", file=cabinet.attach("maya", "a.txt", b"three"))
    assert first == "\n#history 5 bytes"
    posts = [message for message in cabinet.session.screen.messages if not message.only]
    await cabinet.redeliver()
    assert [message for message in cabinet.session.screen.messages if not message.only] == posts


# A form


async def test_a_form_takes_a_file(cabinet: Chat, room: Cabinet):
    """Beside what is written, and from a form that was opened before a restart."""
    await cabinet.say("maya", "/file desk")
    form = await cabinet.press("maya", "Hand in")
    assert "Your work · as a file (a file)" in form
    await cabinet.restart()
    room.enter(cabinet)
    work = cabinet.attach("maya", "a.txt", b"three")
    assert await cabinet.write("maya", "My essay", work) == "(only maya) My essay: 5"


async def test_help_tells_of_the_file(cabinet: Chat):
    """The option is named like any other."""
    told = await cabinet.say("maya", '/swot help command:"file count"')
    assert "file:… · what to count" in told
    told = await cabinet.say("maya", '/swot help command:"file maybe"')
    assert "[file:…] · what to count" in told


# What clients don't let people do


@pytest.fixture
async def discord(sqlite_url: str, room: Cabinet) -> AsyncIterator[tuple[Chat, DiscordStage]]:
    """A class on Discord with that room."""
    talking = await Chat.open(Installation(sqlite_url, (DATA / "garden",), platform="discord", rooms=(room,)))
    room.enter(talking)
    yield talking, talking.on(DiscordStage)
    await talking.close()


@pytest.fixture
async def slack(sqlite_url: str, room: Cabinet) -> AsyncIterator[tuple[Chat, SlackStage]]:
    """A class on Slack with that room."""
    talking = await Chat.open(Installation(sqlite_url, (DATA / "garden",), platform="slack", rooms=(room,)))
    room.enter(talking)
    yield talking, talking.on(SlackStage)
    await talking.close()


async def test_on_discord_nobody_names_somebody_elses_file_in_a_command(discord: tuple[Chat, DiscordStage]):
    """Whose app sends another file's address, or Discord's number of it, is asked for a file of their own."""
    chat, stage = discord
    chat.attach("teacher", "marks.csv", b"secret")
    theirs = stage._files["teacher", "marks.csv"]
    mine = stage._files["maya", chat.attach("maya", "a.txt", b"three")]
    for forged in (theirs, stage.discord.files.names[theirs][0], "https://example.org/", mine):
        with pytest.raises(NotOffered):
            await stage.discord.command(stage._user("tom"), stage._channel("history"), "file count", {"file": forged})
        since = len(chat.shown)
        user, channel = stage._user("tom"), stage._channel("history")
        await stage._done(await stage.discord.command(user, channel, "file count", {"file": forged}, forged=True))
        [shown] = chat.shown[since:]
        assert (shown.kind, shown.where) == ("form", "tom")
    assert stage.discord.files.fetched == []


async def test_on_discord_nobody_writes_somebody_elses_file_into_a_form(discord: tuple[Chat, DiscordStage]):
    """Text in place of an upload is no file, in a command's form nor in any other."""
    chat, stage = discord
    chat.attach("teacher", "marks.csv", b"secret")
    theirs = stage._files["teacher", "marks.csv"]
    for opens, field in (("command.run:file:count", "file"), ("file.handed", "work")):
        since = len(chat.shown)
        await chat.press_action("maya", opens)
        form = stage._forms_from["maya"]
        sent = {field: theirs, **({"title": "My essay"} if field == "work" else {})}
        await stage._done(await stage.discord.submit(stage._user("maya"), form, sent, forged=True))
        told = chat.text_since(since)
        assert "Attach a file of your own" in told or "It needs a title and a file." in told
        assert "secret" not in told
        assert "http" not in told
    assert stage.discord.files.fetched == []


async def test_on_slack_nobody_attaches_somebody_elses_file(slack: tuple[Chat, SlackStage]):
    """Whose client sends another's file is asked for one of their own, beside the entry."""
    chat, stage = slack
    chat.attach("teacher", "marks.csv", b"secret")
    theirs = stage._files["teacher", "marks.csv"]
    for opens, field in (("command.run:file:count", "file"), ("file.handed", "work")):
        since = len(chat.shown)
        await chat.press_action("maya", opens)
        view = stage.slack.modal(stage._user("maya"))
        assert view is not None
        sent = {field: theirs, **({"title": "My essay"} if field == "work" else {})}
        await stage._done(await stage.slack.submit(stage._user("maya"), view, sent, forged=True))
        told = chat.text_since(since)
        assert "Attach a file of your own" in told or "It needs a title and a file." in told
        await stage.slack.dismiss(stage._user("maya"))
    assert not stage.slack.calls("files.info")
    assert not stage.slack.calls("download")


@pytest.mark.parametrize("rest", ["", " ", " ?", " term.ics", " my own file", " file:", " times:1", " https://x.org/a"])
async def test_on_slack_the_form_opens_whatever_is_typed(slack: tuple[Chat, SlackStage], rest: str):
    """A command can't carry a file there; what could be read stands in the form."""
    chat, _ = slack
    form = await chat.say("maya", f"/file count{rest}")
    assert form.startswith("(form for maya) /file count")
    assert ("[1]" in form) == ("times" in rest)
    assert await chat.write("maya", chat.attach("maya", "a.txt", b"three"), "1") == "\n#history 5 bytes"


async def test_on_slack_a_file_from_another_channel_opens_like_any(slack: tuple[Chat, SlackStage]):
    """Where Slack does not tell whose a file is, what it lets the person attach is theirs."""
    chat, stage = slack
    chat.attach("maya", "a.txt", b"three")
    stage.slack.world.files[stage._files["maya", "a.txt"]].user = ""
    assert await chat.say("maya", "/file count", file="a.txt") == "\n#history 5 bytes"
