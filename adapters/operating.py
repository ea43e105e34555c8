"""Commands of `swot` for whoever runs it as a service. Each loads what it needs when it is called."""

from __future__ import annotations

import argparse
import asyncio
import io
import logging
import sys
from pathlib import Path

from adapters.configuring import configured, reading

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
    manifest.add_argument("--prefix", help="what stands before every command, such as swot-, if not as it is set")
    manifest.add_argument("--url", help="where Slack reaches Swot over HTTP, if not as it is set")
    manifest.set_defaults(run=_manifest)

    doctor = commands.add_parser("doctor", help="say what is missing for `swot run`, and how to mend it")
    doctor.add_argument("--hosts", action="store_true", help="list the hosts that a network has to let through")
    doctor.add_argument("--pack", type=Path, action="append", help="a pack's folder; may be given several times")
    doctor.set_defaults(run=_doctor)

    invite = commands.add_parser("invite", help="the link that invites Swot to a server of Discord's")
    invite.add_argument("--application", type=int, metavar="ID", help="the application's id, where no token is at hand")
    invite.add_argument("--history", action="store_true", help="ask for Read Message History, too")
    invite.set_defaults(run=_invite)

    words = commands.add_parser("words", help="write the words of Discord's commands, to be translated")
    words.add_argument("locale", metavar="LOCALE", help="a language of Discord's apps, as de or pt-BR")
    words.add_argument("file", type=Path, metavar="FILE", help="the file, such as words/de.yaml")
    words.set_defaults(run=_words)


def _run(parsed: argparse.Namespace) -> int:
    from adapters.logs import set_up  # noqa: PLC0415
    from adapters.running import run, settings_of  # noqa: PLC0415
    from adapters.stopping import asked_to_stop  # noqa: PLC0415

    async def service() -> None:
        await run(settings, await asked_to_stop())

    read = reading(parsed)
    known = read.settings
    set_up(secrets=known.secrets, form=known.log, level=known.log_level)
    for warning in read.warnings:
        logging.getLogger(__name__).warning("%s", warning)
    settings = settings_of(read.sound(), _packs(parsed))
    asyncio.run(service())
    return 0


def _manifest(parsed: argparse.Namespace) -> int:
    from adapters.registering import registry  # noqa: PLC0415
    from adapters.settings.values import checked_prefix  # noqa: PLC0415
    from adapters.slack.manifest import manifest_yaml  # noqa: PLC0415

    settings = configured(parsed)
    prefix = settings.slack_prefix if parsed.prefix is None else checked_prefix(parsed.prefix)
    url = (settings.slack_url or "") if parsed.url is None else parsed.url
    parsed.file.write_text(manifest_yaml(asyncio.run(registry()), prefix, url), "utf-8")
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


def _doctor(parsed: argparse.Namespace) -> int:
    from adapters.doctor.hosts import hosts  # noqa: PLC0415

    if parsed.hosts:
        print(hosts())
        return 0
    from adapters.doctor import examine, told  # noqa: PLC0415
    from adapters.logs import silence  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415

    silence()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # not every terminal has every sign
    found = asyncio.run(examine(reading(parsed), _packs(parsed), SystemClock()))
    print(told(found))
    return 1 if any(one.kind == "wrong" for one in found) else 0


def _invite(parsed: argparse.Namespace) -> int:
    from adapters.discord.inviting import application_of  # noqa: PLC0415
    from adapters.discord.permissions import invite  # noqa: PLC0415
    from adapters.outgoing import Outgoing  # noqa: PLC0415
    from adapters.running import discord_of  # noqa: PLC0415
    from bot.errors import UserError  # noqa: PLC0415

    application = parsed.application
    if application is None:
        known = configured(parsed)
        settings = discord_of(known, Outgoing.of(known))
        if settings is None:
            raise UserError("Set SWOT_DISCORD_TOKEN, or name the application: swot invite --application ID.")
        application = asyncio.run(application_of(settings))
    print(invite(application, history=parsed.history))
    return 0


def _packs(parsed: argparse.Namespace) -> tuple[Path, ...]:
    return tuple(parsed.pack or (PACKS / "stalins-russia",))
