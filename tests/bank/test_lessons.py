"""A glossary, debates, papers, described texts and retired claims: what holds for each beside its own form."""

from __future__ import annotations

import re

import pytest

from bot.bank.coverage import coverage
from bot.bank.service import Bank, read_pack
from bot.bank.shelf import Withdrawn
from tests.bank.packs import (
    ESSAY,
    EVIDENCE,
    FILES,
    JUDGING,
    MEND,
    ORDER,
    PACK,
    SINGLE,
    SOURCE,
    PackFolder,
    another,
    edited,
    with_line,
)

GLOSSARY = """\
glossary:
  - term: Runner bean
    kind: term
    also: [stick bean]
    text: A bean that climbs, and wants a pole to climb.
    authority: [rose-1999]
    topic: growing/choosing
  - {term: A. N. Rose, kind: person, text: Wrote of long borders all her life., authority: [rose-1999]}
"""
DEBATES = """\
debates:
  - id: gd-01
    topic: growing
    proposition: Beans are worth the trouble.
    for:
      - {text: They climb three metres in one summer., evidence: [GA-001], authority: [rose-1999]}
      - {text: They feed the soil that they grow in., authority: [rose-1999]}
    against:
      - {text: They want poles that somebody has to cut., authority: [rose-1999]}
      - {text: A single frost takes the whole of them., authority: [almanac-1902]}
    historians_for: [Rose]
    historians_against: [The Almanac's anonymous author]
    tip: Say first what trouble is, and to whom it is one.
"""
PAPERS = """\
papers:
  - id: gp-01
    title: Half an hour of beans
    about: Recall.
    minutes: 30
    sections:
      - {title: Section A, questions: [g-01]}
"""
SOURCES = """\
sources:
  - source: leaflet
    kind_of_text: A leaflet.
    author_stance: Sells poles.
    reliability: 2
    reliability_reasons: It sells poles.
    value: It shows what was sold.
    limitations: It says nothing of frost.
    teacher_use: Ask what it leaves out.
"""
RETIRED = """\
retired:
  - {claim: GA-002, reason: duplicate, of: GA-001}
"""
AREAS = """\
specifications:
  - id: board
    title: The board
    areas:
      - {id: beans, title: Beans}
      - {id: frost, title: Frost}
topics:
"""
LESSONS: dict[str, str | bytes | None] = {
    "glossary/terms.yaml": GLOSSARY,
    "debates/beans.yaml": DEBATES,
    "papers/recall.yaml": PAPERS,
    "sources.yaml": SOURCES,
    "retired.yaml": RETIRED,
}


def test_a_pack_has_lessons_beside_its_questions(pack: PackFolder):
    """They are read, checked and kept like all else."""
    pack.write(LESSONS)
    assert pack.told() == []
    read = read_pack(pack.path)
    assert [entry.term for entry in read.glossary] == ["Runner bean", "A. N. Rose"]
    assert [(len(debate.for_), len(debate.against)) for debate in read.debates] == [(2, 2)]
    assert [paper.questions for paper in read.papers] == [("g-01",)]
    assert [(text.source, text.reliability) for text in read.sources] == [("leaflet", 2)]
    assert [(one.claim, one.of) for one in read.retired] == [("GA-002", "GA-001")]


