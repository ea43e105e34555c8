"""The list of the forgotten, which lies outside the database and has to go where that goes."""

from __future__ import annotations

from pathlib import Path

from bot.errors import UserError
from bot.keeping.files import draft_beside, finished, synced


def brought_along(list_: Path, to: Path) -> None:
    """Have the list at `list_`, if there is one, lie at `to`, too, on disk once this returns.

    Raises `UserError` where another one lies there with anybody on it, whom nobody may lose.
    """
    try:
        if not list_.exists() or (to.exists() and list_.samefile(to)):
            return
        told = list_.read_bytes()
        there = to.read_bytes() if to.exists() else b""
        if not told.startswith(there) and there.count(b"\n") > 1:
            raise UserError(f"There is another list of the forgotten in {to}. Move it away, and try again.")
        to.parent.mkdir(parents=True, exist_ok=True)
        with draft_beside(to) as draft:
            draft.touch(mode=0o600, exist_ok=False)
            draft.write_bytes(told)
            synced(draft)
            finished(draft, to)
    except OSError as error:
        raise UserError(f"The list of the forgotten can't be copied to {to}: {error.strerror}.") from error
