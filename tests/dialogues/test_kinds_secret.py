"""The secret of what is written: until the answer is told, nothing that leaves Swot depends on what is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chat import Moment, plain
from tests.chat_harness import Chat
from tests.dialogues.test_round_secret import Tapped, open_question
from tests.dialogues.twins import twins_of

pytestmark = pytest.mark.every_platform
OTHER_KEYS = (
    # Every kind that is written, with something else right and nothing else changed.
    ("key: 1200", "key: 900"),
    ("key: 25\n", "key: 31\n"),
    ("key: 1871-10", "key: 1871-11"),
    ("{prompt: Cider, match: Apples}", "{prompt: Cider, match: Pears}"),
    ("{prompt: Perry, match: Pears}", "{prompt: Perry, match: Medlars}"),
    ("extra: [Medlars]", "extra: [Apples]"),
    ("faulty: the fruit\n    key: pears\n    accept: [perry pears]", "faulty: the drink\n    key: cider"),
    ("key: cider apple", "key: crab apple"),
    ("{key: trough, accept: [stone trough], reject: [barrel]}", "{key: barrel, reject: [trough]}"),
    ('worth: 3}\n      - {text: "New trees', 'worth: 4}\n      - {text: "New trees'),
    ("Its last figure is a guess", "Its first figure is a guess"),
)
FILLED = (
    ("pears", "pears", "pears"),
    ("1200", "trough", "grapes"),
    ("25 tonnes", "cider apple", "apples"),
    ("", "", ""),
)


@pytest.fixture
def twins(tmp_path: Path, empty_sqlite: Path) -> list[tuple[Path, Path]]:
    """Two installations, database and pack each, whose packs differ only in what is right."""
    return twins_of("orchard", OTHER_KEYS, tmp_path, empty_sqlite)


async def answer_somehow(chat: Chat, person: str, control: int, filling: tuple[str, ...]) -> None:
    """A person opens the form behind a button of the open question and fills it in, rightly or not."""
    controls = open_question(chat).controls
    await chat.press_action(person, controls[min(control, len(controls) - 1)].action.address)
    shown = next(shown.form for shown in reversed(chat.shown) if shown.form is not None)
    for entry, words in zip(shown.entries, filling, strict=False):
        options = [option.value for option in entry.options]
        chosen = options[len(words) % len(options)] if options else words
        await chat.write(person, chosen)


@pytest.mark.parametrize("topic", ["counting", "weighing", "dating", "matching", "mending", "filling"])
async def test_nothing_tells_the_answer_before_the_reveal(twins: list[tuple[Path, Path]], topic: str, platform: str):
    """Two packs that differ only in what is right give the same bytes until the reveal, and other bytes with it."""
    heard, revealed = [], []
    for database, pack in twins:
        tapped = await Tapped.open(database, pack, platform)
        chat = tapped.chat
        await chat.say("teacher", f"/quiz round topic:{topic} questions:2 seconds:20 speed:yes")
        [deadline] = [part.at for part in open_question(chat).text if isinstance(part, Moment)]
        for person in ("maya", "tom"):
            for control in range(len(open_question(chat).controls)):
                for filling in FILLED:
                    await answer_somehow(chat, person, control, filling)
                    chat.session.drop_form(person)
        await chat.redeliver()
        await chat.restart()
        tapped.listen()
        await answer_somehow(chat, "ada", 0, FILLED[0])
        chat.clock.move_to(deadline - 1)
        heard.append(list(tapped.heard()))
        await chat.wait("25s")
        revealed.append(tapped.heard()[len(heard[-1]) :])
        await chat.close()
    assert heard[0] == heard[1]
    assert len(heard[0]) > 20
    assert revealed[0] != revealed[1]


@pytest.mark.parametrize("kind", ["number", "date", "match", "mend", "gaps", "essay", "source"])
async def test_nothing_tells_the_answer_on_one_s_own(twins: list[tuple[Path, Path]], kind: str, platform: str):
    """Question, hint and forms are the same bytes; what comes of a skip is not."""
    heard, told = [], []
    for database, pack in twins:
        tapped = await Tapped.open(database, pack, platform)
        chat = tapped.chat
        await chat.say("maya", f"/quiz solo kind:{kind}")
        labels = [
            control.label for control in chat.session.screen.messages[-1].view.controls if control.label != "Skip"
        ]
        for label in labels:
            await chat.press("maya", label)
            chat.session.drop_form("maya")
        await chat.say("maya", "/quiz solo")
        heard.append(list(tapped.heard()))
        skipped = plain(chat.session.screen.messages[-1].view.text)
        await chat.press("maya", "Skip")
        told.append(tapped.heard()[len(heard[-1]) :])
        assert plain(chat.session.screen.messages[-1].view.text) != skipped
        await chat.close()
    assert heard[0] == heard[1]
    assert told[0] != told[1]
