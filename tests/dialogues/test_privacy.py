"""What Swot keeps about somebody: told, taken along, erased."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from sqlalchemy import Select, Text, select

from bot.chat import Press
from bot.chat.views import Action
from bot.storage.tables import deeds, deliveries, marks, members, metadata, outbox, responses, rounds, solos
from bot.storage.tables.kept import NOBODY
from tests.chat_harness import Chat

TYPED = "Zyzzogeton haenschi"
"""What nobody else would write."""


# Helpers


async def answer_alone(chat: Chat, person: str) -> None:
    """A person answers one question of a quiz of their own."""
    await chat.say(person, "/quiz solo", topic="judging")
    await chat.press(person, "False")


async def play_round(chat: Chat, *people: str) -> None:
    """A round of one question that these people answer."""
    await chat.say("teacher", "/quiz round", topic="judging", questions=1, seconds=20)
    for person in people:
        await chat.press(person, "False")
    await chat.wait("30s")


async def forget(chat: Chat, person: str) -> str:
    """A person has everything erased."""
    await chat.say(person, "/privacy forget")
    return await chat.press(person, "Erase everything")


async def everywhere(chat: Chat) -> str:
    """Everything that any table keeps, as text."""
    found: list[str] = []
    for table in metadata.sorted_tables:
        query: Select[Any] = select(*(column.cast(Text) for column in table.c))
        found += [f"{table.name}: {tuple(row)}" for row in await chat.rows(query)]
    return "\n".join(found)


def data_of(chat: Chat, person: str) -> dict[str, Any]:
    """What an export says to machines."""
    name, packed = chat.given(person)
    assert name.endswith(".zip")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == ["my-data.json", "my-data.html"]
        found: dict[str, Any] = json.loads(archive.read("my-data.json"))
        return found


# Looking


async def test_somebody_of_whom_nothing_is_kept_is_told_so(chat: Chat):
    """And what is never read."""
    told = await chat.say("maya", "/privacy about")
    assert told == (
        "(only maya) What Swot keeps about you\n    Nothing.\n\n"
        "    No channel message is ever read; Swot has only what people give to it."
    )


async def test_everybody_is_told_what_is_kept_about_them_in_figures(chat: Chat):
    """Name, answers, marks, quizzes, how long; and what can be done about it."""
    await play_round(chat, "maya", "tom")
    await answer_alone(chat, "maya")
    told = await chat.say("maya", "/privacy about")
    assert told.startswith(
        "(only maya) What Swot keeps about you\n    Your name in history: Maya, not shown on boards\n\n"
    )
    assert "2 marks · 2 answers · 1 quiz on your own" in told
    assert "Answers of this school year are erased after 31 December 2027." in told
    assert told.endswith("[Export] [Forget me]")
    assert len(told) < 700


@pytest.mark.parametrize("platform", ["terminal", "slack"])
async def test_the_bare_command_asks_what_is_kept(garden: Chat):
    """As `/privacy` does everywhere in print."""
    assert (await garden.say("maya", "/privacy")).startswith("(only maya) What Swot keeps about you\n    Nothing.")


# Taking along


async def test_a_learner_takes_everything_along(chat: Chat):
    """A page to read and JSON: what they gave and what it earned, and nothing of anybody else."""
    await play_round(chat, "maya", "tom")
    await answer_alone(chat, "maya")
    await chat.say("maya", "/privacy about")
    told = await chat.press("maya", "Export")
    assert "Everything that Swot keeps about you" in told
    data = data_of(chat, "maya")
    assert data["accounts"] == [chat.session.key("maya")]
    kept = data["kept"]
    assert [row["name"] for row in kept["members"]["rows"]] == ["Maya"]
    assert [row["given"] for row in kept["responses"]["rows"]] == [["False"], ["False"]]
    assert [row["verdict"] for row in kept["marks"]["rows"]] == ["right", "right"]
    assert kept["solos"]["what"] == "Quizzes on your own"
    assert '"Tom"' not in json.dumps(data)
    assert chat.session.key("tom") not in json.dumps(data)


async def test_an_export_leaves_no_copy(garden: Chat):
    """It is made anew each time; nothing of it is written down."""
    await answer_alone(garden, "maya")
    before = await everywhere(garden)
    assert "[file: " in await garden.say("maya", "/privacy export")
    assert await everywhere(garden) == before


async def test_an_export_is_a_page_that_nothing_acts_in(garden: Chat):
    """What somebody is called, whatever it is, is text."""
    garden.session.screen.people["maya"] = type(garden.session.screen.people["tom"])("<script>alert(1)</script>")
    await answer_alone(garden, "maya")
    await garden.say("maya", "/privacy export")
    with zipfile.ZipFile(io.BytesIO(garden.given("maya")[1])) as archive:
        page = archive.read("my-data.html").decode()
    assert "&lt;script&gt;" in page
    assert "<script" not in page


# Forgetting


async def test_forgetting_asks_first_and_can_be_left(chat: Chat):
    """Nothing is erased before somebody says so twice."""
    await answer_alone(chat, "maya")
    before = await everywhere(chat)
    await chat.say("maya", "/privacy about")
    told = await chat.press("maya", "Forget me")
    assert "This erases your name, answers, cards and times now" in told
    assert told.endswith("[Erase everything] [Keep]")
    assert "Nothing was erased." in await chat.press("maya", "Keep")
    assert await everywhere(chat) == before


async def test_a_learner_is_exported_and_forgotten(chat: Chat):
    """Afterwards nothing in any table is theirs; what they earned is still there, and nobody's."""
    await play_round(chat, "maya", "tom")
    await answer_alone(chat, "maya")
    await chat.say("maya", "/leaderboard", names="show")
    await chat.say("maya", "/privacy export")
    assert len(data_of(chat, "maya")["kept"]["marks"]["rows"]) == 2
    assert "Erased. Swot knows nothing about you any more." in await forget(chat, "maya")
    await chat.wait("10s")
    left = await everywhere(chat)
    assert "Maya" not in left
    assert chat.session.key("maya") not in left
    assert await chat.count(solos) == 0
    unlinked = await chat.rows(marks.select().where(marks.c.person == NOBODY))
    assert [(row.verdict, row.earned) for row in unlinked] == [("right", 100), ("right", 100)]
    assert "1 learner has points" in await chat.say("tom", "/leaderboard")
    assert (await chat.say("maya", "/privacy about")).startswith("(only maya) What Swot keeps about you\n    Nothing.")


