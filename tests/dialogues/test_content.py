"""A class's own content, from the template to the learners, on every platform."""

from __future__ import annotations

import re

import pytest

from bot.authoring.service import GONE
from bot.chat import Action, Invoke, Press, Reply, Room, plain
from bot.storage.tables import deeds, marks, own_packs, own_versions, responses
from tests.authoring.making import CHITTING, GARLIC, csv, taken
from tests.chat_harness import Chat

NAME = "Kitchen garden"
ASKED_ONCE = "Are the questions of Kitchen garden your own work"


async def sent(chat: Chat, content: bytes, *, name: str = NAME, by: str = "teacher", file: str = "garden.csv") -> str:
    """Somebody sends a file; what appears comes back."""
    return await chat.say(by, "/content upload", file=chat.attach(by, file, content), name=name)


async def published(chat: Chat, *rows: tuple[str, ...], name: str = NAME) -> str:
    """The teacher sends questions and publishes them."""
    await sent(chat, csv(*rows), name=name)
    told = await chat.press("teacher", "Publish to this class")
    return await chat.press("teacher", "Yes, publish") if "Swot asks this once" in told else told


# A file


@pytest.mark.usefixtures("nothing_goes_wrong_unseen")
async def test_a_template_is_filled_in_and_published(garden: Chat):
    """The teacher takes it, sends it, sees what learners will see, says that it is theirs, and publishes it."""
    told = await garden.say("teacher", "/content template")
    assert "Each row is a question. Put your own in place of the examples" in told
    assert garden.given("teacher")[0] == "swot-questions.xlsx"
    told = await sent(garden, garden.given("teacher")[1], file="garden.xlsx")
    assert "Kitchen garden, version 1: 9 questions (1 single choice, 1 multiple choice" in told
    assert "Learners see nothing of it yet." in told
    assert "In which season is garlic usually planted?" in told
    told = await garden.press("teacher", "Publish to this class")
    assert f"{ASKED_ONCE}, or free to be shared with your class? Swot asks this once." in told
    told = await garden.press("teacher", "Yes, publish")
    assert "Kitchen garden, version 1, is published to this class: 9 questions." in told
    told = await garden.say("teacher", "/content list")
    assert "Kitchen garden · 9 questions · version 1 is published" in told


@pytest.mark.parametrize("format", ["csv", "xlsx", "yaml"])
async def test_a_template_comes_in_three_formats(garden: Chat, format: str):
    """Each is a file of its own, and can be sent back as it is."""
    await garden.say("teacher", "/content template", format=format)
    name, content = garden.given("teacher")
    assert name == f"swot-questions.{format}"
    assert "questions" in await sent(garden, content, file=name)


async def test_what_is_wrong_is_told_with_its_row(garden: Chat):
    """The first ten, and how many more; nothing has changed."""
    wrong = tuple((*CHITTING[:3], "", *CHITTING[4:]) for _ in range(12))
    told = await sent(garden, csv(GARLIC, *wrong))
    assert told.startswith("(only teacher) Kitchen garden was not taken: 12 things are to be mended.")
    assert "Nothing was changed." in told
    assert "Row 3, Answer: this is empty → write the right answer." in told
    assert "Row 12, Answer:" in told
    assert "Row 13" not in told
    assert "… and 2 more." in told
    assert [await garden.count(table) for table in (own_packs, own_versions, deeds)] == [0, 0, 0]
    told = await sent(garden, b"questions:\n  - type: typd\n", file="garden.yaml")
    assert "one thing is to be mended" in told
    assert "Line 2: there is no question type 'typd' → did you mean `typed`?\n" in told
    told = await sent(garden, b"%PDF-1.4")
    assert "The file: this is none of the files that Swot reads → begin with the template: /content template." in told


async def test_a_file_that_is_too_large_is_refused(garden: Chat):
    """A sentence says how large it may be."""
    assert "larger than 1,000,000 bytes" in await sent(garden, b"x" * 1_000_001)


async def test_names_of_packs_are_only_names(garden: Chat):
    """Whatever stands in them leads nowhere, and tells nobody."""
    told = await sent(garden, csv(GARLIC), name="../../etc/passwd <!channel>")
    assert "../../etc/passwd <!channel>, version 1: 1 question" in told
    await garden.say("teacher", "/content list", pack="../../etc/passwd <!channel>")
    await garden.press("teacher", "As CSV")
    assert garden.given("teacher")[0] == "etc-passwd-channel.csv"
    for name in ("!!!", "x" * 61):
        assert "Call it by a few words" in await sent(garden, csv(GARLIC), name=name)


