"""SQL of timed posts, their rooms and what became of their slots."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, time
from functools import cache
from typing import cast

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, delete, func, insert, literal, select, update
from sqlalchemy.engine import Row

from bot.schedule.model import Past, PostKind, Rhythm, TimedPost, Wish
from bot.storage.dialect import put
from bot.storage.tables import occurrences, timed_posts, timed_rooms


def find(tx: Connection, id: str) -> TimedPost | None:
    """The timed post with this id."""
    return next(iter(_posts(tx, timed_posts.c.id == id)), None)


def hold(tx: Connection, id: str) -> TimedPost | None:
    """The timed post with this id, which nobody else changes until the transaction ends."""
    return next(iter(_posts(tx, timed_posts.c.id == id, hold=True)), None)


def of_class(tx: Connection, class_id: str, kind: PostKind | None = None, *, hold: bool = False) -> list[TimedPost]:
    """A class's timed posts of a kind, or all, the oldest first; if they are held, nobody else changes them."""
    of_kind = [timed_posts.c.kind == kind] if kind else []
    return _posts(tx, timed_posts.c.class_id == class_id, *of_kind, hold=hold)


def in_room(tx: Connection, room: str) -> list[TimedPost]:
    """The timed posts that are said in a room, which nobody else changes until the transaction ends."""
    said = select(timed_rooms.c.post_id).where(timed_rooms.c.room == room, timed_rooms.c.trouble == "")
    held = _posts(tx, timed_posts.c.id.in_(said), hold=True)
    # Whoever held them before may have left the room out.
    return [post for post in held if room in post.rooms]


def _posts(tx: Connection, *conditions: ColumnElement[bool], hold: bool = False) -> list[TimedPost]:
    found = select(timed_posts).where(*conditions).order_by(timed_posts.c.made_at, timed_posts.c.id)
    rows = tx.execute(found.with_for_update() if hold else found).all()
    rooms: dict[tuple[str, bool], list[str]] = defaultdict(list)
    where = select(timed_rooms).where(timed_rooms.c.post_id.in_([row.id for row in rows]))
    for room in tx.execute(where.order_by(timed_rooms.c.room)) if rows else ():
        rooms[room.post_id, bool(room.trouble)].append(room.room)
    return [
        TimedPost(
            id=row.id,
            class_id=row.class_id,
            kind=cast("PostKind", row.kind),
            rhythm=Rhythm(time(*divmod(row.minute, 60)), frozenset(map(int, row.weekdays))),
            wish=_wishes().validate_json(row.wish),
            rooms=tuple(rooms[row.id, False]),
            lost_rooms=tuple(rooms[row.id, True]),
            made_by=row.made_by,
            slot=date.fromisoformat(row.slot) if row.slot else None,
            paused=row.paused,
        )
        for row in rows
    ]


def create(tx: Connection, post: TimedPost, at: int) -> None:
    """Add a timed post, with its rooms."""
    tx.execute(insert(timed_posts).values(id=post.id, class_id=post.class_id, made_at=at, **_told(post)))
    for room in post.rooms:
        put_room(tx, post.id, room)


def save(tx: Connection, post: TimedPost) -> None:
    """Keep what has become of a timed post; its rooms stay."""
    tx.execute(update(timed_posts).where(timed_posts.c.id == post.id).values(**_told(post)))


def _told(post: TimedPost) -> dict[str, object]:
    at = post.rhythm.at
    return {
        "kind": post.kind,
        "minute": at.hour * 60 + at.minute,
        "weekdays": "".join(map(str, sorted(post.rhythm.weekdays))),
        "wish": _wishes().dump_json(post.wish, exclude_defaults=True).decode(),
        "slot": post.slot.isoformat() if post.slot else "",
        "paused": post.paused,
        "made_by": post.made_by,
    }


def put_room(tx: Connection, id: str, room: str, trouble: str = "") -> None:
    """Have a post said in a room; or left out there, because of `trouble`."""
    put(tx, timed_rooms, {"post_id": id, "room": room, "trouble": trouble}, replacing=("trouble",))


def remove_room(tx: Connection, id: str, room: str) -> None:
    """Have a post no longer said in a room."""
    tx.execute(delete(timed_rooms).where(timed_rooms.c.post_id == id, timed_rooms.c.room == room))


def remove(tx: Connection, id: str) -> None:
    """Take a timed post away, with everything that hangs on it."""
    tx.execute(delete(timed_posts).where(timed_posts.c.id == id))


def put_occurrence(tx: Connection, id: str, past: Past, at: int) -> None:
    """Note what became of a slot; what stands there already stays."""
    put(
        tx,
        occurrences,
        {"post_id": id, "slot": past.key, "outcome": past.outcome, "content": past.content, "at": at},
    )


def occurrences_since(tx: Connection, id: str, since: date) -> list[Past]:
    """What became of a post's slots from a date on, in order, and of what came between them."""
    mine = select(occurrences).where(occurrences.c.post_id == id, occurrences.c.slot >= since.isoformat())
    return [_past(row) for row in tx.execute(mine.order_by(occurrences.c.slot))]


def last_occurrence(tx: Connection, id: str) -> Past | None:
    """What became of a post's last slot."""
    # A slot begins with the year; what a teacher tried does not.
    mine = select(occurrences).where(occurrences.c.post_id == id, occurrences.c.slot < "a", ~_is_between())
    row = tx.execute(mine.order_by(occurrences.c.slot.desc()).limit(1)).first()
    return _past(row) if row else None


def _is_between() -> ColumnElement[bool]:
    return occurrences.c.slot.contains("/")


def _past(row: Row[tuple[object, ...]]) -> Past:
    return Past(row.slot, row.outcome, row.content)


def copy_occurrences(tx: Connection, id: str, to: str) -> None:
    """Have what became of one post's slots stand for another's as well, which goes on where it was."""
    theirs = select(literal(to), *(occurrences.c[name] for name in ("slot", "outcome", "content", "at")))
    columns = ["post_id", "slot", "outcome", "content", "at"]
    tx.execute(insert(occurrences).from_select(columns, theirs.where(occurrences.c.post_id == id)))


def is_settled(tx: Connection, id: str, slot: date) -> bool:
    """Whether something has become of a slot."""
    mine = (occurrences.c.post_id == id, occurrences.c.slot == slot.isoformat())
    return bool(tx.execute(select(func.count()).select_from(occurrences).where(*mine)).scalar())


@cache
def _wishes() -> TypeAdapter[Wish]:
    return TypeAdapter(Wish)
