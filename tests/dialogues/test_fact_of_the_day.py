"""The fact of the day, as a teacher and the learners live through it on every platform."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import yaml

from bot.storage.tables import due, occurrences, timed_posts, told_facts
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA

GARDEN = DATA / "garden"
BEANS = [
    f"{first}{last}"
    for last in ("an", "el", "im", "os")
    for first in ("B", "D", "F", "G", "H", "K", "L", "M", "R", "T")
]
"""What the beans are called of which the forty facts tell."""
HEAD = re.compile(r"(?:Fact of the day|On this day) · (.+)")
NOTHING = "No fact of the day is set up here yet. /fact schedule begins one."


@pytest.fixture(scope="session")
def almanac(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The garden with forty facts: thirty of any day, one of 2 December, and nine of days in July."""
    folder = tmp_path_factory.mktemp("almanac") / "garden"
    for path in GARDEN.rglob("*.yaml"):
        target = folder / path.relative_to(GARDEN)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    days = [None] * 30 + ["12-02"] + [f"07-{day:02}" for day in range(1, 10)]
    facts = [
        {
            "id": f"al-{number:02}",
            "topic": "growing/choosing",
            "text": f"A bean called {name} climbed for a whole summer.",
        }
        | {"tests": ["g-01"], "authority": ["rose-1999"]}
        | ({"calendar": day, "on": f"1902-{day}"} if day else {})
        for number, (name, day) in enumerate(zip(BEANS, days, strict=True))
    ]
    (folder / "facts" / "garden.yaml").write_text(yaml.safe_dump({"facts": facts}), "utf-8")
    return folder


@pytest.fixture
async def chat(platform: str, database_url: str, almanac: Path) -> AsyncIterator[Chat]:
    """A class with forty facts, on a Monday at eight in the morning, in London."""
    talking = await Chat.open(Installation(database_url, packs=(almanac,), platform=platform))
    yield talking
    await talking.close()


def facts_in(told: str) -> list[str]:
    """The facts that were posted, in order."""
    return HEAD.findall(told)


# A school week


async def test_three_days_bring_three_facts(chat: Chat):
    """Set up on a Monday in term: the first comes the same morning, each with its authority and a question."""
    told = await chat.say("teacher", "/fact schedule", time="08:30")
    assert told == (
        "(only teacher) From Monday 30 November, 08:30 (London), Monday to Friday.\n"
        "    40 facts left; none comes twice before all have come.\n"
        "    [Preview ten] [Term dates] [Pause]"
    )
    week = await chat.wait("3d")
    facts = facts_in(week)
    assert len(set(facts)) == len(facts) == 3
    assert week.count("#history ") == week.count("[Says who?] [Test me]") == 3
    assert f"On this day · A bean called {BEANS[30]} climbed" in week
    assert "Which of these climbs up poles?" in await chat.press("maya", "Test me")
    assert "The Long Border" in await chat.press("tom", "Says who?")


async def test_the_weekend_is_free(chat: Chat):
    """A week has five facts; fourteen days have ten."""
    await chat.say("teacher", "/fact schedule", time="08:30")
    assert len(facts_in(await chat.wait("7d"))) == 5
    assert len(facts_in(await chat.wait("7d"))) == 5


async def test_no_fact_comes_twice_before_all_have_come_whatever_restarts(chat: Chat):
    """Those of a day in July wait for it as long as there are others."""
    await chat.say("teacher", "/fact schedule 08:30 days:mon-sun")
    heard = []
    for days in (3, 7, 10, 10):
        heard += facts_in(await chat.wait(f"{days}d"))
        await chat.restart()
    assert len(heard) == len(set(heard)) == 30
    assert not any(name in fact for name in BEANS[31:] for fact in heard)
    rest = facts_in(await chat.wait("10d"))
    assert len(set(heard) | set(rest)) == 40
    assert facts_in(await chat.wait("1d"))[0] in heard


async def test_the_preview_is_what_comes(chat: Chat):
    """Ten, with their local times, and the same facts."""
    await chat.say("teacher", "/fact schedule", time="16:00", days="mon,thu")
    preview = await chat.press("teacher", "Preview ten")
    assert preview.startswith("(only teacher) What is coming (London)\n    Monday 30 November, 16:00 · A bean ")
    assert "    Thursday 31 December, 16:00 · " in preview
    planned = re.findall(r"· (A bean called \w+)", preview)
    assert len(planned) == 10
    came = facts_in(await chat.wait("32d"))
    assert [fact.split(" climbed")[0] for fact in came] == planned