# Versions


async def test_the_same_name_is_the_next_version(chat: Chat):
    """What it adds, changes and leaves out is shown; the class works from it once it is published."""
    assert "version 1, is published" in await published(chat, GARLIC, CHITTING)
    changed = (*GARLIC[:3], "In autumn", *GARLIC[4:])
    new = ("", "true or false", "Potatoes like light.", "false", "", "", "It turns them green.", "", "")
    told = await sent(chat, csv(changed, new), name="kitchen  GARDEN")
    assert "Kitchen garden, version 2: 2 questions" in told
    assert "Since version 1: 1 added, 1 changed, 1 gone." in told
    told = await chat.say("teacher", "/content list")
    assert "Kitchen garden · 2 questions · version 1 is published · version 2 is waiting" in told
    told = await chat.press("teacher", "Kitchen garden")
    assert "Version 2 · not published yet" in told
    told = await chat.press("teacher", "Publish to this class")
    assert "Kitchen garden, version 2, is published to this class: 2 questions." in told
    assert "Since version" not in await sent(chat, csv(changed, new))


async def test_the_same_file_again_is_no_version(garden: Chat):
    """The teacher is told that it is published already."""
    await published(garden, GARLIC)
    told = await sent(garden, csv(GARLIC))
    assert told == "(only teacher) Kitchen garden is like that already: version 1 is published, and has the same."
    assert await garden.count(own_versions) == 1


async def test_a_pack_is_withdrawn_and_brought_back(chat: Chat):
    """An earlier version comes back as the next one; a withdrawn pack can as well."""
    await published(chat, GARLIC)
    await published(chat, CHITTING)
    await chat.say("teacher", "/content list", pack=NAME)
    told = await chat.press("teacher", "Version 1")
    assert "Version 1 of Kitchen garden is back, as version 3." in told
    await chat.say("teacher", "/content list", pack=NAME)
    told = await chat.press("teacher", "Withdraw")
    assert "Kitchen garden is withdrawn: its questions are asked no more." in told
    assert "Kitchen garden · 1 question · withdrawn" in await chat.say("teacher", "/content list")
    told = await chat.say("teacher", "/content list", pack=NAME)
    assert "Version 3 · withdrawn" in told
    assert "Withdraw" not in told.splitlines()[-1].partition("▾")[0]
    told = await chat.press("teacher", "Version 3")
    assert "Version 3 of Kitchen garden is back, as version 4." in told


async def test_buttons_of_other_days_do_nothing(garden: Chat):
    """A version that was replaced, dropped, published or withdrawn is told of politely."""
    await sent(garden, csv(GARLIC))
    [publish] = garden.actions("Publish")
    [drop] = garden.actions("Throw")
    await sent(garden, csv(CHITTING))
    for old in (publish, drop):
        assert "none of this class's packs any more" in await garden.press_action("teacher", old)
    assert "version 2, is thrown away" in await garden.press("teacher", "Throw it away")
    assert await garden.count(own_packs) == 0
    await sent(garden, csv(GARLIC))
    await garden.press("teacher", "Publish")
    [vouch] = garden.actions("Yes, publish")
    await garden.press("teacher", "Yes, publish")
    assert "has been published before" in await garden.press_action("teacher", vouch)
    await garden.say("teacher", "/content list", pack=NAME)
    [withdraw] = garden.actions("Withdraw")
    await garden.press("teacher", "Withdraw")
    assert "is not published" in await garden.press_action("teacher", withdraw)


async def test_who_may_not_share_does_not_publish(garden: Chat):
    """A no leaves the pack as it is, and Swot asks again."""
    await sent(garden, csv(GARLIC))
    await garden.press("teacher", "Publish")
    assert "Kitchen garden is not published, and nobody sees it." in await garden.press("teacher", "No")
    await garden.say("teacher", "/content list", pack=NAME)
    assert ASKED_ONCE in await garden.press("teacher", "Publish")


async def test_a_pack_is_taken_away_as_a_file_and_sent_again(garden: Chat):
    """Its questions have their ids in it, so that a change is a change."""
    await published(garden, GARLIC, CHITTING)
    await garden.say("teacher", "/content list", pack=NAME)
    await garden.press("teacher", "As CSV")
    name, content = garden.given("teacher")
    assert name == "kitchen-garden.csv"
    told = await sent(garden, content.replace(b"When is garlic planted?", b"When should garlic be planted?"))
    assert "Since version 1: 1 changed." in told