@pytest.mark.parametrize(
    ("file", "edit", "what"),
    [
        ("glossary/terms.yaml", ("topic: growing/choosing", "¦topic: growing/choosin"), "there is no topic"),
        ("glossary/terms.yaml", ("authority: [rose-1999]\n    topic", "authority: [¦rose]\n    topic"), "no authority"),
        ("glossary/terms.yaml", ("term: A. N. Rose", "¦term: Stick bean"), "'Stick bean' is explained at"),
        ("debates/beans.yaml", ("evidence: [GA-001]", "evidence: [¦GA-009]"), "there is no claim 'GA-009'"),
        ("debates/beans.yaml", ("authority: [almanac-1902]", "authority: [¦almanac]"), "there is no authority"),
        ("debates/beans.yaml", ("id: gd-01", "¦id: g-01"), "the id 'g-01' is taken"),
        ("papers/recall.yaml", ("questions: [g-01]", "questions: [g-01, ¦g-77]"), "there is no question 'g-77'"),
        ("retired.yaml", ("of: GA-001", "¦of: GA-007"), "there is no claim 'GA-007'"),
        ("retired.yaml", ("claim: GA-002", "¦claim: GA-001"), "GA-001 is retired, and an item rests on it"),
    ],
)
def test_what_a_lesson_names_exists(pack: PackFolder, file: str, edit: tuple[str, str], what: str):
    """Topics, authorities, claims and questions, pointed at where they are named."""
    text = LESSONS[file]
    assert isinstance(text, str)
    where = pack.write({**LESSONS, file: edited(text, edit)})
    assert pack.whereabouts() == where
    [problem] = pack.problems()
    assert what in problem.what
    assert problem.grave


@pytest.mark.parametrize(
    ("file", "edit", "what"),
    [
        ("retired.yaml", (", of: GA-001", ""), "`of` names the claim that a duplicate repeats"),
        ("retired.yaml", ("duplicate", "empty"), "`of` names the claim that a duplicate repeats"),
        ("papers/recall.yaml", ("[g-01]", "[g-01, g-01]"), "the question 'g-01' stands twice in this paper"),
        ("debates/beans.yaml", ("tip:", "tipp:"), "`tipp` is not a field of debates"),
    ],
)
def test_a_lesson_s_own_form_is_explained(pack: PackFolder, file: str, edit: tuple[str, str], what: str):
    """In words, as for questions."""
    text = LESSONS[file]
    assert isinstance(text, str)
    pack.write({**LESSONS, file: edited(text, edit)})
    assert what in " ".join(problem.what for problem in pack.problems())


def test_a_text_in_which_claims_were_met_is_described(pack: PackFolder):
    """As soon as sources.yaml describes any."""
    claims = EVIDENCE.replace("source: leaflet", "¦source: flyer")
    where = pack.write({**LESSONS, "evidence/claims.yaml": claims})
    assert pack.whereabouts() == where
    assert {problem.what for problem in pack.problems()} == {"sources.yaml does not describe 'flyer'"}


def test_an_item_can_t_depend_on_everything(pack: PackFolder):
    """At most three claims, but for tasks that weigh many."""
    more = "".join(
        f"  - {{id: GA-01{n}, source: leaflet, claim: Number {n} grows., verdict: accurate}}\n" for n in range(4)
    )
    claims = "evidence: [GA-010, GA-011, GA-012, GA-013]"
    where = pack.write(
        {
            "evidence/claims.yaml": EVIDENCE + more,
            "questions/garden.yaml": with_line(SINGLE, f"¦{claims}"),
            "questions/tasks.yaml": with_line(SOURCE, claims),
        }
    )
    assert pack.told() == [
        (where[0], "it rests on 4 claims, and can't depend on each of them", "name the 3 that it hangs on")
    ]


def test_areas_of_specifications_are_served_by_topic_or_question(pack: PackFolder):
    """A part's own come before its topic's, a question's before both; an area without a question is worth advice."""
    info = edited(PACK, ("topics:\n", AREAS), ("    parts:\n", "    serves: [board/beans]\n    parts:\n"))
    pack.write({"pack.yaml": info})
    assert [(problem.what, problem.grave) for problem in pack.problems()] == [("no question serves board/frost", False)]
    pack.write({"pack.yaml": info, "questions/garden.yaml": with_line(SINGLE, "serves: [board/frost, board/beans]")})
    assert pack.told() == []
    assert coverage(read_pack(pack.path)).areas == {"board/frost": 1, "board/beans": 1}


