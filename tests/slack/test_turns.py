"""Whose turn it is once Slack has asked for patience."""

from __future__ import annotations

import pytest

from adapters.slack.turns import Turns
from bot.chat import NotSent
from bot.clock import MINUTE, SECOND, SteppedClock
from tests.slack.recorded import AT


@pytest.fixture
def clock() -> SteppedClock:
    """A clock that is moved by hand."""
    return SteppedClock(AT)


@pytest.fixture
def turns(clock: SteppedClock) -> Turns:
    """Nobody waits yet."""
    return Turns(clock)


def waits(turns: Turns, method: str, **arguments: str) -> int:
    """How long a call is kept back, in milliseconds."""
    try:
        turns.take(method, arguments)
    except NotSent as error:
        return error.wait // 1000
    return 0


def test_those_who_wait_come_one_by_one(turns: Turns, clock: SteppedClock):
    """As fast as Slack surely takes them, in the order in which they came; a turn once given stays."""
    assert turns.asked("conversations.open", {"users": "U1"}, 30 * SECOND) == 30 * SECOND
    assert turns.asked("conversations.open", {"users": "U2"}, 20 * SECOND) == 31_200_000
    assert [waits(turns, "conversations.open", users=f"U{n}") for n in (3, 1, 2, 3)] == [32_400, 30_000, 31_200, 32_400]
    clock.move_to(AT + 31 * SECOND)
    assert [waits(turns, "conversations.open", users=f"U{n}") for n in (3, 1, 2, 4)] == [1_400, 0, 200, 2_600]


def test_when_nobody_waits_any_more_calls_go_freely(turns: Turns, clock: SteppedClock):
    """A minute after the last turn, or once all have come; whoever never came keeps nobody waiting."""
    turns.asked("views.publish", {"user_id": "U1"}, SECOND)
    turns.asked("views.publish", {"user_id": "U2"}, SECOND)
    clock.move_to(AT + 2 * SECOND)
    assert waits(turns, "views.publish", user_id="U1") == 0
    assert [waits(turns, "views.publish", user_id="U3"), waits(turns, "views.publish", user_id="U4")] == [200, 800]
    clock.move_to(AT + 2 * MINUTE)
    assert [waits(turns, "views.publish", user_id=f"U{n}") for n in range(10)] == [0] * 10


def test_methods_and_the_channels_of_posts_are_counted_apart(turns: Turns):
    """As Slack counts them: edits by workspace, posts by channel."""
    turns.asked("chat.update", {"channel": "C1", "ts": "1"}, MINUTE)
    turns.asked("chat.postMessage", {"channel": "C1"}, 5 * SECOND)
    assert waits(turns, "chat.update", channel="C2", ts="2") == 61_200
    assert waits(turns, "chat.postMessage", channel="C2") == 0
    assert waits(turns, "chat.postMessage", channel="C1") == 5_000
    assert waits(turns, "chat.postEphemeral", channel="C1", user="U1") == 0


def test_what_can_t_come_again_keeps_no_turn(turns: Turns, clock: SteppedClock):
    """A form's trigger is gone by then; whoever presses anew has another."""
    assert turns.asked("views.open", {"trigger_id": "1.1"}, 30 * SECOND) == 30 * SECOND
    assert waits(turns, "views.open", trigger_id="1.2") == 30_000
    clock.move_to(AT + 30 * SECOND)
    assert [waits(turns, "views.open", trigger_id=f"1.{n}") for n in range(3, 6)] == [0, 0, 0]
