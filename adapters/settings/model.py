"""Everything that an operator decides, each with what it is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_core import PydanticCustomError

from adapters.settings.shards import Shards
from adapters.settings.values import (
    BAD_HEALTH_LISTEN,
    Address,
    Listen,
    Trial,
    checked_prefix,
    checked_proxy,
    checked_url,
)
from bot.errors import UserError
from bot.places import backups_beside, cache_folder, data_folder, forgotten_beside, sqlite_file

if TYPE_CHECKING:
    from bot.main import Settings

PREFIX = "SWOT_"
"""What the name of every setting begins with, in the environment and in `.env`."""
FILE = "_FILE"
"""What is added to a name where its value stands in a file of its own, as containers are given secrets."""


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a setting."""

    group: str
    what: str
    """One line, at most 72 characters."""
    example: str
    usual: tuple[str, ...] = ()
    """Variables that other programs know too; they count where ours is nowhere set."""


def _read_by(reader: Callable[[str], object]) -> BeforeValidator:
    """Have a value read so; its sentence is kept for whoever collects what is wrong."""

    def read(written: object) -> object:
        if not isinstance(written, str):
            return written
        try:
            return reader(written)
        except UserError as error:
            raise PydanticCustomError("told", "{words}", {"words": str(error)}) from error

    return BeforeValidator(read)


_Secret: TypeAlias = SecretStr | None
_DISCORD, _SLACK, _NETWORK, _PLACES = "Discord", "Slack", "The network", "Where things are kept"
_WATCHING = "Watching over it"
_CACHE = "/var/cache/swot"


