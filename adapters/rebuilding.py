"""`swot rebuild`: makes standings and cards again, of nothing but stored marks. Swot may run meanwhile."""

from __future__ import annotations

from adapters.harmless import harmless_line
from bot.chat import counted
from bot.main import App, Settings


async def rebuild(settings: Settings, class_id: str | None) -> None:
    """Make again what follows from marks, class by class, and print whether anything was otherwise before.

    Raises `UserError` where the class is not known, or the database refuses.
    """
    app = await App.open(settings)
    try:
        rebuilding = await app.rebuilding()
        classes = await rebuilding.classes(class_id)
        for id, name in classes:
            done = await rebuilding.rebuild(id, name)
            told = f"{done.others:,} of them otherwise than before" if done.others else "all of them as before"
            print(f"{harmless_line(done.name)}: {counted(done.rows, 'figure')} made again, {told}.")
        if not classes:
            print("No class has any marks yet.")
    finally:
        await app.close()
