"""Marks that learners dispute, and questions that they report."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from bot.storage.tables.base import Instant, Sequence, metadata
from bot.storage.tables.kept import kept

disputes = Table(
    "disputes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),  # a digest of the answer: the same for all ways of giving it
    Column("state", Text, nullable=False),  # open, upheld, declined, dropped: nobody disputes it any more
    Column("remedy", Text, nullable=False, server_default=""),  # of an upheld one: key, mark, out
    Column("form", Text, nullable=False, server_default="[]"),  # JSON: what the class's key took for it
    Column("log", Text, nullable=False, server_default=""),  # the re-marking that gave marks for it
    Column("comment", Text, nullable=False, server_default=""),  # what its decider said to the learners
    Column("decided_by", Text, nullable=False, server_default=""),  # a person
    Column("turn", Integer, nullable=False),  # how often its state has changed
    Column("told", Text, nullable=False, server_default="[]"),  # JSON: the messages on desks that show it
    Column("opened_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    UniqueConstraint("class_id", "question", "answer"),
    Index("ix_disputes_class_id_state_opened_at", "class_id", "state", "opened_at"),
    # The answer itself stands in the responses; what the class's key took of it is the class's.
    info=kept(
        doers="decided_by",
        free="id class_id question answer state remedy form log comment turn told opened_at changed_at",
        mentions="comment",
    ),
)
"""Answers whose marks are disputed: the same answer of several learners is one case."""

appeals = Table(
    "appeals",
    metadata,
    Column(
        "response", Sequence, ForeignKey("responses.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("dispute_id", Text, ForeignKey("disputes.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("person", Text, nullable=False, index=True),  # who disputes the mark
    Column("at", Instant, nullable=False),
    info=kept("disputed mark", person="person", about="response at", free="dispute_id", at="at"),
)
"""Whose marks those are."""

reported = Table(
    "reported",
    metadata,
    Column("id", Text, primary_key=True),
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
    Column("question", Text, nullable=False),
    Column("decision", Text, nullable=False, server_default=""),  # out, accepted, fine; empty: it waits
    Column("decided_by", Text, nullable=False, server_default=""),  # a person
    Column("opened_at", Instant, nullable=False),
    Column("decided_at", Instant, nullable=False, server_default="0"),
    Index("ix_reported_class_id_decision_opened_at", "class_id", "decision", "opened_at"),
    Index("ix_reported_class_id_question", "class_id", "question"),
    info=kept(doers="decided_by", free="id class_id question decision opened_at decided_at"),
)
"""Questions that learners find something wrong with, each time until it is decided."""

reports = Table(
    "reports",
    metadata,
    Column("reported_id", Text, ForeignKey("reported.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True, index=True),  # who reported it
    Column("reason", Text, nullable=False),  # wrong, unclear, unfair, typo
    Column("at", Instant, nullable=False),
    info=kept("reported question", person="person", about="reason at", free="reported_id", at="at"),
)
"""Who reported it, and why."""
