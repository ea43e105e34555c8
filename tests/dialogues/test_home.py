"""A person's own page: what is there when Swot is opened, for learners and for those who teach."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from adapters.slack.render import home_of
from adapters.terminal.limits import LIMITS, check_view
from bot.chat import Action, Answer, Home, Opened, Press, Reply, Room, View, plain
from bot.storage.tables import accounts, class_rooms, homework, solos
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.exams.hall import have_sat
from tests.exams.marked import EARNED, are_marked

PRIVATE = Room(key="terminal:home-maya", space="terminal:elsewhere", private=True)
"""Where a home page is: in no class's room."""
SET = '/quiz set topic:growing questions:2 due:"Fri 16:00"'
HEAD = "Homework for history, due Friday 16:00: two questions on Growing things."


@pytest.fixture
async def school(platform: str, sqlite_url: str) -> AsyncIterator[Chat]:
    """A class with a garden and papers, set up by its teacher, with Maya and Tom in it."""
    packs = (DATA / "garden", DATA / "hall")
    talking = await Chat.open(Installation(sqlite_url, packs=packs, platform=platform))
    await talking.say("teacher", "/class setup")
    for person in ("maya", "tom"):
        await earn(talking, person)
    yield talking
    await talking.close()


# Helpers


async def earn(chat: Chat, person: str) -> None:
    """A person answers one question rightly."""
    await chat.say(person, "/quiz solo", topic="judging")
    assert "False ✓" in await chat.press(person, "False")


async def meet(chat: Chat) -> None:
    """The class has used Swot in its room: where a page is in no room, that is how it is known."""
    await chat.say("tom", "/leaderboard")


async def opened(chat: Chat, person: str, room: Room | None = None) -> Answer | None:
    """What a person gets who opens Swot, in the class's room or elsewhere."""
    by = chat.by(person)
    return await chat.app.handle(
        Opened(person=by.person, name=by.name, room=room or by.room, at=by.at, delivery=by.delivery)
    )


async def view_of(chat: Chat, person: str, room: Room | None = None) -> View:
    """The page as the core draws it."""
    page = await opened(chat, person, room)
    assert isinstance(page, Home)
    return page.view


async def chosen(chat: Chat, person: str, class_id: str) -> View:
    """The page once a person has chosen a class from its list."""
    by = chat.by(person)
    press = Press(
        person=by.person,
        name=by.name,
        room=PRIVATE,
        at=by.at,
        delivery=by.delivery,
        action=Action("home.class"),
        values=(class_id,),
    )
    answer = await chat.app.handle(press)
    assert isinstance(answer, Reply)
    return answer.view


# A learner's


async def test_the_page_is_titled_and_says_where_one_stands_and_what_to_do(chat: Chat):
    """One's own place, a way to revise, where the desk is, and where to find the rest."""
    await earn(chat, "maya")
    told = await chat.home("maya")
    assert told.startswith("(only maya) Swot: history\n    You are 1st of 1 with 0.5 points.")
    assert "You have answered something today." in told
    assert "Your desk: your direct messages with Swot." in told
    assert "/swot help" in told
    assert told.endswith("[Revise now]")


async def test_the_page_of_somebody_new_invites(chat: Chat):
    """Before there are points it says so, and offers a beginning."""
    await meet(chat)
    told = await chat.home("maya")
    assert "You have no points yet" in told
    assert "answered" not in told
    assert told.endswith("[Revise now]")


async def test_the_page_is_ones_own(chat: Chat):
    """Nobody's name or points stand on it but the reader's place, even of those who show their names."""
    await earn(chat, "tom")
    await chat.say("tom", "/leaderboard", names="show")
    told = await chat.home("maya")
    assert "Tom" not in told
    assert "You have no points yet" in told
    assert "(only maya)" in told


async def test_the_page_tells_of_this_week(chat: Chat):
    """Last week's points are no longer on it."""
    await earn(chat, "maya")
    await chat.wait("7d")
    assert "You have no points yet" in await chat.home("maya")


async def test_the_page_begins_a_quiz(chat: Chat):
    """[Revise now] asks the first question, of the one who pressed and for them alone."""
    await meet(chat)
    since = len(chat.shown)
    await chat.home("maya")
    told = await chat.press("maya", "Revise now")
    assert re.match(r"\((only|desk of) maya\) 1 of 8 · Mixed questions\n", told)
    assert {shown.kind for shown in chat.shown[since:]} <= {"note", "desk", "edit"}


