"""Everything that goes out goes through the proxy, and believes whom it is told to: both platforms, every library."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trustme
from yarl import URL

from adapters.discord import DiscordAdapter, DiscordSettings
from adapters.outgoing import Outgoing
from adapters.settings import read
from adapters.slack import SlackAdapter, SlackSettings
from bot.chat import File, Image, Reply, View, prose
from bot.clock import SteppedClock
from bot.errors import UserError
from bot.main import App, Settings
from tests.conftest import DATA
from tests.contract.suite import PIXEL
from tests.discord.told import Told
from tests.listening import LISTENERS
from tests.loopback.discord import LoopbackDiscord, pointed_at
from tests.loopback.discord.listening import gateway_of
from tests.loopback.discord.trying import START
from tests.loopback.slack import LoopbackSlack
from tests.processes import swot_run, told_to_stop
from tests.proxy import Proxy

PASSWORD = "pass word:@/%"
"""As awkward as passwords are."""
DISCORD, SLACK = "discord.test", "slack.test"
"""Names that nobody but the proxy knows: what does not go through it goes nowhere."""


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who vouches for both platforms, and whom nobody believes unasked."""
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    """Its certificate."""
    path = tmp_path / "school.pem"
    authority.cert_pem.write_to_path(path)
    return path


def vouched_for(authority: trustme.CA, name: str) -> ssl.SSLContext:
    """What a platform shows."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name, "127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
async def discord(authority: trustme.CA) -> AsyncIterator[LoopbackDiscord]:
    """A Discord over TLS, under a name of its own."""
    async with LoopbackDiscord(SteppedClock(START), ssl_context=vouched_for(authority, DISCORD)) as discord:
        discord.files.base = f"https://{DISCORD}"
        discord.gateway.url = gateway_of(f"https://{DISCORD}")
        with pointed_at(f"https://{DISCORD}"):
            yield discord
        assert discord.violations == []


@pytest.fixture
async def slack(authority: trustme.CA) -> AsyncIterator[LoopbackSlack]:
    """A Slack over TLS, under a name of its own."""
    async with LoopbackSlack(SteppedClock(START), ssl_context=vouched_for(authority, SLACK)) as slack:
        yield slack
        assert slack.violations == []


def out(environment: dict[str, str]) -> Outgoing:
    """How connections go out, where this is set and nothing else."""
    return Outgoing.of(read(environment, folder=DATA).sound())


def port_of(url: str) -> int:
    """Where it listens in truth."""
    return URL(url).port or 0


@asynccontextmanager
async def room(url: str, clock: SteppedClock) -> AsyncIterator[tuple[App, Told]]:
    """Swot with a room that answers with a note and a file."""
    told = Told()
    told.answer = Reply(View(prose("Hello")), file=File("marks.csv", "text/csv", b"1,2"))
    app = await App.open(Settings(url, packs=(), clock=clock, rooms=(told,)))
    try:
        yield app, told
    finally:
        await app.close()


async def everything_on_discord(discord: LoopbackDiscord, app: App, outgoing: Outgoing) -> None:
    """Log in, listen, answer with a file, resume, post, edit, and fetch a file."""
    guild = discord.add_guild("School")
    channel, maya = discord.add_channel(guild, "history"), discord.add_user("maya")
    discord.add_member(guild, maya)
    adapter = DiscordAdapter(app, DiscordSettings(discord.token, outgoing=outgoing))
    try:
        await adapter.start()
        await asyncio.wait_for((await discord.command(maya, channel, "say note")).answered, 5)
        await discord.drop_connections()
        await asyncio.wait_for((await discord.command(maya, channel, "say note")).answered, 5)
        await adapter.settled()
        platform = app.platforms["discord"]
        post = await platform.post(
            f"discord:{channel}", View(prose("Hello"), image=Image("dot", PIXEL, "A dot")), nonce="n1"
        )
        await platform.edit(f"discord:{channel}", post, View(prose("Hello again")))
        assert await platform.fetch(discord.attach(maya, "notes.txt", b"mine"), limit=100) == b"mine"
    finally:
        await adapter.close()
    assert discord.gateway.resumed == 1


async def everything_on_slack(slack: LoopbackSlack, app: App, outgoing: Outgoing) -> None:
    """Be let in, listen, answer by the response URL, upload a file, post, edit, and fetch a file."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    settings = SlackSettings(slack.bot_token, slack.app_token, base_url=f"https://{SLACK}/api/", outgoing=outgoing)
    slack.world.origin = f"https://{SLACK}"
    adapter = SlackAdapter(app, settings)
    try:
        await adapter.start()
        await asyncio.wait_for((await slack.command(maya, channel, "/say", "note")).acknowledged, 5)
        await adapter.settled()
        platform = app.platforms["slack"]
        room = f"slack:{slack.team_id}.{channel}"
        post = await platform.post(room, View(prose("Hello"), image=Image("dot", PIXEL, "A dot")), nonce="n1")
        await platform.edit(room, post, View(prose("Hello again")))
        file = slack.attach(maya, "notes.txt", b"mine")
        assert await platform.fetch(f"slack:{slack.team_id}.{file}", limit=100) == b"mine"
    finally:
        await adapter.close()


