"""Written answers: what is the same, what is another thing, and what is asked back."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.marking.folding import fold
from bot.marking.outcome import FULL, Outcome
from bot.marking.typed import mark_typed

RIGHT = Outcome("right", FULL)
WHICH = Outcome("prompt", 0, "Which one? Give a single answer.")
NEARLY = Outcome("prompt", 0, "Nearly. Check the spelling.")
WHO = "Who was shot after the third Moscow trial?"
BUKHARIN = ("Nikolai Bukharin", "Bukharin")


def verdict(written: str, *accepted: str, question: str = "", **more: object) -> str:
    """The verdict alone."""
    return mark_typed(written, accepted, question=question, **more).verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Spade", "spade"),
        ("  two   words\n", "two words"),
        ("The Comintern", "comintern"),
        ("A", "a"),
        ("the", "the"),
        ("A. Turing", "a turing"),
        ("Café", "cafe"),
        ("Dvořák", "dvorak"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("Lenin’s Testament", "lenins testament"),
        ("left-opposition", "left opposition"),
        ("U.S.S.R.", "ussr"),
        ("U S S R", "ussr"),
        ("J. V. Stalin", "jv stalin"),
        ("“Testament”!", "testament"),
        ("Троцкий", "trotskiy"),
        ("СССР", "sssr"),
        ("Lеnin", "lenin"),
        ("ﬁve", "five"),
        ("１９２４", "1924"),
        ("π", "pi"),
        ("", ""),
        ("…", ""),
    ],
)
def test_words_are_compared_without_what_does_not_matter(written: str, compared: str):
    """Case, accents, punctuation, articles, spaces and other scripts are overlooked; figures and words are not."""
    assert fold(written) == compared


@pytest.mark.parametrize(
    "written",
    [
        "Sovkhoz",
        "SOVKHOZ",
        " sovkhoz. ",
        "the sovkhoz",
        "a sovkhoz",
        "sovkhozes",
        "**sovkhoz**",
        "_sovkhoz_",
        "`sovkhoz`",
        "||sovkhoz||",
        "~~kolkhoz~~ sovkhoz",
        "> sovkhoz",
        "sovkhoz 🚜",
        ":tractor: sovkhoz",
        "<:farm:42> sovkhoz",
        "ｓｏｖｋｈｏｚ",
        "sоvkhоz",
        "совхоз",
        "sovkhos",
        "“sovkhoz”",
        "sov-khoz",
        "it was a sovkhoz",
        "I think it's the sovkhoz",
        "sovkhoz i think",
        "the answer is sovkhoz",
        "sovkhoz, because it paid wages",
        "um sovkhoz?",
        "sovhkoz",
        "sovkhoz (sovkhoz)",
    ],
)
def test_the_answer_is_right_however_it_is_written(written: str):
    """Chat mark-up, emoji, scripts, plural, a sentence around it, a swapped pair of letters."""
    assert verdict(written, "sovkhoz", vocabulary={"kolkhoz", "artel"}) == "right"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Ezhov", "Yezhov"),
        ("Ezov", "Yezhov"),
        ("Trotskii", "Trotsky"),
        ("Trotskiy", "Trotsky"),
        ("Dzherzhinskii", "Dzerzhinsky"),
        ("Khruschev", "Khrushchev"),
        ("Zinovyev", "Zinoviev"),
        ("Chaikovskii", "Tchaikovsky"),
        ("Göbbels", "Goebbels"),
        ("Ежов", "Yezhov"),
        ("Зиновьев", "Zinoviev"),
        ("Хрущёв", "Khrushchev"),
        ("Romanoff", "Romanov"),
        ("Mao Tse-tung", "Mao Zedong"),
        ("collectivization", "collectivisation"),
        ("labor", "labour"),
        ("theater", "theatre"),
        ("program", "programme"),
        ("anemia", "anaemia"),
        ("sulfur", "sulphur"),
        ("aluminum", "aluminium"),
    ],
)
def test_another_spelling_is_no_mistake(written: str, key: str):
    """Transliterations and both Englishes."""
    assert verdict(written, key) == "right"
    assert verdict(key, written) == "right"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Trotky", "Trotsky"),
        ("Trottsky", "Trotsky"),
        ("Trostky", "Trotsky"),
        ("Bukharen", "Bukharin"),
        ("Lenigrad", "Leningrad"),
        ("colectivisation", "collectivisation"),
        ("collectivasation", "collectivisation"),
        ("Stahkanovite", "Stakhanovite"),
        ("fotosynthesis", "photosynthesis"),
        ("mitocondria", "mitochondria"),
        ("Misissipi", "Mississippi"),
        ("Shakespear", "Shakespeare"),
        ("industrialistion", "industrialisation"),
        ("parliment", "parliament"),
        ("burocracy", "bureaucracy"),
    ],
)
def test_a_plain_misspelling_is_right_and_spelt_out(written: str, key: str):
    """A letter dropped, doubled, mistaken or swapped, that can't be another word; the learner is shown the spelling."""
    assert mark_typed(written, (key,)) == Outcome("right", FULL, f"spelt {key}")


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("kolkhoz", "sovkhoz"),
        ("Cominform", "Comintern"),
        ("NKGB", "NKVD"),
        ("Kerensky", "Kamenev"),
        ("meiosis", "mitosis"),
        ("nitrite", "nitrate"),
        ("Australia", "Austria"),
        ("Monet", "Manet"),
        ("Iraq", "Iran"),
        ("Nigeria", "Niger"),
        ("fusion", "fission"),
        ("Zambia", "Gambia"),
        ("Slovenia", "Slovakia"),
        ("ilium", "ileum"),
        ("principal", "principle"),
        ("Henry VII", "Henry VIII"),
        ("Nicholas I", "Nicholas II"),
        ("Second Five-Year Plan", "First Five-Year Plan"),
        ("Bakunin", "Bukharin"),
        ("tundra", "taiga"),
    ],
)
def test_another_name_or_term_is_wrong_however_near(written: str, key: str):
    """It is real, and something else."""
    assert verdict(written, key) == "wrong"
    assert verdict(key, written) == "wrong"


