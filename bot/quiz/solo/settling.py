"""What comes of an answer in a solo quiz: it is kept, and once the question is settled it has its mark."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.chat import Event, View
from bot.marking.outcome import Outcome
from bot.quiz.kinds import settled
from bot.quiz.pace import usual
from bot.quiz.solo import model, store
from bot.quiz.solo.putting import Page, Pages
from bot.responses import service as responses
from bot.responses.marks import Marks
from bot.responses.model import Given, NewResponse


class Settling:
    """Keeps and marks what is answered, within the caller's transaction."""

    def __init__(self, pages: Pages, marks: Marks) -> None:
        self._pages = pages
        self._marks = marks

    def respond(self, tx: Connection, event: Event, page: Page, given: Given) -> None:
        """Keep what was given to the open question."""
        responses.respond(tx, page.asking, NewResponse(event.person, given, event.at, event.delivery))

    def settle(self, tx: Connection, event: Event, page: Page) -> View:
        """Give the open question its mark, for what was given last, and show it."""
        store.save(tx, model.settled(page.solo), event.at)
        asking = page.asking
        response = responses.latest(tx, asking, event.person)
        assert response is not None
        page = replace(page, response=response.seq)
        if not page.kind.marked:
            return self._pages.kept(page)
        outcome = Outcome("wrong", 0)
        if page.given:
            outcome = settled(page.kind.mark(page.question, page.given, page.bank.vocabulary(page.id)))
        mark = responses.mark_of(
            response,
            asking,
            outcome,
            at=event.at,
            counts=not page.solo.practice,
            override=page.bank.override(page.id),
            shown_at=page.solo.touched_at,
            tries=page.solo.tries + 1,
            usual=usual(page.question, page.kind, page.layout),
        )
        self._marks.give(tx, asking.session, [mark])
        return self._pages.feedback(page, outcome)
