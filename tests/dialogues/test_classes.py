"""Who teaches: `/class role` and `/class teachers`, as a class lives through it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from adapters.terminal.limits import TooMuch
from bot.chat import Invoke, Press, Reply, Room, plain
from bot.storage.tables import classes, roles, rounds, told_facts
from tests.chat_harness import Chat

ONLY_TEACHERS = "Only a teacher of this class can do that."
TEACHERS_COMMANDS = ("/quiz round", "/quiz stop", "/fact now", "/class role @maya teacher", "/class role @maya learner")


# Helpers


def room(chat: Chat, name: str = "history", *, space: str = "", parent: str = "") -> Room:
    """A room of the class's space, or of another; perhaps a thread of another room."""
    here = chat.by("teacher").room
    return Room(
        key=f"{here.platform}:{name}",
        space=f"{here.platform}:{space}" if space else here.space,
        name=name,
        parent=chat.session.key(parent) if parent else "",
    )


async def say_in(chat: Chat, where: Room, person: str, command: str) -> Reply:
    """A person gives a command in a room that the screen does not show."""
    by = chat.by(person)
    name, _, text = command.removeprefix("/").partition(" ")
    answered = await chat.app.handle(
        Invoke(
            person=by.person,
            name=by.name,
            room=where,
            at=by.at,
            delivery=by.delivery,
            manages=by.manages,
            command=name,
            text=text,
        )
    )
    assert isinstance(answered, Reply)
    return answered


async def teaching(chat: Chat) -> list[str]:
    """The names of those who teach, as anybody is told them."""
    told = await chat.say("maya", "/class teachers")
    found = re.fullmatch(r"\(only maya\) This class is taught by (.+)\.", told)
    assert found, told
    return found[1].split(", ")


async def deeds(chat: Chat) -> list[Any]:
    """Everything that only teachers can bring about."""
    return [list(await chat.rows(table.select())) for table in (roles, rounds, told_facts)]


# The first teacher


async def test_a_new_class_has_no_teacher_and_says_who_will_be(chat: Chat):
    """Whoever asks, first teacher or learner, is told how one becomes it."""
    for person in ("maya", "teacher"):
        told = await chat.say(person, "/class teachers")
        assert told.startswith(f"(only {person}) Nobody yet. Whoever manages this space")
    assert await chat.count(roles) == 0


@pytest.mark.parametrize("command", ["/fact now", "/quiz round questions:1", "/class role @maya teacher"])
async def test_whoever_manages_the_space_is_the_first_teacher(chat: Chat, command: str):
    """The first time they act as one, they are one."""
    await chat.say("teacher", command)
    assert "Teacher" in await teaching(chat)


@pytest.mark.parametrize("command", TEACHERS_COMMANDS)
async def test_nobody_else_is_a_teacher_until_they_are_named(chat: Chat, command: str):
    """A learner gets a sentence, privately, and nothing happens; nor does trying make a teacher of them."""
    await chat.say("teacher", "/fact now")
    before = await deeds(chat)
    for _ in range(2):
        assert await chat.say("tom", command) == f"(only tom) {ONLY_TEACHERS}"
    assert await deeds(chat) == before


async def test_a_learner_can_not_be_the_first_to_teach(chat: Chat):
    """Coming first is no claim."""
    assert await chat.say("maya", "/class role @maya teacher") == f"(only maya) {ONLY_TEACHERS}"
    assert await chat.count(roles) == 0


# Naming


async def test_a_named_teacher_can_do_what_teachers_do(chat: Chat):
    """Rounds, facts and naming others."""
    assert await chat.say("teacher", "/class role @maya teacher") == "(only teacher) Maya now teaches this class."
    assert "#history" in await chat.say("maya", "/fact now")
    assert "#history" in await chat.say("maya", "/quiz round", questions=1)
    assert "is stopped" in await chat.say("maya", "/quiz stop")
    assert await chat.say("maya", "/class role @tom teacher") == "(only maya) Tom now teaches this class."
    assert "#history" in await chat.say("tom", "/fact now")
    assert sorted(await teaching(chat)) == ["Maya", "Teacher", "Tom"]


async def test_naming_somebody_twice_names_them_once(chat: Chat):
    """It does no harm."""
    for _ in range(2):
        assert await chat.say("teacher", "/class role @maya teacher") == "(only teacher) Maya now teaches this class."
    assert sorted(await teaching(chat)) == ["Maya", "Teacher"]


async def test_teachers_are_listed_in_the_order_they_were_named(chat: Chat):
    """Not by their names."""
    await chat.say("teacher", "/fact now")
    await chat.wait("1s")
    await chat.say("teacher", "/class role @tom teacher")
    await chat.wait("1s")
    await chat.say("teacher", "/class role @maya teacher")
    assert await teaching(chat) == ["Teacher", "Tom", "Maya"]


async def test_whoever_names_the_first_teacher_comes_before_them(chat: Chat):
    """The manager becomes a teacher by naming one, and stands first."""
    await chat.say("teacher", "/class role @maya teacher")
    assert await teaching(chat) == ["Teacher", "Maya"]


