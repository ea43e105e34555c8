"""How questions are marked today, for marks that are made again: the kinds' rules, and the rounds' bonus for speed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.bank.service import Bank
from bot.clock import SECOND
from bot.errors import UserError
from bot.marking.outcome import Outcome
from bot.quiz.kinds import kind_of, settled
from bot.quiz.rounds.service import Rounds
from bot.responses.model import Given, Marked


class TodaysRules:
    """Marks as a round or a solo quiz would today."""

    def __init__(self, rounds: Rounds) -> None:
        self._rounds = rounds

    def mark(self, bank: Bank, question: str, given: Given) -> Outcome | None:
        """What an answer earns; nothing where it was chosen from options that are no longer the question's.

        Such an answer may have been right when it was given: an option that is only reworded costs nobody a mark.
        """
        asked = bank.question(question)
        kind = kind_of(asked)
        if not kind.marked or not kind.offers(asked, given):
            return None
        if not kind.complete(asked, given):
            return Outcome("wrong", 0)
        return settled(kind.mark(asked, given, bank.vocabulary(question)))

    async def bonus(self, marked: Marked, outcome: Outcome, first_at: Callable[[], Awaitable[int]]) -> int:
        """What speed adds to an answer that has become right, in hundredths, where its round gives that.

        A round keeps the times of its present question alone. An earlier one closed no later than it was marked, and
        no later than its whole span after the first answer, which `first_at` finds (microseconds UTC): the latest
        instant that both allow counts as its deadline, so that nobody gets less than they would have got.
        """
        where, _, id = marked.session.partition(":")
        if where != "round":
            return 0
        try:
            put = await self._rounds.put(id, marked.position)
        except UserError:
            return 0
        span = put.game.seconds * SECOND
        if put.game.position == marked.position:
            closed_at = put.game.closes_at
        else:
            closed_at = min(marked.at, await first_at() + span)
        game = replace(put.game, opened_at=closed_at - span, closes_at=closed_at)
        return replace(put, game=game).bonus(marked.response, outcome)
