"""What teachers press about homework, and what they see of it."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.bank.service import Bank
from bot.chat import (
    Answer,
    Button,
    Control,
    Entry,
    Form,
    Invalid,
    Level,
    Option,
    Press,
    Reply,
    Select,
    Submit,
    Table,
    Text,
    View,
    counted,
    cut,
    lines,
    page_of,
    paragraphs,
    pressed,
    rich,
    submitted,
    to,
)
from bot.errors import UserError
from bot.homework import telling
from bot.homework.following import Told
from bot.homework.minding import Minding, Overview
from bot.homework.model import Facility, Tally
from bot.homework.written import END_OF_SCHOOL, how_many, told_due_in_full
from bot.schedule.zones import city

ROWS = 20
"""Learners on a page."""
QUESTIONS = 8
"""Questions on a page."""
MOST_LABEL = 75


class TeachingCommands:
    """What can be done about homework that is set."""

    def __init__(self, minding: Minding) -> None:
        self._minding = minding

    @pressed("homework.list", answers="edit", level=Level.OBSERVER)
    async def list(self, event: Press) -> Reply:
        """Back to all homework of the class."""
        return Reply(listed(await self._minding.listed(event)), "edit")

    @pressed("homework.choose", answers="edit", level=Level.OBSERVER)
    async def choose(self, event: Press) -> Reply:
        """One is chosen from the list."""
        if not event.values:
            raise UserError("Choose one from the list.")
        return Reply(one(await self._minding.look(event, event.values[0])), "edit")

    @pressed("homework.look", answers="edit", level=Level.OBSERVER)
    async def look(self, event: Press, id: str) -> Reply:
        """Who has done it, who has not."""
        return Reply(one(await self._minding.look(event, id)), "edit")

    @pressed("homework.each", answers="edit", level=Level.OBSERVER)
    async def each(self, event: Press, id: str, page: int) -> Reply:
        """How far each learner is, and their score."""
        return Reply(each_of(await self._minding.look(event, id), page), "edit")

    @pressed("homework.questions", answers="edit", level=Level.OBSERVER)
    async def questions(self, event: Press, id: str, page: int) -> Reply:
        """How each question went."""
        overview, bank, found = await self._minding.questions(event, id)
        return Reply(questions_of(overview, bank, found, page), "edit")

    @pressed("homework.remind", answers="edit", level=Level.TEACHER)
    async def remind(self, event: Press, id: str) -> Answer:
        """Those who are not done are reminded."""

        def told(reminded: int, earlier: int) -> Answer:
            before = rich("{} heard of it today already.", how_many(earlier, "learner").capitalize()) if earlier else ()
            sentence = rich("Reminded: **{}** who had not done it.", counted(reminded, "learner"))
            return Reply(View(lines(sentence, before), controls=(_back(id),)), "edit")

        return await self._minding.remind(event, id, told)

    @pressed("homework.move", answers="form", level=Level.TEACHER)
    async def move(self, event: Press, id: str) -> Form:
        """The teacher wants it due at another time."""
        homework = (await self._minding.look(event, id)).told.homework
        due = Entry(
            "due",
            "Due",
            f"{homework.due:%Y-%m-%d %H:%M}",
            kind="moment",
            at=homework.due_at,
            example="Fri 16:00 or 30 November 17:00",
        )
        return Form("Move the date", to(TeachingCommands.moved, id), (due,), "Move")

    @submitted("homework.move", answers="edit", level=Level.TEACHER)
    async def moved(self, event: Submit, id: str) -> Answer:
        """And has written when."""

        def told(about: Told, zone: ZoneInfo, had_time: bool, no_school: bool) -> Answer:  # noqa: FBT001 - two facts
            due = told_due_in_full(about.homework.due)
            sentence = rich("It is due **{}** ({}) now. Whoever is not done hears of it.", due, city(zone))
            warnings = warned(had_time=had_time, no_school=no_school)
            return Reply(View(lines(sentence, *warnings), controls=(_back(id),)), "edit")

        def refused(why: str) -> Answer:
            return Invalid({"due": why}, to(TeachingCommands.move, id))

        return await self._minding.move(event, id, event.fields.get("due", ""), told, refused)

    @pressed("homework.close", answers="edit", level=Level.TEACHER)
    async def close(self, event: Press, id: str) -> Answer:
        """No more answers are taken."""

        def told(_: Told, tally: Tally) -> Answer:
            sentence = rich(
                "The homework is closed with **{} of {}** done. Moving its date opens it again.",
                tally.done,
                tally.learners,
            )
            return Reply(View(sentence, controls=(_back(id),)), "edit")

        return await self._minding.close(event, id, told)

    @pressed("homework.off", answers="edit", level=Level.TEACHER)
    async def call_off(self, event: Press, id: str) -> Reply:
        """The teacher wants nobody to do it."""
        homework = (await self._minding.look(event, id)).told.homework
        controls = (
            Button("Call it off", to(TeachingCommands.called_off, id), "danger"),
            Button("Keep it", to(TeachingCommands.look, id)),
        )
        asked = rich("Call off the homework, {}? What was answered keeps its points.", telling.what(homework))
        return Reply(View(asked, controls=controls, tone="careful"), "edit")

    @pressed("homework.called-off", answers="edit", level=Level.TEACHER)
    async def called_off(self, event: Press, id: str) -> Answer:
        """And means it."""

        def told(about: Told) -> Answer:
            sentence = rich("The homework is called off: {}.", telling.what(about.homework))
            return Reply(View(sentence, controls=(Button("All homework", to(TeachingCommands.list)),)), "edit")

        return await self._minding.call_off(event, id, told)


def after_setting(id: str) -> tuple[Control, ...]:
    """What a teacher may want to do next who has just set homework."""
    return _back(id), Button("Move the date", to(TeachingCommands.move, id))


def warned(*, had_time: bool, no_school: bool) -> tuple[Text, ...]:
    """What a teacher should know of the time that was understood."""
    end = rich("No time was given, so it is the end of school, {}.", f"{END_OF_SCHOOL:%H:%M}") if not had_time else ()
    closed = rich("There is no school on that day. [Move the date] if it should be another.") if no_school else ()
    return end, closed


def listed(found: Sequence[Overview]) -> View:
    """All homework of a class, to choose from."""
    if not found:
        return View(rich("No homework is set in this class. /quiz set sets some."))
    entries = [
        lines(rich("**{}** · due {}", one.told.homework.title, _due(one)), telling.counts(one.tally)) for one in found
    ]
    options = tuple(
        Option(
            cut(f"{one.told.homework.title}, due {told_due_in_full(one.told.homework.due)}", MOST_LABEL),
            one.told.homework.id,
        )
        for one in found
    )
    choose = Select("Choose one", to(TeachingCommands.choose), options)
    return View(paragraphs(*entries), title="Homework", controls=(choose,))


def one(overview: Overview, *, alone: bool = False) -> View:
    """One homework: who has done it, and who has not; `alone` where the class has no other."""
    homework = overview.told.homework
    text = paragraphs(
        lines(
            rich("**Homework:** {}", telling.what(homework)),
            rich("Due {} ({}){}", told_due_in_full(homework.due), city(overview.zone), _state(overview)),
        ),
        lines(telling.counts(overview.tally), *telling.who(overview)),
    )
    return View(text, controls=_controls(overview, alone=alone))


def _due(overview: Overview) -> str:
    return f"{told_due_in_full(overview.told.homework.due)}{_state(overview)}"


def _state(overview: Overview) -> str:
    if overview.told.homework.state == "closed":
        return " · closed"
    return " · was due, late ones are taken" if overview.told.is_past else ""


def _controls(overview: Overview, *, alone: bool) -> tuple[Control, ...]:
    id, is_open = overview.told.homework.id, overview.told.homework.state == "open"
    left = overview.tally.done < overview.tally.learners
    buttons = (
        (Button("Remind them", to(TeachingCommands.remind, id), "main"), is_open and left),
        (Button("By question", to(TeachingCommands.questions, id, 1)), True),
        (Button("Each learner", to(TeachingCommands.each, id, 1)), bool(overview.everyone)),
        (Button("Move the date", to(TeachingCommands.move, id)), True),
        (Button("Close it", to(TeachingCommands.close, id)), is_open),
        (Button("Call it off", to(TeachingCommands.call_off, id), "danger"), True),
        (Button("All homework", to(TeachingCommands.list)), not alone),
    )
    return tuple(button for button, is_shown in buttons if is_shown)


def each_of(overview: Overview, page: int) -> View:
    """How far each learner is: those who are not done first."""
    rows = telling.rows(overview)
    page, pages = page_of(page, len(rows), ROWS)
    id = overview.told.homework.id
    more = Button("More", to(TeachingCommands.each, id, page + 1))
    head = rich("**Homework:** {}", telling.what(overview.told.homework))
    of = rich("Page {} of {}", page, pages) if pages > 1 else ()
    table = Table(("Learner", "How far", "Score"), rows[(page - 1) * ROWS : page * ROWS])
    return View(lines(head, of), table=table, controls=(*((more,) if page < pages else ()), _back(id)))


def questions_of(overview: Overview, bank: Bank, found: Sequence[Facility], page: int) -> View:
    """How each question went: the hardest first."""
    id = overview.told.homework.id
    if not found:
        return View(rich("Nobody has answered anything yet."), controls=(_back(id),))
    page, pages = page_of(page, len(found), QUESTIONS)
    shown = found[(page - 1) * QUESTIONS : page * QUESTIONS]
    more = Button("More", to(TeachingCommands.questions, id, page + 1))
    head = rich("**The hardest first** · {}", telling.what(overview.told.homework))
    of = rich("Page {} of {}", page, pages) if pages > 1 else ()
    text = paragraphs(lines(head, of), *(telling.question(bank, one) for one in shown))
    return View(text, controls=(*((more,) if page < pages else ()), _back(id)))


def _back(id: str) -> Button:
    return Button("Who has done it", to(TeachingCommands.look, id))