def test_an_area_that_no_specification_has_is_told(pack: PackFolder):
    """Of a topic and of a question, with the one that was meant."""
    info = edited(PACK, ("topics:\n", AREAS), ("    parts:\n", "    serves: [board/bean]\n    parts:\n"))
    pack.write({"pack.yaml": info, "questions/garden.yaml": with_line(SINGLE, "serves: [board/frost, ¦board/fros]")})
    assert {(problem.what, problem.remedy) for problem in pack.problems() if problem.grave} == {
        (
            "the topic 'growing' serves 'board/bean', which no specification of pack.yaml has",
            "did you mean `board/beans`?",
        ),
        ("no specification of pack.yaml has 'board/fros'", "did you mean `board/frost`?"),
    }


def test_every_claim_that_is_good_for_something_has_a_fate(pack: PackFolder):
    """Used by a question, a fact, a point or a card; retired; or open."""
    claims = EVIDENCE.replace("verdict:", "good_for: [fact]\n    verdict:") + (
        "  - {id: GA-003, source: flyer, claim: Frost kills beans., verdict: accurate, good_for: [fact]}\n"
        "  - {id: GA-004, source: flyer, claim: Something., verdict: accurate}\n"
        "  - {id: GA-005, source: flyer, claim: Dug in spring., verdict: accurate, good_for: [source]}\n"
    )
    task = SOURCE.replace("worth: 4", "worth: 4, evidence: [GA-005]")
    files = {**LESSONS, "sources.yaml": None, "evidence/claims.yaml": claims, "questions/tasks.yaml": task}
    pack.write(files)
    found = coverage(read_pack(pack.path))
    assert found.fates == {"GA-001": "used", "GA-002": "retired", "GA-003": "open", "GA-005": "used"}
    assert found.open == ("GA-003",)
    assert found.by_source == {"leaflet": {"used": 1, "retired": 1}, "flyer": {"open": 1, "used": 1}}
    assert found.by_theme["growing"] == {"used": 2}
    assert found.by_theme["no topic"] == {"retired": 1, "open": 1}


def dated(id: str, when: str, step: str = "Beans are sown") -> str:
    """An ordering in which something has a date."""
    number = int(id[-2:])
    return (
        f"  - id: {id}\n    type: order\n    topic: growing\n    stem: Put what {id} did in order.\n    sequence:\n"
        f"      - {{text: The ground is dug for {id}, when: {1900 + number}}}\n"
        f"      - {{text: {step}, when: {when}}}\n"
        f"      - {{text: The frost of {id}, when: {1940 + number}}}\n"
        "    explanation: So it was.\n    difficulty: 2\n    authority: [rose-1999]\n"
    )


def test_one_thing_has_one_date(pack: PackFolder):
    """Two dates of which neither is only less exact are a contradiction, in whatever kind they stand."""
    asked = (
        "  - {id: g-31, type: date, topic: growing, stem: In which year were the beans sown?, ¦key: 1905, "
        "explanation: In spring., difficulty: 1, authority: [rose-1999]}\n"
    )
    right, sown = "questions:\n" + dated("g-21", "8 May 1904"), asked.replace("beans sown", "beans sown at last")
    where = pack.write(
        {"questions/order.yaml": right + dated("g-22", "1904") + asked.replace("were the beans sown", "Beans are sown")}
    )
    problems = [problem for problem in pack.problems() if problem.grave]
    assert {str(problem.place) for problem in problems} == set(where)
    assert "this is 1905 here and 1904-05-08 at pack/questions/order.yaml:8:9" in {problem.what for problem in problems}
    pack.write({"questions/order.yaml": right + dated("g-22", "May 1904") + sown.replace("¦", "")})
    assert pack.told() == []


