"""SQL of where learners stand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Select,
    Text,
    and_,
    bindparam,
    delete,
    func,
    literal,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.standings.figures import NARROW, WIDE, Figures, Over
from bot.standings.model import By, Share, Window
from bot.storage.incoming import incoming, sent
from bot.storage.tables import Instant, classes, standing_counts, standings

_SUMS = ("earned", "answers", "earned_before", "answers_before")
_FIGURES = ("since", "named", "points", "better", "days", *_SUMS, "last_at")
_PLACE = ("class_id", "span", "since", "by", "width", "figure")
COLUMNS: Mapping[By, ColumnElement[int]] = {
    "points": standings.c.points,
    "improvement": standings.c.better,
    "steadiness": standings.c.days,
}
Counts: TypeAlias = Mapping[tuple[Window, int, By, int, int], tuple[int, int]]
"""By span, since, by, width and figure: learners, and those of them who are named."""


def hold(tx: Connection, class_id: str) -> str:
    """Keep other processes from changing the same class's standings until the transaction ends; its time zone.

    Rows that refer to the class can be added meanwhile.
    """
    row = select(classes.c.zone).where(classes.c.id == class_id)
    zone: str = tx.execute(row.with_for_update(key_share=True)).scalar_one()
    return zone


def find(tx: Connection, class_id: str, persons: Collection[str]) -> dict[str, tuple[list[Figures], bool]]:
    """What these learners have, and whether they show their names; spans as far as their rows tell."""
    found: dict[str, tuple[list[Figures], bool]] = {}
    if persons:
        rows = tx.execute(_find(tx.dialect.name), sent([(class_id, person) for person in persons])).all()
        for person, span, since, is_named, points, days, earned, answers, earlier, answered, last_at in rows:
            over = Over(span, since, 0)
            figures = Figures(over, points, days, Share(earned, answers), Share(earlier, answered), last_at)
            found.setdefault(person, ([], is_named))[0].append(figures)
    return found


@cache
def _find(dialect: str) -> Select[Any]:
    wanted = incoming(dialect, class_id=Text(), person=Text())
    same = and_(standings.c.class_id == wanted.c.class_id, standings.c.person == wanted.c.person)
    columns = (standings.c[name] for name in ("person", "span", "since", "named", "points", "days", *_SUMS, "last_at"))
    return select(*columns).select_from(wanted).join(standings, same)


def save(tx: Connection, class_id: str, learners: Mapping[str, tuple[Sequence[Figures], bool]]) -> None:
    """Have these learners stand as they do, whatever was there of them."""
    rows = [
        (
            *(class_id, person, one.over.span, one.over.since, is_named, one.points, one.better, one.days),
            *(one.now.earned, one.now.answers, one.before.earned, one.before.answers, one.last_at),
        )
        for person, (figures, is_named) in learners.items()
        for one in figures
    ]
    if rows:
        tx.execute(_saving(tx.dialect.name), sent(rows))


@cache
def _saving(dialect: str) -> sqlite.Insert | postgresql.Insert:
    keys = [column.name for column in standings.primary_key]
    columns = (*keys, *_FIGURES)
    rows = incoming(dialect, **{name: standings.c[name].type for name in columns})
    # `WHERE true`: without it SQLite takes what follows for a join.
    taken = select(*(rows.c[name] for name in columns)).where(true()).order_by(rows.c.place)
    new = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(standings).from_select(columns, taken)
    return new.on_conflict_do_update(index_elements=keys, set_={name: new.excluded[name] for name in _FIGURES})


def drop(tx: Connection, class_id: str, persons: Collection[str]) -> None:
    """Have these learners stand nowhere."""
    for person in persons:
        tx.execute(delete(standings).where(standings.c.class_id == class_id, standings.c.person == person))


def drop_class(tx: Connection, class_id: str) -> None:
    """Have nobody of a class stand anywhere."""
    for table in (standings, standing_counts):
        tx.execute(delete(table).where(table.c.class_id == class_id))


def count(tx: Connection, class_id: str, changes: Counts) -> None:
    """Have so many more or fewer learners stand where they do."""
    if not changes:
        return
    # Always in the same order, so that two processes never wait for each other.
    rows = [(class_id, *key, *change) for key, change in sorted(changes.items())]
    left = tx.execute(_counting(tx.dialect.name), sent(rows)).scalars().all()
    if 0 in left:
        gone = [row[: len(_PLACE)] for row in rows if row[-2] < 0]
        tx.execute(_emptied(tx.dialect.name), sent(gone))


@cache
def _counting(dialect: str) -> Any:
    columns = (*_PLACE, "learners", "named")
    rows = incoming(dialect, **{name: standing_counts.c[name].type for name in columns})
    adding = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(standing_counts)
    taken = select(*(rows.c[name] for name in columns)).where(true()).order_by(rows.c.place)
    new = adding.from_select(list(columns), taken)
    sums = {name: standing_counts.c[name] + new.excluded[name] for name in ("learners", "named")}
    counted = new.on_conflict_do_update(index_elements=list(_PLACE), set_=sums)
    return counted.returning(standing_counts.c.learners)


@cache
def _emptied(dialect: str) -> Delete:
    rows = incoming(dialect, **{name: standing_counts.c[name].type for name in _PLACE})
    place = tuple_(*(standing_counts.c[name] for name in _PLACE))
    return delete(standing_counts).where(
        place.in_(select(*(rows.c[name] for name in _PLACE))), standing_counts.c.learners == 0
    )


# Reading boards


def figure_of(tx: Connection, class_id: str, person: str, over: Over, by: By) -> int:
    """The figure of one learner; 0: they stand on no such board."""
    mine = select(COLUMNS[by]).where(standings.c.class_id == class_id, standings.c.person == person)
    found = tx.execute(mine.where(standings.c.span == over.span, standings.c.since == over.since)).scalar()
    return found or 0


def figures_of(tx: Connection, class_id: str, over: Over, by: By) -> dict[str, int]:
    """The figures of everyone who has any."""
    board = (standings.c.class_id == class_id, standings.c.span == over.span, standings.c.since == over.since)
    found = tx.execute(select(standings.c.person, COLUMNS[by]).where(*board, COLUMNS[by] > 0))
    return {person: figure for person, figure in found}  # noqa: C416 - of rows, which are no pairs to the checker


@dataclass(frozen=True, slots=True)
class Stand:
    """What a learner has, and how many learners of the same wide band have more."""

    person: str
    figure: int
    above: int


def best_and(
    tx: Connection, class_id: str, person: str, over: Over, by: By, most: int
) -> tuple[list[Stand], Stand | None]:
    """The best who show their names, and one learner whether they do or not; none: they stand on no such board."""
    values = {"of_class": class_id, "over": over.span, "begun": over.since, "whose": person, "most": most}
    rows = tx.execute(_best_and(by), values).all()
    found = [(is_own, Stand(person, figure, int(above))) for is_own, person, figure, above in rows]
    best = [one for is_own, one in found if not is_own]
    return best, next((one for is_own, one in found if is_own), None)


@cache
def _best_and(by: By) -> Select[Any]:
    figure = COLUMNS[by]
    board = and_(
        standings.c.class_id == bindparam("of_class"),
        standings.c.span == bindparam("over"),
        standings.c.since == bindparam("begun", type_=Instant()),
        figure > 0,
    )
    best = select(literal(0).label("own"), standings.c.person, figure.label("figure")).where(board, standings.c.named)
    best = best.order_by(figure.desc(), standings.c.person).limit(bindparam("most"))
    own = select(literal(1).label("own"), standings.c.person, figure.label("figure"))
    both = union_all(select(best.subquery()), own.where(board, standings.c.person == bindparam("whose"))).subquery()
    table = standing_counts.c
    above = select(func.coalesce(func.sum(table.learners), 0)).where(
        table.class_id == bindparam("of_class"),
        table.span == bindparam("over"),
        table.since == bindparam("begun", type_=Instant()),
        table.by == by,
        table.width == NARROW,
        table.figure > both.c.figure,
        table.figure < (both.c.figure // WIDE + 1) * WIDE,
    )
    stands = select(both.c.own, both.c.person, both.c.figure, above.scalar_subquery())
    return stands.order_by(both.c.own, both.c.figure.desc(), both.c.person)


def wide_counts(tx: Connection, class_id: str, over: Over, by: By) -> list[tuple[int, int, int]]:
    """Of each wide band where it begins, how many learners stand in it, and how many of them are named; best first."""
    found = tx.execute(_counts(class_id, over, by, WIDE).order_by(standing_counts.c.figure.desc()))
    return [(figure, learners, named) for figure, learners, named in found]


def spread(tx: Connection, class_id: str, over: Over, by: By, step: Callable[[int], int]) -> tuple[int, dict[int, int]]:
    """How many learners stand in bands of one width, by where each begins; `step` finds that from the best figure.

    The width comes first; 0: nobody stands anywhere.
    """
    most = tx.execute(
        _counts(class_id, over, by, NARROW).with_only_columns(func.max(standing_counts.c.figure))
    ).scalar()
    if most is None:
        return 0, {}
    width = step(most)
    begins = (standing_counts.c.figure // width).label("band")
    bands = _counts(class_id, over, by, NARROW if width % WIDE else WIDE).with_only_columns(
        begins, func.sum(standing_counts.c.learners)
    )
    return width, {int(band) * width: int(learners) for band, learners in tx.execute(bands.group_by(begins))}


def _counts(class_id: str, over: Over, by: By, width: int) -> Select[Any]:
    table = standing_counts.c
    return select(table.figure, table.learners, table.named).where(
        table.class_id == class_id,
        table.span == over.span,
        table.since == over.since,
        table.by == by,
        table.width == width,
    )


def everything(tx: Connection, class_id: str) -> list[tuple[Any, ...]]:
    """All that is stored of where a class's learners stand."""
    found: list[tuple[Any, ...]] = []
    for table in (standings, standing_counts):
        found += [(table.name, *row) for row in tx.execute(select(table).where(table.c.class_id == class_id))]
    return found
