"""What Slack's refusals mean to whoever sends: later, never, or nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack.limits import TooMuch
from bot.chat import DeskRefused, NotSent, OutcomeUnknown, Unreachable
from bot.clock import MINUTE, SECOND

LATER = ("ratelimited", "rate_limited", "accesslimited", "team_added_to_org", "org_login_required")
UNKNOWN = ("internal_error", "fatal_error", "service_unavailable", "request_timeout")
REVOKED = ("invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "app_uninstalled")
"""The token is good for nothing any more: Swot was thrown out, or somebody has withdrawn it."""
REFUSED = ("messages_tab_disabled", "cannot_dm_bot", "user_disabled")
OURS = ("invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "invalid_arguments")
INVITE = "Invite Swot to the channel with /invite and try again."
ADVICE = {
    "not_in_channel": INVITE,
    "channel_not_found": INVITE,  # gone, or a private channel that Swot isn't in: Slack tells both alike
    "is_archived": "The channel is archived. Bring it back, or use another one.",
    "missing_scope": "Swot may not do that here. Whoever runs it has to install it again from its manifest.",
    "restricted_action": "Only some people may post in that channel. Let Swot post there, or use another one.",
}


class SlackRefused(Unreachable):
    """Slack will not do it; `error` is its own word for why."""

    def __init__(self, error: str) -> None:
        super().__init__(f"Slack refuses: {error}", advice=ADVICE.get(error, ""))
        self.error = error


@contextmanager
def told() -> Iterator[None]:
    """Raise what the port's callers know, `NotSent`, `Unreachable` or `OutcomeUnknown`, for whatever Slack says.

    What is wrong with the message itself is a fault of ours: `TooMuch`.
    """
    try:
        yield
    except SlackApiError as error:
        raise _meaning(error) from error
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise NotSent(f"Slack can't be reached: {error}") from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise OutcomeUnknown(f"the connection to Slack broke: {error!r}") from error


def _meaning(error: SlackApiError) -> Exception:
    response = error.response
    data = getattr(response, "data", None)
    why = data.get("error", "") if isinstance(data, dict) else ""
    status = getattr(response, "status_code", 0)
    if why in LATER or status == HTTPStatus.TOO_MANY_REQUESTS:
        return NotSent("Slack asks for patience", wait=wait_of(response.headers))
    if not why or why in UNKNOWN or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return OutcomeUnknown(f"Slack is in trouble: {why or status}")
    if why in OURS:
        details = (data or {}).get("response_metadata", {}).get("messages", ())
        return TooMuch(f"Slack refuses a message of ours: {why} {' '.join(details)}")
    return DeskRefused(why) if why in REFUSED else SlackRefused(why)


def wait_of(headers: Mapping[str, str]) -> int:
    """How long Slack asks to wait, in microseconds."""
    seconds = headers.get("Retry-After", "")
    return int(seconds) * SECOND if seconds.isdigit() else MINUTE
