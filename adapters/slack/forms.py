"""Forms as modals: drawn, and read again when they are sent."""

from __future__ import annotations

import re
from datetime import datetime

from adapters.slack.keys import id_of, is_person, key_of
from adapters.slack.limits import LIMITS, TooMuch, hold
from adapters.slack.origins import Origin
from adapters.slack.render import option_of, page_of, plain_text
from adapters.slack.rich import Json
from bot.chat import Entry, Form, Option, View, prose
from bot.clock import SECOND, local

CANCEL = "Cancel"
CLOSE = "Close"
WAITING = View(prose("One moment …"))
ASKING = "suggest"
ROWS = 18
"""Options that a form may lay open: on a phone more would hide what is below them."""
_TEN_DIGITS = 10**9
_WRITTEN = {
    "whole": re.compile(r"-?\d{1,15}"),
    "number": re.compile(r"-?\d{1,15}(\.\d{1,10})?"),
    "time": re.compile(r"([01]\d|2[0-3]):[0-5]\d"),
    "date": re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"),
}
"""How what stands in an entry has to be written to stand in Slack's own field for it."""


def modal_of(form: Form, origin: Origin) -> Json:
    """The form as a modal that remembers where it was opened. Raises `TooMuch`."""
    hold("form title", form.title)
    hold("form submit", form.submit)
    hold("blocks of a page", form.entries)
    if len({entry.name for entry in form.entries}) != len(form.entries) or not form.entries:
        raise TooMuch("a form with nothing to fill in, or with two entries of one name")
    roomy = sum(len(entry.options) for entry in form.entries) <= ROWS
    return {
        "type": "modal",
        "callback_id": form.action.address,
        "private_metadata": origin.to_metadata(),
        "title": plain_text(form.title),
        "submit": plain_text(form.submit),
        "close": plain_text(CANCEL),
        "blocks": [_input(entry, ticked=roomy) for entry in form.entries],
    }


def page_modal_of(view: View, origin: Origin, picture: str = "") -> Json:
    """A view as a modal to read and close: what stands where a form was expected."""
    return {
        "type": "modal",
        "private_metadata": origin.to_metadata(),
        "title": plain_text("Swot"),
        "close": plain_text(CLOSE),
        "blocks": page_of(view, picture),
    }


def asked_of(action_id: str) -> tuple[str, str] | None:
    """The command and option that a select asks suggestions for."""
    word, _, rest = action_id.partition(":")
    command, colon, option = rest.partition(":")
    return (command, option) if word == ASKING and colon else None


def value_of(element: Json, team: str) -> str:
    """What was written into an entry or chosen in it, as text."""
    if element.get("selected_user"):
        return key_of(team, element["selected_user"])
    if element.get("selected_options"):
        return "\n".join(str(option["value"]) for option in element["selected_options"])
    if element.get("selected_option"):
        return str(element["selected_option"]["value"])
    if element.get("files"):
        return key_of(team, element["files"][0]["id"])
    if isinstance(at := element.get("selected_date_time"), int):
        return local(at * SECOND).strftime("%Y-%m-%dT%H:%MZ")
    return element.get("selected_time") or element.get("selected_date") or element.get("value") or ""


def files_of(element: Json, team: str, user: str) -> list[str]:
    """The keys of the files that `user` attached there; what Slack says is somebody else's is not theirs."""
    attached = element.get("files") or () if element.get("type") == "file_input" else ()
    return [key_of(team, file["id"]) for file in attached if file.get("user") in (user, "", None)]


def _input(entry: Entry, *, ticked: bool) -> Json:
    hold("entry name", entry.name)
    hold("entry label", entry.label)
    element = _element(entry, ticked=ticked)
    about = entry.told if element["type"] == "plain_text_input" else entry.about
    hold("entry about", about)
    drawn: Json = {
        "type": "input",
        "block_id": entry.name,
        "label": plain_text(entry.label),
        "optional": not entry.required,
        "element": element,
    }
    return {**drawn, "hint": plain_text(about)} if about else drawn


