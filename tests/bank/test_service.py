"""What a class asks of the bank: questions and facts by topic, topics by whatever they are called, sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.dates import spoken_date
from bot.bank.service import Bank, read_pack
from bot.errors import UserError
from tests.bank.packs import AUTHORITIES, PACK, SINGLE, PackFolder, edited, with_line

GARDEN = Path(__file__).parent.parent / "data" / "garden"
TOPICS = (
    ("growing", "Growing things"),
    ("growing/choosing", "Choosing what to grow"),
    ("growing/seasons", "The seasons"),
    ("ticking", "Tick all"),
    ("judging", "True or false"),
    ("writing", "In your own words"),
    ("ordering", "First things first"),
    ("losses", "What was lost"),
)


@pytest.fixture(scope="module")
def bank() -> Bank:
    """The bank with the tests' own pack."""
    return Bank([read_pack(GARDEN)])


def test_topics_come_in_teaching_order(bank: Bank):
    """As pack.yaml has them, each followed by its parts."""
    assert bank.topics() == TOPICS


def test_a_topic_without_questions_is_not_offered(pack: PackFolder):
    """Nobody is offered a quiz of nothing."""
    pack.write()
    assert Bank([read_pack(pack.path)]).topics() == (
        ("growing", "Growing things"),
        ("growing/choosing", "Choosing what to grow"),
    )


def test_questions_come_by_topic_and_by_part(bank: Bank):
    """A topic has the questions of all its parts; ids carry their pack's name."""
    assert bank.questions("growing") == ["garden/g-01", "garden/g-02", "garden/g-03"]
    assert bank.questions("growing/seasons") == ["garden/g-02", "garden/g-03"]
    assert bank.questions("ticking") == ["garden/g-04"]
    assert len(bank.questions()) == 8
    assert bank.questions("nowhere") == []


def test_what_is_handed_out_is_the_caller_s_own(bank: Bank):
    """Shuffling or emptying a list of questions changes nothing in the bank."""
    bank.questions("growing").clear()
    bank.questions().clear()
    assert len(bank.questions("growing")) == 3
    assert len(bank.questions()) == 8


def test_facts_come_by_topic_and_by_part(bank: Bank):
    """Like questions."""
    assert bank.facts() == ["garden/gf-01", "garden/gf-02", "garden/gf-03"]
    assert bank.facts("growing") == ["garden/gf-01", "garden/gf-02"]
    assert bank.facts("growing/seasons") == ["garden/gf-02"]
    assert bank.facts("writing") == []


def test_a_question_and_a_fact_come_by_their_full_id(bank: Bank):
    """The id for life, with the pack's name before it."""
    assert bank.question("garden/g-05").stem == "Tomatoes survive a hard frost."
    assert bank.fact("garden/gf-02").tests == ("g-02",)


def test_what_was_withdrawn_is_told_as_such(bank: Bank):
    """A stale button leads to a sentence, not to an error."""
    with pytest.raises(UserError, match=r"^That question has been withdrawn from the bank\.$"):
        bank.question("garden/g-99")
    with pytest.raises(UserError, match=r"^That fact has been withdrawn from the bank\.$"):
        bank.fact("other/gf-01")


@pytest.mark.parametrize(("path", "title"), TOPICS)
def test_a_topic_is_found_by_its_id_and_by_its_title(bank: Bank, path: str, title: str):
    """However people write it: in capitals, with spaces around it, by the name or by the words."""
    for given_ in (path, title, path.upper(), title.lower(), f"  {path} ", f" {title}\n"):
        assert bank.topic(given_) == path
    assert bank.title(path) == title


@pytest.mark.parametrize(
    ("given_", "path"),
    [
        ("seasons", "growing/seasons"),
        ("Choosing", "growing/choosing"),
        ("grow", "growing"),
        ("growing/sea", "growing/seasons"),
        ("choosing what", "growing/choosing"),
        ("in your own", "writing"),
        ("first", "ordering"),
        ("t", "growing/seasons"),
        ("things", "growing"),
        ("sea", "growing/seasons"),
        ("own words", "writing"),
    ],
)
def test_a_topic_is_found_by_its_part_and_by_how_it_begins(bank: Bank, given_: str, path: str):
    """A part by its own name, anything by its first letters or those of a word; the first in teaching order wins."""
    assert bank.topic(given_) == path


@pytest.mark.parametrize(
    ("given_", "meant"),
    [
        ("growin things", "growing"),
        ("gorwing", "growing"),
        ("jugding", "judging"),
        ("growing/seesons", "growing/seasons"),
        ("odering", "ordering"),
        ("Firts things frist", "ordering"),
        ("What was lots", "losses"),
        ("seesons", "growing/seasons"),
    ],
)
def test_a_topic_that_is_nearly_right_is_suggested(bank: Bank, given_: str, meant: str):
    """A slip in the id, in a part's name or in the title is answered with the topic that was meant."""
    with pytest.raises(UserError) as caught:
        bank.topic(given_)
    assert str(caught.value) == f"There is no topic “{given_}”. Did you mean {meant}?"


