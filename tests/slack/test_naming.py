"""Commands are called what they are called in the workspace."""

from __future__ import annotations

import pytest

from adapters.slack.naming import Naming
from bot.chat import Action, Choices, Entry, Field, Form, Home, Invalid, Option, Reply, View, plain, rich

COMMANDS = ("quiz round", "quiz stop", "swot help", "leaderboard")
NAMING = Naming("swot-", COMMANDS)


@pytest.mark.parametrize(
    ("words", "here"),
    [
        ("/quiz stop ends it.", "/swot-quiz stop ends it."),
        ("Try /quiz round or (/leaderboard).", "Try /swot-quiz round or (/swot-leaderboard)."),
        ("1917/quiz and /quizzes and //quiz and /zebra", "1917/quiz and /quizzes and //quiz and /zebra"),
    ],
)
def test_every_command_that_is_named_has_its_prefix(words: str, here: str):
    """Commands of ours and nothing else, wherever they stand."""
    view = View(rich("{}", words), title=words, fields=(Field("More", rich("{}", words)),), fallback=words)
    named = NAMING.view(view)
    assert (plain(named.text), named.title, plain(named.fields[0].text), named.fallback) == (here,) * 4


def test_every_kind_of_answer_is_named():
    """Replies, pages, forms and what is wrong with them; suggestions are what people send back, and stay."""
    view, here = View(rich("See /quiz.")), View(rich("See /swot-quiz."))
    assert NAMING.answer(Reply(view, "post")) == Reply(here, "post")
    assert NAMING.answer(Home(view)) == Home(here)
    form = Form("/quiz round", Action("a"), (Entry("x", "x"),))
    assert NAMING.answer(form) == Form("/swot-quiz round", Action("a"), (Entry("x", "x"),))
    assert NAMING.answer(Invalid({"x": "Not /quiz."}, Action("a"))) == Invalid({"x": "Not /swot-quiz."}, Action("a"))
    choices = Choices((Option("/quiz round", "quiz round"),))
    assert NAMING.answer(choices) == choices
    assert NAMING.answer(None) is None


def test_a_title_that_would_be_too_long_stays():
    """A form's title has room for 24 characters."""
    form = Form("/quiz round and so on", Action("a"), (Entry("x", "x"),))
    assert NAMING.answer(form) == form


def test_without_a_prefix_nothing_changes():
    """What the core says is what is shown."""
    answer = Reply(View(rich("See /quiz.")))
    assert Naming("", COMMANDS).answer(answer) is answer
