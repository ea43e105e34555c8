"""Which texts say nearly the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.bank.likeness import pairs_alike

WORDS = st.lists(st.sampled_from(["beans", "climb", "poles", "in", "summer", "tubers", "planted"]), max_size=6)


def test_the_order_of_words_does_not_matter():
    """Nor does a word that stands twice."""
    texts = ["the beans climb poles", "potatoes are tubers", "poles the beans climb climb"]
    assert list(pairs_alike(texts, 100)) == [(2, 0)]


def test_what_differs_in_a_letter_or_two_is_alike():
    """As exactly as is asked for."""
    texts = ["beans climb tall poles", "beans climb tall pole"]
    assert list(pairs_alike(texts, 90)) == [(1, 0)]
    assert list(pairs_alike(texts, 99)) == []


@given(st.lists(WORDS.map(" ".join), max_size=8))
def test_every_two_of_the_same_words_are_found_once(texts: list[str]):
    """Whatever else is among them; texts without a word are like none."""
    same = {
        (later, earlier)
        for later, text in enumerate(texts)
        for earlier in range(later)
        if text.split() and set(text.split()) == set(texts[earlier].split())
    }
    found = list(pairs_alike(texts, 100))
    assert len(found) == len(set(found))
    assert set(found) == same
