"""The link that invites Swot, the hosts to let through, and how rights add up."""

from __future__ import annotations

import pytest

from adapters.cli import main
from adapters.discord import DiscordSettings
from adapters.discord.inviting import application_of
from adapters.discord.permissions import TABLE, in_channel, in_server, invite
from adapters.doctor.hosts import hosts
from bot.errors import UserError
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.world import EVERYDAY, SEND, VIEW


def test_the_link_asks_for_exactly_what_is_in_the_table(capsys: pytest.CaptureFixture[str]):
    """The history only where somebody wants that; a bot with commands, and nothing more."""
    without = sum(one.value for one in TABLE if one.name != "Read Message History")
    assert invite(42) == (
        f"https://discord.com/oauth2/authorize?client_id=42&scope=bot+applications.commands&permissions={without}"
    )
    assert main(["invite", "--application", "42", "--history"]) == 0
    assert f"permissions={without + 65536}" in capsys.readouterr().out


async def test_the_link_is_for_the_application_that_the_token_is_of(discord: LoopbackDiscord):
    """And a token that nobody knows is told of."""
    assert await application_of(DiscordSettings(discord.token)) == int(discord.application_id)
    with pytest.raises(UserError, match="does not know this token"):
        await application_of(DiscordSettings("wrong"))


def test_without_a_token_or_an_id_there_is_no_link(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """It says what to give."""
    monkeypatch.delenv("SWOT_DISCORD_TOKEN", raising=False)
    assert main(["invite"]) == 1
    assert "swot invite --application ID" in capsys.readouterr().err


def test_the_hosts_are_listed(capsys: pytest.CaptureFixture[str]):
    """Of both platforms, without asking anybody."""
    assert main(["doctor", "--hosts"]) == 0
    out = capsys.readouterr().out
    assert out == hosts() + "\n"
    for host in ("discord.com", "gateway.discord.gg", "cdn.discordapp.com", "slack.com", "files.slack.com"):
        assert host in out


# How rights add up


def test_rights_add_up_as_discord_adds_them():
    """Roles, then a channel's rules for everybody, for roles and for oneself; administrators may do anything."""
    roles = [
        {"id": "1", "permissions": str(VIEW)},
        {"id": "7", "permissions": str(SEND)},
        {"id": "8", "permissions": "8"},
    ]
    me = {"roles": ["7"], "user": {"id": "5"}}
    allowed = in_server(1, roles, me)
    assert allowed == VIEW | SEND
    everybody = {"id": "1", "type": 0, "allow": "0", "deny": str(VIEW | SEND)}
    role = {"id": "7", "type": 0, "allow": str(VIEW | SEND), "deny": "0"}
    self = {"id": "5", "type": 1, "allow": "0", "deny": str(SEND)}
    assert in_channel(allowed, 1, {"permission_overwrites": [everybody]}, me) == 0
    assert in_channel(allowed, 1, {"permission_overwrites": [role, everybody]}, me) == VIEW | SEND
    assert in_channel(allowed, 1, {"permission_overwrites": [self, role, everybody]}, me) == VIEW
    chief = {"roles": ["8"], "user": {"id": "5"}}
    assert (
        in_channel(in_server(1, roles, chief), 1, {"permission_overwrites": [everybody]}, chief) & EVERYDAY == EVERYDAY
    )
