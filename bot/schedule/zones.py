"""Time zones by their names in the tz database."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.bank.explain import nearest
from bot.errors import UserError

_MEANT = {
    "Europe/London": "uk, gb, united kingdom, britain, great britain, england, scotland, wales, bst, gmt",
    "Europe/Dublin": "ireland",
    "Europe/Berlin": "germany, cet, cest, met",
    "Europe/Paris": "france",
    "America/New_York": "est, edt, et, eastern, eastern time",
    "America/Chicago": "cst, cdt, ct, central, central time",
    "America/Denver": "mst, mdt, mt, mountain, mountain time",
    "America/Los_Angeles": "pst, pdt, pt, pacific, pacific time, california",
    "Australia/Sydney": "aest, aedt",
    "Pacific/Auckland": "nz, nzst, nzdt, new zealand",
    "Asia/Kolkata": "india",
    "Asia/Singapore": "singapore",
}
"""What people write who mean a zone. Some of these are zones of the tz database too, but without a summer time."""


@cache
def _meant() -> dict[str, str]:
    return {name: zone for zone, names in _MEANT.items() for name in names.split(", ")}


@cache
def _names() -> dict[str, str]:
    """Every zone by its name in small letters; a look through folders, which is not repeated."""
    return {name.casefold(): name for name in sorted(available_timezones())}


def zone_named(name: str) -> ZoneInfo:
    """The zone of this name, in whatever case, or of this city. Raises `UserError` that names what is nearest."""
    if meant := _meant().get(" ".join(name.split()).casefold()):
        return ZoneInfo(meant)
    wanted, known = "_".join(name.split()).casefold(), _names()
    of_city = [zone for folded, zone in known.items() if folded.rpartition("/")[2] == wanted]
    if wanted in known:
        return ZoneInfo(known[wanted])
    if len(of_city) == 1:
        return ZoneInfo(of_city[0])
    near = of_city[0] if of_city else known.get(nearest(wanted, known) or "")
    hint = f"Did you mean {near}?" if near else "Write a large city near you, such as Europe/London."
    raise UserError(f"There is no time zone “{name[:40]}”. {hint}")


def city(zone: ZoneInfo) -> str:
    """What people call a zone by: London."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def zones_like(typed: str, most: int = 25) -> list[str]:
    """Names of zones that have what is typed, those of whose city it is the beginning first."""
    wanted = "_".join(typed.casefold().split())
    found = [folded for folded in _names() if wanted in folded]
    found.sort(key=lambda folded: not folded.rpartition("/")[2].startswith(wanted))
    return [_names()[folded] for folded in found[:most]]
