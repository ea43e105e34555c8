"""Components of messages: what Discord takes, in both of its systems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.loopback.discord.errors import Path, Problems

ROW, BUTTON, SELECT, INPUT, USER_SELECT, SECTION, TEXT, THUMBNAIL = 1, 2, 3, 4, 5, 9, 10, 11
GALLERY, FILE, SEPARATOR, CONTAINER, LABEL, UPLOAD, RADIOS, CHECKS, CHECK = 12, 13, 14, 17, 18, 19, 21, 22, 23
SELECTS = (3, 5, 6, 7, 8)
LINK, PREMIUM = 5, 6
_NEW_TOP = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER)
_INSIDE = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR)
MAX_COMPONENTS, MAX_TEXT, MAX_ROWS, MAX_IN_ROW = 40, 4000, 5, 5


def everything(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, outer before inner, in the order of the page."""
    for component in components:
        yield component
        yield from everything(component.get("components") or [])
        for name in ("accessory", "component"):
            if isinstance(component.get(name), dict):
                yield from everything([component[name]])


def check_components(problems: Problems, components: list[dict[str, Any]], path: Path, *, new: bool) -> None:
    """Check a message's components; `new` for the second system."""
    Check(problems).message(components, path, new=new)


class Check:
    """One walk through the components of a message or form."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self._custom: set[str] = set()
        self._ids: set[int] = set()
        self._text = 0
        self._count = 0
        self._takers: dict[int, Callable[[dict[str, Any], Path], None]] = {
            ROW: self._row,
            BUTTON: self._button,
            SECTION: self._section,
            TEXT: self.display,
            THUMBNAIL: lambda one, path: self._media(one, "media", path),
            GALLERY: self._gallery,
            FILE: lambda one, path: self._media(one, "file", path),
            SEPARATOR: self._separator,
            CONTAINER: self._container,
            **dict.fromkeys(SELECTS, self.select),
        }

    def message(self, components: list[dict[str, Any]], path: Path, *, new: bool) -> None:
        """The top level."""
        if not new:
            self.problems.length(path, len(components), 0, MAX_ROWS)
        for place, component in enumerate(components):
            self.one(component, (*path, place), _NEW_TOP if new else (ROW,))
        if new and self._count > MAX_COMPONENTS:
            self.problems.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {MAX_COMPONENTS} in length.")
        if self._text > MAX_TEXT:
            words = f"Component's displayable text size exceeds maximum size of {MAX_TEXT}"
            self.problems.add(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words)

    def one(self, component: dict[str, Any], path: Path, among: tuple[int, ...]) -> None:
        """A component, which must be of one of these types."""
        self._count += 1
        kind = component.get("type")
        if kind is None:
            self.problems.missing((*path, "type"))
            return
        if kind not in among:
            allowed = ", ".join(str(one) for one in among)
            words = f'Value of field "type" must be one of ({allowed},).'
            self.problems.add((*path, "type"), "UNION_TYPE_CHOICES", words)
            return
        id = self.problems.number(component, "id", path, least=0, most=2**31 - 1, default=0)
        if id and id in self._ids:
            self.problems.add((*path, "id"), "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
        self._ids.add(id)
        self._takers[kind](component, path)

    def custom_id(self, component: dict[str, Any], path: Path) -> None:
        """The address of something that can be used: there, short enough, and nobody else's."""
        custom = self.problems.text(component, "custom_id", path, least=1, most=100)
        if custom and custom in self._custom:
            words = "Component custom id cannot be duplicated"
            self.problems.add((*path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", words)
        self._custom.add(custom)

    def _row(self, row: dict[str, Any], path: Path) -> None:
        inside = self.problems.items(row, "components", path, least=1, most=MAX_IN_ROW)
        for place, component in enumerate(inside):
            self.one(component, (*path, "components", place), (BUTTON, *SELECTS))
        width = sum(5 if component.get("type") in SELECTS else 1 for component in inside)
        if width > MAX_IN_ROW and len(inside) <= MAX_IN_ROW:
            self.problems.add(
                (*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The components do not fit into one row"
            )

    def _button(self, button: dict[str, Any], path: Path) -> None:
        style = button.get("style")
        if style is None:
            self.problems.missing((*path, "style"))
            return
        if not self.problems.choice(style, (1, 2, 3, 4, LINK, PREMIUM), (*path, "style")):
            return
        label = self.problems.text(button, "label", path, most=80)
        self.problems.flag(button, "disabled", path)
        if style == LINK:
            self.problems.text(button, "url", path, least=1, most=512)
        elif style != PREMIUM:
            self.custom_id(button, path)
        foreign = {LINK: ("custom_id", "sku_id"), PREMIUM: ("custom_id", "url", "label", "emoji")}
        self.problems.only(
            button,
            foreign.get(style, ("url", "sku_id")),
            path,
            code="BUTTON_COMPONENT_INVALID_FIELD",
            message=f"A button of style {style} can't have {{name}}",
        )
        if style != PREMIUM and not label.strip() and not button.get("emoji"):
            self.problems.add(path, "BUTTON_COMPONENT_INVALID_LABEL_EMOJI", "A button must have a label or emoji")

    def select(self, select: dict[str, Any], path: Path, *, modal: bool = False) -> None:
        """A list to choose from."""
        self.custom_id(select, path)
        self.problems.text(select, "placeholder", path, most=150)
        least = self.problems.number(select, "min_values", path, least=0, most=25, default=1)
        most = self.problems.number(select, "max_values", path, least=1, most=25, default=1)
        if least > most:
            self.problems.add((*path, "min_values"), "SELECT_COMPONENT_MIN_OVER_MAX", "min_values is over max_values")
        disabled = self.problems.flag(select, "disabled", path)
        if modal and disabled:
            self.problems.add((*path, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "Can't be disabled in a modal")
        if modal and self.required(select, path) and "min_values" in select and least == 0:
            words = "A required select must ask for at least one value"
            self.problems.add((*path, "min_values"), "SELECT_COMPONENT_REQUIRED_MIN_VALUES", words)
        if select["type"] == SELECT:
            self.options(select, path, 1, 25)
            size = len(select.get("options") or [])
            if size and max(least, most if "max_values" in select else 1) > size:
                words = f"Must be {size} or fewer: there are no more options"
                self.problems.add((*path, "max_values"), "SELECT_COMPONENT_MAX_VALUES_OVER_OPTIONS", words)

    def required(self, component: dict[str, Any], path: Path) -> bool:
        """Whether something in a form must be filled in; it must, unless it says otherwise."""
        self.problems.flag(component, "required", path)
        return component.get("required") is not False

    def options(self, component: dict[str, Any], path: Path, least: int, most: int) -> None:
        """What can be chosen."""
        values: set[str] = set()
        options = self.problems.items(component, "options", path, least=least, most=most)
        for place, option in enumerate(options):
            here = (*path, "options", place)
            self.problems.text(option, "label", here, least=1, most=100)
            value = self.problems.text(option, "value", here, least=1, most=100)
            self.problems.text(option, "description", here, most=100)
            self.problems.flag(option, "default", here)
            if value and value in values:
                words = "The specified option value is already used"
                self.problems.add((*here, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", words)
            values.add(value)
        defaults = sum(option.get("default") is True for option in options)
        allowed = component.get("max_values") or 1
        if isinstance(allowed, int) and defaults > allowed:
            words = "More options are chosen beforehand than may be"
            self.problems.add((*path, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULT_OPTIONS", words)

    def _section(self, section: dict[str, Any], path: Path) -> None:
        for place, component in enumerate(self.problems.items(section, "components", path, least=1, most=3)):
            self.one(component, (*path, "components", place), (TEXT,))
        accessory = section.get("accessory")
        if isinstance(accessory, dict):
            self.one(accessory, (*path, "accessory"), (BUTTON, THUMBNAIL))
        else:
            self.problems.missing((*path, "accessory"))

    def display(self, display: dict[str, Any], path: Path) -> None:
        """Words."""
        words = self.problems.text(display, "content", path, least=1, most=MAX_TEXT)
        if words and not words.strip():
            self.problems.missing((*path, "content"))
        self._text += len(words)

    def _media(self, holder: dict[str, Any], name: str, path: Path) -> None:
        self.problems.flag(holder, "spoiler", path)
        if holder.get("description") is not None:
            self.problems.text(holder, "description", path, least=1, most=1024)
        media = holder.get(name)
        if not isinstance(media, dict):
            self.problems.missing((*path, name))
            return
        url = self.problems.text(media, "url", (*path, name), least=1, most=2048)
        schemes = ("attachment://",) if name == "file" else ("attachment://", "https://", "http://")
        if url and not url.startswith(schemes):
            told = ", ".join(scheme.removesuffix("://") for scheme in schemes)
            words = f"Scheme must be one of ({told})."
            self.problems.add((*path, name, "url"), "URL_TYPE_INVALID_SCHEME", words)

    def _gallery(self, gallery: dict[str, Any], path: Path) -> None:
        for place, item in enumerate(self.problems.items(gallery, "items", path, least=1, most=10)):
            self._media(item, "media", (*path, "items", place))

    def _separator(self, separator: dict[str, Any], path: Path) -> None:
        self.problems.flag(separator, "divider", path)
        if separator.get("spacing") is not None:
            self.problems.choice(separator["spacing"], (1, 2), (*path, "spacing"))

    def _container(self, container: dict[str, Any], path: Path) -> None:
        self.problems.number(container, "accent_color", path, least=0, most=0xFFFFFF, default=0)
        self.problems.flag(container, "spoiler", path)
        inside = self.problems.items(container, "components", path, least=1, most=MAX_COMPONENTS)
        for place, component in enumerate(inside):
            self.one(component, (*path, "components", place), _INSIDE)


def number_components(components: list[dict[str, Any]]) -> None:
    """Give an id to each component that has none, as Discord does: from 1 on, in the order of the page."""
    taken = {component["id"] for component in everything(components) if component.get("id")}
    free = 1
    for component in everything(components):
        if not component.get("id"):
            while free in taken:
                free += 1
            component["id"] = free
            taken.add(free)
