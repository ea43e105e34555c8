"""What Slack's refusals mean to whoever sends: later, never, or nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack.limits import TooMuch
from bot.chat import AccountClosed, DeskRefused, NotSent, OutcomeUnknown, Unreachable
from bot.clock import MINUTE, SECOND

LATER = (
    "ratelimited",
    "rate_limited",
    "accesslimited",
    "team_added_to_org",
    "org_login_required",
    "external_channel_migrating",
    "message_limit_exceeded",
    "two_factor_setup_required",
)
UNKNOWN = ("internal_error", "fatal_error", "service_unavailable", "request_timeout")
REVOKED = ("invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "app_uninstalled")
"""The token is good for nothing any more: Swot was thrown out, or somebody has withdrawn it."""
REFUSED = ("messages_tab_disabled", "cannot_dm_bot", "invalid_user_combination")
"""Somebody can't be written to; the last is said of people whose organisation shares no channel with Swot's."""
CLOSED = "user_disabled"
OURS = (
    "attachment_payload_limit_exceeded",
    "invalid_arg_name",
    "invalid_arguments",
    "invalid_attachments",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_json",
    "invalid_metadata_format",
    "invalid_metadata_schema",
    "markdown_text_conflict",
    "metadata_must_be_sent_from_app",
    "metadata_too_large",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_text",
    "too_many_attachments",
    "view_too_large",
)
GONE = (
    "cannot_reply_to_message",
    "cant_update_message",
    "channel_not_found",
    "edit_window_closed",
    "is_archived",
    "message_not_found",
    "not_in_channel",
    "thread_not_found",
    "user_not_found",
    "user_not_in_channel",
    "user_not_visible",
    "users_not_found",
)
"""What is said of a room, a message or a person: there it will not help to try again."""
RESTRICTED = ("restricted_action", "posting_to_general_channel_denied")
"""Begin what is said where Swot may not post, of which there are several kinds."""
MAY_BE_MENDED = 2 * MINUTE
"""When a token is tried again that was good for nothing."""
INVITE = "Invite Swot to the channel with /invite and try again."
ONLY_SOME = "Only some people may post in that channel. Let Swot post there, or use another one."
ANEW = "Swot may not do that here. Whoever runs it has to install it again from its manifest."
ADVICE = {
    "not_in_channel": INVITE,
    "channel_not_found": INVITE,  # gone, or a private channel that Swot isn't in: Slack tells both alike
    "is_archived": "The channel is archived. Bring it back, or use another one.",
    **dict.fromkeys(("missing_scope", "no_permission", "team_access_not_granted", "not_allowed_token_type"), ANEW),
    "ekm_access_denied": "Whoever looks after this workspace keeps Slack from storing messages for now.",
}


class SlackRefused(Exception):
    """Slack will not do it, and nothing is known to be wrong with where it was to be done.

    `error` is Slack's own word for why. What people can mend has `advice`.
    """

    def __init__(self, error: str) -> None:
        advice = ADVICE.get(error, ONLY_SOME if error.startswith(RESTRICTED) else "")
        # The log has these words, so whoever runs Swot reads there what to do.
        super().__init__(f"Slack refuses: {error}. {advice}".removesuffix(". "))
        self.error, self.advice = error, advice


class Gone(SlackRefused, Unreachable):
    """The room, the message or the person is not there, or not for Swot."""


class Revoked(SlackRefused, NotSent):
    """Slack does not take the token any more. A newer one may be there in a while: nothing is lost until then."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.wait = MAY_BE_MENDED


@contextmanager
def told() -> Iterator[None]:
    """Raise what the port's callers know, `NotSent`, `Unreachable` or `OutcomeUnknown`, for whatever Slack says.

    What is wrong with the message itself is a fault of ours, `TooMuch`. What Slack refuses for a reason that nobody
    knows yet is `SlackRefused` alone: no room is given up for it.
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
    if why == CLOSED:
        return AccountClosed(why)
    if why in REFUSED:
        return DeskRefused(why)
    if why in REVOKED:
        return Revoked(why)
    return (Gone if why in GONE or why.startswith(RESTRICTED) else SlackRefused)(why)


def wait_of(headers: Mapping[str, str]) -> int:
    """How long Slack asks to wait, in microseconds."""
    seconds = headers.get("Retry-After", "")
    return int(seconds) * SECOND if seconds.isdigit() else MINUTE
