"""From views to messages and pages in Block Kit. What can't be shown whole raises `TooMuch`."""

from __future__ import annotations

import logging

from adapters.harmless import harmless, harmless_line
from adapters.rows import together
from adapters.slack.limits import LIMITS, TooMuch, hold
from adapters.slack.rich import Json, characters, field_of, rich_text, section_of
from adapters.slack.speech import speech_of
from adapters.slack.tables import table_of
from adapters.slack.words import escaped
from bot.chat import Button, Choices, Control, Image, Option, Run, Select, Text, View

log = logging.getLogger(__name__)

WEIGHTS = {"main": "primary", "danger": "danger"}


def message_of(view: View, picture: str = "") -> Json:
    """The view as a message; `picture` is the file that its image was uploaded as."""
    blocks = blocks_of(view, picture, tables=True)
    hold("blocks of a message", blocks)
    # Slack would otherwise make links of addresses in it, and styles of marks.
    return {"text": escaped(speech_of(view)), "blocks": blocks, "mrkdwn": False, "parse": "none"}


def home_of(view: View, metadata: str, picture: str = "") -> Json:
    """The view as a person's own page."""
    return {"type": "home", "blocks": page_of(view, picture), "private_metadata": metadata}


def page_of(view: View, picture: str = "") -> list[Json]:
    """The view as the blocks of a modal or of the Home tab."""
    blocks = blocks_of(view, picture)
    hold("blocks of a page", blocks)
    return blocks


def blocks_of(view: View, picture: str = "", *, tables: bool = False) -> list[Json]:
    """Everything in the view, from top to bottom; `tables`: Slack's own tables are shown here."""
    _check_controls(view.controls)
    blocks: list[Json] = []
    if view.title:
        hold("title", view.title)
        blocks.append({"type": "header", "text": plain_text(view.title)})
    if _says_something(view.text):
        blocks.append(rich_text(section_of(view.text)))
    if view.fields:
        blocks.append(rich_text(*map(field_of, view.fields)))
    if view.table:
        blocks += table_of(view.table, own=tables)
    if view.image:
        blocks.append(_image(view.image, picture))
    if not blocks:
        raise TooMuch("an empty message")
    blocks += _actions(view.controls)
    hold("characters of a message", characters(blocks))
    return blocks


def options_of(choices: Choices) -> list[Json]:
    """What an option could be, as Slack offers it; what it would not take must not cost the others, and is left out."""
    hold("options", choices.options)
    offered: list[Json] = []
    for option in choices.options:
        try:
            offered.append(option_of(option))
        except TooMuch:
            log.exception("a suggestion can't be shown")
    return offered


def option_of(option: Option) -> Json:
    """One entry of a select."""
    hold("option label", option.label)
    hold("option value", option.value)
    hold("option about", option.about)
    drawn = {"text": plain_text(option.label), "value": option.value}
    return {**drawn, "description": plain_text(option.about)} if option.about else drawn


def plain_text(words: str) -> Json:
    """Words on one line in which nothing acts, `:smile:` included. Raises `TooMuch` where there are none."""
    shown = harmless_line(words)
    if not shown.strip():
        raise TooMuch("a label, a title or an option without words")
    return {"type": "plain_text", "text": shown, "emoji": False}


def _says_something(text: Text) -> bool:
    return any(not isinstance(run, Run) or harmless(run.text).strip() for run in text)


def _check_controls(controls: tuple[Control, ...]) -> None:
    hold("controls", controls)
    addresses = [control.action.address for control in controls]
    if len(set(addresses)) != len(addresses):
        raise TooMuch("two controls of one message have the same action")


def _image(image: Image, picture: str) -> Json:
    hold("alt text", image.alt)
    if not (image.alt and picture):
        raise TooMuch("a picture without alt text, or one that was not uploaded")
    return {"type": "image", "slack_file": {"id": picture}, "alt_text": harmless_line(image.alt)}


def _actions(controls: tuple[Control, ...]) -> list[Json]:
    """A block for what stands together; it wraps as the screen is wide."""
    blocks: list[Json] = []
    most = LIMITS["elements of an actions block"]
    for group in together(controls):
        match group:
            case (Select() as select,):
                blocks.append(_line(select))
            case _:
                buttons = [_button(control) for control in group if isinstance(control, Button)]
                blocks += [
                    {"type": "actions", "elements": buttons[at : at + most]} for at in range(0, len(buttons), most)
                ]
    return blocks


def _line(select: Select) -> Json:
    """A select by itself. Slack takes one for several options only beside a text."""
    if select.most == 1:
        return {"type": "actions", "elements": [_select(select)]}
    return {"type": "section", "text": plain_text(select.placeholder), "accessory": _select(select)}


def _button(button: Button) -> Json:
    hold("button label", button.label)
    hold("action address", button.action.address)
    drawn = {"type": "button", "text": plain_text(button.label), "action_id": button.action.address}
    return drawn if button.weight == "normal" else {**drawn, "style": WEIGHTS[button.weight]}


def _select(select: Select) -> Json:
    hold("placeholder", select.placeholder)
    hold("action address", select.action.address)
    hold("options", select.options)
    if not select.options:
        raise TooMuch("a select without options")
    drawn: Json = {
        "type": "static_select",
        "placeholder": plain_text(select.placeholder),
        "action_id": select.action.address,
        "options": [option_of(option) for option in select.options],
    }
    if select.most == 1:
        return drawn
    return {**drawn, "type": "multi_static_select", "max_selected_items": select.most}
