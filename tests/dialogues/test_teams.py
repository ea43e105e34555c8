"""Teams of a class, as a teacher draws them and learners live with them."""

from __future__ import annotations

import re

from bot.storage.tables import team_members
from tests.chat_harness import Chat
from tests.dialogues.test_leaderboard import earn

LEARNERS = ("maya", "tom", "ada", "ben")


async def drawn(chat: Chat) -> str:
    """Four learners have earned something, and there are two teams; what the teacher sees."""
    for person, questions in zip(LEARNERS, (3, 2, 1, 1), strict=True):
        await earn(chat, person, questions)
    return await chat.say("teacher", "/class teams", count=2)


def own_team(told: str) -> str:
    """The team that a board says is one's own."""
    found = re.search(r"You are in Team ([A-H]), (?:1st|2nd) of 2\.", told)
    assert found, told
    return found[1]


async def test_a_teacher_draws_teams_that_each_can_win(chat: Chat):
    """The best is not with the second best; the teacher sees who is where, and what each team has."""
    told = await drawn(chat)
    assert told.startswith("(only teacher) 2 teams\n")
    teams = re.findall(r"Team [AB] · 2 learners · ([\d.]+) points each\n +(\S+), (\S+)", told)
    assert sorted({name for _, *names in teams for name in names}) == ["Ada", "Ben", "Maya", "Tom"]
    assert {frozenset(names) for _, *names in teams} & {frozenset({"Maya", "Ada"}), frozenset({"Maya", "Ben"})}
    assert sorted(each for each, *_ in teams) == ["0.75", "1"]
    assert "Whoever comes later joins the smallest." in told


async def test_the_room_is_told_and_everyone_finds_their_own_team(chat: Chat):
    """The message names nobody; each learner sees theirs alone, and a board of teams instead of names."""
    await drawn(chat)
    told = await chat.press("teacher", "Tell the room")
    assert "2 teams, of 2 learners each" in told
    assert not [name for name in ("Maya", "Tom", "Ada", "Ben") if name in told]
    boards = {person: await chat.press(person, "Which is mine?") for person in LEARNERS}
    found = {person: own_team(told) for person, told in boards.items()}
    assert sorted(found.values()) == ["A", "A", "B", "B"]
    assert found["maya"] != found["tom"]
    assert re.search(r"1 +Team [AB] +1\n +2 +Team [AB] +0\.75", boards["maya"])
    assert "You are in none of them." in await chat.press("teacher", "Which is mine?")


async def test_the_board_of_teams_leads_to_the_others(chat: Chat):
    """By steadiness too, and back to everybody."""
    await drawn(chat)
    await chat.say("maya", "/leaderboard", over="all", of="teams")
    told = await chat.press("maya", "Steadiest")
    assert told.startswith("(only maya) Steadiest, by team")
    assert re.search(r"1 +Team A +1\n +1 +Team B +1", told)
    told = await chat.press("maya", "Everybody")
    assert told.startswith("(only maya) Steadiest\n")
    assert "[Teams]" in told
    told = await chat.press("maya", "Teams")
    assert told.startswith("(only maya) Steadiest, by team")
    assert (await chat.say("maya", "/leaderboard of:teams names:show")).startswith("(only maya) This week\n")


async def test_whoever_comes_later_comes_into_the_smallest_team(chat: Chat):
    """With their first answer; and whoever teaches comes into none."""
    await drawn(chat)
    await earn(chat, "eve", 1)
    own_team(await chat.say("eve", "/leaderboard", of="teams"))
    told = await chat.say("teacher", "/class teams")
    assert sorted(re.findall(r"Team [AB] · (\d) learners", told)) == ["2", "3"]
    assert await chat.count(team_members) == 5


async def test_teams_are_drawn_again_only_when_that_is_meant(chat: Chat):
    """Where there are teams already the teacher is asked first; and they can be done without."""
    await drawn(chat)
    told = await chat.say("teacher", "/class teams", count=2)
    assert "The class has 2 teams already. Drawn again, most learners come into another one." in told
    assert (await chat.press("teacher", "Draw 2 teams")).startswith("(only teacher) 2 teams\n")
    assert await chat.press("teacher", "No teams") == "(only teacher) The class has no teams any more."
    told = await chat.say("maya", "/leaderboard", of="teams")
    assert "The class has no teams. A teacher draws them with /class teams." in told


async def test_too_few_learners_make_no_teams(chat: Chat):
    """Of two each at the least; and nothing is drawn."""
    await earn(chat, "maya", 1)
    told = await chat.say("teacher", "/class teams", count=2)
    assert told == "(only teacher) 2 teams take 4 learners; the class has 1 so far."
    assert await chat.count(team_members) == 0
