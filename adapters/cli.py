"""`swot`: the process entry. It alone knows which adapters exist."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKS = ROOT / "content"
MANIFEST = ROOT / "deploy" / "slack-manifest.yaml"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; give the process's exit status."""
    parsed = _parser().parse_args(arguments)
    from bot.errors import UserError  # noqa: PLC0415 - `--help` needs nothing of Swot

    try:
        status: int = parsed.run(parsed)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}. SWOT_DATA_DIR names another folder for data.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="swot", description="Swot, the revision bot for class servers.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    trying = commands.add_parser("try", help="a class in this terminal, to try everything in")
    trying.add_argument("--database", type=Path, help="the SQLite file to keep everything in")
    trying.add_argument("--pack", type=Path, action="append", help="a pack's folder; may be given several times")
    trying.add_argument("--seed", type=int, default=0, help="chance in a piped session follows from this number")
    trying.set_defaults(run=_try)

    running = commands.add_parser("run", help="Swot on Discord and Slack, as the environment says")
    running.add_argument("--pack", type=Path, action="append", help="a pack's folder; may be given several times")
    running.set_defaults(run=_run)

    manifest = commands.add_parser("manifest", help="write the app manifest that Slack is given")
    manifest.add_argument("file", type=Path, nargs="?", default=MANIFEST)
    manifest.add_argument("--prefix", default="", help="what stands before every command, such as swot-")
    manifest.set_defaults(run=_manifest)

    checking = commands.add_parser("check", help="check packs and explain every mistake")
    checking.add_argument("packs", type=Path, nargs="+", metavar="FOLDER")
    checking.add_argument("--afresh", action="store_true", help="check again even if nothing has changed")
    checking.set_defaults(run=_check)

    schema = commands.add_parser("schema", help="write the JSON Schemas that editors complete packs with")
    schema.add_argument("folder", type=Path, nargs="?", default=PACKS / "schema")
    schema.set_defaults(run=_schema)
    return parser


def _try(parsed: argparse.Namespace) -> int:
    from adapters.terminal.trying import try_at_prompt, try_piped  # noqa: PLC0415 - each command loads its own

    packs = tuple(parsed.pack or (PACKS / "stalins-russia",))
    if sys.stdin.isatty():
        asyncio.run(try_at_prompt(parsed.database, packs))
        return 0
    return 1 if asyncio.run(try_piped(parsed.database, packs, parsed.seed)) else 0


def _run(parsed: argparse.Namespace) -> int:
    import logging  # noqa: PLC0415
    import os  # noqa: PLC0415

    from adapters.running import run, run_until_told, settings_of  # noqa: PLC0415

    async def service() -> None:
        await run(settings, tuple(parsed.pack or (PACKS / "stalins-russia",)), await run_until_told())

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    settings = settings_of(os.environ)
    asyncio.run(service())
    return 0


def _manifest(parsed: argparse.Namespace) -> int:
    import tempfile  # noqa: PLC0415

    from adapters.slack.manifest import manifest_yaml  # noqa: PLC0415
    from bot.main import App, Settings  # noqa: PLC0415

    async def written() -> str:
        with tempfile.TemporaryDirectory(prefix="swot-") as folder:
            app = await App.open(Settings(f"sqlite:///{folder}/none.db", packs=()))
            try:
                return manifest_yaml(app.registry, parsed.prefix)
            finally:
                await app.close()

    parsed.file.write_text(asyncio.run(written()), "utf-8")
    print(f"The manifest is in {parsed.file}")
    return 0


def _check(parsed: argparse.Namespace) -> int:
    from bot.bank.cache import Cache  # noqa: PLC0415
    from bot.bank.service import checked  # noqa: PLC0415
    from bot.places import cache_folder  # noqa: PLC0415

    usable = True
    for folder in parsed.packs:
        report = checked(folder, None if parsed.afresh else Cache(cache_folder()))
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
    return 0 if usable else 1


def _schema(parsed: argparse.Namespace) -> int:
    from bot.bank import schema  # noqa: PLC0415

    schema.write(parsed.folder)
    print(f"{len(schema.SCHEMAS)} schemas are in {parsed.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
