"""Quizzes: live, on one's own, as homework; facts, debates and terms."""

from __future__ import annotations

from tests.chat_harness import Chat
from tests.looks.playing import Gallery
from tests.looks.scenes.going import answered, filled, tour
from tests.looks.scenes.packs import of_each_kind


async def live(chat: Chat, gallery: Gallery) -> None:
    """A round of each kind, and one with a podium."""
    for kind, question in of_each_kind().items():
        if kind in ("source", "essay"):
            continue
        gallery.scene(f"Round: {kind}")
        asked = await chat.say("teacher", f"/quiz round topic:only-{kind} questions:1 seconds:60")
        await answered(chat, "maya", question.id, asked.partition("#history")[2] or asked, live=True)
        await chat.wait("2s")
        await chat.wait("1m")
        await tour(chat, "maya", "Source")
        await chat.wait("20s")
    gallery.scene("A round of two, with names")
    for person in ("maya", "tom", "ada"):
        await chat.say(person, "/leaderboard names:show")
    await chat.say("teacher", "/quiz round topic:collectivisation questions:2 seconds:60 speed:yes")
    await chat.wait("1m")
    await tour(chat, "teacher", "Next question")
    await chat.say("teacher", "/quiz stop")
    await tour(chat, "maya", "My place", "Retry what I missed")


async def podium(chat: Chat, gallery: Gallery) -> None:
    """A round in which some are right and some are not."""
    gallery.scene("A round with a podium")
    for person in ("maya", "tom", "ada"):
        await chat.say(person, "/leaderboard names:show")
    await chat.say("teacher", "/quiz round topic:growing/choosing questions:1 seconds:20")
    for person, label in (("maya", "A"), ("tom", "B"), ("ada", "C")):
        await chat.press(person, label)
    await chat.wait("2s")
    await chat.wait("20s")
    await tour(chat, "tom", "Report", "Unclear")
    await chat.wait("10s")
    await tour(chat, "tom", "My place")
    await tour(chat, "ada", "Retry what I missed", "Hint", "Skip")
    gallery.scene("A question put in parts")
    await chat.say("teacher", "/quiz round topic:ticking questions:1 seconds:20")
    await chat.wait("1m")
    gallery.scene("Nobody is there")
    await chat.say("teacher", "/quiz round questions:5 seconds:10")
    await chat.say("teacher", "/quiz round")
    await chat.wait("2m")
    gallery.scene("A round in a thread of its own")
    await chat.say("teacher", "/quiz round topic:growing/choosing questions:1 seconds:20 thread:yes")
    await chat.wait("20s")
    await chat.wait("10s")
    gallery.scene("A round that is stopped")
    await chat.say("teacher", "/quiz round questions:5 seconds:60")
    await chat.say("teacher", "/quiz stop")


async def solo(chat: Chat, gallery: Gallery) -> None:
    """Every kind of question on one's own; right, wrong, asked back, skipped."""
    chosen = of_each_kind()
    gallery.scene("A practice paper")
    await chat.say("maya", "/quiz paper paper:kinds")
    asked = await chat.press("maya", "Begin")
    for at, (kind, question) in enumerate(chosen.items(), 1):
        gallery.scene(f"Solo: {kind}")
        await answered(chat, "maya", question.id, asked)
        asked = await chat.press("maya", "Next" if at < len(chosen) else "Result")
    for kind in ("single-choice", "multiple-choice", "match", "mend", "order", "gaps"):
        gallery.scene(f"Solo, not right: {kind}")
        await chat.say("tom", f"/quiz solo topic:only-{kind}")
        await tour(chat, "tom", "Skip", "Result")
    gallery.scene("Solo: wrong, asked back")
    await chat.say("tom", "/quiz solo topic:only-number")
    await filled(chat, "tom", "Answer", "lots")
    gallery.scene("Solo: left and gone on with")
    await chat.say("tom", "/quiz solo questions:3")
    await tour(chat, "tom", "Skip", "Next")
    await chat.say("tom", "/quiz solo")
    await tour(chat, "tom", "Start afresh")


