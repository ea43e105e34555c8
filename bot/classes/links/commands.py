"""`/class link`, `/account`: one class on two platforms, one learner with two accounts."""

from __future__ import annotations

from typing import Annotated

from bot.chat import (
    About,
    Answer,
    Button,
    Invoke,
    Level,
    Press,
    Reply,
    View,
    command,
    counted,
    lines,
    pressed,
    rich,
    to,
)
from bot.classes.links.pages import asked_to_join, platform_name
from bot.classes.links.service import Links

ClassCode = Annotated[str, About("the code from the class's room on the other platform; none: get one")]
AccountCode = Annotated[str, About("the code that your other account got; none: get one")]


class LinkCommands:
    """What joins classes' spaces and people's accounts."""

    def __init__(self, links: Links) -> None:
        self._links = links

    # Classes

    @command("class link", answers="note", level=Level.TEACHER)
    async def link_class(self, event: Invoke, code: ClassCode | None = None) -> Answer:
        """One class on two platforms: get a code here, and enter it in the room there."""
        if code is None:
            return await self._links.class_code(event, _class_code)
        found, name, belongings = await self._links.look_at_class(event, code)
        if belongings.is_bare:
            return await self._links.join_class(event, found.code, lambda joined: Reply(_joined(joined)))
        return Reply(asked_to_join(name, belongings, to(LinkCommands.join, found.code), to(LinkCommands.keep)))

    @pressed("class.join", answers="edit", level=Level.TEACHER)
    async def join(self, event: Press, code: str) -> Answer:
        """Two classes become one."""
        return await self._links.join_class(event, code, lambda name: Reply(_joined(name), "edit"))

    @pressed("class.keep", answers="edit")
    async def keep(self, event: Press) -> Reply:
        """Nothing is joined or parted."""
        return Reply(View(rich("Left as it is.")), "edit")

    @command("class unlink", answers="note", level=Level.TEACHER)
    async def unlink_class(self, event: Invoke) -> Answer:
        """Part this space from the class: its rooms become a class of their own."""
        name = await self._links.look_at_parting(event)
        told = rich(
            "This space's rooms leave **{}** and become a class of their own, which begins afresh."
            " What was answered so far stays with **{}**.",
            name,
            name,
        )
        controls = (
            Button("Part them", to(LinkCommands.part), "danger"),
            Button("Stay together", to(LinkCommands.keep)),
        )
        return Reply(View(told, controls=controls, tone="careful"))

    @pressed("class.part", answers="edit", level=Level.TEACHER)
    async def part(self, event: Press) -> Answer:
        """A class's spaces go their own ways."""
        return await self._links.part_class(
            event, lambda name: Reply(View(rich("Parted: this space has a **{}** of its own now.", name)), "edit")
        )

    @command("class leave", answers="note")
    async def leave(self, event: Invoke) -> Answer:
        """Leave this class: no more homework or reminders; your next answer brings you back."""

        def told(name: str) -> Answer:
            gone = rich("You have left **{}**: no homework, no reminders. Your next answer here brings you back.", name)
            return Reply(View(lines(gone, rich("What you have answered stays; /privacy can erase it."))))

        return await self._links.leave_class(event, told)

    # Accounts

    @command("account link", answers="note")
    async def link_account(self, event: Invoke, code: AccountCode | None = None) -> Answer:
        """Have your accounts on two platforms count as one learner."""
        if code is None:
            return await self._links.account_code(event, _account_code)
        return await self._links.link_account(event, code, _linked)

    @command("account unlink", answers="note")
    async def unlink_account(self, event: Invoke) -> Answer:
        """Have this account count for itself again."""
        told = rich("Unlinked: this account counts for itself again.")
        return await self._links.unlink_account(event, lambda: Reply(View(told)))

    @command("account list", answers="note")
    async def accounts(self, event: Invoke) -> Reply:
        """Which of your accounts count as one learner."""
        own, *others = await self._links.accounts(event)
        if not others:
            return Reply(View(rich("This account is linked to no other. /account link links one.")))
        names = ", ".join(platform_name(person.partition(":")[0]) for person in (own, *others))
        return Reply(View(rich("{} count as one learner: {}.", counted(len(others) + 1, "account"), names)))


def _class_code(name: str, code: str) -> Answer:
    told = lines(
        rich("Code for **{}**: **{}**", name, code),
        rich("Enter it in the class's room on the other platform within half an hour: /class link code:{}", code),
    )
    return Reply(View(told), deed="")


def _account_code(code: str) -> Answer:
    told = lines(
        rich("Your code: **{}**. Show it to nobody: whoever enters it counts as you.", code),
        rich("Enter it with your other account within half an hour: /account link code:{}", code),
    )
    return Reply(View(told))


def _linked(accounts: int) -> Answer:
    return Reply(View(rich("Linked: your {} count as one learner, everywhere.", counted(accounts, "account"))))


def _joined(name: str) -> View:
    return View(
        lines(
            rich("**{}** is in this room too now: one round, one podium, one standing.", name),
            rich("Whoever is on both platforms: /account link"),
        )
    )
