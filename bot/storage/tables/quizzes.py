"""What is asked, what is answered, and what it earned."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, false, text

from bot.storage.tables.base import Instant, Sequence, metadata
from bot.storage.tables.kept import kept

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
    Column("threaded", Boolean, nullable=False, server_default=false()),  # asked in a thread of its own
    Index("ix_rounds_class_id_created_at", "class_id", "created_at"),
    # One live round a room, whoever starts it where.
    Index(
        "uq_rounds_live_room",
        "room",
        unique=True,
        sqlite_where=text("phase <> 'over' AND kind = 'live'"),
        postgresql_where=text("phase <> 'over' AND kind = 'live'"),
    ),
    info=kept(
        doers="starter",
        free="id class_id room title questions seconds speed phase position opened_at closes_at silent"
        " closed ended created_at kind also threaded",
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
    Column("homework", Text, nullable=False, server_default="", index=True),  # which it is done for; empty: none
    Column("review", Boolean, nullable=False, server_default=false()),  # whether it is what was due for review
    Index("ix_solos_person_touched_at", "person", "touched_at"),
    info=kept(
        "quiz on your own",
        "quizzes on your own",
        person="person",
        about="topic kind title questions practice position tries settled created_at touched_at homework review",
        free="id class_id",
        at="touched_at",
    ),
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
    info=kept(
        "answer",
        person="person",
        fate="by its room",
        about="delivery session position given at",
        free="seq class_id question revision",
        at="at",
    ),
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
    Column("counts", Boolean, nullable=False),  # whether it was no practice
    Column("share", Integer),  # percent of it that count towards standings; none: that is not reckoned yet
    Column("worth", Integer),  # hundredths that it counts, with the bonus
    Column("rule", Integer, nullable=False),  # version of the marking rules
    Column("revision", Integer, nullable=False),  # of the key
    Column("override", Integer, nullable=False, server_default="0"),  # version of what the class accepts beside the key
    Column("marker", Text, nullable=False, default=""),  # the person who marked it; empty: the rules did
    Column("at", Instant, nullable=False),
    Column("took", Instant, nullable=False, server_default="0"),  # microseconds until it was answered; 0: not known
    Column("tries", Integer, nullable=False, server_default="1"),  # at which try
    Column("usual", Instant, nullable=False, server_default="0"),  # what such a question takes; 0: not known
    Index("ix_marks_class_id_at", "class_id", "at"),
    Index("ix_marks_class_id_person_at", "class_id", "person", "at"),
    Index("ix_marks_person_question", "person", "question"),
    Index("ix_marks_question_response", "question", "response"),
    info=kept(
        "mark",
        person="person",
        fate="by its room",
        about="at took tries",
        doers="marker",
        free="response class_id question verdict earned bonus counts share worth rule revision override usual",
        at="at",
    ),
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
    info=kept(free="id at why rule scope changed confirmed"),
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
    Column("old_override", Integer, nullable=False, server_default="0"),
    Column("new_verdict", Text, nullable=False),
    Column("new_earned", Integer, nullable=False),
    Column("new_bonus", Integer, nullable=False),
    Column("new_rule", Integer, nullable=False),
    Column("new_revision", Integer, nullable=False),
    Column("new_override", Integer, nullable=False, server_default="0"),
    info=kept(
        "mark that was made again",
        "marks that were made again",
        via="response",
        about="remark old_verdict old_earned old_bonus old_rule old_revision old_override"
        " new_verdict new_earned new_bonus new_rule new_revision new_override",
    ),
)

debates = Table(
    "debates",
    metadata,
    Column("id", Text, primary_key=True),
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("debate", Text, nullable=False),
    Column("stage", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    info=kept(free="id class_id debate stage opened_at"),
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
    info=kept(
        "vote in a debate", "votes in debates", person="person", about="stage side at", free="debate_id", at="at"
    ),
)
