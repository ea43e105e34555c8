"""What Swot says first, as rows: each is a message as it should stand.

Whoever changes a message changes its row in the same transaction as whatever it tells of; the courier then makes the
platform match. So nothing is said of what did not happen, edits that come fast are sent as one, and after a crash
between saying and noting it the row still tells that somebody may have said it: its owner never let go of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, delete, exists, func, or_, select, update

from bot.chat import View, desk_of, thread_of
from bot.chat.wire import view_from_json, view_to_json
from bot.clock import MINUTE, SECOND
from bot.storage.dialect import put
from bot.storage.groups import wake_at
from bot.storage.tables import outbox as table
from bot.storage.tables.kept import NOBODY
from bot.storage.whereabouts import Whereabouts, opened, whereabouts

LEASE = 10 * SECOND
"""Longer than the courier lets one call to a platform take, so that a held row is being sent or its holder is dead."""
BETWEEN_EDITS = 2 * SECOND
"""The least time between two edits of one message: what a busy room's rate limit allows."""

REFUSED = "refused: "
"""What the trouble begins with of a message that nobody would take."""
CLOSED = f"{REFUSED}the account is closed"
"""The trouble of one that nobody can take any more."""
_GIVEN_UP = and_(table.c.shown == 0, table.c.next_at.is_(None))
_REFUSED = and_(_GIVEN_UP, table.c.trouble.startswith(REFUSED, autoescape=True))

AHEAD = MINUTE
"""How far ahead nothing can lie that was first sent before now: unless the clock was set back since."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message that the platform does not show as it should stand."""

    key: str
    room: str
    view: View
    version: int
    message: str
    attempts: int
    owner: str
    queued_at: int
    """When it was first to be sent, or last changed; microseconds UTC. No later than a try whose outcome is unknown."""
    unsure: bool
    """Whether it may stand there already: somebody who held it has died over it, or could not tell."""
    repeats: bool
    """Whether it is posted again where nobody can find out; otherwise it is left."""
    bulk: bool
    """Whether nobody waits for it."""
    where: Whereabouts | None
    """Where it stands, or is to stand, on the platform; nothing: the message that it belongs below is not there."""

    @property
    def nonce(self) -> str:
        """The same for every attempt to post this message; 24 characters, and the room is in it."""
        return hashlib.sha256(f"{self.room}\0{self.key}".encode()).hexdigest()[:24]


def post(
    tx: Connection, key: str, room: str, view: View, now: int, *, bulk: bool = False, repeats: bool = False
) -> None:
    """Have `view` posted in `room`; a second post under the same key is the first one.

    What nobody waits for is `bulk`: it is sent at the platform's pace, and nothing else waits behind it. Where nobody
    can find out whether it arrived, it is posted again if it `repeats`: it may then stand there twice. Whoever has been
    forgotten is told nothing.
    """
    post_each(tx, [(key, room)], view, now, bulk=bulk, repeats=repeats)


def post_each(
    tx: Connection,
    posts: Sequence[tuple[str, str]],
    view: View,
    now: int,
    *,
    bulk: bool = False,
    repeats: bool = False,
) -> None:
    """Have the same `view` posted under each of these keys in its room, as `post` does for one."""
    posts = [(key, room) for key, room in posts if room != desk_of(NOBODY)]
    rooms = [room for _, room in posts]
    taken: dict[str, int] = {}
    for start in range(0, len(rooms), 500):
        last = select(table.c.room, func.max(table.c.place)).where(table.c.room.in_(rooms[start : start + 500]))
        taken.update((room, place) for room, place in tx.execute(last.group_by(table.c.room)))
    row = {"view": view_to_json(view), "version": 1, "shown": 0, "next_at": now, "queued_at": now, "created_at": now}
    row |= {"bulk": bulk, "repeats": repeats}
    rows = []
    for key, room in posts:
        taken[room] = taken.get(room, 0) + 1
        rows.append({"key": key, "room": room, **row, "place": taken[room]})
    put(tx, table, *rows)
    wake_at(tx, now)


def edit(tx: Connection, key: str, view: View, now: int, *, at_leisure: bool = False) -> None:
    """Have the message under `key` show `view`.

    It is sent at once, or `at_leisure` no sooner than two seconds after the message last changed. If the message is
    not posted yet, it is posted like this; one whose posting was given up stays so, unless it is sent after all, and
    one that may have arrived is looked for no sooner, and from when it was first tried.
    """
    _edit(tx, {key: view}, now + BETWEEN_EDITS if at_leisure else now)


def edit_each(tx: Connection, views: Mapping[str, View], now: int) -> None:
    """Have each of these messages, by key, show its view, as `edit` does for one."""
    _edit(tx, views, now)


def _edit(tx: Connection, views: Mapping[str, View], soonest: int) -> None:
    tried = and_(table.c.shown == 0, table.c.owner != "")
    changed = update(table).where(table.c.key == bindparam("edited"))
    new = changed.values(
        view=bindparam("new_view"),
        version=table.c.version + 1,
        next_at=case((_GIVEN_UP, None), (and_(tried, table.c.next_at > soonest), table.c.next_at), else_=soonest),
        queued_at=case((tried, table.c.queued_at), else_=soonest),
    )
    if views:
        tx.execute(new, [{"edited": key, "new_view": view_to_json(view)} for key, view in views.items()])
        wake_at(tx, soonest)


