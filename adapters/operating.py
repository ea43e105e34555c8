"""Commands of `swot` for whoever runs it as a service. Each loads what it needs when it is called."""

from __future__ import annotations

import argparse
import asyncio
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKS = ROOT / "content"
MANIFEST = ROOT / "deploy" / "slack-manifest.yaml"


def add_operating(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add them to the command line."""
    running = commands.add_parser("run", help="Swot on Discord and Slack, as the environment says")
    running.add_argument("--pack", type=Path, action="append", help="a pack's folder; may be given several times")
    running.set_defaults(run=_run)

    manifest = commands.add_parser("manifest", help="write the app manifest that Slack is given")
    manifest.add_argument("file", type=Path, nargs="?", default=MANIFEST)
    manifest.add_argument("--prefix", default="", help="what stands before every command, such as swot-")
    manifest.set_defaults(run=_manifest)

    words = commands.add_parser("words", help="write the words of Discord's commands, to be translated")
    words.add_argument("locale", metavar="LOCALE", help="a language of Discord's apps, as de or pt-BR")
    words.add_argument("file", type=Path, metavar="FILE", help="the file, such as words/de.yaml")
    words.set_defaults(run=_words)


def _run(parsed: argparse.Namespace) -> int:
    from adapters.logs import set_up  # noqa: PLC0415
    from adapters.running import run, run_until_told, settings_of  # noqa: PLC0415

    async def service() -> None:
        await run(settings, tuple(parsed.pack or (PACKS / "stalins-russia",)), await run_until_told())

    set_up()
    settings = settings_of(os.environ)
    asyncio.run(service())
    return 0


def _manifest(parsed: argparse.Namespace) -> int:
    from adapters.registering import registry  # noqa: PLC0415
    from adapters.slack.manifest import manifest_yaml  # noqa: PLC0415

    parsed.file.write_text(manifest_yaml(asyncio.run(registry()), parsed.prefix), "utf-8")
    print(f"The manifest is in {parsed.file}")
    return 0


def _words(parsed: argparse.Namespace) -> int:
    from adapters.discord.catalogues import locale_of, template  # noqa: PLC0415
    from adapters.discord.commands import declarations  # noqa: PLC0415
    from adapters.registering import registry  # noqa: PLC0415
    from bot.errors import UserError  # noqa: PLC0415

    words = template(declarations(asyncio.run(registry()).commands), locale_of(parsed.locale))
    try:
        with parsed.file.open("x", encoding="utf-8") as file:
            file.write(words)
    except FileExistsError as error:
        raise UserError(f"{parsed.file} is there already, and nothing was changed. Name another file.") from error
    print(f"The words are in {parsed.file}. Once they are translated, SWOT_WORDS names their folder.")
    return 0
