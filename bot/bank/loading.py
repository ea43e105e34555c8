"""From a folder of YAML to a `Pack`, or to every problem in it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, get_args

from pydantic import ValidationError

from bot.bank import model
from bot.bank.explain import problems_of
from bot.bank.reading import Place, Problem, Source, Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = TypeVar("Kind", bound=model.Entry)

MAX_FILE = 20_000_000
"""Bytes; no hand-written file comes near it."""

FOLDERS: dict[str, type[model.Entry]] = {
    "questions": model.QuestionFile,
    "facts": model.FactFile,
    "evidence": model.EvidenceFile,
}


@dataclass(slots=True)
class Draft:
    """A pack as far as it could be read."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    info: model.PackInfo | None = None
    authorities: model.AuthorityFile = field(default_factory=model.AuthorityFile)
    questions: list[model.Question] = field(default_factory=list)
    facts: list[model.Fact] = field(default_factory=list)
    claims: list[model.Claim] = field(default_factory=list)
    origins: dict[int, tuple[Source, str, int]] = field(default_factory=dict)
    """Where each item was read: `id(item)` to file, list and index."""

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
        )


def files_of(folder: Path) -> list[Path]:
    """Every file that belongs to the pack in `folder`, in reading order."""
    single = [folder / "pack.yaml", folder / "authorities.yaml"]
    many = [path for name in FOLDERS for path in sorted((folder / name).rglob("*.yaml"))]
    return [path for path in single if path.is_file()] + many


def load(folder: Path) -> Draft:
    """Read the pack in `folder`; what is wrong in one entry hides nothing of the others."""
    draft = Draft(folder)
    if not (folder / "pack.yaml").is_file():
        what = "there is no pack here: `pack.yaml` is missing" if folder.is_dir() else "there is no such folder"
        draft.problems.append(Problem(Place(str(folder)), what, "name a folder such as content/stalins-russia"))
        return draft
    for path in files_of(folder):
        _read(draft, path)
    known = set(files_of(folder))
    for stray in sorted({*folder.rglob("*.yaml"), *folder.rglob("*.yml")} - known):
        what = "this file is not read: packs have pack.yaml, authorities.yaml, questions/, facts/ and evidence/"
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
    if path.stat().st_size > MAX_FILE:
        draft.problems.append(Problem(Place(shown), "this file is over 20 MB", "split it into several"))
        return
    try:
        source = Source(shown, path.read_bytes())
    except Unreadable as unreadable:
        draft.problems.append(unreadable.problem)
        return
    relative = path.relative_to(draft.folder)
    if len(relative.parts) == 1:
        if path.name == "pack.yaml":
            draft.info = _validated(draft, source, model.PackInfo)
        else:
            draft.authorities = _validated(draft, source, model.AuthorityFile) or draft.authorities
        return
    kind = FOLDERS[relative.parts[0]]
    listed = next(iter(kind.model_fields))
    whole = _validated(draft, source, kind)
    if whole is not None:
        items: Sequence[model.Entry] = getattr(whole, listed)
        getattr(draft, listed).extend(items)
        draft.origins.update((id(item), (source, listed, index)) for index, item in enumerate(items))
    elif isinstance(source.data, dict) and isinstance(source.data.get(listed), list):
        _keep_the_good(draft, source, kind, listed)


def _keep_the_good(draft: Draft, source: Source, kind: type[model.Entry], listed: str) -> None:
    """Take the entries that are right out of a file where others are wrong, so that they can be checked too."""
    for index, entry in enumerate(source.data[listed]):
        try:
            [item] = getattr(_as_json(kind, {listed: [entry]}), listed)
        except ValidationError:
            continue
        getattr(draft, listed).append(item)
        draft.origins[id(item)] = (source, listed, index)


def _as_json(kind: type[Kind], data: object) -> Kind:
    # JSON, because strict models take a list for a tuple there and nowhere else.
    return kind.model_validate_json(json.dumps(data, ensure_ascii=False))


def _validated(draft: Draft, source: Source, kind: type[Kind]) -> Kind | None:
    try:
        return _as_json(kind, source.data)
    except ValidationError as error:
        draft.problems.extend(problems_of(error, source, field_names()))
        return None


def field_names() -> dict[str, tuple[str, ...]]:
    """The names of the fields of each kind of entry, by question type and by class."""

    def names(kind: type[model.Entry]) -> tuple[str, ...]:
        return tuple(info.alias or name for name, info in kind.model_fields.items())

    union = get_args(get_args(model.Question)[0])
    by_type = {get_args(kind.model_fields["type"].annotation)[0]: names(kind) for kind in union}
    listed = {"facts": names(model.Fact), "claims": names(model.Claim), "works": names(model.Work)}
    return {**by_type, **listed, "documents": names(model.Document), "topics": names(model.Topic)}
