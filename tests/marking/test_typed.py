"""Written answers: what is overlooked, what is asked back, and what is wrong however near it is."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.marking.outcome import FULL, Outcome
from bot.marking.typed import CLOSE, LONG, mark_typed, normal

RIGHT, WRONG = Outcome("right", FULL), Outcome("wrong", 0)
NEARLY = Outcome("prompt", 0, "Nearly. Check the spelling.")
WHICH = Outcome("prompt", 0, "Which one? Give a single answer.")
TROTSKY = ("Leon Trotsky", "Trotsky", "Trotskii")


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Spade", "spade"),
        ("  two   words\n", "two words"),
        ("The Comintern", "comintern"),
        ("a spade", "spade"),
        ("An egg", "egg"),
        ("theatre", "theatre"),
        ("anarchy", "anarchy"),
        ("A", "a"),
        ("the", "the"),
        ("Café", "cafe"),
        ("Zürich", "zurich"),
        ("Dvořák", "dvorak"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Lenin's Testament", "lenins testament"),
        ("Lenin’s Testament", "lenins testament"),
        ("left-opposition", "left opposition"),
        ("U.S.S.R.", "u s s r"),
        ("“Testament”!", "testament"),
        ("Троцкий", "троцкии"),
        ("ﬁve", "five"),
        ("１９２４", "1924"),
        ("", ""),
        ("…", ""),
    ],
)
def test_words_are_compared_without_what_does_not_matter(written: str, compared: str):
    """Case, accents, punctuation, leading articles and spare spaces are overlooked; other scripts are not."""
    assert normal(written) == compared


@pytest.mark.parametrize(
    "written",
    [
        "Trotsky",
        "trotsky",
        "TROTSKY",
        " Trotsky. ",
        "Tròtsky",
        "the Trotsky",
        "Leon  Trotsky",
        "leon trotsky!",
        "Trotskii",
    ],
)
def test_an_accepted_form_is_right_however_it_is_written(written: str):
    """The key or any other form, and nothing is remarked on."""
    assert mark_typed(written, TROTSKY) == RIGHT


@pytest.mark.parametrize("written", ["", "   ", "?", "...", "Zinoviev", "Leon", "I don't know"])
def test_anything_else_is_wrong(written: str):
    """Nothing, signs alone, another name."""
    assert mark_typed(written, TROTSKY) == WRONG


@pytest.mark.parametrize("written", ["Trotky", "Trottsky", "Trodsky", "Trostky", "rotsky", "Trotskyy"])
def test_one_slip_in_a_long_word_is_right_and_spelt_out(written: str):
    """A letter left out, doubled, mistaken or swapped with its neighbour; the learner is shown the spelling."""
    assert mark_typed(written, ("Trotsky",)) == Outcome("right", FULL, "spelt Trotsky")


def test_the_spelling_shown_is_that_of_the_nearest_form():
    """As its author wrote it, capitals and all."""
    assert mark_typed("leon trotzky", TROTSKY).why == "spelt Leon Trotsky"
    assert mark_typed("trotskiy", TROTSKY).why in ("spelt Trotsky", "spelt Trotskii")


@pytest.mark.parametrize("written", ["Trotzkyy", "Trotzki", "Throtzky", "Totky"])
def test_two_slips_in_a_long_word_are_asked_back(written: str):
    """Neither right nor wrong yet: the learner looks again."""
    assert mark_typed(written, ("Trotsky",)) == NEARLY


@pytest.mark.parametrize("written", ["Drodzki", "Tolstoy", "Trot"])
def test_three_slips_are_another_word(written: str):
    """And wrong."""
    assert mark_typed(written, ("Trotsky",)) == WRONG


@pytest.mark.parametrize(
    ("key", "written", "outcome"),
    [
        ("Kirov", "Kirow", NEARLY),
        ("Kirov", "Kyrow", NEARLY),
        ("Rykov", "Kirov", WRONG),
        ("NKVD", "NKWD", WRONG),
        ("Nep", "Net", WRONG),
        ("Cheka", "Chka", NEARLY),
        ("USSR", "USSA", WRONG),
        ("Lenin!", "Lennin", NEARLY),
    ],
)
def test_a_short_word_forgives_less(key: str, written: str, outcome: Outcome):
    """One slip turns a short word into another one: five letters are asked back, fewer are wrong."""
    assert mark_typed(written, (key,)) == outcome


@pytest.mark.parametrize("written", ["Shade", "shade!", "the shade", "SHADE", "Shadee", "Shad"])
def test_what_is_rejected_is_wrong_however_near_it_is(written: str):
    """A rejected form, and whatever is at least as near to it as to an accepted one, is never forgiven."""
    assert mark_typed(written, ("Spade",), rejected=("Shade",)) == WRONG


@pytest.mark.parametrize(
    ("written", "key", "rejected"), [("Slade", "Spade", "Shade"), ("Kamenevo", "Kamenev", "Kameneva")]
)
def test_what_lies_between_right_and_rejected_is_wrong(written: str, key: str, rejected: str):
    """One slip from either: nobody can tell which was meant."""
    assert mark_typed(written, (key,), rejected=(rejected,)) == WRONG


def test_a_near_miss_is_forgiven_where_what_is_rejected_is_further_off():
    """Rejecting one word doesn't make every slip wrong."""
    assert mark_typed("Trotksy", ("Trotsky",), rejected=("Troitsky",)) == Outcome("right", FULL, "spelt Trotsky")


