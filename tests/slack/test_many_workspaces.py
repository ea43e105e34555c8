"""Workspaces that add Swot themselves: each speaks with its own token, and the tokens lie encrypted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from sqlalchemy import Connection, select

from adapters.slack import SlackAdapter, SlackSettings
from adapters.slack.asgi import EVENTS, INSTALL, RETURN
from adapters.slack.settings import Http, OAuth
from bot.chat import (
    Action,
    DeskRefused,
    Direct,
    Entry,
    Form,
    Image,
    Notice,
    NotSent,
    Press,
    Reply,
    View,
    prose,
)
from bot.classes import store as classes
from bot.clock import MINUTE
from bot.errors import UserError
from bot.installations.sealing import NO_KEY, WRONG_KEY, new_key
from bot.main import App, Settings
from bot.storage.tables import installations
from tests.contract.suite import PIXEL
from tests.loopback.slack import LoopbackSlack
from tests.loopback.slack.campus import CLIENT_ID, CLIENT_SECRET, Campus
from tests.slack.recorded import AT
from tests.slack.school import NotingClock
from tests.slack.told import Told

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
HELLO = Reply(View(prose("Hello")))
ELMS, OAKS = "T0ELMS0001", "T0OAKS0001"


@dataclass(slots=True)
class District:
    """Two schools, and one Swot that both may add."""

    app: App
    told: Told
    clock: NotingClock
    campus: Campus
    adapter: SlackAdapter
    database: Path
    heads: dict[str, str]
    """Who adds Swot, by workspace."""
    rooms: dict[str, str]

    def slack(self, team: str) -> LoopbackSlack:
        """A school's workspace."""
        return self.campus.schools[team]

    async def page(self, path: str, session: aiohttp.ClientSession, **query: str) -> tuple[int, str, str]:
        """What a browser is shown: status, words, and where it is sent."""
        url = f"http://127.0.0.1:{self.adapter.port}{path}"
        async with session.get(url, params=query, allow_redirects=False) as response:
            return response.status, await response.text(), response.headers.get("Location", "")

    async def begin(self, session: aiohttp.ClientSession) -> str:
        """Somebody begins to add Swot; what Slack hands back with them."""
        status, _, to = await self.page(INSTALL, session)
        assert status == 302
        [state] = parse_qs(urlsplit(to).query)["state"]
        return state

    async def add(self, team: str) -> tuple[int, str]:
        """The head of a school adds Swot; what they are shown in the end."""
        async with browser() as session:
            state = await self.begin(session)
            told = await self.page(RETURN, session, code=self.campus.allow(team, self.heads[team]), state=state)
        await self.adapter.settled()
        return told[:2]

    async def command(self, team: str) -> object:
        """The head says something in their channel; what comes back."""
        slack = self.slack(team)
        request = await slack.command(self.heads[team], self.rooms[team], "/tell", "note")
        told = await request.acknowledged
        await self.adapter.settled()
        assert request.errors == []
        return told

    async def event(self, team: str, **event: object) -> None:
        """Something is told by the Events API."""
        slack = self.slack(team)
        await (await slack._send(slack.clients.event(self.heads[team], event))).acknowledged
        await self.adapter.settled()

    async def enrol(self, team: str, person: str) -> None:
        """Somebody is in the class of a school's channel."""

        def change(tx: Connection) -> None:
            classes.create(tx, team, "8b", "UTC", AT)
            classes.give_room(tx, team, f"slack:{team}.{self.rooms[team]}", f"slack:{team}")
            classes.put_members(tx, team, [(person, "", AT)])

        await self.app.database.write(change)

    def kept(self) -> bytes:
        """Every byte of the database."""
        return b"".join(file.read_bytes() for file in self.database.parent.glob(f"{self.database.name}*"))


def browser() -> aiohttp.ClientSession:
    """Somebody's browser; Slack's cookie is for https, which the loopback is not."""
    return aiohttp.ClientSession(cookie_jar=_Jar(unsafe=True))


