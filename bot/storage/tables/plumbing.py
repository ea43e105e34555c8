"""What is due, what is to be sent, and what was answered."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, false

from bot.storage.tables.base import Instant, metadata
from bot.storage.tables.kept import ERASED, kept

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("answer", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("person", Text, nullable=False, server_default=""),  # whose it was
    info=kept(
        "reply kept for a day",
        "replies kept for a day",
        person="person",
        fate="unlinked",
        about="answer",
        free="id at",
        mentions="answer",
        blank={"answer": f"refused {ERASED}"},
    ),
)

drafts = Table(
    "drafts",
    metadata,
    Column("person", Text, primary_key=True),
    Column("action", Text, primary_key=True),
    Column("fields", Text, nullable=False),
    Column("at", Instant, nullable=False),
    info=kept("text that was refused", "texts that were refused", person="person", about="action fields at", at="at"),
)

due = Table(
    "due",
    metadata,
    Column("id", Text, primary_key=True),  # kind, subject and step: the same work is due once
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("owner", Text, nullable=False, default=""),
    Column("leased_until", Instant, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("bulk", Boolean, nullable=False, default=False),  # nobody waits for it
    Index("ix_due_bulk_at", "bulk", "at"),
    info=kept("reminder", person="subject", free="id kind step at owner leased_until attempts bulk"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("key", Text, primary_key=True),
    Column("room", Text, nullable=False),
    Column("view", Text, nullable=False),
    Column("version", Integer, nullable=False),  # of the view as it should stand
    Column("shown", Integer, nullable=False),  # version that the platform shows; 0: not posted
    Column("message", Text, nullable=False, default=""),  # the platform's id, once posted
    Column("next_at", Instant),  # when there is something to do; null: nothing
    Column("owner", Text, nullable=False, default=""),
    Column("leased_until", Instant, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("trouble", Text, nullable=False, default=""),
    Column("queued_at", Instant, nullable=False),  # when what it should show was decided
    Column("created_at", Instant, nullable=False),
    Column("place", Integer, nullable=False),  # order within the room
    Column("bulk", Boolean, nullable=False, default=False),  # nobody waits for it
    Column(
        "repeats", Boolean, nullable=False, server_default=false()
    ),  # post it again where nobody knows if it arrived
    Column("last", Boolean, nullable=False, server_default=false()),  # the row goes once this is shown
    Column("stands_in", Text, nullable=False, server_default=""),  # the platform's room, once posted
    Column("beneath", Text, nullable=False, server_default=""),  # the platform's room that is its thread, once opened
    Index("ix_outbox_room_place", "room", "place"),
    Index("ix_outbox_bulk_next_at", "bulk", "next_at"),
    info=kept(
        "message in your direct messages",
        "messages in your direct messages",
        person="room",
        fate="by its room",
        about="view message queued_at created_at",
        free="key version shown next_at owner leased_until attempts trouble place bulk repeats last stands_in beneath",
        mentions="view",
    ),
)

desks = Table(
    "desks",
    metadata,
    Column("person", Text, primary_key=True),
    Column("room", Text, nullable=False),
    Column("at", Instant, nullable=False),
    info=kept("private thread for a desk", "private threads for desks", person="person", about="room at"),
)
"""Who has a private thread for a desk, as they take no direct messages."""
