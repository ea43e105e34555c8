"""SQL of a class's own packs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.authoring.model import OwnPack, State, Version
from bot.bank import model
from bot.storage.dialect import put
from bot.storage.tables import own_packs, own_versions


@dataclass(frozen=True, slots=True)
class Standing:
    """A version without what is in it."""

    number: int
    state: State
    at: int


def packs_of(tx: Connection, class_id: str) -> list[OwnPack]:
    """The class's packs, by name."""
    mine = select(own_packs).where(own_packs.c.class_id == class_id).order_by(own_packs.c.folded)
    return [OwnPack(row.id, row.class_id, row.name) for row in tx.execute(mine)]


def find_pack(tx: Connection, class_id: str, id: str) -> OwnPack | None:
    """The class's pack with this id; nothing where it is another class's."""
    row = tx.execute(select(own_packs).where(own_packs.c.id == id, own_packs.c.class_id == class_id)).first()
    return OwnPack(row.id, row.class_id, row.name) if row else None


def pack_called(tx: Connection, class_id: str, folded: str) -> OwnPack | None:
    """The class's pack that goes by this name."""
    mine = select(own_packs).where(own_packs.c.class_id == class_id, own_packs.c.folded == folded)
    row = tx.execute(mine).first()
    return OwnPack(row.id, row.class_id, row.name) if row else None


def add_pack(tx: Connection, pack: OwnPack, folded: str) -> None:
    """Add a pack, without any version yet."""
    row = {"id": pack.id, "class_id": pack.class_id, "name": pack.name, "folded": folded}
    tx.execute(insert(own_packs).values(row))


def rename(tx: Connection, pack: OwnPack, folded: str | None = None) -> None:
    """Store what a pack is called; and by which name it goes, where that is another."""
    new = {"name": pack.name} | ({"folded": folded} if folded is not None else {})
    tx.execute(update(own_packs).where(own_packs.c.id == pack.id).values(new))


def remove_pack(tx: Connection, id: str) -> None:
    """Take a pack away, with its versions."""
    tx.execute(delete(own_versions).where(own_versions.c.pack == id))
    tx.execute(delete(own_packs).where(own_packs.c.id == id))


def standings(tx: Connection, pack: str) -> list[Standing]:
    """A pack's versions, the newest first."""
    columns = (own_versions.c.number, own_versions.c.state, own_versions.c.at)
    mine = select(*columns).where(own_versions.c.pack == pack).order_by(own_versions.c.number.desc())
    return [Standing(row.number, cast("State", row.state), row.at) for row in tx.execute(mine)]


def version(tx: Connection, pack: OwnPack, number: int) -> Version | None:
    """A version of a pack."""
    mine = select(own_versions).where(own_versions.c.pack == pack.id, own_versions.c.number == number)
    row = tx.execute(mine).first()
    if row is None:
        return None
    return Version(pack, number, model.Pack.model_validate_json(row.content), row.state, row.person, row.at)


def put_version(tx: Connection, version: Version) -> None:
    """Store a version, in place of a draft of the same number."""
    row = {
        "pack": version.pack.id,
        "number": version.number,
        "content": version.content.model_dump_json(by_alias=True),
        "state": version.state,
        "person": version.person,
        "at": version.at,
        "vouched": False,
    }
    put(tx, own_versions, row, replacing=("content", "state", "person", "at"))


def set_state(tx: Connection, pack: str, number: int, state: State) -> None:
    """Publish or withdraw a version."""
    mine = (own_versions.c.pack == pack, own_versions.c.number == number)
    tx.execute(update(own_versions).where(*mine).values(state=state))


def drop_version(tx: Connection, pack: str, number: int) -> None:
    """Take a version away."""
    tx.execute(delete(own_versions).where(own_versions.c.pack == pack, own_versions.c.number == number))


def vouch(tx: Connection, pack: str, number: int) -> None:
    """Note that whoever sent a version said that it is theirs to share."""
    mine = (own_versions.c.pack == pack, own_versions.c.number == number)
    tx.execute(update(own_versions).where(*mine).values(vouched=True))


def has_vouched(tx: Connection, class_id: str, person: str) -> bool:
    """Whether a person has said so in this class already."""
    theirs = select(func.count()).select_from(own_versions.join(own_packs, own_packs.c.id == own_versions.c.pack))
    mine = (own_packs.c.class_id == class_id, own_versions.c.person == person, own_versions.c.vouched)
    return bool(tx.execute(theirs.where(*mine)).scalar())


def newest_settled(tx: Connection, class_id: str) -> list[tuple[str, int, State]]:
    """The newest version of each of the class's packs that was ever published, by name: pack, number and state.

    A pack's published version is its newest that is no draft.
    """
    columns = (own_versions.c.pack, own_versions.c.number, own_versions.c.state)
    joined = select(*columns).join(own_packs, own_packs.c.id == own_versions.c.pack)
    mine = joined.where(own_packs.c.class_id == class_id, own_versions.c.state != "draft")
    found = tx.execute(mine.order_by(own_packs.c.folded, own_versions.c.number)).all()
    newest = {row.pack: (row.pack, row.number, cast("State", row.state)) for row in found}
    return list(newest.values())


def content(tx: Connection, pack: str, number: int) -> model.Pack:
    """What is in a version that is there."""
    mine = select(own_versions.c.content).where(own_versions.c.pack == pack, own_versions.c.number == number)
    return model.Pack.model_validate_json(tx.execute(mine).scalar_one())