class _Jar(aiohttp.CookieJar):
    """Keeps cookies that are for https only, and sends them."""

    def filter_cookies(self, request_url):  # type: ignore[no-untyped-def]
        return super().filter_cookies(request_url.with_scheme("https"))


@pytest.fixture
async def district(sqlite_url: str) -> AsyncIterator[District]:
    """Nobody has added anything yet."""
    clock, told = NotingClock(AT), Told()
    told.answer = HELLO
    app = await App.open(Settings(sqlite_url, packs=(), clock=clock, rooms=(told,)))
    async with Campus(clock, (ELMS, OAKS)) as campus:
        oauth = OAuth(CLIENT_ID, CLIENT_SECRET, "https://swot.example", new_key())
        adapter = SlackAdapter(app, SlackSettings(base_url=campus.url, http=Http(SECRET, port=0, oauth=oauth)))
        await adapter.start()
        heads, rooms = {}, {}
        for team, slack in campus.schools.items():
            slack.post_to(f"http://127.0.0.1:{adapter.port}{EVENTS}", SECRET)
            heads[team] = slack.add_user("head", display_name=f"Head of {team}")
            rooms[team] = slack.add_channel("history")
        database = Path(sqlite_url.removeprefix("sqlite:///"))
        yield District(app, told, clock, campus, adapter, database, heads, rooms)
        await adapter.close()
    await app.close()
    for slack in campus.schools.values():
        assert slack.violations == []


async def test_a_workspace_adds_swot_and_is_greeted(district: District):
    """The page says what to do next, and so does a message to whoever has added it."""
    status, page = await district.add(ELMS)
    assert status == 200
    assert "Swot is in your workspace" in page
    desk = district.slack(ELMS).direct(district.heads[ELMS])
    [greeting] = district.slack(ELMS).messages(desk)
    assert "say /invite @Swot, and then /class setup" in greeting.text
    assert "Hello" in str(await district.command(ELMS))


async def test_what_is_asked_for_is_what_the_manifest_says(district: District):
    """The same scopes, and back to the address that the operator named."""
    async with browser() as session:
        _, _, to = await district.page(INSTALL, session)
    asked = parse_qs(urlsplit(to).query)
    assert (urlsplit(to).scheme, urlsplit(to).hostname) == ("https", "slack.com")
    assert asked["redirect_uri"] == [f"https://swot.example{RETURN}"]
    assert "chat:write" in asked["scope"][0]
    assert asked["client_id"] == [CLIENT_ID]


async def test_each_workspace_is_spoken_to_with_its_own_token(district: District):
    """What is said in one is nowhere in the other."""
    for team in (ELMS, OAKS):
        await district.add(team)
        await district.command(team)
    port = district.app.platforms["slack"]
    for team in (ELMS, OAKS):
        await port.post(f"slack:{team}.{district.rooms[team]}", View(prose(f"To {team}")), nonce=f"n {team}")
    for team in (ELMS, OAKS):
        slack = district.slack(team)
        assert [message.text for message in slack.messages(district.rooms[team])] == [f"To {team}"]
    assert [event.room.space for event in district.told.events] == [f"slack:{ELMS}", f"slack:{OAKS}"]


async def test_whoever_added_it_is_its_first_teacher(district: District):
    """Though Slack does not call them an admin."""
    await district.add(ELMS)
    profile = await district.app.platforms["slack"].profile(f"slack:{ELMS}.{district.heads[ELMS]}")
    assert profile is not None
    assert profile.manages


async def test_no_token_is_in_the_database_in_plain_text(district: District):
    """Neither while it is kept nor after it is gone."""
    await district.add(ELMS)
    assert b"xoxb" not in district.kept()
    assert len(await district.app.database.read(lambda tx: tx.execute(select(installations)).all())) == 1


async def test_a_workspace_that_has_not_added_it_is_told_so(district: District):
    """A command gets a sentence; anything else is taken and does nothing."""
    assert "Swot is not in this workspace" in str(await district.command(ELMS))
    await district.event(ELMS, type="app_home_opened", user=district.heads[ELMS], tab="home")
    assert district.told.events == []


