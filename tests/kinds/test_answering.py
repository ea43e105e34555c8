"""What presses make of an answer, how it is told, and what it earns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank import model
from bot.chat import plain
from bot.marking.outcome import FULL, Outcome
from bot.quiz.kinds import KINDS, Refused, kind_of
from bot.responses.model import given_from_json, given_to_json
from tests.kinds.questions import (
    essay,
    figure,
    gapped,
    judged,
    matching,
    mended,
    on_source,
    ordered,
    several,
    single,
    typed,
)

WRONG = (model.Distractor(text="pea"),)
CHOICE = single("bean", "leek", "pea")
TICKS = several(["carrot", "parsnip"], ["kale", "pea"])
STEPS = ordered(("sow", "April"), ("pole", "May"), ("pick", "July"), "eat")
ABC = ("bean", "leek", "pea")
GROUND = ("carrot", "kale", "parsnip", "pea")
YEAR = ("eat", "pick", "pole", "sow")
PRESSES = st.lists(st.integers(0, 3), max_size=20)


def test_a_press_is_the_answer_to_a_single_choice():
    """Whatever was pressed before, the last press is the whole answer."""
    kind = kind_of(CHOICE)
    assert kind.how == "press"
    assert kind.after(CHOICE, ABC, (), 1) == ("leek",)
    assert kind.after(CHOICE, ABC, ("leek",), 0) == ("bean",)
    assert kind.after(CHOICE, ABC, ("bean",), 0) == ("bean",)
    assert kind.complete(CHOICE, ("bean",))
    assert not kind.complete(CHOICE, ())


def test_a_single_choice_is_told_by_letters():
    """The learner hears the letter; the reveal names letter and option."""
    kind = kind_of(CHOICE)
    assert plain(kind.told(CHOICE, ABC, ("leek",))) == "B"
    assert plain(kind.named(CHOICE, ABC, ("leek",))) == "leek"
    assert plain(kind.key(CHOICE, ABC)) == "A · bean"
    assert kind.right(CHOICE, ABC) == (0,)
    assert kind.chosen(CHOICE, ABC, ("pea",)) == (2,)
    assert kind.chosen(CHOICE, ABC, ()) == ()
    assert kind.mark(CHOICE, ("bean",)) == Outcome("right", FULL)
    assert kind.mark(CHOICE, ("pea",)) == Outcome("wrong", 0)


@pytest.mark.parametrize("key", [True, False])
def test_true_or_false_is_one_press(*, key: bool):
    """Told in the word itself."""
    question = judged(key=key)
    kind, layout = kind_of(question), ("True", "False")
    assert kind.how == "press"
    assert kind.after(question, layout, ("True",), 1) == ("False",)
    assert plain(kind.asks(question, layout)) == "True or false?"
    assert plain(kind.told(question, layout, ("False",))) == "False"
    assert plain(kind.key(question, layout)) == str(key)
    assert kind.right(question, layout) == (0 if key else 1,)
    assert kind.chosen(question, layout, ("False",)) == (1,)
    assert kind.mark(question, (str(key),)) == Outcome("right", FULL)
    assert kind.mark(question, (str(not key),)) == Outcome("wrong", 0)


def test_a_press_ticks_and_another_unticks():
    """What is ticked is kept in the options' order, not in that of the presses."""
    kind = kind_of(TICKS)
    assert kind.how == "gather"
    given_ = kind.after(TICKS, GROUND, (), 2)
    assert given_ == ("parsnip",)
    given_ = kind.after(TICKS, GROUND, given_, 0)
    assert given_ == ("carrot", "parsnip")
    assert plain(kind.told(TICKS, GROUND, given_)) == "A, C"
    given_ = kind.after(TICKS, GROUND, given_, 2)
    assert given_ == ("carrot",)
    given_ = kind.after(TICKS, GROUND, given_, 0)
    assert given_ == ()
    assert plain(kind.told(TICKS, GROUND, given_)) == "nothing yet"


