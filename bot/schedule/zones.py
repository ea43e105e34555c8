"""Time zones by their names in the tz database."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import process

from bot.errors import UserError


def zone_named(name: str) -> ZoneInfo:
    """The zone of this name, in whatever case. Raises `UserError` that names what is nearest."""
    wanted = "_".join(name.split())
    known = {zone.casefold(): zone for zone in available_timezones()}
    if wanted.casefold() in known:
        return ZoneInfo(known[wanted.casefold()])
    by_city = [zone for folded, zone in sorted(known.items()) if folded.rpartition("/")[2] == wanted.casefold()]
    near = by_city or [
        match for match, _, _ in process.extract(wanted.casefold(), sorted(known), limit=1, score_cutoff=60)
    ]
    hint = f" Did you mean {known[near[0].casefold()]}?" if near else " Write it as Europe/London."
    raise UserError(f"There is no time zone “{name[:40]}”.{hint}")


def city(zone: ZoneInfo) -> str:
    """What people call a zone by: London."""
    return zone.key.rpartition("/")[2].replace("_", " ")
