"""When what classes keep of learners is erased, and which list of the forgotten has been gone through."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from bot.storage.tables.base import Instant, metadata
from bot.storage.tables.kept import kept

retention = Table(
    "retention",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("keeps", Text, nullable=False, server_default="term"),  # how long after a school year: term, year, two years
    Column("noticed", Text, nullable=False, server_default=""),  # the last day, local, of the year it was told for
    Column("noticed_at", Instant, nullable=False, server_default="0"),
    info=kept(free="class_id keeps noticed noticed_at"),
)

forgotten_lists = Table(
    "forgotten_lists",
    metadata,
    Column("id", Text, primary_key=True),
    Column("entries", Integer, nullable=False),  # how many of it are dealt with here
    info=kept(free="id entries"),
)
"""The list itself is kept outside the database, where no backup of it can undo it."""

installations = Table(
    "installations",
    metadata,
    Column("space", Text, primary_key=True),
    Column("sealed", Text, nullable=False),  # the token and what belongs to it, encrypted
    Column("installed_at", Instant, nullable=False),
    info=kept(free="space sealed installed_at"),
)
"""Where Swot may speak in whose workspaces."""
