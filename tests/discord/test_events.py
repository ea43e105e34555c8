"""From interactions to events."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.discord.events import event_of, id_of, key, notice_of
from bot.chat import AnyEvent, Invoke, Notice, Press, Room, Submit, Suggest
from tests.discord.recorded import AT, DESK, HISTORY, MAYA, PAYLOADS, SPACE, TEACHER, THREAD, TOM, payload

CLASSROOM = Room(HISTORY, SPACE, name="history")
REVISION = Room(THREAD, SPACE, parent=HISTORY, name="revision")
ALONE = Room(DESK, "discord:@me", private=True)
NOT_OURS = {"menu_command", "ping"}


def told(name: str, **changed: Any) -> AnyEvent | None:
    """The event that a payload tells of."""
    return event_of(payload(name, **changed), AT)


def in_channel(**changed: Any) -> dict[str, Any]:
    """The channel of a command, with some of it changed."""
    return {**payload("command")["channel"], **changed}


def test_a_command_tells_who_where_and_which_options():
    """A sub-command is part of the name; each option has the type that Discord gave it, people are keys."""
    assert told("command") == Invoke(
        person=MAYA,
        name="May",
        room=CLASSROOM,
        at=AT,
        delivery="discord:1444200000004194304",
        manages=False,
        groups=frozenset({"discord:&1444000000000000900"}),
        command="quiz round",
        options={
            "topic": "*collectivisation* @discord:1",
            "questions": 5,
            "quick": True,
            "person": TOM,
            "level": "hard",
        },
    )


def test_a_sub_command_may_stand_in_a_group():
    """All three words are the command's name."""
    event = told("command_in_group")
    assert isinstance(event, Invoke)
    assert (event.command, event.options) == ("class teachers add", {"person": MAYA})


def test_a_thread_belongs_to_its_channel():
    """The room is the thread; its parent is the channel it hangs on, though discord.py has seen neither before."""
    event = told("command_in_group")
    assert event is not None
    assert event.room == REVISION


@pytest.mark.parametrize(
    ("kind", "is_thread"), [(0, False), (2, False), (5, False), (10, True), (11, True), (12, True)]
)
def test_only_threads_have_a_parent(kind: int, *, is_thread: bool):
    """Text, voice and announcement channels have a category above them, which is no room."""
    channel = {**payload("command_in_group")["channel"], "type": kind, "position": 1, "bitrate": 1, "user_limit": 0}
    event = told("command", channel=channel)
    assert event is not None
    assert event.room.parent == (HISTORY if is_thread else "")


def test_a_direct_message_is_a_private_room_without_a_name():
    """It belongs to no server, and nobody manages it."""
    event = told("command_in_direct_message")
    assert isinstance(event, Invoke)
    assert (event.person, event.name, event.room, event.manages) == (MAYA, "Maya", ALONE, False)
    assert (event.command, event.options) == ("leaderboard", {})


@pytest.mark.parametrize(
    ("name", "shown"), [("command", "May"), ("command_in_group", "Ms Carr"), ("press_on_note", "tom_1929")]
)
def test_a_person_goes_by_the_name_they_have_there(name: str, shown: str):
    """The nickname in the server, or else the display name, or else the user name."""
    event = told(name)
    assert event is not None
    assert event.name == shown


@pytest.mark.parametrize(("name", "manages"), [("command", False), ("command_in_group", True), ("press_on_note", True)])
def test_who_manages_the_server_is_told_with_the_event(name: str, *, manages: bool):
    """The right to manage the server, or to do anything at all, comes with the interaction."""
    event = told(name)
    assert event is not None
    assert event.manages is manages


@pytest.mark.parametrize(
    ("bits", "manages"), [(1 << 5, True), (1 << 3, True), (1 << 4, False), (1 << 28, False), (0, False)]
)
def test_only_managing_the_server_makes_a_manager(bits: int, *, manages: bool):
    """Not managing channels or roles."""
    event = told("command", member={**payload("command")["member"], "permissions": str(bits)})
    assert event is not None
    assert event.manages is manages


