"""Slash commands on the loopback: registered as at Discord, and given as people's apps let them be given."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.loopback.discord import NotOffered
from tests.loopback.discord.trying import QUIZ, School

FACT: dict[str, Any] = {"name": "fact", "description": "A fact"}
TEXT: dict[str, Any] = {"type": 3, "name": "topic", "description": "What about"}


@pytest.fixture
async def school() -> AsyncIterator[School]:
    """A school on a Discord of its own."""
    async with School.open() as school:
        yield school


def commands(school: School, guild: str = "") -> str:
    """Where commands are registered."""
    return f"/applications/{school.discord.application_id}{f'/guilds/{guild}' if guild else ''}/commands"


def options_of(event: str) -> list[dict[str, Any]]:
    """The options of the subcommand in an event."""
    return json.loads(event)["data"]["options"][0]["options"]


async def test_an_overwrite_keeps_the_ids_of_what_stays(school: School):
    """What keeps its name keeps its id, and its version if nothing changed; the rest is gone."""
    first = (await school.ask("PUT", commands(school), [QUIZ, FACT])).body
    second = (await school.ask("PUT", commands(school), [{**FACT, "description": "Changed"}, QUIZ])).body
    assert {one["name"]: one["id"] for one in first} == {one["name"]: one["id"] for one in second}
    versions = [{one["name"]: one["version"] for one in told} for told in (first, second)]
    assert versions[0]["quiz"] == versions[1]["quiz"]
    assert versions[0]["fact"] != versions[1]["fact"]
    await school.ask("PUT", commands(school), [FACT])
    assert [one["name"] for one in (await school.ask("GET", commands(school))).body] == ["fact"]
    assert school.discord.violations == []


async def test_a_server_can_have_commands_of_its_own(school: School):
    """They are offered there beside those that are everywhere, and say whose they are."""
    await school.ask("PUT", commands(school, school.guild), [FACT])
    it = await school.discord.command(school.maya, school.channel, "fact")
    assert json.loads(it.event)["data"]["guild_id"] == school.guild
    assert [one["name"] for one in school.discord.commands.listed()] == ["quiz"]
    with pytest.raises(NotOffered):
        await school.discord.command(school.maya, school.discord.direct(school.maya), "fact")


async def test_single_commands_come_and_go(school: School):
    """A post adds a command or replaces the one of its name; a delete takes it away once."""
    added = await school.ask("POST", commands(school), FACT)
    again = await school.ask("POST", commands(school), FACT)
    assert (added.status, again.status) == (201, 200)
    path = f"{commands(school)}/{added.body['id']}"
    assert (await school.ask("DELETE", path)).status == 204
    assert (await school.ask("DELETE", path)).code == 10063


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"name": "Fact"}, (0, "name")),
        ({"name": "f" * 33}, (0, "name")),
        ({"name": "a fact"}, (0, "name")),
        ({"name": ""}, (0, "name")),
        ({"description": ""}, (0, "description")),
        ({"description": "x" * 101}, (0, "description")),
        ({"name_localizations": {"xx": "fakt"}}, (0, "name_localizations")),
        ({"options": [{**TEXT, "name": f"o{one}"} for one in range(26)]}, (0, "options")),
        ({"options": [TEXT, TEXT]}, (0, "options", 1, "name")),
        ({"options": [TEXT, {**TEXT, "name": "last", "required": True}]}, (0, "options", 1)),
        ({"options": [{**TEXT, "type": 12}]}, (0, "options", 0, "type")),
        ({"options": [TEXT, {**TEXT, "name": "sub", "type": 1}]}, (0, "options")),
        ({"options": [{**TEXT, "type": 2}]}, (0, "options", 0, "options")),
        (
            {"options": [{**TEXT, "autocomplete": True, "choices": [{"name": "a", "value": "a"}]}]},
            (0, "options", 0, "autocomplete"),
        ),
        (
            {"options": [{**TEXT, "choices": [{"name": str(one), "value": "v"} for one in range(26)]}]},
            (0, "options", 0, "choices"),
        ),
        (
            {"options": [{**TEXT, "type": 4, "choices": [{"name": "a", "value": "a"}]}]},
            (0, "options", 0, "choices", 0, "value"),
        ),
    ],
)
async def test_what_discord_would_not_register(school: School, change, path):
    """Names, descriptions, order and number of options are held to; nothing is registered then."""
    answered = await school.ask("PUT", commands(school), [{**FACT, **change}])
    assert answered.code == 50035
    assert answered.wrong(*path), answered.body
    assert [one["name"] for one in school.discord.commands.listed()] == ["quiz"]


async def test_a_command_has_eight_thousand_characters(school: School):
    """Names, descriptions and values together, whatever their number."""
    choices = [{"name": f"{one:02}" + "n" * 98, "value": "v" * 100} for one in range(20)]
    body = [{**FACT, "options": [{**TEXT, "choices": choices}, {**TEXT, "name": "other", "choices": choices}]}]
    answered = await school.ask("PUT", commands(school), body)
    assert answered.wrong(0) == ["APPLICATION_COMMAND_TOO_LARGE"]
    body[0]["options"].pop()
    assert (await school.ask("PUT", commands(school), body)).status == 200


async def test_two_commands_need_two_names_and_there_are_a_hundred(school: School):
    """Duplicates are refused, and so is the hundred and first."""
    twice = await school.ask("PUT", commands(school), [FACT, FACT])
    assert twice.wrong(1, "name") == ["APPLICATION_COMMANDS_DUPLICATE_NAME"]
    many = [{**FACT, "name": f"fact{one}"} for one in range(101)]
    assert (await school.ask("PUT", commands(school), many)).code == 30032
    assert (await school.ask("PUT", commands(school), many[:100])).status == 200


async def test_options_are_sent_by_their_types(school: School):
    """Each option has its registered type; people come with what they are; choices go by name or value."""
    it = await school.command(questions=5, quick=True, level="hard", **{"with": school.teacher})
    assert options_of(it.event) == [
        {"name": "topic", "type": 3, "value": "terror"},
        {"name": "questions", "type": 4, "value": 5},
        {"name": "quick", "type": 5, "value": True},
        {"name": "level", "type": 3, "value": "2"},
        {"name": "with", "type": 6, "value": school.teacher},
    ]
    resolved = json.loads(it.event)["data"]["resolved"]
    assert resolved["users"][school.teacher]["username"] == "teacher"
    assert "user" not in resolved["members"][school.teacher]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("quizz round", {"topic": "x"}),
        ("quiz", {}),
        ("quiz solo", {"topic": "x"}),
        ("quiz round", {}),
        ("quiz round", {"topic": "x", "stray": "x"}),
        ("quiz round", {"topic": "x", "questions": 31}),
        ("quiz round", {"topic": "x", "questions": "5"}),
        ("quiz round", {"topic": "x", "questions": True}),
        ("quiz round", {"topic": "x", "level": "3"}),
        ("quiz round", {"topic": ""}),
    ],
)
async def test_what_the_app_does_not_offer(school: School, name, options):
    """Unknown names, missing and impossible options raise in the test; the options can be forged."""
    with pytest.raises(NotOffered):
        await school.discord.command(school.maya, school.channel, name, options)
    if name == "quiz round":
        it = await school.discord.command(school.maya, school.channel, name, options, forged=True)
        assert {option["name"]: option["value"] for option in options_of(it.event)} == options


async def test_commands_for_some_are_offered_to_them(school: School):
    """Default permissions and contexts decide where and to whom a command is offered."""
    school.discord.commands.overwrite([{**FACT, "default_member_permissions": "32", "contexts": [0]}])
    assert await school.discord.command(school.teacher, school.channel, "fact")
    with pytest.raises(NotOffered):
        await school.discord.command(school.maya, school.channel, "fact")
    with pytest.raises(NotOffered):
        await school.discord.command(school.teacher, school.discord.direct(school.teacher), "fact")
    stranger = school.discord.add_user("stranger")
    with pytest.raises(NotOffered):
        await school.discord.command(stranger, school.channel, "fact")


async def test_an_attached_file_comes_with_its_address(school: School):
    """An option of the attachment kind names a file that can be fetched."""
    option = {"type": 11, "name": "file", "description": "A pack", "required": True}
    school.discord.commands.overwrite([{**FACT, "options": [option]}])
    url = school.discord.attach(school.maya, "upload é.csv", b"a,b\n1,2\n")
    it = await school.discord.command(school.maya, school.channel, "fact", {"file": url})
    data = json.loads(it.event)["data"]
    attachment = data["resolved"]["attachments"][data["options"][0]["value"]]
    assert (attachment["filename"], attachment["size"], attachment["url"]) == ("upload é.csv", 8, url)
    async with school.session.get(url) as response:
        assert await response.read() == b"a,b\n1,2\n"


async def test_only_what_a_person_attaches_is_attached(school: School):
    """Neither somebody else's file nor an address that they write, unless it is forged; then Discord tells of none."""
    option = {"type": 11, "name": "file", "description": "A pack", "required": True}
    school.discord.commands.overwrite([{**FACT, "options": [option]}])
    theirs = school.discord.attach(school.teacher, "marks.csv", b"secret")
    for url in (theirs, "https://cdn.discordapp.com/attachments/1/2/marks.csv"):
        with pytest.raises(NotOffered, match="a file that they attach"):
            await school.discord.command(school.maya, school.channel, "fact", {"file": url})
        it = await school.discord.command(school.maya, school.channel, "fact", {"file": url}, forged=True)
        data = json.loads(it.event)["data"]
        assert data["options"][0]["value"] == url
        assert "resolved" not in data


async def test_only_what_is_completed_is_asked_about(school: School):
    """An option without autocomplete raises no question."""
    with pytest.raises(NotOffered):
        await school.discord.suggest(school.maya, school.channel, "quiz round", "questions", "1")
