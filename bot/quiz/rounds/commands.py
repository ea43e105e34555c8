"""`/quiz round` and `/quiz stop`: a round as people see it."""

from __future__ import annotations

from typing import Annotated

from bot.appeals.commands import AppealCommands
from bot.chat import (
    About,
    Action,
    Answer,
    Between,
    Button,
    Control,
    Form,
    Invalid,
    Invoke,
    Level,
    Notice,
    Option,
    Press,
    Reply,
    Select,
    Submit,
    Suggest,
    Suggested,
    Text,
    View,
    command,
    counted,
    cut,
    lines,
    noticed,
    paragraphs,
    pressed,
    rich,
    submitted,
    to,
)
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.privacy.commands import about_privacy
from bot.quiz import cards
from bot.quiz.forms import answer_of
from bot.quiz.kinds import Refused
from bot.quiz.rounds.model import Round
from bot.quiz.rounds.putting import Place, Put
from bot.quiz.rounds.service import Rounds
from bot.quiz.solo.service import Solos
from bot.quiz.suggesting import suggest_topics
from bot.responses.model import Given, Total, nth, points

TopicName = Annotated[str, About("what to ask about; everything if left out"), Suggested("topics")]
Count = Annotated[int, Between(1, 30), About("how many questions; five if left out")]
Seconds = Annotated[int, Between(10, 300), About("seconds for each question; 25 if left out")]
MOST_TOLD = 8
"""Answers of one's own that are told after a round: as many as a phone shows without much scrolling."""
MOST_OPTIONS = 25
SHORT = 90
"""Characters of a question or an answer among others."""
LABEL = 70
"""Characters of an entry in a list to choose from."""
Speed = Annotated[bool, About("whether a quick right answer earns a bonus")]
Threaded = Annotated[bool, About("whether it is asked in a thread of its own")]


class RoundCommands:
    """A live round: everyone in the room answers the same question, in secret."""

    def __init__(self, rounds: Rounds, solos: Solos, curriculum: Curriculum) -> None:
        self._rounds = rounds
        self._solos = solos
        self._curriculum = curriculum

    @command("quiz round", answers="note", level=Level.TEACHER)
    async def round(
        self,
        event: Invoke,
        topic: TopicName | None = None,
        questions: Count = 5,
        seconds: Seconds = 25,
        speed: Speed = False,  # noqa: FBT002 - an option of a command, always given by name
        thread: Threaded = False,  # noqa: FBT002 - likewise
    ) -> Answer:
        """Start a live round: everyone here gets the same questions."""
        return await self._rounds.start(
            event, topic=topic, questions=questions, seconds=seconds, speed=speed, thread=thread, told=_started
        )

    async def topics(self, event: Suggest) -> tuple[Option, ...]:
        """Topics that begin like what is typed."""
        return suggest_topics(await self._curriculum.here(event), event.typed)

    @command("quiz stop", answers="note", level=Level.TEACHER)
    async def stop(self, event: Invoke) -> Answer:
        """End the round that is going on here."""
        return await self._rounds.stop(event, lambda game: Reply(View(rich("The round “{}” is stopped.", game.title))))

    @pressed("round.answer", answers="note")
    async def answer(self, event: Press, id: str, position: int, option: int) -> Answer:
        """An option of the open question was pressed."""
        put = await self._rounds.put(id, position)
        if put.kind.how == "write" or not 0 <= option < len(put.layout):
            raise UserError("There is no such option.")
        return await self._rounds.answer(
            event,
            put,
            lambda given: put.kind.after(put.question, put.layout, given, option),
            lambda given: Reply(View(_locked(put, given))),
        )

    @pressed("round.write", answers="form")
    async def write(self, event: Press, id: str, position: int) -> Form:
        """The learner wants to write an answer."""
        return await self._rounds.form(event, id, position, 0, to(RoundCommands.written, id, position))

    @submitted("round.write", answers="note")
    async def written(self, event: Submit, id: str, position: int) -> Answer:
        """The learner has written an answer."""
        return await self._take(event, id, position, 0, to(RoundCommands.write, id, position))

    @pressed("round.part", answers="form")
    async def part(self, event: Press, id: str, position: int, pressed: int) -> Form:
        """The learner wants to write about the part that was pressed."""
        action = to(RoundCommands.part_written, id, position, pressed)
        return await self._rounds.form(event, id, position, pressed, action)

    @submitted("round.part", answers="note")
    async def part_written(self, event: Submit, id: str, position: int, pressed: int) -> Answer:
        """The learner has written about the part that was pressed."""
        return await self._take(event, id, position, pressed, to(RoundCommands.part, id, position, pressed))

    async def _take(self, event: Submit, id: str, position: int, pressed: int, reopen: Action) -> Answer:
        put = await self._rounds.put(id, position)
        given = answer_of(put.question, put.kind, put.layout, pressed, event.fields)
        if isinstance(given, Refused):
            return Invalid(given.problems, reopen)
        return await self._rounds.answer(
            event, put, lambda _before: given, lambda taken: Reply(View(_locked(put, taken)))
        )

    @pressed("round.next", answers="note", level=Level.TEACHER)
    async def next(self, event: Press, id: str, position: int) -> Answer:
        """The teacher does not want to wait for the next question."""
        return await self._rounds.hurry(event, id, position, lambda _: Reply(View(rich("On we go."))))

    @pressed("round.source", answers="note")
    async def source(self, event: Press, id: str, position: int) -> Reply:
        """Says who?"""
        put, cited = await self._rounds.sources(event, id, position)
        return Reply(cards.sources(cited, put.question))

    @pressed("round.place", answers="note")
    async def place(self, event: Press, id: str) -> Reply:
        """A learner asks for their own place."""
        return Reply(_placed(await self._rounds.own(event, id)))

    @pressed("round.mine", answers="note")
    async def mine(self, event: Press, id: str, position: int) -> Reply:
        """A learner asks for their own answer to a question that was open for hours."""
        put, given, mark = await self._rounds.own_answer(event, id, position)
        if mark is None:
            return Reply(View(rich("You did not answer this one.")))
        yours = rich("You answered **{}**", put.kind.spelt_out(put.question, given))
        if mark.verdict == "right":
            return Reply(View(rich("{} ✓", yours)))
        worth = rich("{} · {} of 1.", yours, points(mark.points))
        answer = (*rich("The answer: "), *put.kind.key(put.question, put.layout))
        dispute = (Button("Dispute this mark", to(AppealCommands.dispute, mark.response)),)
        return Reply(View(lines(worth, answer, put.kind.detail(put.question, put.layout)), controls=dispute))

    @pressed("round.missed", answers="note")
    async def missed(self, event: Press, id: str) -> Answer:
        """A learner wants to try again what went wrong."""
        title, missed = await self._rounds.missed(event, id)
        if not missed:
            return Reply(View(rich("You missed nothing in this round.")))
        return await self._solos.ask(event, f"{title}, again", missed, Reply)

    @noticed()
    async def room_gone(self, event: Notice) -> None:
        """A room is gone, and with it the round in it."""
        if event.what == "room gone":
            await self._rounds.room_gone(event.room.key)


