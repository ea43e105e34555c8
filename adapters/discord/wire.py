"""Discord's interactions as it sends them, and answers to them as bodies of our own making.

discord.py makes an object of each, with the whole message that was pressed, and answers with objects that it keeps in
memory and that die with the process. Its gateway hands over the payload and its own sender takes plain bodies as well;
this is the one module that knows how.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, MultipartParameters, Route
from discord.utils import _to_json
from discord.webhook.async_ import async_context

from adapters.discord.render import Payload

MESSAGE, DEFERRED_MESSAGE, DEFERRED_EDIT, EDIT, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
"""Discord's numbers of the first answers to an interaction."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """What it takes to answer one."""

    id: str
    token: str
    application: str
    on_message: bool
    """Whether a message was pressed, which an answer can change."""


def interaction_of(payload: Mapping[str, Any]) -> Interaction:
    """What it takes to answer this one."""
    return Interaction(payload["id"], payload["token"], payload["application_id"], "message" in payload)


def hand_over(client: discord.Client, take: Callable[[dict[str, Any]], None]) -> None:
    """Have the gateway give every interaction's payload to `take`, and make nothing of it itself."""
    client._connection.parsers["INTERACTION_CREATE"] = take  # noqa: SLF001 - there is no public way


@contextmanager
def bounded(http: HTTPClient) -> Iterator[None]:
    """Ask for something that may be given up.

    While one request waits for a limit of the whole bot, discord.py holds all others back; were that one given up,
    it would hold them back for ever.
    """
    try:
        yield
    except asyncio.CancelledError:
        http._global_over.set()  # noqa: SLF001 - there is no public way
        raise


async def respond(
    session: aiohttp.ClientSession, interaction: Interaction, kind: int, payload: Payload | None = None
) -> None:
    """Give the first answer. Raises what discord.py raises."""
    body: dict[str, Any] = {"type": kind}
    if payload is not None:
        body["data"] = payload.body
    # Not by `create_interaction_response`, which has Discord send back the whole message that it was just sent.
    await async_context.get().request(
        Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=interaction.id,
            webhook_token=interaction.token,
        ),
        session,
        **parameters(body, payload)._asdict(),
    )


async def edit_original(session: aiohttp.ClientSession, interaction: Interaction, payload: Payload) -> None:
    """Fill in what was deferred."""
    await async_context.get().edit_original_interaction_response(
        int(interaction.application),
        interaction.token,
        session=session,
        **parameters(payload.body, payload)._asdict(),
    )


async def delete_original(session: aiohttp.ClientSession, interaction: Interaction) -> None:
    """Take back what was deferred."""
    await async_context.get().delete_original_interaction_response(
        int(interaction.application), interaction.token, session=session
    )


async def follow_up(session: aiohttp.ClientSession, interaction: Interaction, payload: Payload) -> None:
    """Say one thing more."""
    await async_context.get().execute_webhook(
        int(interaction.application),
        interaction.token,
        session=session,
        **parameters(payload.body, payload)._asdict(),
        wait=True,
    )


def parameters(body: dict[str, Any], payload: Payload | None = None) -> MultipartParameters:
    """A body as discord.py sends it: as JSON, or in parts where files go with it."""
    if payload is None or not payload.files:
        return MultipartParameters(payload=body, multipart=None, files=None)
    files = [discord.File(io.BytesIO(upload.data), filename=upload.name) for upload in payload.files]
    parts: list[dict[str, Any]] = [{"name": "payload_json", "value": _to_json(body)}]
    for number, (upload, file) in enumerate(zip(payload.files, files, strict=True)):
        part = {"name": f"files[{number}]", "value": file.fp, "filename": file.filename, "content_type": upload.media}
        parts.append(part)
    return MultipartParameters(payload=None, multipart=parts, files=files)
