"""`swot run`: Swot as a service, on every platform that is configured."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from adapters.outgoing import Outgoing
from adapters.settings import OperatorSettings
from adapters.stopping import Working, finish
from bot.errors import UserError
from bot.main import App, Settings

if TYPE_CHECKING:
    from adapters.discord import DiscordSettings
    from adapters.health.metrics import Metrics
    from adapters.settings.values import Listen
    from adapters.slack import SlackSettings

log = logging.getLogger(__name__)

NOTHING = (
    "There is nothing to run on. Set SWOT_DISCORD_TOKEN, or SWOT_SLACK_BOT_TOKEN and SWOT_SLACK_APP_TOKEN; "
    "deploy/README.md says where they come from. `swot try` needs neither."
)


class Adapter(Working, Protocol):
    """A platform that Swot speaks on."""

    @property
    def connected(self) -> bool:
        """Whether events come in and are taken."""
        ...

    async def start(self) -> None:
        """Connect and listen. Raises `UserError` where the platform does not let Swot in."""
        ...

    async def ended(self) -> None:
        """Return when the connection has ended and will not come back. Raises what ended it."""
        ...

    async def close(self) -> None:
        """Finish what is in hand and let go."""
        ...


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What Swot runs on."""

    app: Settings
    discord: DiscordSettings | None = None
    slack: SlackSettings | None = None
    health: Listen | None = None
    """Where it says how it is."""


def settings_of(settings: OperatorSettings, packs: tuple[Path, ...]) -> RunSettings:
    """What an operator has decided, for running. Raises `UserError` where it is not enough.

    The folder for data is made, where the database is to be in it.
    """
    outgoing = Outgoing.of(settings)
    discord, slack = discord_of(settings, outgoing), slack_of(settings, outgoing)
    if discord is None and slack is None:
        raise UserError(NOTHING)
    if "database_url" not in settings.model_fields_set:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    backups = settings.backups_of(settings.database_url.get_secret_value())
    return RunSettings(settings.app(packs, backups=backups), discord, slack, settings.health_listen)


def discord_of(settings: OperatorSettings, outgoing: Outgoing) -> DiscordSettings | None:
    """Discord's settings; none: Swot is not to be there."""
    if settings.discord_token is None:
        return None
    from adapters.discord import DiscordSettings  # noqa: PLC0415 - only what is configured is loaded

    return DiscordSettings.of(settings, outgoing)


def slack_of(settings: OperatorSettings, outgoing: Outgoing) -> SlackSettings | None:
    """Slack's settings; none: Swot is not to be there. Raises `UserError` for what can't be."""
    if not (settings.slack_bot_token or settings.slack_app_token or settings.slack_signing_secret):
        return None
    from adapters.slack import SlackSettings  # noqa: PLC0415

    return SlackSettings.of(settings, outgoing)


async def run(settings: RunSettings, stop: asyncio.Event) -> None:
    """Run until `stop` is set. Raises `UserError` where a platform does not let Swot in, or what ended a connection."""
    async with contextlib.AsyncExitStack() as open_things:
        metrics = _metrics() if settings.health is not None else None
        app = await App.open(settings.app if metrics is None else replace(settings.app, measures=metrics))
        open_things.push_async_callback(app.close)
        adapters = _adapters(app, settings)
        if metrics is not None and settings.health is not None:
            from adapters.health.server import HealthServer  # noqa: PLC0415

            health = HealthServer(app, adapters, metrics, settings.health)
            open_things.push_async_callback(health.close)
            await health.open()
        for adapter in adapters.values():
            open_things.push_async_callback(adapter.close)
        # While the platforms are there: what is in hand is to find its own.
        open_things.push_async_callback(finish, app, tuple(adapters.values()))
        await _until(stop, _serve(app, adapters))


async def _serve(app: App, adapters: Mapping[str, Adapter]) -> None:
    """Begin, and go on until a platform throws Swot out, which is raised."""
    for name, adapter in adapters.items():
        await adapter.start()
        log.info("Swot is on %s", name)
    # Only now: what is due is to find its platform.
    await app.start()
    calm_collector()
    endings = [asyncio.ensure_future(one.ended()) for one in adapters.values()]
    try:
        done, _ = await asyncio.wait(endings, return_when=asyncio.FIRST_COMPLETED)
        for ended in done:
            ended.result()
    finally:
        await _called_off(*endings)


async def _until(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Have `work` done until somebody says stop, wherever it is then. Raises what it raises."""
    working, told = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((working, told), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
    finally:
        await _called_off(working, told)


async def _called_off(*tasks: asyncio.Future[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def calm_collector() -> None:
    """Keep Python's collector of cycles from going through all that is loaded again and again.

    What is loaded by now stays, and is not looked at any more; the rest is looked at less often. A room that presses at
    once costs a third less processor time for it (`python -m tests.benchmarks presses`). Were it looked at more seldom
    still, what has gathered would take too long in one go: 64 ms at most while 10,000 facts are handed over, not 14.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _metrics() -> Metrics:
    from adapters.health.metrics import Metrics  # noqa: PLC0415 - only who is watched needs it

    return Metrics()


def _adapters(app: App, settings: RunSettings) -> dict[str, Adapter]:
    found: dict[str, Adapter] = {}
    if settings.discord is not None:
        from adapters.discord import DiscordAdapter  # noqa: PLC0415

        found["Discord"] = DiscordAdapter(app, settings.discord)
    if settings.slack is not None:
        from adapters.slack import SlackAdapter  # noqa: PLC0415

        found["Slack"] = SlackAdapter(app, settings.slack)
    return found
