"""What a class works from: what it sees, what it may change, and when every process knows; on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, select

from bot.bank import model
from bot.bank.service import Bank, Choice, read_pack
from bot.clock import SteppedClock
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.main import CONTENT, App, Settings
from bot.quiz.kinds import kind_of
from bot.storage.tables import accepted_forms, classes
from tests.chat_harness import MONDAY
from tests.conftest import DATA

PACKS = (DATA / "garden", DATA / "orchard")
HOW = {"why": "a test", "by": "terminal:maya", "at": MONDAY}
TYPED, SINGLE, TICKING, JUDGING, ORDERING = "garden/g-06", "garden/g-01", "garden/g-04", "garden/g-05", "garden/g-07"


class Desk:
    """Two processes on one database with two classes, and what can be done there."""

    def __init__(self, apps: tuple[App, App]) -> None:
        self.first, self.second = (app.curriculum for app in apps)
        self.database = apps[0].database

    async def do(self, change: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Have something changed for good."""
        return await self.database.write(change, *args, **kwargs)

    async def mark(self, question: str, *given: str, class_id: str = "12a") -> tuple[str, int]:
        """What an answer is worth in a class: the verdict and the hundredths."""
        bank = await self.second.of(class_id)
        outcome = kind_of(asked := bank.question(question)).mark(asked, given, bank.vocabulary(question))
        return outcome.verdict, outcome.earned


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    """Two processes on a new database with two classes."""
    opened = [await App.open(Settings(database_url, PACKS, None, SteppedClock(MONDAY), Random(1))) for _ in range(2)]
    rows = [{"id": id, "name": id, "zone": "Europe/London", "created_at": 0} for id in ("12a", "12b")]
    await opened[0].database.write(lambda tx: tx.execute(insert(classes), rows) and None)
    yield Desk((opened[0], opened[1]))
    for app in opened:
        await app.close()


# What a class sees


async def test_a_class_that_changes_nothing_shares_the_bank(desk: Desk):
    """It costs no memory; nor does one that has undone what it did, or that nobody knows."""
    assert await desk.first.of("12a") is desk.first.base
    await desk.do(desk.first.leave_out, "12a", SINGLE, **HOW)
    assert await desk.first.of("12a") is not desk.first.base
    await desk.do(desk.first.put_back, "12a", SINGLE)
    assert await desk.first.of("12a") is desk.first.base
    assert await desk.first.of("nobody") is desk.first.base


async def test_a_bank_is_kept_until_something_changes(desk: Desk):
    """Asking costs a look at the class's row and no more."""
    await desk.do(desk.first.leave_out, "12a", SINGLE, **HOW)
    bank = await desk.first.of("12a")
    assert await desk.first.of("12a") is bank
    seen: list[str] = []

    def look(tx: Connection) -> Bank:
        event.listen(tx, "before_cursor_execute", lambda _c, _cursor, statement, *_: seen.append(statement))
        return desk.first.at(tx, "12a")

    assert await desk.database.read(look) is bank
    [statement] = seen
    assert "content_version" in statement
    await desk.do(desk.first.leave_out, "12a", TYPED, **HOW)
    assert await desk.first.of("12a") is not bank


async def test_another_process_sees_a_change_at_once(desk: Desk):
    """Whatever is changed here counts there with the next look, and in that class alone."""
    assert (await desk.second.of("12a")).offers(SINGLE)
    await desk.do(desk.first.leave_out, "12a", SINGLE, **HOW)
    assert not (await desk.second.of("12a")).offers(SINGLE)
    assert (await desk.second.of("12b")).offers(SINGLE)
    await desk.do(desk.second.accept, "12a", TYPED, ("Digging iron",), **HOW)
    assert "Digging iron" in (await desk.first.of("12a")).question(TYPED).accept
    await desk.do(desk.second.choose, "12a", ["orchard"])
    assert [info.id for info in (await desk.first.of("12a")).packs()] == ["orchard"]
    await desk.do(desk.first.choose, "12a", ["orchard", "garden"])
    assert [info.id for info in (await desk.second.of("12a")).packs()] == ["garden", "orchard"]


