"""Where learners stand, so that nobody's marks are gone through to tell it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, text

from bot.storage.tables.base import Instant, metadata
from bot.storage.tables.kept import kept

standings = Table(
    "standings",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    # Of a human with several accounts the first of them by key, as with cards.
    Column("person", Text, primary_key=True),
    Column("span", Text, primary_key=True),  # week, half-term, all
    Column("since", Instant, nullable=False),  # when the week or half-term of their last mark began; 0: all time
    Column("named", Boolean, nullable=False),  # whether their name may stand on boards
    Column("points", Integer, nullable=False),  # hundredths that count
    Column("better", Integer, nullable=False),  # hundredths of a mark an answer is worth more; 0: no more, or not known
    Column("days", Integer, nullable=False),  # school days with answers
    Column("earned", Integer, nullable=False),  # hundredths of marks without bonus, practice too
    Column("answers", Integer, nullable=False),  # how many marks those are of
    Column("earned_before", Integer, nullable=False),  # the same in the weeks before
    Column("answers_before", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),  # when the last mark was given
    Index("ix_standings_person", "person"),
    sqlite_with_rowid=False,  # what is read together stands together
    info=kept(
        "standing",
        person="person",
        about="span since named points better days earned answers earned_before answers_before last_at",
        free="class_id",
    ),
)
"""Wholly made of marks and the class's calendar: `swot rebuild` makes them again."""

for _by in ("points", "better", "days"):
    # Whoever is named, best first; the others stand on no board, and cost nothing here.
    Index(
        f"ix_standings_named_{_by}",
        *(standings.c[name] for name in ("class_id", "span", "since")),
        standings.c[_by].desc(),
        standings.c.person,
        sqlite_where=text("named = 1"),
        postgresql_where=text("named"),
    )

standing_counts = Table(
    "standing_counts",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("span", Text, primary_key=True),
    Column("since", Instant, primary_key=True),
    Column("by", Text, primary_key=True),  # points, improvement, steadiness
    Column("width", Integer, primary_key=True),  # of the band: 1, or so many that all of them are soon added up
    Column("figure", Integer, primary_key=True),  # where the band begins
    Column("learners", Integer, nullable=False),
    Column("named", Integer, nullable=False),  # how many of them show their names
    sqlite_with_rowid=False,
    info=kept(free="class_id span since by width figure learners named"),
)
"""How many learners stand at each figure above nothing: a place is one more than those above it."""

team_members = Table(
    "team_members",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True, index=True),  # an account of the learner
    Column("team", Integer, nullable=False),  # from 0
    info=kept("team", person="person", about="team", free="class_id"),
)
"""Who is in which team of a class."""
