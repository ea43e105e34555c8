"""Everything that is posted by itself: one list of it, a question of the day, a weekly round, a digest."""

from __future__ import annotations

import itertools
import re

import pytest

from bot.chat import Button, Invoke, Reply, Room, View, plain
from bot.storage.tables import due, occurrences, timed_posts
from tests.chat_harness import Chat

QUESTION = "Question of the day"
EARLY = (
    "The question would come at 09:00 and its answer at 08:00."
    " Leave a quarter of an hour between them: until:16:00, for example."
)


async def chosen(chat: Chat, name: str) -> str:
    """The teacher opens the list and chooses one."""
    await chat.say("teacher", "/schedule list")
    return await chat.press("teacher", name)


async def outcomes(chat: Chat) -> list[tuple[str, str, str]]:
    """What became of every slot: its key, the outcome, and why where nothing was said."""
    rows = await chat.rows(occurrences.select().order_by(occurrences.c.slot))
    return [(row.slot, row.outcome, "" if row.outcome == "said" else row.content) for row in rows]


# The list


async def test_the_list_tells_what_comes_when_and_where(chat: Chat):
    """By the time of day; whoever has nothing yet learns how to begin."""
    told = await chat.say("teacher", "/schedule list")
    assert told == (
        "(only teacher) Nothing is posted here by itself yet. Begin with /fact schedule, /schedule countdown,"
        " /schedule digest, /schedule question, /schedule round."
    )
    await chat.say("teacher", "/schedule digest")
    await chat.say("teacher", "/schedule question 09:00")
    await chat.say("teacher", "/fact schedule 08:30")
    told = await chat.say("teacher", "/schedule list")
    assert told.startswith(
        "(only teacher) Posted by itself (London)\n"
        "    Fact of the day · 08:30, Monday to Friday · #history\n"
        "    Next: Monday 30 November.\n\n"
        "    Question of the day · 09:00 to 16:00, Monday to Friday · #history\n"
        "    Next: Monday 30 November.\n\n"
        "    Leaderboard digest · 16:30, Friday · #history\n"
        "    Next: Friday 4 December.\n"
    )


async def test_the_bare_group_is_the_list(chat: Chat):
    """Where a platform lets it be typed."""
    assert "Nothing is posted here" in await chat.say("teacher", "/schedule")


async def test_what_is_set_up_tells_from_when(chat: Chat):
    """And can be tried or paused at once."""
    told = await chat.say("teacher", "/schedule round 10:00 days:wed questions:3 topic:growing")
    assert told == (
        "(only teacher) Weekly round · From Wednesday 2 December, 10:00 (London), every week.\n"
        "    3 questions, 25 s each · about Growing things\n"
        "    [Say it now] [Term dates] [Pause]"
    )


async def test_one_is_moved_paused_and_set_going_again(chat: Chat):
    """Each change shows what comes of it, in place of what was there."""
    await chat.say("teacher", "/schedule question 09:00")
    told = await chosen(chat, QUESTION)
    assert "    Next: Monday 30 November, Tuesday 1 December, Wednesday 2 December.\n" in told
    await chat.press("teacher", "Move")
    told = await chat.write("teacher", "10:00", "mon, thu", "15:00")
    assert "10:00 to 15:00, Monday and Thursday" in told
    assert "    Next: Monday 30 November, Thursday 3 December, Monday 7 December.\n" in told
    assert "Paused." in await chat.press("teacher", "Pause")
    assert await chat.count(due) == 0
    assert await chat.wait("3d") == ""
    await chosen(chat, QUESTION)
    assert "Next: Thursday 3 December" in await chat.press("teacher", "Go on")
    pause = chat.actions("Pause")[-1]
    await chat.press("teacher", "Pause")
    again = await chat.press_action("teacher", pause)
    assert "The question of the day is paused. /schedule question sets it going again." in again


