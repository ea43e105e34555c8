"""A class: set up, its people, its calendar, what is posted by itself, what is kept."""

from __future__ import annotations

from tests.chat_harness import Chat
from tests.conftest import DATA
from tests.looks.playing import Gallery
from tests.looks.scenes.going import filled, refused, tour


async def setting_up(chat: Chat, gallery: Gallery) -> None:
    """The card, its forms, and what stands after it."""
    gallery.scene("Set up a class")
    await chat.say("teacher", "/class setup")
    await filled(chat, "teacher", "Name", "12A History")
    await filled(chat, "teacher", "Time zone", "Atlantis")
    await filled(chat, "teacher", "Try again", "London")
    await tour(chat, "teacher", "Rooms", "Privacy", "Teachers")
    await chat.write("teacher", "@tom")
    await filled(chat, "teacher", "Fact of the day", "07:45", "Monday, Friday")
    await tour(chat, "teacher", "Packs")
    await chat.say("teacher", "/class setup")
    await tour(chat, "teacher", "Start the class")


async def people(chat: Chat, gallery: Gallery) -> None:
    """Settings, roles, accounts and rooms."""
    await chat.say("teacher", "/class setup")
    await filled(chat, "teacher", "Name", "12A History")
    await tour(chat, "teacher", "Start the class")
    gallery.scene("Class settings and people")
    await chat.say("teacher", "/class settings")
    await chat.say("teacher", "/class packs")
    await chat.press("teacher", "The orchard")
    await chat.say("teacher", "/class packs")
    await chat.press("teacher", "The orchard")
    chat.session.put_in_group("tom", "staff")
    await chat.say("teacher", "/class group group:staff role:teacher")
    await chat.say("teacher", "/class changes")
    await chat.say("teacher", "/class roles")
    await chat.say("teacher", "/class role @maya marker")
    await chat.say("maya", "/class teachers")
    await chat.say("teacher", "/class log")
    await chat.say("teacher", "/class marks")
    await chat.say("teacher", "/class retention keep:year")
    await chat.say("teacher", "/class link")
    await chat.say("maya", "/account link")
    await chat.say("maya", "/account list")
    await chat.say("maya", "/account unlink")
    await chat.say("maya", "/class choose of:12A")
    await chat.say("teacher", '/class new name:"12B"')
    await chat.say("teacher", "/class room")
    await tour(chat, "teacher", "12A")
    await chat.say("maya", "/class leave")
    for role in ("observer", "marker") * 4:
        await chat.say("teacher", f"/class role @tom {role}")
    await chat.say("teacher", "/class log")
    await tour(chat, "teacher", "Further back")


async def rooms(chat: Chat, gallery: Gallery) -> None:
    """Which class a room is, and what becomes of two."""
    await chat.say("teacher", "/class setup")
    await filled(chat, "teacher", "Name", "12A History")
    await tour(chat, "teacher", "Start the class")
    gallery.scene("Rooms and links")
    await chat.say("teacher", "/quiz round topic:growing questions:1 seconds:20")
    await chat.press("maya", "A")
    await chat.wait("40s")
    await chat.say("teacher", '/class new name:"12C"')
    await chat.say("teacher", "/quiz round topic:growing questions:1 seconds:20")
    await chat.press("maya", "A")
    await chat.wait("40s")
    await chat.say("teacher", '/class room of:"12A History"')
    await tour(chat, "teacher", "Leave it")
    await chat.say("teacher", '/class room of:"12A History"')
    await tour(chat, "teacher", "Join them")
    await chat.say("teacher", "/class unlink")


async def register(chat: Chat, gallery: Gallery) -> None:
    """Real names, numbers and arrangements."""
    for person in ("maya", "tom", "ada"):
        await chat.say(person, "/leaderboard names:hide")
    gallery.scene("Register")
    await chat.say("teacher", "/class register")
    await chat.press("teacher", "Maya")
    await chat.write("teacher", "Maya Okafor", "0042", "25", "Yes")
    await chat.say("teacher", "/class register")
    await filled(chat, "teacher", "Change as a list", "Tom | Tom Ashe-Fotheringham | 7 | +25%")
    await chat.say("teacher", "/class register")
    await tour(chat, "teacher", "Mark book", "Tom")
    await chat.write("teacher", "Tom Ashe", "7", "lots", "No")
    await tour(chat, "teacher", "Try again")
    await filled(chat, "teacher", "Change as a list", "Nobody | ? | ? | ?")


