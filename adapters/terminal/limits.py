"""What the narrowest platform takes: each limit is the smaller of Discord's and Slack's."""

from __future__ import annotations

from bot.chat import Answer, Button, Choices, Form, Home, Image, Invalid, Reply, Select, View, plain
from bot.clock import MINUTE

NOTE_LIVES = 15 * MINUTE
"""Discord's token; on Slack a note may be gone sooner, at the next reload."""
LIMITS: dict[str, int] = {
    "title": 150,  # Slack: header
    "text": 3000,  # Slack: section; Discord shows 4000 in all
    "fields": 10,  # Slack
    "field label": 75,
    "field text": 1000,  # Discord: 1024
    "table rows": 25,
    "table columns": 5,
    "table cell": 60,
    "alt text": 1000,  # Discord: 1024
    "fallback": 2000,  # Discord: content
    "controls": 25,  # Discord: 5 rows of 5
    "button label": 75,  # Slack; Discord: 80
    "placeholder": 150,
    "options": 25,  # Discord
    "option label": 75,  # Slack
    "option value": 100,  # Discord
    "option about": 75,
    "form title": 24,  # Slack
    "form entries": 5,  # Discord
    "form submit": 24,  # Slack
    "entry label": 45,  # Discord
    "entry about": 100,  # Discord
    "entry text": 3000,  # Slack
    "file": 10_000_000,  # bytes, of what people attach and are given. Slack: what a form takes; Discord: 10 MiB
    "choices": 25,
    "problem": 300,
}


class TooMuch(Exception):
    """An answer that some platform would refuse: a fault of ours, never of the person's."""


def _hold(what: str, size: int) -> None:
    if size > LIMITS[what]:
        raise TooMuch(f"{what}: {size}, and the narrowest platform takes {LIMITS[what]}")


def check_view(view: View) -> None:
    """Raise `TooMuch` if some platform could not show `view`."""
    _hold("title", len(view.title))
    _hold("text", len(view.title) + len(plain(view.text)))
    _hold("fallback", len(view.fallback))
    _hold("fields", len(view.fields))
    for field in view.fields:
        _hold("field label", len(field.label))
        _hold("field text", len(plain(field.text)))
    if view.table:
        _hold("table rows", len(view.table.rows))
        _hold("table columns", len(view.table.headings))
        _hold("table cell", max((len(cell) for row in view.table.rows for cell in row), default=0))
    if view.image:
        _check_image(view.image)
    _hold("controls", len(view.controls))
    addresses = [control.action.address for control in view.controls]
    if len(set(addresses)) != len(addresses):
        raise TooMuch("two controls of one message have the same action")
    for control in view.controls:
        if isinstance(control, Button):
            _hold("button label", len(control.label))
            if not control.label.strip():
                raise TooMuch("a button without a label")
        else:
            _check_select(control)
    if not (view.title or plain(view.text) or view.table or view.image or view.fields):
        raise TooMuch("an empty message")


def _check_image(image: Image) -> None:
    _hold("alt text", len(image.alt))
    if not image.alt:
        raise TooMuch("a picture without alt text")


def _check_select(select: Select) -> None:
    _hold("placeholder", len(select.placeholder))
    _hold("options", len(select.options))
    if not select.options:
        raise TooMuch("a select without options")
    for option in select.options:
        _hold("option label", len(option.label))
        _hold("option value", len(option.value))
        _hold("option about", len(option.about))


def check_form(form: Form) -> None:
    """Raise `TooMuch` if some platform could not show `form`."""
    _hold("form title", len(form.title))
    _hold("form entries", len(form.entries))
    _hold("form submit", len(form.submit))
    if not form.entries:
        raise TooMuch("a form with nothing to fill in")
    for entry in form.entries:
        _hold("entry label", len(entry.label))
        _hold("entry about", len(entry.told))
        _hold("entry text", entry.most)
        _hold("entry text", len(entry.value))
        _hold("options", len(entry.options))
        if entry.several and (not entry.options or any("\n" in option.value for option in entry.options)):
            raise TooMuch(f"{entry.name}: several are chosen of options, each with a value of one line")
        if entry.file and (entry.value or entry.long or entry.options or entry.person or entry.suggested):
            raise TooMuch(f"{entry.name}: where a file is attached, nothing else can be given or stand already")
        if entry.endings and not entry.file:
            raise TooMuch(f"{entry.name}: only a file has an ending")


def check_answer(answer: Answer) -> None:
    """Raise `TooMuch` if some platform could not give `answer`."""
    match answer:
        case Reply(view):
            check_view(view)
            _hold("file", len(answer.file.data) if answer.file else 0)
        case Home(view):
            check_view(view)
        case Form():
            check_form(answer)
        case Choices(options):
            _hold("choices", len(options))
            for option in options:
                _hold("option label", len(option.label))
                _hold("option value", len(option.value))
        case Invalid(problems):
            for problem in problems.values():
                _hold("problem", len(problem))