def _placed(mine: Place) -> View:
    """The learner's place; below it what was not right, where a mark can be disputed."""
    if mine.total is None:
        return View(rich("You took no part in this round."))
    came = _came(mine, mine.total)
    if not mine.missed:
        return View(came, controls=(about_privacy(),))
    told = [
        lines(
            rich("**{}** {}", missed.position, cut(missed.stem, SHORT)),
            rich("{} · {} of 1", cut(missed.given, SHORT), points(missed.points)),
        )
        for missed in mine.missed[:MOST_TOLD]
    ]
    more = [rich("and {} more", len(mine.missed) - MOST_TOLD)] if len(mine.missed) > MOST_TOLD else []
    options = tuple(
        Option(cut(f"{missed.position} {missed.stem}", LABEL), str(missed.response), cut(missed.given, LABEL))
        for missed in mine.missed[:MOST_OPTIONS]
        if missed.given
    )
    controls: tuple[Control, ...] = (Select("Dispute a mark …", to(AppealCommands.choose), options),) if options else ()
    return View(paragraphs(came, rich("*Not right:*"), *told, *more), controls=(*controls, about_privacy()))


def _came(mine: Place, total: Total) -> Text:
    """Which place it was; nobody is told a place for having earned nothing."""
    if not total.points:
        return rich("You earned none of {} this time.", counted(mine.game.closed, "point"))
    told = "You came **{}** of {} with **{}** of {}."
    return rich(told, nth(mine.place), mine.learners, points(total.points), mine.game.closed)


def _started(game: Round) -> Answer:
    bonus = ", with a bonus for speed" if game.speed else ""
    count = len(game.questions)
    where = ", asked in a thread" if game.threaded else ""
    told = rich(
        "**{}**: {} question{}, {} s each{}{}. /quiz stop ends it.",
        game.title,
        count,
        "" if count == 1 else "s",
        game.seconds,
        bonus,
        where,
    )
    return Reply(View(told))


def _locked(put: Put, given: Given) -> Text:
    return put.kind.locked(put.question, put.layout, given)