async def test_what_is_moved_says_each_day_once(chat: Chat):
    """Moved to later after it came, it comes tomorrow; so does what was paused in between."""
    await chat.say("teacher", "/fact schedule 08:30")
    assert "Fact of the day" in await chat.wait("1h")
    await chosen(chat, "Fact of the day")
    await chat.press("teacher", "Move")
    assert "Next: Tuesday 1 December" in await chat.write("teacher", "16:00", "mon-fri")
    await chat.press("teacher", "Pause")
    assert "Next: Tuesday 1 December" in await chat.press("teacher", "Go on")


async def test_the_form_keeps_what_was_refused(chat: Chat):
    """Each field says what is amiss, and nothing has changed."""
    await chat.say("teacher", "/schedule question 09:00")
    await chosen(chat, QUESTION)
    await chat.press("teacher", "Move")
    told = await chat.write("teacher", "25:00", "never", "16:00")
    assert "“25:00” is no time of day." in told
    assert "“never” are no days of the week." in told
    assert "09:00 to 16:00, Monday to Friday" in await chat.say("teacher", "/schedule list")


async def test_the_next_one_is_left_out(chat: Chat):
    """And the list knows why it did not come."""
    await chat.say("teacher", "/fact schedule 08:30")
    await chosen(chat, "Fact of the day")
    told = await chat.press("teacher", "Leave out the next")
    assert "Next: Tuesday 1 December" in told
    assert "Last: Monday 30 November was left out (by a teacher)." in told
    assert "Fact of the day" not in await chat.wait("1d")


async def test_what_was_left_out_stays_so_whatever_is_changed(chat: Chat):
    """More days bring an earlier one, and not the one that was left out."""
    await chat.say("teacher", "/fact schedule 08:30 days:wed")
    assert "From Wednesday 2 December" in await chat.say("teacher", "/fact schedule 08:30 days:wed")
    await chosen(chat, "Fact of the day")
    await chat.press("teacher", "Leave out the next")
    assert "From Wednesday 9 December" in await chat.say("teacher", "/fact schedule 08:30")
    assert "From Monday 30 November" in await chat.say("teacher", "/fact schedule 08:30 days:mon-fri")
    told = await chosen(chat, "Fact of the day")
    assert "Next: Monday 30 November, Tuesday 1 December, Thursday 3 December." in told
    week = await chat.wait("5d")
    assert week.count("[Says who?]") == 4


async def test_one_is_tried_without_changing_what_is_to_come(chat: Chat):
    """It is posted for everyone at once; the day's own comes at its time."""
    await chat.say("teacher", "/fact schedule 08:30")
    await chosen(chat, "Fact of the day")
    told = await chat.press("teacher", "Say it now")
    assert told == "(only teacher) Post the fact of the day for everyone, now, in #history?\n    [Post it] [Not now]"
    told = await chat.press("teacher", "Post it")
    assert "(only teacher) Posted. What is to come stays as it is." in told
    assert "#history Fact of the day · " in told
    assert "Fact of the day · " in await chat.wait("1h")
    keys = [key for key, _, _ in await outcomes(chat)]
    assert keys[0] == "2026-11-30"
    assert re.fullmatch(r"try:\w{10}", keys[1])


async def test_one_is_taken_off_for_good_after_a_question(chat: Chat):
    """Kept, it stays; taken off, nothing is left of it."""
    await chat.say("teacher", "/schedule digest")
    await chosen(chat, "Leaderboard digest")
    assert "Take the leaderboard digest off the list for good?" in await chat.press("teacher", "Remove")
    assert "Leaderboard digest · 16:30" in await chat.press("teacher", "Keep it")
    await chat.press("teacher", "Leaderboard digest")
    await chat.press("teacher", "Remove")
    assert "The leaderboard digest is off the list." in await chat.press("teacher", "Take it off")
    assert "Nothing is posted here by itself yet." in await chat.press("teacher", "The list")
    assert (await chat.count(timed_posts), await chat.count(due)) == (0, 0)