async def standings(chat: Chat, gallery: Gallery) -> None:
    """The leaderboard and one's own page."""
    gallery.scene("Leaderboard")
    await chat.say("maya", "/leaderboard")
    for person in ("maya", "tom", "ada", "bartholomew", "cy"):
        await chat.say(person, "/quiz solo topic:judging")
        await chat.press(person, "False")
    for person in ("maya", "tom", "bartholomew"):
        await chat.say(person, "/leaderboard names:show")
    await chat.say("teacher", "/quiz round topic:growing/choosing questions:1 seconds:10")
    for person, label in (("maya", "A"), ("ada", "B"), ("cy", "C"), ("tom", "D")):
        await chat.press(person, label)
    await chat.wait("1m")
    await chat.say("ada", "/leaderboard")
    await tour(chat, "ada", "Show my name", "Hide my name")
    await tour(chat, "ada", "Steadiest", "Most improved")
    await chat.say("maya", "/leaderboard over:half-term")
    await chat.say("maya", "/leaderboard over:all")
    await chat.say("maya", "/leaderboard of:teams")
    await chat.say("teacher", "/class teams")
    await chat.say("teacher", "/class teams count:2")
    await tour(chat, "teacher", "Tell the room")
    await tour(chat, "maya", "Which is mine?", "Steadiest", "Everybody")
    await chat.say("teacher", "/class teams count:2")
    await tour(chat, "teacher", "Draw 2 teams", "Draw again", "No teams")
    gallery.scene("Help")
    await chat.say("maya", "/swot help")
    for word in ("quiz", "class", "mock"):
        await chat.say("maya", f"/swot help {word}")
    await chat.say("maya", '/swot help command:"quiz solo"')
    gallery.scene("Errors")
    await chat.say("maya", "/quiz round")
    await chat.say("maya", "/quiz solo topic:zeppelins")
    await chat.say("teacher", "/debate proposition:zeppelins")


async def home(chat: Chat, gallery: Gallery) -> None:
    """One's own page: a learner's, and a teacher's."""
    await chat.say("teacher", "/class setup")
    gallery.scene("Home: the learner's")
    await chat.home("maya")
    await tour(chat, "maya", "Revise now", "Skip")
    for command in (
        '/quiz set topic:growing questions:3 due:"Fri 16:00"',
        '/quiz set topic:judging questions:1 due:"Thu 12:00"',
        '/mock start paper:"the short paper" opens:"09:00" until:"12:00"',
        "/fact schedule 08:30",
    ):
        await chat.say("teacher", command)
    await chat.wait("90m")
    await chat.say("maya", "/quiz solo topic:writing")
    await filled(chat, "maya", "Answer", "delving tool")
    await tour(chat, "maya", "Dispute")
    await chat.home("maya")
    await tour(chat, "maya", "Begin: Growing", "Skip")
    await chat.home("maya")
    await tour(chat, "maya", "Begin: The short paper")
    await chat.home("maya")
    gallery.scene("Home: the teacher's")
    await chat.home("teacher")
    await tour(chat, "teacher", "Exam status")


