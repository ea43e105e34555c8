"""How options are laid out says nothing of which of them is right."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.model import Question
from bot.chat import plain
from bot.quiz.kinds import KINDS, LETTERS, Layout, kind_of
from tests.kinds.questions import (
    dated,
    essay,
    figure,
    gapped,
    judged,
    matching,
    mended,
    ordered,
    several,
    single,
    typed,
)

ROOT = Path(__file__).parent.parent.parent
WORDS = st.text("abcdefghijklmnopqrstuvwxyz ÄÖÜß’-", min_size=1, max_size=30).map(str.strip)
NUMBERS = st.integers(0, 10**9).map(str) | st.integers(0, 10**9).map("{:,}".format)


def told_apart(options: list[str]) -> bool:
    """Whether a learner can tell all the options apart."""
    return len({"".join(char for char in option.casefold() if char.isalnum()) or option for option in options}) == len(
        options
    ) and all(any(char.isalnum() for char in option) for option in options)


def option_lists(least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Options as packs have them: words, numbers, or both."""
    lists = [st.lists(kind, min_size=least, max_size=most) for kind in (WORDS, NUMBERS, WORDS | NUMBERS)]
    return st.one_of(lists).filter(told_apart)


def traffic(question: Question, seed: str) -> tuple[object, ...]:
    """All that people see of a question while it is open, whatever they press."""
    kind = kind_of(question)
    layout = kind.layout(question, seed)
    pressed = [kind.after(question, layout, (), index) for index in range(len(layout))]
    return (
        layout,
        kind.asks(question, layout),
        kind.buttons(question, layout),
        pressed,
        [kind.told(question, layout, given_) for given_ in pressed],
        [kind.named(question, layout, given_) for given_ in pressed],
        [kind.complete(question, given_) for given_ in pressed],
    )


@given(option_lists(3, 6), st.text(max_size=20), st.randoms())
def test_single_choice_looks_the_same_whichever_option_is_right(options: list[str], seed: str, random):
    """For every option as the key, and the others in any order, not a byte of what is shown differs."""
    seen = set()
    for key in options:
        rest = [option for option in options if option != key]
        random.shuffle(rest)
        seen.add(repr(traffic(single(key, *rest), seed)))
    assert len(seen) == 1


@given(option_lists(4, 8), st.text(max_size=20), st.data())
def test_multiple_choice_looks_the_same_whichever_options_are_right(options: list[str], seed: str, data: st.DataObject):
    """For any division into keys and distractors, in any order."""
    seen = set()
    for _ in range(4):
        mixed = data.draw(st.permutations(options))
        keys = data.draw(st.integers(max(2, len(mixed) - 5), min(5, len(mixed) - 1)))
        seen.add(repr(traffic(several(mixed[:keys], mixed[keys:]), seed)))
    assert len(seen) == 1


@given(option_lists(3, 6), st.text(max_size=20), st.data())
def test_steps_look_the_same_whatever_their_order(options: list[str], seed: str, data: st.DataObject):
    """For any right order of the same steps."""
    seen = {repr(traffic(ordered(*data.draw(st.permutations(options))), seed)) for _ in range(4)}
    assert len(seen) == 1


def test_true_or_false_looks_the_same_whichever_is_right():
    """Always true, then false."""
    assert traffic(judged(key=True), "a") == traffic(judged(key=False), "b")
    assert kind_of(judged(key=True)).layout(judged(key=True), "a") == ("True", "False")


@given(option_lists(3, 8), st.text(max_size=20), st.data())
def test_pairs_look_the_same_whatever_belongs_to_which(options: list[str], seed: str, data: st.DataObject):
    """For any match of each prompt, and any that belong to none; also in the form."""
    prompts = ["Cider", "Perry", "Wine", "Mead", "Ale"][: data.draw(st.integers(max(3, len(options) - 3), 5))]
    prompts = prompts[: len(options)]
    seen = set()
    for _ in range(4):
        mixed = data.draw(st.permutations(options))
        question = matching(dict(zip(prompts, mixed, strict=False)), *mixed[len(prompts) :])
        kind = kind_of(question)
        layout = kind.layout(question, seed)
        seen.add(repr((traffic(question, seed), kind.entries(question, layout, 0), kind.stem(question))))
    assert len(seen) == 1


def test_a_card_looks_the_same_whichever_part_is_wrong():
    """And whatever it should say: in the question, on its buttons and in each of its forms."""
    parts = ["the season", "the drink", "the fruit"]
    seen = set()
    for faulty, key in (("the season", "spring"), ("the drink", "cider"), ("the fruit", "pears")):
        question = mended("In [autumn], [perry] is pressed from [plums].", parts, faulty, key)
        kind = kind_of(question)
        layout = kind.layout(question, "seed")
        forms = [kind.entries(question, layout, pressed) for pressed in range(3)]
        shown = (kind.stem(question), kind.asks(question, layout), kind.buttons(question, layout), forms)
        told = kind.locked(question, layout, ("the drink", "cider"))
        seen.add(repr((layout, shown, told)))
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            gapped("A ___ and a ___.", "spade", "fork"),
            gapped("A ___ and a ___.", "rake", {"key": "hoe", "accept": ("x",)}),
        ),
        (figure(5, unit="km"), figure(7, unit="km", tolerance=1)),
        (dated("1929-11"), dated("1930-01")),
        (essay(), essay().model_copy(update={"points": essay().points[:1]})),
    ],
    ids=["gaps", "number", "date", "essay"],
)
def test_what_is_written_looks_the_same_whatever_is_right(one: Question, other: Question):
    """Nothing before the answer depends on the key, its other forms or what is worth marks."""
    seen = set()
    for question in (one, other):
        kind = kind_of(question)
        layout = kind.layout(question, "seed")
        shown = (kind.stem(question), kind.spoken(question), kind.asks(question, layout))
        seen.add(repr((layout, shown, kind.buttons(question, layout), kind.entries(question, layout, 0))))
    assert len(seen) == 1


