"""`/privacy`: what Swot keeps about somebody, to be looked at, taken along and erased."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated

from bot.chat import (
    About,
    Answer,
    Button,
    File,
    Invoke,
    Level,
    Press,
    Reply,
    Text,
    View,
    command,
    counted,
    dotted,
    lines,
    paragraphs,
    pressed,
    rich,
    to,
)
from bot.chat.answers import MAX_FILE
from bot.chat.events import Event
from bot.classes.service import Classes
from bot.errors import UserError
from bot.privacy.model import Keeps, Summary, written
from bot.privacy.retention import Kept, Retention
from bot.privacy.service import Privacy

KeepFor = Annotated[Keeps, About("how long after the end of the school year")]
LENGTHS: dict[Keeps, str] = {"term": "a term", "year": "a year and a term", "two years": "two years and a term"}
MOST_NAMES = 3
NEVER_READ = "No channel message is ever read; Swot has only what people give to it."


class PrivacyCommands:
    """What everybody may ask of Swot about themselves."""

    def __init__(self, privacy: Privacy, retention: Retention, classes: Classes) -> None:
        self._privacy = privacy
        self._retention = retention
        self._classes = classes

    @command("privacy about", answers="note")
    async def about(self, event: Invoke) -> Reply:
        """What Swot keeps about you, in plain words."""
        return await self._told(event)

    @pressed("privacy.about", answers="note")
    async def about_pressed(self, event: Press) -> Reply:
        """Somebody wants to know it who may have no commands: whoever comes from another workspace has none."""
        return await self._told(event)

    async def _told(self, event: Event) -> Reply:
        try:
            class_id = await self._classes.of(event)
        except UserError:
            # In direct messages of somebody whom no class knows, or who has not said which is meant.
            return Reply(_about(await self._privacy.summary(event, lambda _tx: None)))
        erased_on = partial(self._retention.erased_on, class_id=class_id, at=event.at)
        return Reply(_about(await self._privacy.summary(event, erased_on)))

    @command("privacy export", answers="note")
    async def export(self, event: Invoke) -> Reply:
        """Everything that Swot keeps about you, as a file for you alone."""
        return await self._exported(event)

    @pressed("privacy.export", answers="note")
    async def export_pressed(self, event: Press) -> Reply:
        """Somebody wants everything about themselves as a file."""
        return await self._exported(event)

    @command("privacy forget", answers="note")
    async def forget(self, event: Invoke) -> Reply:
        """Erase everything that Swot keeps about you."""
        await self._privacy.check_may_go(event)
        return Reply(_sure())

    @pressed("privacy.forget", answers="edit")
    async def forget_pressed(self, event: Press) -> Reply:
        """Somebody wants to be forgotten."""
        await self._privacy.check_may_go(event)
        return Reply(_sure(), "edit")

    @pressed("privacy.erase", answers="edit")
    async def erase(self, event: Press) -> Answer:
        """They are sure."""
        return await self._privacy.forget(event, lambda: Reply(_erased(), "edit"))

    @pressed("privacy.keep", answers="edit")
    async def keep(self, event: Press) -> Reply:
        """They would rather stay."""
        return Reply(View(rich("Nothing was erased.")), "edit")

    async def _exported(self, event: Event) -> Reply:
        # Nothing of this is written down: answers that are kept for a redelivery would be a second copy.
        data = await self._privacy.export(event.person)
        if len(data) > MAX_FILE:
            raise UserError("That is more than can be sent here. Ask whoever runs Swot: it is `swot privacy export`.")
        told = rich("Everything that Swot keeps about you: a page to read, and the same for machines (JSON).")
        return Reply(View(told), file=File("my-data.zip", "application/zip", data))

    @command("class retention", answers="note", level=Level.TEACHER)
    async def retention(self, event: Invoke, keep: KeepFor | None = None) -> Answer:
        """How long this class keeps what it knows of its learners."""
        if keep is not None:
            return await self._retention.set(event, keep, lambda kept: Reply(_kept(kept, changed=True)))
        return Reply(_kept(await self._retention.look(event), changed=False))

    @pressed("privacy.retention", answers="note", level=Level.TEACHER)
    async def retention_pressed(self, event: Press) -> Reply:
        """How long this class keeps what it knows of its learners, looked at from its card."""
        return Reply(_kept(await self._retention.look(event), changed=False))


def about_privacy() -> Button:
    """What leads to that from what people see."""
    return Button("Privacy", to(PrivacyCommands.about_pressed))


def _about(summary: Summary) -> View:
    title = "What Swot keeps about you"
    if not summary.names and not summary.counts:
        return View(paragraphs(rich("Nothing."), rich(NEVER_READ)), title=title)
    names = [
        rich("Your name in {}: **{}**, {} on boards", where, name, "shown" if shown else "not shown")
        for where, name, shown in summary.names[:MOST_NAMES]
    ]
    more = len(summary.names) - MOST_NAMES
    accounts = rich("{} that you have linked", counted(summary.accounts, "account")) if summary.accounts > 1 else ()
    figures = dotted(*(rich("{}", f"{count:,} {one if count == 1 else many}") for count, one, many in summary.counts))
    return View(
        paragraphs(
            lines(*names, rich("and {}", counted(more, "further class name")) if more > 0 else (), accounts),
            figures,
            _how_long(summary.erased_on),
            rich(NEVER_READ),
        ),
        title=title,
        controls=(Button("Export", to(PrivacyCommands.export_pressed)), _forget_me()),
    )


def _how_long(erased_on: date | None) -> Text:
    return rich("Answers of this school year are erased after {}.", written(erased_on)) if erased_on else ()


def _kept(kept: Kept, *, changed: bool) -> View:
    return View(
        lines(
            rich(
                "{}What learners answered this school year is kept until **{}**, {} after the year ends on {}.",
                "Changed. " if changed else "",
                written(kept.last),
                LENGTHS[kept.keeps],
                written(kept.end),
            ),
            rich("Then names, answers and times are erased by themselves; teachers are told a month before."),
            () if changed else rich("To change it: /class retention keep:year"),
        )
    )


def _forget_me() -> Button:
    return Button("Forget me", to(PrivacyCommands.forget_pressed), "danger")


def _sure() -> View:
    return View(
        rich(
            "This erases your name, answers, cards and times now, with every account that you have linked."
            " Class statistics stay, without you. It can't be undone."
        ),
        controls=(
            Button("Erase everything", to(PrivacyCommands.erase), "danger"),
            Button("Keep", to(PrivacyCommands.keep)),
        ),
        tone="careful",
    )


def _erased() -> View:
    return View(
        rich(
            "Erased. Swot knows nothing about you any more. What it told you longer than a week ago in direct messages"
            " is still there, and yours to delete. If you use Swot again, you begin anew."
        )
    )