async def test_clocks_change_and_the_time_stays(chat: Chat):
    """Half past eight is half past eight, winter and summer."""
    await chat.say("teacher", "/fact schedule 08:30")
    await chat.wait("115d")
    since = len(chat.shown)
    await chat.wait("14d")
    at = {chat.shown_at[index] // 60_000_000 % (24 * 60) for index in range(since, len(chat.shown))}
    assert at == {8 * 60 + 30, 7 * 60 + 30}


async def test_a_fact_comes_back_as_a_question_after_two_and_seven_days(chat: Chat):
    """Where the class wants it; on the next school day where there is none, at most two a day; the mark counts."""
    told = await chat.say("teacher", "/fact schedule 08:30 again:yes")
    assert "Each comes back as a question after two and seven days." in told
    days = [await chat.wait("1d") for _ in range(12)]
    asked = [re.findall(r"remember the fact of (\w+) (\d+) \w+\? · closes", day) for day in days]
    assert asked[:7] == [[], [], [("Monday", "30")], [("Tuesday", "1")], [("Wednesday", "2")], [], []]
    assert asked[7:10] == [
        [("Monday", "30"), ("Thursday", "3")],
        [("Tuesday", "1"), ("Friday", "4")],
        [("Wednesday", "2"), ("Monday", "7")],
    ]
    assert days[2].index("Do you remember the fact of Monday") < days[2].index(
        "Fact of the day" if "Fact of" in days[2] else "On this"
    )
    assert "Which of these climbs up poles?" in days[2]
    assert "Do you remember the fact of Monday 30 November? · the answer" in days[2]
    assert all("remember" not in told for told in (days[0], days[1]))


# Changes


async def test_a_change_of_time_neither_doubles_nor_loses_a_day(chat: Chat):
    """Moved forward before it came, it comes at once; moved back after it came, it comes tomorrow."""
    await chat.say("teacher", "/fact schedule 08:30")
    told = await chat.say("teacher", "/fact schedule 07:45")
    assert "From Monday 30 November, 07:45" in told
    assert len(facts_in(told)) == 1 or len(facts_in(await chat.wait("1s"))) == 1
    told = await chat.say("teacher", "/fact schedule 16:00")
    assert "From Tuesday 1 December, 16:00" in told
    assert facts_in(await chat.wait("24h")) == []
    assert len(facts_in(await chat.wait("8h"))) == 1
    assert await chat.count(due) == 1


async def test_what_is_paused_says_nothing_until_it_is_set_up_again(chat: Chat):
    """And begins with the next time to come."""
    await chat.say("teacher", "/fact schedule 08:30")
    paused = "(only teacher) Paused in #history: no facts until you let them go on.\n    [Go on]"
    assert await chat.press("teacher", "Pause") == paused
    assert facts_in(await chat.wait("3d")) == []
    again = "The fact of the day is paused. /fact schedule sets it going again."
    for command in ("/fact pause", "/fact skip", "/fact preview"):
        assert await chat.say("teacher", command) == f"(only teacher) {again}"
    assert "From Thursday 3 December, 09:00" in await chat.say("teacher", "/fact schedule 09:00")
    assert len(facts_in(await chat.wait("2d"))) == 2


async def test_one_day_is_skipped(chat: Chat):
    """It is left out, and the log knows; the fact comes another day."""
    await chat.say("teacher", "/fact schedule 08:30")
    told = await chat.say("teacher", "/fact skip")
    assert told == "(only teacher) No fact on Monday 30 November.\n    The next one comes on Tuesday 1 December."
    assert len(facts_in(await chat.wait("2d"))) == 1
    rows = [(row.slot, row.outcome) for row in await chat.rows(occurrences.select().order_by(occurrences.c.slot))]
    assert rows == [("2026-11-30", "skipped"), ("2026-12-01", "said")]


async def test_the_history_tells_what_came_when(chat: Chat):
    """To anybody who asks, the newest first, as this class has it."""
    assert await chat.say("maya", "/fact history") == "(only maya) This class has been told no fact yet."
    await chat.say("teacher", "/fact schedule 08:30")
    facts = facts_in(await chat.wait("2d"))
    told = await chat.say("maya", "/fact history")
    assert re.findall(r"(\w+ \d+ \w+) · (.+)", told) == [
        ("Tuesday 1 December", facts[1]),
        ("Monday 30 November", facts[0]),
    ]


# Rooms


async def test_a_fact_is_posted_in_the_room_that_is_named(chat: Chat):
    """The teacher sets it up from anywhere in the class; its buttons and commands know which post is meant."""
    await chat.say("teacher", "/class teachers")
    chat.session.room = "facts"
    await chat.say("teacher", "/class teachers")
    chat.session.room = "history"
    assert "From Monday 30 November, 08:30" in await chat.say("teacher", "/fact schedule 08:30 room:#facts")
    assert "What is coming" in await chat.press("teacher", "Preview ten")
    told = await chat.wait("1d")
    assert "#facts Fact of the day · " in told or "#facts On this day · " in told
    assert "#history" not in told
    assert "No fact on" in await chat.say("teacher", "/fact skip")
    assert "Paused" in await chat.say("teacher", "/fact pause")


async def test_rooms_that_hear_it_at_the_same_times_hear_the_same(chat: Chat):
    """One fact a day for the class, one message for each room; moved in one room, it is another's no more."""
    await chat.say("teacher", "/fact schedule 08:30")
    chat.session.room = "facts"
    await chat.say("teacher", "/fact schedule 08:30")
    told = await chat.wait("1d")
    heard = facts_in(told)
    assert len(heard) == 2
    assert len(set(heard)) == 1
    assert await chat.count(told_facts) == 1
    assert ("#history " in told, "#facts " in told) == (True, True)
    assert "From Tuesday 1 December, 16:00" in await chat.say("teacher", "/fact schedule 16:00")
    await chat.say("teacher", "/calendar holiday 2027-01-04")
    told = await chat.wait("1d")
    assert len(facts_in(told)) == len(set(facts_in(told))) == 2
    assert await chat.count(due) == 2


async def test_a_room_that_is_none_of_the_class_s_is_refused(chat: Chat):
    """Nobody has things said where the class has never been."""
    told = await chat.say("teacher", "/fact schedule 08:30 room:#elsewhere")
    assert told == ("(only teacher) That room is none of this class's yet. Say /class room there, and try again.")
    assert await chat.count(due) == 0


# Who may, and what makes no sense


@pytest.mark.parametrize("command", ["/fact schedule 08:30", "/fact pause", "/fact skip", "/fact preview"])
async def test_only_a_teacher_sets_the_time(chat: Chat, command: str):
    """And nothing is set up."""
    assert await chat.say("maya", command) == "(only maya) Only a teacher of this class can do that."
    assert await chat.count(due) == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"time": "25:00"}, "“25:00” is no time of day. Write it as 08:30 or 16:00."),
        ({"time": "08:30", "days": "never"}, "“never” are no days of the week. Write them as mon-fri, or mon,wed,fri."),
        ({"time": "08:30", "topics": "losses"}, "There are no facts on that yet."),
        ({"time": "08:30", "topics": "growing, jugding"}, "There is no topic “jugding”. Did you mean judging?"),
    ],
)
async def test_what_makes_no_sense_sets_nothing_up(chat: Chat, options: dict[str, str], told: str):
    """A sentence says what would."""
    assert await chat.say("teacher", "/fact schedule", **options) == f"(only teacher) {told}"
    assert await chat.count(due) == 0


