"""The ground that Block Kit is checked on: problems are gathered, worded and addressed as Slack does it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.loopback.slack.files import StoredFile, image_type


@dataclass(slots=True)
class Checker:
    """Gathers what is wrong with a payload; `at` is always the JSON pointer of the thing looked at."""

    files: Mapping[str, StoredFile] = field(default_factory=dict)
    now: int = 0
    problems: list[str] = field(default_factory=list)
    characters: int = 0
    """Characters seen so far of what people read."""

    def wrong(self, at: str, why: str) -> None:
        """One more problem."""
        self.problems.append(f"[ERROR] {why} [json-pointer:{at}]")

    def thing(self, at: str, given: Any, required: Collection[str], optional: Collection[str] = ()) -> bool:
        """Whether it is an object with these fields and no other; what is amiss is noted."""
        if not isinstance(given, dict):
            self.wrong(at, "must be an object")
            return False
        missing = [name for name in required if given.get(name) is None]
        for name in missing:
            self.wrong(at, f"missing required field: {name}")
        for name in given:
            if name not in required and name not in optional and name != "type":
                self.wrong(f"{at}/{name}", f"invalid additional property: {name}")
        return not missing

    def shown(self, at: str, given: Any, most: int) -> None:
        """A string that people read, within its length."""
        if self.string(at, given, most):
            self.characters += len(given)

    def string(self, at: str, given: Any, most: int, least: int = 1) -> bool:
        """A string within its length."""
        if not isinstance(given, str):
            self.wrong(at, "must be a string")
            return False
        if len(given) > most:
            self.wrong(at, f"must be less than {most + 1} characters")
        if len(given) < least:
            self.wrong(at, f"must be more than {least - 1} characters")
        return True

    def optional(self, at: str, given: Mapping[str, Any], name: str, check: Callable[[str, Any], Any]) -> None:
        """Check a field that may be left out."""
        if given.get(name) is not None:
            check(f"{at}/{name}", given[name])

    def boolean(self, at: str, given: Any) -> None:
        """True or false."""
        if not isinstance(given, bool):
            self.wrong(at, "must be a boolean")

    def number(self, at: str, given: Any, least: int = 0, most: int = 10**12) -> None:
        """A whole number within bounds."""
        if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
            self.wrong(at, f"must be a number between {least} and {most}")

    def one_of(self, at: str, given: Any, allowed: Collection[str]) -> None:
        """One of some words."""
        if given not in allowed:
            self.wrong(at, f"must be a valid enum value: {', '.join(sorted(allowed))}")

    def items(self, at: str, given: Any, most: int, least: int = 1) -> list[Any]:
        """The list's items, once its length is checked."""
        if not isinstance(given, list):
            self.wrong(at, "must be an array")
            return []
        if len(given) > most:
            self.wrong(at, f"no more than {most} items allowed")
        if len(given) < least:
            self.wrong(at, f"no fewer than {least} items allowed")
        return given

    def text(self, at: str, given: Any, most: int, *, only: str = "") -> None:
        """A text object; `only` names the one type that is allowed here."""
        if not isinstance(given, dict) or given.get("type") not in ("plain_text", "mrkdwn"):
            self.wrong(at, "unsupported type for a text object")
            return
        kind = given["type"]
        if only and kind != only:
            self.wrong(f"{at}/type", f"must be {only}")
        allowed = ("emoji",) if kind == "plain_text" else ("verbatim",)
        if self.thing(at, given, ("text",), allowed):
            self.shown(f"{at}/text", given["text"], most)
            self.optional(at, given, allowed[0], self.boolean)

    def plain(self, at: str, given: Any, most: int) -> None:
        """A plain_text object."""
        self.text(at, given, most, only="plain_text")

    def url(self, at: str, given: Any) -> None:
        """An address on the web."""
        if self.string(at, given, 3000) and not given.startswith(("https://", "http://")):
            self.wrong(at, "must be a valid URL")

    def picture(self, at: str, given: Mapping[str, Any]) -> None:
        """Either `image_url` or a `slack_file` whose upload was completed and that is a picture."""
        if (given.get("image_url") is None) == (given.get("slack_file") is None):
            self.wrong(at, "exactly one of image_url and slack_file must be given")
        self.optional(at, given, "image_url", self.url)
        self.optional(at, given, "slack_file", self._slack_file)

    def _slack_file(self, at: str, given: Any) -> None:
        if not self.thing(at, given, (), ("id", "url")):
            return
        if (given.get("id") is None) == (given.get("url") is None):
            self.wrong(at, "exactly one of id and url must be given")
            return
        named = str(given.get("id") or given["url"])
        file = self.files.get(named) or next((f for f in self.files.values() if f"-{f.id}/" in named), None)
        ready = file is not None and file.ready_at is not None and file.ready_at <= self.now
        if file is None or not ready or not image_type(file.data or b""):
            self.wrong(f"{at}.{'id' if given.get('id') else 'url'}/slack_file", "invalid slack file")
