"""Where the class stands: `/leaderboard`, as learners live through it."""

from __future__ import annotations

import re

import pytest

from bot.chat import Invoke, Profile, Reply, Room, plain
from bot.storage.tables import members
from tests.chat_harness import Chat

RIGHT = {
    "judging": "False",
    "growing/choosing": "Runner bean",
    "losses": "A fungus",
}
"""Three topics of one question each, and what is right there."""


# Helpers


async def earn(chat: Chat, person: str, questions: int) -> None:
    """A person answers so many questions rightly, alone: each brings half a point."""
    for topic, right in list(RIGHT.items())[:questions]:
        told = await chat.say(person, "/quiz solo", topic=topic)
        found = re.search(rf"\[((?:[A-D] )?{right})\]", told)
        assert found, told
        assert "✓" in await chat.press(person, found[1])


async def miss(chat: Chat, person: str) -> None:
    """A person answers a question wrongly."""
    await chat.say(person, "/quiz solo", topic="judging")
    await chat.press(person, "True")


def rows(told: str) -> list[tuple[str, ...]]:
    """The board's lines: place, name, points."""
    found = re.findall(r"^ +(\d+) +(\S.*?) +([\d.]+)$", told, re.MULTILINE)
    return [tuple(row) for row in found]


async def board(chat: Chat, person: str = "maya", **options: str) -> list[tuple[str, ...]]:
    """The board's lines as a person sees them."""
    return rows(await chat.say(person, "/leaderboard", **options))


# Names


async def test_nobody_is_named_who_did_not_choose_to_be(chat: Chat):
    """Without a word of theirs, learners are a number on the board, and each sees their own place alone."""
    await earn(chat, "maya", 2)
    await earn(chat, "tom", 1)
    for person, other in (("maya", "Tom"), ("tom", "Maya"), ("teacher", "Maya")):
        told = await chat.say(person, "/leaderboard")
        assert "2 learners have points" in told
        assert other not in told
        assert rows(told) == []


async def test_who_shows_their_name_stands_on_everyones_board(chat: Chat):
    """One who chose to be seen is seen by all; the others stay a number."""
    await earn(chat, "maya", 2)
    await earn(chat, "tom", 1)
    told = await chat.say("tom", "/leaderboard", names="show")
    assert "Your name is shown on boards." in told
    for person in ("maya", "tom", "teacher"):
        told = await chat.say(person, "/leaderboard")
        assert rows(told) == [("2", "Tom", "0.5")]
        assert "Maya" not in told


async def test_who_hides_their_name_is_off_the_board_at_once(chat: Chat):
    """Second thoughts are honoured, on the board of all time too."""
    await earn(chat, "maya", 1)
    assert await board(chat, names="show") == [("1", "Maya", "0.5")]
    told = await chat.say("maya", "/leaderboard", names="hide")
    assert "Your name is not shown on boards." in told
    assert rows(told) == []
    assert await board(chat, "tom") == []
    assert await board(chat, "tom", over="all") == []


async def test_a_name_can_be_shown_before_there_are_points(chat: Chat):
    """The choice is kept until there is something to show."""
    told = await chat.say("maya", "/leaderboard", names="show")
    assert "Nobody has points yet. /quiz solo is a beginning." in told
    assert "Your name is shown on boards." in told
    await earn(chat, "maya", 1)
    assert await board(chat, "tom") == [("1", "Maya", "0.5")]


async def test_the_button_on_the_board_shows_and_hides(chat: Chat):
    """One press, and the same message shows the other state."""
    await earn(chat, "maya", 1)
    assert (await chat.say("maya", "/leaderboard")).endswith("[Show my name]")
    told = await chat.press("maya", "Show my name")
    assert rows(told) == [("1", "Maya", "0.5")]
    assert told.endswith("[Hide my name]")
    assert await board(chat, "tom") == [("1", "Maya", "0.5")]
    told = await chat.press("maya", "Hide my name")
    assert rows(told) == []
    assert told.endswith("[Show my name]")
    assert len([message for message in chat.session.screen.messages if message.view.title == "This week"]) == 2


async def test_the_button_leaves_the_board_that_one_looks_at(chat: Chat):
    """On the board of all time it shows and hides on the board of all time."""
    await earn(chat, "maya", 1)
    await chat.wait("7d")
    await chat.say("maya", "/leaderboard", over="all")
    told = await chat.press("maya", "Show my name")
    assert told.startswith("(only maya) All time\n")
    assert rows(told) == [("1", "Maya", "0.5")]


async def test_a_press_on_somebody_elses_button_shows_the_name_of_who_pressed(chat: Chat):
    """The address names nobody: forging it can only show one's own name."""
    await earn(chat, "maya", 1)
    await earn(chat, "tom", 1)
    await chat.say("maya", "/leaderboard")
    told = await chat.press_action("tom", chat.actions("Show my name")[-1])
    assert [name for _, name, _ in rows(told)] == ["Tom"]