async def test_fifty_packs_are_the_most(garden: Chat):
    """The next one is to be a version of one of them."""
    for number in range(50):
        await sent(garden, csv(GARLIC), name=f"Pack {number}")
    assert "A class has at most 50 packs of its own." in await sent(garden, csv(GARLIC), name="One more")
    assert "version 2" in await sent(garden, csv(GARLIC), name="Pack 7")
    told = await garden.say("teacher", "/content list")
    assert "/content list pack:… shows one of the others." in told


async def test_it_is_in_the_log(garden: Chat):
    """Who did what, in the words that they were told."""
    await published(garden, GARLIC)
    told = [row.told for row in await garden.rows(deeds.select().order_by(deeds.c.at))]
    assert any(said.startswith("Kitchen garden, version 1: 1 question") for said in told)
    assert any(said.startswith("Kitchen garden, version 1, is published to this class") for said in told)


# One question


@pytest.mark.usefixtures("nothing_goes_wrong_unseen")
async def test_a_question_is_written_here(garden: Chat):
    """Checked, shown as learners will see it, changed and published."""
    form = await garden.say("teacher", "/content write kind:single-choice")
    assert "Write: single choice" in form
    told = await garden.write(
        "teacher", "When is garlic planted?", "Autumn", "Spring | Summer", "It needs a cold spell.", "Rose"
    )
    assert "A question of the kind single choice is written. Learners see nothing of it yet." in told
    assert "When is garlic planted?" in told
    assert " Spring]" in told
    assert re.search(r"The answer: [A-C] · Autumn", told)
    form = await garden.press("teacher", "Change it")
    assert "[When is garlic planted?]" in form
    told = await garden.write(
        "teacher", "When is garlic planted?", "In autumn", "Spring | Summer", "It needs a cold spell.", "Rose"
    )
    assert re.search(r"The answer: [A-C] · In autumn", told)
    assert "Written here has 1 question now; this is version 1." in told
    await garden.press("teacher", "Publish")
    assert "Written here, version 1, is published to this class: 1 question." in await garden.press("teacher", "Yes")
    await garden.say("teacher", "/content write kind:number")
    told = await garden.write("teacher", "How deep are potatoes planted?", "15 cm", "3", "Or they turn green.", "")
    assert "Written here has 2 questions now; this is version 2." in told
    told = await garden.press("teacher", "Publish")
    assert "Written here, version 2, is published to this class: 2 questions." in told


FILLED = {
    "typed": ("What is it?", "chitting", "sprouting", "Because.", ""),
    "single-choice": ("Which?", "a", "b|c", "Because.", ""),
    "multiple-choice": ("Which? Several are right.", "a|b", "c", "Because.", ""),
    "true-false": ("It is.", "True", "Because.", ""),
    "number": ("How many?", "1,200 kg", "5%", "Because.", ""),
    "date": ("When?", "November 1929", "", "Because.", ""),
    "order": ("Order!", "a|b|c", "Because.", ""),
    "match": ("Match!", "a = x|b = y|c = z", "w", "Because.", ""),
    "gaps": ("A ___ and a ___.", "spade|fork", "Because.", ""),
}


@pytest.mark.parametrize("kind", FILLED)
async def test_every_kind_can_be_written(garden: Chat, kind: str):
    """In a form of the same shape, that opens again with everything in it."""
    await garden.say("teacher", f"/content write kind:{kind}")
    told = await garden.write("teacher", *FILLED[kind])
    assert "is written. Learners see nothing of it yet." in told
    form = await garden.press("teacher", "Change it")
    assert "Because." in form


async def test_text_that_was_refused_is_not_lost(garden: Chat):
    """What is wrong is told beside its entry, and the form opens again with what was written."""
    await garden.say("teacher", "/content write kind:single-choice")
    told = await garden.write("teacher", "When is garlic planted?", "Autumn", "Spring", "It needs a cold spell.", "")
    assert "There are too few wrong answers: give at least two" in told
    assert await garden.count(own_versions) == 0
    form = await garden.press("teacher", "Try again")
    assert "[When is garlic planted?]" in form
    assert "[Spring]" in form
    told = await garden.write("teacher", "When?", "Autumn", "1|2|3|4|5|6", "It needs a cold spell.", "")
    assert "There are 6 lines: keep at most 5." in told


async def test_a_question_goes_into_the_pack_that_is_named(garden: Chat):
    """Beside those that it has."""
    await published(garden, GARLIC)
    await garden.say("teacher", "/content write kind:true-false", pack=NAME)
    told = await garden.write("teacher", "Potatoes like light.", "False", "It turns them green.", "")
    assert "Kitchen garden has 2 questions now; this is version 2." in told
    told = await garden.say("teacher", "/content write kind:true-false", pack="Nothing")
    assert "There is no pack “Nothing” here." in told


