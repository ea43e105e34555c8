"""What a learner's memory of each question is, and what they say of it themselves."""

from __future__ import annotations

from sqlalchemy import Column, Double, ForeignKey, Index, Integer, Table, Text

from bot.storage.tables.base import Instant, Sequence, metadata
from bot.storage.tables.kept import kept

cards = Table(
    "cards",
    metadata,
    # Of a human with several accounts the first of them by key, so that one row and one look at the index are enough.
    Column("person", Text, primary_key=True),
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("question", Text, primary_key=True),
    Column("stability", Double, nullable=False),  # days in which recall falls to nine in ten
    Column("difficulty", Double, nullable=False),  # from 1 to 10
    Column("reviewed_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("ready_until", Instant, nullable=False),  # until when it is as sure as an exam wants it
    Column("lead", Instant, nullable=False),  # microseconds before an exam from which on it is looked at once more
    Column("reviews", Integer, nullable=False),
    # Whatever tells whether a card is due, so that the cards that are not are never read.
    Index("ix_cards_due", "person", "class_id", "ready_until", "due_at", "lead", "reviewed_at"),
    Index("ix_cards_class_id", "class_id"),
    info=kept(
        "card",
        person="person",
        about="question stability difficulty reviewed_at due_at ready_until lead reviews",
        free="class_id",
        at="reviewed_at",
    ),
)
"""Wholly made of marks, released marks of mock exams and own words: `swot rebuild` makes them again."""

own_words = Table(
    "own_words",
    metadata,
    Column(
        "response", Sequence, ForeignKey("responses.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("word", Text, nullable=False),  # easy, guessed
    Column("at", Instant, nullable=False),
    info=kept("own word about an answer", "own words about answers", via="response", about="word at"),
)
"""What a learner says of an answer of theirs that was right."""