@pytest.mark.parametrize(("user", "password"), [("", ""), ("swot", PASSWORD)])
async def test_all_of_discord_goes_through_the_proxy(
    discord: LoopbackDiscord, sqlite_url: str, ca_file: Path, user: str, password: str
):
    """REST, gateway, answers and files, with a password and without; no log tells the password."""
    async with Proxy({DISCORD: port_of(discord.url)}, user=user, password=password) as proxy:
        outgoing = out({"SWOT_PROXY": proxy.url, "SWOT_CA_FILE": str(ca_file)})
        async with room(sqlite_url, discord.clock) as (app, _):
            await everything_on_discord(discord, app, outgoing)
    assert set(proxy.asked) == {DISCORD}
    assert proxy.turned_away == 0
    assert not [line for line in LISTENERS[-1].lines if password and ("pass%20" in line or password in line)]


@pytest.mark.parametrize(("user", "password"), [("", ""), ("swot", PASSWORD)])
async def test_all_of_slack_goes_through_the_proxy(
    slack: LoopbackSlack, sqlite_url: str, ca_file: Path, user: str, password: str
):
    """The Web API, Socket Mode, response URLs and files, with a password and without; no log tells the password."""
    async with Proxy({SLACK: port_of(slack.url)}, user=user, password=password) as proxy:
        outgoing = out({"SWOT_PROXY": proxy.url, "SWOT_CA_FILE": str(ca_file)})
        async with room(sqlite_url, slack.world.clock) as (app, _):
            await everything_on_slack(slack, app, outgoing)
    assert set(proxy.asked) == {SLACK}
    assert proxy.turned_away == 0
    assert not [line for line in LISTENERS[-1].lines if password and ("pass%20" in line or password in line)]


@pytest.mark.parametrize("platform", ["discord", "slack"])
@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"SWOT_PROXY": "{wrong}"}, "wants a name and password, or others: http://name:password@host:port"),
        ({"SWOT_PROXY": "http://swot:secret@127.0.0.1:1"}, "no proxy answers at 127.0.0.1:1"),
        ({"SWOT_PROXY": "{closed}"}, "the proxy does not let it through, and says 403"),
        (
            {"SWOT_PROXY": "{right}", "SWOT_CA_FILE": ""},
            "a school's own certificate authority is named by SWOT_CA_FILE",
        ),
    ],
)
async def test_what_is_wrong_on_the_way_is_told_without_the_password(
    discord: LoopbackDiscord,
    slack: LoopbackSlack,
    sqlite_url: str,
    ca_file: Path,
    platform: str,
    given: dict[str, str],
    told: str,
):
    """A wrong password, no proxy there, one that does not let it through, nobody who vouches."""
    places = {DISCORD: port_of(discord.url), SLACK: port_of(slack.url)}
    async with Proxy(places, user="swot", password="secret") as proxy, Proxy({}) as closed:
        address = {"right": proxy.url, "wrong": proxy.url.replace("secret", "secrets"), "closed": closed.url}
        environment = {
            name: value.format(**address) for name, value in ({"SWOT_CA_FILE": str(ca_file)} | given).items()
        }
        outgoing = out(environment)
        async with room(sqlite_url, discord.clock) as (app, _):
            adapter: DiscordAdapter | SlackAdapter = DiscordAdapter(
                app, DiscordSettings(discord.token, outgoing=outgoing)
            )
            if platform == "slack":
                slack.world.origin = f"https://{SLACK}"
                base = f"https://{SLACK}/api/"
                settings = SlackSettings(slack.bot_token, slack.app_token, base_url=base, outgoing=outgoing)
                adapter = SlackAdapter(app, settings)
            with pytest.raises(UserError, match="can't be reached") as found:
                await adapter.start()
            await adapter.close()
    assert told in str(found.value)
    assert "secret" not in str(found.value)