def test_an_accepted_form_is_right_though_a_rejected_one_is_near():
    """Both stand one letter apart, and the learner wrote the right one."""
    assert mark_typed("Spade", ("Spade",), rejected=("Shade", "Spate")) == RIGHT


def test_what_is_nearly_enough_is_asked_back_in_its_own_words():
    """The question's author says what to ask; case and articles don't matter here either."""
    prompts = {"Nikolai": "Which Nikolai? Give the surname.", "the Bolshevik": "Which one?"}
    asked = Outcome("prompt", 0, "Which Nikolai? Give the surname.")
    assert mark_typed("nikolai.", ("Nikolai Bukharin", "Bukharin"), prompts=prompts) == asked
    assert mark_typed("Bolshevik", ("Bukharin",), prompts=prompts).why == "Which one?"
    assert mark_typed("Bukharin", ("Bukharin",), prompts=prompts) == RIGHT


def test_a_prompt_goes_before_a_near_miss_and_a_rejected_form_before_a_prompt():
    """The author's own word is nearer than any reckoning; what is wrong is wrong."""
    prompts = {"Trotskyy": "Again?"}
    assert mark_typed("Trotskyy", ("Trotsky",), prompts=prompts).why == "Again?"
    assert mark_typed("Trotskyy", ("Trotsky",), rejected=("Trotskyy",), prompts=prompts) == WRONG


@pytest.mark.parametrize(
    "written",
    [
        "Trotsky or Zinoviev",
        "Zinoviev or Trotsky",
        "trotsky OR stalin",
        "Trotsky / Stalin",
        "Trotsky/Stalin",
        "Stalin; Trotsky",
        "Trotsky, Stalin",
        "Trotsky and Stalin",
        "Stalin, Zinoviev or Trotsky",
    ],
)
def test_two_answers_are_asked_to_be_one(written: str):
    """Naming everybody earns nothing: which one?"""
    assert mark_typed(written, TROTSKY) == WHICH


def test_two_wrong_answers_are_wrong():
    """There is nothing to choose between."""
    assert mark_typed("Stalin or Zinoviev", TROTSKY) == WRONG


def test_an_answer_of_two_parts_is_one_answer():
    """Where the key itself has an `and`, a comma or an `or`, it is right as it stands."""
    for key in ("Kamenev and Zinoviev", "Bread, peace, land", "Victory or death"):
        assert mark_typed(key, (key,)) == RIGHT
        assert mark_typed(key.upper(), (key, "Kamenev")) == RIGHT


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("1924", "1925"),
        ("1924", "1942"),
        ("1924", "192"),
        ("1,500,000", "1,600,000"),
        ("Article 58", "Article 59"),
        ("Article 58", "Artcle 58"),
        ("21 January 1924", "22 January 1924"),
        ("107 members", "108 members"),
    ],
)
def test_a_number_is_never_nearly_right(key: str, written: str):
    """One digit off is another year."""
    assert mark_typed(written, (key,)) == WRONG