async def solo_again(chat: Chat, gallery: Gallery) -> None:
    """What stands below a result."""
    gallery.scene("Solo: written, wrong, asked back")
    await chat.say("tom", "/quiz solo topic:writing")
    await tour(chat, "tom", "Hint")
    await filled(chat, "tom", "Answer", "a tool")
    gallery.scene("Solo: result and what is missed")
    await chat.say("maya", "/quiz solo questions:2 topic:growing")
    await tour(chat, "maya", "Skip", "Next", "Skip", "Result", "Retry what I missed")
    await chat.say("maya", "/quiz solo topic:judging")
    await tour(chat, "maya", "False", "Result", "Ten more")


async def homework(chat: Chat, gallery: Gallery) -> None:
    """Homework as learners and teachers see it."""
    for person in ("maya", "tom", "ada"):
        await chat.say(person, "/quiz solo topic:judging")
        await tour(chat, person, "Skip", "Result")
    gallery.scene("Homework is set")
    await chat.say("teacher", '/quiz set topic:growing questions:3 due:"Fri 16:00" announce:yes')
    await chat.wait("1m")
    gallery.scene("Homework: the learner's")
    await tour(chat, "maya", "My homework")
    await chat.say("maya", "/quiz homework")
    await tour(chat, "maya", "Begin", "Skip", "Next", "Skip", "Next", "Skip", "Result")
    await chat.say("maya", "/quiz homework")
    await tour(chat, "tom", "Begin", "Skip")
    gallery.scene("Homework: the teacher's")
    await chat.say("teacher", "/quiz homework")
    await tour(chat, "teacher", "Each learner", "Who has done it", "By question", "Who has done it", "Remind them")
    await filled(chat, "teacher", "Move the date", "today 07:00")
    await filled(chat, "teacher", "Try again", "Thu 12:00")
    gallery.scene("Homework that is late")
    await chat.wait("4d")
    await tour(chat, "ada", "Do it late", "Skip")
    await chat.say("teacher", '/quiz set topic:judging questions:1 due:"Fri 16:00"')
    gallery.scene("Several, closed, called off")
    await chat.say("teacher", "/quiz homework")
    await tour(
        chat,
        "teacher",
        "Growing",
        "Close it",
        "Who has done it",
        "All homework",
        "True or false",
        "Call it off",
        "Keep it",
        "Call it off",
    )
    [address] = [one for one in chat.actions("Call it off") if one.startswith("homework.called-off")]
    await chat.press_action("teacher", address)
    await chat.say("maya", "/quiz homework")


async def facts(chat: Chat, gallery: Gallery) -> None:
    """Facts, debates and terms."""
    gallery.scene("Fact of the day")
    await chat.say("teacher", "/fact schedule time:08:30")
    await tour(chat, "teacher", "Term dates", "Pause")
    await chat.say("teacher", "/fact schedule time:08:30")
    await chat.wait("1d")
    await tour(chat, "maya", "Says who?", "Test me")
    await chat.say("teacher", "/fact preview")
    await chat.say("teacher", "/fact history")
    await chat.say("teacher", "/fact skip")
    await chat.say("teacher", "/fact pause")
    await chat.say("teacher", "/fact now topic:five-year-plans")
    gallery.scene("Debate")
    await chat.say("teacher", "/debate proposition:state-and-revolution")
    proposition = next(iter(chat.app.curriculum.base.lessons.debates))
    await chat.say("teacher", "/debate", proposition=proposition)
    await tour(chat, "maya", "For", "Read the cards", "Next card", "The case against")
    await chat.press("tom", "Against")
    await tour(chat, "teacher", "Vote again")
    await chat.press("maya", "Against")
    await tour(chat, "teacher", "Show the shift")
    gallery.scene("Explain")
    await chat.say("tom", "/explain term:kulak")
    await tour(chat, "tom", "Ask me about it")
    await chat.say("tom", "/explain term:zeppelin")
