"""Requests held against Discord's own description: what it does not know is noticed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.loopback.discord.description import DESCRIPTION, Description, description
from tests.loopback.discord.trying import FORM, QUIZ, School, button, page, row

pytestmark = pytest.mark.skipif(not DESCRIPTION.is_file(), reason="the description is not at hand")


@pytest.fixture
async def school() -> AsyncIterator[School]:
    """A school on a Discord of its own."""
    async with School.open() as school:
        yield school


async def test_what_is_right_is_no_violation(school: School):
    """Messages of both kinds, forms, commands and suggestions pass."""
    message = (await school.post(page("x", row(button("a"))) | {"nonce": "n", "enforce_nonce": True})).body
    await school.post({"content": "x", "embeds": [{"title": "x"}], "tts": False})
    await school.ask("PATCH", f"/channels/{school.channel}/messages/{message['id']}", page("y"))
    it, other = await school.command(), await school.command()
    await school.respond(it, 4, page("x"))
    await school.respond(other, 9, FORM)
    await school.follow(it, page("x"))
    await school.ask("PUT", f"/applications/{school.discord.application_id}/commands", [QUIZ])
    assert school.discord.violations == []


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x", "ephemeral": True},
        page("x") | {"components": [{"type": 10, "content": "x", "style": 1}]},
        page("x", row({**button("a"), "tooltip": "x"})),
        page("x", {"type": 17, "components": [row({**button("a"), "tooltip": "x"})]}),
        {"content": "x", "embeds": [{"title": "x", "fields": [{"name": "a", "value": "b", "wide": True}]}]},
        {"content": "x", "allowed_mentions": {"parse": [], "nobody": True}},
    ],
)
async def test_unknown_names_are_noticed_however_deep(school: School, body):
    """Discord would let them pass; a name that it does not know is a mistake all the same."""
    assert (await school.post(body)).status == 200
    [violation] = school.discord.violations
    assert violation.startswith("POST /channels/{channel_id}/messages: ")
    assert "unexpected" in violation


async def test_wrong_bodies_of_every_route_are_noticed(school: School):
    """Answers, what follows them, forms, commands: each is held against its own description."""
    it, other = await school.command(), await school.command()
    await school.respond(it, 4, page("x") | {"ephemeral": True})
    await school.follow(it, page("x") | {"ephemeral": True})
    await school.ask("PATCH", school.hook(it, "@original"), page("x") | {"ephemeral": True})
    await school.respond(other, 9, {**FORM, "submit": "Send"})
    command = {"name": "fact", "description": "A fact", "level": 1}
    await school.ask("PUT", f"/applications/{school.discord.application_id}/commands", [command])
    await school.ask("POST", "/users/@me/channels", {"recipient": school.maya})
    assert len(school.discord.violations) == 6


async def test_what_the_real_client_sends_is_right(school: School):
    """The library's known differences are forgiven."""
    async with school.bot() as client:
        user = await client.fetch_user(int(school.maya))
        await (await user.create_dm()).send("x", nonce="n")
        message = await client.get_channel(int(school.channel)).send("x")
        await message.edit(content="y")
        command = {"name": "fact", "description": "A fact", "nsfw": False}
        await client.http.bulk_upsert_global_commands(client.application_id, [command])
    assert school.discord.violations == []


async def test_checking_can_be_left_out():
    """A benchmark's requests are not held against anything."""
    async with School.open(checked=False) as school:
        await school.post({"content": "x", "ephemeral": True})
        assert school.discord.violations == []


def test_without_the_file_there_is_no_description(tmp_path: Path):
    """Then only the loopback's own checks run."""
    assert description(tmp_path / "none.json") is None


def test_parts_of_a_composition_are_closed_together():
    """What one part of an `allOf` allows, the others must not forbid; what none allows is unknown."""
    parts = [{"$ref": "#/components/schemas/A"}, {"type": "object", "properties": {"b": {"type": "integer"}}}]
    inner = {"type": "object", "properties": {"in": {"type": "object", "properties": {}}}}
    schemas = {"A": inner} | {
        name: {"properties": {"id": {}, "recipient_id": {}}}
        for name in (
            *("ApplicationCommandUpdateRequest", "ApplicationCommandCreateRequest", "RichEmbed"),
            *("MessageAttachmentRequest", "CreatePrivateChannelRequest", "MessageEditRequestPartial"),
            *("IncomingWebhookUpdateRequestPartial", "IncomingWebhookUpdateForInteractionCallbackRequestPartial"),
        )
    }
    body = {"content": {"application/json": {"schema": {"allOf": parts}}}}
    told = Description({"components": {"schemas": schemas}, "paths": {"/x": {"post": {"requestBody": body}}}})
    assert told.problems("POST", "/x", {"in": {}, "b": 1}) == []
    assert told.problems("POST", "/x", {"in": {"deep": 1}})
    assert told.problems("POST", "/x", {"c": 1})
    assert told.problems("GET", "/x", {"c": 1}) == []
