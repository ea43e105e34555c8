"""Short cuts of marking: what is passed over because a word or a sign is missing would have come to nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.marking import sentences, spelling, values
from bot.marking.folding import fold
from bot.marking.keys import Key
from bot.marking.numbers import read_range
from bot.marking.numerals import numbered
from bot.marking.spelling import cost, sound

WORDS = sorted(
    {
        word
        for phrase in (*sentences._OPENINGS, *sentences._TAILS, sentences._ASSERTS, sentences._MENDS)
        for word in re.findall("[a-z]+", phrase)
    }
    | {word for phrase in (sentences._DENIALS, sentences._SHRUGS) for word in re.findall("[a-z]+", phrase)}
    | {*sentences._BECAUSES, *sentences._AGAINST, *sentences._OPENERS, *sentences._CLOSERS}
)
"""Every word that stands in any phrase that is said around answers."""
DRAWN_OUT = ("bruhh", "hahaaa", "ummm", "uhh", "errr", "ermm", "hmmm", "xxx", "xoo", "erm", "um", "hm")
phrases = st.lists(
    st.sampled_from([*WORDS, *DRAWN_OUT, "lenin", "stalin", "100", "1924", "ii"]) | st.text("abeinostu", max_size=5),
    max_size=7,
).map(" ".join)
"""Folded words, most of which are said around answers."""
typed = st.lists(
    st.sampled_from([*WORDS, *DRAWN_OUT, "Lenin", "İ", "ſ", "verſus", "or", "AND", "vs.", "either", "if not", "also"])
    | st.sampled_from(list(",;.!=(–—-/|\n&+→?[]{}\u00a0'’")),
    max_size=8,
).flatmap(lambda parts: st.sampled_from([" ".join(parts), "".join(parts)]))
"""What somebody may type: words, signs between them, odd spaces."""


def plain(words: str) -> str:
    """Words as `fold` has them, without what it makes of a leading article."""
    return " ".join(words.split())


def test_every_word_that_openings_begin_with_and_tails_end_with_is_known():
    """Each word and each two of all that stand in any phrase, and every phrase without alternatives in it."""
    listed = [" ".join(re.findall("[a-z]+", one)) for phrase in sentences._OPENINGS for one in phrase.split("|")]
    said = [*listed, *WORDS, *DRAWN_OUT, *map(" ".join, product(WORDS, repeat=2))]
    opening, tail = sentences._OPENING, sentences._TAIL
    assert [one for one in said if sentences.opened(f"{one} zz") != opening.sub("", f"{one} zz", count=1)] == []
    assert [one for one in said if sentences.closed(f"zz {one}") != tail.sub("", f"zz {one}")] == []


@given(phrases)
def test_an_opening_or_a_tail_is_found_wherever_there_is_one(words: str):
    """Looking at the first and the last word alone overlooks none."""
    assert sentences.opened(plain(words)) == sentences._OPENING.sub("", plain(words), count=1)
    assert sentences.closed(plain(words)) == sentences._TAIL.sub("", plain(words))


@given(typed)
@example("about\u00a0 20 million")
@example("stalin \u00a0tbh")
def test_an_opening_or_a_tail_is_found_between_whatever_spaces(text: str):
    """In text that was not folded too."""
    if " " in text:
        assert sentences.opened(text) == sentences._OPENING.sub("", text, count=1)
        assert sentences.closed(text) == sentences._TAIL.sub("", text)


@given(phrases)
def test_what_sentences_say_is_found_wherever_it_is_said(words: str):
    """Denials, shrugs, reasons, conclusions, corrections."""
    words = plain(words)
    assert sentences.denies(words) == bool(sentences._DENIED.search(words))
    assert sentences.unsure(words) == bool(sentences._UNSURE.search(words))
    because = sentences._BECAUSE.match(words)
    assert sentences.reasoned(words) == ((because[1], because[2]) if because else (words, ""))
    if sentences._MENDED.match(words) or sentences._CONCLUDED.match(words):
        assert not (sentences._MENDING | sentences._ASSERTING).isdisjoint(words.split())
    if sentences._NOT_BUT.match(words) or sentences._NOT_AFTER.match(words):
        assert not sentences._AGAINST.isdisjoint(words.split())


@given(typed)
def test_comments_and_alternatives_are_found_wherever_they_stand(text: str):
    """A text is taken apart as it would be if every sign and every word had been looked for."""
    found = sentences._COMMENTED.match(text)
    assert sentences.commented(text) == ((found[1], found[2]) if found else (text, ""))
    inside = [part for part in sentences._BRACKETS.findall(text) if part]
    offered = (*sentences._ALTERNATIVES.split(sentences._BRACKETS.sub(" ", text)), *inside)
    assert sentences.parts(text) == tuple(part for part in offered if part and part.strip(" .?!,;:-'\""))


@given(
    st.lists(
        st.sampled_from(["1918", "5", "10", "1,5", "from", "between", "TO", "until", "till", "til", "thru", "Through"])
        | st.sampled_from(["up to", "and", "-", "–", "/", "&", "km", "million", "five", " ", "about", "1850s"]),
        max_size=6,
    ).flatmap(lambda parts: st.sampled_from(["".join(parts), " ".join(parts)]))
)
def test_a_range_is_read_wherever_there_is_one(text: str):
    """What has none of the signs and words of ranges is none, with a unit behind it or without."""
    tails = (text, values._BETWEEN.sub(r"\1-\2", text), values._UNIT_LAST.sub("", text))
    if values.range_of(text) is None:
        assert [read_range(tail) for tail in tails] == [None] * len(tails)


@given(st.lists(st.sampled_from("the a an two twenty third ii v x 1st 20th lenin war five٣ ٣rd".split()), max_size=5))
def test_numbers_within_words_are_found_wherever_there_are_some(words: Sequence[str]):
    """Words are looked at one by one where there is an article among them, and come to the same without it."""
    assert numbered(" ".join(("the", "zz", *words))) == numbered(" ".join(("zz", *words)))


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9) | st.sampled_from(WORDS))
def test_a_word_sounds_as_if_every_pattern_had_been_tried_at_every_letter(word: str):
    """Patterns that are tried only where their first letter stands come in the same order as all of them."""
    patterns = (
        *(f"^{letters}" for letters in spelling._BEGINNINGS),
        *(f"(?<=..){letters}$" for letters in spelling._ENDINGS),
        *("(?<=h)yo", "s?c(?=[eiy])"),
        *sorted(spelling._SOUNDS, key=len, reverse=True),
        "c",
    )
    heard = re.sub("|".join(patterns), spelling._sounded, word)
    assert sound(word) == "".join(letter for letter, _ in groupby(heard))


@given(st.text("aeioustz", min_size=1, max_size=7), st.text("aeioustz", min_size=1, max_size=7))
def test_only_what_sounds_alike_costs_nothing(one: str, other: str):
    """A second look by letters is left out where the first found the least that a slip can cost."""
    assert (cost(one, other) == 0) == (sound(one) == sound(other))


@pytest.mark.parametrize("distance", [0, 1, 2, 3, 4, 9])
@given(st.text("abeks", min_size=1, max_size=8))
def test_terms_of_another_length_are_left_out_only_where_they_are_too_far(distance: int, heard: str):
    """Whatever sounds near enough is among the terms that are looked at, in its order."""
    terms = frozenset("abba baker basks beak besa ebbs kabbes sabbases skebab".split())
    key = Key("", ("zoo",), vocabulary=terms)
    near = [other for other in key.other_sounds if OSA.distance(heard, other) <= distance]
    looked_at = key.sounds_near(len(heard), distance)
    assert [other for other in looked_at if other in near] == near


@given(st.text(max_size=12))
def test_folded_words_have_a_letter_or_a_figure_or_there_are_none(text: str):
    """What folds to anything at all is more than signs, so that it need not be looked at letter by letter."""
    folded = fold(text)
    assert not folded or any(char.isalnum() for char in folded)
