"""What must hold across a pack: ids, topics, what items rest on, no falsehood, no giveaways."""

from __future__ import annotations

import pytest

from tests.bank.packs import (
    AUTHORITIES,
    EVIDENCE,
    FACTS,
    JUDGING,
    MULTIPLE,
    ORDER,
    PACK,
    SINGLE,
    TYPED,
    PackFolder,
    another,
    edited,
    with_line,
)

GA_002 = "this says what claim GA-002 says, and that is wrong: They are planted as tubers in spring."
PUBLISHED = "publish the correction instead, or ask it as a false statement"


def test_an_id_that_is_taken_is_told_with_who_has_it(pack: PackFolder):
    """Within a file the later entry is told, and where the earlier one stands."""
    where = pack.write({"questions/garden.yaml": SINGLE + another(JUDGING, ("id: g-05", "¦id: g-01"))})
    assert pack.told() == [
        (where[0], "the id 'g-01' is taken by pack/questions/garden.yaml:2:5", "give this one an id of its own")
    ]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("questions/more.yaml", edited(JUDGING, ("id: g-05", "¦id: g-01"))),
        ("facts/garden.yaml", edited(FACTS, ("id: gf-01", "¦id: g-01"))),
    ],
)
def test_an_id_that_is_taken_in_another_file_is_told(pack: PackFolder, file: str, text: str):
    """Across files, and between questions and facts: an id is for life, whatever has it."""
    where = pack.write({file: text})
    assert pack.told() == [
        (where[0], "the id 'g-01' is taken by pack/questions/garden.yaml:2:5", "give this one an id of its own")
    ]


def test_every_entry_with_a_taken_id_is_told(pack: PackFolder):
    """Three entries with one id: two of them must change."""
    extra = another(JUDGING, ("id: g-05", "¦id: g-01")) + another(TYPED, ("id: g-06", "¦id: g-01"))
    where = pack.write({"questions/garden.yaml": SINGLE + extra})
    assert pack.whereabouts() == where


def test_a_claim_s_id_is_taken_once(pack: PackFolder):
    """Two claims under one id, in two files."""
    where = pack.write({"evidence/more.yaml": edited(EVIDENCE, ("GA-002", "GA-003"), ("id: GA-001", "¦id: GA-001"))})
    assert pack.told() == [
        (where[0], "the id 'GA-001' is taken by pack/evidence/claims.yaml:2:5", "give this one an id of its own")
    ]


@pytest.mark.parametrize(
    "edit",
    [
        ("documents:", "  - {¦key: rose-1999, kind: memoir, author: L, title: M, year: 2001}\ndocuments:"),
        ("{key: almanac-1902,", "{¦key: rose-1999,"),
    ],
)
def test_a_key_that_stands_for_two_entries_is_told_at_the_second(pack: PackFolder, edit: tuple[str, str]):
    """Works and documents share their keys: nobody could tell which of the two is cited."""
    where = pack.write({"authorities.yaml": edited(AUTHORITIES, edit)})
    assert pack.told() == [(where[0], "the key 'rose-1999' stands for two entries", "give one of them another key")]


@pytest.mark.parametrize(
    "edit",
    [
        ("- {id: judging,", "- {¦id: growing,"),
        ("- {id: seasons,", "- {¦id: choosing,"),
    ],
)
def test_a_topic_s_id_is_taken_once(pack: PackFolder, edit: tuple[str, str]):
    """Two topics, or two parts of one, under the same id: only one title could be shown."""
    where = pack.write({"pack.yaml": edited(PACK, edit)})
    assert pack.whereabouts() == where


def test_parts_of_two_topics_may_share_an_id(pack: PackFolder):
    """`growing/seasons` and `judging/seasons` are two things."""
    pack.write(
        {"pack.yaml": edited(PACK, ("title: True or false}", "title: Judging, parts: [{id: seasons, title: More}]}"))}
    )
    assert pack.told() == []


@pytest.mark.parametrize(
    ("wrote", "remedy"),
    [
        ("growin", "did you mean `growing`?"),
        ("growing/chosing", "did you mean `growing/choosing`?"),
        ("judgin", "did you mean `judging`?"),
        ("zzzz", "add it to pack.yaml, or name one that is there"),
    ],
)
@pytest.mark.parametrize("item", ["question", "fact"])
def test_a_topic_that_pack_yaml_does_not_have_is_told(pack: PackFolder, item: str, wrote: str, remedy: str):
    """A slip is put right; a new topic has to be entered in pack.yaml first."""
    base, file = (SINGLE, "questions/garden.yaml") if item == "question" else (FACTS, "facts/garden.yaml")
    where = pack.write({file: with_line(base, f"¦topic: {wrote}")})
    assert pack.told() == [(where[0], f"there is no topic {wrote!r} in pack.yaml", remedy)]


