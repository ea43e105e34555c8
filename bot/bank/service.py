"""The question bank: packs checked, loaded and asked for."""

from __future__ import annotations

import gc
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bank import model
from bot.bank.cache import Cache, Report, digest
from bot.bank.explain import nearest
from bot.bank.loading import files_of, load, strays_of
from bot.bank.rules import check
from bot.bank.shelf import Shelf, Withdrawn
from bot.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.bank.vocabulary import Vocabulary


class BrokenPack(UserError):
    """A pack with grave problems: it never reaches a class."""

    def __init__(self, folder: Path, report: Report) -> None:
        super().__init__(f"{folder} can't be used: run `swot check {folder}`")
        self.report = report


def checked(folder: Path, cache: Cache | None = None) -> Report:
    """Check the pack in `folder`; what has not changed since is answered from `cache`."""
    key = _key(folder)
    if cache and (known := cache.report(key)):
        return known
    return _read(folder, key, cache)[0]


def read_pack(folder: Path, cache: Cache | None = None) -> model.Pack:
    """The pack in `folder`. Raises `BrokenPack` if it has a grave problem."""
    key = _key(folder)
    if cache and (known := cache.pack(key)):
        with suppress(ValueError):  # broken, and as good as none
            return model.Pack.model_validate_json(known)
    report, pack = _read(folder, key, cache)
    if pack is None:
        raise BrokenPack(folder, report)
    return pack


def _key(folder: Path) -> str:
    # Strays are told of by name, and places are named as the author stands.
    return digest(files_of(folder), *strays_of(folder), folder, folder.is_dir(), folder.is_file(), Path.cwd())


def _read(folder: Path, key: str, cache: Cache | None) -> tuple[Report, model.Pack | None]:
    with _garbage_left_alone():
        draft = load(folder)
        problems = tuple(sorted([*draft.problems, *check(draft)]))
    report = Report(problems, len(draft.questions), len(draft.facts), len(draft.claims))
    pack = draft.pack() if report.usable else None
    if cache:
        cache.keep(key, report, pack.model_dump_json(by_alias=True) if pack else None)
    return report, pack


@contextmanager
def _garbage_left_alone() -> Iterator[None]:
    """Keep the collector from going through a pack again and again while it grows: most of the time went there."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Bank:
    """The packs of this process, read-only. Ids are `pack/item` throughout."""

    def __init__(self, packs: Iterable[model.Pack]) -> None:
        self._packs: dict[str, model.Pack] = {}
        for pack in packs:
            if pack.info.id in self._packs:
                raise UserError(f"Two packs have the id {pack.info.id}. Give one of them another in its pack.yaml.")
            self._packs[pack.info.id] = pack
        self._questions: dict[str, model.Question] = {}
        self._facts: dict[str, model.Fact] = {}
        self._cited: dict[tuple[str, str], str] = {}
        self._by_topic: dict[str, list[str]] = {}
        self._titles: dict[str, str] = {}
        self._vocabularies: dict[str, Vocabulary] = {}
        for pack in self._packs.values():
            self._index(pack)
        self.lessons = Shelf(self._packs.values())
        """Papers, debates and the glossary."""

    def _index(self, pack: model.Pack) -> None:
        name = pack.info.id
        for topic in pack.info.topics:
            self._titles[topic.id] = topic.title
            self._titles.update({f"{topic.id}/{part.id}": part.title for part in topic.parts})
        for question in pack.questions:
            self._questions[f"{name}/{question.id}"] = question
            for path in {question.topic, question.topic.partition("/")[0]}:
                self._by_topic.setdefault(path, []).append(f"{name}/{question.id}")
        self._facts.update({f"{name}/{fact.id}": fact for fact in pack.facts})
        self._cited.update({(name, entry.key): entry.cited for entry in (*pack.works, *pack.documents, *pack.named)})

    def packs(self) -> tuple[model.PackInfo, ...]:
        """What each pack is."""
        return tuple(pack.info for pack in self._packs.values())

    def question(self, id: str) -> model.Question:
        """The question with this full id. Raises `Withdrawn`."""
        try:
            return self._questions[id]
        except KeyError:
            raise Withdrawn("That question has been withdrawn from the bank.") from None

    def has(self, id: str) -> bool:
        """Whether the question with this full id is in the bank."""
        return id in self._questions

    def fact(self, id: str) -> model.Fact:
        """The fact with this full id. Raises `Withdrawn`."""
        try:
            return self._facts[id]
        except KeyError:
            raise Withdrawn("That fact has been withdrawn from the bank.") from None

    def has_fact(self, id: str) -> bool:
        """Whether a fact with this full id is in the bank."""
        return id in self._facts

    def questions(self, topic: str | None = None) -> list[str]:
        """The ids of all questions, or of those on `topic` (a topic or `topic/part`)."""
        return list(self._questions) if topic is None else list(self._by_topic.get(topic, ()))

    def facts(self, topic: str | None = None) -> list[str]:
        """The ids of all facts, or of those on `topic`."""
        return [
            id
            for id, fact in self._facts.items()
            if topic is None or topic in (fact.topic, fact.topic.partition("/")[0])
        ]

    def topics(self) -> tuple[tuple[str, str], ...]:
        """Every topic that has questions, with its title, in teaching order, parts after their topic."""
        return tuple((path, title) for path, title in self._titles.items() if path in self._by_topic)

    def title(self, topic: str) -> str:
        """The topic's title; for a part, the part's own."""
        return self._titles.get(topic, topic)

    def topic(self, given: str) -> str:
        """The topic that a person meant by `given`: its id, its title, or nearly. Raises `UserError`."""
        wanted = given.strip().casefold()
        known = self.topics()
        for path, title in known:
            if wanted in (path, title.casefold(), path.rpartition("/")[2]):
                return path
        begins = [path for path, title in known if path.startswith(wanted) or title.casefold().startswith(wanted)]
        if wanted and begins:
            return begins[0]
        names = {name: path for path, title in known for name in (path, path.rpartition("/")[2], title.casefold())}
        near = names.get(nearest(wanted, names) or "")
        hint = (
            f"Did you mean {near}?" if near else f"Topics: {', '.join(path for path, _ in known if '/' not in path)}."
        )
        raise UserError(f"There is no topic “{given[:60]}”. {hint}")

    def vocabulary(self, id: str) -> frozenset[str]:
        """The terms of its pack that a question's answer could be taken for: all that are not its own."""
        pack, _, own = id.partition("/")
        if pack not in self._vocabularies:
            from bot.bank.vocabulary import Vocabulary  # noqa: PLC0415 - a check of packs needs no marking rules

            self._vocabularies[pack] = Vocabulary(self._packs[pack])
        return self._vocabularies[pack].beside(own)

    def sources(self, id: str) -> tuple[str, ...]:
        """What the question or fact `id` rests on, as people are told: works and documents."""
        item = self._questions.get(id) or self.fact(id)
        return self.cited(id.partition("/")[0], item.authority)

    def cited(self, pack: str, keys: Iterable[str]) -> tuple[str, ...]:
        """Works and documents of a pack, as people are told of them."""
        return tuple(self._cited[pack, key] for key in keys)

    def hint(self, id: str) -> str | None:
        """A hint to the question with this full id, where there is one."""
        return self.lessons.hint(id, self.question(id))
