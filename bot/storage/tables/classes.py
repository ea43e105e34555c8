"""Classes, who is in them, and their school year."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, false

from bot.storage.tables.base import Instant, metadata
from bot.storage.tables.kept import kept

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
    Column("opened_at", Instant, nullable=False, server_default="0"),  # when it was told that it is open; 0: not yet
    Column(
        "content_version", Integer, nullable=False, server_default="0"
    ),  # rises with each change of what it is asked
    info=kept(free="id name zone country catch_up repeats created_at opened_at content_version"),
)

class_rooms = Table(
    "class_rooms",
    metadata,
    Column("room", Text, primary_key=True),
    Column("space", Text, nullable=False, index=True),
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("twins", Text, nullable=False, server_default=""),  # rooms of the same twins show the same rounds
    info=kept(free="room space class_id twins"),
)

roles = Table(
    "roles",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("holder", Text, primary_key=True),  # a person, or a group of the platform
    Column("role", Text, nullable=False),  # teacher, marker, observer
    Column("named_by", Text, nullable=False),
    Column("named_at", Instant, nullable=False),
    info=kept(
        "role in a class",
        "roles in classes",
        person="holder",
        about="role named_at",
        doers="named_by",
        free="class_id",
        at="named_at",
    ),
)
"""Who is more than a learner in a class."""

members = Table(
    "members",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("shows_name", Boolean, nullable=False, default=False),
    Column("seen_at", Instant, nullable=False),
    Column("left", Boolean, nullable=False, server_default=false()),
    Index("ix_members_person_seen_at", "person", "seen_at"),
    info=kept(
        "name in a class",
        "names in classes",
        person="person",
        about="name shows_name seen_at left",
        free="class_id",
        at="seen_at",
    ),
)

chosen_classes = Table(
    "chosen_classes",
    metadata,
    Column("person", Text, primary_key=True),
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
    info=kept(
        "class chosen for direct messages", "classes chosen for direct messages", person="person", free="class_id"
    ),
)
"""Which class is meant where no room says so, of people who are in several."""

accounts = Table(
    "accounts",
    metadata,
    Column("person", Text, primary_key=True),
    Column("human", Text, nullable=False, index=True),  # an id that means nothing else
    info=kept("linked account", person="person", about="human"),
)
"""Which persons are one human; whoever has one account alone has no row."""

link_codes = Table(
    "link_codes",
    metadata,
    Column("code", Text, primary_key=True),
    Column("what", Text, nullable=False),  # class, account
    Column("class_id", Text, nullable=False),  # of the class that is joined; empty: none
    Column("room", Text, nullable=False),
    Column("person", Text, nullable=False),  # who asked for it
    Column("ends_at", Instant, nullable=False),
    info=kept(
        "code for linking", "codes for linking", person="person", about="code what room ends_at", free="class_id"
    ),
)
"""What joins a class's spaces, or a human's accounts, until it is used."""

register = Table(
    "register",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),  # any account of the learner
    Column("real_name", Text, nullable=False),
    Column("candidate", Text, nullable=False),
    Column("extra_time", Integer, nullable=False),  # per cent
    Column("rest_breaks", Boolean, nullable=False),
    info=kept(
        "entry in a register",
        "entries in registers",
        person="person",
        about="real_name candidate extra_time rest_breaks",
        free="class_id",
    ),
)
"""What only teachers know of learners. The arrangements are special-category data."""

closures = Table(
    "closures",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("first", Text, primary_key=True),  # local dates, both included
    Column("last", Text, primary_key=True),
    Column("name", Text, nullable=False),
    info=kept(free="class_id first last name"),
)
"""When classes are not at school."""

deeds = Table(
    "deeds",
    metadata,
    Column("id", Text, primary_key=True),  # the delivery's
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
    Column("person", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("what", Text, nullable=False),  # the command, or what the button is for
    Column("told", Text, nullable=False),  # what came of it, as its doer was told
    Index("ix_deeds_class_id_at", "class_id", "at"),
    info=kept(
        "entry in a class's log",
        "entries in classes' logs",
        person="person",
        fate="unlinked",
        about="id at what told",
        free="class_id",
        at="at",
        mentions="told",
        fresh="id",
    ),
)
"""What was done in classes by a right that learners do not have."""

terms = Table(
    "terms",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("first", Text, primary_key=True),  # local dates, both included
    Column("last", Text, primary_key=True),
    Column("name", Text, nullable=False),
    info=kept(free="class_id first last name"),
)
"""When classes are at school; one without any is so all year."""

exams = Table(
    "exams",
    metadata,
    Column("class_id", Text, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Text, primary_key=True),  # a local date
    Column("name", Text, primary_key=True),
    info=kept(free="class_id day name"),
)
"""What classes work towards."""
