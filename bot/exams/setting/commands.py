"""`/mock start`, `status`, `extend`, `pause` and `end`: an exam as its teacher looks after it."""

from __future__ import annotations

from typing import Annotated

from bot.chat import (
    About,
    Answer,
    Between,
    Button,
    Control,
    Entry,
    Form,
    Invalid,
    Invoke,
    Level,
    Moment,
    Option,
    Picked,
    Press,
    Reply,
    RoomKey,
    Submit,
    Suggest,
    Suggested,
    Table,
    Text,
    View,
    command,
    counted,
    cut,
    dotted,
    lines,
    pressed,
    rich,
    submitted,
    to,
)
from bot.clock import MINUTE
from bot.errors import UserError
from bot.exams.choosing import Choosing
from bot.exams.model import MOST_EXTENSION, Mock, Way
from bot.exams.papers.service import Papers
from bot.exams.setting.service import ExamSetting, Set, Wanted
from bot.exams.setting.status import Seat, Status, Statuses
from bot.exams.together.commands import TogetherCommands

PaperName = Annotated[str, About("which paper: a pack's, or one of yours"), Suggested("papers")]
Minutes = Annotated[int, Between(5, 240), About("how long it takes; the paper's own time if left out")]
Together = Annotated[bool, About("everybody at the same time, question by question, in this room")]
Opens = Annotated[str, About("from when it can be begun; now if left out"), Picked("moment", "Mon 9:00")]
Until = Annotated[str, About("until when it can be begun"), Picked("moment", "15:40")]
Who = Annotated[str, About("who sits it, such as Maya, Tom; everyone if left out")]
Grace = Annotated[
    int, Between(0, 10), About("minutes after their time in which answers are taken, as late; none if left out")
]
RoomName = Annotated[RoomKey, About("where it is announced; here if left out")]
Exam = Annotated[str, About("which exam; the newest if left out"), Suggested("exams")]
More = Annotated[int, Between(1, MOST_EXTENSION), About("how many minutes more")]
For = Annotated[str, About("for whom, such as Maya; everybody if left out")]
A_PAGE = 20
"""Learners of one message: as many as a phone shows without much scrolling."""
LONGEST_NAME = 24


