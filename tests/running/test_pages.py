"""What the pages for operators name is there, and what is there is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.cli import _parser
from adapters.discord.declaring import FEW
from adapters.discord.permissions import TABLE
from adapters.discord.shards import Shards
from adapters.registering import registry
from bot.chat.declared import Level

ROOT = Path(__file__).parent.parent.parent
DISCORD = (ROOT / "deploy" / "discord.md").read_text("utf-8")
OPERATING = (ROOT / "deploy" / "README.md").read_text("utf-8")
VARIABLE = re.compile(r"\bSWOT_[A-Z_]+\b")


def section(page: str, title: str) -> str:
    """What stands below a heading, up to the next."""
    return page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_every_variable_is_in_the_table_and_every_other_page_names_only_those():
    """Those that the code reads, and no other."""
    modules = [*(ROOT / "adapters").rglob("*.py"), *(ROOT / "bot").rglob("*.py")]
    read = {name for path in modules for name in VARIABLE.findall(path.read_text("utf-8"))}
    rows = [line for line in OPERATING.splitlines() if line.startswith("|")]
    assert {name for row in rows for name in VARIABLE.findall(row)} == read
    assert set(VARIABLE.findall(DISCORD)) <= read


def test_every_permission_is_explained_and_no_other_is_asked_for():
    """By the name that it has in Discord's settings; the optional one is told apart."""
    told = section(DISCORD, "What Swot may do, and why")
    asked, _, optional = told.partition("\n*Read Message History*")
    assert set(re.findall(r"\*([A-Z][A-Za-z ]+)\*", asked)) == {one.name for one in TABLE if one.need != "may"}
    assert [one.name for one in TABLE if one.need == "may"] == ["Read Message History"]
    assert "`swot invite --history`" in optional


async def test_every_command_that_is_named_there_is():
    """Also with its options; and those that are teachers' alone are all of them."""
    known = (await registry()).commands
    for command, options in re.findall(r"`/([a-z]+(?: [a-z]+)?)((?: \w+:[\w:]+)*)`", DISCORD):
        names = {parameter.name for parameter in known[command].parameters} if command in known else set()
        assert command in known or any(name.split()[0] == command for name in known), command
        assert set(re.findall(r"(\w+):[\w:]+", options)) <= names, command
    levels: dict[str, set[Level]] = {}
    for name, handler in known.items():
        levels.setdefault(name.split()[0], set()).add(handler.mark.level)
    alone = {name for name, found in levels.items() if min(found) > Level.EVERYONE}
    sentence = section(DISCORD, "Hiding commands from learners").rpartition("learners;")[2]
    assert set(re.findall(r"`/(\w+)`", sentence)) == alone


@pytest.mark.parametrize("page", [DISCORD, OPERATING], ids=["discord", "operating"])
def test_every_command_of_the_process_that_is_named_there_is(page: str):
    """With the options that it has."""
    [commands] = [action for action in _parser()._actions if hasattr(action, "choices") and action.choices]
    named = re.findall(
        r"(?<![/\w])swot ([a-z]+)((?: --[a-z]+)*)", "\n".join(re.findall(r"`[^`]+`|```sh.*?```", page, re.DOTALL))
    )
    assert named
    for command, options in named:
        known = commands.choices[command]  # type: ignore[index]
        for option in options.split():
            assert option in known.format_help(), (command, option)


def test_figures_are_those_of_the_code():
    """How many servers are looked through, and a share as it is read."""
    assert f"In more\nthan {FEW} servers" in DISCORD
    shares = re.findall(r"SWOT_DISCORD_SHARDS=(\S+)", DISCORD)
    assert [Shards.of(share) for share in shares] == [Shards(0, 3, 16), Shards(4, 7, 16)]