@pytest.mark.parametrize("command", ["list", "question 09:00", "round 09:00 days:mon", "digest", "countdown"])
async def test_only_a_teacher_has_things_posted(chat: Chat, command: str):
    """Nor does a learner see the list, whose rooms may not be for them."""
    assert await chat.say("maya", f"/schedule {command}") == "(only maya) Only a teacher of this class can do that."
    assert await chat.count(timed_posts) == 0


async def test_a_learner_s_forged_press_changes_nothing(chat: Chat):
    """Whoever knows a button's address is asked who they are."""
    await chat.say("teacher", "/fact schedule 08:30")
    await chosen(chat, "Fact of the day")
    for label in ("Pause", "Say it now", "Remove", "Leave out", "Move"):
        told = await chat.press_action("maya", chat.actions(label)[-1])
        assert "Only a teacher of this class can do that." in told
    assert "Fact of the day · " in await chat.wait("1h")


async def test_what_is_off_the_list_can_not_be_changed_any_more(chat: Chat):
    """An old button says so."""
    await chat.say("teacher", "/schedule digest")
    pause = chat.actions("Pause")[-1]
    await chosen(chat, "Leaderboard digest")
    await chat.press("teacher", "Remove")
    await chat.press("teacher", "Take it off")
    assert "That is no longer on the list. /schedule list shows what is." in await chat.press_action("teacher", pause)


async def test_what_is_left_out_of_a_command_stays_as_it_was(chat: Chat):
    """A new time keeps the days and topics; `all` clears these."""
    await chat.say("teacher", "/schedule question 09:00 until:15:00 days:mon,thu topics:growing/choosing")
    told = await chat.say("teacher", "/schedule question 10:00")
    assert "10:00 to 15:00 (London), Monday and Thursday" in told
    assert "about Choosing what to grow" in told
    assert "about" not in await chat.say("teacher", "/schedule question 10:00 topics:all")
    assert await chat.count(timed_posts) == 1


async def test_there_may_be_several_rounds(chat: Chat):
    """One with the same times is the same one, about something else."""
    await chat.say("teacher", "/schedule round 10:00 days:mon topic:growing")
    await chat.say("teacher", "/schedule round 14:00 days:fri topic:judging")
    assert await chat.count(timed_posts) == 2
    assert "about True or false" in await chat.say("teacher", "/schedule round 10:00 days:mon topic:judging")
    assert await chat.count(timed_posts) == 2


async def test_a_long_list_fits_its_message(chat: Chat):
    """Those of this room are on it, and how many more there are."""
    for hour in range(8, 20):
        for minute in ("00", "30"):
            await chat.say("teacher", f"/schedule round {hour:02}:{minute} days:mon questions:2")
    told = await chat.say("teacher", "/schedule list")
    assert told.count("Weekly round · ") == 20
    assert "… and 4 more: say /schedule list in their room." in told


async def test_after_the_last_school_day_the_teacher_is_told_and_a_new_term_sets_it_going(chat: Chat):
    """Nothing has to be set up again; in between it can be paused like any other."""
    await chat.say("teacher", "/calendar term", first="30 November to 1 December")
    await chat.say("teacher", "/fact schedule 08:30")
    assert "has come for the last time" not in await chat.wait("1d")
    told = await chat.wait("1d")
    assert (
        "(desk of teacher) The fact of the day has come for the last time: no school day for it is noted after" in told
    )
    assert await chat.wait("3d") == ""
    told = await chosen(chat, "Fact of the day")
    assert "No school day is to come: /calendar term notes when there is school." in told
    assert "Paused." in await chat.press("teacher", "Pause")
    assert "That would never come" in await chat.press("teacher", "Go on")
    await chat.say("teacher", "/calendar term", first="7 December to 18 December")
    await chosen(chat, "Fact of the day")
    assert "Next: Monday 7 December" in await chat.press("teacher", "Go on")
    assert "Fact of the day · " in await chat.wait("3d")


