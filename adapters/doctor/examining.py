"""The examination as a whole: every check by itself, all at once, told in an order that one can mend by."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.discord import DiscordSettings
from adapters.doctor.at_home import (
    look_at_certificates,
    look_at_database,
    look_at_folders,
    look_at_packs,
    look_at_tokens,
    rooms_of,
)
from adapters.doctor.findings import Finding, note, ok, stands_alone, wrong
from adapters.doctor.hosts import hosts
from adapters.doctor.of_discord import examine_discord
from adapters.doctor.of_slack import examine_slack
from adapters.outgoing import Outgoing
from adapters.running import NOTHING, discord_of, slack_of
from adapters.settings import Reading
from adapters.slack import SlackSettings
from bot.clock import Clock
from bot.errors import UserError

PATIENCE = 15.0
"""Seconds that a check may take."""


@dataclass(frozen=True, slots=True)
class _Settings:
    """As much of the settings as can be used, and what is to be said of them."""

    findings: list[Finding]
    outgoing: Outgoing
    """As it was written; platforms are asked without what can't be read of it."""
    discord: DiscordSettings | None
    slack: SlackSettings | None


async def examine(reading: Reading, packs: tuple[Path, ...], clock: Clock, patience: float = PATIENCE) -> list[Finding]:
    """Everything that can be said of an installation; each check has `patience` seconds.

    Where something out there did not answer, the hosts to let through are named at the end.
    """
    settings = _settings(reading)
    known = reading.settings
    url = known.database_url.get_secret_value()
    home = [
        stands_alone("The certificates can't be read", look_at_certificates(settings.outgoing), patience),
        stands_alone("The packs can't be read", look_at_packs(packs), patience),
        stands_alone("The data folder can't be looked at", look_at_folders(url, known.data_dir), patience),
        stands_alone("The database can't be looked into", look_at_database(url, known.data_dir), patience),
    ]
    if settings.slack is not None and settings.slack.http is not None and settings.slack.http.oauth is not None:
        tokens = look_at_tokens(url, settings.slack.http.oauth.keys)
        home.append(stands_alone("The tokens can't be looked at", tokens, patience))
    out: list[asyncio.Task[list[Finding]]] = []
    async with asyncio.TaskGroup() as group:
        at_home = [group.create_task(one) for one in home]
        if settings.discord is not None:
            rooms = await rooms_of(url, patience)
            out.append(group.create_task(examine_discord(settings.discord, rooms, clock, patience)))
        if settings.slack is not None:
            out.append(group.create_task(examine_slack(settings.slack, patience)))
    found = [*settings.findings, *(finding for task in (*at_home, *out) for finding in task.result())]
    if any(one.out_of_reach for one in found):
        table = hosts(discord=settings.discord is not None, slack=settings.slack is not None)
        found.append(Finding("note", "Something could not be reached. " + table.replace("\n", "\n         ")))
    return found


def _usable(outgoing: Outgoing) -> Outgoing:
    """The same without certificates that can't be read, which is told by itself."""
    try:
        outgoing.context()
    except UserError:
        return replace(outgoing, ca_file=None)
    return outgoing


def _settings(reading: Reading) -> _Settings:
    findings = [wrong(words) for words in reading.mistakes] + [note(words) for words in reading.warnings]
    outgoing, slack = Outgoing.of(reading.settings), None
    usable = _usable(outgoing)
    discord = discord_of(reading.settings, usable)
    try:
        slack = slack_of(reading.settings, usable)
    except UserError as error:
        findings.append(wrong(str(error)))
    on = [name for name, there in (("Discord", discord), ("Slack", slack)) if there is not None]
    if on:
        findings.append(ok(f"Swot is to run on {' and '.join(on)}."))
    elif not any(one.kind == "wrong" for one in findings):
        findings.append(wrong(NOTHING))
    return _Settings(findings, outgoing, discord, slack)