async def test_only_the_one_who_asks_sees_who_was_named(chat: Chat):
    """Naming and asking are answered with notes."""
    await chat.say("teacher", "/class role @maya teacher")
    await chat.say("tom", "/class teachers")
    await chat.say("tom", "/class role @tom teacher")
    assert [(shown.kind, shown.where) for shown in chat.shown] == [
        ("note", "teacher"),
        ("note", "tom"),
        ("note", "tom"),
    ]


async def test_teachers_stay_teachers_after_a_restart(chat: Chat):
    """Who teaches is kept."""
    await chat.say("teacher", "/class role @maya teacher")
    await chat.restart()
    assert "#history" in await chat.say("maya", "/fact now")
    assert sorted(await teaching(chat)) == ["Maya", "Teacher"]


@pytest.mark.parametrize("role", ["teacher", "observer", "learner"])
async def test_somebody_unknown_can_neither_be_named_nor_removed(chat: Chat, role: str):
    """A name that nobody has gets a sentence; nothing changes."""
    await chat.say("teacher", "/fact now")
    before = await deeds(chat)
    told = await chat.say("teacher", f"/class role @nobody {role}")
    assert re.fullmatch(r"\(only teacher\) There is (no such person|nobody called nobody) here\.", told)
    assert await deeds(chat) == before


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (
            "/class role @maya perhaps",
            "I don't know what to do with “perhaps”. It takes person:@…, role:teacher/marker/observer/learner.",
        ),
        ("/class role @maya role:perhaps", "role can be teacher, marker, observer or learner, not “perhaps”."),
        ("/class role @maya teacher @tom", "I don't know what to do with “@"),
        ("/class role persn:@maya role:teacher", "There is no option “persn”. Did you mean person?"),
        ("/class techers", "There is no command /class techers. Did you mean /class teachers?"),
    ],
)
async def test_naming_wrongly_is_told_how(chat: Chat, command: str, sentence: str):
    """A clear sentence; nobody is named."""
    await chat.say("teacher", "/fact now")
    before = await deeds(chat)
    told = await chat.say("teacher", command)
    assert told.startswith(f"(only teacher) {sentence}")
    assert await deeds(chat) == before


# Removing


async def test_a_teacher_who_is_removed_is_a_learner_again(chat: Chat):
    """They can no longer do what teachers do."""
    await chat.say("teacher", "/class role @maya teacher")
    told = await chat.say("teacher", "/class role @maya learner")
    assert told == "(only teacher) Maya is a learner here again."
    assert await chat.say("maya", "/fact now") == f"(only maya) {ONLY_TEACHERS}"
    assert await teaching(chat) == ["Teacher"]


async def test_the_last_teacher_can_not_be_removed(chat: Chat):
    """A class always has one; the sentence says what to do."""
    await chat.say("teacher", "/fact now")
    told = await chat.say("teacher", "/class role @teacher learner")
    assert told == "(only teacher) A class needs a teacher. Name another one first."
    assert await teaching(chat) == ["Teacher"]


async def test_the_first_teacher_can_be_removed_once_there_is_another(chat: Chat):
    """Who was named may take over the class."""
    await chat.say("teacher", "/class role @maya teacher")
    told = await chat.say("maya", "/class role @teacher learner")
    assert told == "(only maya) Teacher is a learner here again."
    assert await teaching(chat) == ["Maya"]
    told = await chat.say("maya", "/class role @maya learner")
    assert told == "(only maya) A class needs a teacher. Name another one first."


async def test_somebody_who_does_not_teach_can_not_be_removed(chat: Chat):
    """The sentence says so; nobody else is removed in their place."""
    await chat.say("teacher", "/class role @maya teacher")
    told = await chat.say("teacher", "/class role @tom learner")
    assert told == "(only teacher) Tom is a learner already."
    assert sorted(await teaching(chat)) == ["Maya", "Teacher"]


async def test_a_teacher_who_has_left_the_space_is_still_listed(chat: Chat):
    """The platform no longer knows them: `/class teachers` tells of the others all the same."""
    await chat.say("teacher", "/class role @tom teacher")
    del chat.session.screen.people["tom"]
    assert "Teacher" in await teaching(chat)


async def test_a_teacher_who_has_left_the_space_can_be_removed(chat: Chat):
    """Whoever has gone must not keep the right to run rounds should they come back."""
    await chat.say("teacher", "/class role @tom teacher")
    del chat.session.screen.people["tom"]
    assert "is a learner here again." in await chat.say("teacher", "/class role @tom learner")
    assert len(await chat.rows(roles.select())) == 1


async def test_who_was_active_here_keeps_their_name_when_they_leave(chat: Chat):
    """Somebody who took part before leaving is still called what they were called."""
    await chat.say("tom", "/quiz solo", topic="judging")
    await chat.say("teacher", "/class role @tom teacher")
    del chat.session.screen.people["tom"]
    assert sorted(await teaching(chat)) == ["Teacher", "Tom"]


# Delivered twice


