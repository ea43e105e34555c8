"""What a teacher does about marks: differences are settled, a sample is set, any mark can be changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.chat import Answer, Event, Level
from bot.classes.learners import accounts_of, learner_of, learners_of
from bot.classes.register.model import Line
from bot.classes.register.service import Register
from bot.classes.service import Classes
from bot.errors import UserError
from bot.exams import store as exams
from bot.exams.marking import changing, queue, store
from bot.exams.marking.desk import Shown, chosen, on_duty, to_be_marked, written
from bot.exams.marking.model import Script, Tally, View, read_mark
from bot.exams.marking.service import Marking
from bot.exams.model import Mock, Sitting
from bot.exams.paper import ExamPaper, Item
from bot.storage.database import Database

ONLY_TEACHERS = "Only a teacher of this class can do that."
NOTHING_TO_SETTLE = "There is nothing to settle any more. /mock mark shows what is left."
MOST_REASON = 200
"""Characters of why a mark was changed."""
SOMEBODY = "A marker"
"""Who marked, where nobody knows their name any more."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A script on which two markers differ."""

    shown: Shown
    views: tuple[tuple[str, View], ...]
    """What each gave it, with the marker's name."""
    left: int
    """How many differences there are, this one among them."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one learner earned, question by question."""

    mock: Mock
    paper: ExamPaper
    sitting: Sitting
    name: str
    marks: tuple[Script, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A mark that was changed."""

    mock: Mock
    item: Item
    name: str
    before: Script
    after: Script


class Correcting:
    """Looks after the marks of exams, for those who teach."""

    def __init__(self, database: Database, classes: Classes, register: Register, marking: Marking) -> None:
        self._database = database
        self._classes = classes
        self._register = register
        self._marking = marking

    # Marked twice

    async def sample(
        self, event: Event, mock_id: str, position: int, every: int, told: Callable[[Mock, int, Tally], Answer]
    ) -> Answer:
        """Have every so-manieth script of a question marked twice; 0: none. Raises `UserError`."""

        def change(tx: Connection) -> Answer:
            mock = to_be_marked(on_duty(exams.hold(tx, mock_id), event))
            sampled = queue.set_sample(tx, mock, position, every)
            tally = next((one for one in store.tallies(tx, mock_id) if one.position == position), None)
            if tally is None:
                raise UserError(f"Nobody has to mark anything at question {position}.")
            return told(mock, sampled, tally)

        return await self._database.once(event, change)

    async def difference(self, event: Event, mock_id: str, position: int, place: str, *, later: bool) -> Difference:
        """The difference to settle at a position and place, or a `later` one; else the first. Raises `UserError`."""

        def find(tx: Connection) -> Difference:
            mock = to_be_marked(on_duty(exams.find(tx, mock_id), event))
            waiting = store.to_settle(tx, mock_id)
            if not waiting:
                raise UserError(NOTHING_TO_SETTLE)
            here = (position, place)
            on = (one for one in waiting if (one.position, one.place) > here or (not later and one.place == place))
            return self._difference(tx, mock, next(on, waiting[0]), len(waiting))

        return await self._database.read(find)

    async def script(self, event: Event, mock_id: str, position: int, place: str) -> Shown:
        """A script, for a teacher to read. Raises `UserError`."""

        def find(tx: Connection) -> Shown:
            mock = on_duty(exams.find(tx, mock_id), event)
            return self._shown(tx, mock, self._script(tx, mock, position, place))

        return await self._database.read(find)

    async def settle(
        self,
        event: Event,
        address: tuple[str, int, str],
        mark: int | str,
        told: Callable[[Shown, int], Answer],
        refused: Callable[[str], Answer],
    ) -> Answer:
        """Settle a difference: at hundredths of a mark, or at a mark that was written.

        `told` also gets how many differences are left, `refused` why that can't be written. Raises `UserError`.
        """
        mock_id, position, place = address

        def change(tx: Connection) -> Answer:
            store.keep_state(tx, mock_id)
            mock = to_be_marked(on_duty(exams.find(tx, mock_id), event))
            script = self._script(tx, mock, position, place, held=True)
            if queue.is_own(tx, script, accounts_of(tx, event.person)):
                raise UserError(queue.OWN)
            item = self._marking.papers.of(tx, mock.id).item(position)
            try:
                earned = read_mark(mark, item.most) if isinstance(mark, str) else mark
            except UserError as error:
                return refused(str(error))
            if mark == earned and earned not in {view.earned for view in store.views_of(tx, script)}:
                raise UserError("Neither of the two gave that mark. Write it: [Another mark]")
            settled = changing.settle(tx, script, item, earned, event.person, event.at)
            return told(self._shown(tx, mock, settled), len(store.to_settle(tx, mock_id)))

        return await self._database.once(event, change)

    # Any mark

    async def sheet(self, event: Event, mock_id: str, person: str) -> Sheet:
        """A learner's marks in an exam that has ended. Raises `UserError`."""
        class_id, level = await self._classes.standing(event)
        if level < Level.TEACHER:
            raise UserError(ONLY_TEACHERS)

        def find(tx: Connection) -> Sheet:
            mock = chosen(tx, class_id, mock_id, ("ended", "released"))
            sitting = exams.sitting_of(tx, mock.id, accounts_of(tx, person))
            return self._sheet(tx, mock, sitting)

        return await self._database.read(find)

    async def sheet_of(self, event: Event, mock_id: str, sitting_id: str) -> Sheet:
        """The same, by the sitting. Raises `UserError`."""

        def find(tx: Connection) -> Sheet:
            mock = on_duty(exams.find(tx, mock_id), event)
            return self._sheet(tx, mock, exams.find_sitting(tx, sitting_id))

        return await self._database.read(find)

    async def change(
        self,
        event: Event,
        address: tuple[str, str, int],
        mark: str,
        reason: str,
        told: Callable[[Changed], Answer],
        refused: Callable[[str, str], Answer],
    ) -> Answer:
        """Give an answer of a sitting another mark, and say why.

        `refused` gets the entry that can't be taken, and why. Raises `UserError` where there is no such answer.
        """
        mock_id, sitting_id, position = address

        def change(tx: Connection) -> Answer:
            mock = on_duty(exams.hold(tx, mock_id), event)
            sheet = self._sheet(tx, mock, exams.find_sitting(tx, sitting_id))
            item = sheet.paper.item(position)
            before = store.mark_of(tx, sitting_id, position, held=True)
            assert before is not None
            if not reason:
                return refused("reason", "Say why, in a few words: it stands in the class's log.")
            try:
                earned = read_mark(mark, item.most)
                after = changing.change(tx, before, item, earned, reason, event.person, event.at)
            except UserError as error:
                return refused("mark", str(error))
            if mock.state == "released":
                for hear in self._marking.on_change:
                    hear(tx, mock, sheet.sitting, event.at)
            return told(Changed(mock, item, sheet.name, before, after))

        return await self._database.once(event, change)

    def _sheet(self, tx: Connection, mock: Mock, sitting: Sitting | None) -> Sheet:
        if mock.state == "open":
            raise UserError(f"“{mock.title}” is still being sat. Marks can be changed once it has ended: /mock end")
        if sitting is None or sitting.mock_id != mock.id:
            raise UserError(f"They have not sat “{mock.title}”. /mock status shows who has.")
        marks = tuple(store.marks_of(tx, sitting.id))
        if not marks:
            raise UserError("That sitting has not been handed in.")
        name = self._name(tx, mock.class_id, sitting.person)
        return Sheet(mock, self._marking.papers.of(tx, mock.id), sitting, name, marks)

    def _name(self, tx: Connection, class_id: str, person: str) -> str:
        """What a learner is called: in the register, or else in the class."""
        id = learner_of(tx, person)
        line = self._register.lines(tx, class_id).get(id, Line())
        return line.real_name or _names(tx, class_id).get(person, "Somebody who has left")

    def _difference(self, tx: Connection, mock: Mock, script: Script, left: int) -> Difference:
        names = _names(tx, mock.class_id)
        views = tuple((names.get(view.marker, SOMEBODY), view) for view in store.views_of(tx, script))
        return Difference(self._shown(tx, mock, script), views, left)

    def _shown(self, tx: Connection, mock: Mock, script: Script) -> Shown:
        number, scripts = store.number_of(tx, script)
        item = self._marking.papers.of(tx, mock.id).item(script.position)
        return Shown(mock, item, script, number, scripts, written(tx, script), None, has_earlier=False)

    def _script(self, tx: Connection, mock: Mock, position: int, place: str, *, held: bool = False) -> Script:
        script = store.find(tx, mock.id, position, place, held=held)
        if script is None:
            raise UserError(queue.GONE)
        return script


def _names(tx: Connection, class_id: str) -> dict[str, str]:
    """What everybody in a class is called, by account."""
    return {person: learner.name for learner in learners_of(tx, class_id) for person in learner.persons}
