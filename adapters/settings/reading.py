"""From what is written in several places to one set of settings, and where each of them came from.

The environment counts before `.env`, that before `swot.toml`, and that before what is usual.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from adapters.settings.model import ABOUT, FILE, PREFIX, OperatorSettings, is_secret, variable
from adapters.settings.sources import ENVIRONMENT, Entry, Source, of_environment, of_file
from bot.errors import UserError

FILES = (".env", "swot.toml")
"""Where settings are looked for; the first counts before the second."""
NAMED = "SWOT_SETTINGS"
"""Names another file, in place of both."""
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Reading:
    """The settings that were found, and all that is to be said of them."""

    settings: OperatorSettings
    """Without what is wrong."""
    origins: Mapping[str, str]
    """Where each field's value came from, in words."""
    mistakes: tuple[str, ...] = ()
    """A sentence for each; with any of them, Swot does not run."""
    warnings: tuple[str, ...] = ()

    def sound(self) -> OperatorSettings:
        """The settings. Raises `UserError` where something is wrong with them."""
        if self.mistakes:
            raise UserError("\n".join(self.mistakes))
        return self.settings


@dataclass(frozen=True, slots=True)
class _Found:
    value: str = field(repr=False)
    origin: str
    at: str
    """Where it stands, to be said before a sentence on it; empty for the environment."""
    name: str


def read(environment: Mapping[str, str], file: Path | None = None, folder: Path = Path()) -> Reading:
    """The settings in the environment and in files: `file`, or the usual ones in `folder`.

    Whatever is wrong is told in the result, not raised.
    """
    mistakes: list[str] = []
    warnings: list[str] = []
    sources = [of_environment(environment)]
    for path in _files(environment, file, folder):
        try:
            sources.append(of_file(path))
        except UserError as error:
            mistakes.append(str(error))
    found: dict[str, _Found] = {}
    for source in sources:
        for name, value in _known(source, mistakes, warnings):
            found.setdefault(name, value)
        if source.is_open and any(is_secret(_plain(one.key)) for one in source.entries if _plain(one.key) in ABOUT):
            warnings.append(f"{source.name} has secrets, and everybody on this machine can read it: `chmod 600` it.")
    for name, about in ABOUT.items():
        for usual in about.usual:
            if written := environment.get(usual, "").strip():
                found.setdefault(name, _Found(written, f"{ENVIRONMENT}, {usual}", "", usual))
    settings = _validated(found, mistakes)
    origins = {name: found[name].origin if name in settings.model_fields_set else DEFAULT for name in ABOUT}
    return Reading(settings, origins, tuple(mistakes), tuple(warnings))


def _files(environment: Mapping[str, str], file: Path | None, folder: Path) -> list[Path]:
    named = file or environment.get(NAMED, "").strip()
    return [Path(named)] if named else [path for name in FILES if (path := folder / name).is_file()]


def _known(source: Source, mistakes: list[str], warnings: list[str]) -> Iterator[tuple[str, _Found]]:
    """What the model has fields for, with secrets fetched from their files; the rest is told."""
    for entry in source.entries:
        at = f"{source.place(entry.line)}: " if source.is_file else ""
        key = _plain(entry.key)
        if entry.key in ABOUT:
            if entry.value:
                yield entry.key, _Found(entry.value, source.place(entry.line), at, variable(entry.key))
        elif key in ABOUT:
            try:
                value = _in_file(entry)
            except UserError as error:
                mistakes.append(f"{at}{error}")
                continue
            if any(other.key == key and other.value for other in source.entries):
                mistakes.append(f"{at}{entry.name} and the same without {FILE} are both set. Leave one of them out.")
            yield key, _Found(value, f"{source.place(entry.line)}, in {entry.value}", at, entry.name)
        elif source.is_file:
            mistakes.append(f"{at}{_unknown(entry)}")
        elif entry.name != NAMED:
            warnings.append(_unknown(entry))


def _plain(key: str) -> str:
    """A secret's name without what says that its value stands in a file."""
    plain = key.removesuffix(FILE.lower())
    return plain if plain in ABOUT and is_secret(plain) else key


def _in_file(entry: Entry) -> str:
    try:
        value = Path(entry.value).read_text("utf-8").strip()
    except FileNotFoundError:
        raise UserError(f"{entry.name} names {entry.value}, which is not there.") from None
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise UserError(f"{entry.name} names {entry.value}, which can't be read: {why}.") from error
    if not value:
        raise UserError(f"{entry.name} names {entry.value}, which is empty.")
    return value


def _unknown(entry: Entry) -> str:
    """What is said of a name that no setting has."""
    if entry.name in (NAMED, NAMED.removeprefix(PREFIX).lower()):
        return f"{entry.name} names a file of settings, and counts in the environment only."
    bare = entry.name.removeprefix(PREFIX).lower()
    as_written = [variable(name) if entry.key != entry.name else name for name in ABOUT]
    near = [bare] if bare in ABOUT else difflib.get_close_matches(entry.name, as_written, n=1, cutoff=0.75)
    rest = f"; did you mean {near[0]}?" if near else ". `swot settings` lists all that there are."
    return f"{entry.name} is no setting{rest}"


def _validated(found: Mapping[str, _Found], mistakes: list[str]) -> OperatorSettings:
    """The model of all that is right; what is wrong is told and left out."""
    values = {name: one.value for name, one in found.items()}
    try:
        return OperatorSettings.model_validate(values)
    except ValidationError as error:
        wrong: dict[str, str] = {}
        for one in error.errors(include_input=False, include_url=False):
            name, told = str(one["loc"][0]), one.get("ctx", {})
            if name in found:  # and not one whose usual value follows from what is wrong
                words = f"{variable(name)} is {told.get('expected')}, not “{found[name].value[:40]}”."
                wrong.setdefault(name, str(told.get("words", words)))
    for name, words in wrong.items():
        mistakes.append(found[name].at + words.replace(variable(name), found[name].name, 1))
    return OperatorSettings.model_validate({name: value for name, value in values.items() if name not in wrong})