async def test_the_page_works_after_a_restart(chat: Chat):
    """A page stays open for days; its button is an address."""
    await meet(chat)
    await chat.home("maya")
    await chat.restart()
    assert "1 of 8 · Mixed questions" in await chat.press("maya", "Revise now")


async def test_a_press_on_the_page_delivered_again_begins_one_quiz(chat: Chat):
    """The same question comes back."""
    await meet(chat)
    await chat.home("maya")
    told = await chat.press("maya", "Revise now")
    assert (await chat.redeliver()).splitlines()[0] == told.splitlines()[0]
    assert await chat.count(solos) == 1


async def test_opening_is_answered_with_a_page(chat: Chat):
    """Whatever is known of the person, the answer to opening is a page."""
    assert isinstance(await opened(chat, "maya"), Home)
    await earn(chat, "maya")
    assert isinstance(await opened(chat, "maya"), Home)


async def test_the_page_of_a_class_opens_in_private(chat: Chat):
    """A home page belongs to no room: it tells of the class that the person is in."""
    await earn(chat, "maya")
    assert plain((await view_of(chat, "maya", PRIVATE)).text).startswith("You are 1st of 1")


async def test_the_page_of_somebody_without_a_class_opens_too(chat: Chat):
    """Opening is always answered with a page; this one says what to do first."""
    view = await view_of(chat, "maya", PRIVATE)
    assert plain(view.text).startswith("Use this in your class's room first")


async def answer_ten(chat: Chat, person: str) -> None:
    """A person answers one question ten times, as practice."""
    for _ in range(10):
        await chat.say(person, "/quiz solo topic:judging practice:yes")
        await chat.press(person, "True")


async def test_school_days_in_a_row_are_counted(school: Chat):
    """A weekend and a holiday neither break the row nor make it longer; a school day without an answer does."""
    await school.say("teacher", '/calendar holiday first:"2 December to 2 December"')
    await school.wait("1d")
    assert "in a row" not in await school.home("maya")
    await earn(school, "maya")
    assert "2 school days in a row with answers." in await school.home("maya")
    await school.wait("2d")
    assert "2 school days in a row with answers; today can be the next." in await school.home("maya")
    await earn(school, "maya")
    await school.wait("1d")
    await earn(school, "maya")
    await school.wait("3d")
    assert "4 school days in a row with answers; today can be the next." in await school.home("maya")
    await school.wait("1d")
    at_stake = "4 school days in a row are at stake, for one was missed: 10 answers today make up for it."
    assert at_stake in await school.home("maya")


async def test_a_school_day_that_was_missed_is_made_up_for(school: Chat):
    """By ten answers on the next one, whatever they are; a second one that is missed ends the row."""
    for _ in range(2):
        await earn(school, "maya")
        await school.wait("1d")
    await school.wait("1d")
    await answer_ten(school, "maya")
    assert "3 school days in a row with answers. One that was missed is made up for." in await school.home("maya")
    await school.wait("5d")  # Monday: on Friday nothing was answered
    await answer_ten(school, "maya")
    told = await school.home("maya")
    assert "in a row" not in told
    assert "You have answered something today." in told


async def test_a_row_that_is_lost_is_no_more_at_stake(school: Chat):
    """Two days that were missed can't be made up for."""
    for _ in range(2):
        await earn(school, "maya")
        await school.wait("1d")
    await school.wait("2d")
    assert "in a row" not in await school.home("maya")


async def test_homework_is_done_from_the_page(school: Chat):
    """What is due stands there with its date; it opens on the desk, and the page tells how far one is."""
    await school.say("teacher", SET)
    told = await school.home("maya")
    assert HEAD in told
    assert "[Begin: Growing things]" in told
    told = await school.press("maya", "Begin: Growing")
    assert re.match(r"\((only|desk of) maya\) 1 of 2 · Homework: Growing things", told)
    await school.press("maya", "Skip")
    told = await school.home("maya")
    assert "You have answered 1 of 2." in told
    assert "[Go on: Growing things]" in told
    assert "of 2" in await school.press("maya", "Go on: Growing")
    await school.press("maya", "Next")
    await school.press("maya", "Skip")
    assert "Growing things" not in await school.home("maya")


