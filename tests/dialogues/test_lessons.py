"""The glossary, papers on one's own and debates, as a teacher and two learners live through them."""

from __future__ import annotations

import pytest

from bot.storage.tables import debate_votes, debates, solos
from tests.chat_harness import Chat

PROPOSITION = "A garden should grow nothing but what can be eaten."
AGAIN, SHIFT = "Vote again (teacher)", "Show the shift (teacher)"


async def opened(chat: Chat) -> str:
    """What everybody sees of a debate that the teacher has opened."""
    return await chat.say("teacher", "/debate proposition:eaten")


# The glossary


async def test_a_term_is_explained_to_who_asks(chat: Chat):
    """With its other names, who says so, and a way to be asked about it."""
    told = await chat.say("tom", '/explain term:"stinking rose"')
    assert told.startswith("(only tom) Garlic\n")
    assert "A bulb of several cloves" in told
    assert "The Long Border" in told
    assert "1 of " in await chat.press("tom", "Ask me about it")
    assert await chat.count(solos) == 1


@pytest.mark.parametrize(
    ("typed", "term"), [("garlic", "Garlic"), ("  GARLIC ", "Garlic"), ("rose", "A. N. Rose"), ("garlick", "Garlic")]
)
async def test_a_term_is_found_by_part_of_its_name_and_misspelt(chat: Chat, typed: str, term: str):
    """A surname finds its bearer before anything that only has it among its other names."""
    assert f"(only tom) {term}\n" in await chat.say("tom", f'/explain term:"{typed}"')


async def test_what_is_not_in_the_glossary_is_said_so(chat: Chat):
    """In a sentence that says what to do."""
    told = await chat.say("tom", "/explain term:zeppelin")
    assert told == "(only tom) “zeppelin” is not in the glossary. Try another spelling, or another name for it."


async def test_terms_papers_and_propositions_are_suggested_while_typing(chat: Chat):
    """By any part of their names."""
    for command, option, typed, wanted in (
        ("explain", "term", "stink", ["Garlic"]),
        ("explain", "term", "", ["A. N. Rose", "Garlic"]),
        ("quiz paper", "paper", "short", ["garden/gp-01"]),
        ("debate", "proposition", "nothing but", ["garden/gd-01"]),
        ("debate", "proposition", "zeppelin", []),
    ):
        found = await chat.session.suggest("teacher", command, option, typed)
        assert [one.value for one in found] == wanted, (command, typed)


# Papers


async def test_a_paper_is_worked_through_on_one_s_own(chat: Chat):
    """Its cover says what is coming; its questions come in their order; the result is as after any quiz."""
    cover = await chat.say("maya", "/quiz paper paper:short")
    assert cover.startswith("(only maya) The short paper\n")
    for said in ("2 questions · 2 marks · 5 minutes in an exam", "Two questions on the seasons.", "Section A"):
        assert said in cover
    assert "1 of 2 · The short paper\n\n    In which season is garlic" in await chat.press("maya", "Begin")
    await chat.press("maya", "Skip")
    assert "How many weeks do radishes need?" in await chat.press("maya", "Next")


async def test_a_paper_that_is_not_there_is_said_so(chat: Chat):
    """And nothing begins."""
    told = await chat.say("maya", "/quiz paper paper:zeppelin")
    assert told == "(only maya) There is no paper “zeppelin”. There is “The short paper”."
    assert await chat.count(solos) == 0


# Debates


async def test_a_debate_shows_who_has_moved(chat: Chat):
    """Vote, read both sides, vote again: the shift is shown with historians and a tip."""
    post = await opened(chat)
    assert "Debate · first vote" in post
    assert f"“{PROPOSITION}”" in post
    assert "Your vote: For. You can change it until the second vote. 1 vote so far." in await chat.press("maya", "For")
    assert "2 votes so far." in await chat.press("tom", "Against")
    assert "For · card 1 of 2" in await chat.press("tom", "Read the cards")
    assert "For · card 2 of 2" in await chat.press("tom", "Next card")
    assert "Bees come for flowers" in await chat.press("tom", "The case against")
    assert "second vote" in await chat.press("teacher", AGAIN)
    await chat.press("maya", "Against")
    await chat.press("tom", "Against")
    shown = await chat.press("teacher", SHIFT)
    for said in (
        "the shift",
        "Voted both times: 2 · changed sides: 1",
        "Rose",
        "Say first what a garden is for",
    ):
        assert said in shown


async def test_a_vote_can_be_changed_until_the_next_stage(chat: Chat):
    """The last word counts, once; no vote says how others stand."""
    await opened(chat)
    await chat.press("maya", "For")
    told = await chat.press("maya", "Undecided")
    assert "Your vote: Undecided." in told
    assert "1 vote so far." in told
    assert [(row.stage, row.side) for row in await chat.rows(debate_votes.select())] == [(1, "undecided")]


async def test_only_a_teacher_moves_a_debate_on(chat: Chat):
    """A learner who presses the teacher's button gets a sentence, and nothing moves."""
    assert "Only a teacher" in await chat.say("maya", "/debate proposition:eaten")
    assert await chat.count(debates) == 0
    await opened(chat)
    assert await chat.press("maya", AGAIN) == "(only maya) Only a teacher of this class can do that."
    assert [row.stage for row in await chat.rows(debates.select())] == [1]


async def test_a_vote_from_an_old_stage_changes_nothing(chat: Chat):
    """Buttons of an earlier message remember their stage."""
    await opened(chat)
    [first] = [address for address in chat.actions("For") if address.startswith("debate.vote")]
    await chat.press("teacher", AGAIN)
    assert "The second vote has begun." in await chat.press_action("maya", first)
    await chat.press("maya", "For")
    again = [address for address in chat.actions("For") if address.startswith("debate.vote")][-1]
    await chat.press("teacher", SHIFT)
    assert "This debate is over." in await chat.press_action("maya", again)
    assert [(row.stage, row.side) for row in await chat.rows(debate_votes.select())] == [(2, "for")]


async def test_two_teachers_who_press_at_once_move_a_debate_by_one(chat: Chat):
    """The second press finds it moved."""
    await opened(chat)
    [address] = chat.actions(AGAIN)
    await chat.press("teacher", AGAIN)
    assert "This debate has moved on already." in await chat.press_action("teacher", address)
    assert [row.stage for row in await chat.rows(debates.select())] == [2]


async def test_a_debate_goes_on_after_a_restart(chat: Chat):
    """Its buttons hold all that they need."""
    await opened(chat)
    await chat.press("maya", "For")
    await chat.restart()
    await chat.press("tom", "For")
    assert "second vote" in await chat.press("teacher", AGAIN)
    assert len(await chat.rows(debate_votes.select())) == 2


async def test_a_vote_delivered_again_counts_once(chat: Chat):
    """A redelivered press is answered as before."""
    await opened(chat)
    await chat.press("maya", "For")
    await chat.redeliver()
    assert await chat.count(debate_votes) == 1
