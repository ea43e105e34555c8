"""The words of commands in other languages: one YAML file a language, made by whoever runs Swot.

Discord shows somebody the words of their app's language. What reaches Swot has the names of the code all the same, so
nothing else knows of this.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from adapters.discord.commands import LOCALISED, characters
from adapters.discord.limits import LIMITS
from bot.errors import UserError

LOCALES = frozenset(
    (
        *("ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he", "hi", "hr", "hu"),
        *("id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi"),
        *("zh-CN", "zh-TW"),
    )
)
"""The languages of Discord's apps."""
FALLBACKS = {"en-US": "en-GB", "en-GB": "en-US", "es-419": "es-ES"}
"""Whose words Discord shows, before the command's own, where a language has none."""
_NAME = re.compile(r"[-_'\w\u0900-\u097f\u0e00-\u0e7f]+")
"""What Discord takes as a name: letters of any script, digits, and a few signs."""
_NESTED = (1, 2)
Way = tuple[str, ...]
"""The names that lead to a word, from the command on."""
_ABOUT_FILE = (
    "# The words of Swot's commands in {}. Change what is right of the colons, and only of `name:`, `about:` and\n"
    "# below `choices:`. What you leave as it is, or leave out, people see in English. Names are in small letters,\n"
    "# without spaces; {} characters at most, and {} of an `about`.\n"
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OptionWords(_Strict):
    """The words of an option."""

    name: str = ""
    about: str = ""
    choices: dict[str, str] = Field(default_factory=dict)


class Words(_Strict):
    """The words of a command and of those below it; what is left out stays as it is."""

    name: str = ""
    about: str = ""
    commands: dict[str, Words] = Field(default_factory=dict)
    options: dict[str, OptionWords] = Field(default_factory=dict)


class Catalogue(_Strict):
    """Everything in one language."""

    commands: dict[str, Words]


def catalogues(folder: Path) -> dict[str, Catalogue]:
    """The catalogues of a folder, by language. Raises `UserError` for a file that is none."""
    if not folder.is_dir():
        raise UserError(f"SWOT_WORDS names {folder}, and there is no such folder.")
    return {locale_of(path.stem): read(path) for path in sorted(folder.glob("*.yaml"))}


def locale_of(name: str) -> str:
    """A language of Discord's. Raises `UserError` for what is none."""
    if name not in LOCALES:
        raise UserError(f"{name} is no language of Discord's apps. They are {', '.join(sorted(LOCALES))}.")
    return name


def read(path: Path) -> Catalogue:
    """A catalogue. Raises `UserError` with what is wrong where."""
    try:
        # Every scalar is a text: `no` is a word here, and the name of a language besides.
        found = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts, lists, mappings only
        return Catalogue.model_validate(found)
    except OSError as error:
        raise UserError(f"{path} can't be read: {error.strerror}.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise UserError(f"{path.name}{where}: that is no YAML. `swot words` writes a file to fill in.") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise UserError(f"{path.name}: {' › '.join(map(str, first['loc']))}: {first['msg']}.") from error


def template(declared: list[dict[str, Any]], locale: str) -> str:
    """A catalogue with today's words in it, to be filled in."""
    found = Catalogue(commands={one["name"]: _words_of(one) for one in declared})
    body = yaml.safe_dump(found.model_dump(exclude_defaults=True), sort_keys=False, allow_unicode=True, width=120)
    return _ABOUT_FILE.format(locale, LIMITS["command name"], LIMITS["command about"]) + body


def translated(declared: list[dict[str, Any]], known: Mapping[str, Catalogue]) -> list[dict[str, Any]]:
    """The commands with the words of every catalogue beside their own.

    Raises `UserError` where a catalogue names what there is not, says what Discord would not take, or calls two things
    alike that stand beside each other.
    """
    found = copy.deepcopy(declared)
    for locale, catalogue in sorted(known.items()):
        _add_all(found, catalogue.commands, locale, ())
    _settle(found)
    for locale in sorted({*known, *(one for one, other in FALLBACKS.items() if other in known)}):
        _all_differ(found, locale, ())
    for whole in found:
        if characters(whole) > LIMITS["command characters"]:
            raise UserError(
                f"/{whole['name']} is too long with its translations: {characters(whole)} characters with the longest "
                f"of each, and Discord takes {LIMITS['command characters']}. Shorten what its parts are about."
            )
    return found


def _words_of(one: dict[str, Any]) -> Words:
    below = one.get("options", ())
    return Words(
        name=one["name"],
        about=one["description"],
        commands={inner["name"]: _words_of(inner) for inner in below if inner["type"] in _NESTED},
        options={
            option["name"]: OptionWords(
                name=option["name"],
                about=option["description"],
                choices={choice["name"]: choice["name"] for choice in option.get("choices", ())},
            )
            for option in below
            if option["type"] not in _NESTED
        },
    )


def _add_all(beside: list[dict[str, Any]], words: Mapping[str, Words | OptionWords], locale: str, path: Way) -> None:
    """Add words to what stands beside each other: commands, those within one, or options."""
    known = {one["name"]: one for one in beside}
    for name, said in words.items():
        if name not in known:
            raise _wrong(locale, (*path, name), "Swot has no such thing (any more). Take it out")
        _add(known[name], said, locale, (*path, name))


def _add(one: dict[str, Any], said: Words | OptionWords, locale: str, path: Way) -> None:
    if said.name:
        name = said.name
        if len(name) > LIMITS["command name"] or not _NAME.fullmatch(name) or name != name.lower():
            most = LIMITS["command name"]
            raise _wrong(locale, path, f"“{name}” is no name: at most {most} small letters, digits and hyphens")
        _put(one, "name", name, locale)
    if said.about:
        if len(said.about) > LIMITS["command about"]:
            raise _wrong(
                locale, path, f"“about” has {len(said.about)} letters, and Discord takes {LIMITS['command about']}"
            )
        _put(one, "description", said.about, locale)
    below = one.get("options", ())
    if isinstance(said, Words):
        _add_all([inner for inner in below if inner["type"] in _NESTED], said.commands, locale, path)
        _add_all([inner for inner in below if inner["type"] not in _NESTED], said.options, locale, path)
    else:
        _add_choices(one.get("choices", []), said.choices, locale, path)


def _add_choices(choices: list[dict[str, Any]], words: Mapping[str, str], locale: str, path: Way) -> None:
    known = {choice["name"]: choice for choice in choices}
    for name, said in words.items():
        if name not in known:
            raise _wrong(locale, (*path, name), "Swot has no such choice (any more). Take it out")
        if not 0 < len(said) <= LIMITS["choice name"]:
            raise _wrong(locale, (*path, name), f"a choice has 1 to {LIMITS['choice name']} letters")
        _put(known[name], "name", said, locale)


def _put(one: dict[str, Any], what: str, said: str, locale: str) -> None:
    one.setdefault(LOCALISED[what], {})[locale] = said


def _settle(beside: list[dict[str, Any]]) -> None:
    """Say no more than is needed, and no less: in every language people are to see its own words, or the command's."""
    for one in beside:
        for what, where in LOCALISED.items():
            if said := one.get(where):
                # One English is not to stand for the other, for the command's own words are English too.
                if len(english := {"en-GB", "en-US"} & said.keys()) == 1:
                    said.update(dict.fromkeys({"en-GB", "en-US"} - english, one[what]))
                needed = {locale for locale in said if said[locale] != one[what] or FALLBACKS.get(locale) in said}
                one[where] = {locale: said[locale] for locale in sorted(needed)}
                if all(word == one[what] for word in one[where].values()):
                    del one[where]
        _settle(one.get("options", []))
        _settle(one.get("choices", []))


def _all_differ(beside: list[dict[str, Any]], locale: str, path: Way) -> None:
    """Whoever has their app in that language sees these names, translated or not."""
    seen = [_seen(one, locale) for one in beside]
    for name in seen:
        if seen.count(name) > 1:
            raise _wrong(locale, path, f"two things beside each other are called “{name}”")
    for one in beside:
        _all_differ(one.get("options", []), locale, (*path, one["name"]))
        _all_differ(one.get("choices", []), locale, (*path, one["name"]))


def _seen(one: dict[str, Any], locale: str) -> str:
    said = one.get(LOCALISED["name"], {})
    name: str = said.get(locale) or said.get(FALLBACKS.get(locale, "")) or one["name"]
    return name


def _wrong(locale: str, path: Way, what: str) -> UserError:
    return UserError(f"{locale}.yaml: {' › '.join(path) or 'commands'}: {what}.")
