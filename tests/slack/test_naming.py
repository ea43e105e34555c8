"""Commands are called what they are called in the workspace."""

from __future__ import annotations

import pytest

from adapters.slack.naming import Naming
from bot.chat import Action, Choices, Entry, Field, Form, Home, Invalid, Invoke, Option, Reply, View, plain, rich
from tests.slack.school import School

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


def test_a_title_that_would_be_too_long_names_no_command_that_is_not_there():
    """A form's title has room for 24 characters: it then says what is asked without the stroke and the prefix."""
    form = Form("/quiz round and so on", Action("a"), (Entry("x", "x"),))
    named = NAMING.answer(form)
    assert isinstance(named, Form)
    assert named == Form("quiz round and so on", Action("a"), (Entry("x", "x"),))


@pytest.mark.parametrize(
    ("command", "prefix"),
    [
        ("/quiz", ""),
        ("/swot-quiz", "swot-"),
        ("/our_leaderboard", "our_"),
        ("/swot-swot", "swot-"),
        ("/swotswot", "swot"),
        ("/zebra", "swot-"),
        ("/swot-zebra", "swot-"),
    ],
)
def test_what_commands_are_called_is_learnt_from_how_they_are_given(command: str, prefix: str):
    """What stands before a word of ours is the prefix, whatever was set; of other words it is what it was."""
    naming = Naming("swot-", COMMANDS)
    assert naming.heard(command) == prefix
    assert plain(naming.view(View(rich("See /quiz."))).text) == f"See /{prefix}quiz."


def test_without_a_prefix_nothing_changes():
    """What the core says is what is shown."""
    answer = Reply(View(rich("See /quiz.")))
    assert Naming("", COMMANDS).answer(answer) is answer


async def test_a_prefix_that_only_the_manifest_has_simply_works(school: School, caplog: pytest.LogCaptureFixture):
    """The command is found by its end, what Swot says names it so from then on, and the log says what to set."""
    school.told.answer = Reply(View(rich("See /tell note.")))
    for _ in range(2):
        acknowledged = await school.answered(await school.command("/swot-tell note"))
        assert acknowledged["text"] == "See /swot-tell note."
    assert [event.command for event in school.told.events if isinstance(event, Invoke)] == ["tell", "tell"]
    await school.platform.post(school.key(school.history), View(rich("See /tell.")), nonce="n")
    assert school.messages() == ["See /swot-tell."]
    assert caplog.text.count("set SWOT_SLACK_PREFIX to “swot-”") == 1