async def test_the_choice_outlives_the_process(chat: Chat):
    """Shown stays shown, hidden stays hidden; the button works on."""
    await earn(chat, "maya", 1)
    await chat.say("maya", "/leaderboard", names="show")
    await chat.restart()
    assert await board(chat, "tom") == [("1", "Maya", "0.5")]
    assert rows(await chat.press("maya", "Hide my name")) == []
    await chat.restart()
    assert await board(chat, "tom") == []


async def test_an_old_choice_delivered_again_does_not_undo_a_newer_one(chat: Chat):
    """The platform delivers “show” a second time after the learner has hidden their name: it stays hidden."""
    await earn(chat, "maya", 1)
    await chat.say("maya", "/leaderboard", names="show")
    showing = chat.session.last
    assert showing is not None
    await chat.say("maya", "/leaderboard", names="hide")
    await chat.app.handle(showing)
    assert await board(chat, "tom") == []


async def test_a_name_is_the_one_a_person_goes_by_now(chat: Chat):
    """Whoever is called differently on the platform is called so on the board from their next quiz on.

    Where names have to be asked for, they are remembered for some minutes.
    """
    await earn(chat, "maya", 1)
    await chat.say("maya", "/leaderboard", names="show")
    chat.session.screen.people["maya"] = Profile("Maya B.")
    await chat.wait("1h")
    await chat.say("maya", "/quiz solo", topic="losses")
    assert await board(chat, "tom") == [("1", "Maya B.", "0.5")]


# One's own place


async def test_ones_own_place_is_told_to_oneself_alone(chat: Chat):
    """The whole board is a note to who asked."""
    await earn(chat, "maya", 2)
    await earn(chat, "tom", 1)
    since = len(chat.shown)
    told = {person: await chat.say(person, "/leaderboard") for person in ("maya", "tom", "teacher")}
    assert "You are 1st of 2 with 1 point." in told["maya"]
    assert "You are 2nd of 2 with 0.5 points." in told["tom"]
    assert "You have no points yet" in told["teacher"]
    assert [(shown.kind, shown.where) for shown in chat.shown[since:]] == [
        ("note", "maya"),
        ("note", "tom"),
        ("note", "teacher"),
    ]


async def test_equal_points_share_a_place_and_the_next_one_is_left_out(chat: Chat):
    """Two firsts, then a third."""
    for person, points in (("maya", 2), ("tom", 2), ("ada", 1), ("ben", 3)):
        await chat.line(f"@{person} /leaderboard names:show")
        await earn(chat, person, points)
    assert await board(chat) == [("1", "Ben", "1.5"), ("2", "Maya", "1"), ("2", "Tom", "1"), ("4", "Ada", "0.5")]
    assert "You are 2nd of 4" in await chat.say("maya", "/leaderboard")
    assert "You are 2nd of 4" in await chat.say("tom", "/leaderboard")
    assert "You are 4th of 4" in await chat.say("ada", "/leaderboard")


async def test_parts_of_a_mark_are_written_as_decimals(chat: Chat):
    """Half the ticks are half of what the question brings."""
    await chat.say("maya", "/leaderboard", names="show")
    told = await chat.say("maya", "/quiz solo", topic="ticking")
    found = re.search(r"^ +([A-D]) Carrot$", told, re.MULTILINE)
    assert found
    await chat.press("maya", found[1])
    await chat.press("maya", "Check")
    assert await board(chat) == [("1", "Maya", "0.25")]


async def test_whoever_got_nothing_right_has_no_points(chat: Chat):
    """The board does not say of somebody with nothing that they have points."""
    await miss(chat, "maya")
    told = await chat.say("maya", "/leaderboard")
    assert "1 learner has points" not in told


# Windows


async def test_the_week_begins_on_monday_at_midnight(chat: Chat):
    """Until the last second of Sunday the points stand; then the board is empty, and all time keeps them."""
    await chat.say("maya", "/leaderboard", names="show")
    await earn(chat, "maya", 1)
    await chat.wait("6d")
    await chat.wait("15h")
    await chat.wait("59m")
    await chat.wait("59s")
    assert await board(chat) == [("1", "Maya", "0.5")]
    await chat.wait("1s")
    told = await chat.say("maya", "/leaderboard")
    assert told.startswith("(only maya) This week\n    Nobody has points yet.")
    assert await board(chat, over="all") == [("1", "Maya", "0.5")]