async def test_a_new_term_sets_going_what_was_not_paused(chat: Chat):
    """By itself."""
    await chat.say("teacher", "/calendar term", first="30 November to 30 November")
    await chat.say("teacher", "/fact schedule 08:30")
    await chat.wait("2d")
    await chat.say("teacher", "/calendar term", first="3 December to 18 December")
    assert "Fact of the day · " in await chat.wait("2d")


async def test_the_last_school_day_can_be_left_out(chat: Chat):
    """And then there is none to come."""
    await chat.say("teacher", "/calendar term", first="30 November to 30 November")
    await chat.say("teacher", "/fact schedule 08:30")
    assert await chat.say("teacher", "/fact skip") == "(only teacher) No fact on Monday 30 November."
    assert "Fact of the day" not in await chat.wait("2d")


async def test_nothing_is_set_up_in_a_direct_message(chat: Chat):
    """It needs a room, as a round does."""
    await chat.say("teacher", "/class teachers")
    event = Invoke(
        **{
            **chat.session._by("teacher"),
            "room": Room("desk", space=chat.by("teacher").room.space, private=True),
            "delivery": "dm",
        },
        command="schedule digest",
    )
    answer = await chat.app.handle(event)
    assert isinstance(answer, Reply)
    assert "That needs a room with the class in it." in plain(answer.view.text)
    assert await chat.count(timed_posts) == 0


async def test_each_loss_of_a_room_is_told(chat: Chat):
    """Set up again where it still can't be posted, it is paused again, and the teacher told again."""
    for _ in range(2):
        await chat.say("teacher", "/fact schedule 08:30")
        chat.session.forbid()
        told = await chat.wait("1d")
        assert told.count("The fact of the day could not be posted in its room, and is paused there.") == 1
        chat.session.allow()


# A question of the day


async def test_a_question_of_the_day_is_open_until_its_answer_is_told(chat: Chat):
    """Everybody answers in private and may change it; the answer comes at its time, with the question, and counts."""
    await chat.say("teacher", "/schedule question 09:00 until:15:30 topics:growing/choosing")
    told = await chat.wait("1h")
    assert "#history Question of the day · closes 15:30\n" in told
    assert "0 answered" in told
    await press_option(chat, "maya", "Beetroot")
    assert "(only maya) Locked in: " in await press_option(chat, "maya", "Runner bean")
    await press_option(chat, "tom", "Lettuce")
    assert "2 answered" in await chat.wait("3s")
    assert await chat.points("maya") == 0
    told = await chat.wait("7h")
    assert "#history (edited) Question of the day · closed · 2 answered" in told
    assert "#history Question of the day · the answer\n    Which of these climbs up poles?\n" in told
    assert "Runner bean · 1 of 2 right" in told
    assert (await chat.points("maya"), await chat.points("tom")) == (100, 0)
    assert "The Long Border" in await chat.press("tom", "Source")


async def test_a_live_round_goes_on_beside_a_question_of_the_day(chat: Chat):
    """Neither is in the other's way, and /quiz stop ends the round alone."""
    await chat.say("teacher", "/schedule question 09:00 topics:growing/choosing")
    await chat.wait("1h")
    assert "question 1 of 2" in await chat.say("teacher", "/quiz round topic:growing/seasons questions:2")
    assert "is stopped" in await chat.say("teacher", "/quiz stop")
    assert "No round is going on here." in await chat.say("teacher", "/quiz stop")
    assert "Locked in" in await press_option(chat, "maya", "Runner bean")
    assert "Question of the day · the answer" in await chat.wait("8h")


async def test_no_question_of_the_day_comes_twice_before_all_have_come(chat: Chat):
    """Whatever was asked in rounds."""
    topics = "growing, judging"
    await chat.say("teacher", "/schedule question 09:00", topics=topics)
    stems = []
    for _ in range(4):
        told = await chat.wait("1d")
        stems += re.findall(r"of the day · closes 16:00\n\n    (.+)", told)
    assert len(stems) == len(set(stems)) == 4


