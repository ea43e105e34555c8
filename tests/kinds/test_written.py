"""Answers that are written: the form, what it makes of what was written, how it is told, and what it earns."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.terminal.limits import check_form
from bot.bank import model
from bot.chat import Action, Run, plain
from bot.marking.outcome import FULL, Outcome
from bot.quiz.forms import form_of
from bot.quiz.kinds import KINDS, Refused, kind_of, settled
from bot.quiz.kinds.composing import LONGEST, composed
from tests.kinds.questions import dated, essay, figure, gapped, matching, mended, on_source, typed

SPADE = typed("Spade", accept=["digging spade"], reject=["Shade"], prompt={"tool": "Which tool?"})
TREES = figure(1200, tolerance="5%")
TONNES = figure(25, unit="tonnes", unit_required=True)
OCTOBER = dated("1871-10")
DRINKS = matching({"Cider": "Apples", "Perry": "Pears", "Wine": "Grapes"}, "Medlars")
PRESS = gapped(
    "A ___ is grown for drink, and caught in a ___ below.",
    {"key": "cider apple", "prompt": ({"form": "drinking apple", "ask": "What is it called?"},)},
    {"key": "trough", "accept": ("stone trough",), "reject": ("barrel",)},
)
PLUMS = mended(
    "In [autumn], [perry] is pressed from [plums].",
    ["the season", "the drink", "the fruit"],
    "the fruit",
    "pears",
    prompt=({"form": "fruit", "ask": "Which fruit?"},),
)
WRITTEN = [
    SPADE,
    TREES,
    TONNES,
    OCTOBER,
    dated("1871"),
    dated("1871-10-03"),
    DRINKS,
    PRESS,
    PLUMS,
    essay(),
    on_source(),
]
RIGHT = {
    "typed": {"answer": "spade"},
    "number": {"answer": "25 tonnes"},
    "date": {"answer": "3 October 1871"},
    "gaps": {"gap-1": "cider apple", "gap-2": "trough"},
    "mend": {"answer": "pears"},
}


def of(question, layout, **letters: str) -> dict[str, str]:
    """The fields of a match form by the matches chosen, one a prompt."""
    return {name.replace("_", "-"): "ABCDEFGH"[layout.index(match)] for name, match in letters.items()}


# Every kind


@pytest.mark.parametrize("question", WRITTEN, ids=lambda question: question.type)
def test_every_form_can_be_shown_everywhere(question):
    """However many buttons open one: each platform takes its title, its entries and their words."""
    kind = kind_of(question)
    assert kind.how == "write"
    layout = kind.layout(question, "seed")
    labels = kind.buttons(question, layout)
    assert labels
    for pressed in range(len(labels)):
        form = form_of(Action("solo.part:abcdefghij:30:4"), question, kind, layout, pressed)
        check_form(form)
        assert len({entry.name for entry in form.entries}) == len(form.entries)


@pytest.mark.parametrize("question", WRITTEN, ids=lambda question: question.type)
def test_an_empty_form_is_refused_entry_by_entry(question):
    """Nothing, blanks and what nobody sees are no answer; each entry has its own sentence."""
    kind = kind_of(question)
    layout = kind.layout(question, "seed")
    names = [entry.name for entry in kind.entries(question, layout, 0)]
    for words in ("", "  ", "\t\x00 \u200b"):
        refused = kind.read(question, layout, 0, dict.fromkeys(names, words))
        assert isinstance(refused, Refused)
        assert list(refused.problems) == names
        assert all(sentence.endswith(".") for sentence in refused.problems.values())
        assert len(set(refused.problems.values())) == len(names)
    assert kind.read(question, layout, 0, {}) == kind.read(question, layout, 0, dict.fromkeys(names, ""))


@pytest.mark.parametrize("question", [SPADE, TONNES, dated("1871-10-03"), PRESS, PLUMS], ids=lambda q: q.type)
def test_every_kind_that_is_written_can_be_answered_rightly(question):
    """The right words make an answer that is complete, can still be chosen, and earns the whole mark."""
    kind = kind_of(question)
    assert kind is KINDS[question.type]
    layout = kind.layout(question, "seed")
    pressed = layout.index(question.faulty) if question.type == "mend" else 0
    given_ = kind.read(question, layout, pressed, RIGHT[question.type])
    assert kind.complete(question, given_)
    assert kind.offers(question, given_)
    assert kind.mark(question, given_) == Outcome("right", FULL)
    assert kind.fields(question, layout, pressed, given_) == RIGHT[question.type]


LINE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)


@given(st.sampled_from([SPADE, TREES, OCTOBER, PRESS, PLUMS, essay(), on_source()]), st.data())
def test_what_was_written_stands_in_the_form_again(question, data: st.DataObject):
    """An answer put back into its form makes the same answer; so it does from its row."""
    kind = kind_of(question)
    layout = kind.layout(question, "seed")
    pressed = data.draw(st.integers(0, len(kind.buttons(question, layout)) - 1))
    names = [entry.name for entry in kind.entries(question, layout, pressed)]
    given_ = kind.read(question, layout, pressed, {name: data.draw(LINE) for name in names})
    assert not isinstance(given_, Refused)
    assert kind.complete(question, given_)
    assert kind.read(question, layout, pressed, kind.fields(question, layout, pressed, given_)) == given_
    assert tuple(json.loads(json.dumps(given_))) == given_


@given(st.data())
def test_what_was_matched_stands_in_the_form_again(data: st.DataObject):
    """However the matches are laid out next time: an answer does not hang on letters."""
    kind = kind_of(DRINKS)
    one, other = (kind.layout(DRINKS, data.draw(st.text(max_size=5))) for _ in range(2))
    chosen = {f"pair-{number}": data.draw(st.sampled_from("ABCD")) for number in (1, 2, 3)}
    given_ = kind.read(DRINKS, one, 0, chosen)
    assert not isinstance(given_, Refused)
    assert kind.fields(DRINKS, one, 0, given_) == chosen
    assert kind.read(DRINKS, other, 0, kind.fields(DRINKS, other, 0, given_)) == given_


@given(st.sampled_from(WRITTEN), st.lists(st.text(max_size=20), max_size=6).map(tuple))
def test_whatever_a_row_holds_is_marked_and_told(question, given_: tuple[str, ...]):
    """A pack may change its type of question under an answer; no answer of any shape raises."""
    kind = kind_of(question)
    layout = kind.layout(question, "seed")
    outcome = settled(kind.mark(question, given_))
    assert outcome.verdict in ("right", "partly", "wrong")
    assert 0 <= outcome.earned <= FULL
    kind.fields(question, layout, 0, given_)
    if kind.complete(question, given_):
        assert plain(kind.told(question, layout, given_))
        assert plain(kind.named(question, layout, given_))


def test_nothing_can_be_pressed_where_an_answer_is_written():
    """A stray press leaves what was written."""
    assert kind_of(SPADE).after(SPADE, (), ("fork",), 0) == ("fork",)


@pytest.mark.parametrize("words", ["**bold** {} *x", "*Pravda*", "{}", "_", "<b>"])
def test_what_a_learner_wrote_is_told_as_it_stands(words: str):
    """Asterisks and braces of a learner are characters like any other."""
    assert kind_of(SPADE).told(SPADE, (), (words,)) == (Run(words, "bold"),)
    assert kind_of(SPADE).named(SPADE, (), (words,)) == (Run(words, "bold"),)
    assert words in plain(kind_of(PRESS).told(PRESS, (), (words, "x")))
    assert words in plain(kind_of(PLUMS).told(PLUMS, PLUMS.parts, ("the fruit", words)))


def test_what_nothing_more_can_be_asked_of_is_settled():
    """What is right of it counts; what was nearly right does not."""
    assert settled(Outcome("prompt", 0, "Which?")) == Outcome("wrong", 0)
    assert settled(Outcome("prompt", 50, "Which?")) == Outcome("partly", 50)
    for outcome in (Outcome("right", FULL, "spelt x"), Outcome("partly", 33, "gap 1 is not"), Outcome("wrong", 0)):
        assert settled(outcome) == outcome


# Typed


def test_a_written_answer_is_marked_by_its_forms():
    """Key, other forms, what is rejected and what is asked back all reach the marking."""
    kind = kind_of(SPADE)
    assert kind.mark(SPADE, ("a spade",)) == Outcome("right", FULL)
    assert kind.mark(SPADE, ("Digging spade",)) == Outcome("right", FULL)
    assert kind.mark(SPADE, ("shade",)) == Outcome("wrong", 0)
    assert kind.mark(SPADE, ("Tool",)) == Outcome("prompt", 0, "Which tool?")
    assert kind.mark(SPADE, ()) == Outcome("wrong", 0)
    assert kind.asked_back(SPADE, ("Tool",), frozenset()) == ("answer",)
    assert plain(kind.told(SPADE, (), ("a spade",))) == "a spade"
    assert plain(kind.key(SPADE, ())) == "Spade"
    assert (kind.right(SPADE, ()), kind.chosen(SPADE, (), ("x",)), kind.detail(SPADE, ())) == ((), (), ())


def test_another_term_of_the_field_is_no_slip():
    """What the pack knows of other things guards the key against what merely looks like it."""
    question = typed("kolkhoz")
    kind = kind_of(question)
    assert kind.mark(question, ("sovkhoz",), frozenset({"sovkhoz"})) == Outcome("wrong", 0)


@pytest.mark.parametrize(("given_", "complete"), [((), False), (("",), False), (("  ",), False), (("x",), True)])
def test_a_written_answer_is_one_as_soon_as_something_stands_there(given_: tuple[str, ...], *, complete: bool):
    """Spaces are nothing."""
    assert kind_of(SPADE).complete(SPADE, given_) is complete


def test_a_long_answer_is_refused():
    """An answer here is a few words."""
    told = "Keep it under 300 characters; an answer here is a few words."
    assert kind_of(SPADE).read(SPADE, (), 0, {"answer": "x" * 301}) == Refused({"answer": told})
    assert kind_of(SPADE).read(SPADE, (), 0, {"answer": "x" * 300}) == ("x" * 300,)


def test_a_long_stem_is_cut_beside_the_entry():
    """The form says what is asked, as far as there is room."""
    question = typed("Spade").model_copy(update={"stem": "What is the *tool* for turning soil, " * 6})
    [entry] = kind_of(question).entries(question, (), 0)
    assert entry.about.startswith("What is the tool for")
    assert entry.about.endswith("…")
    assert len(entry.about) <= 100


# Numbers and dates


@pytest.mark.parametrize(
    ("question", "asks", "key", "detail"),
    [
        (figure(5), "Answer with a number.", "5", ""),
        (figure(2.5, unit="km"), "Answer with a number, in km.", "2.5 km", ""),
        (TONNES, "Answer with a number and its unit.", "25 tonnes", ""),
        (TREES, "Answer with a number.", "1,200", "Anything within 5% counts."),
        (figure(730_000, tolerance=10_000), "Answer with a number.", "730,000", "Anything within 10,000 counts."),
        (figure(7, tolerance=1, unit="%"), "Answer with a number, in %.", "7%", "Anything within 1% counts."),
        (figure(12, unit="£"), "Answer with a number, in £.", "£12", ""),
        (figure(3.0), "Answer with a number.", "3", ""),
        (dated("1929"), "Answer with a year.", "1929", ""),
        (OCTOBER, "Answer with a month and a year.", "October 1871", ""),
        (dated("1929-11-07"), "Answer with a day, a month and a year.", "7 November 1929", ""),
        (dated("1900", tolerance=1), "Answer with a year.", "1900", "Anything within 1 year counts."),
        (dated("1900", tolerance=5), "Answer with a year.", "1900", "Anything within 5 years counts."),
    ],
)
def test_a_figure_or_date_says_what_is_asked_and_how_exactly(question, asks: str, key: str, detail: str):
    """Before: what to answer with. After: the key as people write it, and what else was right."""
    kind = kind_of(question)
    assert plain(kind.asks(question, ())) == asks
    assert plain(kind.key(question, ())) == key
    assert plain(kind.detail(question, ())) == detail


@pytest.mark.parametrize(
    ("question", "given_", "verdict"),
    [
        (TREES, "1,250", "right"),
        (TREES, "1,300", "wrong"),
        (TREES, "about 1200", "right"),
        (TREES, "lots", "prompt"),
        (TONNES, "25 t", "right"),
        (TONNES, "25", "prompt"),
        (TONNES, "25 kg", "wrong"),
        (OCTOBER, "Oct 1871", "right"),
        (OCTOBER, "1871", "prompt"),
        (OCTOBER, "November 1871", "wrong"),
        (dated("1900", tolerance=2), "1902", "right"),
        (dated("1900", tolerance=2), "1903", "wrong"),
    ],
)
def test_figures_and_dates_are_marked_by_their_rules(question, given_: str, verdict: str):
    """Tolerance, unit and exactness reach the marking."""
    assert kind_of(question).mark(question, (given_,)).verdict == verdict


# Match


def test_what_is_to_be_matched_stands_in_lines_and_the_matches_in_a_row():
    """Numbers before the one, letters before the other; a phone shows both at once."""
    kind = kind_of(DRINKS)
    layout = ("Pears", "Medlars", "Apples", "Grapes")
    assert plain(kind.asks(DRINKS, layout)) == "1 Cider\n2 Perry\n3 Wine\n\nA Pears · B Medlars · C Apples · D Grapes"
    assert kind.buttons(DRINKS, layout) == ("Match",)


def test_each_prompt_has_a_select_of_all_matches():
    """The same in each, in the order shown."""
    kind = kind_of(DRINKS)
    layout = kind.layout(DRINKS, "seed")
    entries = kind.entries(DRINKS, layout, 0)
    assert [entry.label for entry in entries] == ["Cider", "Perry", "Wine"]
    assert len({entry.options for entry in entries}) == 1
    labels = [option.label for option in entries[0].options]
    assert labels == [f"{letter} {match}" for letter, match in zip("ABCD", layout, strict=True)]


def test_a_match_as_long_as_a_list_shows_has_no_room_for_a_letter():
    """The words come first."""
    question = matching({"a": "x" * 75, "b": "y" * 74, "c": "z" * 73})
    kind = kind_of(question)
    [entry, *_] = kind.entries(question, kind.layout(question, "seed"), 0)
    assert sorted(len(option.label) for option in entry.options) == [74, 75, 75]


def test_long_matches_stand_in_lines():
    """A row of them would be a wall of text."""
    question = matching({"a": "x" * 23, "b": "y", "c": "z"})
    layout = ("z", "x" * 23, "y")
    assert plain(kind_of(question).asks(question, layout)).endswith(f"\n\nA z\nB {'x' * 23}\nC y")


def test_pairs_are_told_by_letters():
    """Also in the feedback: the key below names every letter, with what was left over."""
    kind = kind_of(DRINKS)
    layout = ("Pears", "Medlars", "Apples", "Grapes")
    given_ = kind.read(DRINKS, layout, 0, of(DRINKS, layout, pair_1="Apples", pair_2="Medlars", pair_3="Grapes"))
    assert given_ == ("Cider", "Apples", "Perry", "Medlars", "Wine", "Grapes")
    assert plain(kind.told(DRINKS, layout, given_)) == "1 C, 2 B, 3 D"
    assert kind.named(DRINKS, layout, given_) == kind.told(DRINKS, layout, given_)
    assert plain(kind.locked(DRINKS, layout, given_)) == (
        "Locked in: 1 C, 2 B, 3 D. You can change it until the time is up."
    )
    assert kind.mark(DRINKS, given_) == Outcome("partly", 66, "2 of 3 pairs")
    assert plain(kind.key(DRINKS, layout)) == "1 C, 2 A, 3 D"
    assert plain(kind.detail(DRINKS, layout)) == (
        "1 Cider → C Apples\n2 Perry → A Pears\n3 Wine → D Grapes\nLeft over: B Medlars"
    )
    bare = matching({"Cider": "Apples", "Perry": "Pears", "Wine": "Grapes"})
    assert "Left over" not in plain(kind.detail(bare, ("Pears", "Apples", "Grapes")))


@pytest.mark.parametrize("value", ["", "E", "apples and pears", "0", "AB", "²"])
def test_only_what_is_in_the_list_can_be_chosen(value: str):
    """A client may send anything; the sentence says for which prompt."""
    kind = kind_of(DRINKS)
    layout = kind.layout(DRINKS, "seed")
    refused = kind.read(DRINKS, layout, 0, {"pair-1": "A", "pair-2": value, "pair-3": "A"})
    assert refused == Refused({"pair-2": "Choose a match for Perry."})


def test_a_match_may_be_written_out():
    """Where there is no list to choose from, as at a terminal."""
    kind = kind_of(DRINKS)
    fields = {"pair-1": "apples", "pair-2": " Pears ", "pair-3": "GRAPES"}
    assert kind.mark(DRINKS, kind.read(DRINKS, kind.layout(DRINKS, "s"), 0, fields)) == Outcome("right", FULL)


def test_a_pair_that_was_reworded_since_is_no_trouble():
    """It is told with a question mark, earns nothing, and is no longer offered."""
    kind, layout = kind_of(DRINKS), ("Pears", "Medlars", "Apples", "Grapes")
    given_ = ("Cider", "Apples", "Perry", "Old pears", "Mead", "Honey")
    assert plain(kind.told(DRINKS, layout, given_)) == "1 C, 2 ?, 3 ?"
    assert not kind.complete(DRINKS, given_)
    assert not kind.offers(DRINKS, given_)
    assert kind.mark(DRINKS, given_).earned == 33
    assert kind.fields(DRINKS, layout, 0, given_) == {"pair-1": "C"}


# Gaps


def test_gaps_are_numbered_where_there_are_several():
    """In the text, in the form with the words around each, and in what is told."""
    kind = kind_of(PRESS)
    assert plain(kind.stem(PRESS)) == "A (1) ____ is grown for drink, and caught in a (2) ____ below."
    assert kind.spoken(PRESS) == "A ____ is grown for drink, and caught in a ____ below."
    assert plain(kind.asks(PRESS, ())) == "Fill the 2 gaps."
    entries = kind.entries(PRESS, (), 0)
    assert [(entry.name, entry.label) for entry in entries] == [("gap-1", "Gap 1"), ("gap-2", "Gap 2")]
    assert entries[0].about == "A ____ is grown for drink, and caught in a ____…"
    assert plain(kind.told(PRESS, (), ("x", "y"))) == "(1) x, (2) y"
    assert plain(kind.key(PRESS, ())) == "(1) cider apple, (2) trough"


def test_a_lone_gap_needs_no_number():
    """Nor does what belongs there."""
    question = gapped("A ___ turns soil.", "spade")
    kind = kind_of(question)
    assert plain(kind.stem(question)) == "A ____ turns soil."
    assert plain(kind.asks(question, ())) == "Fill the gap."
    [entry] = kind.entries(question, (), 0)
    assert (entry.label, entry.about) == ("The gap", "A ____ turns soil.")
    assert plain(kind.key(question, ())) == "spade"
    assert kind.read(question, (), 0, {}) == Refused({"gap-1": "Write an answer first."})


def test_italics_around_a_gap_stay_what_they_are():
    """A title may have a gap in it."""
    question = gapped("He wrote *The ___ of Leninism* in ___.", "Foundations", 1924)
    told = kind_of(question).stem(question)
    assert plain(told) == "He wrote The (1) ____ of Leninism in (2) ____."
    assert [run.text for run in told if isinstance(run, Run) and run.style == "italic"] == ["The ", " of Leninism"]


@pytest.mark.parametrize(
    ("given_", "outcome"),
    [
        (("cider apple", "stone trough"), Outcome("right", FULL)),
        (("cider apple", "barrel"), Outcome("partly", 50, "gap 2 is not")),
        (("trough", "cider apple"), Outcome("wrong", 0)),
        (("drinking apple", "trough"), Outcome("prompt", 50, "Gap 1: What is it called?")),
        (("cider apple",), Outcome("partly", 50, "gap 2 is not")),
    ],
)
def test_gaps_are_marked_each_by_its_own_forms(given_: tuple[str, ...], outcome: Outcome):
    """What belongs into one gap is wrong in the other."""
    assert kind_of(PRESS).mark(PRESS, given_) == outcome


def test_only_what_is_nearly_right_is_asked_back():
    """The other gaps stay as they are, right or wrong."""
    kind = kind_of(PRESS)
    assert kind.asked_back(PRESS, ("drinking apple", "trough"), frozenset()) == ("gap-1",)
    assert kind.asked_back(PRESS, ("drinking apple", "barrel"), frozenset()) == ("gap-1",)
    assert kind.asked_back(PRESS, ("cider apple", "barrel"), frozenset()) == ()


def test_two_gaps_may_have_the_same_words():
    """Then they are right in both."""
    question = gapped("From ___ to ___.", "seed", {"key": "seed", "accept": ("seeds",)})
    assert kind_of(question).mark(question, ("seed", "seed")) == Outcome("right", FULL)


def test_each_empty_gap_is_named():
    """The rest is no trouble."""
    refused = kind_of(PRESS).read(PRESS, (), 0, {"gap-1": "x", "gap-2": " "})
    assert refused == Refused({"gap-2": "Gap 2: Write an answer first."})


@given(st.lists(st.text("abc ", min_size=1, max_size=60), min_size=2, max_size=6))
def test_the_words_around_each_gap_fit_beside_its_entry(pieces: list[str]):
    """However long the text is, and wherever its gaps stand."""
    text = f"x{'___'.join(pieces)}x"
    question = gapped(text, *["w"] * (len(pieces) - 1))
    for entry in kind_of(question).entries(question, (), 0):
        assert len(entry.about) <= 100
        assert "____" in entry.about


# Mend


def test_a_wrong_statement_is_never_told_without_saying_that_it_is_wrong():
    """In the question, in a notification, in the form: the warning comes first."""
    kind = kind_of(PLUMS)
    warned = "Wrong as it stands: “In autumn, perry is pressed from plums.”"
    assert plain(kind.stem(PLUMS)) == kind.spoken(PLUMS) == warned
    assert kind.stem(PLUMS)[0] == Run("Wrong as it stands:", "bold")
    assert plain(kind.asks(PLUMS, PLUMS.parts)) == "What is wrong, and what should it say?"
    for pressed in range(3):
        [entry] = kind.entries(PLUMS, PLUMS.parts, pressed)
        assert entry.about == warned


def test_each_part_has_its_button_and_its_form():
    """In the order of the statement, whichever is wrong; the form says what stands there now."""
    kind = kind_of(PLUMS)
    layout = kind.layout(PLUMS, "seed")
    assert kind.buttons(PLUMS, layout) == ("the season", "the drink", "the fruit")
    labels = [kind.entries(PLUMS, layout, pressed)[0].label for pressed in range(3)]
    assert labels == ["Instead of “autumn”", "Instead of “perry”", "Instead of “plums”"]


@pytest.mark.parametrize(
    ("part", "words", "outcome"),
    [
        ("the fruit", "pears", Outcome("right", FULL)),
        ("the fruit", "plums", Outcome("partly", 50, "that is the part, but it should say something else")),
        ("the fruit", "grapes", Outcome("partly", 50, "that is the part, but it should say something else")),
        ("the fruit", "fruit", Outcome("prompt", 50, "Which fruit?")),
        ("the drink", "pears", Outcome("wrong", 0)),
        ("the drink", "fruit", Outcome("wrong", 0)),
        ("the colour", "pears", Outcome("wrong", 0)),
    ],
)
def test_part_and_correction_are_marked(part: str, words: str, outcome: Outcome):
    """Half for each, and nothing for the right words in the wrong place."""
    assert kind_of(PLUMS).mark(PLUMS, (part, words)) == outcome


def test_a_mended_card_is_told_with_its_part():
    """The key says what was wrong with it, too."""
    kind = kind_of(PLUMS)
    assert plain(kind.told(PLUMS, PLUMS.parts, ("the drink", "cider"))) == "the drink: cider"
    assert plain(kind.key(PLUMS, PLUMS.parts)) == "pears, not plums"
    assert kind.fields(PLUMS, PLUMS.parts, 1, ("the drink", "cider")) == {"answer": "cider"}
    assert kind.fields(PLUMS, PLUMS.parts, 2, ("the drink", "cider")) == {}
    assert not kind.offers(PLUMS, ("the colour", "red"))


def test_a_long_part_is_cut_in_the_form():
    """What stands there is there to be recognised, not to be read again."""
    question = mended(f"[{'long ago, ' * 9}] [he] left.", ["when", "who"], "who", "she")
    entry = kind_of(question).entries(question, question.parts, 0)[0]
    assert len(entry.label) <= 45
    assert entry.label.endswith("…”")


# Essays and source questions


@pytest.mark.parametrize("question", [essay(), on_source()], ids=lambda question: question.type)
def test_no_rule_reads_a_long_text(question):
    """The kind says so, and gives what a good answer has instead: points, then levels, the highest first."""
    kind = kind_of(question)
    assert not kind.marked
    assert plain(kind.stem(question)) == "Which? (4 marks)"
    assert kind.buttons(question, ()) == ("Write",)
    assert plain(kind.key(question, ())) == "A good answer has\n• Why it grew (3)\n• Why it died (2)"
    assert plain(kind.detail(question, ())) == "Level 2 (2–4) Weighs.\nLevel 1 (1) Tells."
    [entry] = kind.entries(question, (), 0)
    assert (entry.long, entry.most) == (True, LONGEST)
    assert plain(kind.told(question, (), ("One word, or\ntwo.",))) == "4 words"
    assert plain(kind.told(question, (), ("Yes.",))) == "1 word"


def test_a_source_stands_below_its_task_with_where_it_comes_from():
    """Its paragraphs are kept."""
    question = on_source("Sown in\nrain.\n\n\nCut in *sun*.")
    assert plain(kind_of(question).asks(question, ())) == "“Sown in rain.\n\nCut in sun.”\n— The Almanac, 1902"


def test_everything_else_is_marked_by_rules():
    """Two kinds are for people."""
    assert [name for name, kind in KINDS.items() if not kind.marked] == ["source", "essay"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("  One.  \r\nTwo.\n\n\n\nThree.\n\n", "One.\nTwo.\n\nThree."),
        ("\x1b[31mOne\x07\u202e", "[31mOne"),
        ("\n \n\t\n", ""),
    ],
)
def test_a_long_text_keeps_its_paragraphs_and_nothing_that_acts(written: str, kept: str):
    """Trimmed lines, one empty line between paragraphs, no control characters."""
    assert composed(written) == kept


@given(st.text())
def test_a_long_text_is_composed_once(written: str):
    """Composing it again changes nothing."""
    assert composed(composed(written)) == composed(written)


def test_a_text_that_is_too_long_is_refused_with_its_length():
    """Three thousand characters are what every platform takes."""
    question = essay()
    kind = kind_of(question)
    assert kind.read(question, (), 0, {"answer": "x" * 3_000}) == ("x" * 3_000,)
    told = "That is 3,001 characters; there is room for 3,000."
    assert kind.read(question, (), 0, {"answer": "x" * 3_001}) == Refused({"answer": told})


def test_several_texts_are_lettered_each_with_where_it_comes_from():
    """One alone has no letter."""
    one = on_source()
    more = (model.Extract(source="Reaped in sun.", attribution="A letter of 1903"),)
    both = one.model_copy(update={"more": more})
    assert plain(kind_of(one).asks(one, ())) == "“Sown in rain.”\n— The Almanac, 1902"
    assert plain(kind_of(both).asks(both, ())) == (
        "A “Sown in rain.”\n— The Almanac, 1902\n\nB “Reaped in sun.”\n— A letter of 1903"
    )


def test_a_model_plan_stands_below_the_levels():
    """Its paragraphs are numbered; without one there is nothing."""
    task = essay()
    planned = task.model_copy(update={"plan": ("Rain first.", "Then sun.")})
    levels = plain(kind_of(task).detail(task, ()))
    assert (
        plain(kind_of(planned).detail(planned, ()))
        == f"{levels}\n\nA plan that would do it\n1. Rain first.\n2. Then sun."
    )
