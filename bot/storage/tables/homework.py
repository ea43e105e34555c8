"""What is set to learners to do on their own, by when, and to whom."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Table, Text, false

from bot.storage.tables.base import Instant, metadata
from bot.storage.tables.kept import kept

homework = Table(
    "homework",
    metadata,
    Column("id", Text, primary_key=True),
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("topic", Text, nullable=False),  # what it is about; empty: everything
    Column("kind", Text, nullable=False),  # the one type of question that it has; empty: any
    Column("title", Text, nullable=False),
    Column("questions", Text, nullable=False),  # JSON, as in rounds: the same for everybody
    Column("everyone", Boolean, nullable=False),  # whether those get it too who join the class before it is due
    Column("due", Text, nullable=False),  # the local time, 2026-12-04T16:00
    Column("due_at", Instant, nullable=False),  # the instant of that in the class's zone
    Column("state", Text, nullable=False),  # open, closed, called off
    Column("set_by", Text, nullable=False),  # the person
    Column("set_at", Instant, nullable=False),
    info=kept(doers="set_by", free="id class_id topic kind title questions everyone due due_at state set_at"),
)

homework_learners = Table(
    "homework_learners",
    metadata,
    Column("homework_id", Text, ForeignKey("homework.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True, index=True),  # an account of the learner
    Column("given_at", Instant, nullable=False),
    Column("desk", Text, nullable=False),  # the outbox's key of the last message about it on their desk
    Column("reminded_at", Instant, nullable=False),  # the last time; 0: never
    Column("late", Boolean, nullable=False, server_default=false()),  # whether they chose to do it after it was due
    info=kept(
        "homework to do",
        "homework to do",
        person="person",
        about="given_at desk reminded_at late",
        free="homework_id",
        at="given_at",
    ),
)
"""Who is to do which homework. How far they are stands in `solos`, what they gave in `responses`."""
