"""Mock exams: what is set, who sits it, and what it earned."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, false

from bot.storage.tables.base import Instant, metadata
from bot.storage.tables.kept import kept

mocks = Table(
    "mocks",
    metadata,
    Column("id", Text, primary_key=True),
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("room", Text, nullable=False),  # where it is announced, or sat together
    Column("way", Text, nullable=False),  # own, together
    Column("title", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("opens_at", Instant, nullable=False),  # from when it can be begun
    Column("closes_at", Instant, nullable=False),  # until when; whoever has begun has all their time
    Column("grace", Integer, nullable=False),  # seconds after their time in which answers are still taken
    Column("everyone", Boolean, nullable=False),  # or else those in mock_learners
    Column("state", Text, nullable=False),  # open, ended, released
    Column("paused_at", Instant, nullable=False),  # 0: it is not
    Column("position", Integer, nullable=False),  # together: the question that is open; 0: none yet
    Column("question_ends_at", Instant, nullable=False),  # together: when that one closes
    Column("boundaries", Text, nullable=False),  # JSON: [[grade, least millionths of all marks], …], the highest first
    Column("set_by", Text, nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("ended_at", Instant, nullable=False),
    Column("released_at", Instant, nullable=False),
    Column("paper", Text, nullable=False),  # JSON: the paper as it was then, questions and all
    info=kept(
        doers="set_by",
        free="id class_id room way title minutes opens_at closes_at grace everyone state paused_at position"
        " question_ends_at boundaries set_at ended_at released_at paper",
    ),
)

mock_learners = Table(
    "mock_learners",
    metadata,
    Column("mock_id", Text, ForeignKey("mocks.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True, index=True),  # an account of the learner
    info=kept("mock exam to sit", "mock exams to sit", person="person", free="mock_id"),
)
"""Who is to sit a mock exam that is not for everyone."""

sittings = Table(
    "sittings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("mock_id", Text, ForeignKey("mocks.id", ondelete="CASCADE"), nullable=False),
    Column("person", Text, nullable=False, index=True),  # the account it was begun with
    Column("seed", Text, nullable=False),  # what the order of questions and options follows from
    Column("began_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),  # its own deadline, while its clock runs
    Column("extra", Integer, nullable=False),  # per cent of extra time
    Column("may_rest", Boolean, nullable=False),
    Column("resting", Boolean, nullable=False, server_default=false()),
    Column("stopped_at", Instant, nullable=False),  # since when its clock stands still; 0: it runs
    Column("flags", Text, nullable=False),  # JSON: the questions that are flagged, by their place in the paper
    Column("page", Integer, nullable=False),  # the last question that was open, in the learner's order; 0: contents
    Column("state", Text, nullable=False),  # open, handed in
    Column("handed_at", Instant, nullable=False),
    Column("how", Text, nullable=False),  # self, time, ended
    Column("desk", Text, nullable=False),  # the outbox's key of its message on the desk
    Column("turn", Integer, nullable=False),  # how often it was moved to a new message there
    UniqueConstraint("mock_id", "person"),
    info=kept(
        "sitting of a mock exam",
        "sittings of mock exams",
        person="person",
        about="seed began_at ends_at extra may_rest resting stopped_at flags page state handed_at how desk turn",
        free="id mock_id",
        at="began_at",
    ),
)

mock_marks = Table(
    "mock_marks",
    metadata,
    Column("sitting_id", Text, ForeignKey("sittings.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),  # in the paper, from 1
    Column("mock_id", Text, ForeignKey("mocks.id", ondelete="CASCADE"), nullable=False),
    Column("question", Text, nullable=False),
    Column("most", Integer, nullable=False),  # the question's marks, in hundredths
    Column("earned", Integer),  # hundredths of a mark; nothing: not marked yet
    Column("level", Integer, nullable=False),  # of response; 0: none
    Column("comment", Text, nullable=False),
    Column("marker", Text, nullable=False),  # the person whose mark it is; empty: the rules'
    Column("reason", Text, nullable=False),  # why somebody changed it
    Column("at", Instant, nullable=False),
    Column("place", Text, nullable=False),  # where chance puts it in the marking queue; empty: the rules mark it
    Column("twice", Boolean, nullable=False),  # whether two people are to mark it
    Column("claimed_by", Text, nullable=False),  # who has it before them
    Column("claimed_until", Instant, nullable=False),
    Column("released", Boolean, nullable=False),  # whether the learner may know
    Index("ix_mock_marks_mock_id_position_place", "mock_id", "position", "place"),
    Index("ix_mock_marks_question_sitting_id", "question", "sitting_id"),
    info=kept(
        "mark in a mock exam",
        "marks in mock exams",
        via="sitting_id",
        about="earned level comment reason at place twice claimed_until released",
        doers="marker claimed_by",
        free="position mock_id question most",
        withheld="released",
    ),
)
"""A mark for each question of each sitting that was handed in."""

mock_markings = Table(
    "mock_markings",
    metadata,
    Column("sitting_id", Text, ForeignKey("sittings.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("marker", Text, primary_key=True),
    Column("level", Integer, nullable=False),
    Column("earned", Integer, nullable=False),  # hundredths of a mark
    Column("comment", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("released", Boolean, nullable=False),
    info=kept(
        "marker's view of a mock exam's answer",
        "markers' views of mock exams' answers",
        via="sitting_id",
        about="level earned comment at released",
        doers="marker",
        free="position",
        withheld="released",
    ),
)
"""What each of several markers gave; where one marked alone, the mark itself says it all and there is no row."""

own_papers = Table(
    "own_papers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("sections", Text, nullable=False),  # JSON: [{"title", "instructions", "questions": [id, …]}, …]
    Column("made_by", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    info=kept(doers="made_by", free="id class_id title minutes sections made_at"),
)
"""Papers that a class has put together for itself."""
