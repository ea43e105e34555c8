"""A solo quiz as it stands: whose it is, what it asks now, and how it went."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from sqlalchemy import Connection

from bot.bank.service import Bank
from bot.chat import Event
from bot.classes.learners import accounts_of
from bot.errors import UserError
from bot.marking.outcome import FULL
from bot.quiz.kinds import kind_of
from bot.quiz.solo import model
from bot.quiz.solo.model import Solo
from bot.quiz.solo.putting import Page, Summary
from bot.responses import service as responses


def owned(tx: Connection, solo: Solo | None, event: Event) -> Solo:
    """The quiz, if it is the person's, with whichever account. Raises `UserError`."""
    if solo is None:
        raise UserError("That quiz is not known here. /quiz solo begins another.")
    if solo.person not in accounts_of(tx, event.person):
        raise UserError("That quiz is somebody else's. /quiz solo begins your own.")
    return solo


def where(solo: Solo) -> str:
    """How its owner gets to where they are."""
    command = "/quiz homework" if solo.homework else "/review" if solo.review else "/quiz solo"
    return f"{command} takes you to where you are."


def page(tx: Connection, bank: Bank, solo: Solo) -> Page:
    """The open question of a quiz, as its owner sees it."""
    id = solo.questions[solo.position - 1][0]
    question = bank.question(id)
    kind = kind_of(question)
    layout = kind.layout(question, f"{solo.id}:{id}")
    put = Page(solo, bank, id, question, kind, layout)
    if kind.how != "gather" and not solo.tries:
        return put
    before = responses.latest(tx, put.asking, solo.person)
    if before is None:
        return put
    again = kind.asked_back(question, before.given, bank.vocabulary(id)) if solo.tries else ()
    return replace(put, given=before.given, once_more=again)


def still_asked(bank: Bank, solo: Solo) -> Solo:
    """The quiz at its first question from here on that the class is still asked."""
    while not solo.done and not bank.offers(solo.questions[solo.position - 1][0]):
        solo = model.moved_on(model.settled(solo))
    return solo


def is_withheld(bank: Bank, solo: Solo) -> bool:
    """Whether the open question is one that the class is not asked just now, for an exam has it."""
    return not (solo.done or solo.settled) and bank.withholds(solo.questions[solo.position - 1][0])


def summary(tx: Connection, bank: Bank, solo: Solo) -> Summary:
    """How a quiz went."""
    marks = responses.session_marks(tx, solo.session, solo.person)
    missed = tuple(mark.question for mark in marks if mark.points < FULL and bank.offers(mark.question))
    topics = Counter(bank.title(bank.question(question).topic) for question in missed)
    return Summary(
        solo=solo,
        marked=sum(not bank.has(id) or kind_of(bank.question(id)).marked for id, _ in solo.questions),
        earned=sum(mark.points for mark in marks),
        counts=responses.session_worth(tx, solo.session, solo.person),
        right=sum(mark.points >= FULL for mark in marks),
        again=tuple(topics.most_common()),
        missed=missed,
    )
