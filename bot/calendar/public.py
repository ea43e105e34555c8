"""Public holidays of countries and their regions, from the `holidays` library.

The first call loads the library, which takes half a second: `loaded` does that where nothing waits.
"""

from __future__ import annotations

import asyncio
import logging
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.bank.explain import nearest
from bot.errors import UserError

log = logging.getLogger(__name__)

YEARS = range(1970, 2101)
"""Those that the library says something of for most countries."""
IN_PARTS = ("gb", "uk", "united kingdom", "great britain", "britain")
"""A country that has hardly a public holiday that is one in all of it."""
MOST_MEANT = 4
"""Places that a name could mean, told at once."""


@dataclass(frozen=True, slots=True)
class Place:
    """A country, or a region of one, that has public holidays."""

    code: str
    """GB, GB-ENG."""
    name: str
    """England."""


async def loaded() -> None:
    """Have everything here quick from now on."""
    await asyncio.to_thread(_places)


@cache
def public_days(code: str, year: int) -> Mapping[date, str]:
    """The public holidays of a place in a year, with their names; none without a place."""
    if not code or year not in YEARS:
        return {}
    import holidays  # noqa: PLC0415 - takes half a second

    country, _, region = code.partition("-")
    try:
        kind = getattr(holidays, country)
        known = kind(subdiv=region or None, years=year, expand=False, language=_language(kind))
    except (AttributeError, NotImplementedError):
        # A later version of the library may know a region by another code.
        log.warning("nothing is known of public holidays in %s", code)
        return {}
    return dict(sorted(known.items()))


def _language(kind: type) -> str | None:
    """The language of the names: English where the library has it, otherwise the country's own."""
    spoken: tuple[str, ...] = getattr(kind, "supported_languages", ())
    english = sorted(language for language in spoken if language.startswith("en"))
    return english[0] if english else getattr(kind, "default_language", None)


def place_named(written: str) -> Place:
    """The place with this code or name: GB-ENG, England, France. Raises `UserError` that names what is nearest."""
    wanted = _folded(written)
    if wanted in IN_PARTS:
        raise UserError("Which part of it: England, Wales, Scotland or Northern Ireland? Their public holidays differ.")
    if wanted in _codes():
        return _codes()[wanted]
    meant = _names().get(wanted, ())
    countries = [place for place in meant if "-" not in place.code]
    if countries or len(meant) == 1:
        return (countries or meant)[0]
    if meant:
        told = ", ".join(sorted(place.code for place in meant)[:MOST_MEANT])
        raise UserError(f"There are several places called “{written[:40]}”. Say which by its code: {told}.")
    near = nearest(wanted, _names())
    hint = f"Did you mean {_names()[near][0].name}?" if near else "Write it as England, France or US-CA."
    raise UserError(f"I know no public holidays of “{written[:40]}”. {hint}")


def place_of(code: str) -> Place:
    """The place with a code that was once taken; where it is known no more, its code is its name."""
    return _codes().get(_folded(code)) or Place(code, code)


def places_like(typed: str, most: int = 25) -> list[Place]:
    """Places whose names or codes have what is typed, or their countries': those that begin with it first."""
    wanted = _folded(typed)
    ranked: list[tuple[int, Place]] = []
    for place in _places():
        name, code = _folded(place.name), _folded(place.code)
        country = _folded(_codes()[code.partition("-")[0]].name)
        begins = [code == wanted, name.startswith(wanted), code.startswith(wanted), country.startswith(wanted)]
        if code not in IN_PARTS and (any(begins) or wanted in name):
            ranked.append((begins.index(True) if any(begins) else len(begins), place))
    ranked.sort(key=lambda entry: entry[0])
    return [place for _, place in ranked[:most]]


@cache
def _places() -> tuple[Place, ...]:
    """Every place, countries before their regions, under the name that it is told by."""
    return tuple(dict.fromkeys(place for places in _names().values() for place in places))


@cache
def _codes() -> Mapping[str, Place]:
    """Every place by its code, folded; countries by their other codes as well: UK, USA."""
    by_code = {_folded(place.code): place for place in _places()}
    for _, *codes in _countries().values():
        country = by_code[_folded(codes[0])]
        by_code.update((_folded(code), country) for code in codes[1:] if len(code) <= len("USA"))
    return by_code


@cache
def _names() -> Mapping[str, tuple[Place, ...]]:
    """The places of each name, folded."""
    import holidays  # noqa: PLC0415 - takes half a second

    names: dict[str, tuple[Place, ...]] = {}

    def add(name: str, place: Place) -> None:
        so_far = names.get(_folded(name), ())
        if all(other.code != place.code for other in so_far):
            names[_folded(name)] = (*so_far, place)

    for title, code, *_ in _countries().values():
        country = Place(code, _spaced(title))
        add(country.name, country)
        kind = getattr(holidays, title)
        aliases: Mapping[str, str] = getattr(kind, "subdivisions_aliases", {})
        called: dict[str, list[str]] = {}
        for alias, region in aliases.items():
            called.setdefault(region, []).append(alias)
        for region in kind.subdivisions:
            # A few regions have names for codes, with letters that no code has.
            written = called.get(region) or [f"{region}, {country.name}" if region.isupper() else region]
            place = Place(f"{code}-{region}", written[0])
            for name in dict.fromkeys(written):
                add(name, place)
    return names


def _countries() -> Mapping[str, tuple[str, ...]]:
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - takes half a second

    return COUNTRIES


def _spaced(title: str) -> str:
    """A country's name from that of its class: IsleOfMan."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title)
    return re.sub(r"\b(Of|And|The)\b", lambda word: word[0].lower(), words)


def _folded(written: str) -> str:
    bare = (char for char in unicodedata.normalize("NFKD", written) if not unicodedata.combining(char))
    return " ".join("".join(bare).replace("_", "-").casefold().split())
