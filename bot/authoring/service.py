"""A class's own packs: sent, looked at, published, withdrawn, and brought back."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from sqlalchemy import Connection

from bot.authoring import model, store
from bot.authoring.grids import MOST_ROWS, whole
from bot.authoring.making import Read, Titles
from bot.authoring.model import MOST_NAME, MOST_PACKS, Changes, OwnPack, Version
from bot.authoring.reading import MOST_BYTES, read, read_rows
from bot.authoring.store import Standing
from bot.authoring.writing import Format, as_file, template
from bot.bank.model import Pack
from bot.chat import Answer, Event, File, Platform, cut
from bot.classes.service import Classes
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.ids import new_id
from bot.marking.folding import fold
from bot.storage.database import Database

PATIENCE = 20.0
"""Seconds that reading a file may take; one within the limits takes a few at most."""
WRITTEN_HERE = "Written here"
"""The pack of questions that were written in chat, where no other is named."""
GONE = "That is none of this class's packs any more. /content list shows what there is."
_ID = "own-"


@dataclass(frozen=True, slots=True)
class Kept:
    """A version that is ready to be published, what it changes, and what was advised."""

    version: Version
    changes: Changes
    read: Read
    follows: int
    """The version that it changes; nought: there was none."""


@dataclass(frozen=True, slots=True)
class Overview:
    """A pack, its versions without what is in them (newest first), and the newest one whole."""

    pack: OwnPack
    standings: Sequence[Standing]
    newest: Version

    @property
    def published(self) -> int:
        """The number of the published version; nought: none is."""
        return next((one.number for one in self.standings if one.state == "published"), 0)


class OwnContent:
    """What classes have written themselves; of which class is meant, `event.duty` tells.

    Ids of other classes' packs are as good as unknown.
    """

    def __init__(
        self,
        database: Database,
        classes: Classes,
        curriculum: Curriculum,
        platforms: Mapping[str, Platform],
        random: Random,
    ) -> None:
        self._database = database
        self._curriculum = curriculum
        self._classes = classes
        self._platforms = platforms
        self._random = random
        self._reading = asyncio.Lock()

    # Sent

    async def read_file(self, event: Event, file: str, name: str) -> Read:
        """What a file that the person attached says. Raises `Refused`, or `UserError` where it can't be had."""
        titles = Titles(_ID, _named(name))
        content = await self._platforms[event.room.platform].fetch(file, limit=MOST_BYTES)
        return await self._read(lambda: read(content, titles))

    async def read_cells(self, cells: Mapping[str, str], name: str) -> Read:
        """What one question says that was written in a form. Raises `Refused`."""
        titles = Titles(_ID, name)
        return await self._read(lambda: read_rows([cells], titles))

    async def _read(self, reading: Callable[[], Read]) -> Read:
        async with self._reading:  # one at a time: others want the processor too
            try:
                return await asyncio.wait_for(asyncio.to_thread(reading), PATIENCE)
            except TimeoutError as error:
                raise whole("reading this file takes too long", "make it smaller, or two of it") from error

    async def keep(self, event: Event, found: Read, name: str, told: Callable[[Kept], Answer]) -> Answer:
        """Keep what was read as the next version of the pack of this name; nothing is published yet."""

        def change(tx: Connection) -> Answer:
            pack = self._pack_called(tx, _class_of(event), _named(name))
            return told(self._kept(tx, event, pack, found.pack, found, afresh=True))

        return await self._database.once(event, change)

    async def keep_question(
        self, event: Event, pack_id: str, found: Read, told: Callable[[Kept], Answer], *, instead_of: str = ""
    ) -> Answer:
        """Keep a question that was written in chat, beside the others of its pack or `instead_of` one of them.

        An empty `pack_id` is the pack of what is written here.
        """

        def change(tx: Connection) -> Answer:
            class_id = _class_of(event)
            pack = _own(tx, class_id, pack_id) if pack_id else self._pack_called(tx, class_id, WRITTEN_HERE)
            before = self._latest(tx, pack)
            with_it = model.with_question(before.content if before else None, found.pack, instead_of)
            [written] = found.pack.questions
            if len(with_it.questions) > MOST_ROWS:
                raise UserError(f"{pack.name} has {MOST_ROWS} questions, and no room for more.")
            kept = self._kept(tx, event, pack, with_it, found, afresh=False)
            own = instead_of or written.id
            content = kept.version.content
            question = next(one for one in content.questions if one.id == own)
            return told(replace(kept, read=Read(content.model_copy(update={"questions": (question,)}), found.advice)))

        return await self._database.once(event, change)

    def join_classes(self, tx: Connection, class_id: str, into: str, _at: int) -> None:
        """Before a class becomes part of another: its packs have names that the other's have not."""
        for pack in store.packs_of(tx, class_id):
            if not store.pack_called(tx, into, fold(pack.name)):
                continue
            names = (f"{cut(pack.name, MOST_NAME - 4)} {number}" for number in itertools.count(2))
            name = next(
                name for name in names if not any(store.pack_called(tx, id, fold(name)) for id in (class_id, into))
            )
            store.rename(tx, replace(pack, name=name), fold(name))

    def _pack_called(self, tx: Connection, class_id: str, name: str) -> OwnPack:
        found = store.pack_called(tx, class_id, fold(name))
        if found is not None:
            return found
        if len(store.packs_of(tx, class_id)) >= MOST_PACKS:
            raise UserError(
                f"A class has at most {MOST_PACKS} packs of its own. Send this as one of those, by its name."
            )
        pack = OwnPack(_ID + new_id(self._random), class_id, name)
        store.add_pack(tx, pack, fold(name))
        return pack

    def _kept(self, tx: Connection, event: Event, pack: OwnPack, content: Pack, found: Read, *, afresh: bool) -> Kept:
        """Store a draft; where it is made `afresh`, buttons of one that it replaces lead nowhere."""
        known = store.standings(tx, pack.id)
        settled = [one for one in known if one.state != "draft"]
        before = store.version(tx, pack, settled[0].number) if settled else None
        now = model.following(before.content if before else None, _called(content, pack))
        changed = model.changes(before.content if before else None, now)
        if before is not None and before.state == "published" and changed.none:
            raise UserError(
                f"{pack.name} is like that already: version {before.number} is published, and has the same."
            )
        drafts = [one.number for one in known if one.state == "draft"]
        number = known[0].number + (1 if afresh or not drafts else 0) if known else 1
        for draft in drafts:
            store.drop_version(tx, pack.id, draft)
        version = Version(pack, number, now, "draft", event.person, event.at)
        store.put_version(tx, version)
        return Kept(version, changed, found, before.number if before else 0)

    # Looked at

    async def packs(self, event: Event) -> list[Overview]:
        """The class's packs, by name."""
        class_id = _class_of(event)

        def find(tx: Connection) -> list[Overview]:
            return [self._overview(tx, pack) for pack in store.packs_of(tx, class_id)]

        return await self._database.read(find)

    async def names(self, event: Event) -> list[str]:
        """The names of the class's packs."""
        class_id = await self._classes.of(event)
        return [pack.name for pack in await self._database.read(store.packs_of, class_id)]

    async def look(self, event: Event, pack_id: str) -> Overview:
        """A pack of the class. Raises `UserError`."""
        class_id = _class_of(event)
        return await self._database.read(lambda tx: self._overview(tx, _own(tx, class_id, pack_id)))

    async def called(self, event: Event, name: str) -> Overview:
        """The class's pack of this name. Raises `UserError`."""
        class_id = _class_of(event)

        def find(tx: Connection) -> Overview:
            pack = store.pack_called(tx, class_id, fold(name))
            if pack is None:
                raise UserError(f"There is no pack “{name[:MOST_NAME]}” here. /content list shows what there is.")
            return self._overview(tx, pack)

        return await self._database.read(find)

    async def version(self, event: Event, pack_id: str, number: int) -> Version:
        """A version of a pack of the class. Raises `UserError`."""
        class_id = _class_of(event)
        return await self._database.read(lambda tx: _version(tx, _own(tx, class_id, pack_id), number))

    async def file(self, event: Event, pack_id: str, number: int, format: Format) -> tuple[Version, File]:
        """A version as a file that makes it again. Raises `UserError`, also where that format has no room for it."""
        version = await self.version(event, pack_id, number)
        return version, await asyncio.to_thread(as_file, version.content, format)

    async def template(self, format: Format) -> File:
        """The file that a teacher begins with."""
        return await asyncio.to_thread(template, format)

    def _overview(self, tx: Connection, pack: OwnPack) -> Overview:
        known = store.standings(tx, pack.id)
        return Overview(pack, known, _version(tx, pack, known[0].number))

    def _latest(self, tx: Connection, pack: OwnPack) -> Version | None:
        known = store.standings(tx, pack.id)
        return store.version(tx, pack, known[0].number) if known else None

    # Published

    async def has_vouched(self, event: Event) -> bool:
        """Whether the person has said before, in this class, that what they send is theirs to share."""
        return await self._database.read(store.has_vouched, _class_of(event), event.person)

    async def publish(
        self, event: Event, pack_id: str, number: int, told: Callable[[Version], Answer], *, vouching: bool
    ) -> Answer:
        """Have the class work from this version from now on; `vouching`: its sender says that it is theirs to share."""

        def change(tx: Connection) -> Answer:
            version = _version(tx, _own(tx, _class_of(event), pack_id), number)
            if version.state != "draft":
                raise UserError(f"Version {number} has been published before. /content list has it.")
            if vouching:
                store.vouch(tx, pack_id, number)
            self._put_up(tx, version.pack, number)
            return told(version)

        return await self._database.once(event, change)

    async def withdraw(self, event: Event, pack_id: str, told: Callable[[Version], Answer]) -> Answer:
        """Have the class work from the pack no longer; what was answered stays, with its marks."""

        def change(tx: Connection) -> Answer:
            pack = _own(tx, _class_of(event), pack_id)
            number = next((one.number for one in store.standings(tx, pack.id) if one.state == "published"), 0)
            if not number:
                raise UserError(f"{pack.name} is not published. /content list has what you can do with it.")
            store.set_state(tx, pack.id, number, "withdrawn")
            self._curriculum.changed(tx, pack.class_id)
            return told(_version(tx, pack, number))

        return await self._database.once(event, change)

    async def go_back(self, event: Event, pack_id: str, number: int, told: Callable[[Version, int], Answer]) -> Answer:
        """Publish what an earlier version had, as the next version; `told` gets that one, and where it came from."""

        def change(tx: Connection) -> Answer:
            pack = _own(tx, _class_of(event), pack_id)
            earlier = _version(tx, pack, number)
            known = store.standings(tx, pack.id)
            if earlier.state != "withdrawn":
                raise UserError(f"Version {number} is not one to go back to. /content list has those that are.")
            for draft in (one for one in known if one.state == "draft"):
                store.drop_version(tx, pack.id, draft.number)
            newest = next(one.number for one in known if one.state != "draft")
            content = model.following(_version(tx, pack, newest).content, earlier.content)
            again = Version(pack, newest + 1, content, "draft", event.person, event.at)
            store.put_version(tx, again)
            self._put_up(tx, pack, again.number)
            return told(again, number)

        return await self._database.once(event, change)

    async def drop(self, event: Event, pack_id: str, number: int, told: Callable[[Version], Answer]) -> Answer:
        """Take away a version that was never published; a pack that has no other goes with it."""

        def change(tx: Connection) -> Answer:
            version = _version(tx, _own(tx, _class_of(event), pack_id), number)
            if version.state != "draft":
                raise UserError(f"Version {number} has been published, and is kept. /content list can withdraw it.")
            store.drop_version(tx, pack_id, number)
            if not store.standings(tx, pack_id):
                store.remove_pack(tx, pack_id)
            return told(version)

        return await self._database.once(event, change)

    def _put_up(self, tx: Connection, pack: OwnPack, number: int) -> None:
        for one in store.standings(tx, pack.id):
            if one.state == "published":
                store.set_state(tx, pack.id, one.number, "withdrawn")
        store.set_state(tx, pack.id, number, "published")
        self._curriculum.changed(tx, pack.class_id)


def _class_of(event: Event) -> str:
    """The class whose teacher does this."""
    if event.duty is None:
        raise ValueError("own content is a teacher's")
    return event.duty.class_id


def _own(tx: Connection, class_id: str, pack_id: str) -> OwnPack:
    pack = store.find_pack(tx, class_id, pack_id)
    if pack is None:
        raise UserError(GONE)
    return pack


def _version(tx: Connection, pack: OwnPack, number: int) -> Version:
    version = store.version(tx, pack, number)
    if version is None:
        raise UserError(GONE)
    return version


def _called(content: Pack, pack: OwnPack) -> Pack:
    return content.model_copy(update={"info": content.info.model_copy(update={"id": pack.id, "title": pack.name})})


def _named(name: str) -> str:
    """What a pack is to be called. Raises `UserError`."""
    tidy = " ".join(name.split())
    if not fold(tidy) or len(tidy) > MOST_NAME or not tidy.isprintable():
        raise UserError(f"Call it by a few words, {MOST_NAME} characters at most, such as “Kitchen garden”.")
    return tidy
