"""The pack that comes with Swot, and the examples that authors begin from, are right."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.bank.coverage import coverage
from bot.bank.dates import spoken_date
from bot.bank.service import Bank, checked, read_pack
from bot.errors import UserError
from tests.bank.making import TYPES
from tests.bank.packs import AUTHORITIES, EVIDENCE, PackFolder

ROOT = Path(__file__).parent.parent.parent
STALIN = ROOT / "content" / "stalins-russia"
PRESSED = ("single-choice", "multiple-choice", "true-false", "order")


def test_the_pack_that_ships_has_nothing_to_be_told():
    """No problem and no advice."""
    assert [str(problem) for problem in checked(STALIN).problems] == []


def test_the_leadership_struggle_is_covered():
    """At least sixty questions of every type, and twenty-five facts."""
    pack = read_pack(STALIN)
    bank = Bank([pack])
    questions = [bank.question(id) for id in bank.questions("leadership-struggle")]
    types = Counter(question.type for question in questions)
    assert len(questions) >= 60
    assert set(types) == set(TYPES)
    assert all(count >= 5 for name, count in types.items() if name in PRESSED or name == "typed")
    assert all(count >= 2 for name, count in types.items() if name in ("number", "date", "match", "gaps", "mend"))
    assert len(bank.facts("leadership-struggle")) >= 25


def test_every_part_of_the_leadership_struggle_can_be_revised_on_its_own():
    """Whoever is told to look at a part again finds questions on it, from easy to hard."""
    pack = read_pack(STALIN)
    bank = Bank([pack])
    [topic] = [topic for topic in pack.info.topics if topic.id == "leadership-struggle"]
    for part in topic.parts:
        questions = [bank.question(id) for id in bank.questions(f"{topic.id}/{part.id}")]
        assert len(questions) >= 10, part.id
        assert len({question.difficulty for question in questions}) >= 3, part.id


def test_the_pack_is_as_large_as_a_course():
    """Questions for two years, facts for a school year, enough of each kind that takes care, and little guessing."""
    pack = read_pack(STALIN)
    types = Counter(question.type for question in pack.questions)
    assert len(pack.questions) >= 700
    assert len(pack.facts) >= 220
    assert sum(fact.calendar is not None for fact in pack.facts) >= 60
    assert types["mend"] >= 80
    assert types["order"] >= 50
    assert types["match"] >= 40
    assert types["number"] + types["date"] >= 60
    assert types["source"] >= 30
    assert types["true-false"] <= 0.15 * len(pack.questions)
    assert sum(question.topic.startswith("interpretations/") for question in pack.questions) >= 60


def test_every_claim_of_the_ledger_has_become_something():
    """Used, or retired with a reason: none is open."""
    assert coverage(read_pack(STALIN)).open == ()


def test_the_pack_has_its_debates_and_papers():
    """Twelve debates and six papers, of which two last half an hour; every paper can be put together."""
    pack = read_pack(STALIN)
    bank = Bank([pack])
    assert len(pack.debates) == 12
    assert sorted(paper.minutes for paper in pack.papers) == [30, 30, 50, 50, 90, 90]
    for paper in pack.papers:
        assert all(bank.question(f"{pack.info.id}/{id}") for id in paper.questions), paper.id


def test_whoever_asks_for_a_paper_or_debate_that_is_not_there_is_told_of_some():
    """Three by name, and how many more there are."""
    shelf = Bank([read_pack(STALIN)]).lessons
    with pytest.raises(UserError, match=r"^There is no paper “zeppelin”\. There are “.+”, “.+”, “.+”\. And 3 more\.$"):
        shelf.paper_meant("zeppelin")
    with pytest.raises(UserError, match=r" And 9 more\.$"):
        shelf.debate_meant("zeppelin")


def test_every_item_rests_on_an_authority_that_can_be_told():
    """`Says who?` has an answer for each question and each fact."""
    bank = Bank([read_pack(STALIN)])
    for id in (*bank.questions(), *bank.facts()):
        assert all(source.strip() for source in bank.sources(id)), id
        assert bank.sources(id), id


def test_every_fact_is_tested_by_a_question_on_its_topic():
    """`Test me` under a fact stays with what the fact was about."""
    pack = read_pack(STALIN)
    bank = Bank([pack])
    for fact in pack.facts:
        tested = [bank.question(f"{pack.info.id}/{id}") for id in fact.tests]
        assert tested, fact.id
        assert {question.topic.partition("/")[0] for question in tested} == {fact.topic.partition("/")[0]}, fact.id


def test_nobody_s_violent_death_is_a_light_matter():
    """Questions and facts on executions, murders and suicides are marked grave."""
    pack = read_pack(STALIN)
    violent = re.compile(r"\b(executed|executions?|shot dead|murder(ed|s)?|suicides?|shot himself)\b")
    told = [(item, f"{item.stem} {item.explanation}") for item in pack.questions]
    told += [(item, item.text) for item in pack.facts]
    on_death = [item for item, words in told if violent.search(words)]
    assert on_death
    assert [item.id for item in on_death if item.tone != "grave"] == []


def test_questions_that_take_several_ticks_say_so():
    """A learner who may tick several options is told so in the stem."""
    for question in read_pack(STALIN).questions:
        assert (question.type == "multiple-choice") == bool(re.search(r"\b[Tt]ick\b", question.stem)), question.id


def test_what_goes_in_order_carries_no_dates():
    """A date in a step's own words would give its place away; `when` tells it afterwards."""
    for question in read_pack(STALIN).questions:
        if question.type == "order":
            assert not [step.text for step in question.sequence if re.search(r"\b19\d\d\b", step.text)], question.id
            assert all(step.when for step in question.sequence), question.id


