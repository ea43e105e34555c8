"""`swot privacy`: what is kept about somebody, exported or erased for them. Swot may run meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from adapters.columns import aligned
from adapters.harmless import harmless_line
from bot.chat import Table, counted
from bot.clock import local
from bot.errors import UserError
from bot.main import App, Settings


async def export(settings: Settings, person: str, file: Path | None) -> None:
    """Write everything about a person into a ZIP file. Raises `UserError` where nothing is kept about them."""
    app = await App.open(settings)
    try:
        await _check_known(app, person)
        data = await app.privacy.export(person)
    finally:
        await app.close()
    place = file or Path(f"{person.replace(':', '-')}.zip")
    place.write_bytes(data)
    print(f"Everything that Swot keeps about {harmless_line(person)} is in {place}.")


async def erase(settings: Settings, person: str, agreed: Callable[[str], bool]) -> None:
    """Erase everything about a person, with the accounts they have linked, once `agreed` says so to what that is.

    Raises `UserError` where nothing is kept about them.
    """
    app = await App.open(settings)
    try:
        counts = await _check_known(app, person)
        for line in await app.privacy.warnings(person):
            print(line)
        if not agreed(f"{', '.join(counts)} of {harmless_line(person)}"):
            return
        persons = await app.privacy.forget_for(person)
        print(f"Erased: {harmless_line(', '.join(persons))}, in {counted(len(counts), 'kind')} of things. Marks stay,")
        print("without anybody's name. What Swot said in direct messages is edited there when it runs next, or now.")
        if not await app.database.scrub():
            print("Somebody is reading the database: what was erased leaves its file within the hour that Swot runs.")
    finally:
        await app.close()


async def names(settings: Settings, part: str) -> None:
    """Print who has this in their name or key. Raises `UserError` where nobody has."""
    app = await App.open(settings)
    try:
        found = await app.privacy.named_like(part)
    finally:
        await app.close()
    if not found:
        raise UserError(f"Nobody on record has “{part}” in their name.")
    rows = tuple(
        (person, harmless_line(name), harmless_line(where), f"{local(at):%Y-%m-%d}")
        for person, name, where, at in found
    )
    for line in aligned(Table(("person", "name", "class", "last seen"), rows)):
        print(line)


async def _check_known(app: App, person: str) -> list[str]:
    """What is kept of a person, in figures. Raises `UserError` where it is nothing."""
    counts = await app.privacy.counts(person)
    if not counts:
        raise UserError(
            f"Nothing is kept about “{harmless_line(person)}”. A person is discord:42 or slack:T1.U2;"
            " `swot privacy list NAME` finds them."
        )
    return [f"{count:,} {one if count == 1 else many}" for count, one, many in counts]
