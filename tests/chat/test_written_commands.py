"""Words after a command, with names and without: the same is meant, or it is asked."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import About, Between, FileKey, PersonKey, RoomKey
from bot.chat.events import Value
from bot.chat.parameters import Parameter, clean, parameter, read_options
from bot.chat.written import Unclear, is_mixed, split_options
from bot.errors import UserError

TOPIC = parameter("topic", Annotated[str | None, About("what about")], required=False)
DUE = parameter("due", Annotated[str | None, About("by when")], required=False)
COUNT = parameter("questions", Annotated[int, Between(1, 30), About("how many")], required=False)
SECONDS = parameter("seconds", Annotated[int, Between(10, 300), About("how long")], required=False)
SPEED = parameter("speed", Annotated[bool, About("a bonus")], required=False)
THREAD = parameter("thread", Annotated[bool, About("in a thread")], required=False)
OVER = parameter("over", Annotated[Literal["week", "all"], About("since when")], required=False)
KEEP = parameter("keep", Annotated[Literal["term", "two years"], About("how long")], required=False)
SINCE = parameter("since", Annotated[Literal["all", "today"], About("since when")], required=False)
WHO = parameter("person", Annotated[PersonKey, About("who")], required=False)
WHERE = parameter("room", Annotated[RoomKey, About("where")], required=False)
FILE = parameter("file", Annotated[FileKey, About("which file")], required=False)
EVERY = (TOPIC, DUE, COUNT, SECONDS, SPEED, THREAD, OVER, KEEP, WHO, WHERE)

# Whatever the values are


@dataclass(frozen=True, slots=True)
class Said:
    """A command's options with values for some."""

    parameters: tuple[Parameter, ...]
    values: dict[str, Value]


letters = st.characters(exclude_categories=("C", "Z"), exclude_characters='"“”')
keys = st.text("abcdefghij-:.0123456789", min_size=1, max_size=12)
texts = (
    st.text(letters | st.just(" "), min_size=1, max_size=30)
    .map(clean)
    .filter(lambda words: words and words[0] not in "@#")
)


def values_of(option: Parameter) -> st.SearchStrategy[Value]:
    """Whatever an option can be."""
    match option.kind:
        case "number":
            return st.integers(option.least, option.most)
        case "yes-no":
            return st.booleans()
        case "choice":
            return st.sampled_from(option.choices)
        case "person" | "room":
            return keys
        case _:
            return texts


@st.composite
def sayings(draw: st.DrawFn) -> Said:
    """Any options in any order, with values: of each kind the first ones, and yes or no to all or none."""
    parameters = tuple(draw(st.permutations(draw(st.lists(st.sampled_from(EVERY), unique=True, min_size=1)))))
    values: dict[str, Value] = {}
    for kind in {option.kind for option in parameters}:
        alike = [option for option in parameters if option.kind == kind]
        least = len(alike) if kind == "choice" else 0
        several = draw(st.sampled_from([0, len(alike)]) if kind == "yes-no" else st.integers(least, len(alike)))
        values |= {option.name: draw(values_of(option)) for option in alike[:several]}
    return Said(parameters, values)


def word(option: Parameter, value: Value, *, quoted: bool) -> str:
    """A value as it is written without its name; a text in quotation marks."""
    match option.kind:
        case "person":
            return f"@{value}"
        case "room":
            return f"#{value}"
        case "yes-no":
            return "yes" if value else "no"
        case _:
            return f'"{value}"' if quoted and option.kind == "text" else str(value)


@given(sayings(), st.randoms(use_true_random=False))
def test_named_and_positional_spellings_read_the_same(said: Said, chance: random.Random):
    """Any values, by name in any order, or without names: each kind in the order declared, the kinds anyhow mixed."""
    told = [option for option in said.parameters if option.name in said.values]
    named = [f'{option.name}:"{word(option, said.values[option.name], quoted=False)}"' for option in told]
    chance.shuffle(named)
    assert read_options(said.parameters, split_options(said.parameters, " ".join(named))) == said.values
    mixed = list(told)
    chance.shuffle(mixed)
    waiting = {kind: [option for option in told if option.kind == kind] for kind in {one.kind for one in told}}
    ordered = [waiting[option.kind].pop(0) for option in mixed]
    loose = [word(option, said.values[option.name], quoted=True) for option in ordered]
    assert read_options(said.parameters, split_options(said.parameters, " ".join(loose))) == said.values


@given(sayings(), st.randoms(use_true_random=False), st.data())
def test_some_may_have_their_names_and_others_none(said: Said, chance: random.Random, data: st.DataObject):
    """The first of a kind without, the rest with."""
    told = [option for option in said.parameters if option.name in said.values and option.kind != "yes-no"]
    loose = set(data.draw(st.lists(st.sampled_from(told), unique=True))) if told else set[Parameter]()
    spelt = [
        word(option, said.values[option.name], quoted=True)
        if option in loose
        else f'{option.name}:"{word(option, said.values[option.name], quoted=False)}"'
        for option in told
    ]
    meant = {option.name: said.values[option.name] for option in told}
    assert read_options(said.parameters, split_options(said.parameters, " ".join(spelt))) == meant