def test_a_number_is_right_in_its_usual_spellings():
    """Spaces and full stops around it say nothing."""
    assert mark_typed(" 1924. ", ("1924",)) == RIGHT
    assert mark_typed("１９２４", ("1924",)) == RIGHT
    assert mark_typed("about 1924", ("1924",)) == WRONG


def test_a_hundred_thousand_letters_are_wrong_like_any_others():
    """No answer is too long to be marked."""
    assert mark_typed("trotsky " * 12_500, TROTSKY) == WRONG
    assert mark_typed("x" * 100_000, TROTSKY) == WRONG


WORDS = st.text(string.ascii_letters + " 'éöñ-", min_size=1, max_size=20).filter(normal)


@given(st.text(max_size=60), st.lists(st.text(max_size=12), min_size=1, max_size=4), st.lists(st.text(max_size=12)))
def test_any_answer_is_marked(written: str, accepted: list[str], rejected: list[str]):
    """Right with the whole mark, wrong or asked back with none; nothing is raised and nothing lies between."""
    outcome = mark_typed(written, accepted, rejected=rejected)
    assert outcome.verdict in ("right", "wrong", "prompt")
    assert outcome.earned == (FULL if outcome.verdict == "right" else 0)
    assert bool(outcome.why) or outcome.verdict != "prompt"


@given(st.lists(WORDS, min_size=1, max_size=4), st.data())
def test_every_accepted_form_is_right_in_any_case(accepted: list[str], data: st.DataObject):
    """Capitals, small letters, spaces around, an article before, a full stop after."""
    form = data.draw(st.sampled_from(accepted))
    for written in (form, form.upper(), form.lower(), f"  {form}\n", f"{form}."):
        assert mark_typed(written, accepted) == RIGHT
    if normal(f"the {form}") == normal(form):
        assert mark_typed(f"the {form}", accepted) == RIGHT


@given(WORDS, st.lists(WORDS, min_size=1, max_size=4))
def test_a_rejected_form_is_never_right(rejected: str, accepted: list[str]):
    """Whatever is accepted beside it."""
    assert mark_typed(rejected, accepted, rejected=(rejected,)) == WRONG


@given(st.from_regex(r"[a-z]{0,4}[0-9]{1,6}[a-z]{0,4}", fullmatch=True), st.text("0123456789abcd ", max_size=14))
def test_with_a_digit_in_the_key_only_the_key_is_right(key: str, written: str):
    """Nothing near it earns, or is asked back as nearly right."""
    outcome = mark_typed(written, (key,))
    assert (outcome.verdict == "right") == (normal(written) == normal(key))
    assert outcome.verdict != "prompt"


@given(st.text(string.ascii_lowercase, min_size=LONG, max_size=15), st.data())
def test_one_slip_is_always_forgiven_in_a_long_word(key: str, data: st.DataObject):
    """Wherever it is made, and whichever kind it is."""
    at = data.draw(st.integers(0, len(key) - 2))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    slips = {
        key[:at] + key[at + 1 :],
        key[:at] + letter + key[at:],
        key[:at] + letter + key[at + 1 :],
        key[:at] + key[at + 1] + key[at] + key[at + 2 :],
    }
    for written in slips - {key}:
        assert mark_typed(written, (key,)) == Outcome("right", FULL, f"spelt {key}")


@given(st.text("abcdefghij", min_size=LONG, max_size=12), st.text("qrstuvwxyz", min_size=CLOSE + 1, max_size=12))
def test_a_word_that_shares_nothing_is_wrong(key: str, written: str):
    """Far enough off, nothing is asked back."""
    assert mark_typed(written, (key,)) == WRONG