@given(PRESSES)
def test_ticks_are_what_was_pressed_an_odd_number_of_times(presses: list[int]):
    """However often a learner changes their mind, each option once, in order; an answer as soon as one is ticked."""
    kind, given_ = kind_of(TICKS), ()
    for press in presses:
        given_ = kind.after(TICKS, GROUND, given_, press)
    assert given_ == tuple(option for index, option in enumerate(GROUND) if presses.count(index) % 2)
    assert kind.complete(TICKS, given_) == bool(given_)
    assert kind.chosen(TICKS, GROUND, given_) == tuple(index for index in range(4) if presses.count(index) % 2)


def test_ticks_are_told_and_marked():
    """The key names letters, then options; partly right earns a part."""
    kind = kind_of(TICKS)
    assert plain(kind.key(TICKS, GROUND)) == "A, C"
    assert plain(kind.detail(TICKS, GROUND)) == "A carrot\nC parsnip"
    assert plain(kind.named(TICKS, GROUND, ("carrot", "pea"))) == "carrot, pea"
    assert kind.right(TICKS, GROUND) == (0, 2)
    assert kind.mark(TICKS, ("carrot", "parsnip")) == Outcome("right", FULL)
    assert kind.mark(TICKS, ("carrot",)) == Outcome("partly", 50)
    assert kind.mark(TICKS, GROUND) == Outcome("wrong", 0)


def test_presses_put_one_thing_behind_the_other():
    """Until all are placed; what is still open is shown."""
    kind = kind_of(STEPS)
    assert kind.how == "gather"
    given_ = kind.after(STEPS, YEAR, (), 3)
    assert given_ == ("sow",)
    assert plain(kind.told(STEPS, YEAR, given_)) == "D → _ → _ → _"
    for press in (2, 1, 0):
        assert not kind.complete(STEPS, given_)
        given_ = kind.after(STEPS, YEAR, given_, press)
    assert given_ == ("sow", "pole", "pick", "eat")
    assert kind.complete(STEPS, given_)
    assert plain(kind.told(STEPS, YEAR, given_)) == "D → C → B → A"


def test_a_step_that_is_placed_is_taken_back_with_those_after_it():
    """Pressing what stands second leaves the first alone."""
    kind = kind_of(STEPS)
    assert kind.after(STEPS, YEAR, ("sow", "pick", "pole"), 1) == ("sow",)
    assert kind.after(STEPS, YEAR, ("sow", "pick", "pole"), 3) == ()
    assert kind.after(STEPS, YEAR, ("sow", "pick", "pole"), 2) == ("sow", "pick")


def test_once_all_are_placed_the_next_press_begins_again():
    """Whoever would change a whole order presses what comes first."""
    kind = kind_of(STEPS)
    whole = ("sow", "pole", "pick", "eat")
    for press, step in enumerate(YEAR):
        assert kind.after(STEPS, YEAR, whole, press) == (step,)


@given(PRESSES, st.permutations(range(4)))
def test_any_order_can_be_reached_from_anywhere(presses: list[int], wanted: list[int]):
    """No step ever stands twice, and whatever was pressed before, taking all back leaves every order open."""
    kind, given_ = kind_of(STEPS), ()
    for press in presses:
        given_ = kind.after(STEPS, YEAR, given_, press)
        assert len(set(given_)) == len(given_) <= 4
        assert kind.complete(STEPS, given_) == (len(given_) == 4)
    if given_:
        given_ = kind.after(STEPS, YEAR, given_, YEAR.index(given_[0]))
        given_ = given_ and kind.after(STEPS, YEAR, given_, YEAR.index(given_[0]))
    assert given_ == ()
    for press in wanted:
        given_ = kind.after(STEPS, YEAR, given_, press)
    assert given_ == tuple(YEAR[press] for press in wanted)


