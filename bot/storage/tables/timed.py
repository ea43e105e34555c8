"""What classes want said at local times, and what came of it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text, false

from bot.storage.tables.base import Instant, metadata
from bot.storage.tables.kept import kept

timed_posts = Table(
    "timed_posts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("minute", Integer, nullable=False),  # of the local day
    Column("weekdays", Text, nullable=False),  # digits, Monday 0
    Column("wish", Text, nullable=False),  # JSON: what its kind wants to know
    Column("slot", Text, nullable=False, default=""),  # the local date that is filled next; empty: none to come
    Column("paused", Boolean, nullable=False, server_default=false()),
    Column("made_by", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    info=kept(doers="made_by", free="id class_id kind minute weekdays wish slot paused made_at"),
)
"""What classes want said at local times. When the next slot is filled stands in `due`."""

timed_rooms = Table(
    "timed_rooms",
    metadata,
    Column("post_id", Text, ForeignKey("timed_posts.id", ondelete="CASCADE"), primary_key=True),
    Column("room", Text, primary_key=True, index=True),
    Column("trouble", Text, nullable=False, default=""),  # why it is left out; empty: it is not
    info=kept(free="post_id room trouble"),
)

occurrences = Table(
    "occurrences",
    metadata,
    Column("post_id", Text, ForeignKey("timed_posts.id", ondelete="CASCADE"), primary_key=True),
    Column("slot", Text, primary_key=True),
    Column("outcome", Text, nullable=False),  # said, skipped, missed
    Column("content", Text, nullable=False, default=""),  # what it was filled with: a fact's id
    Column("at", Instant, nullable=False),
    info=kept(free="post_id slot outcome content at"),
)
"""What became of each slot, once."""

told_facts = Table(
    "told_facts",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("fact", Text, primary_key=True),
    Column("deck", Integer, primary_key=True),  # which time through the facts
    Column("at", Instant, nullable=False),
    info=kept(free="class_id fact deck at"),
)
