"""`swot`: the process entry. It alone knows which adapters exist."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.configuring import Parser, add_settings, configured
from adapters.databases import add_databases
from adapters.operating import PACKS, add_operating

if TYPE_CHECKING:
    from datetime import date

    from bot.bank.cache import Cache
    from bot.main import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; give the process's exit status."""
    parsed = _parser().parse_args(arguments)
    from bot.errors import UserError  # noqa: PLC0415 - `--help` needs nothing of Swot

    try:
        status: int = parsed.run(parsed)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever reads has seen enough, as `head` does; Python would complain of it once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}. SWOT_DATA_DIR names another folder for data.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _parser() -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = Parser(prog="swot", description="Swot, the revision bot for class servers.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    trying = commands.add_parser("try", help="a class in this terminal, to try everything in")
    trying.add_argument("--database", type=Path, help="the SQLite file to keep everything in")
    trying.add_argument("--pack", type=Path, action="append", help="a pack's folder; may be given several times")
    trying.add_argument("--seed", type=int, default=0, help="chance in a piped session follows from this number")
    trying.set_defaults(run=_try)

    add_operating(commands)
    add_databases(commands)
    add_settings(commands)

    checking = commands.add_parser("check", help="check packs and explain every mistake")
    checking.add_argument("packs", type=Path, nargs="+", metavar="FOLDER")
    checking.add_argument(
        "--coverage", action="store_true", help="say what has become of each claim, and what the pack is made of"
    )
    checking.add_argument("--afresh", action="store_true", help="check again even if nothing has changed")
    checking.set_defaults(run=_check)

    marking = commands.add_parser("mark", help="mark written answers that come as lines of JSON")
    marking.add_argument("--jsonl", action="store_true", required=True, help="one answer a line, as an object of JSON")
    marking.add_argument("file", type=Path, nargs="?", help="where the lines are; standard input if left out, or -")
    marking.set_defaults(run=_mark)

    remarking = commands.add_parser("remark", help="mark stored answers again by today's rules and keys")
    remarking.add_argument("--database", metavar="URL", help="the database, instead of the one that `swot run` uses")
    remarking.add_argument("--pack", type=Path, action="append", help="a pack's folder; may be given several times")
    remarking.add_argument(
        "--question", action="append", metavar="ID", help="this question; may be given several times"
    )
    remarking.add_argument("--topic", help="questions on this topic")
    remarking.add_argument("--class", dest="class_id", metavar="ID", help="answers of this class")
    remarking.add_argument("--since", type=_day, metavar="DATE", help="answers from this day on (UTC), as 2026-11-30")
    remarking.add_argument("--all", action="store_true", help="also what today's rules and keys have marked")
    remarking.add_argument("--why", default="", metavar="TEXT", help="the reason, for the log")
    asking = remarking.add_mutually_exclusive_group()
    asking.add_argument("--yes", action="store_true", help="change the marks without asking")
    asking.add_argument("--dry-run", action="store_true", help="show what would change, and do not ask")
    remarking.set_defaults(run=_remark)

    rebuilding = commands.add_parser("rebuild", help="make standings and cards again, of nothing but marks")
    rebuilding.add_argument("--database", metavar="URL", help="the database, instead of the one that `swot run` uses")
    rebuilding.add_argument("--class", dest="class_id", metavar="ID", help="of this class; of all if left out")
    rebuilding.set_defaults(run=_rebuild)

    _add_protection(commands)

    schedule = commands.add_parser("schedule", help="when timed posts come").add_subparsers(
        required=True, metavar="COMMAND"
    )
    preview = schedule.add_parser("preview", help="what would come when, by the engine's own rules")
    preview.add_argument("--at", required=True, metavar="TIME", help="the local time, as 08:30")
    preview.add_argument("--zone", required=True, help="the time zone, as Europe/London")
    preview.add_argument("--from", dest="first", required=True, type=_date, metavar="DATE", help="the first day")
    preview.add_argument("--days", type=int, default=14, help="how many days are looked at; 14 if left out")
    preview.add_argument("--weekdays", default="mon-sun", help="days of the week, as mon-fri; all if left out")
    preview.add_argument("--json", action="store_true", help="as JSON, with the instants in UTC")
    preview.set_defaults(run=_preview)

    schema = commands.add_parser("schema", help="write the JSON Schemas that editors complete packs with")
    schema.add_argument("folder", type=Path, nargs="?", default=PACKS / "schema")
    schema.set_defaults(run=_schema)
    return parser


def _add_protection(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    privacy = commands.add_parser("privacy", help="what is kept about somebody, for them").add_subparsers(
        required=True, metavar="COMMAND"
    )
    exporting = privacy.add_parser("export", help="write everything about somebody into a file")
    exporting.add_argument("file", type=Path, nargs="?", help="the ZIP file; named after the person if left out")
    exporting.set_defaults(run=_export)
    erasing = privacy.add_parser("erase", help="erase everything about somebody")
    erasing.add_argument("--yes", action="store_true", help="erase without asking")
    erasing.set_defaults(run=_erase)
    listing = privacy.add_parser("list", help="who has something in their name")
    listing.add_argument("part", metavar="NAME", help="part of a name, or of a person's key")
    listing.set_defaults(run=_list)
    for one in (exporting, erasing, listing):
        one.add_argument("--database", metavar="URL", help="the database, instead of the one that `swot run` uses")
    for one in (exporting, erasing):
        one.add_argument("person", metavar="PERSON", help="who it is, as discord:42 or slack:T1.U2")
    key = commands.add_parser("key", help="make a key for SWOT_SECRET_KEY, with which tokens are encrypted")
    key.set_defaults(run=_key)


def _try(parsed: argparse.Namespace) -> int:
    from adapters.terminal.trying import try_at_prompt, try_piped  # noqa: PLC0415 - each command loads its own

    packs = tuple(parsed.pack or (PACKS / "stalins-russia",))
    settings = configured(parsed)
    if sys.stdin.isatty():
        asyncio.run(try_at_prompt(settings, parsed.database, packs))
        return 0
    return 1 if asyncio.run(try_piped(settings, parsed.database, packs, parsed.seed)) else 0


def _preview(parsed: argparse.Namespace) -> int:
    from bot.timetable import preview  # noqa: PLC0415

    print(preview(parsed.at, parsed.zone, parsed.first, parsed.days, parsed.weekdays, as_json=parsed.json))
    return 0


def _check(parsed: argparse.Namespace) -> int:
    from bot.bank.cache import Cache  # noqa: PLC0415
    from bot.bank.service import checked  # noqa: PLC0415

    usable, cache = True, Cache(configured(parsed).cache_dir)
    for folder in parsed.packs:
        report = checked(folder, None if parsed.afresh else cache)
        for problem in report.problems:
            print(problem)
        grave = sum(problem.grave for problem in report.problems)
        advice = len(report.problems) - grave
        verdict = f"{grave} problem{'' if grave == 1 else 's'}" if grave else "no problems"
        verdict += f", {advice} piece{'' if advice == 1 else 's'} of advice" if advice else ""
        counts = {"question": report.questions, "fact": report.facts, "claim": report.claims}
        held = ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items())
        print(f"{folder}: {held}; {verdict}")
        usable = usable and report.usable
        if parsed.coverage and report.usable:
            usable = _show_coverage(folder, cache) and usable
    return 0 if usable else 1


def _show_coverage(folder: Path, cache: Cache) -> bool:
    from adapters.coverage import told  # noqa: PLC0415
    from bot.bank.coverage import coverage  # noqa: PLC0415
    from bot.bank.service import read_pack  # noqa: PLC0415

    found = coverage(read_pack(folder, cache))
    print("\n".join(told(found)))
    return not found.open


def _mark(parsed: argparse.Namespace) -> int:
    from adapters.marking_lines import mark_file  # noqa: PLC0415

    return mark_file(None if parsed.file in (None, Path("-")) else parsed.file)


def _remark(parsed: argparse.Namespace) -> int:
    from adapters.remarking import Wanted, database_url_of, remark  # noqa: PLC0415

    settings = configured(parsed)
    packs = tuple(parsed.pack or (PACKS / "stalins-russia",))
    wanted = Wanted(
        app=settings.app(packs, database_url_of(parsed.database, settings)),
        questions=tuple(parsed.question or ()),
        topic=parsed.topic,
        class_id=parsed.class_id,
        since=parsed.since,
        everything=parsed.all,
        why=parsed.why,
    )
    asyncio.run(remark(wanted, _agreed(yes=parsed.yes, dry_run=parsed.dry_run)))
    return 0


def _agreed(*, yes: bool, dry_run: bool) -> Callable[[int], bool]:
    """What asks whether so many marks should change; without a terminal to ask at, or an option, they should not."""

    def agreed(marks: int) -> bool:
        if yes:
            return True
        these = f"these {marks:,} marks" if marks > 1 else "this mark"
        if not dry_run and sys.stdin.isatty():
            return _confirmed(f"Change {these}?")
        print(f"Nothing was changed: --yes changes {these}.")
        return False

    return agreed


def _rebuild(parsed: argparse.Namespace) -> int:
    from adapters.rebuilding import rebuild  # noqa: PLC0415

    asyncio.run(rebuild(_without_packs(parsed), parsed.class_id))
    return 0


def _key(_: argparse.Namespace) -> int:
    from bot.installations.sealing import new_key  # noqa: PLC0415

    print(new_key())
    return 0


def _export(parsed: argparse.Namespace) -> int:
    from adapters.privacy import export  # noqa: PLC0415

    asyncio.run(export(_without_packs(parsed), parsed.person, parsed.file))
    return 0


def _erase(parsed: argparse.Namespace) -> int:
    from adapters.privacy import erase  # noqa: PLC0415

    def agreed(what: str) -> bool:
        if parsed.yes or (sys.stdin.isatty() and _confirmed(f"Erase {what}?")):
            return True
        if not sys.stdin.isatty():
            print(f"Nothing was changed: --yes erases {what}.")
        return False

    asyncio.run(erase(_without_packs(parsed), parsed.person, agreed))
    return 0


def _list(parsed: argparse.Namespace) -> int:
    from adapters.privacy import names  # noqa: PLC0415

    asyncio.run(names(_without_packs(parsed), parsed.part))
    return 0


def _without_packs(parsed: argparse.Namespace) -> Settings:
    from adapters.remarking import database_url_of  # noqa: PLC0415

    settings = configured(parsed)
    return settings.app((), database_url_of(parsed.database, settings))


def _confirmed(question: str) -> bool:
    """Ask whoever is at the terminal."""
    answer = ""
    with contextlib.suppress(EOFError):
        answer = input(f"{question} [y/N] ")
    if answer.strip().casefold() in ("y", "yes"):
        return True
    print("Nothing was changed.")
    return False


def _date(written: str) -> date:
    from datetime import date  # noqa: PLC0415 - `--help` needs no dates

    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written} is no date; write it as 2026-11-30") from None


def _day(written: str) -> int:
    """The beginning of a day, microseconds UTC."""
    from datetime import UTC, datetime, time  # noqa: PLC0415

    return int(datetime.combine(_date(written), time(), UTC).timestamp()) * 1_000_000


def _schema(parsed: argparse.Namespace) -> int:
    from bot.bank import schema  # noqa: PLC0415

    schema.write(parsed.folder)
    print(f"{len(schema.SCHEMAS)} schemas are in {parsed.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