def test_a_press_tells_what_was_pressed():
    """The action's address is all that a button remembers."""
    event = told("press")
    assert isinstance(event, Press)
    assert (event.person, event.room, event.action.address, event.values) == (
        *(MAYA, CLASSROOM, "round.answer:7f3a:2:b"),
        (),
    )


def test_a_press_on_a_note_in_a_thread():
    """A note is pressed like any message."""
    event = told("press_on_note")
    assert isinstance(event, Press)
    assert (event.person, event.room, event.action.address) == (TOM, REVISION, "round.answer:7f3a:2:a")


def test_what_was_chosen_comes_with_the_press():
    """Every value of a select, in order."""
    event = told("chosen")
    assert isinstance(event, Press)
    assert (event.room, event.action.address, event.values) == (ALONE, "solo.topic:k2", ("coll", "terror"))


def test_a_form_tells_what_was_written_and_chosen():
    """Every entry is a text by its name; a person is a key; what was left empty is empty."""
    event = told("submit")
    assert isinstance(event, Submit)
    assert (event.action.address, event.room) == ("command.run:quiz:round", CLASSROOM)
    assert event.fields == {
        "topic": "collectivisation\nand *more*",
        "level": "hard",
        "person": TOM,
        "quick": "",
        "other": "",
    }


def test_a_form_of_rows_tells_the_same():
    """The older kind of form packs its entries into rows; text between them is no entry."""
    event = told("submit_of_rows")
    assert isinstance(event, Submit)
    assert (event.room, event.fields) == (ALONE, {"answer": "sovkhoz", "comment": ""})


def with_file(name: str, **resolved: Any) -> dict[str, Any]:
    """The data of a payload, with what Discord tells of attached files: id to address."""
    files = {id.removeprefix("f"): {"id": id.removeprefix("f"), "url": url} for id, url in resolved.items()}
    return {**payload(name)["data"], "resolved": {"attachments": files}}


def test_an_attached_file_is_known_by_where_discord_keeps_it():
    """The option names it by its id; its address comes beside it, and it is a file of this event."""
    data = with_file("command", f7="https://cdn.discordapp.com/ephemeral-attachments/1/7/term.ics?ex=1&hm=2&")
    data["options"][0]["options"] = [{"name": "file", "type": 11, "value": "7"}]
    event = told("command", data=data)
    assert isinstance(event, Invoke)
    assert event.options == {"file": "https://cdn.discordapp.com/ephemeral-attachments/1/7/term.ics?ex=1&hm=2&"}
    assert event.files == frozenset(event.options.values())


def test_a_file_attached_in_a_form_is_a_text_like_any_entry():
    """Its address; where nothing was attached, nothing."""
    data = with_file("submit", f7="https://cdn.discordapp.com/attachments/1/7/term.ics")
    uploads = [{"custom_id": "work", "values": ["7"]}, {"custom_id": "more", "values": []}]
    data["components"] = [{"type": 18, "component": {"type": 19, **upload}} for upload in uploads]
    event = told("submit", data=data)
    assert isinstance(event, Submit)
    assert event.fields == {"work": "https://cdn.discordapp.com/attachments/1/7/term.ics", "more": ""}
    assert (event.attached("work"), event.attached("more")) == (event.fields["work"], "")


@pytest.mark.parametrize("kind", [3, 11])
def test_a_file_that_is_only_named_is_no_file(kind: int):
    """Neither an id of which Discord tells nothing, nor an address where a command used to take text."""
    data = with_file("command", f7="https://cdn.discordapp.com/attachments/1/7/mine.ics")
    theirs = "https://cdn.discordapp.com/attachments/1/8/theirs.ics"
    data["options"][0]["options"] = [{"name": "file", "type": kind, "value": theirs if kind == 3 else "8"}]
    event = told("command", data=data)
    assert isinstance(event, Invoke)
    assert event.options["file"] not in event.files