async def test_late_homework_is_still_there(school: Chat):
    """Once it was due it is done late, or not at all; closed, it is gone from the page."""
    await school.say("teacher", SET)
    await school.wait("5d")
    told = await school.home("maya")
    assert "was due" in told
    assert "1 of 2 · Homework" in await school.press("maya", "Do it late: Growing")
    await school.say("teacher", "/quiz homework")
    await school.press("teacher", "Close it")
    assert "Growing things" not in await school.home("maya")


async def test_of_much_homework_the_next_stands_there(school: Chat):
    """What is due first, and how much more there is."""
    for number in range(5):
        await school.say("teacher", f'/quiz set topic:growing questions:1 due:"Fri 1{4 - number}:00"')
    told = await school.home("maya")
    assert re.findall(r"due Friday (\d+:00)", told) == ["10:00", "11:00", "12:00"]
    assert "And 2 more: /quiz homework" in told


async def test_a_mock_exam_is_begun_and_gone_on_with_from_the_page(school: Chat):
    """Announced with its times; begun, with when it ends; handed in, that results will come."""
    await school.say("teacher", '/mock start paper:"the short paper" opens:"09:00" until:"12:00"')
    told = await school.home("maya")
    assert "Mock exam: The short paper · 5 minutes from when you begin · can be begun from 30 November 09:00" in told
    assert "The short paper]" not in told
    await school.wait("90m")
    await school.home("maya")
    assert "has begun in your direct messages" in await school.press("maya", "Begin: The short paper")
    told = await school.home("maya")
    assert re.search(r"Mock exam: The short paper · your time ends \d\d:\d\d", told)
    assert "goes on in your direct messages" in await school.press("maya", "Go on: The short paper")
    await school.press("maya", "Hand in")
    await school.press("maya", "Hand in")
    assert "handed in; results come when your teacher releases them" in await school.home("maya")


async def test_an_exam_that_is_set_to_others_is_not_on_the_page(school: Chat):
    """Nor one that can't be begun any more."""
    await school.say("teacher", '/mock start paper:"the short paper" who:tom')
    assert "Mock exam" not in await school.home("maya")
    assert "Mock exam" in await school.home("tom")
    await school.wait("2h")
    assert "Mock exam" not in await school.home("tom")


# Those who teach


async def test_whoever_teaches_sees_the_class(school: Chat):
    """What is posted next, exams, homework with how many are done; each with a button that leads there."""
    await school.say("teacher", SET)
    await school.say("teacher", "/fact schedule 08:30")
    await school.say("teacher", '/mock start paper:"the short paper"')
    told = await school.home("teacher")
    assert "Fact of the day · Monday 30 November, 08:30" in told
    assert "Mock exam: The short paper · can be begun until" in told
    assert "Homework: Growing things, due Friday 16:00 · 0 of 2 done" in told
    leads = {
        "What is posted": "Posted by itself",
        "Exam status": "0 begun · 0 handed in",
        "Homework": "0 of 2 done",
    }
    for label, words in leads.items():
        await school.home("teacher")
        assert words in await school.press("teacher", label)


async def test_whoever_teaches_sees_what_waits(school: Chat):
    """Scripts to mark, disputed marks and reported questions, until they are dealt with."""
    assert "Nothing is set up, and nothing waits for you." in await school.home("teacher")
    await school.say("maya", "/quiz solo", topic="writing")
    await school.press("maya", "Answer")
    await school.write("maya", "delving tool")
    await school.press("maya", "Dispute")
    await have_sat(school, {"maya": {7: ("Somebody was there.",)}})
    told = await school.home("teacher")
    assert "1 disputed mark waits for you." in told
    assert "Decline" in await school.press("teacher", "Disputed marks")
    await school.press("teacher", "Decline")
    await school.write("teacher", "")
    assert "disputed" not in await school.home("teacher")


