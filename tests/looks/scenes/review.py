"""Memory that lasts: what is due, what holds and fades, what a class forgets."""

from __future__ import annotations

from tests.chat_harness import Chat
from tests.looks.playing import Gallery
from tests.looks.scenes.going import tour

CLASS = ("maya", "tom", "ada", "ben", "cleo")


async def remembering(chat: Chat, gallery: Gallery) -> None:
    """A review, the learner's own word, progress, and the class's forgetting."""
    gallery.scene("Review: nothing met yet")
    await chat.say("maya", "/review")
    await chat.say("maya", "/progress")
    await chat.say("teacher", "/review class")
    await chat.say("teacher", '/calendar exam day:"12 May 2027" name:"Paper 1"')
    for person in CLASS:
        await chat.say(person, "/quiz solo topic:judging")
        await chat.press(person, "False" if person == "maya" else "True")
    await chat.say("maya", "/quiz solo topic:ticking")
    await chat.press("maya", "Skip")
    gallery.scene("Review: nothing due")
    await chat.say("maya", "/review")
    await chat.wait("4d")
    gallery.scene("Review: what is due, on the desk")
    await chat.say("maya", "/review")
    asked = await chat.press("maya", "Start")
    for number in range(8):
        is_judged = "[True] [False]" in asked
        await chat.press("maya", "False" if is_judged else "Skip")
        asked = await chat.press("maya", "Easy" if is_judged else "Next" if number < 7 else "Result")
    await chat.press("maya", "Retry what I missed")
    await chat.wait("2d")
    await chat.say("maya", "/review")
    await tour(chat, "maya", "Open it here")
    gallery.scene("Progress")
    await chat.say("maya", "/progress")
    await tour(chat, "maya", "Cards for Anki")
    gallery.scene("What the class forgets")
    await chat.say("teacher", "/review class")
    await tour(chat, "teacher", "Run a round of these")
