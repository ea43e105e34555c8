"""Messages, modals and the Home tab as HTML, in the layout of Slack's app on a phone."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

from bot.chat import Moment
from bot.clock import SECOND
from tests.looks.discord_wording import told
from tests.looks.shots import Shot, Undrawn
from tests.loopback.slack.reading import ZONE

Thing = Mapping[str, Any]
Taker = Callable[[Thing], str]
_BUTTONS = {"primary": "main", "danger": "danger"}
_STYLES = {"bold": "b", "italic": "i", "strike": "s", "code": "code"}
_TOKENS = {
    "{time_secs}": "%H:%M:%S",
    "{time}": "%H:%M",
    "{date_long}": "%A, %B %-d, %Y",
    "{date_short_pretty}": "%-d %b",
    "{date_pretty}": "%-d %B",
}


def drawn(shot: Shot) -> str:
    """The message, modal or Home tab. Raises `Undrawn`."""
    drawing = _Drawing(shot)
    if shot.kind == "form":
        return drawing.modal()
    return drawing.home() if shot.kind == "home" else drawing.message()


class _Drawing:
    def __init__(self, shot: Shot) -> None:
        self._shot = shot
        self._values: Mapping[str, Mapping[str, Thing]] = shot.body.get("values") or {}
        self._errors: Mapping[str, str] = shot.body.get("errors") or {}
        self._blocks: dict[str, Taker] = {
            "header": lambda one: f'<div class="header">{_plain(one["text"])}</div>',
            "rich_text": lambda one: f'<div class="text">{self._all(one["elements"], self._parts)}</div>',
            "section": self._section,
            "divider": lambda _: '<div class="line"></div>',
            "image": self._image,
            "table": self._table,
            "actions": lambda one: f'<div class="row">{self._all(one["elements"], self._elements)}</div>',
            "context": self._context,
            "alert": lambda one: (
                f'<div class="alert {escape(one.get("level", "default"))}">{_plain(one["text"])}</div>'
            ),
            "input": self._input,
        }
        self._parts: dict[str, Taker] = {
            "rich_text_section": lambda one: f"<p>{self._all(one['elements'], self._pieces)}</p>",
            "rich_text_preformatted": lambda one: f"<pre>{self._all(one['elements'], self._pieces)}</pre>",
            "rich_text_quote": lambda one: f"<blockquote>{self._all(one['elements'], self._pieces)}</blockquote>",
            "rich_text_list": self._list,
        }
        self._pieces: dict[str, Taker] = {
            "text": lambda one: self._styled(one, one["text"]),
            "date": lambda one: self._styled(one, self._date(one)),
            "channel": lambda one: f'<span class="room">#{self._name(one["channel_id"])}</span>',
            "user": lambda one: f'<span class="room">@{self._name(one["user_id"])}</span>',
        }
        ticks = {"radio_buttons": "radio", "checkboxes": "check"}
        lines = ("plain_text_input", "number_input", "datepicker", "timepicker", "datetimepicker")
        lists = ("static_select", "multi_static_select", "external_select", "users_select")
        self._elements: dict[str, Taker] = {
            "button": lambda one: (
                f'<span class="button {_BUTTONS.get(one.get("style"), "")}">{_plain(one["text"])}</span>'
            ),
            "file_input": lambda _: '<div class="input empty">⇪ Add files</div>',
            **{name: lambda one, look=look: self._ticks(one, look) for name, look in ticks.items()},
            **dict.fromkeys(lines, self._line),
            **dict.fromkeys(lists, self._select),
        }

    def message(self) -> str:
        """A message of Swot's, with what its notification says and who sees it."""
        body = self._shot.body
        private = '<div class="private">👁 Only visible to you</div>' if self._shot.kind == "note" else ""
        edited = '<span class="edited">(edited)</span>' if self._shot.kind == "edit" else ""
        files = "".join(
            f'<div class="file">📄 <b>{escape(file["name"])}</b><div>{file["size"]:,} bytes</div></div>'
            for file in body.get("files") or ()
        )
        said = "" if body["blocks"] else f"<p>{escape(body['text'])}</p>"
        head = '<div class="head"><b>Swot</b><span class="app">APP</span><span class="edited">08:00</span></div>'
        shown = f"{head}{said}{self._all(body['blocks'], self._blocks)}{files}{edited}"
        bell = f'<div class="bell">🔔 {_unescaped(body["text"])}</div>'
        return f'{bell}{private}<div class="message"><div class="face">S</div><div class="body">{shown}</div></div>'

    def modal(self) -> str:
        """A modal, as the sheet that comes up."""
        body = self._shot.body
        send = _plain(body["submit"]) if body.get("submit") else ""
        close = _plain(body["close"]) if body.get("close") else "✕"
        head = (
            f'<div class="bar"><span>{close}</span><b>{_plain(body["title"])}</b><span class="send">{send}</span></div>'
        )
        return f'<div class="form">{head}{self._all(body["blocks"], self._blocks)}</div>'

    def home(self) -> str:
        """The Home tab of the app."""
        tabs = '<div class="tabs"><b>Home</b><span>Messages</span><span>About</span></div>'
        return f'<div class="home">{tabs}{self._all(self._shot.body["blocks"], self._blocks)}</div>'

    def _all(self, things: Iterable[Thing], takers: Mapping[str, Taker]) -> str:
        return "".join(self._one(thing, takers) for thing in things)

    def _one(self, thing: Thing, takers: Mapping[str, Taker]) -> str:
        taker = takers.get(thing["type"])
        if taker is None:
            raise Undrawn(f"{thing['type']} in “{self._shot.scene}”")
        return taker(thing)

    # Words

    def _text(self, given: Thing) -> str:
        if given["type"] != "plain_text":
            raise Undrawn(f"{given['type']} in “{self._shot.scene}”")
        return _plain(given)

    def _styled(self, piece: Thing, words: str) -> str:
        made = escape(words)
        for style, on in piece.get("style", {}).items():
            if style not in _STYLES:
                raise Undrawn(f"{style} in “{self._shot.scene}”")
            made = f"<{_STYLES[style]}>{made}</{_STYLES[style]}>" if on else made
        return made

    def _date(self, piece: Thing) -> str:
        """An instant as the app shows it to somebody in London in winter."""
        if piece["format"] == "{ago}":
            return told(Moment(piece["timestamp"] * SECOND, "countdown"), self._shot.at)
        if piece["format"] not in _TOKENS:
            raise Undrawn(f"a date as {piece['format']} in “{self._shot.scene}”")
        return datetime.fromtimestamp(piece["timestamp"], UTC).strftime(_TOKENS[piece["format"]])

    def _name(self, id: str) -> str:
        return escape(self._shot.names.get(id, id))

    def _list(self, part: Thing) -> str:
        items = "".join(f"<li>{self._all(item['elements'], self._pieces)}</li>" for item in part["elements"])
        name = {"bullet": "ul", "ordered": "ol"}[part["style"]]
        return f'<{name} class="listed" style="padding-left:{20 + 24 * part.get("indent", 0)}px">{items}</{name}>'

    # Blocks

    def _section(self, one: Thing) -> str:
        text = f'<div class="text">{self._text(one["text"])}</div>' if one.get("text") else ""
        fields = "".join(f'<div class="field">{self._text(given)}</div>' for given in one.get("fields", ()))
        beside = self._one(one["accessory"], self._elements) if one.get("accessory") else ""
        return f'<div class="section">{text}{fields}{beside}</div>'

    def _context(self, one: Thing) -> str:
        return f'<div class="context">{" ".join(self._text(part) for part in one["elements"])}</div>'

    def _image(self, one: Thing) -> str:
        data = self._shot.uploads.get(one["slack_file"]["id"], b"")
        source = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        title = f'<div class="about">{_plain(one["title"])}</div>' if one.get("title") else ""
        return f'{title}<img class="picture" src="{source}" alt="{escape(one["alt_text"])}">'

    def _table(self, one: Thing) -> str:
        settings = dict(enumerate(one.get("column_settings", ())))
        rows = ""
        for number, row in enumerate(one["rows"]):
            tag = "td" if number else "th"
            cells = ""
            for column, cell in enumerate(row):
                setting = settings.get(column) or {}
                wrapped = ";white-space:normal" if setting.get("is_wrapped") else ""
                cells += f'<{tag} style="text-align:{setting.get("align", "left")}{wrapped}">{self._cell(cell)}</{tag}>'
            rows += f"<tr>{cells}</tr>"
        return f'<div class="table"><table>{rows}</table></div>'

    def _cell(self, cell: Thing) -> str:
        match cell["type"]:
            case "raw_text":
                return escape(cell["text"])
            case "rich_text":
                return self._all(cell["elements"], self._parts)
            case kind:
                raise Undrawn(f"{kind} in a table in “{self._shot.scene}”")

    def _input(self, one: Thing) -> str:
        optional = '<span class="about"> (optional)</span>' if one.get("optional") else ""
        entry = self._one({**one["element"], "state": self._state(one)}, self._elements)
        problem = self._errors.get(one["block_id"], "")
        wrong = f'<div class="problem">{escape(problem)}</div>' if problem else ""
        hint = f'<div class="about">{_plain(one["hint"])}</div>' if one.get("hint") else ""
        return f'<div class="label"><b>{_plain(one["label"])}{optional}</b>{entry}{wrong}{hint}</div>'

    # Elements

    def _state(self, block: Thing) -> Thing:
        return self._values.get(block.get("block_id", ""), {}).get(block["element"].get("action_id", ""), {})

    def _standing(self, one: Thing) -> list[str]:
        """What stands in an element: what was put there since, or at first."""
        state = one.get("state") or {name.replace("initial", "selected"): value for name, value in one.items()}
        options = [state["selected_option"]] if state.get("selected_option") else state.get("selected_options") or []
        named = [self._shot.names.get(state["selected_user"], "")] if state.get("selected_user") else []
        written = (state.get(name) for name in ("value", "selected_value", "selected_date", "selected_time"))
        if state.get("selected_date_time"):
            written = iter([f"{datetime.fromtimestamp(state['selected_date_time'], ZONE):%a %-d %B %Y   🕘 %H:%M}"])
        return [*(str(option["text"]["text"]) for option in options), *named, *(str(one) for one in written if one)]

    def _line(self, one: Thing) -> str:
        icon = {"datepicker": "📅 ", "timepicker": "🕘 ", "datetimepicker": "📅 "}.get(one["type"], "")
        asked = one.get("placeholder", {}).get("text", "")
        standing = "\n".join(self._standing(one))
        looks = f"input{' long' if one.get('multiline') else ''}{'' if standing else ' empty'}"
        return f'<div class="{looks}">{icon}{escape(standing or asked) or "&nbsp;"}</div>'

    def _select(self, one: Thing) -> str:
        chosen = ", ".join(self._standing(one))
        several = one["type"].startswith("multi")
        shown = escape(
            chosen or one.get("placeholder", {}).get("text", "") or f"Select {'options' if several else 'an item'}"
        )
        listed = "".join(f"<li>{_plain(option['text'])}{_about(option)}</li>" for option in one.get("options", ()))
        held = f"<ul>{listed}</ul>" if listed else ""
        return f'<div class="select{"" if chosen else " empty"}">{shown}<span>⌄</span></div>{held}'

    def _ticks(self, one: Thing, name: str) -> str:
        standing = self._standing(one)
        ticks = ""
        for option in one["options"]:
            mark = f'<span class="{name}{" on" * (option["text"]["text"] in standing)}"></span>'
            ticks += f'<div class="tick">{mark}<div>{_plain(option["text"])}{_about(option)}</div></div>'
        return f'<div class="ticks">{ticks}</div>'


def _plain(text: Thing) -> str:
    """A plain text; emoji are written out, for Swot has none in its own."""
    return escape(text["text"])


def _about(option: Thing) -> str:
    return f'<div class="about">{_plain(option["description"])}</div>' if option.get("description") else ""


def _unescaped(text: str) -> str:
    """A notification, which stands in mrkdwn's escapes already; quotes are nothing to them."""
    return text.replace('"', "&quot;")