def test_what_is_chosen_in_a_form_is_a_line_for_each_value():
    """Of boxes and lists several, of radio buttons one or none."""
    data = with_file("submit")
    chosen: list[dict[str, Any]] = [
        {"type": 22, "custom_id": "days", "values": ["mon", "fri"]},
        {"type": 3, "custom_id": "kinds", "values": []},
        {"type": 21, "custom_id": "unit", "value": "marks"},
        {"type": 21, "custom_id": "rest", "value": None},
    ]
    data["components"] = [{"type": 18, "component": one} for one in chosen]
    event = told("submit", data=data)
    assert isinstance(event, Submit)
    assert event.fields == {"days": "mon\nfri", "kinds": "", "unit": "marks", "rest": ""}
    assert (event.chosen("days"), event.chosen("kinds"), event.chosen("none")) == (("mon", "fri"), (), ())


def test_an_address_written_in_a_form_is_no_file():
    """Whoever sends text for an upload has written something, and attached nothing."""
    data = with_file("submit")
    data["components"] = [{"type": 18, "component": {"type": 4, "custom_id": "work", "value": "https://x/y.ics"}}]
    event = told("submit", data=data)
    assert isinstance(event, Submit)
    assert (event.fields["work"], event.attached("work")) == ("https://x/y.ics", "")


def test_a_suggestion_tells_the_option_and_what_is_typed():
    """The option that is being typed, not the one that stands before it."""
    event = told("suggest")
    assert isinstance(event, Suggest)
    assert (event.command, event.option, event.typed) == ("quiz round", "topic", "coll")


@pytest.mark.parametrize("typed", ["", 7, "5"])
def test_whatever_is_being_typed_is_text(typed: Any):
    """Also where nothing is typed yet, and where the option takes a number."""
    data = payload("suggest")["data"]
    data["options"][0]["options"] = [{"focused": True, "name": "questions", "type": 4, "value": typed}]
    event = told("suggest", data=data)
    assert isinstance(event, Suggest)
    assert (event.option, event.typed) == ("questions", str(typed))


def test_where_nothing_is_being_typed_nothing_is_suggested():
    """An autocomplete without a focused option is no event."""
    data = payload("suggest")["data"]
    del data["options"][0]["options"][1]
    assert told("suggest", data=data) is None


@pytest.mark.parametrize("name", sorted(NOT_OURS))
def test_what_is_not_ours_is_nothing(name: str):
    """A command of a menu, and Discord's own knocking."""
    assert told(name) is None


def test_a_kind_of_room_that_is_not_known_yet_is_a_room():
    """Whatever Discord thinks of next, people can play there."""
    event = told("command", channel=in_channel(type=99))
    assert event is not None
    assert event.room == CLASSROOM


def test_every_event_has_a_delivery_of_its_own_that_a_redelivery_shares():
    """The same payload gives the same delivery; no two payloads do."""
    names = sorted(path.stem for path in PAYLOADS.glob("*.json") if path.stem not in NOT_OURS)
    events = [told(name) for name in names]
    deliveries = [event.delivery for event in events if event is not None]
    assert len(set(deliveries)) == len(names)
    assert deliveries == [event.delivery for name in names if (event := told(name)) is not None]


def test_a_notice_is_nobodys():
    """It tells of the room and the server; its delivery is a key like any other."""
    told = notice_of("room gone", 7, 8, AT, "room gone 7 1")
    assert told == Notice(
        person="discord:0",
        name="",
        room=Room("discord:7", "discord:8"),
        at=AT,
        delivery="discord:room gone 7 1",
        what="room gone",
    )


def test_keys_and_ids():
    """A key is Discord's number with our name before it; what is no such number raises."""
    assert (key(42), key("42"), id_of("discord:42")) == ("discord:42", "discord:42", 42)
    for wrong in ("slack:T1.U2", "discord:", "discord:maya", "@discord:42"):
        with pytest.raises(ValueError, match="invalid literal"):
            id_of(wrong)


def test_who_is_behind_an_event_is_who_did_it():
    """Not the person whom an option names."""
    event = told("command_in_group")
    assert event is not None
    assert event.person == TEACHER