async def test_a_point_earned_at_midnight_belongs_to_the_new_week(chat: Chat):
    """Monday 00:00:00 is Monday; a second earlier is the week before."""
    await chat.say("maya", "/leaderboard", names="show")
    await chat.wait("6d")
    await chat.wait("15h")
    await chat.wait("59m")
    await chat.wait("59s")
    await earn(chat, "maya", 2)
    await chat.wait("1s")
    assert await board(chat) == []
    await chat.say("maya", "/quiz solo", topic="losses")
    await earn(chat, "maya", 3)
    assert await board(chat) == [("1", "Maya", "0.5")]
    assert await board(chat, over="all") == [("1", "Maya", "1.5")]


async def test_all_time_sums_every_week(chat: Chat):
    """What was earned in different weeks stands together there, and apart in the week's board."""
    await chat.say("maya", "/leaderboard", names="show")
    await earn(chat, "maya", 1)
    await chat.wait("14d")
    await earn(chat, "maya", 3)
    assert await board(chat) == [("1", "Maya", "1.1")]
    told = await chat.say("maya", "/leaderboard", over="all")
    assert told.startswith("(only maya) All time\n")
    assert rows(told) == [("1", "Maya", "1.6")]


async def test_rounds_and_quizzes_of_ones_own_count_together(chat: Chat):
    """What was answered alone is half of what it would be in the round."""
    await earn(chat, "maya", 1)
    told = await chat.say("teacher", "/quiz round", topic="losses", questions=1, seconds=20)
    found = re.search(r"\[([A-C] A fungus)\]", told)
    assert found
    await chat.press("maya", found[1])
    await chat.wait("30s")
    assert await board(chat, names="show") == [("1", "Maya", "1.5")]


# The board itself


async def test_an_empty_board_says_how_to_begin(chat: Chat):
    """Nobody, no table, no mistake."""
    told = await chat.say("maya", "/leaderboard")
    assert told.startswith("(only maya) This week\n    Nobody has points yet. /quiz solo is a beginning.")
    assert rows(told) == []


async def test_only_the_best_ten_stand_on_the_board(chat: Chat):
    """A class is larger than a phone; one's own place is told all the same."""
    names = [f"p{letter}" for letter in "abcdefghijkl"]
    for name in names:
        await chat.line(f"@{name} /leaderboard names:show")
        await earn(chat, name, 1)
    await earn(chat, "pl", 2)
    told = await chat.say("pk", "/leaderboard")
    assert len(rows(told)) == 10
    assert rows(told)[0] == ("1", "Pl", "1")
    assert "You are 2nd of 12" in told


async def test_who_shows_their_name_is_not_counted_as_hiding_it(chat: Chat):
    """Twelve show their names and ten fit: nobody is “without showing a name”."""
    for letter in "abcdefghijkl":
        await chat.line(f"@p{letter} /leaderboard names:show")
        await earn(chat, f"p{letter}", 1)
    assert "without showing a name" not in await chat.say("pa", "/leaderboard")


async def test_another_class_has_a_board_of_its_own(chat: Chat):
    """Points and names of one class are not seen in another."""
    await earn(chat, "maya", 1)
    await chat.say("maya", "/leaderboard", names="show")
    by = chat.by("tom")
    answered = await chat.app.handle(
        Invoke(
            person=by.person,
            name=by.name,
            room=Room(key="terminal:botany", space="terminal:botany", name="botany"),
            at=by.at,
            delivery=by.delivery,
            command="leaderboard",
            options={"over": "all"},
        )
    )
    assert isinstance(answered, Reply)
    assert answered.view.table is None
    assert plain(answered.view.text).startswith("Nobody has points yet.")


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("/leaderboard over:year", "over can be week, half-term or all, not “year”."),
        ("/leaderboard names:perhaps", "names can be show or hide, not “perhaps”."),
        ("/leaderboard name:show", "There is no option “name”. Did you mean names?"),
        (
            "/leaderboard tomorrow",
            (
                "I don't know what to do with “tomorrow”. It takes "
                "[over:week/half-term/all], [by:points/improvement/steadiness], [of:class/teams], [names:show/hide]."
            ),
        ),
    ],
)
async def test_a_board_asked_for_wrongly_is_told_how_to_ask(chat: Chat, command: str, sentence: str):
    """A clear sentence, and nobody's choice is changed."""
    assert await chat.say("maya", command) == f"(only maya) {sentence}"
    assert await chat.count(members) == 0


async def test_a_word_alone_is_enough(chat: Chat):
    """`/leaderboard all show` says what each word is for by itself."""
    await earn(chat, "maya", 1)
    told = await chat.say("maya", "/leaderboard all show")
    assert told.startswith("(only maya) All time\n")
    assert rows(told) == [("1", "Maya", "0.5")]


# Other standings