def test_no_typed_key_is_marked_otherwise_than_right():
    """Every form that a question accepts earns its mark, and every one that it rejects earns none."""
    from bot.quiz.kinds import kind_of  # noqa: PLC0415 - the bank itself knows nothing of kinds

    bank = Bank([read_pack(STALIN)])
    for id in bank.questions():
        question, terms = bank.question(id), bank.vocabulary(id)
        if question.type == "typed":
            kind = kind_of(question)
            for form in (question.key, *question.accept):
                assert kind.mark(question, (form,), terms).verdict == "right", (question.id, form)
            for form in question.reject:
                assert kind.mark(question, (form,), terms).verdict == "wrong", (question.id, form)
            for prompt in question.prompt:
                assert kind.mark(question, (prompt.form,), terms).why == prompt.ask, (question.id, prompt.form)


def answered(question: Any) -> list[tuple[tuple[str, ...], str]]:
    """Answers to a question that is written, by the author's own lists, each with its verdict."""
    match question.type:
        case "number":
            return [((f"{question.key} {question.unit or ''}",), "right"), ((f"{question.key * 3 + 99}",), "wrong")]
        case "date":
            return [((spoken_date(question.key),), "right"), (("1 May 1066",), "wrong")]
        case "match":
            return [(tuple(words for pair in question.pairs for words in (pair.prompt, pair.match)), "right")]
        case "mend":
            here = question.faulty
            right = [((here, form), "right") for form in (question.key, *question.accept)]
            asked = [((here, prompt.form), "prompt") for prompt in question.prompt]
            return [*right, *asked, *(((here, form), "partly") for form in (*question.reject, question.fault))]
        case "gaps":
            keys = tuple(gap.key for gap in question.gaps)
            found = [(keys, "right")]
            for at, gap in enumerate(question.gaps):
                forms = [(form, "right") for form in gap.accept] + [(prompt.form, "prompt") for prompt in gap.prompt]
                forms += [(form, "partly" if len(keys) > 1 else "wrong") for form in gap.reject]
                found += [((*keys[:at], form, *keys[at + 1 :]), verdict) for form, verdict in forms]
            return found
    return []


def test_every_written_key_is_marked_as_its_author_meant():
    """Numbers, dates, pairs, gaps and cards: keys and other forms are right, what is rejected is not."""
    from bot.quiz.kinds import kind_of  # noqa: PLC0415 - the bank itself knows nothing of kinds

    bank = Bank([read_pack(STALIN)])
    tried = 0
    for id in bank.questions():
        question = bank.question(id)
        for given, verdict in answered(question):
            marked = kind_of(question).mark(question, given, bank.vocabulary(id))
            assert marked.verdict == verdict, (question.id, given, marked)
            tried += 1
    assert tried > 30


def test_a_card_has_one_part_that_could_be_wrong():
    """Its statement warns of nothing by itself: the brackets are the author's own, and the key is told as true."""
    for question in read_pack(STALIN).questions:
        if question.type == "mend":
            assert question.key in question.mended
            assert not re.search(rf"\b{re.escape(question.fault)}\b", question.mended), question.id
            assert "[" not in question.said


@pytest.mark.parametrize(
    "pack_folder",
    [STALIN, ROOT / "tests" / "data" / "garden", ROOT / "tests" / "data" / "orchard"],
    ids=["shipped", "garden", "orchard"],
)
def test_packs_are_tidy(pack_folder: Path):
    """No tabs, no spaces at the ends of lines, no carriage returns: diffs show what changed."""
    for path in pack_folder.rglob("*.yaml"):
        text = path.read_bytes().decode("utf-8")
        assert not re.search(r"[ \t]+$|\t|\r", text, re.MULTILINE), path.name
        assert text.endswith("\n"), path.name


def test_the_examples_in_the_authors_readme_are_right(pack: PackFolder):
    """Copied together they make a pack that has nothing to be told."""
    readme = (ROOT / "content" / "README.md").read_text("utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    [topics] = [block for block in blocks if "\ntopics:" in block]
    lessons = {
        f"{name}/garden.yaml": next(block for block in blocks if block.startswith(f"{name}:"))
        for name in ("facts", "glossary", "debates", "papers")
    }
    claims, retired = (next(block for block in blocks if block.startswith(name)) for name in ("claims:", "retired:"))
    questions = [block for block in blocks if block.startswith("questions:")]
    assert len(questions) >= 4
    pack.write(
        {
            "pack.yaml": topics,
            **lessons,
            "retired.yaml": retired,
            **{f"questions/{number}.yaml": block for number, block in enumerate(questions)},
            "questions/garden.yaml": None,
            "authorities.yaml": AUTHORITIES,
            "evidence/claims.yaml": claims
            + EVIDENCE.partition("\n")[2].replace("GA-001", "GA-004")
            + "".join(
                f"  - {{id: GA-00{number}, source: leaflet, claim: Once more., verdict: accurate}}\n"
                for number in (7, 8)
            ),
        }
    )
    assert pack.told() == []
    assert pack.report().questions > len(questions)