# What learners see


@pytest.mark.usefixtures("nothing_goes_wrong_unseen")
async def test_a_round_is_played_with_a_classs_own_questions(chat: Chat):
    """From the upload to the podium: the class is asked what its teacher wrote, and told what it rests on."""
    sourced = (*GARLIC[:7], "Garlic", "Rose, *The Small Garden* (1999)")
    await published(chat, sourced)
    round_ = await chat.say("teacher", '/quiz round topic:"Garlic" questions:1 seconds:20')
    assert "When is garlic planted?" in round_
    options = {label[2:]: label[0] for label in re.findall(r"\[([A-C] \w+)\]", round_)}
    assert options.keys() == {"Autumn", "Spring", "Summer"}
    assert "Locked in" in await chat.press("maya", options["Autumn"])
    await chat.press("tom", options["Spring"])
    revealed = await chat.wait("20s")
    assert "Autumn" in revealed
    assert "It needs a cold spell." in revealed
    assert "Rose, The Small Garden (1999)" in await chat.press("maya", "Source")
    assert await chat.points("maya") == 100
    assert await chat.points("tom") == 0


async def test_learners_revise_what_is_published_and_nothing_else(garden: Chat):
    """Before it is published, and after it is withdrawn, there is no such topic; while it is, it is one like any."""
    row = (*CHITTING[:7], "Potatoes", "")
    await sent(garden, csv(row))
    assert "There is no topic “Potatoes”." in await garden.say("maya", "/quiz solo topic:Potatoes")
    await garden.press("teacher", "Publish")
    await garden.press("teacher", "Yes")
    assert "What is sprouting in the light called?" in await garden.say("maya", "/quiz solo topic:Potatoes")
    await garden.press("maya", "Answer")
    assert "chitting ✓" in await garden.write("maya", "chitting")
    await garden.say("maya", "/quiz solo topic:Potatoes")
    await garden.say("teacher", "/content list", pack=NAME)
    await garden.press("teacher", "Withdraw")
    assert "There is no topic “Potatoes”." in await garden.say("maya", "/quiz solo topic:Potatoes")
    # What is under way goes on, and marks stay.
    await garden.press("maya", "Answer")
    assert "chitting ✓" in await garden.write("maya", "chitting")
    assert await garden.worth("maya") == 50


async def test_a_round_goes_on_when_its_pack_is_withdrawn(garden: Chat):
    """Also after a restart; who answered has the points."""
    await published(garden, (*GARLIC[:7], "Garlic", ""))
    round_ = await garden.say("teacher", '/quiz round topic:"Garlic" questions:1 seconds:20')
    [letter] = re.findall(r"\[([A-C]) Autumn\]", round_)
    await garden.say("teacher", "/content list", pack=NAME)
    await garden.press("teacher", "Withdraw")
    await garden.restart()
    await garden.press("maya", f"{letter} Autumn")
    assert "Autumn" in await garden.wait("20s")
    assert await garden.points("maya") == 100


async def test_a_changed_key_counts_from_its_version_on(garden: Chat):
    """Marks remember the revision; a version that changes only the explanation is the same question."""
    await published(garden, (*CHITTING[:7], "Potatoes", ""))
    await garden.say("maya", "/quiz solo topic:Potatoes")
    await garden.press("maya", "Answer")
    await garden.write("maya", "chitting")
    reworded = (*CHITTING[:6], "For some weeks.", "Potatoes", "")
    await published(garden, reworded)
    await published(garden, (*reworded[:3], "sprouting", *reworded[4:]))
    await garden.say("tom", "/quiz solo topic:Potatoes")
    await garden.press("tom", "Answer")
    assert "sprouting ✓" in await garden.write("tom", "sprouting")
    asked = await garden.rows(responses.select().order_by(responses.c.seq))
    assert [row.revision for row in asked] == [1, 2]
    assert len({row.question for row in asked}) == 1