async def test_when_all_questions_have_come_they_come_again_in_turn(chat: Chat):
    """None twice before the others, and none twice running; all topics together."""
    await chat.say("teacher", "/schedule question 09:00 days:daily", topics="growing/choosing, growing/seasons")
    stems = []
    for _ in range(12):
        stems += re.findall(r"of the day · closes 16:00\n\n    (.+)", await chat.wait("1d"))
    assert len(stems) == 12
    assert all(len(set(stems[start : start + 3])) == 3 for start in range(0, 12, 3))
    assert all(one != other for one, other in itertools.pairwise(stems))


async def test_an_answer_that_nobody_waits_for_takes_the_place_of_its_question(chat: Chat):
    """One message less in the room."""
    await chat.say("teacher", "/schedule question 09:00 topics:growing/choosing")
    told = await chat.wait("1d")
    assert told.count("#history Question of the day") == 1
    assert "#history (edited) Question of the day · the answer" in told
    assert "nobody answered" in told


async def test_a_question_in_two_rooms_is_one_question(chat: Chat):
    """Whoever answers in one room has answered; each room counts all answers and hears the answer."""
    await chat.say("teacher", "/schedule question 09:00 topics:growing/choosing")
    chat.session.room = "quiet"
    await chat.say("teacher", "/schedule question 09:00 topics:growing/choosing")
    told = await chat.wait("1h")
    assert ("#history Question of the day" in told, "#quiet Question of the day" in told) == (True, True)
    await press_option(chat, "maya", "Beetroot")
    chat.session.room = "history"
    await press_option(chat, "maya", "Runner bean")
    told = await chat.wait("8h")
    assert told.count("Runner bean · 1 of 1 right") == 2
    assert await chat.points("maya") == 100


async def test_a_question_that_could_not_be_answered_any_more_is_missed(chat: Chat):
    """Nothing ran until a minute before the answer: nobody could still think about it."""
    await chat.say("teacher", "/schedule question 09:00 until:11:00")
    await chat.session.leave()
    chat.clock.move_to(chat.clock.now() + 179 * 60_000_000)
    await chat.session.enter(chat.app)
    assert await chat.wait("1s") == ""
    assert await outcomes(chat) == [("2026-11-30", "missed", "it was too late for an answer by its time")]


async def test_the_answer_comes_late_rather_than_never(chat: Chat):
    """Down when it was due, Swot tells it when it is up again; what came in after the time counts for nothing."""
    await chat.say("teacher", "/schedule question 09:00 until:11:00 topics:growing/choosing")
    await chat.wait("1h")
    await press_option(chat, "maya", "Runner bean")
    await chat.session.leave()
    chat.clock.move_to(chat.clock.now() + 24 * 3_600_000_000)
    await chat.session.enter(chat.app)
    told = await press_option(chat, "tom", "Runner bean")
    assert "Question 1 is closed." in told
    assert "Runner bean · 1 of 1 right" in told + await chat.wait("1s")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("09:00 until:08:00", EARLY),
        ("09:00 until:late", "“late” is no time of day. Write it as 08:30 or 16:00."),
        ("09:00 topics:losses,jugding", "There is no topic “jugding”. Did you mean judging?"),
    ],
)
async def test_a_question_that_makes_no_sense_is_not_set_up(chat: Chat, options: str, told: str):
    """A sentence says what would."""
    assert await chat.say("teacher", f"/schedule question {options}") == f"(only teacher) {told}"
    assert await chat.count(timed_posts) == 0


# A weekly round


async def test_a_weekly_round_is_announced_and_begins(chat: Chat):
    """A minute to come together; then it is a round like any other, and next week it comes again."""
    await chat.say("teacher", "/schedule round 10:00 days:mon questions:2 topic:growing")
    told = await chat.wait("2h")
    assert (
        told.strip() == "#history Growing things: a round of 2 questions, 25 s each, begins in 60 s.\n    [Begin now]"
    )
    told = await chat.wait("1m")
    assert "#history (edited) Growing things: a round of 2 questions, 25 s each." in told
    assert "Growing things · question 1 of 2 · closes in 25 s" in told
    assert "Round over." in await chat.wait("5m")
    assert "Growing things: a round of 2 questions" in await chat.wait("7d")