async def test_a_host_that_needs_no_proxy_is_spoken_to_directly(
    discord: LoopbackDiscord, slack: LoopbackSlack, sqlite_url: str, ca_file: Path, monkeypatch: pytest.MonkeyPatch
):
    """Where NO_PROXY names it; nor does a library that reads the environment by itself ask the proxy then."""
    discord.files.base, discord.gateway.url = discord.url, gateway_of(discord.url)
    async with Proxy({}) as proxy:
        environment = {"HTTPS_PROXY": proxy.url, "NO_PROXY": "example.org, 127.0.0.1", "SWOT_CA_FILE": str(ca_file)}
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        outgoing = out(environment)
        async with room(sqlite_url, discord.clock) as (app, _):
            with pointed_at(discord.url):
                await everything_on_discord(discord, app, outgoing)
            channel, maya = slack.add_channel("history"), slack.add_user("maya")
            settings = SlackSettings(slack.bot_token, slack.app_token, base_url=slack.url, outgoing=outgoing)
            adapter = SlackAdapter(app, settings)
            await adapter.start()
            await asyncio.wait_for((await slack.command(maya, channel, "/say", "note")).acknowledged, 5)
            await adapter.close()
    assert (proxy.asked, proxy.turned_away) == ([], 0)


async def test_the_systems_own_way_to_name_an_authority_is_followed(
    discord: LoopbackDiscord, sqlite_url: str, ca_file: Path, monkeypatch: pytest.MonkeyPatch
):
    """SSL_CERT_FILE, in place of whom the system believes."""
    monkeypatch.setenv("SSL_CERT_FILE", str(ca_file))
    async with Proxy({DISCORD: port_of(discord.url)}) as proxy, room(sqlite_url, discord.clock) as (app, _):
        await everything_on_discord(discord, app, out({"https_proxy": proxy.url}))


async def test_the_process_takes_all_of_it_from_its_environment(slack: LoopbackSlack, sqlite_url: str, ca_file: Path):
    """`swot run` as it is started in earnest, behind a proxy with a password: it answers, and its log tells nothing."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    async with Proxy({SLACK: port_of(slack.url)}, user="swot", password=PASSWORD) as proxy:
        slack.world.origin = f"https://{SLACK}"
        environment = {
            "SWOT_SLACK_BOT_TOKEN": slack.bot_token,
            "SWOT_SLACK_APP_TOKEN": slack.app_token,
            "SWOT_SLACK_API_URL": f"https://{SLACK}/api/",
            "SWOT_DATABASE_URL": sqlite_url,
            "HTTPS_PROXY": proxy.url,
            "SWOT_CA_FILE": str(ca_file),
        }
        async with swot_run(DATA / "garden", environment) as process:
            await slack.connected()
            await (await slack.command(maya, channel, "/quiz", "solo topic:judging")).acknowledged
            log = await told_to_stop(process)
    assert "Swot is on Slack" in log
    assert "pass%20" not in log


# What is written


@pytest.mark.parametrize(
    ("environment", "proxy"),
    [
        ({}, None),
        ({"SWOT_PROXY": "http://a:1", "HTTPS_PROXY": "http://b:2"}, "http://a:1"),
        ({"SWOT_PROXY": " ", "HTTPS_PROXY": "http://b:2"}, "http://b:2"),
        ({"https_proxy": "c:3"}, "http://c:3"),
        ({"HTTPS_PROXY": "http://b:2/"}, "http://b:2"),
        ({"HTTPS_PROXY": "http://b:2", "NO_PROXY": "discord.com"}, None),
        ({"HTTPS_PROXY": "http://b:2", "no_proxy": ".discord.com, x"}, None),
        ({"HTTPS_PROXY": "http://b:2", "NO_PROXY": "*"}, None),
        ({"HTTPS_PROXY": "http://b:2", "NO_PROXY": "slack.com"}, "http://b:2"),
    ],
)
def test_which_proxy_it_is(environment: dict[str, str], proxy: str | None):
    """SWOT_PROXY before the one that is there for everything; NO_PROXY as other programs read it."""
    found = out(environment).proxy_to("https://discord.com/api/v10")
    assert (found.rstrip("/") if found else None) == proxy


@pytest.mark.parametrize("written", ["socks5://a:1", "http://:80", "http://a:b", "a b", "ftp://a:1"])
def test_what_is_no_proxy_is_told_without_repeating_it(written: str):
    """It may have a password."""
    with pytest.raises(UserError, match="SWOT_PROXY is no proxy that Swot can use") as found:
        out({"SWOT_PROXY": written})
    assert written not in str(found.value)


@pytest.mark.parametrize("there", [True, False])
def test_what_is_no_file_of_certificates_is_told(tmp_path: Path, *, there: bool):
    """None there, or something else in it."""
    path = tmp_path / "ca.pem"
    if there:
        path.write_text("hello")
    with pytest.raises(UserError, match="which is no file of certificates" if there else "which is not there"):
        out({"SWOT_CA_FILE": str(path)}).context()


def test_settings_that_are_printed_keep_the_password_to_themselves():
    """And what is shown of a proxy has none."""
    outgoing = out({"SWOT_PROXY": "http://swot:secret@proxy.school:8080"})
    assert "secret" not in repr(outgoing) + repr(DiscordSettings("t", outgoing=outgoing)) + outgoing.told
    assert outgoing.told == "http://proxy.school:8080"
