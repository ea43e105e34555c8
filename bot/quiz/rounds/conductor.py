"""The course of a round, step by step, each within a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from sqlalchemy import Connection

from bot.bank.service import Bank
from bot.bank.shelf import Withdrawn
from bot.calendar.service import Calendars
from bot.chat import View, desk_of, thread_of
from bot.classes.service import Classes
from bot.curriculum.service import Curriculum
from bot.marking.outcome import Outcome
from bot.quiz.pace import usual
from bot.quiz.rounds import model, putting, store
from bot.quiz.rounds.model import Round
from bot.quiz.rounds.putting import Pages, Put, Result
from bot.responses import service as responses
from bot.responses.marks import Marks
from bot.responses.model import Response, ranked
from bot.storage import due as due_work
from bot.storage import outbox

CLOSE, NEXT, COUNT = "round.close", "round.next", "round.count"
"""The kinds of due work of a round."""
TOP = 3

Lengthened: TypeAlias = Callable[[Connection, str, int], int]
"""Seconds as a class needs them, so that nobody in it is short of time: never fewer."""


class Conductor:
    """Puts questions, reveals answers and ends rounds: what is stored, said and made due at each step.

    A question that is withdrawn from the bank while a round goes on, or withheld for an exam, is passed over; one that
    is open already is closed without its answer.
    """

    def __init__(
        self,
        curriculum: Curriculum,
        classes: Classes,
        calendars: Calendars,
        pages: Pages,
        marks: Marks,
        lengthened: Lengthened,
    ) -> None:
        self._curriculum = curriculum
        self._classes = classes
        self._calendars = calendars
        self._pages = pages
        self._marks = marks
        self.lengthened = lengthened
        """How long a live question is open that is to be open for so many seconds: the same for everybody."""

    def ask(self, tx: Connection, game: Round, now: int) -> None:
        """Put the next question that is still in the bank, or end the round where there is none."""
        if not game.position:
            # Where it was announced, nobody can begin it any more.
            _edit(tx, game, _announcement(game), self._pages.begun(game), now)
        bank = self._curriculum.at(tx, game.class_id)
        while not game.last:
            game = model.asked(game, now)
            if _is_gone(bank, game):
                game = replace(game, phase="revealed")
                continue
            put = putting.put(bank, game, game.position)
            store.save(tx, game)
            self._post(tx, game, put.key, self._pages.question(put, 0), now)
            due_work.add(tx, CLOSE, game.id, game.position, game.closes_at, bulk=game.kind == "daily")
            return
        self._over(tx, game, "finished", now)

    def open_thread(self, tx: Connection, game: Round, now: int) -> None:
        """Post what the thread of a round belongs to that begins at once."""
        self._post(tx, game, _announcement(game), self._pages.begun(game), now)

    def announce(self, tx: Connection, game: Round, now: int) -> None:
        """Tell the room that a round begins in a minute, and have it begin then."""
        begins_at = now + model.GATHERING
        self._post(tx, game, _announcement(game), self._pages.soon(game, begins_at), now, bulk=True)
        due_work.add(tx, NEXT, game.id, game.position, begins_at)

    def show_count(self, tx: Connection, game: Round, now: int) -> None:
        """Show in the open question's message how many have answered."""
        try:
            put = putting.put(self._curriculum.at(tx, game.class_id), game, game.position)
        except Withdrawn:
            return
        _edit(tx, game, put.key, self._pages.question(put, responses.people(tx, put.asking)), now)

    def reveal(self, tx: Connection, game: Round, now: int) -> None:
        """Close the open question: mark the last answer of each, and show how it went."""
        bank = self._curriculum.at(tx, game.class_id)
        if _is_gone(bank, game):
            _edit(tx, game, putting.key(game, game.position), self._pages.withdrawn(game), now)
            self.ask(tx, replace(game, phase="revealed"), now)
            return
        put = putting.put(bank, game, game.position)
        given = responses.latest_of_each(tx, put.asking)
        vocabulary, override = bank.vocabulary(put.id), bank.override(put.id)
        pace = usual(put.question, put.kind, put.layout)
        outcomes = [(response, put.mark(response, vocabulary)) for response in given]
        marks = [
            responses.mark_of(
                response,
                put.asking,
                outcome,
                at=now,
                counts=True,
                override=override,
                bonus=put.bonus(response, outcome),
                shown_at=game.opened_at,
                usual=pace,
            )
            for response, outcome in outcomes
        ]
        self._marks.give(tx, game.session, marks)
        game = model.revealed(game, len(given))
        put = replace(put, game=game)
        store.save(tx, game)
        view = self._pages.reveal(put, self._result(tx, game, put, outcomes))
        if given or game.kind == "live":
            _edit(tx, game, put.key, self._pages.closed(put, len(given)), now)
            self._post(tx, game, f"{put.key}:reveal", view, now)
        else:
            # Nobody waits for the answer: it takes the place of the question.
            _edit(tx, game, put.key, view, now)
        if game.phase == "over":
            self._podium(tx, game, now)
        else:
            due_work.add(tx, NEXT, game.id, game.position, now + model.PAUSE)

    def end(self, tx: Connection, game: Round, ended: model.Ending, now: int, advice: str = "") -> None:
        """End a round before its time; an open question is closed and not marked.

        Where its room can't be written in, the starter's desk gets the `advice` that the platform has.
        """
        for kind in (CLOSE, NEXT, COUNT):
            due_work.call_off(tx, kind, game.id)
        if not game.position:
            _edit(tx, game, _announcement(game), self._pages.begun(game), now)
        if game.phase == "asking":
            try:
                put = putting.put(self._curriculum.at(tx, game.class_id), game, game.position)
                view = self._pages.closed(put, responses.people(tx, put.asking))
            except Withdrawn:
                view = self._pages.withdrawn(game)
            _edit(tx, game, putting.key(game, game.position), view, now)
        if advice:
            outbox.post(tx, f"round:{game.id}:advice", desk_of(game.starter), self._pages.unseen(game, advice), now)
        self._over(tx, game, ended, now)

    def _over(self, tx: Connection, game: Round, ended: model.Ending, now: int) -> None:
        game = model.over(game, ended)
        store.save(tx, game)
        if ended != "room gone":
            self._podium(tx, game, now)

    def _podium(self, tx: Connection, game: Round, now: int) -> None:
        if game.kind == "live":
            view = self._pages.podium(game, self._result(tx, game, None, []))
            self._post(tx, game, f"round:{game.id}:over", view, now)
            if game.threaded:
                _edit(tx, game, _announcement(game), view, now)

    def _post(self, tx: Connection, game: Round, key: str, view: View, now: int, *, bulk: bool = False) -> None:
        """Post a message wherever the round goes on, or in its threads there; nobody waits for one open for hours.

        Where nobody knows if it arrived, a live round repeats it: a question that is not there can't be answered.
        """
        is_daily = game.kind == "daily"
        repeats = not is_daily or self._calendars.repeats(tx, game.class_id)
        opener = _announcement(game)
        for number, room in enumerate(game.rooms):
            place = thread_of(_key_in(opener, number)) if game.threaded and key != opener else room
            outbox.post(tx, _key_in(key, number), place, view, now, bulk=bulk or is_daily, repeats=repeats)

    def _result(self, tx: Connection, game: Round, put: Put | None, outcomes: list[tuple[Response, Outcome]]) -> Result:
        counts = [0] * (len(put.layout) if put else 0)
        if put:
            for response, _ in outcomes:
                for index in put.kind.chosen(put.question, put.layout, response.given):
                    counts[index] += 1
        places = ranked(responses.session_totals(tx, game.session))
        names = self._classes.shown_names(tx, game.class_id, {total.learner: total.persons for _, total in places})
        shown = [(place, names[total.learner], total) for place, total in places if total.learner in names]
        return Result(
            answers=len(outcomes),
            right=sum(outcome.verdict == "right" for _, outcome in outcomes),
            chosen=tuple(counts) if any(counts) else (),
            top=tuple(entry for entry in shown if entry[0] <= TOP and entry[2].points),
            learners=len(places),
            named=len(shown),
            grave=_is_grave(self._curriculum.at(tx, game.class_id), game),
        )


def _is_grave(bank: Bank, game: Round) -> bool:
    """Whether half of a round's questions or more are grave."""
    tones = [bank.question(id).tone for id, _ in game.questions if bank.has(id)]
    return 2 * tones.count("grave") >= len(tones) > 0


def _is_gone(bank: Bank, game: Round) -> bool:
    """Whether the present question may be neither put nor revealed."""
    return not bank.has(game.question()) or bank.withholds(game.question())


def _edit(tx: Connection, game: Round, key: str, view: View, now: int) -> None:
    """Change a message of the round, wherever it stands."""
    for number, _room in enumerate(game.rooms):
        outbox.edit(tx, _key_in(key, number), view, now)


def _announcement(game: Round) -> str:
    return f"round:{game.id}:soon"


def round_of(room: str) -> str:
    """The id of the round whose thread a room of the outbox is; empty: it is none."""
    return room.split(":")[1] if room.startswith(thread_of("round:")) else ""


def _key_in(key: str, number: int) -> str:
    return f"{key}@{number}" if number else key
