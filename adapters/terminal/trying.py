"""`swot try`: Swot on an embedded database, piped or at a prompt."""

from __future__ import annotations

import asyncio
import importlib
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.settings import OperatorSettings
    from adapters.terminal.render import Line
    from adapters.terminal.session import Session
    from bot.main import App


async def try_piped(settings: OperatorSettings, database: Path | None, packs: tuple[Path, ...], seed: int) -> int:
    """Play what is piped in, on `database` or one that is thrown away; give how many lines failed."""
    from adapters.terminal.piped import play, script_of  # noqa: PLC0415 - an interactive session needs none of it
    from bot.clock import SteppedClock, SystemClock  # noqa: PLC0415
    from bot.main import App  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="swot-") as folder:
        url = f"sqlite:///{database or Path(folder) / 'try.db'}"
        clock = SteppedClock(SystemClock().now())
        app = await App.open(settings.app(packs, url, clock=clock, random=Random(seed)))
        try:
            return await play(app, script_of(sys.stdin), sys.stdout)
        finally:
            await app.close()


async def try_at_prompt(settings: OperatorSettings, database: Path | None, packs: tuple[Path, ...]) -> None:
    """Talk at a prompt; everything is kept in `database`, or in the user's own data folder."""
    from adapters.terminal.prompt import talk  # noqa: PLC0415

    apps: list[App] = []

    async def open_session(show: Callable[[list[Line]], None]) -> Session:
        await asyncio.to_thread(_load)
        from adapters.terminal.session import Session  # noqa: PLC0415 - the prompt comes before everything heavy
        from adapters.terminal.transcript import transcript  # noqa: PLC0415
        from bot.main import App  # noqa: PLC0415

        path = database or settings.data_dir / "try.db"
        path.parent.mkdir(parents=True, exist_ok=True)
        app = await App.open(settings.app(packs, f"sqlite:///{path}"))
        apps.append(app)
        session = Session(app, lambda shown: show(transcript(shown, app.clock.now())))
        await app.start()
        return session

    try:
        await talk(open_session, settings.data_dir / "history")
    finally:
        for app in apps:
            await app.close()


def _load() -> None:
    """Load what takes long, off the event loop: whoever types meanwhile sees what they type."""
    for module in ("adapters.terminal.session", "adapters.terminal.transcript", "bot.main", "bot.schedule.waker"):
        importlib.import_module(module)
