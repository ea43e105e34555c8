"""Reporting a question, and deciding on it: `/class reports` and the buttons around it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from bot.appeals.model import REASONS, Reason
from bot.appeals.reports import Queued, Reports
from bot.chat import (
    Action,
    Answer,
    Button,
    Control,
    Entry,
    Form,
    Invalid,
    Invoke,
    Level,
    Press,
    Reply,
    Submit,
    Text,
    View,
    command,
    counted,
    cut,
    dotted,
    lines,
    paragraphs,
    plain,
    pressed,
    prose,
    rich,
    submitted,
    to,
)
from bot.chat.parameters import clean
from bot.errors import UserError
from bot.quiz import cards

NOTHING_WAITS = "No reported question waits for you."
SHORT = 100
"""Characters of a question that is only recalled."""
LONG = 2_000
"""Characters of a question and its key that are shown whole; of an essay's, what is longer is cut."""
LONGEST = 200
"""Characters of a further answer."""


class ReportCommands:
    """A learner finds something wrong with a question; whoever teaches decides."""

    def __init__(self, reports: Reports) -> None:
        self._reports = reports

    # The learner's side

    @pressed("report.ask", answers="note")
    async def ask(self, event: Press, response: int) -> Reply:
        """A learner finds something wrong with a question they have answered."""
        await self._reports.check(event, self._reports.answered(event, response))
        return _asked(lambda reason: to(ReportCommands.send, response, reason))

    @pressed("report.send", answers="edit")
    async def send(self, event: Press, response: int, reason: str) -> Answer:
        """A learner says what is wrong with a question they have answered."""
        return await self._report(event, self._reports.answered(event, response), reason)

    @pressed("report.round", answers="note")
    async def ask_of_round(self, event: Press, id: str, position: int) -> Reply:
        """A learner finds something wrong with a question of a round."""
        await self._reports.check(event, self._reports.shown(event, id, position))
        return _asked(lambda reason: to(ReportCommands.send_of_round, id, position, reason))

    @pressed("report.shown", answers="edit")
    async def send_of_round(self, event: Press, id: str, position: int, reason: str) -> Answer:
        """A learner says what is wrong with a question of a round."""
        return await self._report(event, self._reports.shown(event, id, position), reason)

    async def _report(self, event: Press, find: Callable[[Connection], tuple[str, str]], reason: str) -> Answer:
        if reason not in REASONS:
            raise UserError("Choose one of the four.")
        told = rich("Thank you. Your teacher will look at it.")
        return await self._reports.report(event, find, reason, lambda: Reply(View(told), "edit"))

    # The teacher's side

    @command("class reports", answers="note", level=Level.OBSERVER)
    async def reports(self, event: Invoke) -> Answer:
        """The questions that learners find something wrong with."""
        return await self._reports.next(event, "", lambda case: Reply(_queue(case)))

    @pressed("reports.next", answers="edit", level=Level.OBSERVER, about="report")
    async def next(self, event: Press, id: str) -> Answer:
        """On to the next reported question."""
        return await self._reports.next(event, id, lambda case: Reply(_queue(case), "edit"))

    @pressed("reports.see", answers="note", level=Level.OBSERVER, about="report")
    async def see(self, event: Press, id: str) -> Reply:
        """A reported question is looked at, with its key and its sources."""
        return Reply(_seen(await self._reports.case(event, id)))

    @pressed("reports.out", answers="edit", level=Level.TEACHER, about="report")
    async def out(self, event: Press, id: str) -> Answer:
        """A reported question is left out."""
        return await self._reports.leave_out(event, id, _decided)

    @pressed("reports.fine", answers="edit", level=Level.TEACHER, about="report")
    async def fine(self, event: Press, id: str) -> Answer:
        """Nothing is wrong with a reported question."""
        return await self._reports.fine(event, id, _decided)

    @pressed("reports.accept", answers="form", level=Level.TEACHER, about="report")
    async def accept(self, event: Press, id: str) -> Form:
        """A reported question is to take another answer for right."""
        case = await self._reports.case(event, id)
        about = cut(case.kind.spoken(case.question), 100)
        entry = Entry("form", "Also right in this class", about=about, most=LONGEST)
        return Form("Another answer", to(ReportCommands.accepted, id), (entry,), submit="Accept it")

    @submitted("reports.accepted", answers="edit", level=Level.TEACHER, about="report")
    async def accepted(self, event: Submit, id: str) -> Answer:
        """A reported question takes another answer for right."""
        form = clean(event.fields.get("form", ""))
        if not form or len(form) > LONGEST:
            problem = f"Keep it under {LONGEST} characters." if form else "Write the answer first."
            return Invalid({"form": problem}, to(ReportCommands.accept, id))
        return await self._reports.accept(event, id, form, _decided)


def _asked(action: Callable[[Reason], Action]) -> Reply:
    controls = tuple(Button(label, action(reason)) for reason, label in REASONS.items())
    return Reply(View(rich("**What is wrong with this question?**"), controls=controls))


def _queue(case: Queued | None) -> View:
    if case is None:
        return View(rich(NOTHING_WAITS))
    id = case.reported.id
    controls: list[Control] = [
        Button("See it", to(ReportCommands.see, id), "main"),
        Button("Leave it out here", to(ReportCommands.out, id)),
        Button("Accept another answer…", to(ReportCommands.accept, id)),
        Button("Nothing wrong", to(ReportCommands.fine, id)),
    ]
    return View(
        paragraphs(rich("**A question is reported**"), case.kind.stem(case.question), _said(case)),
        controls=(*controls, *_onward(case)),
    )


def _said(case: Queued) -> Text:
    return dotted(*(rich("**{}** {}", count, REASONS[reason].lower()) for reason, count in case.reasons))


def _onward(case: Queued) -> tuple[Control, ...]:
    if not case.waiting:
        return ()
    return (Button(f"Next ({case.waiting} more)", to(ReportCommands.next, case.reported.id)),)


def _seen(case: Queued) -> View:
    question, kind = case.question, case.kind
    layout = kind.layout(question, case.reported.id)
    key = kind.key(question, layout)
    right = lines((*rich("The answer: "), *key) if kind.marked else key, kind.detail(question, layout))
    return View(
        paragraphs(
            _trimmed(cards.stem(question, kind, layout)),
            _trimmed(right),
            prose(cut(question.explanation, LONG // 2)) if kind.marked else (),
            lines(rich("*Says who?*"), cards.listed(case.sources[:5]), cards.doubt(question)),
        )
    )


def _trimmed(text: Text) -> Text:
    words = plain(text)
    return text if len(words) <= LONG // 2 else rich("{}", cut(words, LONG // 2))


def _decided(case: Queued) -> Answer:
    stem = cut(case.kind.spoken(case.question), SHORT)
    moved = f" {counted(case.moved, 'mark')} changed; the learners are told." if case.moved else ""
    told = {
        "out": rich("**Left out here:** “{}” is not asked in this class any more.", stem),
        "accepted": rich("**Another answer counts** for “{}” in this class now.{}", stem, moved),
        "fine": rich("**Nothing wrong:** “{}” stays as it is.", stem),
    }
    thanked = rich("Whoever reported it is thanked.")
    return Reply(View(lines(told[case.reported.decision], thanked), controls=_onward(case)), "edit")
