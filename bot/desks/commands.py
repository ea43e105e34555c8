"""`/swot desk`: where Swot writes to somebody alone, and what others' notes say of it."""

from __future__ import annotations

from bot.chat import Answer, Button, Control, Invoke, Place, Press, Reply, Text, View, command, lines, pressed, rich, to
from bot.desks.service import Desks, Way


class DeskCommands:
    """A person's desk, and where it is."""

    def __init__(self, desks: Desks) -> None:
        self._desks = desks

    @command("swot desk", answers="note")
    async def where(self, event: Invoke) -> Answer:
        """Where Swot writes to you alone, and what to do if nothing arrives there."""
        return Reply(_whole(await self._desks.find(event)))

    @pressed("desk.thread", answers="note")
    async def move(self, event: Press) -> Answer:
        """Somebody takes no direct messages, and wants a private thread."""
        return await self._desks.move(event, _moved)

    @pressed("desk.direct", answers="note")
    async def move_back(self, event: Press) -> Answer:
        """Somebody wants direct messages again."""
        return await self._desks.move_back(event, _moved_back)


def who_reads() -> Text:
    """Who reads along in a private thread: nobody should take it for more private than it is."""
    return rich("Classmates can't read it; whoever manages threads can.")


def place(way: Way) -> Text:
    """Where the desk is, after "in"."""
    return rich("{}", Place(way.thread)) if way.thread else rich("your direct messages with Swot")


def closed(way: Way) -> Text:
    """That Swot can't write there, and how it could; nothing where the desk is a thread."""
    return () if way.thread else rich("I can't write to you: direct messages are off. {}", way.allowing)


def perhaps_closed(way: Way) -> Text:
    """The same, where nobody knows yet."""
    if way.thread or way.is_closed:
        return closed(way)
    return rich("Nothing there? Direct messages may be off. {}", way.allowing)


def other_desk(way: Way) -> tuple[Control, ...]:
    """A private thread instead, where there can be one."""
    return (Button("Private thread", to(DeskCommands.move)),) if way.offers_thread else ()


def _whole(way: Way) -> View:
    told = rich("What I have for you alone comes to {}.", place(way))
    if way.thread:
        back = (Button("Direct messages instead", to(DeskCommands.move_back)),)
        return View(lines(told, who_reads()), controls=back)
    return View(lines(told, perhaps_closed(way)), controls=other_desk(way))


def _moved(room: str) -> Answer:
    told = rich("Your desk is {} now. What could not reach you comes there, too.", Place(room))
    return Reply(View(lines(told, who_reads())))


def _moved_back() -> Answer:
    return Reply(View(rich("What I have for you alone comes to your direct messages with Swot again.")))
