"""`/quiz set` and `/quiz homework`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from bot.chat import (
    About,
    Answer,
    Between,
    Button,
    Control,
    Event,
    Invoke,
    Level,
    Option,
    Picked,
    Press,
    Reply,
    Suggest,
    Suggested,
    View,
    command,
    counted,
    cut,
    lines,
    paragraphs,
    pressed,
    rich,
    to,
)
from bot.curriculum.service import Curriculum
from bot.desks.commands import closed, other_desk
from bot.desks.service import Desks, Way
from bot.homework import teaching, telling
from bot.homework.following import Told
from bot.homework.minding import Minding
from bot.homework.service import Homeworks, Own, SetTold, Wanted
from bot.homework.written import how_many, told_due_in_full
from bot.quiz.kinds import KindName
from bot.quiz.suggesting import suggest_topics
from bot.schedule.zones import city

TopicName = Annotated[str, About("what it is about; all for anything"), Suggested("topics")]
DueTime = Annotated[str, About("when it is due"), Picked("moment", "Fri 16:00, tomorrow or 30 November 17:00")]
Count = Annotated[int, Between(1, 30), About("how many questions; ten if left out")]
Who = Annotated[str, About("everyone, or learners by name with commas between"), Suggested("learners")]
Kind = Annotated[KindName, About("one kind of question only")]
Announce = Annotated[bool, About("whether this room is told too")]
MOST_OPTION = 75
"""Characters of an option that is suggested."""
MOST_BUTTON = 60
MOST_OWN = 5
"""A learner's homework that is shown at once: what is still to do, and due next, first."""
ALL = ("all", "any", "anything", "everything")


class HomeworkCommands:
    """Homework: set by teachers, done by learners."""

    def __init__(self, homeworks: Homeworks, minding: Minding, curriculum: Curriculum, desks: Desks) -> None:
        self._homeworks = homeworks
        self._minding = minding
        self._curriculum = curriculum
        self._desks = desks

    @command("quiz set", answers="note", level=Level.TEACHER)
    async def set(
        self,
        event: Invoke,
        topic: TopicName,
        due: DueTime,
        questions: Count = 10,
        who: Who = "everyone",
        kind: Kind | None = None,
        announce: Announce = False,  # noqa: FBT002 - an option of a command, always given by name
    ) -> Answer:
        """Set homework: the same questions on each learner's desk, to be done by a time."""
        about = None if topic.casefold() in ALL else topic
        return await self._homeworks.set(event, Wanted(about, kind or "", questions, due, who, announce), _set)

    async def topics(self, event: Suggest) -> tuple[Option, ...]:
        """Topics that begin like what is typed."""
        return suggest_topics(await self._curriculum.here(event), event.typed)

    async def learners(self, event: Suggest) -> tuple[Option, ...]:
        """For teachers: learners whose names begin like the last one that is typed, after those before it."""
        before, comma, typed = event.typed.rpartition(",")
        names = await self._minding.learners(event)
        found = [name for name in names if name.casefold().startswith(typed.strip().casefold())]
        whole = [f"{before.strip()}, {name}" if comma else name for name in found]
        return tuple(Option(name, name) for name in whole if len(name) <= MOST_OPTION)

    @command("quiz homework", answers="note")
    async def homework(self, event: Invoke) -> Reply:
        """Your homework, with where you are; for teachers, who has done it and how."""
        if await self._minding.sees(event):
            return Reply(await self._all(event))
        return Reply(_own(await self._homeworks.own(event), await self._desks.find(event)))

    # A learner's

    @pressed("homework.begin", answers="edit")
    async def begin(self, event: Press, id: str) -> Answer:
        """The learner begins, or goes on where they were."""
        return await self._homeworks.begin(event, id, _edit)

    @pressed("homework.late", answers="edit")
    async def do_late(self, event: Press, id: str) -> Answer:
        """The learner does it though it was due."""
        return await self._homeworks.begin(event, id, _edit, late=True)

    @pressed("homework.mine", answers="note")
    async def mine(self, event: Press) -> Reply:
        """Whoever reads that homework is set looks at theirs."""
        return Reply(_own(await self._homeworks.own(event), await self._desks.find(event)))

    async def _all(self, event: Event) -> View:
        """What a teacher sees first: the one homework, or the list."""
        found = await self._minding.listed(event)
        return teaching.one(found[0], alone=True) if len(found) == 1 else teaching.listed(found)


def _edit(view: View) -> Answer:
    return Reply(view, "edit")


def _set(found: SetTold) -> Answer:
    homework = found.told.homework
    whom = counted(found.learners, "learner") if found.names is not None or found.learners else "everyone"
    sentence = rich(
        "Homework is set for **{}**: {}, due **{}** ({}).",
        whom,
        telling.what(homework),
        told_due_in_full(homework.due),
        city(found.zone),
    )
    count = len(homework.questions)
    only = f"{'is' if count == 1 else 'are'} only {how_many(count, 'question')}"
    few = rich("There {} of that sort.", only) if count < found.asked_for else ()
    if found.names is not None:
        who = rich("For {}.", telling.some(found.names))
    elif found.learners:
        who = rich("Whoever joins before then gets it too.")
    else:
        who = rich("Nobody but its teachers has used Swot in this class yet: whoever does before then gets it.")
    desks = rich("It goes to their desks; you hear of anybody who can't be written to.") if found.learners else ()
    controls = teaching.after_setting(homework.id)
    text = lines(sentence, few, *teaching.warned(had_time=found.had_time, no_school=found.no_school), who, desks)
    return Reply(View(text, controls=controls))


def onward(told: Told) -> tuple[Control, ...]:
    """What a learner who is not done can press."""
    id, label = told.homework.id, telling.next_step(told)
    if told.is_past:
        return (Button(label, to(HomeworkCommands.do_late, id)),)
    return (Button(label, to(HomeworkCommands.begin, id), "main"),)


def _own(found: Sequence[Own], way: Way) -> View:
    """A learner's homework: what is still to do first."""
    if not found:
        return View(rich("No homework is set to you. /quiz solo revises on your own."))
    todo = [own for own in found if not own.progress.is_done and own.told.homework.state == "open"]
    rest = [own for own in reversed(found) if own not in todo]
    shown = [*todo, *rest][:MOST_OWN]
    refused = any(own.is_refused for own in todo)
    onwards = tuple(control for own in shown if own in todo for control in _named(own, alone=len(todo) == 1))
    return View(
        paragraphs(*(telling.own(own) for own in shown), closed(way) if refused else ()),
        controls=(*onwards, *(other_desk(way) if refused else ())),
    )


def _named(own: Own, *, alone: bool) -> tuple[Control, ...]:
    """What can be done about one of a learner's, by its name where there are several."""
    [button] = onward(own.told)
    assert isinstance(button, Button)
    return (button if alone else replace(button, label=cut(f"{button.label}: {own.told.homework.title}", MOST_BUTTON)),)
