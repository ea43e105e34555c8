"""`swot schedule preview`: what a rhythm comes to in a zone, by the engine's own rules."""

from __future__ import annotations

import json
from datetime import date
from zoneinfo import ZoneInfo

from bot.clock import local
from bot.errors import UserError
from bot.schedule.model import Firing, Rhythm, firings
from bot.schedule.written import read_days, read_time
from bot.schedule.zones import zone_named

MOST_DAYS = 20 * 366
YEARS = range(1970, 2101)
"""Those that the tz database says something of."""


def preview(at: str, zone: str, first: date, days: int, weekdays: str, *, as_json: bool) -> str:
    """Every firing on the `days` dates from `first` on: a line for each, or a JSON list. Raises `UserError`."""
    if not 1 <= days <= MOST_DAYS:
        raise UserError(f"--days is a number of days from 1 to {MOST_DAYS:,}.")
    if first.year not in YEARS:
        raise UserError(f"--from is a day of the years {YEARS[0]} to {YEARS[-1]}.")
    there = zone_named(zone)
    coming = firings(Rhythm(read_time(at), read_days(weekdays)), there, lambda _: True, first, days)
    rows = [_told(firing, there) for firing in coming]
    if as_json:
        return "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]"
    return "\n".join("  ".join(row.values()) for row in rows) or "No day among these."


def _told(firing: Firing, zone: ZoneInfo) -> dict[str, str]:
    return {
        "local_date": firing.slot.isoformat(),
        "local": f"{local(firing.at, zone):%H:%M}",
        "utc": f"{local(firing.at):%Y-%m-%dT%H:%M:%SZ}",
    }
