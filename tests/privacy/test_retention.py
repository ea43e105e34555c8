"""How long a class keeps what it knows of its learners."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.calendar.model import Term
from bot.clock import SECOND
from bot.privacy.model import ends_of_school_years, erased_on
from bot.storage.tables import deeds, marks, members, register, responses
from bot.storage.tables.kept import NOBODY
from tests.chat_harness import Chat

AUTUMN = Term(date(2026, 9, 1), date(2026, 12, 18))
SPRING = Term(date(2027, 1, 5), date(2027, 3, 25))
SUMMER = Term(date(2027, 4, 12), date(2027, 7, 21))
NEXT = Term(date(2027, 9, 2), date(2027, 12, 17))


async def upkeep_on(chat: Chat, day: str) -> str:
    """What appears when Swot keeps house at noon of a day."""
    noon = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC) + timedelta(hours=12)
    chat.clock.move_to(round(noon.timestamp()) * SECOND)

    async def kept_up() -> None:
        await chat.app.upkeep()
        await chat.session.settle()

    return await chat._told(kept_up())


async def answer(chat: Chat, person: str) -> None:
    """A person answers one question of a quiz of their own."""
    await chat.say(person, "/quiz solo", topic="judging")
    await chat.press(person, "False")


async def known(chat: Chat) -> list[str]:
    """The names on record."""
    return sorted(row.name for row in await chat.rows(select(members.c.name)) if row.name != "Teacher")


# The rules


@pytest.mark.parametrize(
    ("terms", "end"),
    [
        ((), date(2027, 8, 31)),
        ((AUTUMN,), date(2027, 8, 31)),
        ((AUTUMN, SPRING), date(2027, 8, 31)),
        ((AUTUMN, SPRING, SUMMER), date(2027, 7, 21)),
        ((AUTUMN, SPRING, SUMMER, NEXT), date(2027, 7, 21)),
        ((Term(date(2027, 2, 1), date(2027, 12, 15)),), date(2027, 12, 15)),
    ],
)
def test_a_school_year_ends_with_its_last_term(terms: tuple[Term, ...], end: date):
    """As far as enough of them are noted to tell; otherwise on 31 August."""
    assert end in ends_of_school_years(terms, date(2027, 2, 1), date(2028, 1, 1))


def test_every_school_year_has_one_end():
    """Years with terms have theirs, the others their 31 August."""
    found = ends_of_school_years((AUTUMN, SPRING, SUMMER), date(2025, 1, 1), date(2029, 1, 1))
    assert found == [date(2025, 8, 31), date(2026, 8, 31), date(2027, 7, 21), date(2028, 8, 31)]


@pytest.mark.parametrize(
    ("end", "last"),
    [
        (date(2027, 8, 31), date(2027, 12, 31)),
        (date(2027, 7, 21), date(2027, 12, 31)),
        (date(2027, 6, 25), date(2027, 12, 31)),
        (date(2027, 12, 15), date(2028, 4, 30)),
    ],
)
def test_a_term_on_is_when_the_first_term_is_over(end: date, last: date):
    """At least ninety days; a year, or two, is that much later."""
    assert erased_on(end, "term") == last
    assert erased_on(end, "year") == last.replace(year=last.year + 1)
    assert erased_on(end, "two years") == last.replace(year=last.year + 2)


# A class


async def test_last_years_data_is_erased_after_teachers_were_told(garden: Chat):
    """A month before it is told on the teachers' desks, once; then it goes by itself, and marks stay, nobody's."""
    chat = garden
    await chat.say("teacher", "/fact now")
    await answer(chat, "maya")
    assert await upkeep_on(chat, "2027-12-02") == ""
    told = await upkeep_on(chat, "2027-12-03")
    assert told.startswith(
        "(desk of teacher) history: what learners answered in the school year that ended on 31 August 2027 is kept"
        " until 31 December 2027."
    )
    assert await upkeep_on(chat, "2027-12-20") == ""
    assert await chat.marks("maya") == ["False"]
    await upkeep_on(chat, "2027-12-31")
    assert await known(chat) == ["Maya"]
    await upkeep_on(chat, "2028-01-01")
    assert await known(chat) == []
    assert [row.person for row in await chat.rows(select(marks.c.person))] == [NOBODY]
    await chat.wait("1m")
    assert b"Maya" not in chat.bytes_kept()
    assert await upkeep_on(chat, "2028-01-10") == ""


async def test_who_is_still_there_loses_last_year_alone(garden: Chat):
    """What they did this year stays, and so do they; their line of the register too."""
    chat = garden
    await chat.say("teacher", "/fact now")
    await answer(chat, "maya")
    await upkeep_on(chat, "2027-12-03")
    await answer(chat, "maya")
    await upkeep_on(chat, "2028-01-02")
    assert await known(chat) == ["Maya"]
    assert await chat.marks("maya") == ["False"]
    assert sorted(row.person for row in await chat.rows(select(responses.c.person))) == sorted(
        [NOBODY, chat.session.key("maya")]
    )


async def test_staff_stay(garden: Chat):
    """A retention clock is for learners: who teaches is in the log, and on the list of teachers."""
    chat = garden
    await chat.say("teacher", "/fact now")
    await chat.say("teacher", "/class role person:@tom role:teacher")
    await answer(chat, "tom")
    await upkeep_on(chat, "2027-12-03")
    await upkeep_on(chat, "2028-01-02")
    assert await chat.marks("tom") == ["False"]
    assert {row.person for row in await chat.rows(select(deeds.c.person))} == {chat.session.key("teacher")}


async def test_after_months_without_power_teachers_still_have_a_month(garden: Chat):
    """Nothing goes unannounced, however late it is."""
    chat = garden
    await chat.say("teacher", "/fact now")
    await answer(chat, "maya")
    assert "until 29 March 2028" in await upkeep_on(chat, "2028-03-01")
    await upkeep_on(chat, "2028-03-20")
    assert await known(chat) == ["Maya"]
    await upkeep_on(chat, "2028-03-30")
    assert await known(chat) == []


async def test_a_teacher_sees_and_sets_how_long(chat: Chat):
    """What it comes to is said as dates; who has been told of another date is told anew."""
    told = await chat.say("teacher", "/class retention")
    assert told.startswith(
        "(only teacher) What learners answered this school year is kept until 31 December 2027, a term after the year"
        " ends on 31 August 2027."
    )
    told = await chat.say("teacher", "/class retention", keep="year")
    assert "kept until 31 December 2028" in told
    assert await chat.say("maya", "/class retention") == "(only maya) Only a teacher of this class can do that."


async def test_a_longer_time_holds_what_was_to_be_erased(garden: Chat):
    """Set after the notice, it calls the erasing off; the next notice comes a month before the new date."""
    chat = garden
    await chat.say("teacher", "/fact now")
    await answer(chat, "maya")
    await upkeep_on(chat, "2027-12-03")
    await chat.say("teacher", "/class retention", keep="year")
    await upkeep_on(chat, "2028-01-05")
    assert await known(chat) == ["Maya"]
    assert "until 31 December 2028" in await upkeep_on(chat, "2028-12-03")
    await upkeep_on(chat, "2029-01-04")
    assert await known(chat) == []
    assert await chat.count(register) == 0
