"""Finding one's way: `/swot help`, what was meant by what was mistyped, and suggestions while typing."""

from __future__ import annotations

import pytest

from bot.chat import Level
from bot.storage.tables import classes, members
from tests.chat_harness import Chat

TOPICS = ["growing", "growing/choosing", "growing/seasons", "ticking", "judging", "writing", "ordering", "losses"]


# Helpers


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Nothing here asks the database: the other one would show nothing more."""
    return sqlite_url


async def suggested(chat: Chat, command: str, option: str, typed: str) -> list[str]:
    """What an option could be, given what a learner has typed of it: the values."""
    return [found.value for found in await chat.session.suggest("maya", command, option, typed)]


# The list


async def test_help_lists_every_command_once_with_what_it_does(chat: Chat):
    """Nothing that there is has to be guessed; teachers' commands stand apart, each explained with its group."""
    told = await chat.say("maya", "/swot help")
    everyone, _, for_teachers = told.partition("For teachers")
    assert len(chat.app.registry.commands) >= 8
    groups: dict[str, str] = {}
    for name, handler in chat.app.registry.commands.items():
        word, _, rest = name.partition(" ")
        line = f"/{name} · {handler.about}\n"
        if handler.mark.level is Level.EVERYONE or not rest:
            assert told.count(line) == 1, name
            assert line in (everyone if handler.mark.level is Level.EVERYONE else for_teachers), name
            continue
        [listed] = [line for line in for_teachers.splitlines() if line.strip().startswith(f"/{word} · ")]
        assert rest in listed.partition(" · ")[2].split(", "), name
        if word not in groups:
            groups[word] = f"{await chat.say('maya', f'/swot help {word}')}\n"
        explained = groups[word] if groups[word].startswith(f"(only maya) /{word}\n") else told
        assert explained.count(line) == 1, name


async def test_help_is_told_to_who_asks(chat: Chat):
    """Asking for help is nobody else's business, and a learner may ask."""
    for person in ("maya", "teacher"):
        await chat.say(person, "/swot help")
    assert [(shown.kind, shown.where) for shown in chat.shown] == [("note", "maya"), ("note", "teacher")]


async def test_the_example_that_help_gives_works(chat: Chat):
    """Whoever types what the last line says gets what it promises."""
    told = await chat.say("maya", "/swot help")
    example = told[told.rindex("/swot help") :]
    assert (await chat.say("maya", example)).startswith("(only maya) /quiz round\n")


# One command


async def test_help_explains_every_command_with_its_options(chat: Chat):
    """Each option is written as it is to be typed, with what it means."""
    for name, handler in chat.app.registry.commands.items():
        told = await chat.say("maya", f"/swot help {name}")
        assert told.startswith(f"(only maya) /{name}\n    {handler.about}"), name
        for option in handler.parameters:
            assert f"\n    {option.usage} · {option.told}" in told, (name, option.name)
        assert ("Only for teachers of the class." in told) == (handler.mark.level is not Level.EVERYONE), name


@pytest.mark.parametrize(
    "words", ["quiz solo", "/quiz solo", 'command:"/quiz solo"', "Quiz SOLO", "quiz solo questions"]
)
async def test_a_command_is_explained_however_it_is_named(chat: Chat, words: str):
    """With or without the stroke, quoted or not, in capitals, or with more behind it."""
    assert (await chat.say("maya", f"/swot help {words}")).startswith("(only maya) /quiz solo\n")


async def test_what_may_be_left_out_is_said_once(chat: Chat):
    """The brackets and “if left out” say it; a third time is one too many on a phone."""
    told = await chat.say("maya", "/swot help quiz solo")
    [line] = [line for line in told.splitlines() if "[topic:" in line]
    assert line.count("left out") == 1


@pytest.mark.parametrize("typed", ["/quiz help", "/QUIZ Help"])
async def test_a_group_says_itself_what_it_has(chat: Chat, typed: str):
    """What people type first where commands are words: the same as /swot help with the group's name."""
    told = await chat.say("maya", typed)
    assert told == await chat.say("maya", "/swot help quiz")
    assert "/quiz solo · " in told


async def test_a_command_that_is_one_word_says_itself_how_it_is_used(chat: Chat):
    """As long as the word can't be what it is asked about."""
    assert await chat.say("maya", "/leaderboard help") == await chat.say("maya", "/swot help leaderboard")
    assert "is not in the glossary" in await chat.say("maya", "/explain help")


# What was meant


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("/quiz sloo", "There is no command /quiz sloo. Did you mean /quiz solo?"),
        ("/quizz solo", "There is no command /quizz solo. Did you mean /quiz solo?"),
        ("/leaderbord", "There is no command /leaderbord. Did you mean /leaderboard?"),
        ("/swot hlep", "There is no command /swot hlep. Did you mean /swot help?"),
        ("/fact nwo", "There is no command /fact nwo. Did you mean /fact now?"),
        ("/class teahcers", "There is no command /class teahcers. Did you mean /class teachers?"),
        ("/swot help leaderbord", "There is no command /leaderbord. Did you mean /leaderboard?"),
        ("/zebra", "There is no command /zebra. /swot help lists what there is."),
        ("/swot help zebra", "There is no command /zebra. /swot help lists what there is."),
        ("/swot help comand:zebra", "There is no option “comand”. Did you mean command?"),
        ("/quiz solo question:3", "There is no option “question”. Did you mean questions?"),
        (
            "/leaderboard colour:red",
            (
                "There is no option “colour”. It takes "
                "[over:week/half-term/all], [by:points/improvement/steadiness], [of:class/teams], [names:show/hide]."
            ),
        ),
        ("/class teachers all:yes", "There is no option “all”. This command takes no options."),
        ("/", "There is no command /. /swot help lists what there is."),
    ],
)
async def test_what_was_mistyped_is_told_what_was_meant(chat: Chat, typed: str, sentence: str):
    """The nearest command or option; where none is near, how to find them."""
    assert await chat.say("maya", typed) == f"(only maya) {sentence}"


