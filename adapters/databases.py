"""`swot db`: backups of the database, going back to one, checking it, and moving it elsewhere."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from adapters.configuring import configured
from adapters.remarking import database_url_of, meant_by

EPILOG = "deploy/backups.md says how to back up, how to go back, and how to move to PostgreSQL."


def add_databases(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add them to the command line."""
    about = "back the database up, go back to a backup, check it, or move it to PostgreSQL"
    group = commands.add_parser("db", help=about, description=f"{about[0].upper()}{about[1:]}.", epilog=EPILOG)
    kinds = group.add_subparsers(required=True, metavar="COMMAND")

    backup = kinds.add_parser(
        "backup",
        help="make a backup; Swot may run meanwhile",
        description="Make a backup, checked and complete to the last answer; Swot may run meanwhile.",
    )
    backup.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help="where to; among the daily backups if left out"
    )
    backup.set_defaults(run=_backup)

    restore = kinds.add_parser(
        "restore",
        help="go back to a backup; Swot must not run",
        description="Go back to a backup. What is there now is kept beside it. Stop Swot first.",
    )
    restore.add_argument("file", type=Path, metavar="FILE", help="the backup")
    restore.set_defaults(run=_restore)

    check = kinds.add_parser(
        "check",
        help="say whether the database is whole; Swot may run meanwhile",
        description="Say whether the database is whole, and what is wrong if it is not; then the exit status is 1.",
    )
    check.set_defaults(run=_check)

    copy = kinds.add_parser(
        "copy",
        help="copy everything into another database; Swot must not run",
        description="Copy everything into another, empty database and compare. The old one stays as it is.",
    )
    copy.add_argument("--to", required=True, metavar="URL", help="the other: postgresql://user@host/name, or a file")
    copy.set_defaults(run=_copy)
    for one in (backup, restore, check, copy):
        one.add_argument("--database", metavar="URL", help="the database, instead of the one that `swot run` uses")


def _backup(parsed: argparse.Namespace) -> int:
    from bot.clock import SystemClock  # noqa: PLC0415 - each command loads its own
    from bot.errors import UserError  # noqa: PLC0415
    from bot.keeping.backups import back_up, folder_made, named_by_itself  # noqa: PLC0415
    from bot.keeping.servers import dumping  # noqa: PLC0415
    from bot.places import sqlite_file  # noqa: PLC0415

    settings = configured(parsed)
    url = database_url_of(parsed.database, settings)
    database, folder = sqlite_file(url), settings.backups_of(url)
    if database is None or folder is None:
        raise UserError(dumping(url))
    file = parsed.file or named_by_itself(database, folder_made(folder), SystemClock().now())
    made = asyncio.run(back_up(database, file))
    print(f"The backup is {made.file} ({_size(made.size)}, tables of version {made.revision}), and is whole.")
    print(
        f"Keep a copy of it on another machine, and apart from it one of {settings.forgotten_of(url)}, the list of whom"
    )
    print("Swot has forgotten: of that, the newest is always the right one.")
    return 0


def _restore(parsed: argparse.Namespace) -> int:
    from random import SystemRandom  # noqa: PLC0415

    from bot.clock import SystemClock  # noqa: PLC0415
    from bot.errors import UserError  # noqa: PLC0415
    from bot.keeping.restoring import restore  # noqa: PLC0415
    from bot.keeping.servers import restoring  # noqa: PLC0415
    from bot.places import sqlite_file  # noqa: PLC0415

    settings = configured(parsed)
    url = meant_by(parsed.database, settings)
    database = sqlite_file(url)
    if database is None:
        raise UserError(restoring(url))
    forgotten = settings.forgotten_of(url)
    done = asyncio.run(restore(parsed.file, database, forgotten, SystemClock(), SystemRandom()))
    print(
        f"{database} is as it was in {parsed.file}{', with its tables brought up to date' if done.was_older else ''}."
    )
    if done.aside:
        print(f"What was there is {done.aside}; Swot deletes it after four weeks.")
    if done.erased:
        print(f"Erased again, for they were forgotten since: {done.erased}.")
    if not done.knows_list:
        print(f"This backup knows another list of the forgotten than {forgotten}. If you have that one, put it there")
        print("before Swot starts: whoever was forgotten since the backup is in Swot again otherwise.")
    return 0


def _check(parsed: argparse.Namespace) -> int:
    from bot.keeping.checking import condition_of  # noqa: PLC0415

    found = asyncio.run(condition_of(database_url_of(parsed.database, configured(parsed))))
    for sentence in (*found.damage, *found.disagreements):
        print(sentence)
    if found.damage:
        print("The database is damaged. `swot db restore FILE` goes back to a backup.")
        return 1
    if found.disagreements:
        print("The database can be read whole, and Swot runs on with it; but please report this.")
        return 1
    older = ": older than this Swot, which brings them up to date when it starts" if found.is_older else ""
    print(f"The database is whole. Its tables are of version {found.revision}{older}.")
    return 0


def _copy(parsed: argparse.Namespace) -> int:
    from bot.keeping.copying import copy  # noqa: PLC0415
    from bot.keeping.servers import shown  # noqa: PLC0415

    settings = configured(parsed)
    source, target = database_url_of(parsed.database, settings), meant_by(parsed.to, settings)
    done = asyncio.run(copy(source, target, settings.forgotten_of(source), settings.forgotten_of(target)))
    print(f"{done.rows:,} rows of {done.tables} tables were copied, and are the same there.")
    print(
        f"Set SWOT_DATABASE_URL to {shown(target)} (with its password) and start Swot; the old database is as it was."
    )
    return 0


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1000))} kB"  # noqa: PLR2004