async def test_whoever_teaches_sees_how_many_there_are(school: Chat):
    """Learners, not those who teach them, and how many were active in the last seven days."""
    assert "Your class · 2 learners, 2 active in the last seven days" in await school.home("teacher")
    await school.wait("6d")
    await school.say("maya", "/leaderboard")
    await earn(school, "maya")
    await school.wait("2d")
    assert "Your class · 2 learners, 1 active in the last seven days" in await school.home("teacher")
    await school.say("teacher", "/class role @tom observer")
    assert "Your class · 1 learner, 1 active" in await school.home("tom")
    await school.say("teacher", "/class role @maya marker")
    assert "Your class · no learners yet" in await school.home("tom")


async def test_the_page_of_whoever_teaches_opens_on_every_database(chat: Chat):
    """Looking holds no row: a transaction that only reads may not on PostgreSQL."""
    await chat.say("teacher", "/class setup")
    await earn(chat, "maya")
    await chat.say("teacher", SET)
    assert "Homework: Growing things, due Friday 16:00 · 0 of 1 done" in await chat.home("teacher")


async def test_a_learner_with_two_accounts_is_one(chat: Chat):
    """As in every other list; and one with a role by either account is none."""
    await chat.say("teacher", "/class setup")
    for person in ("maya", "tom"):
        await earn(chat, person)
    linked = [{"person": chat.by(name).person, "human": "one"} for name in ("maya", "tom")]
    await chat.app.database.write(lambda tx: tx.execute(accounts.insert(), linked) and None)
    assert "Your class · 1 learner, 1 active" in await chat.home("teacher")
    await chat.say("teacher", "/class role @tom observer")
    assert "Your class · no learners yet" in await chat.home("teacher")


async def test_answers_that_wait_for_a_mark_are_told_and_lead_to_marking(school: Chat):
    """Who may mark has [Mark]; once all are marked, whoever teaches has [Release]."""
    mock = await have_sat(school, {"maya": {}, "tom": {}})
    waiting = {"maya": (*EARNED["maya"][:7], None), "tom": EARNED["tom"]}
    await are_marked(school, mock, waiting)
    await school.say("teacher", "/class role @tom observer")
    told = await school.home("teacher")
    assert "Mock exam: Bees 1 · 1 answer waits for a mark" in told
    assert "[Mark]" in told
    assert "[Release]" not in told
    looking_on = await school.home("tom")
    assert "1 answer waits for a mark" in looking_on
    assert "[Mark]" not in looking_on
    await school.home("teacher")
    assert "Bees 1" in await school.press("teacher", "Mark")


async def test_a_marked_exam_waits_to_be_released(school: Chat):
    """Whoever teaches has the button; a marker, who may not, has none; released, it is off the page."""
    mock = await have_sat(school, {"maya": {}})
    await are_marked(school, mock, {"maya": EARNED["maya"]})
    await school.say("teacher", "/class role @tom marker")
    told = await school.home("teacher")
    assert "Mock exam: Bees 1 · marked: /mock release tells learners their results" in told
    assert "[Mark]" not in told
    assert "[Release]" not in await school.home("tom")
    await school.home("teacher")
    assert "Bees 1" in await school.press("teacher", "Release")
    await school.press("teacher", "Release to")
    assert "Bees 1" not in await school.home("teacher")


async def test_reported_questions_that_wait_are_told_and_lead_there(school: Chat):
    """How many, with a button for all of them."""
    await school.say("tom", "/quiz solo", topic="writing")
    await school.press("tom", "Answer")
    await school.write("tom", "delving tool")
    await school.press("tom", "Report")
    await school.press("tom", "Wrong answer")
    told = await school.home("teacher")
    assert "1 reported question waits for you." in told
    assert "Nothing is set up" not in told
    assert "A question is reported" in await school.press("teacher", "Reported questions")


async def test_an_observer_sees_the_class_and_can_change_nothing(school: Chat):
    """No timed posts, no marking: only what observers may look at."""
    await school.say("tom", "/class teachers")
    await school.say("teacher", "/class role @tom observer")
    await school.say("teacher", "/fact schedule 08:30")
    await school.say("teacher", SET)
    told = await school.home("tom")
    assert "Homework: Growing things" in told
    assert "Fact of the day" not in told
    assert "What is posted" not in told


async def test_a_learner_sees_nothing_of_the_class(school: Chat):
    """No counts, no list: their page is their own."""
    await school.say("teacher", SET)
    told = await school.home("maya")
    assert "Your class" not in told
    assert "done" not in told