def test_an_order_is_told_with_its_dates_and_marked():
    """The letters in the right order, then each step, with its date where it has one; no option alone is right."""
    kind = kind_of(STEPS)
    assert plain(kind.key(STEPS, YEAR)) == "D → C → B → A"
    assert plain(kind.detail(STEPS, YEAR)) == "D sow · April\nC pole · May\nB pick · July\nA eat"
    assert kind.right(STEPS, YEAR) == ()
    assert kind.chosen(STEPS, YEAR, ("sow", "pole", "pick", "eat")) == ()
    assert kind.mark(STEPS, ("sow", "pole", "pick", "eat")) == Outcome("right", FULL)
    assert kind.mark(STEPS, ("pole", "sow", "pick", "eat")) == Outcome("partly", 66)
    assert kind.mark(STEPS, ("eat", "pick", "pole", "sow")) == Outcome("wrong", 0)
    assert kind.mark(STEPS, ("sow", "pole")) == Outcome("wrong", 0)


@pytest.mark.parametrize(
    "question",
    [
        single("*Pravda*", "*Iskra*", "The *Times*"),
        single("*Pravda*", "*Iskra*", "The newspaper called *Izvestia* in full"),
        several(["*Pravda*", "*Iskra*"], ["The *Times*"]),
        ordered("*Iskra*", "*Pravda*", "The *Times*"),
        typed("*Pravda*"),
        matching({"*Iskra*": "The *Times*", "Lenin": "*Pravda*", "Stalin": "*Gudok*"}),
        gapped("The paper *Pravda* and ___.", "*Iskra*"),
        mended("[Lenin] edited [the *Times*].", ["*who*", "what"], "what", "*Iskra*"),
        figure(5, unit="*poods*", tolerance=1),
        essay(),
        on_source("*Iskra* burns."),
    ],
    ids=[
        "on buttons",
        "above buttons",
        "several",
        "order",
        "typed",
        "match",
        "gaps",
        "mend",
        "number",
        "essay",
        "source",
    ],
)
def test_a_title_is_set_in_italics_or_bare_and_never_with_its_asterisks(question):
    """Wherever an option or key appears: in the text, on a button, in what is told, in the reveal."""
    kind = kind_of(question)
    layout = kind.layout(question, "seed")
    shown = [plain(kind.asks(question, layout)), plain(kind.key(question, layout)), *kind.buttons(question, layout)]
    shown += [plain(kind.stem(question)), kind.spoken(question), plain(kind.detail(question, layout))]
    for entry in kind.entries(question, layout, 0):
        shown += [entry.label, entry.about, *(option.label for option in entry.options)]
    if kind.how != "write":
        options = [(option,) for option in (*layout, "*Gudok*")]
        shown += [plain(tell(question, layout, option)) for option in options for tell in (kind.told, kind.named)]
    assert [words for words in shown if "*" in words] == []


def test_signs_of_an_author_that_are_no_italics_stay():
    """A lone asterisk, braces and two asterisks together are what they are."""
    question = single("{x}", "a * b", "c ** d")
    kind = kind_of(question)
    layout = kind.layout(question, "seed")
    assert sorted(label.split(" ", 1)[1] for label in kind.buttons(question, layout)) == ["a * b", "c ** d", "{x}"]
    assert plain(kind.key(question, layout)).endswith(" · {x}")


@pytest.mark.parametrize(
    ("question", "layout", "gone", "kept"),
    [(CHOICE, ABC, ("runner bean",), ""), (TICKS, GROUND, ("beet", "carrot"), "A"), (STEPS, YEAR, ("dig", "sow"), "D")],
    ids=["single", "several", "order"],
)
def test_an_answer_to_an_option_that_was_reworded_since_is_no_trouble(question, layout, gone, kept):
    """A pack may change while a question is open; what somebody chose under the old wording is told and marked."""
    kind = kind_of(question)
    assert kept in plain(kind.told(question, layout, gone))
    assert plain(kind.named(question, layout, gone))
    assert kind.chosen(question, layout, gone) in ((), (0,))
    assert kind.mark(question, gone).verdict in ("wrong", "partly")
    for press in range(len(layout)):
        assert set(kind.after(question, layout, gone, press)) <= {*layout, *gone}


@given(st.lists(st.text(max_size=20)).map(tuple))
def test_an_answer_comes_back_from_its_row_as_it_was_given(given_: tuple[str, ...]):
    """Whatever is in it."""
    assert given_from_json(given_to_json(given_)) == given_