def _element(entry: Entry, *, ticked: bool) -> Json:
    if entry.file:
        return _file(entry)
    if entry.options:
        return _chooser(entry, ticked=ticked)
    if entry.person:
        return _person(entry)
    # A suggestion that stands there already needs a label that Slack can show; otherwise it is text like any other.
    if entry.suggested and len(entry.value) <= LIMITS["option label"]:
        return _suggested(entry, *entry.suggested)
    if entry.kind == "moment" and ((at := _instant_of(entry)) or not entry.value):
        return _moment(entry, at)
    written = _WRITTEN.get(entry.kind)
    if written and (not entry.value or written.fullmatch(entry.value)):
        return _figure(entry)
    return _text(entry)


def _chooser(entry: Entry, *, ticked: bool) -> Json:
    """All options laid open where there is room for them; what may be left empty has to be a list, which can be."""
    hold("options", entry.options)
    if entry.several:
        return _ticked(entry)
    open_to_see = ticked and entry.required and 1 < len(entry.options) <= LIMITS["radio buttons"]
    drawn: Json = {
        "type": "radio_buttons" if open_to_see else "static_select",
        "action_id": entry.name,
        "options": [option_of(option) for option in entry.options],
    }
    standing = next((option for option in entry.options if option.value == entry.value), None)
    return {**drawn, "initial_option": option_of(standing)} if standing else drawn


def _ticked(entry: Entry) -> Json:
    """Boxes to tick where there is room for them, and otherwise a list."""
    chosen = entry.value.split("\n")
    standing = [option_of(option) for option in entry.options if option.value in chosen]
    drawn: Json = {
        "type": "checkboxes" if len(entry.options) <= LIMITS["checkboxes"] else "multi_static_select",
        "action_id": entry.name,
        "options": [option_of(option) for option in entry.options],
    }
    return {**drawn, "initial_options": standing} if standing else drawn


def _person(entry: Entry) -> Json:
    drawn: Json = {"type": "users_select", "action_id": entry.name}
    return {**drawn, "initial_user": id_of(entry.value)} if is_person(entry.value) else drawn


def _file(entry: Entry) -> Json:
    if entry.value:
        raise TooMuch(f"{entry.name}: no file can stand there already")
    drawn: Json = {"type": "file_input", "action_id": entry.name, "max_files": 1}
    return {**drawn, "filetypes": list(entry.endings)} if entry.endings else drawn


def _suggested(entry: Entry, command: str, option: str) -> Json:
    drawn: Json = {"type": "external_select", "action_id": f"{ASKING}:{command}:{option}", "min_query_length": 0}
    return {**drawn, "initial_option": option_of(Option(entry.value, entry.value))} if entry.value else drawn


def _figure(entry: Entry) -> Json:
    """A number, a time or a date, in Slack's own field for it."""
    drawn: Json = {"type": "number_input", "action_id": entry.name, "is_decimal_allowed": entry.kind == "number"}
    if entry.kind in ("time", "date"):
        drawn = {"type": f"{entry.kind}picker", "action_id": entry.name}
    standing = {"time": "initial_time", "date": "initial_date"}.get(entry.kind, "initial_value")
    return {**drawn, standing: entry.value} if entry.value else drawn


def _moment(entry: Entry, at: int) -> Json:
    """A day and a time of day together; Slack shows and asks them by the clock of whoever reads the form."""
    drawn: Json = {"type": "datetimepicker", "action_id": entry.name}
    return {**drawn, "initial_date_time": at} if at else drawn


def _instant_of(entry: Entry) -> int:
    """The instant that stands there, or was picked there before, in seconds UTC as Slack takes it; 0: there is none."""
    try:
        at = entry.at // SECOND or round(datetime.strptime(entry.value, "%Y-%m-%dT%H:%M%z").timestamp())
    except ValueError:
        return 0
    return at if _TEN_DIGITS <= at < 10 * _TEN_DIGITS else 0


def _text(entry: Entry) -> Json:
    hold("entry text", entry.most)
    hold("entry text", entry.value)
    if len(entry.value) > entry.most:
        raise TooMuch(f"{entry.name}: {len(entry.value)} characters stand where {entry.most} are allowed")
    drawn: Json = {
        "type": "plain_text_input",
        "action_id": entry.name,
        "multiline": entry.long,
        "max_length": entry.most,
    }
    return {**drawn, "initial_value": entry.value} if entry.value else drawn
