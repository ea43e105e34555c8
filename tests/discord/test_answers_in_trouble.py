"""Answers in trouble: the connection breaks, Discord has stopped waiting, or what was answered can't be shown."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from adapters.discord.limits import LIMITS
from bot.chat import (
    Action,
    Answer,
    Choices,
    Form,
    Image,
    Invalid,
    Option,
    Press,
    Reply,
    View,
    prose,
    rich,
)
from tests.contract.suite import PIXEL
from tests.discord.place import Place, Pressed

CALLBACK, ORIGINAL = "/callback", "/messages/@original"
HELLO = View(prose("Hello"))
LOOK = View(prose("Look"), image=Image("dot", PIXEL, "A dot"))


def faults_of_ours(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the log tells as an error."""
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


def quoted(place: Place) -> str:
    """What Maya is to quote, in her only note."""
    [note] = place.noted()
    return note.split("quote ")[1].strip(".")


# When the connection breaks


@pytest.mark.parametrize(
    ("how", "times", "statuses"),
    [("cut before", 1, [0, 204]), ("cut before", 2, [0, 0, 204]), ("cut after", 1, [204, 400])],
)
@pytest.mark.parametrize("view", [HELLO, LOOK], ids=["text", "picture"])
async def test_a_first_answer_that_was_cut_off_is_given_once(
    place: Place, how: Any, times: int, statuses: list[int], view: View, caplog: pytest.LogCaptureFixture
):
    """Discord takes only one first answer, so that it can be sent again whether or not it has arrived."""
    place.discord.faults.add(f"POST /interactions/*{CALLBACK}", how=how, times=times)
    place.told.answer = Reply(view, "post")
    it = await place.press("post")
    await place.answered(it)
    assert place.sent("POST", CALLBACK) == statuses
    assert [view.spoken in shown for shown in place.shown()] == [False, True]
    assert faults_of_ours(caplog) == []


async def test_what_can_not_be_sent_at_all_is_in_the_log(place: Place, caplog: pytest.LogCaptureFixture):
    """After three tries; and the next press is answered as ever."""
    place.discord.faults.add(f"POST /interactions/*{CALLBACK}", how="cut before", times=3)
    place.told.answer = Reply(HELLO, "post")
    it = await place.press("post")
    await place.until(lambda: len(place.sent("POST", CALLBACK)) == 3)
    await place.adapter.settled()
    assert it.callback is None
    assert faults_of_ours(caplog)
    await place.answered(await place.press("post"))
    assert place.shown() == ["Press", "Hello"]


@pytest.mark.parametrize("how", ["cut before", "cut after"])
async def test_a_late_answer_that_was_cut_off_is_sent_again(place: Place, how: Any, caplog: pytest.LogCaptureFixture):
    """Filling in what was promised has its effect once, however often it is sent."""
    place.discord.faults.add(f"PATCH *{ORIGINAL}", how=how)
    place.told.go.clear()
    place.told.answer = Reply(HELLO, "post")
    await place.slowly(await place.command("post"))
    await place.go()
    assert place.shown() == ["Press", "Hello"]
    assert len(place.sent("PATCH", ORIGINAL)) == 2
    assert faults_of_ours(caplog) == []


@pytest.mark.parametrize("how", ["cut before", "cut after"])
async def test_a_promise_is_taken_back_although_the_connection_broke(
    place: Place, how: Any, caplog: pytest.LogCaptureFixture
):
    """That it is gone already is no reason not to say the rest."""
    place.discord.faults.add(f"DELETE *{ORIGINAL}", how=how)
    place.told.go.clear()
    place.told.answer = Reply(HELLO)
    await place.slowly(await place.command("post"))
    await place.go()
    assert (place.noted(), place.shown()) == (["Hello"], ["Press"])
    assert faults_of_ours(caplog) == []


async def test_a_redelivery_is_not_answered_twice(place: Place, caplog: pytest.LogCaptureFixture):
    """Discord refuses a second first answer, which is as it should be."""
    place.told.answer = Reply(HELLO, "post")
    it = await place.press("post")
    await place.answered(it)
    await place.discord.redeliver(it)
    await place.until(lambda: 40060 in it.refused)
    await place.adapter.settled()
    first, again = place.told.events
    assert first == again
    assert place.shown() == ["Press", "Hello"]
    assert faults_of_ours(caplog) == []


# When it is too late


async def test_a_first_answer_that_comes_too_late_is_noted(place: Place, caplog: pytest.LogCaptureFixture):
    """Discord waits three seconds; what comes after is a line in the log and no fault."""
    place.discord.faults.add(f"POST /interactions/*{CALLBACK}", how="slow")
    place.told.answer = Reply(HELLO)
    it = await place.press()
    await place.until(lambda: place.discord.faults.holding)
    place.school.wait(4)
    place.discord.faults.release()
    await place.adapter.settled()
    assert it.refused == [10062]
    assert f"interaction {it.id} was answered too late" in caplog.text
    assert faults_of_ours(caplog) == []


