"""`/review` and `/progress`."""

from __future__ import annotations

from typing import Annotated, Literal

from bot.chat import (
    About,
    Answer,
    Button,
    Control,
    Invoke,
    Level,
    Press,
    Reply,
    Text,
    View,
    command,
    counted,
    lines,
    pressed,
    rich,
    to,
)
from bot.desks.commands import other_desk, perhaps_closed, place
from bot.desks.service import Way
from bot.errors import UserError
from bot.quiz.rounds.model import Round
from bot.review import telling
from bot.review.model import Word
from bot.review.progress import ClassMemory, Memories, Progress
from bot.review.service import Due, Reviews

Of = Annotated[Literal["mine", "class"], About("mine: what is due for you; class: what the class forgets")]
WORDS: tuple[tuple[Word, str], ...] = (("easy", "Easy"), ("guessed", "I guessed"))
"""What a learner can say of an answer that was right, and the buttons for it."""


class ReviewCommands:
    """Memory that lasts."""

    def __init__(self, reviews: Reviews, memories: Memories) -> None:
        self._reviews = reviews
        self._memories = memories

    @command("review", answers="note")
    async def review(self, event: Invoke, of: Of = "mine") -> Answer:
        """What you are about to forget, in two minutes; for those who teach, what the class forgets."""
        if of == "class":
            return Reply(_forgetting(await self._memories.forgetting(event)))
        return await self._reviews.call(event, lambda due, way: Reply(_called(due, way, is_desk=event.room.private)))

    @pressed("review.start", answers="edit")
    async def start(self, event: Press, class_id: str) -> Answer:
        """The learner begins a session, or goes on with one."""
        return await self._reviews.start(event, class_id, lambda view: Reply(view, "edit"))

    @pressed("review.open", answers="note")
    async def open(self, event: Press, class_id: str) -> Answer:
        """The learner would rather begin where they are, and leave what stands there."""
        return await self._reviews.start(event, class_id, Reply)

    @pressed("review.word", answers="edit")
    async def word(self, event: Press, id: str, position: int, word: str) -> Answer:
        """The learner says how readily it came, and goes on."""
        said = next((known for known, _ in WORDS if known == word), None)
        if said is None:
            raise UserError("That can't be said of an answer.")
        return await self._reviews.say(event, id, position, said, lambda view: Reply(view, "edit"))

    @pressed("review.round", answers="note", level=Level.TEACHER)
    async def round(self, event: Press) -> Answer:
        """The teacher has the class asked what it is losing."""
        return await self._memories.round(event, _begun)

    @command("progress", answers="note")
    async def progress(self, event: Invoke) -> Reply:
        """Your memory by topic: what holds, what fades, what you have not met."""
        return Reply(_progress(await self._memories.progress(event)))

    @pressed("progress.anki", answers="note")
    async def anki(self, event: Press, class_id: str, part: int) -> Reply:
        """The learner takes their cards along."""
        file, number, parts, count = await self._memories.file(event, class_id, part)
        which = f", part {number} of {parts}" if parts > 1 else ""
        more = (Button("Next part", to(ReviewCommands.anki, class_id, number + 1)),) if number < parts else ()
        told = lines(
            rich("**{} for Anki{}:** File, then Import.", counted(count, "card"), which),
            rich("A later file brings them up to date. How well you know each stays here."),
        )
        return Reply(View(told, controls=more), file=file)


def begin(due: Due) -> tuple[Control, ...]:
    """The button that begins what is due, in place of the message."""
    label = _label(due)
    return (Button(label, to(ReviewCommands.start, due.class_id), "main"),) if label else ()


def _label(due: Due) -> str:
    if due.left is not None:
        return "Go on"
    return "Start" if due.session else ""


def _called(due: Due, way: Way, *, is_desk: bool) -> View:
    """To whoever asked: all of it on their desk, elsewhere that it is there."""
    if is_desk:
        return View(telling.due(due), controls=begin(due), tone="live" if due.session else "plain")
    there: Text = rich("It is in {}.", place(way))
    label = _label(due)
    here = (Button("Open it here", to(ReviewCommands.open, due.class_id)),) if label else ()
    return View(lines(telling.head(due), there, perhaps_closed(way)), controls=(*here, *other_desk(way)))


def _forgetting(found: ClassMemory) -> View:
    is_offered = bool(found.fading) and found.is_teachers
    controls = (Button("Run a round of these", to(ReviewCommands.round), "main"),) if is_offered else ()
    return View(telling.forgetting(found), controls=controls)


def _begun(game: Round) -> Answer:
    count = counted(len(game.questions), "question")
    return Reply(View(rich("**{}**: {}, {} s each. /quiz stop ends it.", game.title, count, game.seconds)))


def _progress(found: Progress) -> View:
    controls: list[Control] = []
    if found.is_due:
        controls.append(Button("Review", to(ReviewCommands.open, found.class_id), "main"))
    if found.whole.met:
        controls.append(Button("Cards for Anki", to(ReviewCommands.anki, found.class_id, 1)))
    return View(telling.progress(found), image=found.image, controls=tuple(controls))