@pytest.mark.parametrize("written", ["vetrin", "Vertin", "vetrine"])
def test_what_is_nearer_to_another_term_of_the_pack_is_no_misspelling(written: str):
    """The pack's own words guard its keys; without them the same slip is forgiven."""
    assert verdict(written, "vertrin") != "wrong"
    assert verdict(written, "vertrin", vocabulary={"vetrin", "vertin", "vetrine"}) == "wrong"


def test_as_near_to_another_term_as_to_the_key_is_asked_back():
    """Nobody can tell which was meant."""
    assert mark_typed("Marlin", ("Mirlin",), vocabulary={"Marlon"}) == NEARLY


@pytest.mark.parametrize("written", ["Shade", "shade!", "the shade", "SHADE", "shades"])
def test_what_is_rejected_is_wrong_however_near_it_is(written: str):
    """The author's word goes before every rule."""
    assert verdict(written, "Spade", rejected=("Shade",)) == "wrong"


def test_what_is_nearly_enough_is_asked_back_in_its_authors_words():
    """Case and articles don't matter here either; a rejected form goes before a prompt, a prompt before a slip."""
    prompts = {"Nikolai": "Which Nikolai?", "the Bolshevik": "Which one?", "Bukharyn": "Again?"}
    assert mark_typed("nikolai.", BUKHARIN, prompts=prompts) == Outcome("prompt", 0, "Which Nikolai?")
    assert mark_typed("Bolshevik", BUKHARIN, prompts=prompts).why == "Which one?"
    assert mark_typed("Bukharyn", BUKHARIN, prompts=prompts).why == "Again?"
    assert verdict("Bukharyn", *BUKHARIN, rejected=("Bukharyn",), prompts=prompts) == "wrong"


@pytest.mark.parametrize(
    "written",
    [
        "Bukharin",
        "N. Bukharin",
        "N I Bukharin",
        "Bukharin, Nikolai",
        "bukharin n",
        "Comrade Bukharin",
        "nikolay bukharin",
        "Николай Бухарин",
    ],
)
def test_a_person_is_named_by_surname_initials_or_the_other_way_round(written: str):
    """Whatever names this person and nobody else."""
    assert verdict(written, "Nikolai Bukharin", question=WHO) == "right"


@pytest.mark.parametrize(
    "written", ["Nikolai", "Robert Bukharin", "Bukharin's wife", "Nikolai Yezhov", "N", "not Bukharin"]
)
def test_a_first_name_or_somebody_else_is_wrong(written: str):
    """A first name is many people's; another first name is another person."""
    assert verdict(written, "Nikolai Bukharin", question=WHO) == "wrong"


