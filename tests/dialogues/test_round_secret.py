"""The secret of the round: until the reveal, nothing that leaves Swot depends on which answer is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chat import Action, Answer, AnyEvent, Form, Moment, Press, Reply, View, plain
from bot.chat.wire import answer_to_json, view_to_json
from tests.chat_harness import Chat, Installation
from tests.dialogues.twins import twins_of

pytestmark = pytest.mark.every_platform
OTHER_KEYS = (
    # Every kind of question, with another of its options for the key and nothing else changed.
    ("key: Runner bean", "key: Beetroot"),
    ("{text: Beetroot,", "{text: Runner bean,"),
    ("key: Autumn\n    distractors: [Spring, Summer]", "key: Spring\n    distractors: [Autumn, Summer]"),
    ("key: 4\n    distractors: [12, 20, 30]", "key: 20\n    distractors: [12, 4, 30]"),
    (
        "keys: [Carrot, Parsnip]\n    distractors: [Pea, Kale]",
        "keys: [Kale, Parsnip]\n    distractors: [Pea, Carrot]",
    ),
    ("key: false", "key: true"),
    ("key: Spade\n    accept: [a garden spade, digging spade]", "key: Fork\n    accept: [a garden fork, digging fork]"),
    ("reject: [Fork, Trowel, Shade]", "reject: [Spade, Trowel, Shade]"),
    ("{text: Sow the seed, when: April}", "{text: Pick the pods, when: April}"),
    ("{text: Pick the pods, when: July}", "{text: Sow the seed, when: July}"),
    ("key: A fungus\n    distractors: [A storm, A fire]", "key: A fire\n    distractors: [A storm, A fungus]"),
)
FORGED = (
    "round.source:{id}:1",
    "round.source:{id}:2",
    "round.place:{id}",
    "round.missed:{id}",
    "round.next:{id}:1",
    "round.write:{id}:1",
    "round.answer:{id}:1:0",
    "round.answer:{id}:1:99",
    "round.answer:{id}:2:0",
    "solo.answer:{id}:1:0",
)


class Tapped:
    """A class whose every message and answer is written down as it goes over the wire."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self.traffic: list[str] = []
        self._read = 0
        self._sent = 0

    @classmethod
    async def open(cls, database: Path, pack: Path, platform: str) -> Tapped:
        """Start Swot and listen."""
        tapped = cls(await Chat.open(Installation(f"sqlite:///{database}", packs=(pack,), platform=platform)))
        tapped.listen()
        return tapped

    def listen(self) -> None:
        """Write down every answer of the present process, as well as what it shows."""
        handle = self.chat.app.handle

        async def tapping(event: AnyEvent) -> Answer | None:
            answer = await handle(event)
            self.traffic.append(f"answer {answer_to_json(answer) if answer else ''}")
            return answer

        self.chat.app.handle = tapping

    def heard(self) -> list[str]:
        """All that has been said so far, byte for byte."""
        for shown in self.chat.shown[self._read :]:
            before = view_to_json(shown.before) if shown.before else ""
            form = answer_to_json(shown.form) if isinstance(shown.form, Form) else ""
            self.traffic.append(f"{shown.kind} {shown.where} {view_to_json(shown.view)} {before} {form}")
        self._read = len(self.chat.shown)
        wire = self.chat.session.wire()
        self.traffic += wire[self._sent :]
        self._sent = len(wire)
        return self.traffic


@pytest.fixture
def twins(tmp_path: Path, empty_sqlite: Path) -> list[tuple[Path, Path]]:
    """Two installations, database and pack each, whose packs differ only in which option is right."""
    return twins_of("garden", OTHER_KEYS, tmp_path, empty_sqlite)


async def test_the_twins_agree_on_everything_but_the_keys(twins: list[tuple[Path, Path]]):
    """The comparison is fair: same questions with the same stems and options, and another right answer to each."""
    banks = []
    for database, pack in twins:
        chat = await Chat.open(Installation(f"sqlite:///{database}", packs=(pack,)))
        banks.append([chat.app.bank.question(id) for id in sorted(chat.app.bank.questions())])
        await chat.close()
    assert len({question.type for question in banks[0]}) == 5
    for one, other in zip(*banks, strict=True):
        assert one != other
        assert (one.id, one.type, one.stem, one.explanation) == (other.id, other.type, other.stem, other.explanation)
        assert sorted(getattr(one, "options", ())) == sorted(getattr(other, "options", ()))