async def test_a_removal_delivered_again_says_the_same(chat: Chat):
    """The platform delivers the command twice: the second time is answered like the first."""
    await chat.say("teacher", "/class role @maya teacher")
    told = await chat.say("teacher", "/class role @maya learner")
    assert await chat.redeliver() == told


async def test_an_old_naming_delivered_again_does_not_undo_a_removal(chat: Chat):
    """“Add” arrives a second time after the teacher was removed: they stay removed."""
    await chat.say("teacher", "/class role @maya teacher")
    naming = chat.session.last
    assert naming is not None
    await chat.say("teacher", "/class role @maya learner")
    await chat.app.handle(naming)
    assert await teaching(chat) == ["Teacher"]


# The form


async def test_leaving_the_person_out_opens_a_form(chat: Chat):
    """What is required and was not given is asked for; filled in, it is as if it had been given."""
    told = await chat.say("teacher", "/class role")
    assert told.startswith("(form for teacher) /class role\n    person · ")
    assert await chat.write("teacher", "@maya", "teacher") == "(only teacher) Maya now teaches this class."


async def test_a_form_sent_without_the_person_gets_a_sentence(chat: Chat):
    """An empty entry that is required is refused; a form never answers a form."""
    await chat.say("teacher", "/class role")
    try:
        told = await chat.write("teacher", "", "add")
    except TooMuch as refused:
        pytest.fail(str(refused))
    assert told.startswith("(only teacher) ")
    assert [row.holder for row in await chat.rows(roles.select())] == [chat.session.key("teacher")]


async def test_a_learner_gets_no_form_for_what_they_can_not_do(chat: Chat):
    """Permission is checked before anything is asked."""
    assert await chat.say("maya", "/class role") == f"(only maya) {ONLY_TEACHERS}"


async def test_a_form_opened_by_a_teacher_does_nothing_once_they_are_none(chat: Chat):
    """Permission is checked again when the form is sent."""
    await chat.say("teacher", "/class role @maya teacher")
    await chat.say("maya", "/class role")
    await chat.say("teacher", "/class role @maya learner")
    assert await chat.write("maya", "@tom", "add") == f"(only maya) {ONLY_TEACHERS}"
    assert await teaching(chat) == ["Teacher"]


# Which class


async def test_a_teacher_of_one_class_is_none_of_another(chat: Chat):
    """Maya teaches here and learns there."""
    await chat.say("teacher", "/class role @maya teacher")
    answered = await say_in(chat, room(chat, "botany", space="botany"), "maya", "/fact now")
    assert answered.how == "note"
    assert plain(answered.view.text) == ONLY_TEACHERS
    assert await chat.count(classes) == 2


async def test_every_room_of_a_space_with_one_class_is_that_class(chat: Chat):
    """A named teacher may post in a room that was never used before."""
    await chat.say("teacher", "/class role @maya teacher")
    assert (await say_in(chat, room(chat, "revision"), "maya", "/fact now")).how == "post"
    assert await chat.count(classes) == 1


async def test_a_thread_belongs_to_its_rooms_class(chat: Chat):
    """A learner of the room can do no more in its thread, a teacher no less."""
    await chat.say("teacher", "/class role @maya teacher")
    thread = room(chat, "thread-1", parent="history")
    assert (await say_in(chat, thread, "maya", "/fact now")).how == "post"
    assert (await say_in(chat, thread, "tom", "/fact now")).how == "note"
    assert await chat.count(classes) == 1


async def test_a_made_up_press_does_not_get_round_the_gate(chat: Chat):
    """Buttons for teachers are checked by the core, whoever presses them."""
    await chat.say("teacher", "/quiz round", questions=2, seconds=20)
    await chat.wait("20s")
    by = chat.by("maya")
    action = next(
        control.action
        for message in chat.session.screen.messages
        for control in message.view.controls
        if control.action.name == "round.next"
    )
    before = await deeds(chat)
    answered = await chat.app.handle(
        Press(person=by.person, name=by.name, room=by.room, at=by.at, delivery=by.delivery, action=action)
    )
    assert isinstance(answered, Reply)
    assert plain(answered.view.text) == ONLY_TEACHERS
    assert await deeds(chat) == before


# Where the platform does not say who manages


@pytest.mark.parametrize("platform", ["slack"])
async def test_where_nobody_can_be_asked_teachers_on_record_go_on(chat: Chat):
    """Slack says who manages a workspace only when it is asked; while it does not answer, the record decides."""
    faults = chat.session.slack.faults
    faults.add("users.info", 1_000, how="unavailable")
    sorry = "(only teacher) I can't look people up at the moment. Try again in a minute."
    assert await chat.say("teacher", "/fact now") == sorry
    faults.clear()
    await chat.wait("2m")
    assert "Did you know?" in await chat.say("teacher", "/fact now")
    faults.add("users.info", 1_000, how="unavailable")
    await chat.wait("1h")
    assert "Did you know?" in await chat.say("teacher", "/fact now")
    assert ONLY_TEACHERS not in await chat.say("teacher", "/quiz stop")
    assert await chat.say("maya", "/fact now") == sorry.replace("teacher", "maya")
    faults.clear()
    await chat.wait("2m")
    assert await teaching(chat) == ["Teacher"]
