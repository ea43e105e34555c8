"""Interactions on the loopback: when they may be answered, with what, and what then stands on whose screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.chat import Image
from tests.contract.suite import PIXEL
from tests.loopback.discord import NotOffered
from tests.loopback.discord.trying import NEW, NOTE, School, button, page, row

NOT_YET_CLICKED = page("Press", row(button("go:1")))


@pytest.fixture
async def school() -> AsyncIterator[School]:
    """A school on a Discord of its own."""
    async with School.open() as school:
        yield school
        assert school.discord.violations == []


async def test_the_first_answer_has_three_seconds(school: School):
    """At three seconds it is taken, after them refused; the future never resolves then."""
    on_time, late = await school.command(), await school.command()
    school.wait(3)
    assert (await school.respond(on_time, 4, page("In time"))).status == 200
    school.wait(0.001)
    answered = await school.respond(late, 4, page("Too late"))
    assert (answered.status, answered.code) == (404, 10062)
    assert late.refused == [10062]
    assert not late.answered.done()
    assert late.callback is None


async def test_there_is_one_first_answer(school: School):
    """A second one is refused, however late it comes."""
    it = await school.command()
    await school.respond(it, 4, page("First"))
    again = await school.respond(it, 4, page("Second"))
    assert (again.status, again.code) == (400, 40060)
    school.wait(60)
    assert (await school.respond(it, 5)).code == 40060
    assert it.refused == [40060, 40060]
    assert len(school.discord.messages(school.channel)) == 1


async def test_a_refused_answer_can_be_mended(school: School):
    """What was wrong does not count as an answer."""
    it = await school.command()
    wrong = await school.respond(it, 4, page("x" * 4001))
    assert (wrong.status, wrong.code) == (400, 50035)
    assert it.refused == [50035]
    assert (await school.respond(it, 4, page("x"))).status == 200
    school.discord.violations.clear()


async def test_strangers_tokens_are_unknown(school: School):
    """An interaction that never was can't be answered, and has no webhook."""
    it = await school.command()
    it.token = "stranger"
    assert (await school.respond(it, 5)).code == 10062
    assert (await school.follow(it, page("Hello"))).code == 10015
    path = f"/webhooks/{school.guild}/{it.token}"
    assert (await school.ask("POST", path, page("Hello"), token=False)).code == 10015


async def test_what_a_caller_is_told_of_the_answer(school: School):
    """With a response wanted, ids and the message come back; otherwise nothing does."""
    it, other = await school.command(), await school.command()
    told = (await school.respond(it, 5, {"flags": NOTE})).body
    assert told["interaction"]["response_message_id"] == it.original["id"]
    assert told["interaction"]["response_message_loading"]
    assert told["interaction"]["response_message_ephemeral"]
    assert told["resource"]["message"]["flags"] == NOTE | 128
    path = f"/interactions/{other.id}/{other.token}/callback"
    quiet = await school.ask("POST", path, {"type": 5})
    assert (quiet.status, quiet.body) == (204, "")


async def test_a_promise_is_filled_by_an_edit_and_keeps_its_privacy(school: School):
    """A private deferral stays private whatever the edit's flags say, and becomes of the new kind."""
    it = await school.command()
    await school.respond(it, 5, {"flags": NOTE})
    assert school.discord.messages(school.channel) == []
    answered = await school.ask("PATCH", school.hook(it, "@original"), page("Here it is"), token=False)
    assert answered.status == 200
    [note] = school.discord.notes(school.maya)
    assert note["flags"] == NOTE | 1 << 15
    assert note["edited_timestamp"] is None
    assert [seen.kind for seen in school.seen] == ["thinking", "note"]


async def test_a_public_promise_can_not_be_filled_privately(school: School):
    """The first thing that follows a public deferral fills it, and is public, even if it asks to be private."""
    it = await school.command()
    await school.respond(it, 5)
    await school.follow(it, page("For all to see", flags=NOTE))
    [message] = school.discord.messages(school.channel)
    assert message is it.original
    assert message["flags"] == NEW
    assert school.discord.notes(school.maya) == []
    assert it.followups == []