def test_one_thing_has_one_figure(pack: PackFolder):
    """Two questions that ask for the same figure have the same key."""
    asked = (
        "  - {{id: g-3{0}, type: number, topic: growing, stem: How many beans did the {1} gardener sow?, key: {2}, "
        "explanation: So many., difficulty: 1, authority: [rose-1999]}}\n"
    )
    pack.write({"questions/n.yaml": "questions:\n" + asked.format(1, "good", 40) + asked.format(2, "good old", 41)})
    assert [problem.what for problem in pack.problems() if problem.grave] == [
        "this is 41 here and 40 at pack/questions/n.yaml:2:95"
    ]


SPACED = "The gardeners of the north sow their beans about 12.4 inches apart in 1902."


def sentences(pack: PackFolder, also: str) -> list[str]:
    """What is found where a question's explanation tells of the spacing, and a fact tells this."""
    told = with_line(FILES["facts/garden.yaml"], f"text: {also}")
    pack.write({"facts/garden.yaml": told, "questions/garden.yaml": with_line(SINGLE, f"explanation: {SPACED}")})
    return [problem.what for problem in pack.problems() if problem.grave]


@pytest.mark.parametrize(
    "also",
    [
        "The gardeners of the north sow their beans about 14 inches apart in 1902.",
        "The gardeners of the north sow their beans about 12.4 inches apart in 1903.",
        "In 1902 gardeners in the north were sowing beans some 14 inches apart.",
    ],
)
def test_sentences_that_tell_the_same_agree(pack: PackFolder, also: str):
    """In every figure, however they are put."""
    assert sentences(pack, also) == [f"{SPACED!r} here, and {also!r} at pack/facts/garden.yaml:4:5"]


@pytest.mark.parametrize(
    "also",
    [
        "The gardeners of the north sow their beans about 12 inches apart in 1902.",
        "The gardeners of the north sow their beans about 12.4 inches apart in May 1902.",
        "The gardeners of the north sow their beans about 12.4 inches apart.",
        "The gardeners of the north sow their peas about 14 inches apart in 1902.",
        "The gardeners of the north, of Yorkshire, sow their beans about 14 inches apart in 1902.",
        "They sow them 14 inches apart.",
    ],
)
def test_sentences_may_differ(pack: PackFolder, also: str):
    """In how exactly they tell it; and those of other things, or that don't say of what they are, in anything."""
    assert sentences(pack, also) == []


def test_what_is_false_on_purpose_contradicts_nothing(pack: PackFolder):
    """A card to be mended is read as it should be; a false statement is not read at all."""
    wrong = SPACED.replace("12.4", "[14]").replace("north", "[north]")
    mend = with_line(with_line(with_line(MEND, f"statement: '{wrong}'"), "faulty: spacing"), "parts: [where, spacing]")
    told = with_line(FILES["facts/garden.yaml"], f"text: {SPACED}")
    for key, agrees in (("12.4", True), ("13", False)):
        pack.write({"facts/garden.yaml": told, "questions/mend.yaml": with_line(mend, f"key: '{key}'")})
        found = [problem.what for problem in pack.problems() if problem.grave]
        mended = SPACED.replace("12.4", key)
        assert found == ([] if agrees else [f"{mended!r} here, and {SPACED!r} at pack/facts/garden.yaml:4:5"])


def test_a_day_of_the_calendar_is_that_of_the_date(pack: PackFolder):
    """A fact that has both."""
    facts = with_line(with_line(FILES["facts/garden.yaml"], "on: 1902-03-02"), "¦calendar: 03-03")
    where = pack.write({"facts/garden.yaml": facts})
    [problem] = pack.problems()
    assert ([str(problem.place)], problem.grave) == (where, False)
    assert problem.what == "this is about 1902-03-02, and belongs to another day of the year: 03-03"


@pytest.mark.parametrize("now", ["today", "Nowadays", "at present", "this year"])
def test_what_is_dated_by_now_is_worth_advice(pack: PackFolder, now: str):
    """It will be read in another year."""
    [where] = pack.write({"questions/garden.yaml": with_line(SINGLE, f"¦explanation: {now} they climb up poles.")})
    [problem] = pack.problems()
    assert (str(problem.place), problem.grave) == (where.replace(":5", ":5"), False)
    assert problem.what == f"“{now.lower()}” will mean another day to whoever reads it"


