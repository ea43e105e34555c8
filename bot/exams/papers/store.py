"""SQL of the papers that classes have put together, and of those that are being put together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.engine import Row

from bot.exams.papers.model import Drawn, OwnPaper, Section, Wanted
from bot.storage.dialect import put
from bot.storage.tables import drafts, homework, mocks, own_papers, rounds

DRAWN = "papers.drawn"
"""What was drawn waits among the drafts, as an action with an id, and is cleared away like them."""

# Papers of classes


def add(tx: Connection, paper: OwnPaper) -> None:
    """Keep a new paper."""
    tx.execute(insert(own_papers).values({**asdict(paper), "sections": json.dumps(asdict(paper)["sections"])}))


def of_class(tx: Connection, class_id: str) -> list[OwnPaper]:
    """The papers of a class, the newest first."""
    mine = select(own_papers).where(own_papers.c.class_id == class_id)
    found = tx.execute(mine.order_by(own_papers.c.made_at.desc(), own_papers.c.id))
    return [_paper(row) for row in found]


def find(tx: Connection, class_id: str, id: str) -> OwnPaper | None:
    """The class's paper with this id; nothing where it is another class's."""
    row = tx.execute(select(own_papers).where(own_papers.c.id == id, own_papers.c.class_id == class_id)).first()
    return _paper(row) if row else None


def has(tx: Connection, id: str) -> bool:
    """Whether any class has a paper with this id."""
    return bool(tx.execute(select(func.count()).where(own_papers.c.id == id)).scalar())


def rename(tx: Connection, id: str, title: str) -> None:
    """Store what a paper is called."""
    tx.execute(update(own_papers).where(own_papers.c.id == id).values(title=title))


def remove(tx: Connection, id: str) -> None:
    """Take a paper away; exams that were set of it have it frozen."""
    tx.execute(delete(own_papers).where(own_papers.c.id == id))


def _paper(row: Row[Any]) -> OwnPaper:
    sections = _sections(json.loads(row.sections))
    return OwnPaper(row.id, row.class_id, row.title, row.minutes, sections, row.made_by, row.made_at)


def _sections(kept: Iterable[Mapping[str, Any]]) -> tuple[Section, ...]:
    return tuple(Section(one["title"], one["instructions"], tuple(one["questions"])) for one in kept)


# Papers that are being put together


def keep_drawn(tx: Connection, person: str, class_id: str, drawn: Drawn, at: int) -> None:
    """Keep what a person has drawn for a class."""
    kept = {"class": class_id, **asdict(drawn)}
    new = {"person": person, "action": f"{DRAWN}:{drawn.id}", "fields": json.dumps(kept), "at": at}
    put(tx, drafts, new, replacing=("fields", "at"))


def drawn(tx: Connection, person: str, class_id: str, id: str) -> Drawn | None:
    """What the person has drawn for the class; nothing where that is no longer kept."""
    mine = (drafts.c.person == person, drafts.c.action == f"{DRAWN}:{id}")
    text = tx.execute(select(drafts.c.fields).where(*mine)).scalar()
    kept: dict[str, Any] = json.loads(text) if text else {"class": ""}
    if kept["class"] != class_id:
        return None
    lists = {name: tuple(value) for name, value in kept["wanted"].items() if isinstance(value, list)}
    wanted = Wanted(**{**kept["wanted"], **lists})
    return Drawn(kept["id"], wanted, kept["seed"], _sections(kept["sections"]), kept["asked"])


# What was asked


def asked_since(tx: Connection, class_id: str, at: int) -> set[str]:
    """The full ids of what a class was asked in rounds, homework and exams since an instant."""
    put_there = select(rounds.c.questions, rounds.c.position)
    put_there = put_there.where(rounds.c.class_id == class_id, rounds.c.created_at >= at)
    found = {id for row in tx.execute(put_there) for id, _revision in json.loads(row.questions)[: row.position]}
    given = select(homework.c.questions).where(
        homework.c.class_id == class_id, homework.c.set_at >= at, homework.c.state != "called off"
    )
    found |= {id for questions in tx.execute(given).scalars() for id, _revision in json.loads(questions)}
    sat = select(mocks.c.paper).where(mocks.c.class_id == class_id, mocks.c.set_at >= at)
    return found | asked_in(tx.execute(sat).scalars())


def asked_in(papers: Iterable[str]) -> set[str]:
    """The full ids of the questions of frozen papers, as they are kept; of those nothing else is read."""
    parts = (part for paper in papers for part in json.loads(paper)["parts"])
    return {item["id"] for part in parts for item in part["items"]}
