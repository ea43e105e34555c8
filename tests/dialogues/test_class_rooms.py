"""Rooms of a class: how a teacher of several classes in one server says which room is whose."""

from __future__ import annotations

from sqlalchemy import select

from bot.storage.tables import class_rooms, classes, deeds, members, responses, roles, timed_posts
from tests.chat_harness import Chat


async def two_classes(chat: Chat) -> None:
    """12A in one room and 12B in another, both taught by the same teacher and open."""
    for room, name in (("history", "12A"), ("lab", "12B")):
        chat.session.room = room
        await chat.say("teacher", f"/class new name:{name}")
        await chat.say("teacher", "/class setup")
        await chat.press("teacher", "Start the class")


async def owner(chat: Chat, room: str) -> str:
    """What the class is called that a room is of."""
    found = select(classes.c.name).join(class_rooms, class_rooms.c.class_id == classes.c.id)
    here = chat.session.room
    chat.session.room = room
    key = chat.by("teacher").room.key
    chat.session.room = here
    [row] = await chat.rows(found.where(class_rooms.c.room == key))
    return str(row.name)


async def test_a_room_is_given_to_a_class_by_a_word_said_in_it(garden: Chat):
    """In a server with two classes, a new room says which there are, and becomes one of them in one step."""
    await two_classes(garden)
    garden.session.room = "essays"
    told = await garden.say("teacher", "/class room")
    assert "Give this room to…" in told
    told = await garden.say("teacher", "/class room of:12B")
    assert told.startswith("(only teacher) This room is one of 12B's now: the same learners, standings and settings.")
    assert await owner(garden, "essays") == "12B"
    assert await garden.count(classes) == 2
    await garden.say("teacher", "/quiz round topic:judging questions:1 seconds:20")
    await garden.press("maya", "False")
    await garden.wait("40s")
    garden.session.room = "lab"
    assert "1 learner;" in await garden.say("teacher", "/class register")
    assert "Another room was given to this class." in await garden.say("teacher", "/class log")
    garden.session.room = "history"
    assert "Nobody is in this class yet." in await garden.say("teacher", "/class register")


async def test_the_card_leads_to_the_rooms(garden: Chat):
    """[Rooms…] says where the class is and how it gets another room; where there are other classes, it offers them."""
    await garden.say("teacher", "/class setup")
    told = await garden.press("teacher", "Rooms")
    assert "history is in #history" in told
    assert "To give it another room, say /class room there." in told
    assert "Give this room to" not in told
    await two_classes(garden)
    garden.session.room = "essays"
    await garden.say("teacher", "/class setup")
    assert "Give this room to…" in await garden.press("teacher", "Rooms")
    assert "This room is one of 12A's now" in await garden.press("teacher", "12A")
    assert await owner(garden, "essays") == "12A"


async def test_in_a_server_with_one_class_the_word_is_enough(garden: Chat):
    """There is nothing to choose: the room is the class's from then on."""
    await garden.say("teacher", "/class setup")
    garden.session.room = "essays"
    told = await garden.say("teacher", "/class room")
    assert "history is in #" in told
    assert all(room in told for room in ("#history", "#essays"))
    assert await garden.count(classes) == 1


async def test_a_room_with_a_past_of_its_own_brings_it_along_when_that_is_wanted(garden: Chat):
    """What was answered in a class's only room comes along, once the teacher has said so; left alone, nothing moves."""
    await two_classes(garden)
    garden.session.room = "essays"
    await garden.say("teacher", "/quiz round topic:judging questions:1 seconds:20")
    await garden.press("maya", "False")
    await garden.wait("40s")
    told = await garden.say("teacher", "/class room of:12B")
    assert "(1 learner, 1 answer), becomes part of 12B for good." in told
    await garden.press("teacher", "Leave it")
    assert await owner(garden, "essays") == "essays"
    await garden.say("teacher", "/class room of:12B")
    assert "This room is one of 12B's now" in await garden.press("teacher", "Join them")
    assert await owner(garden, "essays") == "12B"
    [answered] = await garden.rows(select(responses.c.class_id, classes.c.name).join(classes))
    assert answered.name == "12B"
    assert await garden.count(classes) == 2