@pytest.mark.parametrize(
    "written",
    [
        "not the kulaks",
        "anyone but the kulaks",
        "the opposite of kulaks",
        "kulaks were not it",
        "k*",
        "*",
        "%",
        "kul?k",
        "idk",
        "no idea",
        "asdf",
        "",
        "   ",
        "?",
        "🙂",
        "the answer",
        "peasants who hated kulaks",
        "the kulaks' cattle",
        "Who were the rich peasants?",
    ],
)
def test_what_does_not_answer_is_wrong(written: str):
    """Denials, wildcards, filler, nothing, a mention of the word, the question again."""
    assert verdict(written, "kulaks", question="Who were the rich peasants?") == "wrong"


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
        "trotsky (or stalin)",
        "either trotsky or stalin",
    ],
)
def test_two_answers_are_asked_to_be_one(written: str):
    """Naming everybody earns nothing: which one?"""
    assert mark_typed(written, ("Leon Trotsky", "Trotsky")) == WHICH


def test_the_same_answer_twice_is_one_answer():
    """An abbreviation with what it stands for, a name with its spelling."""
    assert verdict("NEP (New Economic Policy)", "New Economic Policy", "NEP") == "right"
    assert verdict("USSR / Soviet Union", "USSR", "Soviet Union") == "right"


def test_one_answer_set_against_another_is_one_answer():
    """Whoever says what it is not, and then what it is, has answered."""
    assert verdict("not Lenin but Trotsky", "Trotsky") == "right"
    assert verdict("Trotsky, not Lenin", "Trotsky") == "right"
    assert verdict("not Trotsky but Lenin", "Trotsky") == "wrong"


def test_where_two_things_are_asked_both_are_wanted():
    """In whatever order, with or without an and; one of them is a part, and three are too many."""
    key = "Kamenev and Zinoviev"
    for written in ("Zinoviev and Kamenev", "kamenev, zinoviev", "Kamenev & Zinoviev", "zinovyev / kamenev"):
        assert verdict(written, key) == "right"
    for written in ("Kamenev", "Zinoviev", "Kamenev and Bukharin", "Kamenev, Zinoviev and Bukharin"):
        assert verdict(written, key) == "wrong"


@pytest.mark.parametrize(
    ("question", "key", "written", "expected"),
    [
        ("Which river flows through Moscow?", "Moskva", "the river Moskva", "right"),
        ("Which treaty ended the war with Germany in 1918?", "Treaty of Brest-Litovsk", "brest litovsk", "right"),
        ("Which five-year plan began in 1928?", "First Five-Year Plan", "the first", "right"),
        ("Which policy followed War Communism?", "New Economic Policy", "new", "wrong"),
        ("What took place from 1928?", "First Five-Year Plan", "five year", "wrong"),
        ("Which city was besieged for 872 days?", "Leningrad", "leningrad was besieged for 872 days", "right"),
        ("Was it Lenin or Stalin who founded the Cheka?", "Lenin", "Lenin or Stalin", "prompt"),
    ],
)
def test_what_the_question_says_need_not_be_said_and_may_be(question: str, key: str, written: str, expected: str):
    """As long as what is left still names the thing."""
    assert verdict(written, key, question=question) == expected


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("USSR", "Union of Soviet Socialist Republics"),
        ("world war 2", "World War II"),
        ("second world war", "World War Two"),
        ("five year plans", "Five-Year Plans"),
        ("fiveyear plan", "Five-Year Plan"),
        ("1st five year plan", "First Five-Year Plan"),
        ("nicholas the second", "Nicholas II"),
        ("t34", "T-34"),
        ("order number 227", "Order No. 227"),
        ("mount everest", "Mt Everest"),
    ],
)
def test_abbreviations_and_numerals_are_the_same_thing(written: str, key: str):
    """In either direction."""
    assert verdict(written, key) == "right"
    assert verdict(key, written) == "right"


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("1924", "1925"),
        ("1924", "1942"),
        ("1924", "192"),
        ("1,500,000", "1,600,000"),
        ("Article 58", "Article 59"),
        ("21 January 1924", "22 January 1924"),
        ("107 members", "108 members"),
        ("7.2 million", "72 million"),
        ("5 km", "5 kg"),
        ("5 km", "50 km"),
        ("20 million", "20 billion"),
        ("1928-1932", "1928-1933"),
        ("1930s", "1920s"),
        ("T-34", "T-43"),
    ],
)
def test_a_number_is_never_nearly_right(key: str, written: str):
    """One figure off is another year; another unit is another quantity."""
    assert verdict(written, key) == "wrong"


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("1924", " 1924. "),
        ("1924", "in 1924"),
        ("1924", "it was 1924"),
        ("1924", "nineteen twenty-four"),
        ("1,500,000", "1.5 million"),
        ("1,500,000", "1 500 000"),
        ("250", "two hundred and fifty"),
        ("5 km", "5000 m"),
        ("5 km", "five kilometres"),
        ("20%", "20 per cent"),
        ("3 March 1918", "March 3rd, 1918"),
        ("3 March 1918", "3.3.1918"),
        ("3 March 1918", "1918-03-03"),
        ("March 1918", "mar 1918"),
        ("1928-1932", "1928-32"),
        ("1928–1932", "from 1928 to 1932"),
        ("1930s", "the 1930s"),
        ("20 million", "about 20 million people"),
        ("44 BC", "44 BCE"),
    ],
)
def test_a_number_a_date_or_a_quantity_is_right_in_any_usual_layout(key: str, written: str):
    """Figures or words, either order of a date, converted units."""
    assert verdict(written, key, question="How many people, or when?") == "right"


