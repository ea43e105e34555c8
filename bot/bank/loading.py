"""From a folder of YAML to a `Pack`, or to every problem in it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, cast, get_args

from pydantic import ValidationError

from bot.bank import model
from bot.bank.explain import LISTED, problems_of
from bot.bank.reading import Place, Places, Problem, Source, Unreadable

Kind = TypeVar("Kind", bound=model.Entry)

MAX_FILE = 20_000_000
"""Bytes; no hand-written file comes near it."""

SINGLE: dict[str, type[model.Entry]] = {
    "pack.yaml": model.PackInfo,
    "authorities.yaml": model.AuthorityFile,
    "sources.yaml": model.SourceFile,
    "retired.yaml": model.RetiredFile,
}
FOLDERS: dict[str, type[model.Entry]] = {
    "questions": model.QuestionFile,
    "facts": model.FactFile,
    "evidence": model.EvidenceFile,
    "glossary": model.GlossaryFile,
    "debates": model.DebateFile,
    "papers": model.PaperFile,
}


@dataclass(slots=True)
class Draft:
    """A pack as far as it could be read."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    info: model.PackInfo | None = None
    topics: list[tuple[str, Place]] | None = None
    """The ids of the topics, and of the parts as `topic/part`, as far as pack.yaml could be read."""
    authorities: model.AuthorityFile = field(default_factory=model.AuthorityFile)
    named: list[model.Authority] = field(default_factory=list)
    """What is cited by its title alone; no file of a folder has such."""
    questions: list[model.Question] = field(default_factory=list)
    facts: list[model.Fact] = field(default_factory=list)
    claims: list[model.Claim] = field(default_factory=list)
    retired: list[model.Retirement] = field(default_factory=list)
    sources: list[model.TextSource] = field(default_factory=list)
    glossary: list[model.GlossaryEntry] = field(default_factory=list)
    debates: list[model.Debate] = field(default_factory=list)
    papers: list[model.Paper] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)
    """The ids and keys of entries that are there but wrong: who names them is not wrong for it."""
    unread: set[str] = field(default_factory=set)
    """The lists of which some file could not be read, so that nobody knows what else is in them."""
    origins: dict[int, tuple[Places, str, int]] = field(default_factory=dict)
    """Where each item was read: `id(item)` to file, list and index."""

    @property
    def cited(self) -> tuple[model.Authority, ...]:
        """Everything that can be cited."""
        return (*self.authorities.works, *self.authorities.documents, *self.named)

    def place(self, item: model.Entry, *path: int | str) -> Place:
        """Where `item`, or the part of it at `path`, stands."""
        source, listed, index = self.origins[id(item)]
        return source.place((listed, index, *path))

    def pack(self) -> model.Pack:
        """The pack, once it has no grave problem."""
        if self.info is None:
            raise ValueError("a pack without pack.yaml")
        return model.Pack.model_construct(
            info=self.info,
            questions=tuple(self.questions),
            facts=tuple(self.facts),
            claims=tuple(self.claims),
            works=self.authorities.works,
            documents=self.authorities.documents,
            named=tuple(self.named),
            retired=tuple(self.retired),
            sources=tuple(self.sources),
            glossary=tuple(self.glossary),
            debates=tuple(self.debates),
            papers=tuple(self.papers),
        )


def files_of(folder: Path) -> list[Path]:
    """Every file that belongs to the pack in `folder`, in reading order."""
    single = [folder / name for name in SINGLE]
    many = [path for name in FOLDERS for path in sorted((folder / name).rglob("*.yaml"))]
    return [path for path in (*single, *many) if path.is_file()]


def strays_of(folder: Path) -> list[Path]:
    """Every file that looks as if it belonged to the pack, and is not read."""
    return sorted(
        path for path in {*folder.rglob("*.yaml"), *folder.rglob("*.yml")} - {*files_of(folder)} if path.is_file()
    )


def load(folder: Path) -> Draft:
    """Read the pack in `folder`; what is wrong in one entry hides nothing of the others."""
    draft = Draft(folder)
    if not (folder / "pack.yaml").is_file():
        what = "there is no pack here: `pack.yaml` is missing" if folder.is_dir() else "there is no such folder"
        if folder.is_file():
            what = "there is no pack here: this is a file, and a pack is a folder"
        draft.problems.append(Problem(Place(str(folder)), what, "name a folder such as content/stalins-russia"))
        return draft
    for path in files_of(folder):
        _read(draft, path)
    for stray in strays_of(folder):
        what = f"this file is not read: packs have {', '.join(SINGLE)}, {', '.join(f'{name}/' for name in FOLDERS)}"
        draft.problems.append(Problem(Place(_shown(stray)), what, "move it, and end its name in .yaml"))
    return draft


