"""A live round, as a teacher and two learners live through it."""

from __future__ import annotations

from tests.chat_harness import Chat


async def test_everyone_gets_the_question_answers_in_secret_and_sees_the_reveal(chat: Chat):
    """A round puts the question to the room, keeps answers private until the time is up, and then shows them all."""
    begun = await chat.say("teacher", "/quiz round", topic="growing/choosing", questions=1, seconds=20)
    assert "(only teacher) Choosing what to grow: 1 question, 20 s each. /quiz stop ends it." in begun
    assert "#history Choosing what to grow · question 1 of 1 · closes in 20 s" in begun
    assert "Which of these climbs up poles?" in begun

    locked = await chat.press("maya", chat_letter(chat, "Runner bean"))
    assert locked.startswith("(only maya) Locked in:")
    assert "Runner" not in locked
    await chat.press("tom", chat_letter(chat, "Lettuce"))

    over = await chat.wait("30s")
    assert "· Runner bean · 1 of 2 right" in over
    assert "Runner beans twine round whatever stands near them." in over
    assert "Round over. Choosing what to grow" in over
    assert "2 learners took part; nobody shows their name." in over
    assert await chat.points("maya") == 100
    assert await chat.points("tom") == 0


def chat_letter(chat: Chat, option: str) -> str:
    """The letter under which the last question on the screen shows an option."""
    for message in reversed(chat.session.screen.messages):
        for control in message.view.controls:
            if control.label.endswith(f" {option}"):
                return str(control.label)
    raise AssertionError(option)
