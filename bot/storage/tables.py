"""The tables as they are now; how they came to be stands in `migrations/`.

Instants are integer microseconds UTC, ids are text, marks are hundredths of a mark.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Instant = BigInteger
"""Microseconds since 1970, UTC."""
Sequence = BigInteger().with_variant(Integer, "sqlite")
"""A number that the database counts up; SQLite only does so for its own INTEGER."""

classes = Table(
    "classes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("country", Text, nullable=False, server_default=""),  # whose public holidays it has: GB-ENG; empty: none
    Column("catch_up", Integer, nullable=False, server_default="240"),  # minutes that a timed post may come late
    Column(
        "repeats", Boolean, nullable=False, server_default=false()
    ),  # what nobody knows to have arrived: post it again
    Column("created_at", Instant, nullable=False),
)

class_rooms = Table(
    "class_rooms",
    metadata,
    Column("room", Text, primary_key=True),
    Column("space", Text, nullable=False, index=True),
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), nullable=False, index=True),
)

closures = Table(
    "closures",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("first", Text, primary_key=True),  # local dates, both included
    Column("last", Text, primary_key=True),
    Column("name", Text, nullable=False),
)
"""When classes are not at school."""

terms = Table(
    "terms",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("first", Text, primary_key=True),  # local dates, both included
    Column("last", Text, primary_key=True),
    Column("name", Text, nullable=False),
)
"""When classes are at school; one without any is so all year."""

exams = Table(
    "exams",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Text, primary_key=True),  # a local date
    Column("name", Text, primary_key=True),
)
"""What classes work towards."""

teachers = Table(
    "teachers",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("named_by", Text, nullable=False),
    Column("named_at", Instant, nullable=False),
)

members = Table(
    "members",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("shows_name", Boolean, nullable=False, default=False),
    Column("seen_at", Instant, nullable=False),
    Index("ix_members_person_seen_at", "person", "seen_at"),
)

rounds = Table(
    "rounds",
    metadata,
    Column("id", Text, primary_key=True),
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
    Column("room", Text, nullable=False),
    Column("starter", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("questions", Text, nullable=False),  # JSON: [[question id, revision], …]
    Column("seconds", Integer, nullable=False),
    Column("speed", Boolean, nullable=False),
    Column("phase", Text, nullable=False),  # asking, revealed, over
    Column("position", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("silent", Integer, nullable=False),
    Column("closed", Integer, nullable=False),
    Column("ended", Text, nullable=False, default=""),  # why, once it is over: finished, stopped, deserted, room gone
    Column("created_at", Instant, nullable=False),
    Column("kind", Text, nullable=False, server_default="live"),  # live, daily: a question that is open for hours
    Column("also", Text, nullable=False, server_default="[]"),  # JSON: further rooms where the same is asked
    Index("ix_rounds_class_id_created_at", "class_id", "created_at"),
    # One live round a room, whoever starts it where.
    Index(
        "uq_rounds_live_room",
        "room",
        unique=True,
        sqlite_where=text("phase <> 'over' AND kind = 'live'"),
        postgresql_where=text("phase <> 'over' AND kind = 'live'"),
    ),
)

solos = Table(
    "solos",
    metadata,
    Column("id", Text, primary_key=True),
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
    Column("person", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("kind", Text, nullable=False, server_default=""),  # the one type of question asked for; empty: any
    Column("title", Text, nullable=False),
    Column("questions", Text, nullable=False),  # JSON, as in rounds
    Column("practice", Boolean, nullable=False),
    Column("position", Integer, nullable=False),  # the question that is open; past the last: done
    Column("tries", Integer, nullable=False),  # how often the open question was answered without being settled
    Column("settled", Boolean, nullable=False),  # whether the question at this position has its mark
    Column("created_at", Instant, nullable=False),
    Column("touched_at", Instant, nullable=False),
    Index("ix_solos_person_touched_at", "person", "touched_at"),
)

responses = Table(
    "responses",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=True),
    Column("delivery", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
    Column("session", Text, nullable=False),  # `round:<id>` or `solo:<id>`
    Column("position", Integer, nullable=False),
    Column("question", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("given", Text, nullable=False),  # JSON: what was given, independent of how it was laid out
    Column("at", Instant, nullable=False),
    UniqueConstraint("delivery"),
    Index("ix_responses_session_position_person_seq", "session", "position", "person", "seq"),
    sqlite_autoincrement=True,
)

marks = Table(
    "marks",
    metadata,
    Column(
        "response", Sequence, ForeignKey("responses.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("class_id", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("verdict", Text, nullable=False),  # right, partly, wrong
    Column("earned", Integer, nullable=False),  # hundredths of a mark, without bonus
    Column("bonus", Integer, nullable=False),  # hundredths of a mark, for speed
    Column("counts", Boolean, nullable=False),  # towards standings
    Column("rule", Integer, nullable=False),  # version of the marking rules
    Column("revision", Integer, nullable=False),  # of the key
    Column("marker", Text, nullable=False, default=""),  # the person who marked it; empty: the rules did
    Column("at", Instant, nullable=False),
    Index("ix_marks_class_id_at", "class_id", "at"),
    Index("ix_marks_person_question", "person", "question"),
    Index("ix_marks_question_response", "question", "response"),
)

remarks = Table(
    "remarks",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("why", Text, nullable=False),
    Column("rule", Integer, nullable=False),  # version of the marking rules
    Column("scope", Text, nullable=False),  # JSON: which marks were gone over
    Column("changed", Integer, nullable=False),  # marks that came out otherwise; each has its row in remarked
    Column("confirmed", Integer, nullable=False),  # older marks that came out as they were
)

remarked = Table(
    "remarked",
    metadata,
    Column(
        "response", Sequence, ForeignKey("responses.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("remark", Text, ForeignKey("remarks.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("old_verdict", Text, nullable=False),
    Column("old_earned", Integer, nullable=False),
    Column("old_bonus", Integer, nullable=False),
    Column("old_rule", Integer, nullable=False),
    Column("old_revision", Integer, nullable=False),
    Column("new_verdict", Text, nullable=False),
    Column("new_earned", Integer, nullable=False),
    Column("new_bonus", Integer, nullable=False),
    Column("new_rule", Integer, nullable=False),
    Column("new_revision", Integer, nullable=False),
)

debates = Table(
    "debates",
    metadata,
    Column("id", Text, primary_key=True),
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("debate", Text, nullable=False),
    Column("stage", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
)
"""Debates that classes have begun; `debate` is the bank's."""

