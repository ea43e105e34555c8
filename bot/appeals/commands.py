"""Disputing a mark, and deciding on it: `/quiz disputes`, `/class appeals` and the buttons around them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from bot.appeals.deciding import KEY_TAKES_NONE, Deciding
from bot.appeals.model import LONGEST_COMMENT
from bot.appeals.service import Appeals, Own, Sent
from bot.appeals.telling import Case, Place
from bot.chat import (
    Answer,
    Button,
    Entry,
    Form,
    Invoke,
    Level,
    Option,
    Press,
    Reply,
    Select,
    Submit,
    Text,
    View,
    command,
    cut,
    lines,
    paragraphs,
    pressed,
    rich,
    submitted,
    to,
)
from bot.chat.parameters import clean
from bot.errors import UserError

SENT: dict[Sent, str] = {
    "sent": "Sent to your teacher.",
    "kept": "Kept for your teacher.",
    "counts": "Your teacher has upheld that answer already: it counts.",
}
SHORT = 60
"""Characters of a question or an answer in a list."""
NOTHING_WAITS = "No disputed mark waits for you."


class Pages(Protocol):
    """How disputes look to those who decide on them."""

    def case(self, case: Case, place: Place) -> View:
        """The dispute as it stands, with what can be done about it."""
        ...

    def choice(self, case: Case, place: Place) -> View:
        """What else can be done where the key can't take the answer."""
        ...


class AppealCommands:
    """A learner disputes a mark; whoever teaches or marks decides."""

    def __init__(self, appeals: Appeals, deciding: Deciding, pages: Pages) -> None:
        self._appeals = appeals
        self._deciding = deciding
        self._pages = pages

    # The learner's side

    @pressed("appeal.dispute", answers="note")
    async def dispute(self, event: Press, response: int) -> Answer:
        """A learner disputes a mark."""
        return await self._appeals.dispute(event, response, partial(_sent, response))

    @pressed("appeal.choose", answers="note")
    async def choose(self, event: Press) -> Answer:
        """A learner disputes one of the marks of a round."""
        response = _chosen(event)
        return await self._appeals.dispute(event, response, partial(_sent, response))

    @pressed("appeal.withdraw", answers="edit")
    async def withdraw(self, event: Press, response: int) -> Answer:
        """A learner takes their dispute back."""
        return await self._appeals.withdraw(event, response, _withdrawn)

    @pressed("appeal.drop", answers="edit")
    async def drop(self, event: Press) -> Answer:
        """A learner takes back one of several disputes."""
        return await self._appeals.withdraw(event, _chosen(event), _withdrawn)

    @command("quiz disputes", answers="note")
    async def disputes(self, event: Invoke) -> Reply:
        """The marks that you dispute, and what became of them."""
        return Reply(_own(await self._appeals.mine(event)))

    # The teacher's side

    @command("class appeals", answers="note", level=Level.OBSERVER)
    async def appeals(self, event: Invoke) -> Answer:
        """The disputed marks of this class, the one that has waited longest first."""
        return await self._deciding.next(event, "", lambda case: Reply(self._queued(case)))

    @pressed("appeal.next", answers="edit", level=Level.OBSERVER, about="dispute")
    async def next(self, event: Press, id: str) -> Answer:
        """On to the next disputed mark."""
        return await self._deciding.next(event, id, lambda case: Reply(self._queued(case), "edit"))

    @pressed("appeal.uphold", answers="edit", level=Level.MARKER, about="dispute")
    async def uphold(self, event: Press, id: str, place: str) -> Answer:
        """A disputed mark is upheld."""
        where = _place(place)
        try:
            return await self._deciding.uphold(event, id, where, self._edited(where))
        except UserError as error:
            if str(error) != KEY_TAKES_NONE:
                raise
        return Reply(self._pages.choice(await self._deciding.case(event, id), where), "edit")

    @pressed("appeal.give", answers="edit", level=Level.MARKER, about="dispute")
    async def give(self, event: Press, id: str, place: str) -> Answer:
        """Everyone who answered so is given the mark."""
        where = _place(place)
        return await self._deciding.give(event, id, where, self._edited(where))

    @pressed("appeal.out", answers="edit", level=Level.TEACHER, about="dispute")
    async def out(self, event: Press, id: str, place: str) -> Answer:
        """The question of a disputed mark is left out."""
        where = _place(place)
        return await self._deciding.leave_out(event, id, where, self._edited(where))

    @pressed("appeal.back", answers="edit", level=Level.MARKER, about="dispute")
    async def back(self, event: Press, id: str, place: str) -> Answer:
        """Whoever decides would rather look at the disputed mark again."""
        return Reply(self._pages.case(await self._deciding.case(event, id), _place(place)), "edit")

    @pressed("appeal.decline", answers="form", level=Level.MARKER, about="dispute")
    async def decline(self, event: Press, id: str, place: str) -> Form:
        """A disputed mark is to stay, and something may be said about it."""
        case = await self._deciding.case(event, id)
        entry = Entry(
            "comment",
            "What to tell them",
            value=case.suggested,
            about="May be left empty. It goes to whoever answered so.",
            required=False,
            most=LONGEST_COMMENT,
        )
        return Form("Decline", to(AppealCommands.declined, id, _place(place)), (entry,), submit="Decline")

    @submitted("appeal.declined", answers="edit", level=Level.MARKER, about="dispute")
    async def declined(self, event: Submit, id: str, place: str) -> Answer:
        """A disputed mark is declined."""
        where = _place(place)
        comment = cut(clean(event.fields.get("comment", "")), LONGEST_COMMENT)
        return await self._deciding.decline(event, id, where, comment, self._edited(where))

    @pressed("appeal.undo", answers="edit", level=Level.TEACHER, about="dispute")
    async def undo(self, event: Press, id: str, place: str) -> Answer:
        """What was upheld is taken back."""
        where = _place(place)
        return await self._deciding.undo(event, id, where, self._edited(where))

    def _queued(self, case: Case | None) -> View:
        return self._pages.case(case, "queue") if case else View(rich(NOTHING_WAITS))

    def _edited(self, place: Place) -> Callable[[Case], Answer]:
        return lambda case: Reply(self._pages.case(case, place), "edit")