async def test_a_teacher_tries_it_and_it_counts_for_nothing(garden: Chat):
    """Before anybody sees it; no standing has it, and no log; `/quiz solo` does not go on with it."""
    await sent(garden, csv(GARLIC, CHITTING))
    told = await garden.press("teacher", "Try it")
    assert "1 of 2 · Kitchen garden · practice" in told
    await garden.press("teacher", "Skip")
    await garden.press("teacher", "Next")
    await garden.press("teacher", "Skip")
    assert "This was practice: it leaves the leaderboard as it is." in await garden.press("teacher", "Result")
    assert "Kitchen garden, again" in await garden.press("teacher", "Retry what I missed")
    assert await garden.points("teacher") == 0
    assert not await garden.rows(marks.select().where(marks.c.counts))
    assert all("/content" in row.what for row in await garden.rows(deeds.select()))
    assert "Kitchen garden" not in await garden.say("teacher", "/quiz solo")


async def test_a_trial_of_what_is_thrown_away_is_over(garden: Chat):
    """Politely; and the teacher's other quizzes are not in its way."""
    await sent(garden, csv(GARLIC, CHITTING))
    await garden.press("teacher", "Try it")
    [skip] = garden.actions("Skip")
    [drop] = garden.actions("Throw")
    await garden.press_action("teacher", drop)
    assert "That version is thrown away." in await garden.press_action("teacher", skip)
    assert "1 of" in await garden.say("teacher", "/quiz solo")


async def test_another_class_is_never_asked(garden: Chat):
    """Neither by topic nor among everything."""
    await published(garden, (*GARLIC[:7], "Garlic", ""))
    assert "There is no topic “Garlic”." in await elsewhere(garden, "quiz solo topic:Garlic")
    for _ in range(5):
        assert "garlic planted" not in await elsewhere(garden, "quiz solo questions:30")


# Who may


async def test_learners_change_and_see_nothing(garden: Chat):
    """Whatever buttons their client makes up."""
    await published(garden, GARLIC)
    await sent(garden, csv(CHITTING))
    await garden.say("teacher", "/content list", pack=NAME)
    addresses = [address for label in ("Publish", "Throw", "Withdraw", "As ") for address in garden.actions(label)]
    assert len(addresses) >= 6
    before = [await garden.count(table) for table in (own_packs, own_versions, deeds)]
    for address in addresses:
        assert await garden.press_action("maya", address) == "(only maya) Only a teacher of this class can do that."
    for command in ("/content list", "/content template", "/content write kind:typed"):
        assert await garden.say("maya", command) == "(only maya) Only a teacher of this class can do that."
    assert "Only a teacher" in await sent(garden, csv(CHITTING), by="maya")
    assert [await garden.count(table) for table in (own_packs, own_versions, deeds)] == before


async def elsewhere(chat: Chat, command: str = "", *, action: str = "", values: tuple[str, ...] = ()) -> str:
    """What the teacher of another class is told there, of a command or of a press."""
    by = chat.by("teacher")
    room = Room(f"{by.room.platform}:elsewhere", space=f"{by.room.platform}:elsewhere", name="elsewhere")
    there = {"person": by.person, "name": by.name, "room": room, "at": by.at, "delivery": by.delivery, "manages": True}
    word, _, text = command.partition(" ")
    event = Press(**there, action=Action(action), values=values) if action else Invoke(**there, command=word, text=text)
    answer = await chat.app.handle(event)
    assert isinstance(answer, Reply)
    assert answer.file is None
    return plain(answer.view.text)


async def test_another_class_sees_and_changes_nothing(garden: Chat):
    """Its teacher is told that there is no such pack, by name or by a button of this class's."""
    await published(garden, GARLIC)
    await published(garden, CHITTING)
    await sent(garden, csv(GARLIC, CHITTING))
    await garden.say("teacher", "/content list", pack=NAME)
    addresses = [address for label in ("Publish", "Throw", "Withdraw", "As ") for address in garden.actions(label)]
    [pack] = {address.split(":")[1] for address in addresses}
    [row] = await garden.rows(own_packs.select())
    assert pack == row.id
    before = [list(await garden.rows(table.select())) for table in (own_packs, own_versions)]
    question = taken(csv(GARLIC)).pack.questions[0].id
    forged = [*addresses, *(address.replace("publish", "vouch") for address in addresses), f"content.leave:{pack}"]
    forged += [f"content.change:{pack}:{question}"]
    for address in forged:
        assert await elsewhere(garden, action=address) == GONE
    assert await elsewhere(garden, action=f"content.back:{pack}", values=("1",)) == GONE
    assert await elsewhere(garden, action="content.look", values=(pack,)) == GONE
    assert "There is no pack “Kitchen garden” here." in await elsewhere(garden, f'content list pack:"{NAME}"')
    assert "no content of its own yet" in await elsewhere(garden, "content list")
    assert [list(await garden.rows(table.select())) for table in (own_packs, own_versions)] == before
