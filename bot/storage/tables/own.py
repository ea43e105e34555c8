"""A class's own content."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from bot.storage.tables.base import Instant, metadata
from bot.storage.tables.kept import kept

own_packs = Table(
    "own_packs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", Text, nullable=False),  # as its teacher wrote it
    Column("folded", Text, nullable=False),  # the name by which the next version finds it
    UniqueConstraint("class_id", "folded"),
    info=kept(free="id class_id name folded"),
)

own_versions = Table(
    "own_versions",
    metadata,
    Column("pack", Text, ForeignKey("own_packs.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("content", Text, nullable=False),  # the pack as JSON, checked: what a teacher wrote, nothing of learners
    Column("state", Text, nullable=False),  # draft, published, withdrawn
    Column("person", Text, nullable=False),  # the teacher who sent it
    Column("at", Instant, nullable=False),
    Column("vouched", Boolean, nullable=False),  # whether that teacher said that it is theirs to share
    info=kept(doers="person", free="pack number content state at vouched"),
)
"""Each pack as it was; one version of a pack at most is published."""
