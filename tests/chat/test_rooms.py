"""Rooms of one's own beside Swot's: what they declare is found like any other."""

from __future__ import annotations

import pytest

from bot.chat import Invoke, Reply, Room, View, command, plain, rich
from bot.main import App, Settings


class Garden:
    """A room that is none of Swot's."""

    @command("garden water", answers="note")
    async def water(self, event: Invoke) -> Reply:
        """Water the garden."""
        return Reply(View(rich("{} waters it.", event.name)))


async def test_a_room_of_ones_own_answers_and_stands_in_the_help(sqlite_url: str):
    """Its commands are given, listed and declared to the platforms like Swot's."""
    app = await App.open(Settings(sqlite_url, packs=(), rooms=(Garden(),)))
    try:
        by = {"person": "t:maya", "name": "Maya", "room": Room("t:room", "t:space"), "at": 1}
        watered = await app.handle(Invoke(**by, delivery="1", command="garden", text="water"))
        assert isinstance(watered, Reply)
        assert plain(watered.view.text) == "Maya waters it."
        helped = await app.handle(Invoke(**by, delivery="2", command="swot", text="help"))
        assert isinstance(helped, Reply)
        assert "/garden water · Water the garden." in plain(helped.view.text)
    finally:
        await app.close()


async def test_two_owners_of_one_command_are_refused_and_nothing_stays_open(sqlite_url: str):
    """Swot does not start with it, and has let go of the database."""
    with pytest.raises(TypeError, match="two handlers for command 'garden water'"):
        await App.open(Settings(sqlite_url, packs=(), rooms=(Garden(), Garden())))