async def test_of_several_rooms_one_is_given_away_alone(garden: Chat):
    """What was answered in it stays with its class, which has other rooms; what was to be said in it is not said."""
    await two_classes(garden)
    garden.session.room = "essays"
    await garden.say("teacher", "/class room of:12A")
    await garden.say("teacher", "/fact schedule 08:30")
    await garden.say("teacher", "/quiz round topic:judging questions:1 seconds:20")
    await garden.press("maya", "False")
    await garden.wait("40s")
    assert "This room is one of 12B's now" in await garden.say("teacher", "/class room of:12B")
    assert await owner(garden, "essays") == "12B"
    assert await owner(garden, "history") == "12A"
    [answered] = await garden.rows(select(classes.c.name).join(responses))
    assert answered.name == "12A"
    [post] = await garden.rows(timed_posts.select())
    assert post.paused
    assert "#essays" not in await garden.wait("1d")
    told = {row.told for row in await garden.rows(deeds.select())}
    assert "Another room was given to this class." in told


async def test_a_class_that_was_set_up_is_not_swallowed_unasked(garden: Chat):
    """Nobody has answered yet, but it has a name and is open: that is asked first."""
    await two_classes(garden)
    assert "becomes part of 12A for good." in await garden.say("teacher", "/class room of:12A")
    assert await garden.count(classes) == 2


async def test_a_teacher_who_manages_nothing_gives_an_unclaimed_room_to_their_class(garden: Chat):
    """Nobody else's leave is needed for a room in which nobody has done anything by right."""
    await two_classes(garden)
    await garden.say("teacher", "/class role @tom teacher")
    garden.session.room = "essays"
    assert "Only a teacher" in await garden.say("tom", "/quiz round")
    told = await garden.say("tom", "/class room")
    assert "Give this room to…" in told
    assert "12A" not in told
    assert "You teach no class of that name here. Those you teach here: 12B." in await garden.say(
        "tom", "/class room of:12A"
    )
    assert "This room is one of 12B's now" in await garden.say("tom", "/class room of:12B")
    assert "question 1 of" in await garden.say("tom", "/quiz round")


async def test_nobody_takes_a_room_of_a_class_they_do_not_teach(garden: Chat):
    """A teacher of 12B can't have 12A's room; a learner can have none; nothing is changed."""
    await two_classes(garden)
    await garden.say("teacher", "/class role @tom teacher")
    garden.session.room = "history"
    before = [await garden.rows(table.select()) for table in (class_rooms, classes, roles)]
    assert "Only a teacher of this class" in await garden.say("tom", "/class room of:12B")
    assert "Only a teacher of this class" in await garden.say("maya", "/class room of:12B")
    garden.session.room = "lab"
    assert "Only a teacher of this class" in await garden.say("maya", "/class room")
    assert [await garden.rows(table.select()) for table in (class_rooms, classes, roles)] == before


async def test_what_makes_no_sense_is_told(garden: Chat):
    """Its own class, one that nobody knows, two of one name, a direct message."""
    await two_classes(garden)
    assert "This room is one of 12B's already." in await garden.say("teacher", "/class room of:12b")
    told = await garden.say("teacher", "/class room of:12C")
    assert "You teach no class of that name here. Those you teach here: 12A." in told
    garden.session.room = "other"
    await garden.say("teacher", "/class new name:12A")
    garden.session.room = "essays"
    assert "2 of your classes are called 12A. Choose from the list." in await garden.say(
        "teacher", "/class room of:12A"
    )


async def test_no_room_is_given_away_in_mid_round(garden: Chat):
    """A round goes on where it began."""
    await two_classes(garden)
    garden.session.room = "essays"
    await garden.say("teacher", "/quiz round questions:2 seconds:20")
    told = await garden.say("teacher", "/class room of:12B")
    assert "A round or an exam is going on here. Give the room away when it is over." in told
    assert await owner(garden, "essays") == "essays"


async def test_a_room_given_twice_by_a_platform_that_repeats_itself_is_given_once(garden: Chat):
    """The command delivered again says the same."""
    await two_classes(garden)
    garden.session.room = "essays"
    told = await garden.say("teacher", "/class room of:12B")
    assert await garden.redeliver() == told
    assert await garden.count(members) == 0


async def test_a_class_whose_only_room_went_to_another_can_have_it_back(garden: Chat):
    """`/class new` said in the only room of a class takes nothing from it: it says so, and how it gets a room again."""
    await garden.say("teacher", "/class new name:12A")
    await garden.say("teacher", "/class setup")
    await garden.press("teacher", "Start the class")
    told = await garden.say("teacher", "/class new name:12B")
    assert "12A keeps all it has, and has no room now: /class room gives it one." in told
    assert await owner(garden, "history") == "12B"
    assert "This room is one of 12A's now" in await garden.say("teacher", "/class room of:12A")
    assert await owner(garden, "history") == "12A"
