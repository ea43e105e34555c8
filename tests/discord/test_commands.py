"""The commands as they are declared, and whether they have changed."""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest

from adapters.discord.commands import changed, declarations
from adapters.discord.limits import LIMITS, TooMuch
from bot.chat.declared import Handler, Level, Mark
from bot.chat.parameters import Kind, Parameter
from bot.chat.registry import Registry
from bot.clock import SteppedClock
from bot.main import App, Settings
from tests.discord.recorded import AT
from tests.discord.told import Told
from tests.loopback.discord.commands import Commands
from tests.loopback.discord.description import description
from tests.loopback.discord.ids import Snowflakes

PUT = "/applications/{application_id}/commands"


def ours() -> list[dict[str, Any]]:
    """What is declared."""
    return declarations(Registry.of(Told()).commands)


def given_back(declared: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What Discord gives back when it is asked for its commands, with numbers and defaults of its own."""
    return copy.deepcopy(Commands(Snowflakes(SteppedClock(AT)), "1").overwrite(copy.deepcopy(declared)))


Path = tuple[str | int, ...]


def parts(declared: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every command, option and choice, and the way to it."""
    if isinstance(declared, list):
        for place, one in enumerate(declared):
            yield from parts(one, (*path, place))
    elif isinstance(declared, dict):
        yield path, declared
        for name in ("options", "choices"):
            yield from parts(declared.get(name), (*path, name))


def at(declared: Any, path: Path) -> Any:
    """What stands at a path."""
    for step in path:
        declared = declared[step]
    return declared


def other(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, list):
        return value[:-1]
    return value + 1 if isinstance(value, int) else f"{value}x"


ADDED: dict[str, Any] = {
    "required": True,
    "autocomplete": True,
    "min_value": 3,
    "max_value": 4,
    "min_length": 3,
    "max_length": 4,
    "choices": [{"name": "a", "value": "a"}],
    "options": [{"name": "a", "description": "a", "type": 3}],
    "channel_types": [0],
    "default_member_permissions": "32",
    "nsfw": True,
}
SAID = [(path, name) for path, part in parts(ours()) for name, value in part.items() if value not in ([], None)]
UNSAID = [(path, name) for path, part in parts(ours()) for name in ADDED if not part.get(name)]


def told(place: tuple[Path, str]) -> str:
    """A place as the name of a test."""
    return ".".join(map(str, (*place[0], place[1])))


@pytest.fixture
async def registry(sqlite_url: str) -> AsyncIterator[Registry]:
    """Every command that there is."""
    app = await App.open(Settings(sqlite_url, packs=()))
    yield app.registry
    await app.close()


# What is declared


async def test_discord_takes_every_command_that_there_is(registry: Registry):
    """By the rules that the loopback knows, and by Discord's own description where it is at hand."""
    declared = declarations(registry.commands)
    given_back(declared)
    described = description()
    if described is not None:
        assert described.problems("PUT", PUT, declared) == []
    names = {" ".join(words) for one in declared for words in spoken(one)}
    assert names == set(registry.commands)


def spoken(declared: dict[str, Any]) -> Iterator[list[str]]:
    """The words of every command within one."""
    inner = [option for option in declared.get("options", ()) if option["type"] in (1, 2)]
    if not inner:
        yield [declared["name"]]
    for option in inner:
        for words in spoken(option):
            yield [declared["name"], *words]


def test_every_kind_of_option_is_declared():
    """Required ones first; numbers with their bounds, text with its length, choices with theirs."""
    described = description()
    if described is not None:
        assert described.problems("PUT", PUT, ours()) == []
    [say] = [one for one in ours() if one["name"] == "say"]
    note, round_ = (one for one in say["options"] if one["name"] in ("note", "round"))
    assert (round_["name"], round_["type"], round_["description"]) == ("round", 1, "A round for everybody.")
    assert round_["options"] == [
        {
            "name": "topic",
            "description": "what about",
            "type": 3,
            "required": True,
            "max_length": 200,
            "autocomplete": True,
        },
        {"name": "person", "description": "against whom", "type": 6, "required": True},
        {"name": "questions", "description": "how many", "type": 4, "min_value": 1, "max_value": 30},
        {"name": "quick", "description": "no time to think", "type": 5},
        {
            "name": "level",
            "description": "how hard",
            "type": 3,
            "choices": [{"name": "easy", "value": "easy"}, {"name": "hard", "value": "hard"}],
        },
    ]
    assert note == {"name": "note", "description": "Say it to you alone.", "type": 1, "options": []}


def test_commands_of_three_words_share_a_group():
    """Command, group and sub-command, each with something to say."""
    [whole] = [one for one in ours() if one["name"] == "let"]
    [group] = whole["options"]
    assert (group["name"], group["type"], group["description"]) == ("teachers", 2, "Swot: teachers")
    assert [one["name"] for one in group["options"]] == ["add", "drop"]


def test_commands_are_for_servers_and_for_direct_messages_with_swot():
    """Not for direct messages between people, and not for apps that somebody installs for themselves."""
    assert all((one["contexts"], one["integration_types"]) == ([0, 1], [0]) for one in ours())


async def test_nothing_of_a_learners_is_kept_from_direct_messages(registry: Registry):
    """Only what has nobody to speak to there: desks are there, and what teachers can do on theirs."""
    only_in_servers = {one["name"] for one in declarations(registry.commands) if one["contexts"] == [0]}
    assert only_in_servers == {"debate"}
    for name, one in registry.commands.items():
        assert name.split()[0] not in only_in_servers or one.mark.level >= Level.TEACHER


def test_one_sub_command_that_is_wanted_there_keeps_all_in_direct_messages():
    """Discord knows no places of sub-commands."""
    here, anywhere = handler("c here"), handler("c anywhere")
    here = replace(here, mark=replace(here.mark, only_in="space"))
    assert declarations({"c here": here})[0]["contexts"] == [0]
    assert declarations({"c here": here, "c anywhere": anywhere})[0]["contexts"] == [0, 1]


async def test_no_command_is_hidden_from_anybody(registry: Registry):
    """A teacher need have no right of Discord's; said outright, so that what an earlier version hid comes back."""
    declared = declarations(registry.commands)
    assert all(one["default_member_permissions"] is None for one in declared)
    back = given_back(declared)
    back[0]["default_member_permissions"] = "32"
    assert changed(declared, back)


def handler(name: str, about: str = "About it.", *options: Parameter) -> Handler:
    """A command of that name."""

    async def call() -> None:
        raise AssertionError("nobody calls it")

    return Handler(Mark("command", name, "note", Level.EVERYONE), call, about, options)


def option(name: str = "o", about: str = "About it", kind: Kind = "text", **more: Any) -> Parameter:
    """An option."""
    return Parameter(name, kind, required=False, about=about, **more)


@pytest.mark.parametrize(
    ("what", "handlers"),
    [
        ("commands", [handler(f"c{n}") for n in range(101)]),
        ("command options", [handler(f"c s{n}") for n in range(26)]),
        ("command options", [handler(f"c g s{n}") for n in range(26)]),
        ("command options", [handler(f"c g{n} s") for n in range(26)]),
        ("command options", [handler("c", "About it.", *(option(f"o{n}") for n in range(26)))]),
        ("command name", [handler("c" * 33)]),
        ("command name", [handler("c " + "s" * 33)]),
        ("command name", [handler("c " + "g" * 33 + " s")]),
        ("command name", [handler("c g " + "s" * 33)]),
        ("command name", [handler("c", "About it.", option("o" * 33))]),
        ("command about", [handler("c", "x" * 101)]),
        ("command about", [handler("c", "About it.", option(about="x" * 101))]),
        ("choices", [handler("c", "About it.", option(kind="choice", choices=tuple(map(str, range(26)))))]),
    ],
)
def test_what_discord_would_refuse_raises(what: str, handlers: list[Handler]):
    """More than a limit is refused before it is sent, at the start rather than when somebody needs it."""
    with pytest.raises(TooMuch, match=what):
        declarations({one.mark.name: one for one in handlers})


def test_a_commands_characters_are_counted_as_discord_counts_them():
    """Names, descriptions and the names and values of choices, of the command and all below it."""
    words = tuple(f"{n:050}" for n in range(25))  # 25 choices of 50 characters, by name and by value: 2,500
    three = [option(f"o{n}", "x" * 97, "choice", choices=words) for n in range(3)]  # with 2 and 97 each: 7,797
    rest = LIMITS["command characters"] - 3 * 2599 - 1 - 100 - 2
    fits = handler("c", "x" * 100, *three, option("oo", "x" * rest))
    assert rest == 100
    assert given_back(declarations({"c": fits}))
    with pytest.raises(TooMuch, match="command characters: 8001"):
        declarations({"cc": handler("cc", "x" * 100, *three, option("oo", "x" * rest))})


def test_a_file_is_an_option_of_its_own_kind():
    """Discord takes it, required or not, and has it attached."""
    may = Parameter("may", "file", required=False, about="May.")
    must = Parameter("must", "file", required=True, about="Must.")
    declared = declarations({"c": handler("c", "About it.", may, must)})
    assert declared[0]["options"] == [
        {"name": "must", "description": "Must.", "type": 11, "required": True},
        {"name": "may", "description": "May.", "type": 11},
    ]
    assert not changed(declared, given_back(declared))
    described = description()
    if described is not None:
        assert described.problems("PUT", PUT, declared) == []


# Whether it has changed


def test_what_discord_gives_back_has_not_changed():
    """Ids, versions and defaults that Discord adds are no change."""
    assert not changed(ours(), given_back(ours()))
    assert not changed(ours(), ours())


def test_nulls_are_no_change():
    """What Discord names without a value says nothing."""
    back = given_back(ours())
    for _, part in parts(back):
        part |= {name: None for name in ADDED if not part.get(name)}
        part |= {"name_localizations": {}, "description_localizations": None}
    assert not changed(ours(), back)


@pytest.mark.parametrize("name", ["name_localizations", "description_localizations"])
def test_words_in_another_language_are_a_change(name: str):
    """One more, one less, or another one, in any command, option or choice."""
    for path, _ in parts(ours()):
        mine, theirs = ours(), ours()
        at(mine, path)[name] = {"de": "wort"}
        assert changed(mine, theirs)
        assert changed(theirs, mine)
        at(theirs, path)[name] = {"de": "anderes"}
        assert changed(mine, theirs)
        at(theirs, path)[name] = {"de": "wort"}
        assert not changed(mine, theirs)


def test_the_order_of_commands_is_no_change():
    """Discord gives them back in an order of its own."""
    assert not changed(ours(), given_back(ours())[::-1])


@pytest.mark.parametrize("place", SAID, ids=told)
def test_whatever_is_said_otherwise_is_a_change(place: tuple[Path, str]):
    """In any command, option or choice: another value, or none."""
    path, name = place
    back = given_back(ours())
    here = _in_theirs(back, path)
    at(back, here)[name] = other(at(back, here)[name])
    assert changed(ours(), back)
    mine = ours()
    at(mine, path)[name] = other(at(mine, path)[name])
    assert changed(mine, given_back(ours()))
    if name not in ("name", "type"):
        back = given_back(ours())
        del at(back, here)[name]
        assert changed(ours(), back)


@pytest.mark.parametrize("place", UNSAID, ids=told)
def test_whatever_is_said_beyond_ours_is_a_change(place: tuple[Path, str]):
    """What an earlier version declared and this one does not has to go."""
    path, name = place
    back = given_back(ours())
    here = _in_theirs(back, path)
    at(back, here)[name] = ADDED[name]
    assert changed(ours(), back)


def _in_theirs(back: list[dict[str, Any]], path: Path) -> Path:
    """Where Discord has what stands at a path of ours: its commands may stand in another order."""
    names = [command["name"] for command in back]
    return (names.index(ours()[int(path[0])]["name"]), *path[1:])


def test_a_command_more_or_less_is_a_change():
    """On either side."""
    assert changed(ours()[1:], given_back(ours()))
    assert changed(ours(), given_back(ours()[1:]))
    assert changed(ours(), [])
    assert not changed([], [])


def test_options_in_another_order_are_a_change():
    """People see them in order."""
    back = given_back(ours())
    [say] = [one for one in back if one["name"] == "say"]
    [round_] = [one for one in say["options"] if one["name"] == "round"]
    round_["options"].reverse()
    assert changed(ours(), back)


async def test_nothing_that_there_is_changes_by_being_given_back(registry: Registry):
    """Whatever Swot declares, a second start has nothing to declare."""
    declared = declarations(registry.commands)
    assert not changed(declared, given_back(declared))
