"""How single settings are written, each with the sentence for what can't be."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yarl
from pydantic import Secret

from bot.errors import UserError

BAD_PREFIX = (
    "SWOT_SLACK_PREFIX is what the commands begin with after the stroke, such as swot- for /swot-quiz: at most 20 "
    "small letters, figures, hyphens and underscores. “{}” is not."
)
BAD_LISTEN = "SWOT_LISTEN is where Swot listens for Slack, as 127.0.0.1:3000; “{}” is not."
BAD_HEALTH_LISTEN = "SWOT_HEALTH_LISTEN is where Swot says how it is, as 127.0.0.1:9110; “{}” is not."
BAD_PROXY = "SWOT_PROXY is no proxy that Swot can use. Write it as http://proxy.school:8080."
NO_URL = (
    "SWOT_SLACK_URL is where Slack reaches Swot, such as https://swot.school.example: workspaces are sent back there."
)
HIDDEN = "[hidden]"
_PREFIX = re.compile(r"[a-z0-9_-]{0,20}")
"""With the longest command of ours, as long as Slack lets one be."""
_PASSWORD = re.compile(r"(://[^:/@\s]*:|[?&]password=)(.*(?=@)|[^&]+)", re.IGNORECASE)
_LEAVING = "not "
"""What stands before a server's id where a trial there is over."""


class Address(Secret[str]):
    """An address that may have a password in it, which is not shown."""

    def _display(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        """The address without its password."""
        return _PASSWORD.sub(rf"\1{HIDDEN}", self.get_secret_value())

    @property
    def passwords(self) -> tuple[str, ...]:
        """What is hidden of it."""
        return tuple(password for _, password in _PASSWORD.findall(self.get_secret_value()))


@dataclass(frozen=True, slots=True)
class Listen:
    """Where to listen."""

    host: str = "127.0.0.1"
    port: int = 3000
    """0: any that is free."""

    @classmethod
    def of(cls, written: str, sentence: str = BAD_LISTEN) -> Listen:
        """The address that an operator has written down. Raises `UserError`, with that sentence."""
        host, _, port = written.rpartition(":")
        if not (host and port.isdigit() and int(port) < 1 << 16):
            raise UserError(sentence.format(written[:40]))
        return cls(host, int(port))

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Trial:
    """A server of Discord's that has the commands for itself, at once, before everybody has them."""

    server: int
    over: bool = False
    """Whether its own commands are to go again."""

    @classmethod
    def of(cls, written: str) -> Trial:
        """The trial that an operator has written down: `123`, or `not 123` once it is over. Raises `UserError`."""
        words = written.casefold().strip()
        id = words.removeprefix(_LEAVING).strip()
        if not (id.isascii() and id.isdigit()):
            raise UserError(
                f"SWOT_DISCORD_TRIAL_SERVER is the id of a server, such as 1122334455667788, not “{written[:40]}”. In "
                "Discord, switch on Developer Mode (Settings, Advanced), then right-click the server: Copy Server ID."
            )
        return cls(int(id), over=words.startswith(_LEAVING))

    def __str__(self) -> str:
        return f"{_LEAVING if self.over else ''}{self.server}"


def checked_prefix(written: str) -> str:
    """The prefix, if commands of Slack's can begin with it. Raises `UserError`."""
    if not _PREFIX.fullmatch(written):
        raise UserError(BAD_PREFIX.format(written[:40]))
    return written


def checked_proxy(written: str) -> Address:
    """The proxy's address. Raises `UserError`, which does not repeat it: it may have a password."""
    try:
        url = yarl.URL(written if "://" in written else f"http://{written}")
        fits = url.scheme in ("http", "https") and bool(url.host) and not any(map(str.isspace, written))
    except ValueError:
        fits = False
    if not fits:
        raise UserError(BAD_PROXY)
    return Address(str(url.with_path("")))


def checked_url(written: str) -> str:
    """Where Swot is reached from outside, without a slash at its end. Raises `UserError`."""
    try:
        url = yarl.URL(written)
    except ValueError:
        raise UserError(NO_URL) from None
    if not (url.scheme in ("http", "https") and url.host):
        raise UserError(NO_URL)
    return str(url).rstrip("/")
