"""How what a class works from differs from the installation's packs."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from bot.storage.tables.base import Instant, metadata
from bot.storage.tables.kept import kept

class_packs = Table(
    "class_packs",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("pack", Text, primary_key=True),
    info=kept(free="class_id pack"),
)
"""The packs that a class has chosen; one without any works from all of the installation."""

left_out = Table(
    "left_out",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("question", Text, primary_key=True),
    Column("why", Text, nullable=False),
    Column("by", Text, nullable=False),  # the person who left it out
    Column("at", Instant, nullable=False),
    info=kept(doers="by", free="class_id question why at"),
)
"""Questions that a class is not asked any more."""

accepted_forms = Table(
    "accepted_forms",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("question", Text, primary_key=True),
    Column("form", Text, primary_key=True),  # JSON: an answer, as in responses; it may be one that a learner gave
    Column("turn", Integer, nullable=False),  # counts each change: odd, it is accepted; even, it is no more
    Column("why", Text, nullable=False),
    Column("by", Text, nullable=False),  # the person who changed it last
    Column("at", Instant, nullable=False),
    info=kept(doers="by", free="class_id question form turn why at"),
)
"""Further answers that a class takes for right. The turns of a question together are the version of its key there."""
