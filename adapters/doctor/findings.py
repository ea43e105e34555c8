"""What an examination finds, a line each, and how it is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Literal

import aiohttp

from adapters.logs import hidden
from adapters.reaching import reason
from bot.errors import UserError

Kind = Literal["ok", "note", "wrong"]
_SIGNS: dict[Kind, str] = {"ok": "✓ ok   ", "note": "! note ", "wrong": "✗ wrong"}
"""A word beside each sign: not everybody sees them, and not every terminal has them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    kind: Kind
    words: str
    remedy: str = ""
    """What to do about it."""
    out_of_reach: bool = False
    """Whether something did not answer that hosts have to be let through for."""


def ok(words: str) -> Finding:
    """All is well."""
    return Finding("ok", words)


def note(words: str, remedy: str = "") -> Finding:
    """It works, but not as well as it could."""
    return Finding("note", words, remedy)


def wrong(words: str, remedy: str = "", *, out_of_reach: bool = False) -> Finding:
    """It will not work."""
    return Finding("wrong", words, remedy, out_of_reach)


def told(findings: Sequence[Finding]) -> str:
    """All of it, for a person to read; no secret is in it."""
    lines = []
    for one in findings:
        lines.append(f"{_SIGNS[one.kind]}  {one.words}")
        if one.remedy:
            lines.append(f"         → {one.remedy}")
    count = sum(one.kind == "wrong" for one in findings)
    noted = sum(one.kind == "note" for one in findings)
    verdict = f"{count} thing{'' if count == 1 else 's'} to mend" if count else "Nothing is wrong"
    lines += ["", f"{verdict}{f', {noted} to know of' if noted else ''}."]
    return hidden("\n".join(lines))


async def stands_alone(what: str, check: Awaitable[Sequence[Finding]], patience: float) -> list[Finding]:
    """What a check finds; that it took too long, or could not be made, is a finding too, and disturbs no other."""
    try:
        return list(await asyncio.wait_for(check, patience))
    except UserError as error:
        return [wrong(str(error))]
    except Exception as error:  # noqa: BLE001 - whatever happens, the others are told
        return [wrong(f"{what}: {reason(error)}.", out_of_reach=isinstance(error, aiohttp.ClientError | OSError))]
