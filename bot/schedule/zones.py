"""Time zones by their names in the tz database."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import process

from bot.errors import UserError


def zone_named(name: str) -> ZoneInfo:
    """The zone of this name, in whatever case, or of this city. Raises `UserError` that names what is nearest."""
    wanted = "_".join(name.split()).casefold()
    known = {zone.casefold(): zone for zone in available_timezones()}
    of_city = [zone for folded, zone in sorted(known.items()) if folded.rpartition("/")[2] == wanted]
    if wanted in known:
        return ZoneInfo(known[wanted])
    if len(of_city) == 1:
        return ZoneInfo(of_city[0])
    near = [known[match] for match, _, _ in process.extract(wanted, sorted(known), limit=1, score_cutoff=60)]
    hint = f"Did you mean {(of_city or near)[0]}?" if of_city or near else "Write it as Europe/London."
    raise UserError(f"There is no time zone “{name[:40]}”. {hint}")


def city(zone: ZoneInfo) -> str:
    """What people call a zone by: London."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def zones_like(typed: str, most: int = 25) -> list[str]:
    """Names of zones that have what is typed, those of whose city it is the beginning first."""
    wanted = "_".join(typed.casefold().split())
    found = [name for name in available_timezones() if wanted in name.casefold()]
    return sorted(found, key=lambda name: (not name.casefold().rpartition("/")[2].startswith(wanted), name))[:most]
