"""The terms of a pack, by which an answer that is something else is told from one that is misspelt."""

from __future__ import annotations

from bot.bank.service import Bank, read_pack
from bot.quiz.kinds import kind_of
from tests.bank.packs import EVIDENCE, GAPS, MEND, SINGLE, TYPED, PackFolder, edited, with_line
from tests.conftest import DATA


def banked(pack: PackFolder, **files: str) -> Bank:
    """A bank of the faultless pack and these files of questions."""
    pack.write({f"questions/{name}.yaml": text for name, text in files.items()})
    return Bank([read_pack(pack.path)])


def test_keys_other_forms_and_short_options_are_terms(pack: PackFolder):
    """Of typed answers, gaps and cards; of a single choice the options, right and wrong."""
    terms = banked(pack, a=TYPED, b=GAPS, c=MEND).vocabulary("garden/g-01")
    assert {"Spade", "digging spade", "fork", "garden fork", "summer", "high summer"} <= terms
    assert {"Runner bean", "Beetroot", "Lettuce"} <= terms
    assert not {"tool", "Fork", "Shade", "hoe"} & terms


def test_an_option_that_is_a_sentence_is_no_term(pack: PackFolder):
    """Four words may be one."""
    text = with_line(SINGLE, "distractors: [The year of four kings, the great wet summer]")
    terms = banked(pack, garden=text).vocabulary("garden/g-01")
    assert "the great wet summer" in terms
    assert "The year of four kings" not in terms


def test_terms_and_people_of_the_evidence_are_terms(pack: PackFolder):
    """Also where the claim is wrong: the names in it are names."""
    found = edited(EVIDENCE, ("verdict: corrected", "verdict: corrected\n    terms: [tuber]\n    people: [A. N. Rose]"))
    pack.write({"evidence/claims.yaml": with_line(found, "historians: [O. R. Plum]")})
    terms = Bank([read_pack(pack.path)]).vocabulary("garden/g-01")
    assert {"tuber", "A. N. Rose", "O. R. Plum"} <= terms


def test_a_question_is_not_guarded_against_itself(pack: PackFolder):
    """Its key, other forms and what it asks back are no other thing, wherever else they stand in the pack."""
    again = edited(
        SINGLE, ("g-01", "g-02"), ("Which of these climbs", "Which of those climbs"), ("Lettuce", "the spade")
    )
    bank = banked(pack, a=TYPED, b=again)
    assert not {"Spade", "digging spade", "the spade"} & bank.vocabulary("garden/g-06")
    assert {"Spade", "the spade"} <= bank.vocabulary("garden/g-01")
    assert "Beetroot" in bank.vocabulary("garden/g-06")


def test_a_fuller_name_of_the_key_is_no_other_thing(pack: PackFolder):
    """A full name among the options of another question is still the person whose surname is the key, and its like."""
    people = with_line(SINGLE, "distractors: [Leon Trotsky, Lev Kamenev, Trotskyists]")
    trotsky = edited(TYPED, ("key: Spade", "key: Trotsky"), ("[digging spade]", "[Bronstein]"))
    bank = banked(pack, garden=people, a=trotsky)
    terms = bank.vocabulary("garden/g-06")
    assert "Leon Trotsky" not in terms
    assert {"Lev Kamenev", "Trotskyists"} <= terms
    question = bank.question("garden/g-06")
    assert kind_of(question).mark(question, ("Leon Trotsky",), terms).verdict == "right"
    assert kind_of(question).mark(question, ("Lev Kamenev",), terms).verdict == "wrong"


def test_the_terms_of_a_question_are_looked_for_once(pack: PackFolder):
    """Whoever marks a class's answers gets the same object for each."""
    bank = banked(pack, a=TYPED)
    assert bank.vocabulary("garden/g-06") is bank.vocabulary("garden/g-06")
    assert isinstance(bank.vocabulary("garden/g-06"), frozenset)


def test_each_pack_has_its_own_terms():
    """Two subjects in one class do not get in each other's way."""
    bank = Bank([read_pack(DATA / "garden"), read_pack(DATA / "orchard")])
    assert "perry" in bank.vocabulary("orchard/o-01")
    assert "perry" not in bank.vocabulary("garden/g-06")
    assert "Runner bean" not in bank.vocabulary("orchard/o-01")


def test_more_questions_than_are_remembered_are_no_trouble(pack: PackFolder):
    """What was forgotten is put together again."""
    entries = "".join(
        TYPED.split("\n", 1)[1].replace("g-06", f"g-{number}").replace("soil?", f"soil {number}?")
        for number in range(100, 350)
    )
    bank = banked(pack, a=f"questions:\n{entries}")
    first = bank.vocabulary("garden/g-100")
    for number in range(100, 350):
        assert bank.vocabulary(f"garden/g-{number}")
    assert bank.vocabulary("garden/g-100") == first