async def test_released_results_stand_on_the_page(school: Chat):
    """Until then nothing tells of them; the button leads to the newest."""
    mock = await have_sat(school, {"maya": {}})
    await are_marked(school, mock, {"maya": EARNED["maya"]})
    assert "results" not in (await school.home("maya")).lower()
    await school.say("teacher", "/mock release")
    await school.press("teacher", "Release to")
    assert "The results of Bees 1 are out." in await school.home("maya")
    assert "Bees 1" in await school.press("maya", "My results")


# Several classes


async def two_classes(chat: Chat) -> tuple[str, str]:
    """Maya is in two classes, each with a room; the ids of both."""
    ids = []
    for room in ("history", "lab"):
        chat.session.room = room
        await chat.say("teacher", f"/class new name:{room.upper()}")
        await chat.say("teacher", "/class setup")
        await chat.press("teacher", "Start the class")
        await earn(chat, "maya")
        [row] = await chat.rows(class_rooms.select().where(class_rooms.c.room == chat.by("maya").room.key))
        ids.append(row.class_id)
    chat.session.room = "history"
    return ids[0], ids[1]


async def test_whoever_is_in_several_classes_is_asked_which_one(garden: Chat):
    """Nothing is guessed; what they choose is shown from then on, with a list to change it."""
    history, lab = await two_classes(garden)
    view = await view_of(garden, "maya", PRIVATE)
    assert plain(view.text) == "You are in 2 classes. Which one shall this page be about?"
    [choice] = view.controls
    assert choice.kind == "select"
    assert {option.value for option in choice.options} == {history, lab}
    assert (await chosen(garden, "maya", lab)).title == "Swot: LAB"
    view = await view_of(garden, "maya", PRIVATE)
    assert view.title == "Swot: LAB"
    assert [option.label for option in view.controls[-1].options] == ["HISTORY"]
    assert (await chosen(garden, "maya", history)).title == "Swot: HISTORY"


async def test_in_a_room_the_room_says_which_class(garden: Chat):
    """There is nothing to choose then, whatever was chosen for elsewhere."""
    _, lab = await two_classes(garden)
    await chosen(garden, "maya", lab)
    told = await garden.say("maya", "/swot home")
    assert told.startswith("(only maya) Swot: HISTORY")
    assert "Another class" not in told


async def test_nobody_chooses_a_class_that_they_are_not_in(garden: Chat):
    """An id that was made up or belongs to others changes nothing."""
    history, _ = await two_classes(garden)
    await garden.say("tom", "/swot help")
    assert plain((await chosen(garden, "tom", history)).text) == "You are not in that class. Use Swot in its room once."


# What every platform can show


async def test_the_fullest_page_fits_everywhere(school: Chat):
    """Long names and much of everything: within the narrowest platform's limits, and a hundred blocks on Slack."""
    await school.say("tom", "/class teachers")
    for number in range(8):
        await school.say("teacher", f'/quiz set topic:growing questions:1 due:"Fri 1{number}:00"')
        await school.say("teacher", f'/mock start paper:"the short paper" opens:"1{number}:00" until:"20:00"')
        await school.say("teacher", f"/schedule round 1{number}:00 fri questions:1")
    for person in ("maya", "teacher"):
        view = await view_of(school, person)
        check_view(view)
        assert len(plain(view.text)) < LIMITS["text"]
        assert len(home_of(view, "", "")["blocks"]) <= 100


async def test_every_button_leads_somewhere(school: Chat):
    """What a page's buttons name is a command or a handler that there is."""
    await school.say("teacher", SET)
    await school.say("teacher", "/fact schedule 08:30")
    await school.say("teacher", '/mock start paper:"the short paper"')
    registry = school.app.registry
    for person in ("maya", "teacher"):
        for control in (await view_of(school, person)).controls:
            action = control.action
            if action.name == "command.go":
                assert registry.command(" ".join(action.arguments))[0].mark.answers == "note"
            else:
                assert registry.presses[action.name].mark.answers == "note"


async def test_homework_of_somebody_else_is_not_done_from_a_page(school: Chat):
    """Whatever id a press names."""
    await school.say("teacher", "/quiz set topic:growing questions:1 due:tomorrow who:tom")
    [row] = await school.rows(homework.select())
    told = await school.press_action("maya", f"home.homework:{row.id}:0")
    assert "That homework is not yours to do." in told
