"""YAML with a place for everything: plain data, and the line and column each part of it came from.

Only what packs need of YAML 1.2 is read: no tags, no anchors, no dates or yes/no that turn into something else.
`1930-03` and `no` stay the text that the author wrote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NoReturn, Protocol

import yaml


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a pack something stands; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a pack: where, what, and what to do about it."""

    place: Place
    what: str
    remedy: str
    grave: bool = True
    """Whether the pack must not be used like this; otherwise it is advice."""

    def __str__(self) -> str:
        kind = "" if self.grave else "advice: "
        return f"{self.place}: {kind}{self.what}\n    → {self.remedy}"


class Places(Protocol):
    """Where the parts of something that was read stand."""

    def place(self, path: tuple[int | str, ...]) -> Place:
        """Where `path` (field names and list indexes) leads."""
        ...


class Unreadable(Exception):
    """A file that is not text, or not YAML."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


MAX_DEPTH = 20
MAX_SHOWN = 60

_BARRED = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that YAML does not have."""
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,30})")
_FRACTION = re.compile(r"-?[0-9]{1,30}\.[0-9]{1,30}")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_ALIAS = ("this is an alias to YAML, and packs use none", "put text that begins with `*` or `&` in quotes")


NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(slots=True)
class _Node:
    """A part of the file: where it begins and, by name or in a row, what it holds."""

    line: int
    column: int
    fields: Mapping[str, tuple[_Node, _Node]] = field(default_factory=lambda: NOTHING)
    entries: Sequence[_Node] = ()


class Source:
    """One YAML file as plain `data`, with `place` to find any part of it again."""

    def __init__(self, file: str, content: str | bytes) -> None:
        """Read `content`; `file` is the name to give in problems. Raises `Unreadable`."""
        self.file = file
        self.slips: list[Problem] = []
        """What packs don't use of YAML, where the rest of the file could be read all the same."""
        self.data: Any = None
        self._root: _Node | None = None
        self._anchored: dict[str, Any] = {}
        text = self._text(content)
        # The parser's events, not its tree: libyaml builds that by recursion, and deep nesting would kill the process.
        self._parser = yaml.CSafeLoader(text)
        try:
            self._read()
        except yaml.MarkedYAMLError as error:
            raise self._not_yaml(error) from error
        finally:
            self._parser.dispose()
            del self._parser

    def _text(self, content: str | bytes) -> str:
        what, text = "", content if isinstance(content, str) else ""
        if isinstance(content, bytes):
            try:
                text = content.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                text = content.removeprefix(b"\xef\xbb\xbf")[: error.start].decode("utf-8", "ignore")
                what = "this character is not UTF-8"
        end = len(text)
        if barred := _BARRED.search(text):
            what, end = f"there is a control character here (U+{ord(barred[0]):04X})", barred.start()
        if what:
            lines = re.split(r"\r\n|\r|\n", text[:end])
            at = Place(self.file, len(lines), len(lines[-1]) + 1)
            raise Unreadable(Problem(at, what, "save it as UTF-8, without control characters"))
        return text

    def _not_yaml(self, error: yaml.MarkedYAMLError) -> Unreadable:
        begun = error.context_mark
        if begun is not None and error.context in ("while scanning an alias", "while scanning an anchor"):
            return Unreadable(Problem(self._at(begun), *_ALIAS))
        mark = error.problem_mark or begun
        at = self._at(mark) if mark else Place(self.file)
        what = f"this is not YAML: {error.problem or error.context}"
        remedy = "look at the indentation, and put text that has a colon or begins with a sign in quotes"
        return Unreadable(Problem(at, what, remedy))

    def _at(self, mark: yaml.Mark) -> Place:
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _refuse(self, event: Any, what: str, remedy: str) -> NoReturn:
        raise Unreadable(Problem(self._at(event.start_mark), what, remedy))

    def _slip(self, node: _Node, what: str, remedy: str) -> None:
        self.slips.append(Problem(Place(self.file, node.line, node.column), what, remedy))

    def _read(self) -> None:
        while not isinstance(event := self._parser.get_event(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                if self._root is not None:
                    self._refuse(event, "another document begins here", "keep one in a file: take the `---` out")
                self.data, self._root = self._part(self._parser.get_event(), 0)

    def _part(self, event: Any, depth: int) -> tuple[Any, _Node]:
        node = _Node(event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchored:
                self._slip(node, *_ALIAS)
            return self._anchored.get(str(event.anchor)), node
        if event.tag is not None:
            self._slip(node, f"the tag {event.tag!r} means nothing here", "write plain text, in quotes")
        if event.anchor is not None:
            self._slip(node, "anchors and aliases are not used in packs", "write it out in each place")
            self._anchored[event.anchor] = None
        if depth > MAX_DEPTH:
            self._refuse(event, "this is nested too deep", "look at the indentation")
        plain: Any
        if isinstance(event, yaml.ScalarEvent):
            plain = event.value if event.style else _plain(event.value)
        elif isinstance(event, yaml.SequenceStartEvent):
            plain = self._list(node, depth)
        else:
            plain = self._fields(node, depth)
        if event.anchor is not None:
            self._anchored[event.anchor] = plain
        return plain, node

    def _list(self, node: _Node, depth: int) -> list[Any]:
        plain: list[Any] = []
        parts: list[_Node] = []
        node.entries = parts
        while not isinstance(event := self._parser.get_event(), yaml.SequenceEndEvent):
            value, part = self._part(event, depth + 1)
            plain.append(value)
            parts.append(part)
        return plain

    def _fields(self, node: _Node, depth: int) -> dict[str, Any]:
        plain: dict[str, Any] = {}
        parts: dict[str, tuple[_Node, _Node]] = {}
        node.fields = parts
        while not isinstance(event := self._parser.get_event(), yaml.MappingEndEvent):
            key, key_node = self._part(event, depth + 1)
            value, value_node = self._part(self._parser.get_event(), depth + 1)
            if not isinstance(key, str):
                self._slip(key_node, f"{shown(key)} can't be the name of a field", "put it in quotes")
            elif key in plain:
                self._slip(key_node, f"`{key}` stands twice", "keep one of the two")
            else:
                plain[key] = value
                parts[key] = (key_node, value_node)
        return plain

    def place(self, path: tuple[int | str, ...]) -> Place:
        """Where `path` (field names and list indexes) leads; parts that are not in the file are passed over."""
        if self._root is None:
            return Place(self.file)
        node = at = self._root
        for index, part in enumerate(path):
            if isinstance(part, int):
                if part < len(node.entries):
                    node = at = node.entries[part]
            elif part in node.fields:
                name, node = node.fields[part]
                at = name if index == len(path) - 1 else node
        return Place(self.file, at.line, at.column)


def _plain(text: str) -> bool | int | float | str | None:
    """What a word without quotes means."""
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _FRACTION.fullmatch(text) else text


def shown(value: object) -> str:
    """A value as its author may have written it, cut short."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a set of fields"
    if value is None or isinstance(value, bool):
        return "nothing" if value is None else str(value).lower()
    text = repr(value)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
