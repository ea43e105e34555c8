"""What Slack's refusals mean."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from adapters.logs import Discreet
from adapters.slack.limits import TooMuch
from adapters.slack.trouble import INVITE, ONLY_SOME, OURS, REVOKED, SlackRefused, told
from bot.chat import DeskRefused, NotSent, OutcomeUnknown, Unreachable
from bot.clock import MINUTE, SECOND


def meaning(error: Exception) -> Exception:
    """What the callers of the port are told."""
    with pytest.raises(Exception, match=r".") as raised, told():
        raise error
    return raised.value


def refusal(error: str, status: int = 200, **headers: str) -> SlackApiError:
    """Slack's answer that it will not."""
    data = {"ok": False, "error": error}
    return SlackApiError("no", SimpleNamespace(data=data, status_code=status, headers=headers))


def test_a_rate_limit_is_not_sent_and_says_how_long_to_wait():
    """Slack's own figure, in microseconds."""
    error = meaning(refusal("ratelimited", 429, **{"Retry-After": "7"}))
    assert isinstance(error, NotSent)
    assert error.wait == 7 * SECOND


@pytest.mark.parametrize("why", ["internal_error", "fatal_error", "service_unavailable"])
def test_trouble_at_slack_leaves_the_outcome_unknown(why: str):
    """The message may have been posted before something broke."""
    assert isinstance(meaning(refusal(why)), OutcomeUnknown)


@pytest.mark.parametrize("data", [{}, "<html>", b"", None])
def test_an_answer_that_is_none_leaves_the_outcome_unknown(data: Any):
    """What a proxy says instead of Slack tells nothing of what Slack did."""
    error = SlackApiError("no", SimpleNamespace(data=data, status_code=502, headers={}))
    assert isinstance(meaning(error), OutcomeUnknown)


@pytest.mark.parametrize("why", ["channel_not_found", "not_in_channel"])
def test_a_channel_without_swot_comes_with_advice(why: str):
    """People can mend it."""
    error = meaning(refusal(why))
    assert isinstance(error, Unreachable)
    assert error.advice == INVITE


@pytest.mark.parametrize("why", ["message_not_found", "cant_update_message", "user_not_visible"])
def test_what_trying_again_will_not_help_is_unreachable(why: str):
    """A room, a message or a person that is gone."""
    error = meaning(refusal(why))
    assert isinstance(error, Unreachable)
    assert not isinstance(error, DeskRefused)
    assert error.advice == ""


@pytest.mark.parametrize(
    ("why", "advice"),
    [
        ("is_archived", "The channel is archived. Bring it back, or use another one."),
        ("restricted_action", ONLY_SOME),
        ("restricted_action_read_only_channel", ONLY_SOME),
        ("restricted_action_thread_only_channel", ONLY_SOME),
        ("posting_to_general_channel_denied", ONLY_SOME),
    ],
)
def test_a_channel_where_swot_may_not_post_says_what_can_be_done(why: str, advice: str):
    """In Slack's newest words for it too."""
    error = meaning(refusal(why))
    assert isinstance(error, Unreachable)
    assert error.advice == advice


@pytest.mark.parametrize("why", REVOKED)
def test_a_token_that_is_withdrawn_loses_nothing(why: str):
    """There may be a newer one in a while; no room is given up for it."""
    error = meaning(refusal(why))
    assert isinstance(error, NotSent)
    assert not isinstance(error, Unreachable)
    assert error.wait == 2 * MINUTE


OPERATORS = ["missing_scope", "no_permission", "team_access_not_granted", "not_allowed_token_type", "ekm_access_denied"]


@pytest.mark.parametrize("why", [*OPERATORS, "team_not_found", "something_new"])
def test_no_room_is_given_up_for_what_is_not_about_it(why: str):
    """Also what Slack may call by a name that nobody knows yet."""
    error = meaning(refusal(why))
    assert isinstance(error, SlackRefused)
    assert not isinstance(error, Unreachable | NotSent | OutcomeUnknown)


@pytest.mark.parametrize("why", OPERATORS)
def test_whoever_runs_swot_reads_in_the_log_what_to_do(why: str):
    """A log tells an exception's kind and place, and of ours the words."""
    error = meaning(refusal(why))
    assert isinstance(error, SlackRefused)
    record = logging.LogRecord("swot", logging.ERROR, "", 0, "could not", (), (type(error), error, None))
    assert f"Slack refuses: {why}. {error.advice}" in Discreet().format(record)
    assert error.advice


@pytest.mark.parametrize("why", ["messages_tab_disabled", "cannot_dm_bot", "user_disabled", "invalid_user_combination"])
def test_somebody_who_can_not_be_written_to_refuses_the_desk(why: str):
    """The core offers something else then. The last is of people of other organisations, who share no channel."""
    assert isinstance(meaning(refusal(why)), DeskRefused)


@pytest.mark.parametrize("why", ["external_channel_migrating", "message_limit_exceeded", "accesslimited"])
def test_what_passes_is_waited_for(why: str):
    """Slack says so in many words."""
    error = meaning(refusal(why))
    assert isinstance(error, NotSent)
    assert error.wait == MINUTE


def test_a_message_that_slack_refuses_is_a_fault_of_ours():
    """Nothing is wrong with the room, so nobody should give it up."""
    assert all(isinstance(meaning(refusal(why)), TooMuch) for why in OURS)
    assert {"invalid_attachments", "no_text", "metadata_too_large", "invalid_metadata_schema", "view_too_large"} < {
        *OURS
    }


def test_connections_that_were_never_made_sent_nothing():
    """What was cut later may have arrived."""
    never = aiohttp.ClientConnectorError(SimpleNamespace(host="x", port=1, ssl=None), OSError("refused"))  # type: ignore[arg-type]
    assert isinstance(meaning(never), NotSent)
    assert isinstance(meaning(aiohttp.ConnectionTimeoutError()), NotSent)
    for cut in (aiohttp.ServerDisconnectedError(), aiohttp.ClientOSError(104, "reset"), TimeoutError()):
        assert isinstance(meaning(cut), OutcomeUnknown)
