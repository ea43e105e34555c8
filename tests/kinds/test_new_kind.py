"""A new kind of question is a class that says where it differs from others, and nothing else needs to know of it."""

from __future__ import annotations

import inspect
from typing import Literal, get_args

import pytest

from bot.bank import model
from bot.chat import Text, plain, rich
from bot.marking.outcome import FULL, Outcome
from bot.quiz.kinds import KINDS, Kind, KindName, Layout, Vocabulary, kind_of
from bot.quiz.kinds.alike import Written
from bot.quiz.kinds.kind import UNKNOWN
from bot.responses.model import Given
from tests.kinds.questions import STATED


class Year(model.QuestionBase):
    """A question whose answer is a year, worth less the further off it is."""

    type: Literal["year"]
    key: int


class Estimating(Written):
    """The kind of `Year`: written, and marked by how far off it is."""

    def asks(self, question: model.Question, layout: Layout) -> Text:
        """What to write."""
        return rich("*Write a year.*")

    def complete(self, question: model.Question, given: Given) -> bool:
        """Four digits are an answer."""
        return bool(given) and given[0].isdecimal()

    def mark(self, question: model.Question, given: Given, vocabulary: Vocabulary = UNKNOWN) -> Outcome:
        """A quarter less for each year off."""
        assert isinstance(question, Year)
        return Outcome.of(max(0, FULL - 25 * abs(int(given[0]) - question.key)))

    def key(self, question: model.Question, layout: Layout) -> Text:
        """The year."""
        assert isinstance(question, Year)
        return rich("**{}**", str(question.key))


def methods(kind: type) -> dict[str, list[str]]:
    """The names of a class's public methods, and of what each takes."""
    found = inspect.getmembers(kind, inspect.isfunction)
    return {name: list(inspect.signature(method).parameters) for name, method in found if not name.startswith("_")}


def test_every_type_of_question_has_its_kind():
    """A type in the bank without a kind would be asked and never shown; whoever asks for one kind may name each."""
    union = get_args(get_args(model.Question)[0])
    types = {get_args(kind.model_fields["type"].annotation)[0] for kind in union}
    assert set(KINDS) == types
    assert list(KINDS) == list(get_args(KindName))


@pytest.mark.parametrize("kind", [*KINDS.values(), Estimating()], ids=[*KINDS, "a new one"])
def test_a_kind_does_all_that_is_asked_of_it(kind: Kind):
    """Each method is there and takes what the protocol says; `how` is one of the three ways to answer."""
    wanted = methods(Kind)
    assert {"layout", "asks", "buttons", "after", "told", "complete", "mark", "key"} <= set(wanted)
    has = methods(type(kind))
    assert {name: has.get(name) for name in wanted} == wanted
    assert kind.how in ("press", "gather", "write")
    assert len(kind.heading) <= 24
    assert bool(kind.heading) == (kind.how == "write")
    assert bool(kind.unfinished) == (kind.how == "gather")


def test_every_kind_has_a_name_of_its_own():
    """A quiz of one kind alone is called by it."""
    titles = [kind.title for kind in KINDS.values()]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_a_new_kind_is_a_line_in_the_table(monkeypatch: pytest.MonkeyPatch):
    """Once it is entered, a question of the new type is laid out, answered, marked and told through it."""
    monkeypatch.setitem(KINDS, "year", Estimating())
    question = Year(type="year", key=1924, **STATED)
    kind = kind_of(question)
    layout = kind.layout(question, "seed")
    assert plain(kind.asks(question, layout)) == "Write a year."
    [entry] = kind.entries(question, layout, 0)
    assert kind.read(question, layout, 0, {entry.name: " 1923 "}) == ("1923",)
    assert kind.fields(question, layout, 0, ("1923",)) == {entry.name: "1923"}
    assert kind.complete(question, ("1923",))
    assert kind.mark(question, ("1924",)) == Outcome("right", FULL)
    assert kind.mark(question, ("1923",)) == Outcome("partly", 75)
    assert kind.mark(question, ("1917",)) == Outcome("wrong", 0)
    assert plain(kind.key(question, layout)) == "1924"