async def test_what_follows_a_filled_promise_is_a_message_of_its_own(school: School):
    """After the deferral is filled or deleted, a follow-up stands for itself, with its own privacy."""
    it = await school.command()
    await school.respond(it, 5)
    await school.ask("DELETE", school.hook(it, "@original"), token=False)
    assert it.original is None
    await school.follow(it, page("A secret", flags=NOTE))
    assert school.discord.messages(school.channel) == []
    assert school.discord.notes(school.maya) == it.followups
    gone = await school.ask("PATCH", school.hook(it, "@original"), page("Too late"), token=False)
    assert (gone.status, gone.code) == (404, 10008)
    assert [seen.kind for seen in school.seen] == ["thinking", "delete", "note"]


async def test_nothing_follows_before_the_first_answer(school: School):
    """The webhook is there once the interaction was answered."""
    it = await school.command()
    early = await school.follow(it, page("Too early"))
    assert (early.status, early.code) == (404, 10015)
    await school.respond(it, 4, page("Now"))
    assert (await school.follow(it, page("Then"))).status == 200


async def test_the_token_lives_fifteen_minutes(school: School):
    """Until then a note can be changed; after that not any more."""
    it = await school.command()
    await school.respond(it, 4, page("A note", flags=NOTE))
    school.wait(15 * 60)
    assert (await school.ask("PATCH", school.hook(it, "@original"), page("Changed"), token=False)).status == 200
    school.wait(0.001)
    for method, path, body in (
        ("PATCH", school.hook(it, "@original"), page("Too late")),
        ("POST", school.hook(it), page("Too late")),
        ("GET", school.hook(it, "@original"), None),
        ("DELETE", school.hook(it, "@original"), None),
    ):
        late = await school.ask(method, path, body, token=False)
        assert (late.status, late.code) == (401, 50027)
    assert it.refused == [50027] * 4


async def test_an_old_note_can_still_be_pressed(school: School):
    """A note's buttons outlive its token, until its reader reloads."""
    it = await school.command()
    await school.respond(it, 4, page("A note", row(button("go:1")), flags=NOTE))
    school.wait(3600)
    press = await school.discord.press(school.maya, it.original, "go:1")
    await school.respond(press, 7, page("Pressed"))
    [note] = school.discord.notes(school.maya)
    assert note["components"][0]["content"] == "Pressed"
    assert note["flags"] & NOTE
    assert school.seen[-1].kind == "note edit"
    school.discord.reload(school.maya)
    assert school.discord.notes(school.maya) == []


async def test_a_deferred_edit_is_followed_by_the_edit(school: School):
    """After type 6, @original is the message that was pressed, and a follow-up a new one."""
    message = (await school.post(NOT_YET_CLICKED)).body
    press = await school.discord.press(school.maya, message, "go:1")
    await school.respond(press, 6)
    assert press.original is None
    await school.ask("PATCH", school.hook(press, "@original"), page("Changed"), token=False)
    await school.follow(press, page("And this", flags=NOTE))
    [now] = school.discord.messages(school.channel)
    assert now["id"] == message["id"]
    assert now["components"][0]["content"] == "Changed"
    assert len(school.discord.notes(school.maya)) == 1


@pytest.mark.parametrize("kind", [6, 7, 8, 1, 99, None, True, "4"])
async def test_a_command_is_not_answered_with(school: School, kind):
    """Edits and suggestions answer no command, nor does nonsense."""
    it = await school.command()
    answered = await school.ask("POST", f"/interactions/{it.id}/{it.token}/callback", {"type": kind, "data": {}})
    assert (answered.status, answered.code) == (400, 50035)
    assert answered.wrong("type")
    school.discord.violations.clear()