async def test_a_teacher_begins_a_weekly_round_at_once(chat: Chat):
    """Everybody is there already; a learner can't."""
    await chat.say("teacher", "/schedule round 10:00 days:mon questions:2 topic:growing")
    await chat.wait("2h")
    assert "Only a teacher" in await chat.press("maya", "Begin now")
    assert "question 1 of 2" in await chat.press("teacher", "Begin now")
    assert "question 1 of 2 · closes" not in await chat.wait("61s")


async def test_a_weekly_round_does_not_break_into_another(chat: Chat):
    """It is left out, and the list says why; nor does it begin when nobody expects it any more."""
    await chat.say("teacher", "/schedule round 08:01 days:mon,tue questions:2 topic:growing")
    await chat.say("teacher", "/quiz round questions:10 seconds:30")
    await chat.wait("90s")
    await chat.say("teacher", "/quiz stop")
    await chat.session.leave()
    chat.clock.move_to(chat.clock.now() + (24 * 60 + 20) * 60_000_000)
    await chat.session.enter(chat.app)
    assert await chat.wait("1s") == ""
    assert await outcomes(chat) == [
        ("2026-11-30", "skipped", "a round was going on"),
        ("2026-12-01", "missed", "it was too late to begin it"),
    ]
    assert "Last: Tuesday 1 December was missed (it was too late to begin it)." in await chosen(chat, "Weekly round")


async def test_a_round_that_is_stopped_before_it_begins_leaves_no_button(chat: Chat):
    """Nobody can begin it any more."""
    await chat.say("teacher", "/schedule round 10:00 days:mon questions:2 topic:growing")
    await chat.wait("2h")
    told = await chat.say("teacher", "/quiz stop")
    assert "#history (edited) Growing things: a round of 2 questions, 25 s each." in told
    assert chat.actions("Begin now") == []


# The leaderboard's digest


async def test_the_digest_tells_the_week_s_leaderboard(chat: Chat):
    """By name only who wants it; what was earned before the week does not count."""
    await chat.say("teacher", "/schedule digest")
    await answer_round(chat, tom="Runner bean")
    assert "#history The week to Friday 4 December\n" in await chat.wait("7d")
    await answer_round(chat, maya="Runner bean", tom="Lettuce")
    await chat.say("maya", "/leaderboard names:show")
    told = await chat.wait("5d")
    assert "#history The week to Friday 11 December\n" in told
    assert "2 learners answered 2 questions and earned 1 point; 1 shows their name." in told
    assert re.search(r"1 +Maya +1\n", told)
    assert "Tom" not in told
    assert "You are 1st of 1 with 1 point." in await chat.press("maya", "Where am I?")


async def test_friday_s_digest_has_friday_s_question(chat: Chat):
    """Where nobody says otherwise, its answer comes first."""
    await chat.say("teacher", "/schedule question 09:00 days:fri topics:growing/choosing")
    await chat.say("teacher", "/schedule digest")
    await chat.wait("4d")
    await chat.wait("2h")
    await press_option(chat, "maya", "Runner bean")
    assert "1 learner answered 1 question and earned 1 point;" in await chat.wait("8h")


async def test_every_point_stands_in_one_digest(chat: Chat):
    """What is earned after a digest, on its own day too, is told by the next one; all wrong is told as well."""
    await chat.say("teacher", "/schedule digest 16:00 days:mon")
    await answer_round(chat, tom="Lettuce")
    told = await chat.wait("8h")
    assert "1 learner answered 1 question and earned 0 points; nobody shows their name." in told
    await answer_round(chat, maya="Runner bean")
    told = await chat.wait("7d")
    assert "1 learner answered 1 question and earned 1 point; nobody shows their name." in told
    assert "You are 1st of 1 with 1 point." in await chat.press("maya", "Where am I?")
    assert "The week to" not in await chat.wait("7d")


