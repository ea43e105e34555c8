"""What can be looked at without asking anybody: certificates, packs, folders, the database."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from adapters.doctor.findings import Finding, note, ok, wrong
from adapters.outgoing import Outgoing
from bot.bank.service import checked
from bot.errors import UserError
from bot.installations.sealing import WRONG_KEY, Seal
from bot.installations.service import unreadable
from bot.looking import file_of, look_into

LEAST_ROOM = 200 * 2**20
"""Bytes of free disk below which it is said."""


async def look_at_certificates(outgoing: Outgoing) -> Sequence[Finding]:
    """Whom this machine believes, and through which proxy it goes."""
    outgoing.context()
    named = os.environ.get("SSL_CERT_FILE", "").strip()
    if named and not await asyncio.to_thread(Path(named).is_file):
        return [wrong(f"SSL_CERT_FILE names {named}, which is not there.", "Correct it, or take it away.")]
    whom = f"those in {named}" if named else "the system's own"
    more = f", and those in {outgoing.ca_file}" if outgoing.ca_file else ""
    way = f"through the proxy {outgoing.told}" if outgoing.proxy else "directly, without a proxy"
    return [ok(f"Connections go out {way}."), ok(f"Certificate authorities that are believed: {whom}{more}.")]


async def look_at_packs(packs: Sequence[Path]) -> Sequence[Finding]:
    """Whether what is asked of learners can be read."""
    found: list[Finding] = []
    for folder in packs:
        if not folder.is_dir():
            found.append(wrong(f"There is no pack {folder}.", "--pack names its folder."))
            continue
        report = await asyncio.to_thread(checked, folder)
        remedy = f"`swot check {folder}` says where and what to do."
        if report.usable:
            found.append(ok(f"The pack {folder.name} can be read: {report.questions:,} questions."))
        else:
            found.append(wrong(f"The pack {folder.name} has mistakes and can't be used.", remedy))
    return found


async def look_at_folders(database_url: str, data: Path) -> Sequence[Finding]:
    """Whether what must last can be written; nothing is."""
    file = file_of(database_url)
    folders = dict.fromkeys([data, *([file.absolute().parent] if file is not None else [])])
    found: list[Finding] = []
    for folder in folders:
        there = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
        if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
            remedy = "Give whoever runs Swot the right to write there, or let SWOT_DATA_DIR name another folder."
            found.append(wrong(f"The folder {folder} can't be written to.", remedy))
        elif (room := shutil.disk_usage(there).free) < LEAST_ROOM:
            found.append(note(f"The disk of {folder} has {room // 2**20} MiB left.", "Make room before it is full."))
        else:
            found.append(ok(f"The folder {folder} can be written to."))
    if file is not None and file.exists() and not os.access(file, os.W_OK):
        found.append(wrong(f"The database {file} can't be written to.", "Give whoever runs Swot the right to."))
    return found


async def look_at_database(url: str, data: Path) -> Sequence[Finding]:
    """Whether it can be opened, and whether its tables are up to date."""
    made = ok("The database is made at the first start.")
    file = file_of(url)
    if file is not None and file.parent == data and not await asyncio.to_thread(data.exists):
        return [made]  # that folder is Swot's own to make
    looked = await look_into(url)
    match looked.state:
        case "not there" | "empty":
            return [made]
        case "behind":
            return [note(f"The database's tables are at {looked.revision}: the next start brings them up to date.")]
        case "newer":
            remedy = "Update Swot, or name another database."
            return [wrong(f"The database was written by a newer Swot (tables at {looked.revision}).", remedy)]
        case "ready":
            return [ok(f"The database can be reached, and its tables are up to date ({looked.revision}).")]


async def look_at_tokens(url: str, keys: str) -> Sequence[Finding]:
    """Whether the tokens that workspaces have left can be read with the `keys`; nothing, where there are none."""
    sealed = (await look_into(url)).sealed
    try:
        seal = Seal(keys)
    except UserError:
        return []  # told where the key is looked at
    count = await asyncio.to_thread(unreadable, seal, sealed)
    if count:
        return [wrong(f"Of {len(sealed)} workspaces, {count} can't be spoken with.", WRONG_KEY)]
    plural = "" if len(sealed) == 1 else "s"
    return [ok(f"The tokens of {len(sealed)} workspace{plural} can be read.")] if sealed else []


async def rooms_of(url: str, patience: float) -> tuple[tuple[str, str], ...]:
    """The rooms of classes, by key, with their classes' names; none where the database does not tell."""
    try:
        return (await asyncio.wait_for(look_into(url), patience)).rooms
    except (UserError, TimeoutError):
        return ()