@pytest.mark.parametrize(
    "event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["U1"]}}], ids=str
)
async def test_a_workspace_throws_it_out(district: District, event: dict[str, object]):
    """The core is told, the token is gone, and the others go on; it can be added once more."""
    await district.add(ELMS)
    await district.add(OAKS)
    district.slack(ELMS).revoke(district.slack(ELMS).bot_token)
    await district.event(ELMS, **event)
    [notice] = [event for event in district.told.events if isinstance(event, Notice)]
    assert (notice.what, notice.room.space) == ("removed", f"slack:{ELMS}")
    [left] = await district.app.database.read(lambda tx: tx.execute(select(installations)).all())
    assert left.space == f"slack:{OAKS}"
    assert "Swot is not in this workspace" in str(await district.command(ELMS))
    with pytest.raises(NotSent, match="not in that workspace"):
        await district.app.platforms["slack"].post(f"slack:{ELMS}.C1", View(prose("x")), nonce="n1")
    assert "Hello" in str(await district.command(OAKS))
    district.slack(ELMS).reinstall()
    await district.add(ELMS)
    assert "Hello" in str(await district.command(ELMS))


async def test_somebodys_own_token_is_none_of_ours(district: District):
    """Only the bot's counts."""
    await district.add(ELMS)
    await district.event(ELMS, type="tokens_revoked", tokens={"oauth": ["U1"]})
    assert district.told.events == []
    assert "Hello" in str(await district.command(ELMS))


@pytest.mark.parametrize(
    "event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["U1"]}}], ids=str
)
async def test_a_farewell_that_comes_after_the_return_changes_nothing(district: District, event: dict[str, object]):
    """Slack tells it again for an hour where nobody heard it; the token that is kept is asked for."""
    await district.add(ELMS)
    await district.event(ELMS, **event)
    assert "Hello" in str(await district.command(ELMS))


async def test_another_process_takes_the_newer_token(district: District):
    """What it has kept furnished is good for nothing since the workspace was added again; nothing is refused for it."""
    await district.add(ELMS)
    port, slack = district.app.platforms["slack"], district.slack(ELMS)
    room = f"slack:{ELMS}.{district.rooms[ELMS]}"
    await port.post(room, View(prose("before")), nonce="n1")
    stale = district.adapter._workspaces._known[ELMS]
    slack.reinstall()
    await district.add(ELMS)
    district.adapter._workspaces._known[ELMS] = stale
    await port.post(room, View(prose("after")), nonce="n2")
    assert [message.text for message in slack.messages(district.rooms[ELMS])] == ["before", "after"]
    assert "Hello" in str(await district.command(ELMS))


@asynccontextmanager
async def another_process(district: District) -> AsyncIterator[District]:
    """The same, as seen from a second process, which has spoken with the school before it added Swot again."""
    async with stopping(SlackAdapter(district.app, district.adapter._settings)) as other:
        slack = district.slack(ELMS)
        beside = replace(district, adapter=other)
        slack.post_to(f"http://127.0.0.1:{other.port}{EVENTS}", SECRET)
        await beside.command(ELMS)
        slack.reinstall()
        await district.add(ELMS)
        yield beside


@asynccontextmanager
async def stopping(adapter: SlackAdapter) -> AsyncIterator[SlackAdapter]:
    """An adapter that runs, and is closed in the end."""
    await adapter.start()
    try:
        yield adapter
    finally:
        await adapter.close()


async def test_a_form_opens_with_the_newer_token(district: District):
    """Whoever pressed in the very moment is answered too: in a process that did not hear of the new token."""
    await district.add(ELMS)
    async with another_process(district) as beside:
        slack, head = beside.slack(ELMS), beside.heads[ELMS]
        beside.told.answer = Form("Answer", Action("tell.form"), (Entry("answer", "Answer"),))
        await (await slack.press(head, slack.old_message(beside.rooms[ELMS]), "tell.form")).acknowledged
        await beside.adapter.settled()
        assert slack.modal(head) is not None
        assert len([event for event in beside.told.events if isinstance(event, Press)]) == 1


