"""How Discord says no: a status, a code, and for a wrong body a tree of what is wrong where."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

Path = tuple[str | int, ...]


class Refusal(Exception):
    """A request that is turned down, with what Discord would answer."""

    def __init__(
        self, status: int, code: int, message: str, *, errors: dict[str, Any] | None = None, headers: Any = None
    ) -> None:
        super().__init__(f"{status} {code}: {message} {errors or ''}".rstrip())
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors
        self.headers = dict(headers or {})
        self.more: dict[str, Any] = {}

    @property
    def body(self) -> dict[str, Any]:
        """What stands in the answer."""
        told = {"message": self.message, "code": self.code, **self.more}
        return {**told, "errors": self.errors} if self.errors else told


class NotOffered(Exception):
    """Something that a person's app would not let them do; a test that wants it says `forged=True`."""


def unauthorized() -> Refusal:
    """The bot's token is missing or wrong."""
    return Refusal(401, 0, "401: Unauthorized")


def not_found() -> Refusal:
    """There is no such route."""
    return Refusal(404, 0, "404: Not Found")


def unknown(what: str) -> Refusal:
    """There is no such thing (any more)."""
    codes = {"Channel": 10003, "Guild": 10004, "Member": 10007, "Message": 10008, "User": 10013}
    more = {"Webhook": 10015, "interaction": 10062, "application command": 10063}
    return Refusal(404, {**codes, **more}[what], f"Unknown {what}")


class Problems:
    """What is wrong with a body, gathered place by place."""

    def __init__(self) -> None:
        self.tree: dict[str, Any] = {}

    def add(self, path: Path, code: str, message: str) -> None:
        """Something is wrong at `path`."""
        place = self.tree
        for step in path:
            place = place.setdefault(str(step), {})
        place.setdefault("_errors", []).append({"code": code, "message": message})

    def settle(self) -> None:
        """Raise what was found, if anything was."""
        if self.tree:
            raise Refusal(400, 50035, "Invalid Form Body", errors=self.tree)

    def missing(self, path: Path) -> None:
        """Something must stand at `path`."""
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required")

    def length(self, path: Path, size: int, least: int, most: int) -> None:
        """A text's or list's length."""
        if least <= size <= most:
            return
        if least and most:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        elif size > most:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        else:
            self.add(path, "BASE_TYPE_MIN_LENGTH", f"Must be {least} or more in length.")

    def text(self, data: dict[str, Any], name: str, path: Path, *, least: int = 0, most: int) -> str:
        """The text at `name`; required if it has a least length. Gives it, or nothing where it is amiss."""
        value = data.get(name)
        if value is None:
            if least:
                self.missing((*path, name))
            return ""
        if not isinstance(value, str):
            self.add((*path, name), "STRING_TYPE_CONVERT", f'Could not interpret "{value}" as string.')
            return ""
        if least and not value:
            self.missing((*path, name))
        else:
            self.length((*path, name), len(value), least, most)
        return value

    def number(self, data: dict[str, Any], name: str, path: Path, *, least: int, most: int, default: int) -> int:
        """The whole number at `name`, or the default."""
        value = data.get(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            self.add((*path, name), "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
            return default
        if value < least:
            self.add((*path, name), "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {least}.")
        if value > most:
            self.add((*path, name), "NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")
        return value

    def flag(self, data: dict[str, Any], name: str, path: Path) -> bool:
        """The yes or no at `name`; no if it is left out."""
        value = data.get(name)
        if value not in (None, True, False) or isinstance(value, int) is not isinstance(value, bool):
            self.add((*path, name), "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
        return bool(value)

    def choice(self, value: Any, among: Collection[Any], path: Path) -> bool:
        """Whether the value is one of those allowed."""
        if isinstance(value, bool) or value not in among:
            allowed = ", ".join(str(one) for one in sorted(among))
            self.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{allowed}}}.")
            return False
        return True

    def items(self, data: dict[str, Any], name: str, path: Path, *, least: int = 0, most: int) -> list[dict[str, Any]]:
        """The list of objects at `name`; required if it has a least length."""
        value = data.get(name)
        if value is None:
            if least:
                self.missing((*path, name))
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.add((*path, name), "LIST_TYPE_CONVERT", "Only iterables of objects may be used here.")
            return []
        self.length((*path, name), len(value), least, most)
        return value

    def only(self, data: dict[str, Any], names: Iterable[str], path: Path, *, code: str, message: str) -> None:
        """None of these names may have a value."""
        for name in names:
            if data.get(name) not in (None, "", []):
                self.add((*path, name), code, message.format(name=name))
