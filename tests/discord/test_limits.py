"""What Discord would not take is refused before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from adapters.discord.forms import choice, choices, modal
from adapters.discord.limits import LIMITS, TooMuch, hold
from adapters.discord.render import options, render
from bot.chat import Action, Button, Choices, Entry, Form, Image, Option, Select, View, rich
from bot.chat.parameters import MAX_WORDS
from tests.contract.suite import PIXEL

TWO = (Option("A", "a"), Option("B", "b"))
DOCUMENTED = {
    # Message components and modals, as Discord's documentation of components has them.
    "components": 40,
    "text": 4000,
    "row": 5,
    "button label": 80,
    "custom id": 100,
    "options": 25,
    "option label": 100,
    "option value": 100,
    "option about": 100,
    "placeholder": 150,
    "alt text": 1024,
    "image": 10 * 1024 * 1024,
    "file": 10 * 1024 * 1024,
    "nonce": 25,
    "thread name": 100,
    "form title": 45,
    "form entries": 5,
    "entry label": 45,
    "entry about": 100,
    "entry text": 4000,
    "group": 10,
    # Application commands.
    "choices": 25,
    "choice name": 100,
    "choice value": 100,
    "commands": 100,
    "command options": 25,
    "command name": 32,
    "command about": 100,
    "command characters": 8000,
}


def pick(label: str = "Pick") -> Select:
    """A select."""
    return Select(label, Action(f"a.pick:{label}"), TWO)


TOO_MUCH: dict[str, Callable[[int], Any]] = {
    "components": lambda n: render(View(rich("x"), controls=tuple(pick(str(k)) for k in range(n // 2)))),
    "text": lambda n: render(View(rich("{}", "x" * n))),
    "button label": lambda n: render(View(controls=(Button("x" * n, Action("a.b")),))),
    "options": lambda n: options(tuple(Option(str(k), str(k)) for k in range(n))),
    "option label": lambda n: options((Option("x" * n, "a"),)),
    "option value": lambda n: options((Option("a", "x" * n),)),
    "option about": lambda n: options((Option("a", "a", "x" * n),)),
    "placeholder": lambda n: render(View(controls=(Select("x" * n, Action("a.pick"), TWO),))),
    "alt text": lambda n: render(View(image=Image("dot", PIXEL, "x" * n))),
    "image": lambda n: render(View(image=Image("dot", bytes(n), "A dot"))),
    "custom id": lambda n: modal(Form("f", Action("a.b"), (Entry("x" * n, "l"),))),
    "form title": lambda n: modal(Form("x" * n, Action("a.b"), (Entry("e", "l"),))),
    "form entries": lambda n: modal(Form("f", Action("a.b"), tuple(Entry(f"e{k}", "l") for k in range(n)))),
    "entry label": lambda n: modal(Form("f", Action("a.b"), (Entry("e", "x" * n),))),
    "entry about": lambda n: modal(Form("f", Action("a.b"), (Entry("e", "l", about="x" * n),))),
    "entry text": lambda n: modal(Form("f", Action("a.b"), (Entry("e", "l", most=n),))),
    "choices": lambda n: choices(Choices(tuple(Option(str(k), str(k)) for k in range(n)))),
    "choice name": lambda n: choice(Option("x" * n, "a")),
    "choice value": lambda n: choice(Option("a", "x" * n)),
}
ELSEWHERE = {
    *("row", "file", "nonce", "thread name", "group"),
    *("commands", "command options", "command name", "command about", "command characters"),
}
"""`row` says how controls are laid out, `group` when options are a select; `file` is tried where files are given,
`nonce` and `thread name` with the port, the others with the commands."""


def test_every_limit_has_its_test():
    """A limit that is added to the table has to be tried."""
    assert set(TOO_MUCH) | ELSEWHERE == set(LIMITS) == set(DOCUMENTED)


@pytest.mark.parametrize("what", sorted(LIMITS))
def test_no_limit_is_wider_than_discords_own(what: str):
    """What the table lets through, Discord takes."""
    assert LIMITS[what] <= DOCUMENTED[what]
    hold(what, LIMITS[what])
    with pytest.raises(TooMuch, match=f"{what}: {LIMITS[what] + 1}"):
        hold(what, LIMITS[what] + 1)


def test_what_the_core_takes_fits():
    """The longest option that the core reads is no longer than Discord lets anybody type."""
    assert MAX_WORDS <= 6000


@pytest.mark.parametrize("what", sorted(TOO_MUCH))
def test_one_more_than_the_limit_raises(what: str):
    """At the limit everything is taken; beyond it nothing is cut, it is refused before it is sent."""
    most = LIMITS[what]
    TOO_MUCH[what](most - 1 if what == "components" else most)  # rows come with what is in them, two by two
    with pytest.raises(TooMuch):
        TOO_MUCH[what](most + 1)


@pytest.mark.parametrize(
    "view",
    [
        View(),
        View(rich(" \n")),
        View(title="\u202e"),
        View(rich("{}", "*" * 2001)),
        View(image=Image("dot", PIXEL, " ")),
        View(image=Image("a dot", PIXEL, "A dot")),
        View(image=Image("", PIXEL, "A dot")),
        View(controls=(Button(" \u202e", Action("a.b")),)),
        View(controls=(Button("a", Action("a.b")), Button("b", Action("a.b")))),
        View(controls=(Select("s", Action("a.b"), ()),)),
        View(controls=(Select("s", Action("a.b"), (Option(" ", "a"),)),)),
        View(controls=(Select("s", Action("a.b"), (Option("a", ""),)),)),
        View(controls=(Select("s", Action("a.b"), (Option("a", "a"), Option("b", "a"))),)),
        View(controls=(Select("s", Action("a.b"), TWO, least=2, most=1),)),
        View(controls=(Select("s", Action("a.b"), TWO, least=1, most=3),)),
        View(controls=(Select("s", Action("a.b"), TWO, least=0, most=0),)),
        View(controls=(Select("s", Action("a.b"), TWO, least=-1, most=1),)),
    ],
)
def test_what_discord_would_not_take_raises(view: View):
    """Nothing to show, or something that Discord refuses or changes: the core learns it before anything is sent."""
    with pytest.raises(TooMuch):
        render(view)


def test_escapes_count_towards_the_length():
    """Discord counts what is sent, not what is seen."""
    render(View(rich("{}", "*" * 2000)))
    with pytest.raises(TooMuch, match="text: 4002"):
        render(View(rich("{}", "*" * 2001)))