def refused(tx: Connection, keys: Collection[str]) -> dict[str, bool]:
    """Which of these messages could not be posted, so that their posting was given up; true: the account is closed."""
    found: dict[str, bool] = {}
    wanted = list(keys)
    for start in range(0, len(wanted), 500):
        some = table.c.key.in_(wanted[start : start + 500])
        lost = select(table.c.key, table.c.trouble == CLOSED).where(some, _GIVEN_UP)
        found.update((key, bool(is_closed)) for key, is_closed in tx.execute(lost))
    return found


def takes_none(tx: Connection, room: str) -> bool:
    """Whether the newest message for a room was refused: nobody can be written to there."""
    newest = select(_REFUSED).where(table.c.room == room).order_by(table.c.place.desc()).limit(1)
    return bool(tx.execute(newest).scalar())


def send_after_all(tx: Connection, room: str, now: int) -> None:
    """Have what was refused in a room sent, as it should stand by now: it takes messages after all."""
    _post_lost(tx, and_(table.c.room == room, _REFUSED), now)


def keys_from(tx: Connection, beginning: str) -> list[str]:
    """The keys of the messages that begin like this."""
    return list(tx.execute(select(table.c.key).where(table.c.key.startswith(beginning, autoescape=True))).scalars())


def is_waiting(tx: Connection, keys: Collection[str]) -> bool:
    """Whether any of these messages is still to be posted."""
    wanted = list(keys)
    for start in range(0, len(wanted), 500):
        some = table.c.key.in_(wanted[start : start + 500])
        if tx.execute(select(exists().where(some, table.c.shown == 0, table.c.next_at.is_not(None)))).scalar():
            return True
    return False