def test_a_written_answer_has_nothing_to_press():
    """No options but the button that opens the form, whatever is accepted."""
    nothing = ((), (), ("Answer",), [], [], [], [])
    assert traffic(typed("Spade"), "a") == traffic(typed("Fork", accept=["Trowel"]), "b") == nothing


@given(option_lists(3, 6), st.text(max_size=20))
def test_every_option_is_shown_once(options: list[str], seed: str):
    """Shuffling loses none and repeats none."""
    question = single(options[0], *options[1:])
    assert sorted(kind_of(question).layout(question, seed)) == sorted(options)


def test_another_seed_is_another_order():
    """Every order comes up, none much more often than another."""
    question = single("alpha", "beta", "gamma")
    layouts = Counter(kind_of(question).layout(question, f"round:{number}") for number in range(600))
    assert len(layouts) == 6
    assert min(layouts.values()) > 60


def test_the_key_is_in_each_place_equally_often():
    """Choosing always B pays no better than choosing always A."""
    question = single("alpha", "beta", "gamma", "delta")
    kind = kind_of(question)
    places = Counter(kind.right(question, kind.layout(question, f"round:{number}"))[0] for number in range(800))
    assert sorted(places) == [0, 1, 2, 3]
    assert min(places.values()) > 140


def test_a_layout_outlives_the_process():
    """A restart shows the same letters: the order hangs on nothing that differs between two processes."""
    program = (
        "from tests.kinds.questions import single\n"
        "from bot.quiz.kinds import kind_of\n"
        "question = single('alpha', 'beta', 'gamma', 'delta')\n"
        "print(*kind_of(question).layout(question, 'round:1'))\n"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    question = single("alpha", "beta", "gamma", "delta")
    assert seen == {" ".join(kind_of(question).layout(question, "round:1")) + "\n"}


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (["30", "4", "12"], ("4", "12", "30")),
        (["1924", "1917", "1929", "1922"], ("1917", "1922", "1924", "1929")),
        (["24,000", "1,000,000", "730,000", "6"], ("6", "24,000", "730,000", "1,000,000")),
        (["007", "6", "10"], ("6", "007", "10")),
    ],
)
def test_numbers_are_shown_in_their_own_order(options: list[str], shown: Layout):
    """Whichever is right, and whatever the seed: nobody hunts for a year among shuffled ones."""
    for seed in "abc":
        for key in options:
            question = single(key, *(option for option in options if option != key))
            assert kind_of(question).layout(question, seed) == shown
    several_of = several(options[:2], options[2:])
    assert kind_of(several_of).layout(several_of, "a") == shown


def test_words_among_numbers_are_shuffled_like_words():
    """Only where all options are numbers do they stand in order."""
    question = single("4", "12", "none")
    layouts = {kind_of(question).layout(question, str(number)) for number in range(40)}
    assert len(layouts) == 6


def test_numbers_to_be_put_in_order_are_not_put_in_order_for_the_learner():
    """Where the order is what is asked, showing it would be the answer."""
    question = ordered("24,000", "250,000", "730,000")
    layouts = {kind_of(question).layout(question, str(number)) for number in range(40)}
    assert len(layouts) == 6


@pytest.mark.parametrize("options", [["²", "³", "¹"], ["①", "②", "③"], ["1,2", "3,4", "5²"]])
def test_signs_that_look_like_numbers_are_options_like_any_other(options: list[str]):
    """Superscripts and circled figures are digits to Python and no numbers; they are shown all the same."""
    question = single(options[0], *options[1:])
    assert sorted(kind_of(question).layout(question, "a")) == sorted(options)


def test_there_are_letters_enough():
    """The most options that a question may have all have a letter."""
    question = several(["a1", "a2", "a3", "a4"], ["b1", "b2", "b3", "b4"])
    kind = kind_of(question)
    layout = kind.layout(question, "a")
    assert kind.buttons(question, layout) == tuple(LETTERS) == tuple("ABCDEFGH")
    assert plain(kind.asks(question, layout)).split("\n") == [
        f"{letter} {option}" for letter, option in zip(LETTERS, layout, strict=True)
    ]


def test_short_options_are_on_their_buttons():
    """With a letter before each; true and false need none."""
    question = single("Runner bean", "Beetroot", "Lettuce")
    kind = kind_of(question)
    layout = kind.layout(question, "a")
    assert kind.buttons(question, layout) == tuple(f"{LETTERS[index]} {option}" for index, option in enumerate(layout))
    assert kind.asks(question, layout) == ()
    judging = KINDS["true-false"]
    assert judging.buttons(judged(key=True), ("True", "False")) == ("True", "False")


def test_options_too_long_for_a_button_stand_above_them():
    """One long option is enough: then all stand in the text, and the buttons carry letters."""
    question = single("Runner bean", "Beetroot", "A lettuce of the kind that is grown under glass")
    kind = kind_of(question)
    layout = kind.layout(question, "a")
    assert kind.buttons(question, layout) == ("A", "B", "C")
    assert plain(kind.asks(question, layout)).split("\n") == [
        f"{letter} {option}" for letter, option in zip("ABC", layout, strict=True)
    ]