def _shown(path: Path) -> str:
    """The path as the author would type it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _read(draft: Draft, path: Path) -> None:
    shown = _shown(path)
    kind = {**FOLDERS, **SINGLE}[path.relative_to(draft.folder).parts[0]]
    if path.stat().st_size > MAX_FILE:
        draft.problems.append(Problem(Place(shown), "this file is over 20 MB", "split it into several"))
        draft.unread.update(kind.model_fields)
        return
    try:
        source = Source(shown, path.read_bytes())
    except Unreadable as unreadable:
        draft.problems.append(unreadable.problem)
        draft.unread.update(kind.model_fields)
        return
    draft.problems.extend(source.slips)
    whole = _validated(draft, source, kind)
    if kind is model.PackInfo:
        draft.info = cast("model.PackInfo | None", whole)
        draft.topics = _topics(source)
        return
    for listed in kind.model_fields:
        items = _items(draft, source, kind, listed, whole)
        if kind is model.AuthorityFile:
            draft.authorities = draft.authorities.model_copy(update={listed: tuple(items)})
        else:
            getattr(draft, listed).extend(items)


def _items(
    draft: Draft, source: Source, kind: type[model.Entry], listed: str, whole: model.Entry | None
) -> list[model.Entry]:
    """The entries of a list that are right; where others are wrong, these can still be checked."""
    found: dict[int, model.Entry] = {}
    if whole is not None:
        found = dict(enumerate(getattr(whole, listed)))
    elif isinstance(source.data, dict) and isinstance(source.data.get(listed), list):
        for index, entry in enumerate(source.data[listed]):
            try:
                [found[index]] = getattr(_as_json(kind, {listed: [entry]}), listed)
            except ValidationError:
                if isinstance(entry, dict):
                    draft.wrong.update(str(entry[name]) for name in ("id", "key") if name in entry)
    else:
        draft.unread.add(listed)
    draft.origins.update((id(item), (source, listed, index)) for index, item in found.items())
    return list(found.values())


def _topics(source: Source) -> list[tuple[str, Place]] | None:
    """The topics and parts that pack.yaml names, whatever else is wrong with it."""
    listed = source.data.get("topics") if isinstance(source.data, dict) else None
    if not isinstance(listed, list):
        return None
    found = []
    for index, topic in enumerate(listed):
        if isinstance(topic, dict):
            found.append((str(topic.get("id")), source.place(("topics", index, "id"))))
            parts = topic["parts"] if isinstance(topic.get("parts"), list) else []
            found += [
                (f"{topic.get('id')}/{part.get('id')}", source.place(("topics", index, "parts", place, "id")))
                for place, part in enumerate(parts)
                if isinstance(part, dict)
            ]
    return found


def _as_json(kind: type[Kind], data: object) -> Kind:
    # JSON, because strict models take a list for a tuple there and nowhere else.
    return kind.model_validate_json(json.dumps(data, ensure_ascii=False))


def _validated(draft: Draft, source: Source, kind: type[Kind]) -> Kind | None:
    try:
        return _as_json(kind, source.data)
    except ValidationError as error:
        draft.problems.extend(problems_of(error, source, field_names(kind)))
        return None


def field_names(file: type[model.Entry]) -> dict[str, tuple[str, ...]]:
    """The names of the fields of each kind of entry, by question type, and by the list it stands in (`pairs[]`).

    "" is the file itself.
    """

    def names(kind: type[model.Entry]) -> tuple[str, ...]:
        return tuple(info.alias or name for name, info in kind.model_fields.items())

    union = get_args(get_args(model.Question)[0])
    by_type = {get_args(kind.model_fields["type"].annotation)[0]: names(kind) for kind in union}
    listed: dict[str, type[model.Entry]] = {
        "facts": model.Fact,
        "claims": model.Claim,
        "works": model.Work,
        "documents": model.Document,
        "topics": model.Topic,
        "parts": model.TopicPart,
        "specifications": model.Specification,
        "areas": model.SpecificationArea,
        "retired": model.Retirement,
        "sources": model.TextSource,
        "glossary": model.GlossaryEntry,
        "debates": model.Debate,
        "for": model.Card,
        "against": model.Card,
        "papers": model.Paper,
        "sections": model.Section,
        "more": model.Extract,
        "distractors": model.Distractor,
        "sequence": model.Step,
        "prompt": model.PromptForm,
        "pairs": model.Pair,
        "gaps": model.Gap,
        "points": model.Point,
        "levels": model.Level,
    }
    return {"": names(file), **by_type, **{f"{name}{LISTED}": names(kind) for name, kind in listed.items()}}