def test_a_claim_that_is_not_there_is_told_at_its_id(pack: PackFolder):
    """Each id in the list has its own place."""
    where = pack.write({"questions/garden.yaml": with_line(SINGLE, "evidence: [GA-001, ¦GA-999, ¦GA-998]")})
    assert pack.told() == [
        (where[0], "there is no claim 'GA-999' under evidence/", "correct the id, or add the claim"),
        (where[1], "there is no claim 'GA-998' under evidence/", "correct the id, or add the claim"),
    ]


@pytest.mark.parametrize(
    ("wrote", "remedy"),
    [
        ("rose-199", "did you mean `rose-1999`?"),
        ("almanac", "did you mean `almanac-1902`?"),
        ("tulip", "add the work or document, if you have met it"),
    ],
)
@pytest.mark.parametrize("item", ["question", "fact"])
def test_an_authority_that_is_not_there_is_told_at_its_key(pack: PackFolder, item: str, wrote: str, remedy: str):
    """Nothing rests on a book that nobody has entered."""
    base, file = (SINGLE, "questions/garden.yaml") if item == "question" else (FACTS, "facts/garden.yaml")
    where = pack.write({file: with_line(base, f"authority: [rose-1999, ¦{wrote}]")})
    assert pack.told() == [(where[0], f"there is no authority {wrote!r} in authorities.yaml", remedy)]


def test_a_question_that_is_not_there_tests_no_fact(pack: PackFolder):
    """`Test me` under a fact leads to a question of the pack."""
    where = pack.write({"facts/garden.yaml": with_line(FACTS, "tests: [g-01, ¦g-99]")})
    assert pack.told() == [
        (where[0], "there is no question 'g-99' that could test this fact", "name a question of this pack")
    ]


def test_a_fact_tests_no_fact(pack: PackFolder):
    """The id of a fact is no question's."""
    where = pack.write({"facts/garden.yaml": with_line(FACTS, "tests: [¦gf-01]")})
    assert pack.whereabouts() == where