@pytest.mark.parametrize("command", ["/fact pause", "/fact skip", "/fact preview"])
async def test_what_is_not_set_up_can_not_be_changed(chat: Chat, command: str):
    """The sentence says how it begins."""
    assert await chat.say("teacher", command) == f"(only teacher) {NOTHING}"


async def test_a_command_delivered_again_sets_up_nothing_new(chat: Chat):
    """It is answered as before, and the day has one fact."""
    told = await chat.say("teacher", "/fact schedule 08:30")
    assert await chat.redeliver() == told
    assert len(facts_in(await chat.wait("1d"))) == 1
    assert await chat.count(told_facts) == 1


# When things go wrong


async def test_a_room_that_can_not_be_written_in_is_left_out_and_its_teacher_told_once(chat: Chat):
    """On the teacher's desk, with the way to go on."""
    await chat.say("teacher", "/fact schedule 08:30")
    chat.session.forbid()
    told = await chat.wait("1d")
    assert "The fact of the day could not be posted in its room, and is paused there." in told
    assert "/fact schedule in that room begins it again." in told
    assert await chat.wait("3d") == ""
    chat.session.allow()
    assert "From Friday 4 December" in await chat.say("teacher", "/fact schedule 08:30")
    assert len(facts_in(await chat.wait("1d"))) == 1
    assert await chat.count(timed_posts) == 1