async def test_a_post_for_everybody_comes_once_with_the_newer_token(district: District):
    """Its picture is what the older one was refused with."""
    await district.add(ELMS)
    async with another_process(district) as beside:
        slack = beside.slack(ELMS)
        beside.told.answer = Reply(View(prose("Look"), image=Image("dot", PIXEL, "A dot")), "post")
        before = len(slack.messages(beside.rooms[ELMS]))
        await (await slack.command(beside.heads[ELMS], beside.rooms[ELMS], "/tell", "post")).acknowledged
        await beside.adapter.settled()
        assert len(slack.messages(beside.rooms[ELMS])) == before + 1
        assert len(beside.told.events) == 2


async def test_a_farewell_that_is_not_believed_is_not_told_on(district: District):
    """The core hears only what is so."""
    await district.add(ELMS)
    await district.event(ELMS, type="app_uninstalled")
    assert district.told.events == []


async def test_nobody_is_asked_who_it_is(district: District):
    """That is known since the workspace was added: a thousand presses ask for it no more than one."""
    await district.add(ELMS)
    before = len(district.slack(ELMS).calls("auth.test"))
    for _ in range(3):
        await district.command(ELMS)
    assert len(district.slack(ELMS).calls("auth.test")) == before


async def is_reached(district: District, sam: str) -> None:
    """Hold that Sam, whose own workspace has not added Swot, is written to and looked up through the Elms'."""
    port = district.app.platforms["slack"]
    assert await port.open(Direct(f"slack:T0FAR00001.{sam}")) == f"slack:{ELMS}.{district.slack(ELMS).direct(sam)}"
    profile = await port.profile(f"slack:T0FAR00001.{sam}")
    assert profile is not None
    assert profile.name == "Sam"


async def test_somebody_of_another_school_is_written_to_from_where_they_were_met(district: District):
    """Their own workspace has not added Swot; until they have come, nobody knows where they could be reached."""
    await district.add(ELMS)
    slack, port = district.slack(ELMS), district.app.platforms["slack"]
    sam = slack.add_user("sam", display_name="Sam", team="T0FAR00001")
    with pytest.raises(DeskRefused):
        await port.open(Direct(f"slack:T0FAR00001.{sam}"))
    assert await port.profile(f"slack:T0FAR00001.{sam}") is None
    await (await slack.press(sam, slack.old_message(district.rooms[ELMS]), "tell.note")).acknowledged
    await district.adapter.settled()
    await is_reached(district, sam)


async def test_a_member_of_a_class_is_written_to_from_where_its_rooms_are(district: District):
    """Also after a start, when nobody has met them yet: the class knows in which workspaces it is."""
    await district.add(ELMS)
    sam = district.slack(ELMS).add_user("sam", display_name="Sam", team="T0FAR00001")
    await district.enrol(ELMS, f"slack:T0FAR00001.{sam}")
    await is_reached(district, sam)


async def test_nobody_refuses_a_desk_in_a_workspace_that_swot_has_left(district: District):
    """What is for a class's people waits there as what is for its rooms does: the workspace may add Swot again."""
    await district.add(ELMS)
    slack, port = district.slack(ELMS), district.app.platforms["slack"]
    person = f"slack:{ELMS}.{district.heads[ELMS]}"
    await district.enrol(ELMS, person)
    slack.revoke(slack.bot_token)
    await district.event(ELMS, type="app_uninstalled")
    with pytest.raises(NotSent, match="not in that workspace"):
        await port.open(Direct(person))
    slack.reinstall()
    await district.add(ELMS)
    assert await port.open(Direct(person)) == f"slack:{ELMS}.{slack.direct(district.heads[ELMS])}"