async def practise(chat: Chat, person: str, right: int, wrong: int) -> None:
    """A person answers so often rightly, and so often wrongly, for no points."""
    for pressed in ("False",) * right + ("True",) * wrong:
        await chat.say(person, "/quiz solo topic:judging practice:yes")
        await chat.press(person, pressed)


def figures(told: str) -> list[tuple[str, ...]]:
    """The board's lines, whatever it tells of."""
    return [tuple(row) for row in re.findall(r"^ +(\d+) +(\S.*?) {2,}(\d+(?: %)?)$", told, re.MULTILINE)]


async def test_a_half_term_goes_back_to_the_last_holidays(garden: Chat):
    """What was earned before a week of holidays is of the half-term before."""
    await garden.say("maya", "/leaderboard", names="show")
    await earn(garden, "maya", 1)
    await garden.say("teacher", '/calendar holiday first:"7 December to 13 December"')
    await garden.wait("14d")
    await earn(garden, "maya", 3)
    await garden.wait("7d")
    told = await garden.say("maya", "/leaderboard", over="half-term")
    assert told.startswith("(only maya) This half-term\n")
    assert "Since Monday 14 December." in told
    assert rows(told) == [("1", "Maya", "1.1")]
    assert await board(garden) == []
    assert await board(garden, over="all") == [("1", "Maya", "1.6")]


async def test_who_is_steady_leads_by_school_days(chat: Chat):
    """Ten answers on one day are one day, and a Saturday is none; one's own place is private."""
    for person in ("maya", "tom"):
        await chat.say(person, "/leaderboard", names="show")
    for day in range(3):
        await practise(chat, "maya", 1, 0)
        await practise(chat, "tom", 2 if day == 0 else 0, 0)
        await chat.wait("1d")
    await chat.wait("2d")  # Saturday
    await practise(chat, "tom", 1, 0)
    told = await chat.say("tom", "/leaderboard by:steadiness")
    assert figures(told) == [("1", "Maya", "3"), ("2", "Tom", "1")]
    assert "2 learners have answered on school days; 2 show their names." in told
    assert "You are 2nd of 2 with answers on 1 school day." in told
    assert "You have answered nothing on a school day yet this week." in await chat.say(
        "ada", "/leaderboard by:steadiness"
    )


async def test_who_has_become_better_leads_whoever_has_more_points(chat: Chat):
    """Ten answers in this time and ten in the four weeks before tell; nobody stands there for having become worse."""
    for person in ("maya", "tom", "ada"):
        await chat.say(person, "/leaderboard", names="show")
    await practise(chat, "maya", 5, 5)
    await practise(chat, "tom", 10, 0)
    await practise(chat, "ada", 1, 1)
    await chat.wait("7d")
    await practise(chat, "maya", 8, 2)
    await practise(chat, "tom", 9, 1)
    await practise(chat, "ada", 10, 0)
    told = await chat.say("maya", "/leaderboard by:improvement")
    assert figures(told) == [("1", "Maya", "30 %")]
    assert "1 learner is better than in the 4 weeks before" in told
    assert "You are 1st of 1 with 30 % more right than before." in told
    told = await chat.say("ada", "/leaderboard by:improvement")
    assert (
        "You are not among them yet. It takes 10 answers, 10 in the 4 weeks before, and a larger share of right ones."
        in told
    )


async def test_one_board_leads_to_the_others(chat: Chat):
    """In place of itself, over the same time, with one's name shown or hidden from there."""
    await earn(chat, "maya", 1)
    told = await chat.say("maya", "/leaderboard")
    assert told.endswith("[Most improved] [Steadiest] [Show my name]")
    told = await chat.press("maya", "Steadiest")
    assert told.startswith("(only maya) Steadiest this week\n")
    assert "You are 1st of 1 with answers on 1 school day." in told
    told = await chat.press("maya", "Show my name")
    assert figures(told) == [("1", "Maya", "1")]
    assert "You are 1st of 1 with 0.5 points." in await chat.press("maya", "By points")
    told = await chat.press("maya", "Most improved")
    assert "Nobody can be compared yet." in told
    assert told.endswith("[By points] [Steadiest]")


async def test_of_all_time_nobody_becomes_better(chat: Chat):
    """There is nothing before it; the board of all time does not lead there either."""
    told = await chat.say("maya", "/leaderboard over:all by:improvement")
    assert told == ("(only maya) Who has improved most is told of a week or a half-term: over:week or over:half-term.")
    assert "[Steadiest]" in await chat.say("maya", "/leaderboard over:all")


async def test_a_button_of_an_older_board_works_on(chat: Chat):
    """It names the time alone: points it is then."""
    await earn(chat, "maya", 1)
    told = await chat.press_action("maya", "standings.names:show:all")
    assert told.startswith("(only maya) All time\n")
    assert rows(told) == [("1", "Maya", "0.5")]