async def test_suggestions_are_answered_only_with_choices(school: School):
    """At most 25 of them, each with a name and a value that fits."""
    it = await school.discord.suggest(school.maya, school.channel, "quiz round", "topic", "t")
    choices = [{"name": f"n{number}", "value": f"v{number}"} for number in range(26)]
    assert (await school.respond(it, 4, page("No"))).wrong("type") == ["BASE_TYPE_CHOICES"]
    assert (await school.respond(it, 8, {"choices": choices})).wrong("data", "choices") == ["BASE_TYPE_MAX_LENGTH"]
    long = await school.respond(it, 8, {"choices": [{"name": "n" * 101, "value": "v"}]})
    assert long.wrong("data", "choices", 0, "name") == ["BASE_TYPE_BAD_LENGTH"]
    assert (await school.respond(it, 8, {"choices": choices[:25]})).status == 200
    school.discord.violations.clear()


async def test_a_press_on_a_deleted_message(school: School):
    """An edit then finds nothing; nobody can press what is gone or somebody else's."""
    message = (await school.post(NOT_YET_CLICKED)).body
    press = await school.discord.press(school.maya, message, "go:1")
    await school.ask("DELETE", f"/channels/{school.channel}/messages/{message['id']}")
    assert (await school.respond(press, 7, page("Changed"))).code == 10008
    with pytest.raises(NotOffered):
        await school.discord.press(school.maya, message, "go:1")
    it = await school.command()
    await school.respond(it, 4, page("A note", row(button("go:2")), flags=NOTE))
    with pytest.raises(NotOffered):
        await school.discord.press(school.teacher, it.original, "go:2")


async def test_what_the_app_would_not_let_anybody_press(school: School):
    """Disabled buttons and values that are not on offer are forgeries; a foreign custom id is sent as it is."""
    options = [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]
    select = {"type": 3, "custom_id": "pick", "options": options}
    body = page("Press", row({**button("off"), "disabled": True}), row(select))
    message = (await school.post(body)).body
    for custom_id, values in (("off", ()), ("pick", ()), ("pick", ("c",)), ("pick", ("a", "b"))):
        with pytest.raises(NotOffered):
            await school.discord.press(school.maya, message, custom_id, values)
        assert (await school.discord.press(school.maya, message, custom_id, values, forged=True)).message_id
    assert (await school.discord.press(school.maya, message, "pick", ("a",))).kind == 3
    assert (await school.discord.press(school.maya, message, "made:up")).name == "made:up"


async def test_answers_may_stand_where_the_bot_may_not_write(school: School):
    """An interaction's answer needs no permission in the channel."""
    school.discord.forbid(school.channel)
    it = await school.command()
    assert (await school.respond(it, 4, page("Here all the same"))).status == 200
    school.discord.delete_channel(school.channel)
    assert (await school.follow(it, page("And here"))).code == 10003


async def test_an_answer_can_bring_a_picture(school: School):
    """Files come with first answers, their edits, and what follows."""
    picture = {"type": 12, "items": [{"media": {"url": "attachment://dot.png"}, "description": "A dot"}]}
    files = (("dot.png", PIXEL),)
    it, other = await school.command(), await school.command()
    await school.respond(it, 4, page("Look", picture, flags=NOTE), files=files)
    await school.respond(other, 5)
    await school.ask("PATCH", school.hook(other, "@original"), page("Look", picture), token=False, files=files)
    await school.follow(it, page("Look", picture), files=files)
    for message in (it.original, other.original, *it.followups):
        assert school.discord.view_of(message).image == Image("dot", PIXEL, "A dot")
    assert it.callback.files[0].data == PIXEL


async def test_what_stays_on_its_way_is_delivered_in_any_order(school: School):
    """Late, or after what came later; the three seconds count from when it was done."""
    seen: list[str] = []

    async def note(interaction: Any) -> None:
        seen.append(str(interaction.id))

    async with school.bot(note):
        with school.discord.under_way():
            first, second = await school.command(), await school.command()
        school.wait(4)
        assert first.delivered == 0
        for it in (second, first):
            await school.discord.redeliver(it)
        async with asyncio.timeout(5):
            while len(seen) < 2:
                await asyncio.sleep(0.001)
    assert seen == [second.id, first.id]
    assert (await school.respond(first, 4, page("x"))).code == 10062