async def test_what_stays_is_a_question_a_mark_and_a_week(chat: Chat):
    """No text, no time of day, no round, no order, nothing that ties two marks to each other."""
    await play_round(chat, "maya", "tom")
    await answer_alone(chat, "maya")
    await forget(chat, "maya")
    found = await chat.rows(responses.select().where(responses.c.person == NOBODY))
    assert {(row.given, row.session, row.position) for row in found} == {("[]", "", 0)}
    assert all(row.seq < 0 for row in found)
    week = {row.at for row in [*found, *await chat.rows(marks.select().where(marks.c.person == NOBODY))]}
    assert [at % (7 * 24 * 3600 * 1_000_000) for at in week] == [4 * 24 * 3600 * 1_000_000]


async def test_no_byte_of_theirs_is_left_in_the_files(garden: Chat):
    """The file, its log and its free pages are searched: for the name, for what was written, for the account."""
    await garden.say("maya", "/quiz solo", topic="writing")
    await garden.press("maya", "Answer")
    await garden.write("maya", TYPED)
    await garden.say("maya", "/leaderboard", names="show")
    await play_round(garden, "maya", "tom")
    for trace in (TYPED.encode(), b"Maya", garden.session.key("maya").encode()):
        assert trace in garden.bytes_kept(), trace
    await forget(garden, "maya")
    await garden.wait("1m")
    for trace in (TYPED.encode(), b"Maya", garden.session.key("maya").encode()):
        assert trace not in garden.bytes_kept(), trace


async def test_a_board_that_stands_in_the_room_loses_the_name(chat: Chat):
    """The podium is edited: it still tells where the others came."""
    await chat.say("maya", "/leaderboard", names="show")
    await chat.say("tom", "/leaderboard", names="show")
    await play_round(chat, "maya", "tom")
    told = await forget(chat, "maya")
    assert "1 somebody who has left 1" in told
    assert "1 Tom 1" in told
    assert "Maya" not in "".join(row.view for row in await chat.rows(outbox.select()))


async def test_what_swot_said_in_direct_messages_is_erased_there(garden: Chat):
    """As long as Swot still knows of the message, which is a week."""
    await garden.say("teacher", "/class role person:@maya role:teacher")
    garden.session.forbid()
    assert "(desk of maya)" in await garden.say("maya", "/quiz round", questions=1)
    garden.session.allow()
    await garden.say("teacher", "/class teachers")
    told = await forget(garden, "maya")
    assert "maya (edited) Erased." in told
    await garden.wait("1m")
    assert garden.session.key("maya") not in await everywhere(garden)