async def test_a_promise_that_comes_too_late_is_noted_once(place: Place, caplog: pytest.LogCaptureFixture):
    """There is nothing then that the answer could fill, and Discord is not asked; what was done is done."""
    place.discord.faults.add(f"POST /interactions/*{CALLBACK}", how="slow")
    place.told.go.clear()
    place.told.answer = Reply(HELLO)
    it = await place.press()
    await place.until(lambda: bool(place.told.events))
    place.school.wait(2)
    await place.until(lambda: place.discord.faults.holding)
    place.school.wait(2)
    place.discord.faults.release()
    await place.go()
    assert it.refused == [10062]
    assert place.sent("PATCH", ORIGINAL) == []
    assert caplog.messages == [f"interaction {it.id} was answered too late"]
    assert faults_of_ours(caplog) == []


@pytest.mark.parametrize("declares", ["note", "edit", "post"])
async def test_an_answer_after_fifteen_minutes_is_noted(
    place: Place, declares: Pressed, caplog: pytest.LogCaptureFixture
):
    """The interaction's token has expired, whatever was promised."""
    place.told.go.clear()
    place.told.answer = Reply(HELLO)
    it = await place.press(declares)
    await place.slowly(it)
    place.token_expires()
    await place.go()
    assert it.refused == [50027]
    assert f"the answer to interaction {it.id} came too late" in caplog.text
    assert faults_of_ours(caplog) == []


async def test_a_message_that_is_gone_by_then_is_noted(place: Place, caplog: pytest.LogCaptureFixture):
    """Somebody deleted what was pressed while the answer was on its way."""
    place.told.go.clear()
    place.told.answer = Reply(HELLO, "edit")
    it = await place.press("edit")
    await place.slowly(it)
    place.discord.delete_message(place.message["id"])
    await place.go()
    assert it.refused == [10008]
    assert faults_of_ours(caplog) == []


# When it can't be shown

TOO_LONG = View(rich("{}", "x" * 4500))


@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize(
    ("declares", "answer"),
    [
        ("post", Reply(TOO_LONG, "post")),
        ("form", Form("", Action("a.b"), ())),
        ("note", Invalid({"a": "x" * 4500}, Action("a.b"))),
    ],
)
async def test_an_answer_that_can_not_be_shown_is_owned_up_to(
    place: Place, declares: Pressed, answer: Answer, caplog: pytest.LogCaptureFixture, *, slow: bool
):
    """The person gets a code that the log knows, privately, and nothing is cut."""
    place.told.answer = answer
    if slow:
        place.told.go.clear()
        if isinstance(answer, Form):
            place.told.answer = Reply(TOO_LONG)
    it = await place.press(declares)
    if slow:
        await place.slowly(it)
        await place.go()
    else:
        await place.answered(it)
    assert faults_of_ours(caplog) == [f"error {quoted(place)}: the answer to Press can't be shown"]
    assert place.shown() == ["Press"]


async def test_a_suggestion_that_can_not_be_shown_costs_no_other(place: Place, caplog: pytest.LogCaptureFixture):
    """A list can't be answered with a note; what Discord takes of it is there, a long label cut."""
    place.told.answer = Choices((Option("x" * 101, "x"), Option(" ", "y"), Option("z", "z" * 101), Option("a", "a")))
    callback = await place.answered(await place.suggest())
    offered = [{"name": f"{'x' * 74}…", "value": "x"}, {"name": "a", "value": "a"}]
    assert (callback.type, callback.data) == (8, {"choices": offered})
    assert "can't be shown" in caplog.text


async def test_more_suggestions_than_discord_takes_are_none(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """A list can't be answered with a note."""
    monkeypatch.setitem(LIMITS, "choices", 0)
    place.told.answer = Choices((Option("a", "a"),))
    callback = await place.answered(await place.suggest())
    assert (callback.type, callback.data) == (8, {"choices": []})
    assert "can't be shown" in caplog.text


async def test_what_discord_refuses_after_all_is_owned_up_to(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """Should a limit of Discord's have changed, the person is told that something went wrong, and what to quote."""
    monkeypatch.setitem(LIMITS, "text", 5000)
    place.told.answer = Reply(TOO_LONG, "post")
    await place.answered(await place.press("post"))
    assert faults_of_ours(caplog) == [f"error {quoted(place)}: the answer to Press can't be shown"]
    assert len(place.discord.violations) == 1
    place.discord.violations.clear()


async def test_an_event_without_an_answer_is_left_alone(place: Place):
    """Nothing is made up."""
    await place.press()
    await place.until(lambda: bool(place.told.events))
    await place.adapter.settled()
    assert isinstance(place.told.events[0], Press)
    assert place.sent("POST", CALLBACK) == []