async def test_what_is_undone_was_never_seen(desk: Desk):
    """A change that comes to nothing leaves no bank behind, though the next one has the same number."""

    def fail(tx: Connection) -> None:
        desk.first.leave_out(tx, "12a", SINGLE, **HOW)
        assert not desk.first.at(tx, "12a").offers(SINGLE)
        raise UserError("No, rather not.")

    with pytest.raises(UserError, match="rather not"):
        await desk.do(fail)
    assert (await desk.first.of("12a")).offers(SINGLE)
    await desk.do(desk.first.leave_out, "12a", TYPED, **HOW)
    bank = await desk.first.of("12a")
    assert (bank.offers(SINGLE), bank.offers(TYPED)) == (True, False)


async def test_a_chosen_pack_is_all_that_is_offered(desk: Desk):
    """Nothing of the others comes up anywhere; what is under way still finds its own."""
    whole = desk.first.base
    await desk.do(desk.first.choose, "12a", ["orchard"])
    bank = await desk.first.of("12a")
    assert {id.partition("/")[0] for id in bank.questions()} == {"orchard"}
    assert "growing" not in dict(bank.topics())
    with pytest.raises(UserError, match="There is no topic “growing”"):
        bank.topic("growing")
    assert bank.questions("growing") == bank.facts("growing") == []
    assert {id.partition("/")[0] for id in [*bank.facts(), *bank.lessons.papers, *bank.lessons.debates]} <= {"orchard"}
    for id in whole.questions("growing"):
        assert (bank.has(id), bank.offers(id)) == (True, False)
        assert bank.question(id) is whole.question(id)
        assert bank.sources(id) == whole.sources(id)
        assert bank.vocabulary(id) is whole.vocabulary(id)
    assert bank.title("growing") == "Growing things"
    for id in whole.facts("growing"):
        assert bank.fact(id) is whole.fact(id)
        assert bank.tests(id) == ()


async def test_a_question_that_is_left_out_is_known_and_not_offered(desk: Desk):
    """It is in no list, no topic of its own and no test of a fact."""
    assert (await desk.first.of("12a")).tests("garden/gf-02") == ("garden/g-02",)
    await desk.do(desk.first.leave_out, "12a", "garden/g-02", **HOW)
    await desk.do(desk.first.leave_out, "12a", TYPED, **HOW)
    bank = await desk.first.of("12a")
    assert bank.questions("growing") == ["garden/g-01", "garden/g-03"]
    assert TYPED not in bank.questions()
    assert "writing" not in dict(bank.topics())
    assert bank.tests("garden/gf-02") == ()
    assert bank.question(TYPED) is desk.first.base.question(TYPED)


async def test_a_class_s_own_packs_are_its_own(desk: Desk):
    """They are offered beside the others, in that class alone, whatever it has chosen."""
    own = read_pack(DATA / "garden")
    own = own.model_copy(update={"info": own.info.model_copy(update={"id": "own-12a", "title": "Our own"})})

    def owned(_tx: Connection, class_id: str) -> tuple[model.Pack, ...]:
        return (own,) if class_id == "12a" else ()

    curriculum = Curriculum(desk.database, desk.first.base, desk.first._classes, owned)
    await desk.do(curriculum.changed, "12a")
    bank = await curriculum.of("12a")
    assert [info.id for info in bank.packs()] == ["garden", "orchard", "own-12a"]
    assert bank.offers("own-12a/g-01")
    assert not (await curriculum.of("12b")).has("own-12a/g-01")
    await desk.do(curriculum.accept, "12a", "own-12a/g-06", ("Digging iron",), **HOW)
    await desk.do(curriculum.choose, "12a", ["own-12a"])
    bank = await curriculum.of("12a")
    assert [info.id for info in bank.packs()] == ["own-12a"]
    assert "Digging iron" in bank.question("own-12a/g-06").accept
    assert "Digging iron" not in bank.question("garden/g-06").accept


async def test_a_class_keeps_a_pack_and_chooses_of_those_that_are_there(desk: Desk):
    """Nothing at all, or what nobody has, is refused and changes nothing."""
    for packs, told in (([], "one pack at least"), (["orchard", "field"], "There is no pack “field”")):
        with pytest.raises(UserError, match=told):
            await desk.do(desk.first.choose, "12a", packs)
    assert await desk.first.of("12a") is desk.first.base