def test_nearly_the_same_question_is_worth_advice(pack: PackFolder):
    """The same answer asked for in nearly the same words; other figures make it another question."""
    again = another(
        SINGLE, ("g-01", "g-02"), ("Which of these climbs up poles?", "Which of these climbs up the poles?")
    )
    pack.write({"questions/garden.yaml": SINGLE + again})
    assert [(problem.what, problem.grave) for problem in pack.problems()] == [
        ("nearly the same question as g-01 (pack/questions/garden.yaml:2:5), with the same answer", False)
    ]
    other = another(SINGLE, ("g-01", "g-02"), ("Which of these climbs up poles?", "Which of these climbs up 2 poles?"))
    pack.write({"questions/garden.yaml": SINGLE + other})
    assert pack.told() == []


@pytest.mark.parametrize(
    ("stem", "key", "hint"),
    [
        ("What does the runner bean climb?", "A pole for hops", None),
        ("Which month suits the runner bean?", "May", "Runner bean: A bean that climbs, and wants a pole to climb."),
        ("Which month suits stick beans?", "May", None),
        ("Which month suits the stick bean?", "May", "Runner bean: A bean that climbs, and wants a pole to climb."),
    ],
)
def test_a_term_of_the_stem_is_a_hint_where_it_gives_nothing_away(
    pack: PackFolder, stem: str, key: str, hint: str | None
):
    """Its explanation shares no word with any option."""
    question = with_line(with_line(SINGLE, f"stem: {stem}"), f"key: {key}").replace("Runner bean climbs", "It climbs")
    pack.write({**LESSONS, "questions/garden.yaml": question})
    assert Bank([read_pack(pack.path)]).hint("garden/g-01") == hint


def test_an_author_s_own_hint_comes_first(pack: PackFolder):
    """Whatever the glossary could say."""
    text = with_line(with_line(SINGLE, "stem: Which month suits the runner bean?"), "hint: After the frost.")
    pack.write({**LESSONS, "questions/garden.yaml": text})
    assert Bank([read_pack(pack.path)]).hint("garden/g-01") == "After the frost."


@pytest.mark.parametrize("kind", [JUDGING, ORDER, MEND, ESSAY])
def test_what_a_term_could_settle_gets_no_hint_from_it(pack: PackFolder, kind: str):
    """True or false, an order, a mistake, a task."""
    text = kind if kind is MEND else re.sub(r"stem: .*", "stem: It is about the runner bean and more.", kind, count=1)
    pack.write({**LESSONS, "questions/more.yaml": text})
    bank = Bank([read_pack(pack.path)])
    [other] = [id for id in bank.questions() if id != "garden/g-01"]
    assert bank.hint(other) is None


def test_glossary_terms_guard_the_marking(pack: PackFolder):
    """A term of the glossary is a real term, so that what is nearer to it is no misspelling of a key."""
    pack.write(LESSONS)
    assert {"Runner bean", "stick bean", "A. N. Rose"} & Bank([read_pack(pack.path)]).vocabulary("garden/g-01")


def test_a_button_leads_to_its_own_paper_or_to_none(pack: PackFolder):
    """What a person types may be nearly right; what a button holds is exact, and may have been withdrawn."""
    pack.write(LESSONS)
    lessons = Bank([read_pack(pack.path)]).lessons
    assert lessons.paper_meant("half an hour of bean") == "garden/gp-01"
    assert lessons.debate_meant("worth the trouble") == "garden/gd-01"
    assert lessons.paper("garden/gp-01").minutes == 30
    with pytest.raises(Withdrawn, match=r"^That paper has been withdrawn from the bank\.$"):
        lessons.paper("garden/gp-02")
    with pytest.raises(Withdrawn, match=r"^That debate has been withdrawn from the bank\.$"):
        lessons.debate("garden/gd-011")
