"""One pack, indexed once, however many classes work from it. Ids are `pack/item` throughout."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bot.bank.glossary import Glossary

if TYPE_CHECKING:
    from bot.bank import model
    from bot.bank.vocabulary import Vocabulary


class Contents:
    """What a pack has, by id and by topic. Read-only; what takes time is made when it is first asked for.

    Threads may ask at the same time: at worst two of them make the same.
    """

    def __init__(self, pack: model.Pack) -> None:
        self.info = pack.info
        self.questions: dict[str, model.Question] = {}
        self.facts: dict[str, model.Fact] = {}
        self.questions_by_topic: dict[str, list[str]] = {}
        self.facts_by_topic: dict[str, list[str]] = {}
        self.titles: dict[str, str] = {}
        """Of topics and their parts, in teaching order."""
        self.cited = {entry.key: entry.cited for entry in (*pack.works, *pack.documents)}
        """How people are told of works and documents, by key."""
        self._pack = pack
        self._hints: dict[str, str | None] = {}
        name = pack.info.id
        for topic in pack.info.topics:
            self.titles[topic.id] = topic.title
            self.titles.update({f"{topic.id}/{part.id}": part.title for part in topic.parts})
        for question in pack.questions:
            self.questions[f"{name}/{question.id}"] = question
            for path in {question.topic, question.topic.partition("/")[0]}:
                self.questions_by_topic.setdefault(path, []).append(f"{name}/{question.id}")
        for fact in pack.facts:
            self.facts[f"{name}/{fact.id}"] = fact
            for path in {fact.topic, fact.topic.partition("/")[0]}:
                self.facts_by_topic.setdefault(path, []).append(f"{name}/{fact.id}")
        self.papers = {f"{name}/{paper.id}": paper for paper in pack.papers}
        self.debates = {f"{name}/{debate.id}": debate for debate in pack.debates}

    @property
    def entries(self) -> tuple[model.GlossaryEntry, ...]:
        """What it explains."""
        return self._pack.glossary

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Its terms."""
        from bot.bank.vocabulary import Vocabulary  # noqa: PLC0415 - a check of packs needs no marking rules

        return Vocabulary(self._pack)

    @cached_property
    def _glossary(self) -> Glossary:
        return Glossary((self.info.id, entry) for entry in self.entries)

    def hint(self, id: str, question: model.Question) -> str | None:
        """The question's own hint; or a term of it explained, where that gives nothing away."""
        if question.hint:
            return question.hint
        if id not in self._hints:
            self._hints[id] = self._glossary.hint(question)
        return self._hints[id]