debate_votes = Table(
    "debate_votes",
    metadata,
    Column("debate_id", Text, ForeignKey("debates.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("stage", Integer, primary_key=True),
    Column("side", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

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
)
"""What classes want said at local times. When the next slot is filled stands in `due`."""

timed_rooms = Table(
    "timed_rooms",
    metadata,
    Column("post_id", Text, ForeignKey("timed_posts.id", ondelete="CASCADE"), primary_key=True),
    Column("room", Text, primary_key=True, index=True),
    Column("trouble", Text, nullable=False, default=""),  # why it is left out; empty: it is not
)

occurrences = Table(
    "occurrences",
    metadata,
    Column("post_id", Text, ForeignKey("timed_posts.id", ondelete="CASCADE"), primary_key=True),
    Column("slot", Text, primary_key=True),
    Column("outcome", Text, nullable=False),  # said, skipped, missed
    Column("content", Text, nullable=False, default=""),  # what it was filled with: a fact's id
    Column("at", Instant, nullable=False),
)
"""What became of each slot, once."""

told_facts = Table(
    "told_facts",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("fact", Text, primary_key=True),
    Column("deck", Integer, primary_key=True),  # which time through the facts
    Column("at", Instant, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("answer", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)

drafts = Table(
    "drafts",
    metadata,
    Column("person", Text, primary_key=True),
    Column("action", Text, primary_key=True),
    Column("fields", Text, nullable=False),
    Column("at", Instant, nullable=False),
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
    Index("ix_outbox_room_place", "room", "place"),
    Index("ix_outbox_bulk_next_at", "bulk", "next_at"),
)
