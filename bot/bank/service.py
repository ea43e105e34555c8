"""The question bank: packs checked, loaded and asked for."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bank import model
from bot.bank.cache import Cache, Report, digest
from bot.bank.contents import Contents
from bot.bank.loading import files_of, load, strays_of
from bot.bank.rules import check
from bot.bank.shelf import Shelf, Withdrawn
from bot.bank.topics import meant
from bot.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator


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


@dataclass(frozen=True, slots=True)
class Choice:
    """How the bank of one class differs from the installation's."""

    packs: frozenset[str] = frozenset()
    """The ids of the packs that it works from; none: all of the installation."""
    own: tuple[Contents, ...] = ()
    """Packs of its own, beside the installation's."""
    withdrawn: tuple[Contents, ...] = ()
    """Packs that were its own: known still, and offered no more."""
    left_out: frozenset[str] = frozenset()
    """Full ids of questions that it is not asked."""
    withheld: frozenset[str] = frozenset()
    """Full ids of those that it is not asked for as long as it sits an exam that has them."""
    widened: Mapping[str, model.Question] = field(default_factory=dict)
    """Questions, by full id, as they are where the class accepts further answers."""
    overrides: Mapping[str, int] = field(default_factory=dict)
    """How often the class has changed what it accepts, by full id, where it has."""