async def test_only_questions_that_are_there_are_left_out(desk: Desk):
    """And only those come back that were."""
    with pytest.raises(UserError, match="There is no such question"):
        await desk.do(desk.first.leave_out, "12a", "garden/g-99", **HOW)
    with pytest.raises(UserError, match="not left out any more"):
        await desk.do(desk.first.put_back, "12a", SINGLE)


# What it accepts


@pytest.mark.parametrize(
    ("question", "given", "before"),
    [
        (TYPED, ("Digging iron",), ("wrong", 0)),
        (TYPED, ("Trowel",), ("wrong", 0)),
        (SINGLE, ("Radish",), ("wrong", 0)),
        (TICKING, ("Carrot", "Parsnip", "Pea"), ("partly", 50)),
        ("orchard/o-01", ("1500",), ("wrong", 0)),
        ("orchard/o-02", ("27 tonnes",), ("wrong", 0)),
        ("orchard/o-03", ("November 1871",), ("wrong", 0)),
        ("orchard/o-05", ("the fruit", "medlars"), ("partly", 50)),
        ("orchard/o-06", ("cider apple", "barrel"), ("partly", 50)),
        ("orchard/o-06", ("quince", "bucket"), ("wrong", 0)),
    ],
)
async def test_a_further_answer_is_right_from_then_on(
    desk: Desk, question: str, given: tuple[str, ...], before: tuple[str, int]
):
    """In that class, for every kind whose key can say so; the key itself stays right, and what is shown names both."""
    key = {TICKING: ("Carrot", "Parsnip")}.get(question)
    assert await desk.mark(question, *given) == before
    await desk.do(desk.first.accept, "12a", question, given, **HOW)
    assert await desk.mark(question, *given) == ("right", 100)
    assert await desk.mark(question, *given, class_id="12b") == before
    if key:
        assert await desk.mark(question, *key) == ("right", 100)
    bank = await desk.first.of("12a")
    layouts = [
        kind_of(asked).layout(asked, "seed") for asked in (bank.question(question), desk.first.base.question(question))
    ]
    assert layouts[0] == layouts[1]


@pytest.mark.parametrize(
    ("question", "given", "told"),
    [
        (TYPED, ("spade",), "counts already"),
        (TYPED, ("!!",), "Leave the question out instead"),
        (JUDGING, ("True",), "Leave the question out instead"),
        (ORDERING, ("a", "b"), "Leave the question out instead"),
        ("orchard/o-01", ("many",), "Leave the question out instead"),
        ("orchard/o-01", ("over 1500",), "Leave the question out instead"),
        ("orchard/o-03", ("1872",), "Leave the question out instead"),
        ("orchard/o-04", ("Cider", "Pears"), "Leave the question out instead"),
        ("orchard/o-05", ("the drink", "cider"), "Leave the question out instead"),
        ("orchard/o-08", ("Yes.",), "A teacher marks that question"),
        (SINGLE, ("Oak",), "Leave the question out instead"),
        ("garden/g-99", ("Oak",), "withdrawn"),
    ],
)
async def test_what_a_key_can_t_say_is_refused(desk: Desk, question: str, given: tuple[str, ...], told: str):
    """With what to do instead; nothing is changed."""
    with pytest.raises(UserError, match=told):
        await desk.do(desk.first.accept, "12a", question, given, **HOW)
    assert await desk.first.of("12a") is desk.first.base


async def test_of_an_answer_in_parts_only_what_is_new_is_kept(desk: Desk):
    """The gap that was right already needs no further words."""
    form = await desk.do(desk.first.accept, "12a", "orchard/o-06", ("cider apple", "barrel"), **HOW)
    assert form == ("", "barrel")
    first, second = (await desk.first.of("12a")).question("orchard/o-06").gaps
    assert first.accept == ()
    assert (second.accept, second.reject) == (("stone trough", "barrel"), ())


async def test_a_question_keeps_a_wrong_option(desk: Desk):
    """Where every option is right nothing is asked, so the last one can't be accepted."""
    *some, last = model.wording(desk.first.base.question(SINGLE).distractors)
    for option in some:
        await desk.do(desk.first.accept, "12a", SINGLE, (option,), **HOW)
    with pytest.raises(UserError, match="Leave the question out instead"):
        await desk.do(desk.first.accept, "12a", SINGLE, (last,), **HOW)


