"""Slack's part of the gallery: truthful, and harmless."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack.forms import modal_of
from adapters.slack.origins import Origin
from adapters.slack.render import message_of
from bot.chat import Entry, Form, Option
from tests.looks.evil import CLICK, EVIL, EVIL_FORM, EVIL_VIEW, PNG
from tests.looks.page import card, page
from tests.looks.shots import Shot, Undrawn
from tests.looks.slack_drawing import drawn

NOON = 1_796_040_000_000_000


def shot(*blocks: dict[str, Any], kind: str = "post", **more: Any) -> Shot:
    """What stood on a screen."""
    body = {"text": "Said", "blocks": list(blocks), **more}
    return Shot("A scene", kind, body, NOON, uploads={"F1": PNG}, names={"C1": "history"}, platform="slack")


def words(*elements: dict[str, Any]) -> dict[str, Any]:
    """A block of rich text."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def test_what_people_wrote_is_only_words():
    """In titles, texts, fields, tables, labels, options, pictures and forms: no mark-up of theirs reaches the page."""
    message = message_of(EVIL_VIEW, "F1")
    modal = modal_of(EVIL_FORM, Origin())
    made = (
        drawn(shot(*message["blocks"], text=message["text"])),
        drawn(shot(kind="form", **modal | {"errors": {"one": EVIL}})),
    )
    for one in made:
        assert "<script" not in page([[one]], "dark", "slack")
        assert "&lt;script&gt;" in one
    assert "<script" not in card(shot(*message["blocks"], text=message["text"]))


@pytest.mark.parametrize(
    "block",
    [
        {"type": "video"},
        {"type": "actions", "elements": [{"type": "overflow"}]},
        words({"type": "broadcast", "range": "channel"}),
        words({"type": "text", "text": "x", "style": {"highlight": True}}),
        words({"type": "date", "timestamp": 1, "format": "{day_divider_pretty}"}),
        {"type": "section", "text": {"type": "mrkdwn", "text": "*x*"}},
        {"type": "rich_text", "elements": [{"type": "rich_text_verse", "elements": []}]},
        {"type": "table", "rows": [[{"type": "raw_number", "value": 1}]]},
    ],
)
def test_what_nobody_drew_is_an_error(block: dict[str, Any]):
    """Nothing is left out in silence: no block, no element, no style, no way to show a date."""
    with pytest.raises(Undrawn, match="A scene"):
        drawn(shot(block))


def test_words_look_as_slack_shows_them():
    """Styles, moments, rooms, lists and what stands in letters of one width."""
    made = drawn(
        shot(
            words(
                {"type": "text", "text": "A "},
                {"type": "text", "text": "bold", "style": {"bold": True}},
                {"type": "date", "timestamp": NOON // 1_000_000, "format": "{time}"},
                {"type": "channel", "channel_id": "C1"},
            ),
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_list",
                        "style": "bullet",
                        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}],
                    },
                    {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a  b"}]},
                ],
            },
        )
    )
    assert '<p>A <b>bold</b>12:00<span class="room">#history</span></p>' in made
    assert "<li>one</li></ul><pre>a  b</pre>" in made


def test_a_form_shows_what_stands_in_it_and_what_is_wrong():
    """What was written since, what is chosen, and the sentence beside an entry."""
    form = Form(
        "Title",
        CLICK,
        (
            Entry("one", "Label", "before", "a hint"),
            Entry("two", "Which", "b", options=(Option("Ay", "a"), Option("Bee", "b"))),
        ),
    )
    modal = modal_of(form, Origin())
    first = drawn(shot(kind="form", **modal))
    assert "before" in first
    assert "a hint" in first
    assert '<span class="radio on"></span><div>Bee</div>' in first
    typed = {"one": {"one": {"type": "plain_text_input", "value": "since"}}}
    again = drawn(shot(kind="form", **modal, values=typed, errors={"one": "Not so."}))
    assert "since" in again
    assert "before" not in again
    assert '<div class="problem">Not so.</div>' in again


def test_a_home_tab_and_a_note_say_what_they_are():
    """A tab stands below the app's own, and a note is its reader's alone."""
    assert "Messages" in drawn(shot(words({"type": "text", "text": "x"}), kind="home"))
    assert "Only visible to you" in drawn(shot(words({"type": "text", "text": "x"}), kind="note"))