class SettingCommands:
    """A mock exam while it is sat."""

    def __init__(self, setting: ExamSetting, statuses: Statuses, choosing: Choosing, papers: Papers) -> None:
        self._setting = setting
        self._statuses = statuses
        self._choosing = choosing
        self._papers = papers

    @command("mock start", answers="note", level=Level.TEACHER)
    async def start(
        self,
        event: Invoke,
        paper: PaperName,
        minutes: Minutes | None = None,
        together: Together = False,  # noqa: FBT002 - an option of a command, always given by name
        opens: Opens | None = None,
        until: Until | None = None,
        who: Who | None = None,
        grace: Grace = 0,
        room: RoomName | None = None,
    ) -> Answer:
        """Set a mock exam to this class: it is announced here, and everybody sits it on their own desk."""
        way: Way = "together" if together else "own"
        wanted = Wanted(paper, minutes, way, opens or "", until or "", who or "", grace * 60, room)
        return await self._setting.start(event, wanted, lambda found: Reply(_set(found)))

    async def papers(self, event: Suggest) -> tuple[Option, ...]:
        """Papers that the class can be set."""
        return await self._papers.suggested(event)

    async def exams(self, event: Suggest) -> tuple[Option, ...]:
        """The exams of the class."""
        return await self._choosing.suggested(event, ())

    @command("mock status", answers="note", level=Level.OBSERVER)
    async def status(self, event: Invoke, exam: Exam | None = None) -> Reply:
        """Who has begun the mock exam, where they are, and who has handed in."""
        mock = await self._choosing.meant(event, exam, ())
        return Reply(_status(await self._statuses.of(event, mock.id)))

    @pressed("mock.status", answers="edit", level=Level.OBSERVER, about="mock")
    async def look(self, event: Press, mock: str) -> Reply:
        """How it goes now."""
        return Reply(_status(await self._statuses.of(event, mock)), "edit")

    @pressed("mock.each", answers="edit", level=Level.OBSERVER, about="mock")
    async def each(self, event: Press, mock: str, first: int) -> Reply:
        """Each learner."""
        return Reply(_each(await self._statuses.of(event, mock), first), "edit")

    @pressed("mock.follow", answers="note", level=Level.OBSERVER, about="mock")
    async def follow(self, event: Press, mock: str) -> Answer:
        """How it goes, kept up to date on one's desk."""
        told = rich("It is on your desk, and kept up to date until the exam is over.")
        return await self._statuses.follow(event, mock, lambda: Reply(View(told), deed=""))

    # More time

    @command("mock extend", answers="note", level=Level.TEACHER)
    async def extend(self, event: Invoke, minutes: More, who: For | None = None, exam: Exam | None = None) -> Answer:
        """Give everybody who sits the mock exam more minutes, or somebody alone."""
        mock = await self._choosing.meant(event, exam, ("open",))
        return await self._setting.extend(
            event, mock.id, minutes, who or "", lambda count: Reply(_extended(minutes, count))
        )

    @pressed("mock.extend", answers="form", level=Level.TEACHER, about="mock")
    async def extend_form(self, event: Press, mock: str) -> Form:
        """How much more, and for whom."""
        entries = (
            Entry("minutes", "Minutes", "10", "how many more", most=3, kind="whole"),
            Entry("who", "For whom", "", "such as Maya, Tom; everybody if left empty", required=False, most=200),
        )
        return Form("More time", to(SettingCommands.extend_it, mock), entries, "Give it")

    @submitted("mock.extend", answers="edit", level=Level.TEACHER, about="mock")
    async def extend_it(self, event: Submit, mock: str) -> Answer:
        """So much more."""
        reopen = to(SettingCommands.extend_form, mock)
        written = event.fields.get("minutes", "").strip()
        if not written.isdecimal() or not 1 <= int(written) <= MOST_EXTENSION:
            return Invalid({"minutes": f"A number from 1 to {MOST_EXTENSION}, such as 10."}, reopen)
        minutes = int(written)
        try:
            return await self._setting.extend(
                event,
                mock,
                minutes,
                event.fields.get("who", "").strip(),
                lambda count: Reply(_extended(minutes, count, mock), "edit"),
            )
        except UserError as error:
            return Invalid({"who": str(error)}, reopen)

    # Pausing

    @command("mock pause", answers="note", level=Level.TEACHER)
    async def pause(self, event: Invoke, exam: Exam | None = None) -> Answer:
        """Stop every clock of the mock exam: nothing is taken until you let it go on."""
        mock = await self._choosing.meant(event, exam, ("open",))
        return await self._setting.pause(event, mock.id, lambda count: Reply(_paused(mock.id, count)))

    @pressed("mock.pause", answers="edit", level=Level.TEACHER, about="mock")
    async def pause_it(self, event: Press, mock: str) -> Answer:
        """Every clock stops."""
        return await self._setting.pause(event, mock, lambda count: Reply(_paused(mock, count), "edit"))

    @pressed("mock.go-on", answers="edit", level=Level.TEACHER, about="mock")
    async def go_on(self, event: Press, mock: str) -> Answer:
        """Every clock runs again."""

        def told(count: int) -> Answer:
            words = rich(
                "It goes on: {} sat on, and every deadline has moved on by the pause.", counted(count, "learner")
            )
            return Reply(View(words, controls=(_back(mock),)), "edit")

        return await self._setting.go_on(event, mock, told)

    # Ending

    @command("mock end", answers="note", level=Level.TEACHER)
    async def end(self, event: Invoke, exam: Exam | None = None) -> Reply:
        """End the mock exam for everybody; all that is saved is handed in."""
        mock = await self._choosing.meant(event, exam, ("open",))
        return Reply(_asked_to_end(await self._statuses.of(event, mock.id)), deed="")

    @pressed("mock.ask-end", answers="edit", level=Level.TEACHER, about="mock")
    async def ask_end(self, event: Press, mock: str) -> Reply:
        """Whether it shall end."""
        return Reply(_asked_to_end(await self._statuses.of(event, mock)), "edit", deed="")

    @pressed("mock.end", answers="edit", level=Level.TEACHER, about="mock")
    async def end_it(self, event: Press, mock: str) -> Answer:
        """It ends."""

        def told(ended: Mock, still: int) -> Answer:
            saved = ": all that is saved is handed in" if still else ""
            words = rich("**{}** is over. {} still sitting{}.", ended.title, _were(still), saved)
            return Reply(View(words, controls=(_back(mock),)), "edit")

        return await self._setting.end(event, mock, told)


def _set(found: Set) -> View:
    mock = found.mock
    more = []
    if found.extra:
        shares = ", ".join(f"{share} %" for share in dict.fromkeys(found.extra))
        more.append(rich("Extra time: {} ({}). Only they and you know.", counted(len(found.extra), "learner"), shares))
    if found.resting:
        more.append(rich("Rest breaks: {}.", counted(found.resting, "learner")))
    begins = "It begins in a moment." if mock.way == "together" else "/mock status shows who has begun."
    told = rich("**{}** is announced here. {}", mock.title, begins)
    return View(lines(told, *more), controls=(_back(mock.id),))


def _counts(status: Status) -> Text:
    counts = [rich("{} begun", len(status.begun)), rich("{} handed in", len(status.handed_in))]
    if len(status.begun) > len(status.handed_in):
        counts.append(rich("median of answers: {} of {}", status.median_question, len(status.paper.items)))
    head = dotted(rich("**{}**", status.mock.title), _stands(status))
    hint = rich("/mock mark, /mock results and /mock release come next.") if status.mock.state == "ended" else ()
    return lines(head, dotted(*counts, rich("{} not begun", len(status.seats) - len(status.begun))), hint)


