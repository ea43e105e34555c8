"""Forms (modals): what Discord takes."""

from __future__ import annotations

from typing import Any

from tests.loopback.discord.components import (
    CHECK,
    CHECKS,
    INPUT,
    LABEL,
    MAX_ROWS,
    RADIOS,
    ROW,
    SELECTS,
    TEXT,
    UPLOAD,
    Check,
)
from tests.loopback.discord.errors import Path


class FormCheck(Check):
    """One walk through a form."""

    def form(self, data: dict[str, Any], path: Path) -> None:
        """The form itself."""
        self.problems.text(data, "title", path, least=1, most=45)
        self.problems.text(data, "custom_id", path, least=1, most=100)
        for place, item in enumerate(self.problems.items(data, "components", path, least=1, most=MAX_ROWS)):
            self._item(item, (*path, "components", place))

    def _item(self, item: dict[str, Any], path: Path) -> None:
        kind = item.get("type")
        if kind == TEXT:
            self.display(item, path)
        elif kind == LABEL:
            self.problems.text(item, "label", path, least=1, most=45)
            self.problems.text(item, "description", path, most=100)
            if isinstance(item.get("component"), dict):
                self._entry(item["component"], (*path, "component"))
            else:
                self.problems.missing((*path, "component"))
        elif kind == ROW:
            inside = self.problems.items(item, "components", path, least=1, most=1)
            for place, entry in enumerate(inside):
                here = (*path, "components", place)
                if self.problems.choice(entry.get("type"), (INPUT,), (*here, "type")):
                    self.problems.text(entry, "label", here, least=1, most=45)
                    self._input(entry, here)
        else:
            words = f'Value of field "type" must be one of ({ROW}, {TEXT}, {LABEL},).'
            self.problems.add((*path, "type"), "UNION_TYPE_CHOICES", words)

    def _entry(self, entry: dict[str, Any], path: Path) -> None:
        kinds = (INPUT, *SELECTS, UPLOAD, RADIOS, CHECKS, CHECK)
        if not self.problems.choice(entry.get("type"), kinds, (*path, "type")):
            return
        match entry["type"]:
            case 4:
                code, words = "TEXT_INPUT_LABEL_IN_LABEL", "A text input in a label has no {name} of its own"
                self.problems.only(entry, ("label",), path, code=code, message=words)
                self._input(entry, path)
            case 3 | 5 | 6 | 7 | 8:
                self.select(entry, path, modal=True)
            case 23:
                self.custom_id(entry, path)
                self.problems.flag(entry, "default", path)
            case kind:
                self.custom_id(entry, path)
                self.required(entry, path)
                if kind != RADIOS:
                    least = self.problems.number(entry, "min_values", path, least=0, most=10, default=1)
                    if self.required(entry, path) and not least:
                        words = "What is required asks for at least one value"
                        self.problems.add((*path, "min_values"), "COMPONENT_REQUIRED_MIN_VALUES", words)
                    self.problems.number(entry, "max_values", path, least=1, most=10, default=1)
                if kind != UPLOAD:
                    self.options(entry, path, 2 if kind == RADIOS else 1, 10)

    def _input(self, entry: dict[str, Any], path: Path) -> None:
        self.custom_id(entry, path)
        self.problems.choice(entry.get("style"), (1, 2), (*path, "style"))
        self.problems.text(entry, "placeholder", path, most=100)
        self.required(entry, path)
        least = self.problems.number(entry, "min_length", path, least=0, most=4000, default=0)
        most = self.problems.number(entry, "max_length", path, least=1, most=4000, default=4000)
        if least > most:
            self.problems.add((*path, "min_length"), "TEXT_INPUT_MIN_OVER_MAX", "min_length is over max_length")
        value = self.problems.text(entry, "value", path, most=most)
        if value and len(value) < least:
            self.problems.length((*path, "value"), len(value), least, most)
