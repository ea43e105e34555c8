"""SQL of the papers that classes have put together."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.engine import Row

from bot.exams.papers.model import OwnPaper, Section
from bot.storage.tables import own_papers


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
    sections = tuple(
        Section(one["title"], one["instructions"], tuple(one["questions"])) for one in json.loads(row.sections)
    )
    return OwnPaper(row.id, row.class_id, row.title, row.minutes, sections, row.made_by, row.made_at)