def test_a_hundred_thousand_letters_are_wrong_like_any_others():
    """No answer is too long to be marked."""
    assert verdict("trotsky " * 12_500, "Trotsky") == "wrong"
    assert verdict("x" * 100_000, "Trotsky") == "wrong"


WORDS = st.text(string.ascii_letters + " 'éöñ-", min_size=1, max_size=20).filter(fold)


@given(
    st.text(max_size=60),
    st.lists(st.text(max_size=12), min_size=1, max_size=4),
    st.lists(st.text(max_size=12)),
    st.text(max_size=40),
)
def test_any_answer_is_marked(written: str, accepted: list[str], rejected: list[str], question: str):
    """Right with the whole mark, wrong or asked back with none; nothing is raised and nothing lies between."""
    outcome = mark_typed(written, accepted, rejected=rejected, question=question)
    assert outcome.verdict in ("right", "wrong", "prompt")
    assert outcome.earned == (FULL if outcome.verdict == "right" else 0)
    assert bool(outcome.why) or outcome.verdict == "right"


@given(st.lists(WORDS, min_size=1, max_size=4), st.data())
def test_every_accepted_form_is_right_in_any_case(accepted: list[str], data: st.DataObject):
    """Capitals, small letters, spaces around, a full stop after."""
    form = data.draw(st.sampled_from(accepted))
    for written in (form, form.upper(), form.lower(), f"  {form}\n"):
        assert mark_typed(written, accepted) == RIGHT


@given(WORDS, st.lists(WORDS, min_size=1, max_size=4))
def test_a_rejected_form_is_never_right(rejected: str, accepted: list[str]):
    """Unless it is accepted as well, which no checked pack does."""
    assume(fold(rejected) not in {fold(form) for form in accepted})
    assert mark_typed(rejected, accepted, rejected=(rejected,)).verdict == "wrong"


@given(st.integers(1000, 2100), st.integers(1000, 2100))
def test_another_number_is_never_right(key: int, written: int):
    """Nor asked back as nearly right."""
    assert verdict(str(written), str(key)) == ("right" if key == written else "wrong")


@given(st.text("bcdfglmnprstvz", min_size=5, max_size=7), st.integers(1, 5))
def test_two_inner_neighbours_swapped_are_forgiven_in_a_long_word(consonants: str, at: int):
    """Wherever it happens: nobody means another word by it."""
    key = "".join(f"{letter}{vowel}" for letter, vowel in zip(consonants, "aeiouaeiou", strict=False))
    written = key[:at] + key[at + 1] + key[at] + key[at + 2 :]
    assert verdict(written, key) == "right"


@given(st.text("abdefgio", min_size=6, max_size=12), st.text("mnprt", min_size=6, max_size=12))
def test_a_word_that_shares_nothing_is_wrong(key: str, written: str):
    """Far enough off, nothing is asked back."""
    assert verdict(written, key) == "wrong"