@given(st.text(max_size=300))
def test_nothing_that_can_be_written_breaks_the_reader(written: str):
    """Any text at all is either read or refused with a sentence of bearable length, also where names are known."""
    try:
        read = split_options(EVERY, written, {"paper 2", "war and no peace"})
    except UserError as refusal:
        assert 0 < len(str(refusal)) < 400  # noqa: PT017 - either way is right
    else:
        assert set(read) <= {option.name for option in EVERY}


# What goes where


@pytest.mark.parametrize(
    ("parameters", "written", "meant"),
    [
        ((TOPIC, COUNT), "collectivisation 10", {"topic": "collectivisation", "questions": "10"}),
        ((TOPIC, COUNT), "topic: collectivisation questions: 10", {"topic": "collectivisation", "questions": "10"}),
        ((TOPIC, COUNT), "topic:five year plans 10", {"topic": "five year plans", "questions": "10"}),
        ((TOPIC, COUNT), "topic:paper 2 questions:3", {"topic": "paper 2", "questions": "3"}),
        ((TOPIC, DUE), "topic:five year plans due:Fri 16:00", {"topic": "five year plans", "due": "Fri 16:00"}),
        ((TOPIC, DUE), 'topic:"five year plans" Friday', {"topic": "five year plans", "due": "Friday"}),
        ((TOPIC, COUNT), '"10" 5', {"topic": "10", "questions": "5"}),
        ((COUNT, SECONDS), "5 60", {"questions": "5", "seconds": "60"}),
        ((TOPIC, SPEED), "terror yes", {"topic": "terror", "speed": "yes"}),
        ((TOPIC, SPEED), "war on drugs", {"topic": "war on drugs"}),
        ((SPEED, THREAD), "yes no", {"speed": "yes", "thread": "no"}),
        ((SPEED, THREAD), "speed:yes no", {"speed": "yes", "thread": "no"}),
        ((KEEP,), "two years", {"keep": "two years"}),
        ((TOPIC, KEEP), "terror TWO years", {"topic": "terror", "keep": "TWO years"}),
        ((TOPIC, WHO), "all @maya of it", {"topic": "all of it", "person": "@maya"}),
        ((FILE, COUNT), "file:my term.ics 3", {"file": "my term.ics", "questions": "3"}),
        ((OVER, SINCE), "week today", {"over": "week", "since": "today"}),
    ],
)
def test_words_go_where_they_fit(parameters: tuple[Parameter, ...], written: str, meant: dict[str, str]):
    """By what they look like, in the order declared, and with those that they belong to."""
    assert split_options(parameters, written) == meant


@pytest.mark.parametrize(
    ("parameters", "written", "told"),
    [
        ((TOPIC, COUNT), "the 5 plans", "“5” could be questions, or a part of topic. To be clear, put"),
        ((TOPIC, OVER), "war all over", "“all” could be over, or a part of topic. To be clear, put"),
        ((TOPIC, SPEED), "no more war", "“no” could be speed, or a part of topic. To be clear, put"),
        ((TOPIC, DUE), "topic:terror tomorrow", "“tomorrow” could be due, or a part of topic. To be clear, put"),
        ((SPEED, THREAD), "yes", "“yes” could be speed:yes or thread:yes. Write which you mean."),
        ((OVER, SINCE), "all", "“all” could be over:all or since:all. Write which you mean."),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_about(parameters: tuple[Parameter, ...], written: str, told: str):
    """Nothing is guessed: the sentence names both readings, and how to write each."""
    with pytest.raises(Unclear) as doubt:
        split_options(parameters, written)
    assert str(doubt.value).startswith(told)


@pytest.mark.parametrize(
    ("parameters", "written", "told"),
    [
        ((COUNT, SECONDS), "60", "questions goes from 1 to 30; 60 is outside that. Did you mean seconds:60?"),
        ((COUNT, OVER), "weak", "I don't know what to do with “weak”. Did you mean over:week?"),
        ((SPEED, COUNT), "yes no", "I don't know what to do with “no”. It takes"),
        ((OVER, COUNT), "over:weak", "over can be week or all, not “weak”. Did you mean week?"),
        ((OVER, COUNT), "ovr:week", "There is no option “ovr”. Did you mean over?"),
    ],
)
def test_a_slip_is_put_right_with_a_question(parameters: tuple[Parameter, ...], written: str, told: str):
    """“Did you mean” names the option, the choice, or the number that would fit elsewhere."""
    with pytest.raises(UserError) as refusal:
        read_options(parameters, split_options(parameters, written))
    assert str(refusal.value).startswith(told)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Paper 2", {"topic": "Paper 2"}),
        ("paper 2 5", {"topic": "paper 2", "questions": "5"}),
        ("5 the war and no peace", {"topic": "the war and no peace", "questions": "5"}),
        ("war and no peace yes", {"topic": "war and no peace", "speed": "yes"}),
        ("5 all week all", {"topic": "all week", "questions": "5", "over": "all"}),
    ],
)
def test_words_that_are_one_name_are_one_value(written: str, meant: dict[str, str]):
    """Whatever each of them looks like by itself; and a word beside the name is not in it."""
    options, names = (TOPIC, COUNT, SPEED, OVER), {"paper 2", "war and no peace", "all week"}
    assert is_mixed(options, written)
    assert split_options(options, written, names) == meant
    assert not is_mixed(options, "terror")
    assert not is_mixed(options, 'topic:"Paper 2" 5')
