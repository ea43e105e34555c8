"""YAML with a place for everything: plain data, and the line and column each part of it came from.

Only what packs need of YAML 1.2 is read: no tags, no anchors, no dates or yes/no that turn into something else.
`1930-03` and `no` stay the text that the author wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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


class Unreadable(Exception):
    """A file that is not YAML, or YAML that packs don't use."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _Loader(yaml.CSafeLoader):
    """libyaml's parser with the few implicit types of packs."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as PyYAML has it


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9]\d*)$"), list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?\d+\.\d+$"), list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])

_PLAIN: dict[str, Callable[[str], Any]] = {
    "tag:yaml.org,2002:str": str,
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:bool": lambda text: text == "true",
    "tag:yaml.org,2002:null": lambda _text: None,
}
MAX_DEPTH = 20


class Source:
    """One YAML file as plain `data`, with `place` to find any part of it again."""

    def __init__(self, file: str, text: str | bytes) -> None:
        """Read `text`; `file` is the name to give in problems. Raises `Unreadable`."""
        self.file = file
        try:
            loader = _Loader(text)
            try:
                self._root = loader.get_single_node()
            finally:
                loader.dispose()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            at = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
            what = f"this is not YAML: {error.problem or error.context}"
            remedy = "look at the indentation, and put text that has a colon or begins with a sign in quotes"
            raise Unreadable(Problem(at, what, remedy)) from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            what = f"this file can't be read as text: {str(error).splitlines()[0]}"
            raise Unreadable(Problem(Place(file), what, "save it as UTF-8, without control characters")) from error
        self._seen: set[int] = set()
        self.data: Any = self._plain(self._root, 0) if self._root is not None else None
        self._seen.clear()

    def _at(self, node: yaml.Node) -> Place:
        return Place(self.file, node.start_mark.line + 1, node.start_mark.column + 1)

    def _refuse(self, node: yaml.Node, what: str, remedy: str) -> Unreadable:
        return Unreadable(Problem(self._at(node), what, remedy))

    def _plain(self, node: yaml.Node, depth: int) -> Any:
        if isinstance(node, yaml.ScalarNode):
            plain = _PLAIN.get(node.tag)
            if plain is None:
                raise self._refuse(node, f"the tag {node.tag!r} means nothing here", "write plain text, in quotes")
            return plain(node.value)
        if id(node) in self._seen:
            raise self._refuse(node, "anchors and aliases are not used in packs", "write it out in each place")
        self._seen.add(id(node))
        if depth > MAX_DEPTH:
            raise self._refuse(node, "this is nested too deep", "look at the indentation")
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(part, depth + 1) for part in node.value]
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._plain(key_node, depth + 1)
            if not isinstance(key, str):
                raise self._refuse(key_node, f"{key!r} can't be the name of a field", "put it in quotes")
            if key in mapping:
                raise self._refuse(key_node, f"`{key}` stands twice", "keep one of the two")
            mapping[key] = self._plain(value_node, depth + 1)
        return mapping

    def place(self, path: tuple[int | str, ...]) -> Place:
        """Where `path` (field names and list indexes) leads; parts that are not in the file are passed over."""
        node, at = self._root, None
        for index, part in enumerate(path):
            last = index == len(path) - 1
            if isinstance(node, yaml.MappingNode):
                for key_node, value_node in node.value:
                    if key_node.value == part:
                        node, at = value_node, key_node if last else None
                        break
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                node, at = node.value[part], None
        if node is None:
            return Place(self.file)
        return self._at(at or node)