class Bank:
    """The packs of this process, or what one class has of them, read-only. Ids are `pack/item` throughout.

    What is *offered* to a class and what is *known* are two things. `questions`, `topics`, `topic`, `facts`, `packs`
    and the `lessons` offer what may be begun now; `offers` tells of one question. A question that a class leaves out,
    or whose pack it works from no more, stays known: `question`, `has`, `fact`, `vocabulary`, `sources` and `title`
    have it, so that a round goes on, and marks can be made again. What is *withheld* for an exam is not offered either,
    nor are the facts that it tests; `whole` is the bank as the exam has it.
    """

    def __init__(self, packs: Iterable[model.Pack]) -> None:
        known: dict[str, Contents] = {}
        for pack in packs:
            if pack.info.id in known:
                raise UserError(f"Two packs have the id {pack.info.id}. Give one of them another in its pack.yaml.")
            known[pack.info.id] = Contents(pack)
        self._lay_out(known, Choice())

    def _lay_out(self, installed: Mapping[str, Contents], choice: Choice) -> None:
        self._installed = installed
        self._choice = choice
        chosen = [pack for name, pack in installed.items() if not choice.packs or name in choice.packs]
        # A folder that is named like a class's own pack came later, but its ids are in use wherever it is installed.
        own = [pack for pack in choice.own if pack.info.id not in installed]
        once = [pack for pack in choice.withdrawn if pack.info.id not in installed]
        self._known = {**installed, **{pack.info.id: pack for pack in (*once, *own)}}
        self._offered = (*chosen, *own)
        self._titles = {path: title for pack in self._offered for path, title in pack.titles.items()}
        self._terms: dict[str, frozenset[str]] = {}
        self._unasked = choice.left_out | choice.withheld
        self.lessons = Shelf(self._offered, self._known.values(), self._unasked)
        """Papers, debates and the glossary."""

    def of_class(self, choice: Choice) -> Bank:
        """This bank as a class sees it that has made a choice; what packs have is shared, so it takes no time."""
        view = Bank(())
        view._lay_out(self._installed, choice)
        return view

    @cached_property
    def whole(self) -> Bank:
        """The same where nothing is withheld: what an exam may ask, and what teachers are told of."""
        return self.of_class(replace(self._choice, withheld=frozenset())) if self._choice.withheld else self

    def packs(self) -> tuple[model.PackInfo, ...]:
        """What each pack is."""
        return tuple(pack.info for pack in self._offered)

    def question(self, id: str) -> model.Question:
        """The question with this full id, with the further answers that the class accepts. Raises `Withdrawn`."""
        if widened := self._choice.widened.get(id):
            return widened
        found = (pack := self._pack_of(id)) and pack.questions.get(id)
        if not found:
            raise Withdrawn("That question has been withdrawn from the bank.")
        return found

    def has(self, id: str) -> bool:
        """Whether the question with this full id is known."""
        return bool((pack := self._pack_of(id)) and id in pack.questions)

    def offers(self, id: str) -> bool:
        """Whether the question with this full id may be asked anew."""
        return id not in self._unasked and any(id in pack.questions for pack in self._offered)

    def withholds(self, id: str) -> bool:
        """Whether the question with this full id is not asked just now, for an exam has it."""
        return id in self._choice.withheld

    def override(self, id: str) -> int:
        """How often the class has changed what it accepts for a question; with the revision, the version of its key."""
        return self._choice.overrides.get(id, 0)

    def fact(self, id: str) -> model.Fact:
        """The fact with this full id. Raises `Withdrawn`."""
        found = (pack := self._pack_of(id)) and pack.facts.get(id)
        if not found:
            raise Withdrawn("That fact has been withdrawn from the bank.")
        return found

    def has_fact(self, id: str) -> bool:
        """Whether a fact with this full id is known."""
        return bool((pack := self._pack_of(id)) and id in pack.facts)

    def tests(self, id: str) -> tuple[str, ...]:
        """The full ids of the questions that may be asked on the fact `id`. Raises `Withdrawn`."""
        if self._gives_away(id):
            return ()
        return tuple(test for test in self._tests(id) if self.offers(test))

    def questions(self, topic: str | None = None) -> list[str]:
        """The ids of all questions, or of those on `topic` (a topic or `topic/part`)."""
        lists = (pack.questions if topic is None else pack.questions_by_topic.get(topic, ()) for pack in self._offered)
        return [id for ids in lists for id in ids if id not in self._unasked]

    def facts(self, topic: str | None = None) -> list[str]:
        """The ids of all facts that may be told, or of those on `topic`."""
        lists = (pack.facts if topic is None else pack.facts_by_topic.get(topic, ()) for pack in self._offered)
        return [id for ids in lists for id in ids if not self._gives_away(id)]

    def topics(self) -> tuple[tuple[str, str], ...]:
        """Every topic that has questions, with its title, in teaching order, parts after their topic."""
        return tuple((path, title) for path, title in self._titles.items() if self._asks_about(path))

    def title(self, topic: str) -> str:
        """The topic's title; for a part, the part's own."""
        if topic in self._titles:
            return self._titles[topic]
        return next((pack.titles[topic] for pack in self._known.values() if topic in pack.titles), topic)

    def topic(self, given: str) -> str:
        """The topic that a person meant by `given`. Raises `UserError`."""
        return meant(given, self.topics())

    def vocabulary(self, id: str) -> frozenset[str]:
        """The terms of its pack that a question's answer could be taken for: all that are not its own."""
        name, _, own = id.partition("/")
        vocabulary = self._known[name].vocabulary
        if (widened := self._choice.widened.get(id)) is None:
            return vocabulary.beside(own)
        # Marking looks keys up by their terms: the same question should have the same object.
        if id not in self._terms:
            self._terms[id] = vocabulary.apart_from(widened)
        return self._terms[id]

    def sources(self, id: str) -> tuple[str, ...]:
        """What the question or fact `id` rests on, as people are told: works and documents."""
        item = self.question(id) if self.has(id) else self.fact(id)
        return self.cited(id.partition("/")[0], item.authority)

    def cited(self, pack: str, keys: Iterable[str]) -> tuple[str, ...]:
        """Works and documents of a pack, as people are told of them."""
        return tuple(self._known[pack].cited[key] for key in keys)

    def hint(self, id: str) -> str | None:
        """A hint to the question with this full id, where there is one."""
        return self._known[id.partition("/")[0]].hint(id, self.question(id))

    def _pack_of(self, id: str) -> Contents | None:
        return self._known.get(id.partition("/")[0])

    def _asks_about(self, topic: str) -> bool:
        asked = (id for pack in self._offered for id in pack.questions_by_topic.get(topic, ()))
        return any(id not in self._unasked for id in asked)

    def _tests(self, fact: str) -> tuple[str, ...]:
        pack = fact.partition("/")[0]
        return tuple(f"{pack}/{name}" for name in self.fact(fact).tests)

    def _gives_away(self, fact: str) -> bool:
        """Whether a fact would tell what an exam asks."""
        return bool(self._choice.withheld) and not self._choice.withheld.isdisjoint(self._tests(fact))
