"""What the pages for operators name is there, and what is there is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.cli import _parser
from adapters.discord.declaring import FEW
from adapters.discord.permissions import TABLE
from adapters.health.words import HEALTHY
from adapters.registering import registry
from adapters.settings.model import ABOUT, FILE, is_secret, variable
from adapters.settings.reading import NAMED
from adapters.settings.shards import Shards
from adapters.settings.showing import as_markdown
from adapters.settings.values import Listen
from adapters.slack.asgi import EVENTS, INSTALL, MOST, RETURN
from adapters.slack.manifest import HISTORY_SCOPES, SCOPES
from bot.chat.declared import Level

ROOT = Path(__file__).parent.parent.parent
DISCORD = (ROOT / "deploy" / "discord.md").read_text("utf-8")
SLACK = (ROOT / "deploy" / "slack.md").read_text("utf-8")
OPERATING = (ROOT / "deploy" / "README.md").read_text("utf-8")
SCOPE = re.compile(r"`([a-z]+(?::[a-z]+)?)`")
VARIABLE = re.compile(r"\bSWOT_[A-Z_]+\b")


def section(page: str, title: str) -> str:
    """What stands below a heading, up to the next."""
    return page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_the_table_of_settings_is_the_models():
    """`uv run python deploy/tabulate.py` writes it."""
    assert as_markdown() in OPERATING


def test_the_code_and_the_pages_name_no_setting_that_is_not_there():
    """Nor does any sentence that people read."""
    modules = [*(ROOT / "adapters").rglob("*.py"), *(ROOT / "bot").rglob("*.py")]
    pages = [*(ROOT / "deploy").glob("*.md"), ROOT / "README.md"]
    named = {name for path in (*modules, *pages) for name in VARIABLE.findall(path.read_text("utf-8"))}
    there = {variable(name) for name in ABOUT}
    secrets = {f"{variable(name)}{FILE}" for name in ABOUT if is_secret(name)}
    assert named - secrets - {NAMED, "SWOT_", "SWOT_SERVICE_HOST"} <= there


def test_every_permission_is_explained_and_no_other_is_asked_for():
    """By the name that it has in Discord's settings; the optional one is told apart."""
    told = section(DISCORD, "What Swot may do, and why")
    asked, _, optional = told.partition("\n*Read Message History*")
    assert set(re.findall(r"\*([A-Z][A-Za-z ]+)\*", asked)) == {one.name for one in TABLE if one.need != "may"}
    assert [one.name for one in TABLE if one.need == "may"] == ["Read Message History"]
    assert "`swot invite --history`" in optional


def test_every_scope_is_explained_and_no_other_is_asked_for():
    """Those of the manifest, and apart from them the optional ones; and what the app token needs, in its step."""
    told = section(SLACK, "What Swot may do, and why")
    asked, _, optional = told.partition("\n**None of them")
    lines = [line for line in asked.splitlines() if line.startswith("- ")]
    assert {scope for line in lines for scope in SCOPE.findall(line.partition(": ")[0])} == set(SCOPES)
    assert set(SCOPE.findall(optional)) == set(HISTORY_SCOPES)
    assert "`connections:write`" in section(SLACK, "1. Make the app (3 minutes)")


def test_every_variable_of_slack_is_told_on_its_page():
    """All that the settings read, but for the one that only another Slack needs."""
    named = {variable(name) for name, about in ABOUT.items() if about.group == "Slack"}
    assert named - set(VARIABLE.findall(SLACK)) == {"SWOT_SLACK_API_URL"}


def test_addresses_and_limits_of_the_web_servers_are_those_of_the_code():
    """Where Swot listens, what is asked for there, and how large a request may be."""
    over_http = section(SLACK, "Over HTTP, for one workspace or many")
    assert set(re.findall(r"^\| `(/[a-z_/]+)` \|", over_http, re.MULTILINE)) == {EVENTS, INSTALL, RETURN, HEALTHY}
    assert f"`{Listen()!s}`" in over_http
    assert over_http.count(f"reverse_proxy {Listen()!s}") == over_http.count(f"proxy_pass http://{Listen()!s}") == 1
    assert f"client_max_body_size {MOST >> 20}m;" in over_http
    assert f"https://swot.school.example{INSTALL}" in over_http


def test_the_minutes_of_the_steps_are_those_of_the_title():
    """Ten, on both pages."""
    for page in (DISCORD, SLACK):
        assert "in ten minutes" in page.splitlines()[0]
        assert sum(map(int, re.findall(r"^## \d\. .*\((\d+) minutes?\)$", page, re.MULTILINE))) == 10


def test_links_within_the_pages_lead_somewhere():
    """To a page beside them, and to a heading that it has."""
    for page in (DISCORD, SLACK, OPERATING):
        for target in re.findall(r"\]\(((?!http)[^)]+)\)", page):
            name, _, anchor = target.partition("#")
            there = (ROOT / "deploy" / name).read_text("utf-8") if name else page
            headings = re.findall(r"^## (.+)$", there, re.MULTILINE)
            slugs = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
            assert not anchor or anchor in slugs, target


@pytest.mark.parametrize("page", [DISCORD, SLACK], ids=["discord", "slack"])
async def test_every_command_that_is_named_there_is(page: str):
    """Also with its options."""
    known = (await registry()).commands
    for command, options in re.findall(r"`/([a-z]+(?: [a-z]+)?)((?: \w+:[\w:]+)*)`", page):
        if f"/{command}" == HEALTHY:
            continue
        names = {parameter.name for parameter in known[command].parameters} if command in known else set()
        assert command in known or any(name.split()[0] == command for name in known), command
        assert set(re.findall(r"(\w+):[\w:]+", options)) <= names, command


async def test_commands_that_are_teachers_alone_are_all_of_them():
    """Those that can be hidden from learners."""
    known = (await registry()).commands
    levels: dict[str, set[Level]] = {}
    for name, handler in known.items():
        levels.setdefault(name.split()[0], set()).add(handler.mark.level)
    alone = {name for name, found in levels.items() if min(found) > Level.EVERYONE}
    sentence = section(DISCORD, "Hiding commands from learners").rpartition("learners;")[2]
    assert set(re.findall(r"`/(\w+)`", sentence)) == alone


@pytest.mark.parametrize("page", [DISCORD, SLACK, OPERATING], ids=["discord", "slack", "operating"])
def test_every_command_of_the_process_that_is_named_there_is(page: str):
    """With the options that it has."""
    [commands] = [action for action in _parser()._actions if hasattr(action, "choices") and action.choices]
    named = re.findall(
        r"(?<!/)\bswot ([a-z]+)((?: [\w./-]+)*)", "\n".join(re.findall(r"`[^`]+`|```sh.*?```", page, re.DOTALL))
    )
    assert named
    for command, options in named:
        known = commands.choices[command]  # type: ignore[index]
        for option in (word for word in options.split() if word.startswith("--")):
            assert option in known.format_help(), (command, option)


def test_figures_are_those_of_the_code():
    """How many servers are looked through, and a share as it is read."""
    assert f"In more\nthan {FEW} servers" in DISCORD
    shares = re.findall(r"SWOT_DISCORD_SHARDS=(\S+)", DISCORD)
    assert [Shards.of(share) for share in shares] == [Shards(0, 3, 16), Shards(4, 7, 16)]