async def disputes(chat: Chat, gallery: Gallery) -> None:
    """Marks disputed and questions reported."""
    gallery.scene("A mark is disputed")
    await chat.say("teacher", "/class appeals")
    for person, words in (("tom", "delving tool"), ("maya", "earth tool"), ("ada", "long tool")):
        await chat.say(person, "/quiz solo topic:writing")
        await filled(chat, person, "Answer", words)
        await tour(chat, person, "Dispute")
    await chat.say("tom", "/quiz disputes")
    await chat.say("teacher", "/class appeals")
    await tour(chat, "teacher", "Next", "Uphold", "Take it back")
    await chat.say("teacher", "/class appeals")
    await tour(chat, "teacher", "Uphold")
    await filled(chat, "teacher", "Decline", "The name was asked for.")
    await chat.say("tom", "/quiz disputes")
    await chat.say("ada", "/quiz disputes")
    await chat.say("tom", "/quiz solo topic:judging")
    await tour(chat, "tom", "True", "Dispute")
    await tour(chat, "teacher", "Uphold", "Back", "Uphold", "Give this mark")
    await chat.say("ada", "/quiz solo topic:ticking")
    await tour(chat, "ada", "A", "Check", "Dispute", "Take it back", "Dispute")
    await tour(chat, "teacher", "Uphold", "Leave the question out")
    await chat.say("ada", "/quiz solo topic:growing/choosing")
    for label in ("A", "Dispute"):
        await chat.press("ada", label)
    await chat.say("ada", "/quiz disputes")
    await tour(chat, "ada", "Which of these climbs" if chat.actions("Which") else "Beetroot")
    await chat.say("teacher", "/quiz round topic:growing/choosing questions:1 seconds:20")
    await chat.press("tom", "B")
    await chat.wait("40s")
    await tour(chat, "tom", "My place", "1 Which of these climbs")
    gallery.scene("A question is reported")
    await chat.say("tom", "/quiz solo topic:judging")
    await tour(chat, "tom", "Skip", "Report", "Wrong answer")
    await chat.say("maya", "/quiz solo topic:writing")
    await tour(chat, "maya", "Skip", "Report", "Typing mistake")
    await chat.say("teacher", "/class reports")
    await tour(chat, "teacher", "Next", "See it", "Next")
    await filled(chat, "teacher", "Accept another answer", "delving tool")
    await chat.say("teacher", "/class reports")
    await tour(chat, "teacher", "Nothing wrong")
    await chat.say("maya", "/quiz solo topic:growing")
    await tour(chat, "maya", "Skip", "Report", "Unclear")
    await chat.say("teacher", "/class reports")
    await tour(chat, "teacher", "Leave it out here")
    gallery.scene("What is changed, and undone")
    await chat.say("teacher", "/class changes")
    await tour(chat, "teacher", "Accepted", "The list", "Accepted", "Accept no more", "Mark again")
    await chat.say("teacher", "/class log")


async def calendar(chat: Chat, gallery: Gallery) -> None:
    """Terms, holidays, exams, and a school's own file."""
    gallery.scene("Calendar")
    await chat.say("maya", "/calendar list")
    await chat.say("teacher", '/calendar term first:"1 September 2026" last:"18 December 2026" name:"Autumn term"')
    await chat.say("teacher", '/calendar holiday first:"2 December to 3 December" name:"Staff days"')
    await chat.say("teacher", "/calendar country country:England")
    await chat.say("teacher", '/calendar exam day:"2 June 2027" name:"Paper 1"')
    await chat.say("teacher", "/calendar zone zone:Europe/Paris")
    await chat.say("teacher", "/calendar late hours:2")
    await chat.say("teacher", "/calendar list")
    await tour(chat, "teacher", "2026-12-02")
    gallery.scene("Calendar file")
    content = (DATA / "calendars" / "thornfield.ics").read_bytes()
    await chat.say("teacher", "/calendar import", file=chat.attach("teacher", "calendar.ics", content))
    await tour(chat, "teacher", "Add them")
    await chat.say("teacher", "/calendar import", file=chat.attach("teacher", "calendar.ics", content))
    await tour(chat, "teacher", "Take all events", "Add them")
    await chat.say("teacher", "/calendar import", file=chat.attach("teacher", "calendar.ics", b"nothing"))
    await chat.say("teacher", "/calendar import", file=chat.attach("teacher", "calendar.ics", content))
    await tour(chat, "teacher", "No")


async def schedule(chat: Chat, gallery: Gallery) -> None:
    """What is posted by itself."""
    gallery.scene("Schedule: set up")
    await chat.say("teacher", "/schedule list")
    await chat.say("teacher", "/schedule digest")
    await chat.say("teacher", "/schedule question 09:00")
    await chat.say("teacher", "/schedule round 10:00 days:wed questions:3 topic:growing")
    await chat.say("teacher", '/calendar exam day:"2 June 2027" name:"Paper 1"')
    await chat.say("teacher", "/schedule countdown")
    await chat.say("teacher", "/fact schedule 08:30")
    await tour(chat, "teacher", "Preview ten")
    gallery.scene("Schedule: the list and one of it")
    await chat.say("teacher", "/schedule list")
    await tour(chat, "teacher", "Question of the day")
    again = await refused(chat, "teacher", "Move", "25:00", "Monday, Thursday", "15:00")
    await filled(chat, "teacher", again, "10:00", "Monday, Thursday", "15:00")
    await tour(chat, "teacher", "Pause", "Go on", "Leave out the next", "Say it now")
    await tour(
        chat,
        "teacher",
        "Post it",
        "The list",
        "Question of the day",
        "Say it now",
        "Not now",
        "Question of the day",
        "Remove",
        "Keep it",
        "Exam countdown",
        "Remove",
    )
    await tour(chat, "teacher", "Take it off", "The list")
    await chat.say("teacher", "/schedule question 09:00")
    gallery.scene("Posted by itself")
    await chat.wait("3d")
    await chat.wait("2h")
    await filled(chat, "maya", "Answer", "a spade")
    await chat.wait("5h")
    await tour(chat, "maya", "My answer")
    await chat.wait("3d")
    await tour(chat, "maya", "Where am I?")