@pytest.mark.parametrize(
    ("typed", "known"),
    [("/quiz", ("round", "solo", "stop")), ("/fact", ("now",)), ("/class", ("teacher", "teachers"))],
)
async def test_half_a_command_is_told_how_it_can_go_on(chat: Chat, typed: str, known: tuple[str, ...]):
    """Every command of the group is named."""
    told = await chat.say("maya", typed)
    for name in known:
        assert f"{typed.split(maxsplit=1)[0]} {name}" in told


@pytest.mark.parametrize(
    "typed", ["/" + "x" * 100_000, "/quiz " + "x" * 100_000, "/swot help " + "x " * 50_000, "/\x1b[31m\x00 \u202e"]
)
async def test_nonsense_gets_a_short_answer(chat: Chat, typed: str):
    """However long and strange it is, the answer fits on a phone and repeats no control characters."""
    told = await chat.say("maya", typed)
    assert told.startswith("(only maya) ")
    assert "went wrong" not in told
    assert len(told) < 250
    assert all(char.isprintable() for char in told.replace("\n", ""))


async def test_mistyping_changes_nothing(chat: Chat):
    """Not even a class comes of it."""
    for typed in ("/quizz", "/swot hepl", "/swot help zebra", "/zebra"):
        await chat.say("maya", typed)
    assert await chat.count(classes) == 0


# While typing


@pytest.mark.parametrize("command", ["quiz solo", "quiz round", "fact now"])
async def test_topics_are_suggested_in_teaching_order(chat: Chat, command: str):
    """With nothing typed, all of them, parts after their topic."""
    assert await suggested(chat, command, "topic", "") == TOPICS


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ju", ["judging"]),
        ("grow", ["growing", "growing/choosing", "growing/seasons"]),
        ("the s", ["growing/seasons"]),
        ("TRUE", ["judging"]),
        ("seas", ["growing/seasons"]),
        ("t", ["growing/seasons", "ticking", "judging"]),
        ("zebra", []),
        (" ", TOPICS),
    ],
)
async def test_topics_are_suggested_by_name_and_title(chat: Chat, typed: str, found: list[str]):
    """Those that begin with what is typed come first, those that only have it in them after."""
    suggestions = await suggested(chat, "quiz solo", "topic", typed)
    assert suggestions[: len(found)] == found
    assert all(typed.strip().casefold() in value or value in TOPICS for value in suggestions)
    assert bool(suggestions) == bool(found)


async def test_a_suggested_topic_is_shown_by_its_title(chat: Chat):
    """The learner reads “The seasons”; what is sent is the topic's id."""
    [option] = await chat.session.suggest("maya", "quiz solo", "topic", "seasons")
    assert (option.label, option.value) == ("The seasons", "growing/seasons")


async def test_every_suggested_topic_can_be_taken(chat: Chat):
    """What is suggested is understood."""
    for value in await suggested(chat, "quiz solo", "topic", ""):
        assert "1 of " in await chat.say("maya", "/quiz solo", topic=value)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (
            "quiz",
            ["quiz disputes", "quiz homework", "quiz paper", "quiz round", "quiz set", "quiz solo", "quiz stop"],
        ),
        ("/quiz s", ["quiz set", "quiz solo", "quiz stop"]),
        ("CLASS RO", ["class role", "class roles", "class room"]),
        ("zebra", []),
    ],
)
async def test_commands_are_suggested_for_help(chat: Chat, typed: str, found: list[str]):
    """With or without the stroke."""
    assert await suggested(chat, "swot help", "command", typed) == found


async def test_every_suggested_command_is_explained(chat: Chat):
    """With nothing typed as many are suggested as a list holds; each is found by its name, and can be asked about."""
    every = sorted(chat.app.registry.commands)
    assert await suggested(chat, "swot help", "command", "") == every[:25]
    for value in every:
        assert value in await suggested(chat, "swot help", "command", value)
        assert (await chat.say("maya", f'/swot help command:"{value}"')).startswith(f"(only maya) /{value}\n")


@pytest.mark.parametrize(
    ("command", "option", "typed", "found"),
    [
        ("leaderboard", "over", "", ["week", "half-term", "all"]),
        ("leaderboard", "names", "S", ["show"]),
        ("class role", "role", "ob", ["observer"]),
        ("quiz solo", "practice", "", ["yes", "no"]),
        ("quiz solo", "questions", "3", []),
        ("quiz solo", "colour", "r", []),
        ("zebra", "topic", "r", []),
    ],
)
async def test_fixed_values_are_suggested_and_nothing_where_there_are_none(
    chat: Chat, command: str, option: str, typed: str, found: list[str]
):
    """Choices and yes or no are suggested; numbers, unknown options and unknown commands have no suggestions."""
    assert await suggested(chat, command, option, typed) == found


async def test_typing_changes_nothing_and_shows_nothing(chat: Chat):
    """Suggestions come and go without a trace."""
    for typed in ("", "j", "\x00\x1b", "x" * 100_000, "%", "_"):
        await suggested(chat, "quiz solo", "topic", typed)
    assert chat.shown == []
    assert (await chat.count(classes), await chat.count(members)) == (0, 0)


async def test_no_more_is_suggested_than_a_platform_shows(history: Chat):
    """At most twenty-five, of the pack that comes with Swot too, and every one fits."""
    for typed in ("", "the", "s"):
        assert len(await history.session.suggest("maya", "quiz solo", "topic", typed)) <= 25
