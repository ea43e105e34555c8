"""Slash commands as they are registered: what Discord takes, and what it then has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.loopback.discord.errors import Path, Problems, Refusal, unknown
from tests.loopback.discord.ids import Snowflakes

CHAT, SUBCOMMAND, GROUP = 1, 1, 2
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)
_NAME = re.compile(r"^[-_'\w\u0900-\u097f\u0e00-\u0e7f]{1,32}$")
MAX_COMMANDS, MAX_OPTIONS, MAX_CHOICES, MAX_WEIGHT, EXACT = 100, 25, 25, 8000, 1 << 53
_LOCALES = frozenset(
    (
        *("id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl"),
        *("pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja"),
        *("zh-TW", "ko", "ar", "he"),
    )
)

_FALLBACKS = {"en-US": "en-GB", "en-GB": "en-US", "es-419": "es-ES"}


class Commands:
    """The commands of the application, everywhere and in single servers."""

    def __init__(self, ids: Snowflakes, application: str) -> None:
        self._ids = ids
        self._application = application
        self._sets: dict[str, dict[tuple[int, str], dict[str, Any]]] = {"": {}}
        self.created = 0
        """How often a name was registered that was not there before; Discord takes 200 a day and server."""

    def listed(self, guild: str = "") -> list[dict[str, Any]]:
        """What is registered, everywhere or in one server."""
        return list(self._sets.get(guild, {}).values())

    def named(self, name: str, guild: str = "") -> dict[str, Any] | None:
        """The command that an app offers under a name."""
        own = self._sets.get(guild, {}) if guild else {}
        return own.get((CHAT, name)) or self._sets[""].get((CHAT, name))

    def overwrite(self, body: Any, guild: str = "") -> list[dict[str, Any]]:
        """Replace all commands; one whose name stays keeps its id."""
        problems = Problems()
        if not isinstance(body, list) or not all(isinstance(item, dict) for item in body):
            problems.add((), "LIST_TYPE_CONVERT", "Only iterables of objects may be used here.")
            problems.settle()
        kinds: dict[int, int] = {}
        names: set[tuple[int, str]] = set()
        for place, command in enumerate(body):
            _check_command(problems, command, (place,))
            key = (command.get("type") or CHAT, str(command.get("name")))
            kinds[key[0]] = kinds.get(key[0], 0) + 1
            if key in names:
                words = "Application command names must be unique"
                problems.add((place, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", words)
            names.add(key)
        _check_beside(problems, body, ())
        problems.settle()
        if kinds.get(CHAT, 0) > MAX_COMMANDS:
            raise Refusal(400, 30032, f"Maximum number of application commands reached ({MAX_COMMANDS}).")
        before = self._sets.get(guild, {})
        self._sets[guild] = {
            (kept["type"], kept["name"]): kept for kept in (self._kept(command, guild, before) for command in body)
        }
        return self.listed(guild)

    def upsert(self, body: Any, guild: str = "") -> tuple[bool, dict[str, Any]]:
        """Register one command, or replace the one of its name. Whether it is new, and the command."""
        rest = [command for command in self.listed(guild) if command["name"] != (body or {}).get("name")]
        problems = Problems()
        if not isinstance(body, dict):
            problems.add((), "MODEL_TYPE_CONVERT", "Only dictionaries may be used here.")
        else:
            _check_command(problems, body, ())
        problems.settle()
        if len(rest) >= MAX_COMMANDS:
            raise Refusal(400, 30032, f"Maximum number of application commands reached ({MAX_COMMANDS}).")
        before = self._sets.setdefault(guild, {})
        kept = self._kept(body, guild, before)
        key = (kept["type"], kept["name"])
        new = key not in before
        before[key] = kept
        return new, kept

    def delete(self, id: str, guild: str = "") -> None:
        """Take a command away."""
        for key, command in self._sets.get(guild, {}).items():
            if command["id"] == id:
                del self._sets[guild][key]
                return
        raise unknown("application command")

    def _kept(self, body: dict[str, Any], guild: str, before: dict[tuple[int, str], dict[str, Any]]) -> dict[str, Any]:
        kind = body.get("type") or CHAT
        old = before.get((kind, body["name"]))
        if old is None:
            self.created += 1
        permissions = body.get("default_member_permissions")
        kept: dict[str, Any] = {
            "id": old["id"] if old else self._ids.next(),
            "application_id": self._application,
            "type": kind,
            "name": body["name"],
            "name_localizations": body.get("name_localizations"),
            "description": body.get("description") or "",
            "description_localizations": body.get("description_localizations"),
            "options": [_option(option) for option in body.get("options") or ()],
            "default_member_permissions": None if permissions is None else str(permissions),
            "dm_permission": body.get("dm_permission", True) is not False,
            # Discord knows these two of what is there for everybody only.
            "contexts": None if guild else body.get("contexts"),
            "integration_types": [0] if guild else body.get("integration_types") or [0],
            "nsfw": bool(body.get("nsfw")),
        }
        if guild:
            kept["guild_id"] = guild
        same = old is not None and {**old, "version": 0} == {**kept, "version": 0}
        kept["version"] = old["version"] if old and same else self._ids.next()
        return kept


def _option(option: dict[str, Any]) -> dict[str, Any]:
    """An option as Discord gives it back: what says nothing is left out."""
    kept = {name: value for name, value in option.items() if value is not None and value is not False and value != []}
    if option.get("options"):
        kept["options"] = [_option(inner) for inner in option["options"]]
    elif option["type"] in (SUBCOMMAND, GROUP):
        kept["options"] = []
    return kept


def _check_command(problems: Problems, command: dict[str, Any], path: Path) -> None:
    kind = command.get("type") or CHAT
    if not problems.choice(kind, (1, 2, 3, 4), (*path, "type")):
        return
    if kind != CHAT:
        problems.text(command, "name", path, least=1, most=32)
        problems.only(command, ("description", "options"), path, code="BASE_TYPE_MAX_LENGTH", message="No {name} here.")
        return
    _check_named(problems, command, path)
    _check_options(problems, command, path, depth=0)
    for place, context in enumerate(command.get("contexts") or ()):
        problems.choice(context, (0, 1, 2), (*path, "contexts", place))
    if sum(_weights(command)) > MAX_WEIGHT:
        words = f"Command exceeds maximum size ({MAX_WEIGHT})"
        problems.add(path, "APPLICATION_COMMAND_TOO_LARGE", words)


def shown(named: dict[str, Any], locale: str) -> Any:
    """The name that somebody sees whose app is in a language."""
    words = named.get("name_localizations") or {}
    return words.get(locale) or words.get(_FALLBACKS.get(locale, "")) or named.get("name")


def _check_named(problems: Problems, named: dict[str, Any], path: Path) -> None:
    for name, value in (("name", named.get("name")), *(("name_localizations", one) for one in _localised(named))):
        here = (*path, name)
        if not isinstance(value, str) or not value:
            problems.missing(here)
        elif not 0 < len(value) <= 32:
            problems.length(here, len(value), 1, 32)
        elif not _NAME.match(value) or value != value.lower():
            words = "Command name is invalid"
            problems.add(here, "APPLICATION_COMMAND_INVALID_NAME", words)
    problems.text(named, "description", path, least=1, most=100)
    for kind in ("name_localizations", "description_localizations"):
        for locale, words in (named.get(kind) or {}).items():
            problems.choice(locale, _LOCALES, (*path, kind))
            problems.length((*path, kind, locale), len(words), 1, 32 if kind.startswith("name") else 100)


def _check_beside(problems: Problems, beside: list[dict[str, Any]], path: Path) -> None:
    """In no language two of them may be called alike; who has no name in it keeps that of the nearest, or its own."""
    named = [one.get("name") for one in beside]
    if len(set(named)) == len(named) and not any(one.get("name_localizations") for one in beside):
        return  # each has its own name in every language
    for locale in _LOCALES:
        names = [shown(one, locale) for one in beside]
        if len(set(names)) < len(names):
            words = f"Names must be unique in {locale}"
            problems.add((*path, "name_localizations"), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", words)


def _localised(named: dict[str, Any]) -> list[Any]:
    return list((named.get("name_localizations") or {}).values())


def _check_options(problems: Problems, holder: dict[str, Any], path: Path, *, depth: int) -> None:
    options = problems.items(holder, "options", path, most=MAX_OPTIONS)
    names: set[str] = set()
    optional = False
    _check_beside(problems, options, (*path, "options"))
    nested = {option.get("type") in (SUBCOMMAND, GROUP) for option in options}
    if len(nested) > 1:
        words = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        problems.add((*path, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words)
    for place, option in enumerate(options):
        here = (*path, "options", place)
        among = {0: range(1, 12), 1: (SUBCOMMAND, *range(3, 12)), 2: range(3, 12)}[depth]
        if not problems.choice(option.get("type"), tuple(among), (*here, "type")):
            continue
        _check_named(problems, option, here)
        if option.get("name") in names:
            words = "Option name must be unique"
            problems.add((*here, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", words)
        names.add(str(option.get("name")))
        if option["type"] in (SUBCOMMAND, GROUP):
            _check_nested(problems, option, here, depth)
            continue
        if option.get("required") and optional:
            words = "Required options must be placed before non-required options"
            problems.add(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words)
        optional = optional or not option.get("required")
        _check_values(problems, option, here)


def _check_nested(problems: Problems, option: dict[str, Any], here: Path, depth: int) -> None:
    group = option["type"] == GROUP
    inner = [one.get("type") for one in option.get("options") or () if isinstance(one, dict)]
    if group and (not inner or set(inner) != {SUBCOMMAND}):
        words = "A sub-command group holds sub-commands"
        problems.add((*here, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words)
    elif not group and {SUBCOMMAND, GROUP} & set(inner):
        words = "A sub-command holds no sub-commands"
        problems.add((*here, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words)
    else:
        _check_options(problems, option, here, depth=1 if group and depth == 0 else 2)


def _check_values(problems: Problems, option: dict[str, Any], here: Path) -> None:
    kind = option["type"]
    choices = problems.items(option, "choices", here, most=MAX_CHOICES)
    if choices and problems.flag(option, "autocomplete", here):
        words = "Options with choices cannot be autocompleted"
        problems.add((*here, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", words)
    if (choices or option.get("autocomplete")) and kind not in (STRING, INTEGER, NUMBER):
        words = "Only strings and numbers are chosen or completed"
        problems.add(here, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words)
    check_choices(problems, choices, (*here, "choices"), kind)
    for name in ("min_value", "max_value"):
        if option.get(name) is not None and kind not in (INTEGER, NUMBER):
            problems.add((*here, name), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Only numbers have bounds")
    if kind == STRING:
        least = problems.number(option, "min_length", here, least=0, most=6000, default=0)
        most = problems.number(option, "max_length", here, least=1, most=6000, default=6000)
        if least > most:
            words = "min_length is over max_length"
            problems.add((*here, "min_length"), "APPLICATION_COMMAND_OPTIONS_LENGTH_INVALID", words)


def check_choices(problems: Problems, choices: list[dict[str, Any]], path: Path, kind: int) -> None:
    """Check the values that an option offers, or that are suggested for it."""
    names: set[str] = set()
    _check_beside(problems, choices, path)
    for place, choice in enumerate(choices):
        here = (*path, place)
        name = problems.text(choice, "name", here, least=1, most=100)
        if name and name in names and path[-1:] == ("choices",) and len(path) > 2:
            problems.add(here, "APPLICATION_COMMAND_OPTIONS_CHOICES_DUPLICATE", "Choices must have unique names")
        names.add(name)
        for locale, words in (choice.get("name_localizations") or {}).items():
            problems.choice(locale, _LOCALES, (*here, "name_localizations"))
            problems.length((*here, "name_localizations", locale), len(words), 1, 100)
        if kind == STRING:
            problems.text(choice, "value", here, least=1, most=100)
        elif kind == INTEGER:
            problems.number(choice, "value", here, least=-EXACT, most=EXACT, default=0)
            if choice.get("value") is None:
                problems.missing((*here, "value"))
        elif isinstance(choice.get("value"), bool) or not isinstance(choice.get("value"), int | float):
            problems.add((*here, "value"), "NUMBER_TYPE_COERCE", f'Value "{choice.get("value")}" is not a number.')


def _weights(named: dict[str, Any]) -> Iterator[int]:
    """Name, description and values of a command and all below it; of translations the longest counts."""
    for kind in ("name", "description"):
        words = [str(named.get(kind) or ""), *map(str, (named.get(f"{kind}_localizations") or {}).values())]
        yield max(len(word) for word in words)
    for choice in named.get("choices") or ():
        names = (choice.get("name") or "", *(choice.get("name_localizations") or {}).values())
        yield max(len(str(name)) for name in names) + len(str(choice.get("value") or ""))
    for option in named.get("options") or ():
        if isinstance(option, dict):
            yield from _weights(option)
