"""What settings say of Slack."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from adapters.outgoing import DIRECTLY
from adapters.settings import read as settings
from adapters.settings.values import BAD_LISTEN, BAD_PREFIX, NO_URL
from adapters.slack import SlackSettings
from adapters.slack.settings import BOTH, HALF, NO_CLIENT, Http, OAuth
from bot.errors import UserError
from tests.conftest import DATA

BOT, APP = {"SWOT_SLACK_BOT_TOKEN": "xoxb-1"}, {"SWOT_SLACK_APP_TOKEN": "xapp-1"}
SIGNED = {"SWOT_SLACK_SIGNING_SECRET": "secret"}
CLIENT = {"SWOT_SLACK_CLIENT_ID": "1.2", "SWOT_SLACK_CLIENT_SECRET": "hidden"}
URL = {"SWOT_SLACK_URL": "https://swot.example/", "SWOT_SECRET_KEY": "key"}


def read(*given: Mapping[str, str]) -> SlackSettings | None:
    """The settings of these variables together."""
    return SlackSettings.of(
        settings({name: value for one in given for name, value in one.items()}, folder=DATA).sound(), DIRECTLY
    )


def test_two_tokens_are_socket_mode():
    """The usual way, for one workspace."""
    assert read(BOT, APP) == SlackSettings("xoxb-1", "xapp-1")
    assert read() is None


def test_a_signing_secret_is_http():
    """With the bot's token for one workspace, with a client for all that add Swot."""
    assert read(BOT, SIGNED) == SlackSettings("xoxb-1", http=Http("secret"))
    oauth = OAuth("1.2", "hidden", "https://swot.example", "key")
    listen = {"SWOT_LISTEN": "0.0.0.0:8080"}
    assert read(SIGNED, CLIENT, URL, listen) == SlackSettings(http=Http("secret", "0.0.0.0", 8080, oauth))


@pytest.mark.parametrize("prefix", ["swot-", "our_", "s2", "s" * 20])
def test_a_prefix_is_what_a_command_of_slacks_may_begin_with(prefix: str):
    """Small letters, figures, hyphens and underscores."""
    slack = read(BOT, APP, {"SWOT_SLACK_PREFIX": prefix})
    assert slack is not None
    assert slack.prefix == prefix


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ((BOT,), HALF),
        ((APP,), HALF),
        ((BOT, APP, SIGNED), BOTH),
        ((SIGNED,), NO_CLIENT),
        ((SIGNED, CLIENT), NO_URL),
        ((SIGNED, CLIENT, {"SWOT_SLACK_URL": "swot.example"}), NO_URL),
        ((BOT, APP, {"SWOT_SLACK_PREFIX": "/swot-"}), BAD_PREFIX.format("/swot-")),
        ((BOT, APP, {"SWOT_SLACK_PREFIX": "Swot-"}), BAD_PREFIX.format("Swot-")),
        ((BOT, APP, {"SWOT_SLACK_PREFIX": "our swot"}), BAD_PREFIX.format("our swot")),
        ((BOT, APP, {"SWOT_SLACK_PREFIX": "s" * 21}), BAD_PREFIX.format("s" * 21)),
        ((BOT, SIGNED, {"SWOT_LISTEN": "here"}), BAD_LISTEN.format("here")),
        ((BOT, SIGNED, {"SWOT_LISTEN": "localhost:99999"}), BAD_LISTEN.format("localhost:99999")),
    ],
)
def test_what_is_not_enough_is_told_in_a_sentence(given: tuple[Mapping[str, str], ...], why: str):
    """With what to set."""
    with pytest.raises(UserError) as error:
        read(*given)
    assert str(error.value) == why


def test_nothing_of_it_is_in_anybodys_log():
    """Settings that are printed keep their secrets."""
    shown = repr(read(SIGNED, CLIENT, URL)) + repr(read(BOT, APP))
    for secret in ("xoxb-1", "xapp-1", "'secret'", "hidden", "'key'"):
        assert secret not in shown