async def privacy(chat: Chat, gallery: Gallery) -> None:
    """What is kept, given out and forgotten."""
    gallery.scene("Privacy")
    await chat.say("maya", "/privacy about")
    await chat.say("maya", "/quiz solo topic:judging")
    await chat.press("maya", "False")
    await chat.say("maya", "/privacy about")
    await tour(chat, "maya", "Export", "Forget me", "Keep")
    await chat.press_action("maya", "privacy.about")
    await chat.say("maya", "/privacy export")
    await chat.say("maya", "/privacy forget")
    await tour(chat, "maya", "Erase everything")


async def content(chat: Chat, gallery: Gallery) -> None:
    """A class's own questions."""
    gallery.scene("Content: a file")
    await chat.say("teacher", "/content list")
    await chat.say("teacher", "/content template")
    file = chat.attach("teacher", "garden.xlsx", chat.given("teacher")[1])
    await chat.say("teacher", "/content upload", file=file, name="Kitchen garden")
    await tour(chat, "teacher", "Publish", "No")
    await chat.say("teacher", '/content list pack:"Kitchen garden"')
    await tour(chat, "teacher", "Try it", "Skip", "Next")
    await chat.say("teacher", "/content list")
    await tour(chat, "teacher", "Kitchen garden", "Publish", "Yes, publish")
    wrong = b"Type,Question,Answer\nsingle choice,Which?,\ntyped,,x\n"
    bad = chat.attach("teacher", "bad.csv", wrong)
    await chat.say("teacher", "/content upload", file=bad, name="Kitchen garden")
    await chat.say("teacher", '/content list pack:"Kitchen garden"')
    await tour(chat, "teacher", "As CSV", "Withdraw")
    await chat.say("teacher", "/content upload", file=file, name="Kitchen garden")
    await tour(chat, "teacher", "Throw it away")
    await chat.say("teacher", "/content upload", file=file, name="Kitchen garden")
    await tour(chat, "teacher", "Publish")
    await chat.say("teacher", '/content list pack:"Kitchen garden"')
    await tour(chat, "teacher", "Version 1")
    gallery.scene("Content: one question")
    await chat.say("teacher", "/content write kind:single-choice")
    words = ("When is garlic planted?", "Autumn", "Spring", "It needs a cold spell.", "Rose")
    await chat.write("teacher", *words)
    await filled(chat, "teacher", "Try again", words[0], words[1], "Spring | Summer", *words[3:])
    await chat.press("teacher", "Change it")
    await chat.write("teacher", words[0], "In autumn", "Spring | Summer", *words[3:])
    await chat.say("teacher", "/content write kind:match")


async def desks(chat: Chat, gallery: Gallery) -> None:
    """Somebody takes no direct messages, has a private thread, and goes back."""
    gallery.scene("Nothing arrives")
    await chat.say("tom", "/leaderboard names:hide")
    chat.session.refuse_desk("tom")
    await chat.say("teacher", '/quiz set topic:all due:"Fri 16:00" questions:2')
    await chat.wait("5m")
    told = await chat.say("tom", "/quiz homework")
    if "Private thread" in told:  # Slack has none
        await tour(chat, "tom", "Private thread")
    gallery.scene("Where one's desk is")
    told = await chat.say("tom", "/swot desk")
    if "Direct messages instead" in told:
        await tour(chat, "tom", "Direct messages instead")
    await chat.say("maya", "/swot desk")
