"""Beginning a session anew where Discord says that this one can't be taken up again.

Discord closes with 4007 where a client claims to have heard what was never said. discord.py takes that for a break
like any, and claims the same again, hundreds of times a second and for ever. It has no public place to say otherwise;
this is the one module that knows how.
"""

from __future__ import annotations

import discord
from discord.gateway import ReconnectWebSocket
from discord.shard import EventItem, EventType

INVALID_SEQUENCE = 4007


def begin_anew_where_told(client: discord.AutoShardedClient, shard_id: int) -> None:
    """Have this shard identify, and not resume, after such a close."""
    info = client.get_shard(shard_id)
    assert info is not None, "it was just launched"
    shard = info._parent  # noqa: SLF001
    put = shard._queue_put  # noqa: SLF001

    def put_or_begin_anew(item: EventItem) -> None:
        resumes = item.type == EventType.resume
        if resumes and shard.ws.socket.close_code == INVALID_SEQUENCE:
            shard.ws.session_id = shard.ws.sequence = None
            item = EventItem(EventType.identify, shard, ReconnectWebSocket(shard_id, resume=False))
        put(item)

    shard._queue_put = put_or_begin_anew  # noqa: SLF001