SAYS_IT = [
    pytest.param(
        "facts/garden.yaml", with_line(FACTS, "¦text: Potatoes are sown as seed in November."), id="a fact"
    ),
    pytest.param(
        "facts/garden.yaml", with_line(FACTS, "¦text: In November, potatoes are sown as seed!"), id="turned round"
    ),
    pytest.param(
        "facts/garden.yaml", with_line(FACTS, "¦text: POTATOES ARE SOWN AS SEED IN NOVEMBER."), id="a fact, in capitals"
    ),
    pytest.param(
        "facts/garden.yaml",
        with_line(FACTS, "¦text: Every year our potatoes are sown as seed in November, under glass and in rows."),
        id="a fact, in a longer sentence",
    ),
    pytest.param(
        "questions/more.yaml",
        edited(with_line(JUDGING, "¦stem: Potatoes are sown as seed in November."), ("key: false", "key: true")),
        id="a true statement",
    ),
    pytest.param(
        "questions/more.yaml",
        edited(SINGLE, ("g-01", "g-02"), ("Which of these climbs up poles?", "What is true of potatoes?"))
        .replace("key: Runner bean", "¦key: They are sown as seed in November"),
        id="the key of a choice",
    ),
    pytest.param(
        "questions/more.yaml",
        edited(SINGLE, ("g-01", "g-02"), ("Which of these climbs up poles?", "When are potatoes sown as seed?"))
        .replace("key: Runner bean", "¦key: In November"),
        id="stem and key of a choice",
    ),
    pytest.param(
        "questions/more.yaml",
        edited(with_line(MULTIPLE, "stem: Tick all that is true of potatoes."), ("keys: [Carrot,", "keys: [Carrot,"))
        .replace("keys: [Carrot, Parsnip]", "keys: [They are roots, ¦They are sown as seed in November]"),
        id="a key among several",
    ),
    pytest.param(
        "questions/more.yaml",
        edited(with_line(TYPED, "stem: In which month are potatoes sown as seed?"), ("key: Spade", "¦key: November")),
        id="stem and key to be typed",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text"), SAYS_IT)
def test_what_a_corrected_claim_says_is_not_published_as_true(pack: PackFolder, file: str, text: str):
    """The problem stands where it is said, and tells what is right."""
    where = pack.write({file: text})
    assert pack.told() == [(where[0], GA_002, PUBLISHED)]
    assert not pack.report().usable


@pytest.mark.parametrize(
    ("file", "text"),
    [
        pytest.param(
            "questions/more.yaml",
            with_line(JUDGING, "stem: Potatoes are sown as seed in November."),
            id="asked as a false statement",
        ),
        pytest.param(
            "questions/more.yaml",
            with_line(edited(SINGLE, ("g-01", "g-02")), "stem: How are potatoes planted?")
            .replace("key: Runner bean", "key: As tubers in spring")
            .replace("[Beetroot, Lettuce]", "[As seed in November, As seed in May]"),
            id="as a wrong option",
        ),
        pytest.param(
            "facts/garden.yaml",
            with_line(FACTS, "text: Potatoes are planted as tubers in spring, when the soil is warm."),
            id="put right",
        ),
        pytest.param(
            "facts/garden.yaml",
            with_line(FACTS, "text: Potatoes are not sown as seed in November."),
            id="denied",
        ),
        pytest.param(
            "facts/garden.yaml",
            with_line(FACTS, "text: Runner beans climb up poles."),
            id="an accurate claim",
        ),
        pytest.param(
            "facts/garden.yaml", with_line(FACTS, "text: Potatoes keep well in the dark."), id="another matter"
        ),
    ],
)
def test_what_is_right_about_it_may_be_published(pack: PackFolder, file: str, text: str):
    """The error may be asked as one, offered as a wrong option, denied or put right."""
    pack.write({file: text})
    assert pack.told() == []


@pytest.mark.parametrize("verdict", ["contested", "biased", "vague"])
def test_only_what_is_corrected_is_refused(pack: PackFolder, verdict: str):
    """What historians dispute may be said; how it is said is for the author to judge."""
    pack.write(
        {
            "evidence/claims.yaml": edited(EVIDENCE, ("verdict: corrected", f"verdict: {verdict}")),
            "facts/garden.yaml": with_line(FACTS, "text: Potatoes are sown as seed in November."),
        }
    )
    assert pack.told() == []


@pytest.mark.parametrize("stem", ["Which of these climbs up poles?", "which of these climbs – up poles"])
def test_the_same_stem_twice_is_worth_advice(pack: PackFolder, stem: str):
    """Signs and capitals make no other question of it; advice keeps no pack from its class."""
    where = pack.write({"questions/more.yaml": edited(with_line(SINGLE, f"¦stem: {stem}"), ("g-01", "g-02"))})
    [advice] = pack.problems()
    assert str(advice.place) == where[0]
    assert advice.what == "the same stem as g-01 (pack/questions/garden.yaml:5:5)"
    assert advice.remedy == "ask something else, or take one of them out"
    assert not advice.grave
    assert str(advice).startswith(f"{where[0]}: advice: the same stem")
    assert pack.report().usable


def choices(count: int, longest: int) -> str:
    """A file of single-choice questions of which so many have a key longer than their distractors."""
    entries = (
        another(
            SINGLE,
            ("g-01", f"g-1{number:02}"),
            ("Which of these", f"Which of plants {number}"),
            ("key: Runner bean", f"key: {'Runner bean' if number < longest else 'Bean'}"),
        )
        for number in range(count)
    )
    return "questions:\n" + "".join(entries)


def test_keys_that_are_too_often_the_longest_option_are_worth_advice(pack: PackFolder):
    """Seven of twenty: a test-wise learner need not know the answer."""
    pack.write({"questions/garden.yaml": choices(20, 7), "facts/garden.yaml": None})
    [advice] = pack.problems()
    assert str(advice.place) == "pack:1:1"
    assert advice.what == "the key is the longest option in 7 of 20 single-choice questions"
    assert advice.remedy == ("shorten keys or fill out distractors, beginning with g-100, g-101, g-102, g-103, g-104")
    assert not advice.grave


@pytest.mark.parametrize(("count", "longest"), [(20, 6), (19, 19), (20, 0)])
def test_keys_that_are_now_and_then_the_longest_are_fine(pack: PackFolder, count: int, longest: int):
    """Three in ten are chance, and below twenty questions a share says nothing."""
    pack.write({"questions/garden.yaml": choices(count, longest), "facts/garden.yaml": None})
    assert pack.told() == []


def test_a_key_as_long_as_a_distractor_is_not_the_longest(pack: PackFolder):
    """Where two options are equally long, length gives nothing away."""
    text = choices(20, 20).replace("Lettuce", "Field beans")
    pack.write({"questions/garden.yaml": text, "facts/garden.yaml": None})
    assert pack.told() == []


def judgements(count: int, judging: int) -> str:
    """A file of questions of which so many are true/false, and the rest put in order."""
    entries = (
        another(JUDGING, ("g-05", f"g-1{number:02}"), ("Tomatoes", f"Tomatoes {number}"))
        if number < judging
        else another(ORDER, ("g-07", f"g-1{number:02}"), ("growing a bean", f"growing bean {number}"))
        for number in range(count)
    )
    return "questions:\n" + "".join(entries)


def test_too_many_true_or_false_are_worth_advice(pack: PackFolder):
    """Four of twenty: guessing pays."""
    pack.write({"questions/garden.yaml": judgements(20, 4), "facts/garden.yaml": None})
    [advice] = pack.problems()
    assert str(advice.place) == "pack:1:1"
    assert advice.what == "4 of 20 questions are true/false"
    assert advice.remedy == "turn some into single choice or typed answers"
    assert not advice.grave


@pytest.mark.parametrize(("count", "judging"), [(20, 3), (19, 19)])
def test_a_few_true_or_false_are_fine(pack: PackFolder, count: int, judging: int):
    """Fifteen in a hundred are fine, and below twenty questions a share says nothing."""
    pack.write({"questions/garden.yaml": judgements(count, judging), "facts/garden.yaml": None})
    assert pack.told() == []
