"""What there is to give, press and fill in, without a database that lasts."""

from __future__ import annotations

import tempfile

from bot.chat.registry import Registry
from bot.main import App, Settings


async def registry() -> Registry:
    """Every handler that Swot has."""
    with tempfile.TemporaryDirectory(prefix="swot-") as folder:
        app = await App.open(Settings(f"sqlite:///{folder}/none.db", packs=()))
        try:
            return app.registry
        finally:
            await app.close()
