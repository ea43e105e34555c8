"""SQL of single responses with their marks, and of marks that people give."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select, update

from bot.responses.model import Filed, Given, Marked, Marking, given_from_json
from bot.responses.store import MARKING, response_of, share_of
from bot.storage.tables import marks, remarked, responses


def find_marked(tx: Connection, number: int) -> tuple[Marked, str] | None:
    """A response with its mark, if it has one, and the person who gave that; empty: the rules did."""
    wanted = (
        select(
            *(marks.c[name] for name in ("response", "class_id", "person", "question", "counts", "share", "at")),
            marks.c.marker,
            *(marks.c[name] for name in MARKING),
            *(responses.c[name] for name in ("session", "position", "given")),
            responses.c.at.label("given_at"),
        )
        .join(responses, responses.c.seq == marks.c.response)
        .where(marks.c.response == number)
    )
    row = tx.execute(wanted).first()
    if row is None:
        return None
    marked = Marked(
        response=response_of(row.response, row.person, row.given, row.given_at),
        class_id=row.class_id,
        session=row.session,
        position=row.position,
        question=row.question,
        share=share_of(row),
        marking=Marking(*(getattr(row, name) for name in MARKING)),
        at=row.at,
    )
    return marked, row.marker


def find_filed(tx: Connection, number: int) -> Filed | None:
    """How a response is filed, whether it has a mark or not."""
    columns = (responses.c[name] for name in ("person", "class_id", "session", "question"))
    row = tx.execute(select(*columns).where(responses.c.seq == number)).first()
    return Filed(*row) if row else None


def given_of(tx: Connection, numbers: Collection[int]) -> dict[int, Given]:
    """What was given in each of these responses."""
    found = select(responses.c.seq, responses.c.given).where(responses.c.seq.in_(numbers))
    return {seq: given_from_json(given) for seq, given in tx.execute(found)}


def set_marker(tx: Connection, numbers: Collection[int], marker: str) -> None:
    """Have these marks be some person's; empty: the rules'."""
    tx.execute(update(marks).where(marks.c.response.in_(numbers)).values(marker=marker))


def given_under(tx: Connection, log: str) -> list[tuple[Marked, Marking]]:
    """The marks that a person gave under this log and that are still theirs, each with what it was before."""
    held = (
        select(remarked)
        .join(marks, marks.c.response == remarked.c.response)
        .where(remarked.c.remark == log, marks.c.marker != "")
        .order_by(remarked.c.response)
    )
    found = []
    for row in tx.execute(held).all():
        marked = find_marked(tx, row.response)
        assert marked is not None
        found.append((marked[0], Marking(*(getattr(row, f"old_{name}") for name in MARKING))))
    return found
