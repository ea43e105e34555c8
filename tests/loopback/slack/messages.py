"""Messages: how they are composed, posted, edited and taken away, whichever way the app sends them."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

from tests.loopback.slack.blocks import check_message
from tests.loopback.slack.refusals import Refused
from tests.loopback.slack.world import Channel, Happening, Json, Message, World

KEPT = ("mrkdwn", "parse", "metadata", "unfurl_links", "unfurl_media", "link_names", "reply_broadcast", "username")
Content: TypeAlias = tuple[str, list[Json], Json]
"""Text, blocks and other fields of a message."""
MAX_TEXT = 40_000
MAX_UPDATE_TEXT = 4_000
MAX_METADATA = 16_000


def parsed(given: Any, error: str) -> Any:
    """A complex argument: JSON itself, or JSON as a string in a form. Raises `Refused` with `error`."""
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except ValueError:
        raise Refused(error) from None


def truth(given: Any) -> bool:
    """A boolean argument, from JSON or a form."""
    return given in (True, 1, "true", "True", "1")


def composed(world: World, where: str, given: Json, *, most: int = MAX_TEXT) -> Content:
    """Text, blocks and other fields of a message, checked. Raises `Refused`; every problem is also a violation."""
    text = given.get("text") or ""
    blocks = parsed(given.get("blocks") or [], "invalid_blocks_format")
    fields = {name: given[name] for name in KEPT if given.get(name) is not None}
    if "metadata" in fields:
        fields["metadata"] = parsed(fields["metadata"], "invalid_metadata_format")
        _check_metadata(fields["metadata"])
    for name in ("attachments", "markdown_text"):
        if given.get(name):
            world.violations.append(f"{where}: {name} is not understood here")
    try:
        _check(world, text, blocks, most)
    except Refused as refused:
        world.violations += [f"{where}: {problem}" for problem in refused.messages or (refused.error,)]
        raise
    return text, world.with_ids(blocks), fields


def _check(world: World, text: Any, blocks: Any, most: int) -> None:
    if not isinstance(text, str):
        raise Refused("invalid_arguments", ("[ERROR] must be a string [json-pointer:/text]",))
    if not text.strip() and not blocks:
        raise Refused("no_text")
    if len(text) > most:
        raise Refused("msg_too_long")
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    if world.checked:
        error, problems = check_message(blocks, world.files, world.clock.now())
        if any("only_one_table_allowed" in problem for problem in problems):
            raise Refused("invalid_attachments", problems)
        if error:
            raise Refused(error, problems)


def _check_metadata(given: Any) -> None:
    """A name and an object; an empty object takes what was there away. Raises `Refused`."""
    if not isinstance(given, dict):
        raise Refused("invalid_metadata_format")
    named = isinstance(given.get("event_type"), str) and isinstance(given.get("event_payload"), dict)
    if given and not (named and set(given) == {"event_type", "event_payload"}):
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(given)) > MAX_METADATA:
        raise Refused("metadata_too_large")


def channel_of(world: World, given: Any, *, writing: bool = True) -> Channel:
    """The channel that an argument names, as far as the bot can see it. Raises `Refused`."""
    channel = world.channels.get(str(given or ""))
    if channel is None or channel.deleted or (channel.private and not channel.member):
        raise Refused("channel_not_found")
    if writing and channel.archived:
        raise Refused("is_archived")
    return channel


def post(
    world: World,
    channel: str,
    content: Content,
    *,
    thread_ts: str = "",
    user: str = "",
    files: tuple[str, ...] = (),
) -> Message:
    """Put a message into a channel."""
    text, blocks, fields = content
    author = user or world.bot_user_id
    message = Message(world, channel, world.new_ts(), text, blocks, fields, author, thread_ts=thread_ts, files=files)
    world.timeline[channel][message.ts] = message
    world.happened(Happening("post", message))
    return message


def note(world: World, channel: str, user: str, content: Content, *, thread_ts: str = "") -> Message:
    """Show a message to one person, until their client is reloaded."""
    text, blocks, fields = content
    message = Message(
        world, channel, world.new_ts(), text, blocks, fields, world.bot_user_id, note_for=user, thread_ts=thread_ts
    )
    world.notes.setdefault(user, []).append(message)
    world.happened(Happening("note", message, user))
    return message


def edit(world: World, message: Message, content: Content) -> None:
    """Put something else in a message's place. Of a note that is gone nobody sees it."""
    message.text, message.blocks, fields = content
    message.fields = {**({} if "metadata" in fields else _metadata(message)), **fields}
    message.edited = world.clock.now()
    message.values = {}
    if not message.gone:
        world.happened(Happening("note edit" if message.note_for else "edit", message, message.note_for))


def _metadata(message: Message) -> Json:
    return {"metadata": message.fields["metadata"]} if "metadata" in message.fields else {}


def delete(world: World, message: Message) -> None:
    """Take a message away."""
    if not message.gone:
        message.gone = True
        world.happened(Happening("note delete" if message.note_for else "delete", message, message.note_for))