@pytest.mark.parametrize("given_", ["quantum physics", "", "   "])
def test_a_topic_that_is_nowhere_is_answered_with_those_there_are(bank: Bank, given_: str):
    """Whoever has no idea is told all topics, without their parts."""
    with pytest.raises(UserError) as caught:
        bank.topic(given_)
    message = str(caught.value)
    assert message.startswith(f"There is no topic “{given_}”. ")
    assert message.endswith("growing, ticking, judging, writing, ordering, losses.")


def test_a_topic_of_any_length_gets_a_short_answer(bank: Bank):
    """A hundred thousand letters are not sent back."""
    with pytest.raises(UserError) as caught:
        bank.topic("x" * 100_000)
    assert len(str(caught.value)) < 300


@given(st.text(max_size=30))
def test_any_words_are_a_topic_or_a_sentence(bank: Bank, given_: str):
    """What people type is found or refused; nothing else is raised, and what is found is there."""
    told = ""
    try:
        found = bank.topic(given_)
    except UserError as error:
        found, told = None, str(error)
    assert found in dict(bank.topics()) or told.startswith("There is no topic “")


def test_an_item_names_what_it_rests_on(bank: Bank):
    """Works with author, title and year, documents with their date in words, in the order of the item."""
    almanac = "The Allotment Almanac (March to April 1902)"
    assert bank.sources("garden/g-02") == ("A. N. Rose, *The Long Border* (1999)", almanac)
    assert bank.sources("garden/gf-02") == (almanac,)


def test_a_work_in_a_journal_is_cited_with_it(pack: PackFolder):
    """The journal stands between title and year."""
    pack.write({"authorities.yaml": edited(AUTHORITIES, ("year: 1999", "year: 1999, in: Border Studies"))})
    cited = Bank([read_pack(pack.path)]).sources("garden/g-01")
    assert cited == ("A. N. Rose, *The Long Border*, Border Studies (1999)",)


def test_the_sources_of_what_was_withdrawn_are_told_as_such(bank: Bank):
    """`Says who?` under a withdrawn question or fact gets a sentence that says which of the two."""
    with pytest.raises(UserError, match="withdrawn"):
        bank.sources("garden/gone")


def test_two_packs_stand_beside_each_other(pack: PackFolder, bank: Bank):
    """Items of the same id in two packs are two items, cited by their own pack's authorities."""
    pack.write(
        {
            "pack.yaml": edited(PACK, ("id: garden", "id: orchard")),
            "authorities.yaml": edited(AUTHORITIES, ("A. N. Rose", "B. Elder")),
            "questions/garden.yaml": with_line(SINGLE, "stem: Which of these climbs up walls?"),
        }
    )
    both = Bank([read_pack(GARDEN), read_pack(pack.path)])
    assert [info.id for info in both.packs()] == ["garden", "orchard"]
    assert both.question("garden/g-01").stem == "Which of these climbs up poles?"
    assert both.question("orchard/g-01").stem == "Which of these climbs up walls?"
    assert both.sources("orchard/g-01") == ("B. Elder, *The Long Border* (1999)",)
    assert both.questions("growing/choosing") == ["garden/g-01", "orchard/g-01"]
    assert len(both.questions()) == 9


def test_two_packs_of_one_name_do_not_hide_each_other(pack: PackFolder):
    """Whoever copies a pack and forgets to rename it is told, rather than shown half of each."""
    pack.write()
    with pytest.raises((UserError, ValueError), match="garden"):
        Bank([read_pack(GARDEN), read_pack(pack.path)])


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("1922", "1922"),
        ("1922-12", "December 1922"),
        ("1923-01-04", "4 January 1923"),
        ("1922-12/1923-01-04", "December 1922 to 4 January 1923"),
        ("1902-03/1902-04", "March to April 1902"),
        ("1922-12-25/1922-12-31", "25 December to 31 December 1922"),
        ("1917/1929", "1917 to 1929"),
        ("about 1900", "about 1900"),
        ("c. 1921-03", "c. 1921-03"),
        ("1922/summer 1923", "1922 to summer 1923"),
    ],
)
def test_dates_are_told_in_words(date: str, words: str):
    """An ISO date or range is spoken; anything else is left as its author wrote it."""
    assert spoken_date(date) == words


@pytest.mark.parametrize("date", ["1922-13", "1922-00", "1922-00-10", "1922-99-99/1923"])
def test_what_looks_like_a_date_and_is_none_is_left_as_it_is(date: str):
    """No class is without its bank for a slip in a month, and nobody is told of a December that was not."""
    assert spoken_date(date).startswith(date[:7])