def _sent(response: int, sent: Sent) -> Answer:
    if sent == "counts":
        return Reply(View(rich(SENT[sent])))
    return Reply(View(rich(SENT[sent]), controls=(Button("Take it back", to(AppealCommands.withdraw, response)),)))


def _withdrawn() -> Answer:
    return Reply(View(rich("Taken back. The mark stays as it is.")), "edit")


def _chosen(event: Press) -> int:
    """The response that was chosen from a list. Raises `UserError` where it is none."""
    chosen = event.values[0] if event.values else ""
    if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 19):  # noqa: PLR2004 - digits of an integer
        raise UserError("Choose one of the list.")
    return int(chosen)


def _place(place: str) -> Place:
    return "desk" if place == "desk" else "queue"


def _own(found: list[Own]) -> View:
    if not found:
        return View(rich("You dispute no mark. Where one looks wrong to you, press [Dispute this mark] beside it."))
    waiting = [own for own in found if own.dispute.state == "open"]
    options = tuple(Option(cut(own.given, SHORT), str(own.response), cut(own.stem, SHORT)) for own in waiting)
    controls = (Select("Take one back …", to(AppealCommands.drop), options),) if options else ()
    return View(paragraphs(*map(_listed, found)), title="Marks that you dispute", controls=controls)


def _listed(own: Own) -> Text:
    dispute = own.dispute
    stands = {
        "open": "with your teacher",
        "upheld": "the question is left out now" if dispute.remedy == "out" else "upheld: it counts",
        "declined": f"not changed: “{dispute.comment}”" if dispute.comment else "not changed",
    }.get(dispute.state, "")
    return lines(rich("**{}** · {}", cut(own.given, SHORT), stands), rich("*{}*", cut(own.stem, SHORT)))