async def test_other_rooms_and_posts_go_on_where_one_room_can_not_be_written_in(chat: Chat):
    """The same fact comes in the other room, every day; the question of the day is its own affair."""
    await chat.say("teacher", "/fact schedule 08:30")
    chat.session.room = "facts"
    await chat.say("teacher", "/fact schedule 08:30")
    await chat.say("teacher", "/schedule question 09:00")
    chat.session.room = "history"
    chat.session.forbid()
    told = [await chat.wait("1d") for _ in range(3)]
    assert ["#history" in day for day in told] == [False] * 3
    assert [day.count("could not be posted in its room") for day in told] == [1, 0, 0]
    assert [len(facts_in(day)) for day in told] == [1] * 3
    assert ["#facts Question of the day" in day for day in told] == [True] * 3


async def test_the_class_says_how_late_a_missed_fact_is_caught_up(chat: Chat, caplog: pytest.LogCaptureFixture):
    """And the log says what was missed."""
    await chat.say("teacher", "/fact schedule 08:30")
    for hours, came in ((1, 0), (3, 1)):
        await chat.say("teacher", f"/calendar late hours:{hours}")
        await chat.session.leave()
        chat.clock.move_to(chat.clock.now() + 150 * 60_000_000)
        await chat.session.enter(chat.app)
        assert len(facts_in(await chat.wait("1s"))) == came
        chat.clock.move_to(chat.clock.now() + 24 * 3_600_000_000 - 150 * 60_000_000 - 1_000_000)
    assert "2026-11-30 of" in caplog.text
    assert "is missed: nothing ran at its time" in caplog.text


@pytest.mark.parametrize("policy", ["skip", "repeat"])
async def test_the_class_says_what_becomes_of_a_fact_that_may_have_arrived(
    chat: Chat, caplog: pytest.LogCaptureFixture, policy: str
):
    """Where the platform can't tell; the log names the message and the policy."""
    await chat.say("teacher", f"/calendar late unsure:{policy}")
    await chat.say("teacher", "/fact schedule 08:30")
    chat.session.fail_posts(1, "lost")
    came = len(facts_in(await chat.wait("1d")))
    can_tell = not chat.session.may_post_twice("arrived")
    assert came == (can_tell or policy == "repeat")
    told = [record.getMessage() for record in caplog.records if f"(policy: {policy})" in record.getMessage()]
    assert len(told) == (not can_tell)
    assert all(line.startswith("message timed:") and ":2026-11-30:" in line for line in told)


async def test_what_was_missed_while_nothing_ran_is_caught_up_within_hours_and_otherwise_left(chat: Chat):
    """A night's standstill loses nothing; after a week there are no seven facts at once."""
    await chat.say("teacher", "/fact schedule 08:30")
    await chat.session.leave()
    chat.clock.move_to(chat.clock.now() + 3 * 3_600_000_000)
    await chat.session.enter(chat.app)
    assert len(facts_in(await chat.wait("1s"))) == 1
    await chat.session.leave()
    chat.clock.move_to(chat.clock.now() + 8 * 24 * 3_600_000_000)
    await chat.session.enter(chat.app)
    assert len(facts_in(await chat.wait("1s"))) == 1
    rows = [(row.slot, row.outcome) for row in await chat.rows(occurrences.select().order_by(occurrences.c.slot))]
    assert rows == [
        ("2026-11-30", "said"),
        *((f"2026-12-{day:02}", "missed") for day in (1, 2, 3, 4, 7)),
        ("2026-12-08", "said"),
    ]