@pytest.mark.parametrize("question", [CHOICE, judged(key=True), TICKS, STEPS], ids=lambda q: q.type)
def test_every_kind_that_is_pressed_can_be_answered_rightly(question):
    """The right answer, gathered press by press, is complete, can still be chosen, and earns the whole mark."""
    kind = kind_of(question)
    assert kind is KINDS[question.type]
    layout = kind.layout(question, "seed")
    ordered_ = question.type == "order"
    wanted = [layout.index(step) for step in question.key] if ordered_ else kind.right(question, layout)
    given_ = ()
    for press in wanted:
        given_ = kind.after(question, layout, given_, press)
    assert kind.complete(question, given_)
    assert kind.offers(question, given_)
    assert kind.mark(question, given_) == Outcome("right", FULL)


@pytest.mark.parametrize("question", [CHOICE, judged(key=True), TICKS, STEPS], ids=lambda q: q.type)
def test_where_there_are_buttons_nothing_can_be_written(question):
    """No form, whoever sends one; and nothing is asked back."""
    kind = kind_of(question)
    layout = kind.layout(question, "seed")
    assert kind.entries(question, layout, 0) == ()
    assert kind.fields(question, layout, 0, (layout[0],)) == {}
    assert kind.read(question, layout, 0, {"answer": layout[0]}) == Refused({})
    assert kind.asked_back(question, (layout[0],), frozenset()) == ()


@pytest.mark.parametrize(
    ("question", "given_"), [(CHOICE, ("runner bean",)), (TICKS, ("carrot", "beet")), (STEPS, ("dig", "sow"))]
)
def test_what_was_reworded_since_is_no_longer_offered(question, given_: tuple[str, ...]):
    """Whoever marks an old answer again can tell that its options have changed."""
    assert not kind_of(question).offers(question, given_)


def test_what_is_ticked_is_told_with_what_to_do_next():
    """On one's own and in a round; nothing ticked needs no words on one's own."""
    kind = kind_of(TICKS)
    assert kind.begun(TICKS, GROUND, ()) == ()
    assert plain(kind.begun(TICKS, GROUND, ("carrot",))) == "Ticked: A"
    assert plain(kind.locked(TICKS, GROUND, ("carrot",))) == "Ticked: A. Press a letter again to untick it."
    assert kind.unfinished == "Tick at least one first."


def test_an_order_is_told_with_what_to_do_next():
    """While it grows, and once it is whole."""
    kind, whole = kind_of(STEPS), ("sow", "pole", "pick", "eat")
    assert kind.begun(STEPS, YEAR, ()) == ()
    assert plain(kind.begun(STEPS, YEAR, ("sow",))) == "So far: D → _ → _ → _"
    assert plain(kind.locked(STEPS, YEAR, ("sow",))) == "So far: D → _ → _ → _."
    assert plain(kind.begun(STEPS, YEAR, whole)) == (
        "Your order: D → C → B → A. Check it, or press the one that comes first to begin again."
    )
    assert plain(kind.locked(STEPS, YEAR, whole)) == (
        "Locked in: D → C → B → A. To begin again, press the one that comes first."
    )
    assert kind.unfinished == "Put all of them in order first."


def test_one_press_is_locked_in():
    """In a round, until the next press."""
    told = plain(kind_of(CHOICE).locked(CHOICE, ABC, ("leek",)))
    assert told == "Locked in: B. You can change it until the time is up."
    assert kind_of(CHOICE).begun(CHOICE, ABC, ("leek",)) == ()


def test_why_a_choice_is_wrong_is_said_of_that_choice_alone():
    """The author's words on the distractor that tempted."""
    question = CHOICE.model_copy(update={"distractors": (model.Distractor(text="leek", why="It stands."), *WRONG)})
    assert plain(kind_of(question).why_wrong(question, ("leek",))) == "It stands."
    for given_ in (("pea",), ("bean",), ()):
        assert kind_of(question).why_wrong(question, given_) == ()
    assert kind_of(TICKS).why_wrong(TICKS, ("kale",)) == ()
