"""The matrix: of every handler who may, and what one does to try.

A handler that has no row here fails the suite: whoever adds one says who may.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.chat import Level

OWNER = "owner"
"""The learner alone whose thing it is."""
ANYBODY, TEACHER, OBSERVER = Level.EVERYONE, Level.TEACHER, Level.OBSERVER


@dataclass(frozen=True, slots=True)
class Row:
    """Who may, and how one tries; words that name something of the world stand for its id."""

    who: Level | str
    arguments: tuple[str | int, ...] = ()
    text: str = ""
    values: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    anywhere: bool = False
    """Whether another class's people may as well: it tells of the bank or of themselves, and of nobody's class."""


COMMANDS = {
    "account link": Row(ANYBODY),
    "account list": Row(ANYBODY),
    "account unlink": Row(ANYBODY),
    "calendar country": Row(TEACHER, text="country:none"),
    "calendar exam": Row(TEACHER, text='day:"2 June 2027" name:"Paper 1"'),
    "calendar holiday": Row(TEACHER, text='first:"19 December to 3 January"'),
    "calendar import": Row(TEACHER, text="file:nothing.ics"),
    "calendar late": Row(TEACHER, text="hours:2"),
    "calendar list": Row(ANYBODY),
    "calendar term": Row(TEACHER, text='first:"6 January to 27 March"'),
    "calendar zone": Row(TEACHER, text="zone:Europe/Paris"),
    "class choose": Row(ANYBODY, text="of:history"),
    "class group": Row(TEACHER, text="group:staff role:teacher"),
    "class leave": Row(ANYBODY),
    "class link": Row(TEACHER),
    "class log": Row(OBSERVER),
    "class new": Row(TEACHER, text="name:12B"),
    "class register": Row(TEACHER),
    "class role": Row(TEACHER, text="person:@terminal:tom role:marker"),
    "class roles": Row(OBSERVER),
    "class settings": Row(TEACHER),
    "class setup": Row(TEACHER),
    "class teachers": Row(ANYBODY),
    "class unlink": Row(TEACHER),
    "debate": Row(TEACHER, text="proposition:eaten"),
    "explain": Row(ANYBODY, text="term:garlic"),
    "fact history": Row(ANYBODY),
    "fact now": Row(TEACHER),
    "fact pause": Row(TEACHER),
    "fact preview": Row(TEACHER),
    "fact schedule": Row(TEACHER, text="time:09:00"),
    "fact skip": Row(TEACHER),
    "leaderboard": Row(ANYBODY, text="names:show"),
    "quiz paper": Row(ANYBODY, text='paper:"a walk"'),
    "quiz round": Row(TEACHER),
    "quiz solo": Row(ANYBODY),
    "quiz stop": Row(TEACHER),
    "schedule countdown": Row(TEACHER),
    "schedule digest": Row(TEACHER, text="time:16:00"),
    "schedule list": Row(TEACHER),
    "schedule question": Row(TEACHER, text="time:09:00"),
    "schedule round": Row(TEACHER, text="time:09:00 days:fri"),
    "swot help": Row(ANYBODY),
    "swot home": Row(ANYBODY),
}
PRESSES = {
    "calendar.add": Row(TEACHER, ("post",)),
    "calendar.add_all": Row(TEACHER, ("post",)),
    "calendar.all": Row(TEACHER, ("post",)),
    "calendar.drop": Row(TEACHER, ("post",)),
    "calendar.list": Row(ANYBODY, anywhere=True),
    "calendar.remove": Row(TEACHER, values=("exam/2027-06-02/Paper 1",)),
    "class.join": Row(TEACHER, ("AAAAAAAA",)),
    "class.keep": Row(ANYBODY, anywhere=True),
    "class.log": Row(OBSERVER, (10**16,)),
    "class.part": Row(TEACHER),
    "debate.again": Row(TEACHER, ("debate",)),
    "debate.card": Row(ANYBODY, ("proposition", "for", 0), anywhere=True),
    "debate.read": Row(ANYBODY, ("proposition",), anywhere=True),
    "debate.shift": Row(TEACHER, ("debate",)),
    "debate.vote": Row(ANYBODY, ("debate", 1, "for")),
    "fact.pause": Row(TEACHER, ("fact_post",)),
    "fact.preview": Row(TEACHER, ("fact_post",)),
    "fact.source": Row(ANYBODY, ("garden/f-01",), anywhere=True),
    "fact.test": Row(ANYBODY, ("garden/f-01",), anywhere=True),
    "glossary.ask": Row(ANYBODY, ("garden/garlic",), anywhere=True),
    "paper.begin": Row(ANYBODY, ("garden/walk",), anywhere=True),
    "register.all": Row(TEACHER),
    "register.line": Row(TEACHER, ("terminal/maya",)),
    "register.open": Row(TEACHER, values=("terminal:maya",)),
    "register.page": Row(TEACHER, (0,)),
    "round.answer": Row(ANYBODY, ("round", 1, 0)),
    "round.missed": Row(ANYBODY, ("round",)),
    "round.next": Row(TEACHER, ("round", 1)),
    "round.part": Row(ANYBODY, ("round", 1, 0)),
    "round.place": Row(ANYBODY, ("round",)),
    "round.source": Row(ANYBODY, ("round", 1)),
    "round.write": Row(ANYBODY, ("round", 1)),
    "schedule.go-on": Row(TEACHER, ("post",)),
    "schedule.list": Row(TEACHER),
    "schedule.move": Row(TEACHER, ("post",)),
    "schedule.open": Row(TEACHER, values=("post",)),
    "schedule.pause": Row(TEACHER, ("post",)),
    "schedule.remove": Row(TEACHER, ("post",)),
    "schedule.removed": Row(TEACHER, ("post",)),
    "schedule.said": Row(TEACHER, ("post",)),
    "schedule.skip": Row(TEACHER, ("post",)),
    "schedule.try": Row(TEACHER, ("post",)),
    "setup.fact": Row(TEACHER),
    "setup.name": Row(TEACHER),
    "setup.start": Row(TEACHER),
    "setup.teacher": Row(TEACHER),
    "setup.zone": Row(TEACHER),
    "solo.afresh": Row(ANYBODY, anywhere=True),
    "solo.answer": Row(OWNER, ("solo", 1, 0)),
    "solo.check": Row(OWNER, ("solo", 1)),
    "solo.hint": Row(OWNER, ("solo", 1)),
    "solo.missed": Row(OWNER, ("solo",)),
    "solo.more": Row(OWNER, ("solo",)),
    "solo.next": Row(OWNER, ("solo", 1)),
    "solo.part": Row(OWNER, ("solo", 1, 0)),
    "solo.revise": Row(ANYBODY, anywhere=True),
    "solo.skip": Row(OWNER, ("solo", 1)),
    "solo.write": Row(OWNER, ("solo", 1)),
    "standings.names": Row(ANYBODY, ("show", "week"), anywhere=True),
    "standings.week": Row(ANYBODY, (0, 10**16), anywhere=True),
}
SUBMITS = {
    "register.all": Row(TEACHER, fields={"text": "Maya | Maya Okafor"}),
    "register.line": Row(TEACHER, ("terminal/maya",), fields={"name": "Maya Okafor", "extra": "25", "rest": "no"}),
    "round.part": Row(ANYBODY, ("round", 1, 0), fields={"answer": "spade"}),
    "round.write": Row(ANYBODY, ("round", 1), fields={"answer": "spade"}),
    "schedule.move": Row(TEACHER, ("post",), fields={"time": "17:00"}),
    "setup.fact": Row(TEACHER, fields={"time": "09:00", "days": "mon"}),
    "setup.name": Row(TEACHER, fields={"name": "12B"}),
    "setup.teacher": Row(TEACHER, fields={"person": "terminal:tom"}),
    "setup.zone": Row(TEACHER, fields={"zone": "Paris"}),
    "solo.part": Row(OWNER, ("solo", 1, 0), fields={"answer": "spade"}),
    "solo.write": Row(OWNER, ("solo", 1), fields={"answer": "spade"}),
}
MATRIX = {
    (what, name): row
    for what, rows in (("command", COMMANDS), ("press", PRESSES), ("submit", SUBMITS))
    for name, row in rows.items()
}
