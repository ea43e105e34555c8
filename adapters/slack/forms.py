"""Forms as modals: drawn, and read again when they are sent."""

from __future__ import annotations

from adapters.slack.keys import id_of, is_person, key_of
from adapters.slack.limits import LIMITS, TooMuch, hold
from adapters.slack.origins import Origin
from adapters.slack.render import option_of, page_of, plain_text
from adapters.slack.rich import Json
from bot.chat import Entry, Form, Option, View, prose

CANCEL = "Cancel"
CLOSE = "Close"
WAITING = View(prose("One moment …"))
ASKING = "suggest"


def modal_of(form: Form, origin: Origin) -> Json:
    """The form as a modal that remembers where it was opened. Raises `TooMuch`."""
    hold("form title", form.title)
    hold("form submit", form.submit)
    hold("blocks of a page", form.entries)
    if len({entry.name for entry in form.entries}) != len(form.entries) or not form.entries:
        raise TooMuch("a form with nothing to fill in, or with two entries of one name")
    return {
        "type": "modal",
        "callback_id": form.action.address,
        "private_metadata": origin.to_metadata(),
        "title": plain_text(form.title),
        "submit": plain_text(form.submit),
        "close": plain_text(CANCEL),
        "blocks": [_input(entry) for entry in form.entries],
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
    return element.get("value") or ""


def files_of(element: Json, team: str, user: str) -> list[str]:
    """The keys of the files that `user` attached there; what Slack says is somebody else's is not theirs."""
    attached = element.get("files") or () if element.get("type") == "file_input" else ()
    return [key_of(team, file["id"]) for file in attached if file.get("user") in (user, "", None)]


def _input(entry: Entry) -> Json:
    hold("entry name", entry.name)
    hold("entry label", entry.label)
    hold("entry about", entry.about)
    drawn: Json = {
        "type": "input",
        "block_id": entry.name,
        "label": plain_text(entry.label),
        "optional": not entry.required,
        "element": _element(entry),
    }
    return {**drawn, "hint": plain_text(entry.about)} if entry.about else drawn


def _element(entry: Entry) -> Json:
    if entry.file:
        return _file(entry)
    if entry.options:
        return _chooser(entry)
    if entry.person:
        return _person(entry)
    # A suggestion that stands there already needs a label that Slack can show; otherwise it is text like any other.
    if entry.suggested and len(entry.value) <= LIMITS["option label"]:
        return _suggested(entry, *entry.suggested)
    return _text(entry)


def _chooser(entry: Entry) -> Json:
    hold("options", entry.options)
    if entry.several:
        return _ticked(entry)
    drawn: Json = {
        "type": "static_select",
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