def _status(status: Status) -> View:
    mock, told = status.mock, _counts(status)
    controls: list[Control] = []
    if status.may_change and mock.state == "open":
        if mock.way == "together" and mock.position and not mock.paused_at:
            controls.append(Button("Next question", to(TogetherCommands.next, mock.id), "main"))
        controls.append(Button("Extend…", to(SettingCommands.extend_form, mock.id)))
        if mock.paused_at:
            controls.append(Button("Go on", to(SettingCommands.go_on, mock.id), "main"))
        else:
            controls.append(Button("Pause", to(SettingCommands.pause_it, mock.id)))
        controls.append(Button("End…", to(SettingCommands.ask_end, mock.id), "danger"))
    if status.seats:
        controls.append(Button("Each learner", to(SettingCommands.each, mock.id, 0)))
    controls.append(Button("Look again", to(SettingCommands.look, mock.id)))
    if mock.state == "open":
        controls.append(Button("Follow it", to(SettingCommands.follow, mock.id)))
    return View(told, controls=tuple(controls))


def live(status: Status) -> View:
    """How an exam goes, for whoever follows it: nobody is named where rights are not asked for each time."""
    return View(_counts(status), controls=(_back(status.mock.id),))


def _stands(status: Status) -> Text:
    mock = status.mock
    if mock.state != "open":
        return rich("over, and to be marked" if mock.state == "ended" else "released")
    if mock.paused_at:
        return rich("paused since {}", Moment(mock.paused_at, "clock"))
    if mock.way == "together":
        return rich("question {} of {}", mock.position, len(status.paper.items))
    if status.at < mock.opens_at:
        return rich("opens {} {}", Moment(mock.opens_at, "day"), Moment(mock.opens_at, "clock"))
    return rich("can be begun until {}", Moment(mock.closes_at, "clock"))


def _each(status: Status, first: int) -> View:
    page = status.seats[first : first + A_PAGE]
    rows = tuple((cut(seat.name, LONGEST_NAME), *_where(status, seat)) for seat in page)
    controls: list[Control] = [_back(status.mock.id)]
    if first + A_PAGE < len(status.seats):
        controls.append(Button("More", to(SettingCommands.each, status.mock.id, first + A_PAGE)))
    return View(
        rich("**{}**", status.mock.title),
        table=Table(("Learner", "Answered", "At", "Time"), rows),
        controls=tuple(controls),
    )


def _where(status: Status, seat: Seat) -> tuple[str, str, str]:
    if seat.sitting is None:
        return "not begun", "–", "–"
    answered = f"{seat.answered} of {len(status.paper.items)}"
    if seat.sitting.state != "open":
        return answered, "–", "handed in"
    if status.mock.way == "together":
        return answered, "–", "–"
    at = str(seat.number) if seat.number else "contents"
    if not status.may_change:
        # How much time somebody has tells whether it is more than others have: that is theirs and the teacher's.
        return answered, at, "sitting"
    left = f"{max(0, seat.sitting.left(status.at) // MINUTE)} min left"
    extra = f" (+{seat.sitting.extra} %)" if seat.sitting.extra else ""
    return answered, at, f"resting, {left}{extra}" if seat.sitting.resting else f"{left}{extra}"


def _extended(minutes: int, count: int, mock: str = "") -> View:
    told = rich(
        "{} more for {}, and as much again of their extra time.", counted(minutes, "minute"), counted(count, "sitting")
    )
    return View(told, controls=(_back(mock),) if mock else ())


def _paused(mock: str, count: int) -> View:
    told = lines(
        rich("Paused: the clocks of {} stand still, and nothing is taken.", counted(count, "sitting")),
        rich("Questions are hidden meanwhile."),
    )
    return View(told, controls=(Button("Go on", to(SettingCommands.go_on, mock), "main"), _back(mock)))


def _asked_to_end(status: Status) -> View:
    still = len(status.begun) - len(status.handed_in)
    saved = " All that is saved is handed in." if still else ""
    told = rich("End **{}** for everybody? {} still sitting.{}", status.mock.title, _are(still), saved)
    controls = (
        Button("End it now", to(SettingCommands.end_it, status.mock.id), "danger"),
        Button("Let it run", to(SettingCommands.look, status.mock.id)),
    )
    return View(told, controls=controls, tone="careful")


def _are(count: int) -> str:
    return "Nobody is" if not count else "1 learner is" if count == 1 else f"{count} learners are"


def _were(count: int) -> str:
    return "Nobody was" if not count else "1 learner was" if count == 1 else f"{count} learners were"


def _back(mock: str) -> Button:
    return Button("Status", to(SettingCommands.look, mock))