async def test_a_week_without_points_is_left_out(chat: Chat):
    """Silence is kinder than a board of noughts; the list says why nothing came."""
    await chat.say("teacher", "/schedule digest")
    assert await chat.wait("5d") == ""
    assert await outcomes(chat) == [("2026-12-04", "skipped", "nobody had answered anything in the week")]
    assert "Nothing to say now: nobody had answered anything in the week." in await tried(chat, "Leaderboard digest")


# The countdown


async def test_the_countdown_tells_how_far_off_the_exams_are(chat: Chat):
    """In days, and in school days; what is over is counted no more, and on the day itself there is a good wish."""
    await chat.say("teacher", "/calendar holiday first:2026-12-03")
    await chat.say("teacher", "/calendar exam", day="9 June 2027", name="Paper 2")
    await chat.say("teacher", "/calendar exam", day="7 December 2026", name="Paper 1")
    told = await chat.say("teacher", "/schedule countdown")
    assert "Exam countdown · From Monday 30 November, 08:30 (London), every week." in told
    assert await chat.wait("1h") == (
        "\n#history 7 days to Paper 1 (Monday 7 December 2026), with 3 school days between.\n"
        "    191 days to Paper 2 (Wednesday 9 June 2027), with 135 school days between.\n"
        "    [Revise now]"
    )
    told = await chat.wait("7d")
    assert told.startswith("\n#history Paper 1 is today. Good luck!\n")
    assert "Revise" not in told
    assert "Paper 1" not in await chat.wait("7d")


async def test_school_days_are_counted_only_as_far_as_terms_are_noted(chat: Chat):
    """Beyond them nobody knows."""
    await chat.say("teacher", "/calendar term", first="30 November to 18 December")
    await chat.say("teacher", "/calendar exam", day="9 June 2027", name="Paper 2")
    await chat.say("teacher", "/schedule countdown")
    assert "191 days to Paper 2 (Wednesday 9 June 2027).\n" in await chat.wait("1h")


async def test_there_is_nothing_to_count_down_to_without_an_exam(chat: Chat):
    """The sentence says how one is noted; after the last, nothing more comes."""
    told = await chat.say("teacher", "/schedule countdown")
    assert told == "(only teacher) No exam to come is noted. /calendar exam adds one, with its date."
    await chat.say("teacher", "/calendar exam", day="1 December 2026", name="Paper 1")
    await chat.say("teacher", "/schedule countdown days:mon-fri")
    assert "Paper 1 is tomorrow." in await chat.wait("1d")
    assert "Paper 1 is today. Good luck!" in await chat.wait("1d")
    assert await chat.wait("1d") == ""
    assert ("2026-12-02", "skipped", "no exam is to come") in await outcomes(chat)


# Helpers


async def press_option(chat: Chat, person: str, option: str) -> str:
    """Press the button of an option, whatever its letter."""
    labels = [button.label for view in views(chat) for button in view.controls if isinstance(button, Button)]
    return await chat.press(person, next(label for label in reversed(labels) if label.endswith(f" {option}")))


def views(chat: Chat) -> list[View]:
    """Every message that everybody sees."""
    return [message.view for message in chat.session.screen.messages if not message.only]


async def answer_round(chat: Chat, **answers: str) -> None:
    """A round of one question, which people answer."""
    await chat.say("teacher", "/quiz round topic:growing/choosing questions:1")
    for person, option in answers.items():
        await press_option(chat, person, option)
    await chat.wait("1m")


async def tried(chat: Chat, name: str) -> str:
    """The teacher tries one from the list."""
    await chosen(chat, name)
    await chat.press("teacher", "Say it now")
    return await chat.press("teacher", "Post it")
