"""The gallery: whole, truthful and harmless."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.discord import forms
from adapters.discord import render as discord_render
from adapters.discord.forms import modal
from adapters.discord.render import render
from adapters.slack.speech import NOTIFICATION
from tests.chat_harness import Chat, Installation
from tests.looks.discord_drawing import DRAWN, drawn
from tests.looks.discord_wording import html_of
from tests.looks.evil import EVIL, EVIL_FORM, EVIL_VIEW, PNG
from tests.looks.page import card, page, sheets
from tests.looks.playing import Gallery, played
from tests.looks.rooms import rooms
from tests.looks.shots import PlatformName, Shot, Undrawn
from tests.looks.unseen import unseen
from tests.loopback.discord.components import (
    BUTTON,
    CHECK,
    CHECKS,
    CONTAINER,
    LABEL,
    RADIOS,
    ROW,
    SEPARATOR,
    TEXT,
    everything,
)

NOON = 1_796_040_000_000_000
ROOM = 34
"""Letters of a button that a row has room for, on a card on a phone."""


@pytest.fixture(scope="module")
def platform(request: pytest.FixtureRequest) -> PlatformName:
    """Where the gallery is played."""
    name: PlatformName = request.param
    return name


@pytest.fixture(scope="module")
def shown(platform: PlatformName, tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    """Every room, played."""
    import asyncio  # noqa: PLC0415 - a loop of its own, for all tests of this module

    async def play() -> Gallery:
        gallery = Gallery()
        for room in rooms(tmp_path_factory.mktemp("packs")):
            await played(room, gallery, platform)
        return gallery

    return asyncio.run(play())


@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[Chat]:
    """A Swot that tells which handlers it has."""
    talking = await Chat.open(Installation(sqlite_url, packs=()))
    yield talking
    await talking.close()


def shot(body: dict[str, object], kind: str = "post") -> Shot:
    """A message or form that stood on a screen."""
    return Shot("A scene", kind, body, NOON, uploads={"0": PNG})


async def test_every_handler_that_answers_is_in_the_gallery_or_says_why_not(
    shown: Gallery, chat: Chat, platform: PlatformName
):
    """Whoever adds a command, a button or a form shows it, or says why not; no reason outlives its cause."""
    registry = chat.app.registry
    tables = {"command": registry.commands, "press": registry.presses, "submit": registry.submits}
    known = {(what, name) for what, table in tables.items() for name in table}
    left_out = unseen(platform)
    assert known - shown.played - set(left_out) == set()
    assert set(left_out) - known == set()
    assert set(left_out) & shown.played == set()
    assert all(left_out.values())


def test_everything_that_was_shown_can_be_drawn(shown: Gallery, platform: PlatformName):
    """Each message and form, with its caption; notes say that they are private, and forms are among them."""
    cards = [card(one) for one in shown.shots]
    assert all("caption" in one for one in cards)
    notes = [made for one, made in zip(shown.shots, cards, strict=True) if one.kind == "note"]
    assert notes
    private = {"discord": "Only you can see this", "slack": "Only visible to you"}[platform]
    assert all(private in made for made in notes)
    pages = {"home"} if platform == "slack" else set()
    assert {one.kind for one in shown.shots} == {"post", "edit", "note", "desk", "form", *pages}


def test_every_button_can_be_read_to_its_end(shown: Gallery, platform: PlatformName):
    """A phone cuts off what is longer than a row; the same labels stand on every platform."""
    if platform == "discord":
        every = (one for each in shown.shots for one in everything(each.body["components"]) if one["type"] == BUTTON)
        assert sorted({one["label"] for one in every if len(one["label"]) > ROOM}) == []


def test_every_notification_reads_well(shown: Gallery, platform: PlatformName):
    """On Slack each message comes with words: never none, without mark-up, and a first line that can stand alone.

    A file that is given comes without: Slack says its name.
    """
    messages = [one.body for one in shown.shots if "text" in one.body and not one.body["files"]]
    assert bool(messages) == (platform == "slack")
    for body in messages:
        first, *_ = str(body["text"]).split("\n")
        assert 0 < len(first.strip()) <= NOTIFICATION
        assert "<" not in body["text"]
        assert "**" not in body["text"]


def test_what_people_wrote_is_only_words():
    """In titles, texts, fields, tables, labels, options, pictures and forms: no mark-up of theirs reaches the page."""
    message = render(EVIL_VIEW).body
    for made in (drawn(shot(message)), drawn(shot(modal(EVIL_FORM), "form"))):
        assert "<script" not in page([[made]], "dark")
        assert "&lt;script&gt;" in made
    assert "<script" not in card(Shot(EVIL, EVIL, message, NOON, EVIL, {"0": PNG}))


def test_a_component_that_nobody_drew_is_an_error():
    """Nothing is left out in silence."""
    with pytest.raises(Undrawn, match="component 99"):
        drawn(shot({"components": [{"type": 99}]}))


def test_every_component_that_the_adapter_knows_is_drawn():
    """Whatever the renderer may send has a look here, whether or not a scene shows it today."""
    numbers = {value for module in (forms, discord_render) for value in vars(module).values() if type(value) is int}
    named = {render_type for render_type in numbers if 0 < render_type <= CHECK}
    assert {TEXT, ROW, CONTAINER, SEPARATOR, RADIOS, CHECKS, LABEL} <= named
    assert named <= DRAWN


def test_words_look_as_the_reader_reads_them():
    """Headings, styles, small print, quotes, code, moments and rooms."""
    source = (
        "### Hello\nA **bold** \\*word\\*\n\n-# small\n> said\n```\na  b\n```\n<t:1796040025:R> <t:1796040000:t> <#7>"
    )
    assert html_of(source, NOON, {"discord:7": "history"}) == (
        "<h3>Hello</h3><p>A <b>bold</b> *word*</p>"
        '<p class="gap"></p><small>small</small><blockquote>said</blockquote><pre>a  b</pre>'
        '<p><span class="time">in 25 seconds</span> <span class="time">12:00</span> '
        '<span class="room">#history</span></p>'
    )


def test_sheets_keep_the_order_and_the_size():
    """As many phones side by side as fit, filled from the top; what is taller than a sheet has a column to itself."""
    assert sheets(["a", "b", "c", "d"], [40, 60, 200, 10], tall=100, wide=2) == [[["a", "b"], ["c"]], [["d"]]]