async def test_a_token_that_is_withdrawn_is_dropped(district: District):
    """A post finds out; nothing more is sent with it."""
    await district.add(ELMS)
    slack = district.slack(ELMS)
    slack.faults.add("chat.postMessage", how="error", error="account_inactive")
    port = district.app.platforms["slack"]
    room = f"slack:{ELMS}.{district.rooms[ELMS]}"
    with pytest.raises(NotSent):
        await port.post(room, View(prose("x")), nonce="n1")
    sent = len(slack.requests)
    with pytest.raises(NotSent, match="not in that workspace"):
        await port.post(room, View(prose("x")), nonce="n1")
    assert len(slack.requests) == sent
    assert await district.app.database.read(lambda tx: tx.execute(select(installations)).all()) == []


# What goes wrong on the way


async def test_somebody_who_changes_their_mind_is_told(district: District):
    """Nothing was added."""
    async with browser() as session:
        status, page, _ = await district.page(RETURN, session, error="access_denied")
    assert status == 200
    assert "Nothing was added, as you wanted." in page


async def test_another_browser_does_not_go_on_with_it(district: District):
    """Nobody is sent somebody else's return."""
    async with browser() as session:
        state = await district.begin(session)
    async with browser() as other:
        status, page, _ = await district.page(RETURN, other, code=district.campus.allow(ELMS, "U1"), state=state)
    assert status == 400
    assert "another browser" in page


async def test_ten_minutes_are_enough(district: District):
    """After that it begins anew."""
    async with browser() as session:
        state = await district.begin(session)
        district.clock.pass_by(11 * MINUTE)
        code = district.campus.allow(ELMS, district.heads[ELMS])
        status, page, _ = await district.page(RETURN, session, code=code, state=state)
    assert status == 401
    assert "longer than ten minutes" in page


async def test_a_code_that_slack_does_not_confirm(district: District):
    """Whoever makes one up gets nothing in."""
    async with browser() as session:
        state = await district.begin(session)
        status, page, _ = await district.page(RETURN, session, code="made up", state=state)
    assert status == 401
    assert "Slack did not confirm it" in page


async def test_without_a_key_nobody_is_let_in(district: District):
    """Tokens would lie in plain text."""
    oauth = OAuth(CLIENT_ID, CLIENT_SECRET, "https://swot.example", "")
    settings = SlackSettings(base_url=district.campus.url, http=Http(SECRET, port=0, oauth=oauth))
    with pytest.raises(UserError, match=NO_KEY[:30]):
        await SlackAdapter(district.app, settings).start()


async def test_another_process_knows_them_too(district: District):
    """What is furnished in memory is furnished again from what is kept."""
    await district.add(ELMS)
    settings = district.adapter._settings
    other = SlackAdapter(district.app, settings)
    await other.start()
    slack = district.slack(ELMS)
    slack.post_to(f"http://127.0.0.1:{other.port}{EVENTS}", SECRET)
    assert "Hello" in str(await district.command(ELMS))
    await other.close()


async def test_tokens_under_another_key_shut_nobody_out_for_good(district: District, caplog: pytest.LogCaptureFixture):
    """Whoever runs Swot reads of it at the start, people what to do; added again, the workspace is there."""
    await district.add(ELMS)
    oauth = OAuth(CLIENT_ID, CLIENT_SECRET, "https://swot.example", new_key())
    settings = SlackSettings(base_url=district.campus.url, http=Http(SECRET, port=0, oauth=oauth))
    other = SlackAdapter(district.app, settings)
    await other.start()
    try:
        assert f"Workspaces that can't be spoken with: 1. {WRONG_KEY}" in caplog.text
        moved = replace(district, adapter=other)
        district.slack(ELMS).post_to(f"http://127.0.0.1:{other.port}{EVENTS}", SECRET)
        assert "Swot is not in this workspace. Whoever looks after it can add it" in str(await moved.command(ELMS))
        with pytest.raises(NotSent, match="not in that workspace"):
            await other._workspaces.post(f"slack:{ELMS}.C1", View(prose("x")), nonce="n1")
        await moved.add(ELMS)
        assert "Hello" in str(await moved.command(ELMS))
    finally:
        await other.close()
