"""`swot remark`: marks stored answers again, once somebody has seen what that changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from adapters.columns import aligned
from adapters.harmless import harmless
from adapters.settings import OperatorSettings
from bot.chat import View, plain
from bot.errors import UserError
from bot.main import App, Settings

VARIABLE = "SWOT_DATABASE_URL"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What whoever runs the command asks for."""

    app: Settings
    questions: tuple[str, ...] = ()
    topic: str | None = None
    class_id: str | None = None
    since: int | None = None
    """Microseconds UTC."""
    everything: bool = False
    why: str = ""


def database_url_of(named: str | None, settings: OperatorSettings) -> str:
    """The database that is `named`, by URL or file, or else the one that `swot run` uses.

    It is only opened if it is there. Raises `UserError` where it is a file that is not.
    """
    url = meant_by(named, settings)
    if not url.startswith("sqlite:///") or "?" in url:
        return url
    path = Path(url.removeprefix("sqlite:///"))
    if not path.is_file():
        raise UserError(f"There is no database {path}. --database or {VARIABLE} names the one that is meant.")
    return f"{url}?mode=rw"


def meant_by(named: str | None, settings: OperatorSettings) -> str:
    """As `database_url_of`, whether it is there or not."""
    url = named or settings.database_url.get_secret_value()
    return url if "://" in url else f"sqlite:///{url}"


async def remark(wanted: Wanted, agreed: Callable[[int], bool]) -> None:
    """Print what marking again would change, ask `agreed` whether to change so many marks, and if so, do it.

    Raises `UserError` where what is wanted is not there, or the database refuses.
    """
    app = await App.open(wanted.app)
    try:
        remarking = app.remarking()
        difference = await remarking.difference(
            questions=wanted.questions,
            topic=wanted.topic,
            class_id=wanted.class_id,
            since=wanted.since,
            everything=wanted.everything,
        )
        for view in remarking.told(difference):
            _show(view)
        if not difference.changes or not agreed(len(difference.changes)):
            return
        done = await remarking.change(difference, wanted.why)
        print(f"{_marks(done.changed)} changed; the log has it under {done.log}.")
        if done.left:
            print(f"{_marks(done.left)} had changed meanwhile and stayed as they are. Run it again to see them.")
    finally:
        await app.close()


def _show(view: View) -> None:
    print("\n".join(harmless(line) for line in plain(view.text).splitlines()))
    if view.table:
        print()
        for line in aligned(view.table):
            print(f"  {line}")
        print()


def _marks(count: int) -> str:
    return f"{count:,} mark{'' if count == 1 else 's'}"