def claim(tx: Connection, owner: str, now: int, most: int, *, bulk: bool = False) -> list[Message]:
    """Take up to `most` messages, in `bulk` or not, that are to be sent and that nobody holds.

    Of each room it is the first that is next. A message in bulk may have lain for long before it is tried the first
    time; how long it is tried counts from then. Whoever tried and knew what came of it let go of the message: one that
    has an owner and is not shown may have arrived.
    """
    _take_back(tx, now, bulk=bulk)
    ripe = (
        select(table)
        .where(table.c.bulk == bulk, table.c.next_at <= now, table.c.leased_until <= now, ~_waits(now))
        .order_by(table.c.created_at, table.c.place, table.c.key)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    rows = tx.execute(ripe).all()
    fresh = {row.key for row in rows if bulk and not row.attempts and not row.owner}
    if rows:
        keys = [row.key for row in rows]
        tx.execute(update(table).where(table.c.key.in_(keys)).values(owner=owner, leased_until=now + LEASE))
    if fresh:
        tx.execute(update(table).where(table.c.key.in_(fresh)).values(queued_at=now))
    return [
        Message(
            row.key,
            row.room,
            view_from_json(row.view),
            row.version,
            row.message,
            row.attempts,
            owner,
            now if row.key in fresh else row.queued_at,
            bool(row.owner) and not row.message,
            row.repeats,
            bulk,
            where,
        )
        for row, where in zip(rows, whereabouts(tx, rows), strict=True)
    ]


def sent(tx: Connection, sent: Message, message: str, room: str) -> None:
    """Note that the platform shows this version in its `room` under the id `message`, if it is still ours to send.

    A newer version stays to be sent.
    """
    if sent.room.startswith(thread_of("")):
        opened(tx, sent.room, room)
    row = update(table).where(table.c.key == sent.key, table.c.owner == sent.owner)
    nothing_newer = case((table.c.version == sent.version, None), else_=table.c.next_at)
    shown = {"message": message, "stands_in": room, "shown": sent.version, "next_at": nothing_newer}
    tx.execute(row.values(**shown, attempts=0, trouble="", owner="", leased_until=0))
    later = tx.execute(select(table.c.next_at).where(table.c.key == sent.key)).scalar()
    if later is not None:
        wake_at(tx, later)
    else:
        _drop_last(tx, sent.key)


def put_off(tx: Connection, held: Message, until: int, why: str) -> None:
    """Try again at `until`; that the message may have arrived (`held.unsure`) is remembered."""
    row = update(table).where(table.c.key == held.key, table.c.owner == held.owner)
    owner = held.owner if held.unsure else ""
    tx.execute(row.values(next_at=until, owner=owner, leased_until=0, attempts=table.c.attempts + 1, trouble=why))
    wake_at(tx, until)


def give_up(tx: Connection, held: Message, why: str) -> None:
    """Stop trying: the room is gone, or sending it now would do more harm than good."""
    row = update(table).where(table.c.key == held.key, table.c.owner == held.owner)
    tx.execute(row.values(next_at=None, owner="", leased_until=0, trouble=why))
    _drop_last(tx, held.key)


def give_up_room(tx: Connection, room: str, why: str) -> None:
    """Post nothing of what waits for a room that is gone, or closed to us: each try would be refused, and counted.

    What somebody holds, or has tried without knowing what came of it, is theirs to give up.
    """
    waiting = (table.c.room == room, table.c.shown == 0, table.c.next_at.is_not(None), table.c.owner == "")
    tx.execute(update(table).where(*waiting).values(next_at=None, trouble=why))


def unseen_in(tx: Connection, room: str, beginning: str) -> list[str]:
    """The keys that begin like this of messages that are still to be posted in a room."""
    waiting = (table.c.room == room, table.c.shown == 0, table.c.next_at.is_not(None))
    found = select(table.c.key).where(*waiting, table.c.key.startswith(beginning, autoescape=True))
    return list(tx.execute(found.order_by(table.c.place)).scalars())


def post_again(tx: Connection, keys: Collection[str], now: int) -> None:
    """Post those of these messages after all whose posting was given up, as they should stand by now."""
    _post_lost(tx, and_(table.c.key.in_(keys), _GIVEN_UP), now)


def _post_lost(tx: Connection, lost: ColumnElement[bool], now: int) -> None:
    again = {"next_at": now, "queued_at": now, "attempts": 0, "trouble": ""}
    tx.execute(update(table).where(lost).values(again))
    wake_at(tx, now)


def withdraw(tx: Connection, room: str, view: View, now: int) -> None:
    """Have every message of a room show `view`, as far as it stands there, and then be forgotten here."""
    for key, shown, owner in tx.execute(select(table.c.key, table.c.shown, table.c.owner).where(table.c.room == room)):
        if shown or owner:
            edit(tx, key, view, now)
            tx.execute(update(table).where(table.c.key == key).values(last=True, trouble=""))
        else:
            tx.execute(delete(table).where(table.c.key == key))


def is_withdrawing(tx: Connection) -> bool:
    """Whether a message is still to show for the last time what it should."""
    return bool(tx.execute(select(exists().where(table.c.last))).scalar())


def _drop_last(tx: Connection, key: str) -> None:
    tx.execute(delete(table).where(table.c.key == key, table.c.last, table.c.next_at.is_(None)))


def clear(tx: Connection, before: int) -> None:
    """Drop messages that nothing will edit any more."""
    tx.execute(delete(table).where(table.c.created_at < before, table.c.next_at.is_(None)))


def next_at(tx: Connection, now: int, *, bulk: bool = False) -> int | None:
    """When the next message can be sent, in `bulk` or not."""
    if tx.execute(select(exists().where(*_tried_in_the_future(now, bulk=bulk)))).scalar():
        return now
    ours = table.c.bulk == bulk
    free = select(func.min(table.c.next_at)).where(ours, table.c.leased_until <= now, ~_waits(now))
    held = select(func.min(table.c.leased_until)).where(ours, table.c.next_at.is_not(None), table.c.leased_until > now)
    times = [at for at in (tx.execute(free).scalar(), tx.execute(held).scalar()) if at is not None]
    return min(times, default=None)


def _take_back(tx: Connection, now: int, *, bulk: bool) -> None:
    """Free what was tried at a time that is still to come: the clock was set back in between.

    Left alone, it would be tried again when the clock gets there, and by then no platform knows its nonce any more.
    """
    ours = update(table).where(*_tried_in_the_future(now, bulk=bulk))
    tx.execute(ours.values(next_at=now, queued_at=now, leased_until=0))


def _tried_in_the_future(now: int, *, bulk: bool) -> tuple[ColumnElement[bool], ...]:
    """What a clock that was set back shows; a platform that asks for a long wait does not."""
    is_ahead = or_(table.c.next_at > now + AHEAD, table.c.leased_until > now + AHEAD)
    return table.c.bulk == bulk, table.c.next_at > now, table.c.queued_at > now, is_ahead


def _waits(now: int) -> ColumnElement[bool]:
    """Whether a message waits for an earlier one of its room, or for the one that it is to stand below.

    A room reads in order: nothing overtakes a post that is still to be sent, nor anything else that is being sent or
    can be. So a courier holds one message of a room at a time, and its lease is for that one alone. Only what is in
    bulk is overtaken by what is not: a question does not wait for a fact.
    """
    before = table.alias("before")
    goes_first = or_(before.c.shown == 0, before.c.next_at <= now, before.c.leased_until > now)
    keeps_waiting = or_(table.c.bulk, before.c.bulk.is_(False))
    overtaken = exists(select(before.c.key)).where(
        before.c.room == table.c.room,
        before.c.place < table.c.place,
        before.c.next_at.is_not(None),
        goes_first,
        keeps_waiting,
    )
    opener = table.alias("opener")
    unopened = exists(select(opener.c.key)).where(
        opener.c.key == func.substr(table.c.room, len(thread_of("")) + 1),
        opener.c.shown == 0,
        opener.c.next_at.is_not(None),
    )
    return or_(overtaken, and_(table.c.room.startswith(thread_of("")), unopened))