async def test_the_only_teacher_names_another_one_first(chat: Chat):
    """A class is not left alone by the press of a button; with another teacher it can be."""
    await chat.say("teacher", "/class teachers")
    await chat.say("teacher", "/fact now")
    told = await chat.say("teacher", "/privacy forget")
    assert told == ("(only teacher) You are the only teacher of history. Name another one first, with /class role.")
    await chat.say("teacher", "/class role person:@tom role:teacher")
    await chat.wait("1s")
    assert "Erased." in await forget(chat, "teacher")
    assert await chat.say("maya", "/class teachers") == "(only maya) This class is taught by Tom."


async def test_a_class_keeps_its_log_and_its_rounds_without_whoever_has_left(chat: Chat):
    """Who did it is nobody; what was done stands there, without names."""
    await chat.say("teacher", "/class role person:@tom role:teacher")
    await chat.say("tom", "/class role person:@maya role:teacher")
    await play_round(chat, "maya")
    await forget(chat, "maya")
    await forget(chat, "teacher")
    await chat.wait("10s")
    log = await chat.rows(select(deeds.c.person, deeds.c.told).order_by(deeds.c.at))
    assert (NOBODY, "Tom now teaches this class.") in [tuple(row) for row in log]
    assert (chat.session.key("tom"), "somebody who has left now teaches this class.") in [tuple(row) for row in log]
    assert [row.starter for row in await chat.rows(select(rounds.c.starter))] == [NOBODY]


async def test_pressing_erase_twice_erases_once(chat: Chat):
    """A redelivery gets the same answer; nothing comes back by it."""
    await answer_alone(chat, "maya")
    told = await forget(chat, "maya")
    assert await chat.redeliver() == told
    assert chat.session.key("maya") not in await everywhere(chat)


async def test_what_is_still_under_way_leaves_nothing(garden: Chat):
    """A press from before arrives after: it is refused, whether it is new or was answered already."""
    await garden.say("teacher", "/quiz round", topic="judging", questions=1, seconds=60)
    await garden.press("maya", "False")
    answered = garden.session.last
    assert isinstance(answered, Press)
    late = garden.by("maya")
    await garden.wait("1s")
    await forget(garden, "maya")
    for event in (
        answered,
        Press(
            person=late.person,
            name=late.name,
            room=late.room,
            at=late.at,
            delivery=late.delivery,
            action=answered.action,
        ),
    ):
        told = await garden.app.handle(event)
        assert "was erased with everything else" in str(told)
    assert await garden.count(responses) == 0
    await garden.wait("1m")
    assert garden.session.key("maya") not in await everywhere(garden)
    assert await garden.count(members) == 0


async def test_whoever_comes_back_begins_anew(garden: Chat):
    """They are on record again, with what they do from then on."""
    await garden.say("teacher", "/quiz round", topic="judging", questions=2, seconds=60)
    await garden.press("maya", "False")
    await garden.wait("1s")
    await forget(garden, "maya")
    await garden.wait("1s")
    await garden.press("maya", "True")
    # Slack tells a handle with a press, and is asked for the name again.
    assert [row.name.capitalize() for row in await garden.rows(members.select())] == ["Maya"]
    await garden.wait("60s")
    assert await garden.marks("maya") == ["True"]


async def test_somebody_elses_client_erases_only_their_own(garden: Chat):
    """A forged press is a press of whoever sends it."""
    await answer_alone(garden, "maya")
    by = garden.by("tom")
    await garden.app.handle(
        Press(person=by.person, name=by.name, room=by.room, at=by.at, delivery="forged", action=Action("privacy.erase"))
    )
    assert await garden.marks("maya") == ["False"]


async def test_stored_answers_are_nobodys_afterwards(garden: Chat):
    """What each delivery was answered with is kept for a day, without them."""
    await answer_alone(garden, "maya")
    await forget(garden, "maya")
    kept = await garden.rows(select(deliveries.c.person, deliveries.c.answer))
    assert garden.session.key("maya") not in {row.person for row in kept}
    assert not any("False" in row.answer for row in kept)


async def test_what_was_disputed_is_gone_from_teachers_desks(chat: Chat):
    """A dispute shows what a learner wrote; forgotten, they have written nothing."""
    await chat.say("teacher", "/class appeals")
    await chat.say("maya", "/quiz solo topic:writing")
    await chat.press("maya", "Answer")
    await chat.write("maya", TYPED)
    await chat.press("maya", "Dispute")
    assert TYPED in await everywhere(chat)
    assert "This dispute is gone, with the learner who asked to be forgotten." in await forget(chat, "maya")
    assert TYPED not in await everywhere(chat)
    assert await chat.say("teacher", "/class appeals") == "(only teacher) No disputed mark waits for you."