class OperatorSettings(BaseModel):
    """The settings of one installation; whatever is left out has the value that is usual."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    discord_token: Annotated[_Secret, About(_DISCORD, "the bot's token; see deploy/discord.md", "MTIz…")] = None
    discord_shards: Annotated[
        Shards | None,
        _read_by(Shards.of),
        About(_DISCORD, "the share of servers that is this process's; all if left out", "0-3/16"),
    ] = None
    discord_trial_server: Annotated[
        Trial | None,
        _read_by(Trial.of),
        About(_DISCORD, "a server that has the commands first, by its id; “not ID” ends it", "1122334455667788"),
    ] = None
    words: Annotated[
        Path | None, About(_DISCORD, "a folder of translations of the commands, from `swot words`", "words")
    ] = None

    slack_bot_token: Annotated[_Secret, About(_SLACK, "one workspace's bot token; see deploy/slack.md", "xoxb-…")] = (
        None
    )
    slack_app_token: Annotated[_Secret, About(_SLACK, "the app's token, for Socket Mode", "xapp-…")] = None
    slack_signing_secret: Annotated[
        _Secret, About(_SLACK, "in the app token's place: Slack comes over HTTP, and signs with it", "8f74…")
    ] = None
    listen: Annotated[
        Listen, _read_by(Listen.of), About(_SLACK, "where Swot listens for Slack then", "127.0.0.1:3000")
    ] = Listen()
    slack_client_id: Annotated[
        str | None, About(_SLACK, "in the bot token's place, with its secret: any workspace may add Swot", "123.456")
    ] = None
    slack_client_secret: Annotated[_Secret, About(_SLACK, "the secret that belongs to the client's id", "9c1e…")] = None
    slack_url: Annotated[
        str | None,
        _read_by(checked_url),
        About(_SLACK, "where Slack and browsers reach Swot then", "https://swot.school.example"),
    ] = None
    slack_prefix: Annotated[
        str,
        _read_by(checked_prefix),
        About(_SLACK, "what stands before commands that another app has too", "swot-"),
    ] = ""
    slack_api_url: Annotated[
        str, About(_SLACK, "another Slack than the usual one, such as GovSlack", "https://slack-gov.com/api/")
    ] = "https://slack.com/api/"

    proxy: Annotated[
        Address | None,
        _read_by(checked_proxy),
        About(
            _NETWORK,
            "what everything goes out through; else HTTPS_PROXY",
            "http://proxy.school:8080",
            ("https_proxy", "HTTPS_PROXY"),
        ),
    ] = None
    no_proxy: Annotated[
        str,
        About(
            _NETWORK,
            "hosts without it, with commas between; else NO_PROXY",
            "localhost,.school.example",
            ("no_proxy", "NO_PROXY"),
        ),
    ] = ""
    ca_file: Annotated[
        Path | None,
        About(_NETWORK, "certificate authorities to believe, too; see deploy/discord.md", "/etc/school.pem"),
    ] = None

    data_dir: Annotated[Path, About(_PLACES, "the folder for what must last", "/var/lib/swot")] = Field(
        default_factory=data_folder
    )
    cache_dir: Annotated[Path, About(_PLACES, "the folder for what can be made again", _CACHE)] = Field(
        default_factory=cache_folder
    )
    database_url: Annotated[
        Address, About(_PLACES, "sqlite:///path/to/file or postgresql://user@host/name", "postgresql://swot@db/swot")
    ] = Field(default_factory=lambda known: Address(f"sqlite:///{known['data_dir'] / 'swot.db'}"))
    secret_key: Annotated[
        _Secret,
        About(_PLACES, "encrypts workspaces' tokens, from `swot key`; the newest first", "7Wn3…"),
    ] = None
    forgotten: Annotated[
        Path, About(_PLACES, "the list of forgotten people; see deploy/privacy.md", "/safe/swot.forgotten")
    ] = Field(
        default_factory=lambda known: forgotten_beside(known["database_url"].get_secret_value(), known["data_dir"])
    )

    backups: Annotated[
        Path | None,
        About(_PLACES, "the folder for backups, else beside the database; see deploy/backups.md", "/mnt/nas/swot"),
    ] = None

    log: Annotated[
        Literal["text", "json"], About(_WATCHING, "how `swot run` logs: text, or json with an object a line", "json")
    ] = "text"
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        About(_WATCHING, "from which level on Swot's own lines are logged", "warning"),
    ] = "info"
    health_listen: Annotated[
        Listen | None,
        _read_by(lambda written: Listen.of(written, BAD_HEALTH_LISTEN)),
        About(_WATCHING, "where it says how it is: /healthz, /readyz, /metrics; off if left out", "127.0.0.1:9110"),
    ] = None

    def app(self, packs: tuple[Path, ...], database_url: str = "", **more: Any) -> Settings:
        """What Swot is opened with: on the database of `swot run`, unless another one is named."""
        from bot.main import Settings  # noqa: PLC0415 - settings can be shown without Swot

        url = database_url or self.database_url.get_secret_value()
        return Settings(url, packs, self.cache_dir, forgotten=self.forgotten_of(url), **more)

    def forgotten_of(self, database_url: str) -> Path:
        """The list of forgotten people that belongs to a database."""
        named = "forgotten" in self.model_fields_set
        return self.forgotten if named else forgotten_beside(database_url, self.data_dir)

    def backups_of(self, database_url: str) -> Path | None:
        """The folder for a SQLite database's backups; none: it is a server's."""
        file = sqlite_file(database_url)
        return None if file is None else self.backups or backups_beside(file)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every word that nobody may see."""
        found: list[str] = []
        for name in type(self).model_fields:
            match getattr(self, name):
                case SecretStr() as secret:
                    found += secret.get_secret_value().split()
                case Address() as address:
                    found += address.passwords
        return tuple(found)


ABOUT: dict[str, About] = {
    name: next(one for one in field.metadata if isinstance(one, About))
    for name, field in OperatorSettings.model_fields.items()
}
"""What is said of each setting, by its field's name."""


def variable(field: str) -> str:
    """What a setting is called in the environment and in `.env`."""
    return f"{PREFIX}{field.upper()}"


def is_secret(field: str) -> bool:
    """Whether a setting is a secret, or may have one in it."""
    kind = str(OperatorSettings.model_fields[field].annotation)
    return "SecretStr" in kind or "Address" in kind