@pytest.mark.parametrize(
    "topic", ["growing/choosing", "growing/seasons", "ticking", "judging", "writing", "ordering", "losses"]
)
async def test_nothing_tells_the_answer_before_the_reveal(twins: list[tuple[Path, Path]], topic: str, platform: str):
    """Two packs that differ only in what is right give the same bytes until the reveal, and other bytes with it."""
    heard, revealed = [], []
    for database, pack in twins:
        tapped = await Tapped.open(database, pack, platform)
        await play_until_the_deadline(tapped, topic)
        heard.append(list(tapped.heard()))
        await tapped.chat.wait("25s")
        revealed.append(tapped.heard()[len(heard[-1]) :])
        await tapped.chat.close()
    assert heard[0] == heard[1]
    assert len(heard[0]) > 40
    assert revealed[0] != revealed[1]


async def test_a_whole_round_differs_only_in_its_reveals(twins: list[tuple[Path, Path]], platform: str):
    """In a round of everything, questions, counts and closings are the same bytes; only answers and places differ."""
    heard = []
    for database, pack in twins:
        tapped = await Tapped.open(database, pack, platform)
        chat = tapped.chat
        await chat.say("teacher", "/quiz round questions:8 seconds:20 speed:yes")
        for _ in range(8):
            for person, index in (("maya", 0), ("tom", 1)):
                await press_or_write(chat, person, index)
            await chat.wait("28s")
        assert "Round over." in plain(chat.shown[-1].view.text)
        heard.append([line for line in tapped.heard() if "round.source" not in line and "round.place" not in line])
        await chat.close()
    assert heard[0] == heard[1]
    assert len([line for line in heard[0] if line.startswith("post")]) == 8


async def play_until_the_deadline(tapped: Tapped, topic: str) -> None:
    """All that a class and the curious can do while a question is open, up to the last instant."""
    chat = tapped.chat
    await chat.say("maya", "/leaderboard names:show")
    await chat.say("teacher", f"/quiz round topic:{topic} questions:2 seconds:20 speed:yes")
    question = open_question(chat)
    id, buttons = question.controls[0].action.arguments[0], len(question.controls)
    [deadline] = [part.at for part in question.text if isinstance(part, Moment)]
    for person in ("maya", "tom", "ada"):
        for index in range(buttons):
            await press_or_write(chat, person, index)
            await chat.session.wait(700_000)
    await chat.redeliver()
    for person in ("teacher", "maya", "eve"):
        for address in FORGED:
            if not (person == "teacher" and address.startswith("round.next")):
                await chat.press_action(person, address.format(id=id))
        chat.session.drop_form(person)
        await chat.home(person)
        for words in ("/leaderboard", "/swot help", "/quiz round", "/class teachers"):
            await chat.say(person, words)
    await chat.restart()
    tapped.listen()
    await press_or_write(chat, "zoe", 0)
    chat.clock.move_to(deadline - 1)
    await press_or_write(chat, "zoe", buttons - 1)
    chat.clock.move_to(deadline)
    # At the deadline itself, before anything is revealed: the press is refused.
    late = Press(**chat.session._by("maya"), action=Action(f"round.answer:{id}:1:0"))
    assert isinstance(await chat.app.handle(late), Reply)


async def press_or_write(chat: Chat, person: str, index: int) -> None:
    """A person answers the open question with its option at `index`, or the last one, or in words."""
    controls = open_question(chat).controls
    action = controls[min(index, len(controls) - 1)].action
    await chat.press_action(person, action.address)
    if action.name == "round.write":
        for words in ("", "spade", "fork", "shade", "a pitchfork"):
            if not chat.session.has_form(person):
                await chat.press_action(person, action.address)
            await chat.write(person, words)


def open_question(chat: Chat) -> View:
    """The question that the room was asked last."""
    return next(
        message.view
        for message in reversed(chat.session.screen.messages)
        if not message.only and "· question " in plain(message.view.text)
    )