async def test_accepting_no_more_is_a_version_of_its_own(desk: Desk):
    """The number by which marks are told to be old rises with every change, and never comes again."""
    versions = [(await desk.second.of("12a")).override(TYPED)]
    for _ in range(2):
        await desk.do(desk.first.accept, "12a", TYPED, ("Digging iron",), **HOW)
        versions.append((await desk.second.of("12a")).override(TYPED))
        assert (await desk.mark(TYPED, "digging iron"))[0] == "right"
        await desk.do(desk.first.accept_no_more, "12a", TYPED, ("Digging iron",), by="terminal:maya", at=MONDAY)
        versions.append((await desk.second.of("12a")).override(TYPED))
        assert (await desk.mark(TYPED, "digging iron"))[0] == "wrong"
    assert versions == [0, 1, 2, 3, 4]
    assert await desk.database.read(desk.first.accepted, "12a") == []
    with pytest.raises(UserError, match="not accepted any more"):
        await desk.do(desk.first.accept_no_more, "12a", TYPED, ("Digging iron",), by="terminal:maya", at=MONDAY)
    assert len(await desk.database.read(lambda tx: tx.execute(select(accepted_forms)).all())) == 1


async def test_what_was_changed_can_be_listed(desk: Desk):
    """What is left out and what is accepted, the latest first, with whose it was and why."""
    await desk.do(desk.first.leave_out, "12a", SINGLE, **HOW)
    await desk.do(desk.first.leave_out, "12a", TICKING, **{**HOW, "at": MONDAY + 1})
    await desk.do(desk.first.accept, "12a", TYPED, ("Digging iron",), **HOW)
    out = await desk.database.read(desk.first.left_out, "12a")
    assert [(one.question, one.why, one.by) for one in out] == [
        (TICKING, "a test", "terminal:maya"),
        (SINGLE, "a test", "terminal:maya"),
    ]
    [accepted] = await desk.database.read(desk.first.accepted, "12a")
    assert (accepted.question, accepted.form, accepted.why) == (TYPED, ("Digging iron",), "a test")


async def test_the_shipped_pack_is_laid_out_for_a_class_without_a_copy():
    """A class that leaves something out shares every question with all others: a view costs next to nothing."""
    base = Bank([read_pack(CONTENT / "stalins-russia"), *(read_pack(path) for path in PACKS)])
    bank = base.of_class(Choice(packs=frozenset({"stalins-russia"}), left_out=frozenset(base.questions()[:20])))
    assert len(bank.questions()) == len(base.questions()) - 20 - 16
    assert all(bank.question(id) is base.question(id) for id in bank.questions())


# Papers, debates, terms


def test_lessons_follow_the_choice():
    """A paper goes without what is left out; what is under way is found though its pack is offered no more."""
    base = Bank([read_pack(CONTENT / "stalins-russia"), *(read_pack(path) for path in PACKS)])
    id, paper = next(iter(base.lessons.papers.items()))
    pack = id.partition("/")[0]
    first, *rest = paper.questions
    shorter = base.of_class(Choice(left_out=frozenset({f"{pack}/{first}"}))).lessons
    assert shorter.papers[id].questions == shorter.paper(id).questions == tuple(rest)
    none = base.of_class(Choice(left_out=frozenset(f"{pack}/{one}" for one in paper.questions))).lessons
    assert id not in none.papers
    with pytest.raises(UserError, match="That paper has been withdrawn"):
        none.paper(id)
    other = base.of_class(Choice(packs=frozenset({"orchard"}))).lessons
    debate = next(iter(base.lessons.debates))
    assert debate not in other.debates
    assert other.debate(debate) is base.lessons.debate(debate)
    with pytest.raises(UserError, match="There is no debate"):
        other.debate_meant(debate)
    term = base.lessons.glossary.suggestions("")[0].term
    with pytest.raises(UserError, match="is not in the glossary"):
        other.glossary.entry(term)
    assert base.of_class(Choice(packs=frozenset({"orchard"}))).cited(pack, ()) == ()
