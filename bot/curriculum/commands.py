"""`/class packs` and `/class changes`: what this class works from, and how that differs from the packs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from bot.bank.model import PackInfo
from bot.chat import (
    About,
    Answer,
    Button,
    Control,
    Invoke,
    Level,
    Moment,
    Option,
    Press,
    Reply,
    Select,
    Suggest,
    Suggested,
    Text,
    View,
    bare,
    command,
    counted,
    cut,
    dotted,
    lines,
    paragraphs,
    plain,
    pressed,
    rich,
    to,
)
from bot.curriculum.changing import Changing, Told
from bot.curriculum.model import Accepted, Works
from bot.errors import UserError
from bot.quiz.kinds import kind_of

LISTED = 20
"""Changes of one list: as many as have room in a message."""
MOST = 25
"""Entries of a list to choose from, on the narrowest platform."""
LONGEST = 75
"""Characters of such an entry, likewise."""
SHORT = 90
"""Characters of a question in a list."""

Added = Annotated[str, About("a pack to work from as well"), Suggested("others")]
Dropped = Annotated[str, About("a pack to work from no more"), Suggested("used")]


class CurriculumCommands:
    """What a class works from."""

    def __init__(self, changing: Changing) -> None:
        self._changing = changing

    # Packs

    @command("class packs", answers="note", level=Level.TEACHER)
    async def packs(self, event: Invoke, add: Added | None = None, drop: Dropped | None = None) -> Answer:
        """Which packs this class works from; add one, or take one off."""
        if add and drop:
            raise UserError("One at a time, please: add a pack first, then take the other off.")
        if add or drop:
            return await self._changed(event, add or drop or "", added=bool(add), how="note")
        return Reply(_works(await self._changing.works(event)))

    @pressed("curriculum.packs", answers="note", level=Level.TEACHER)
    async def packs_pressed(self, event: Press) -> Reply:
        """Which packs this class works from, looked at from its card."""
        return Reply(_works(await self._changing.works(event)))

    async def others(self, event: Suggest) -> tuple[Option, ...]:
        """Packs that could be added, like what is typed."""
        return _options((await self._changing.works(event)).others, event.typed)

    async def used(self, event: Suggest) -> tuple[Option, ...]:
        """Packs that could be taken off, like what is typed."""
        return _options(_removable(await self._changing.works(event)), event.typed)

    @pressed("curriculum.add", answers="edit", level=Level.TEACHER)
    async def add(self, event: Press) -> Answer:
        """A pack is added."""
        return await self._changed(event, _value(event), added=True, how="edit")

    @pressed("curriculum.drop", answers="edit", level=Level.TEACHER)
    async def drop(self, event: Press) -> Answer:
        """A pack is taken off."""
        return await self._changed(event, _value(event), added=False, how="edit")

    async def _changed(self, event: Invoke | Press, given: str, *, added: bool, how: Literal["note", "edit"]) -> Answer:
        def told(pack: PackInfo, works: Works) -> Answer:
            if added:
                done = rich("**{}** is one of this class's packs now.", pack.title)
            else:
                done = rich("**{}** is taken off: nothing of it is asked anew.", pack.title)
            return Reply(_works(works, done), how, deed=plain(done))

        return await self._changing.change_pack(event, given, told, added=added)

    # What differs from the packs

    @command("class changes", answers="note", level=Level.TEACHER)
    async def changes(self, event: Invoke) -> Answer:
        """What this class leaves out of its packs, and which further answers it accepts."""
        return await self._changing.changes(event, LISTED, lambda found, more: Reply(_list(found, more)))

    @pressed("curriculum.list", answers="edit", level=Level.TEACHER)
    async def list_again(self, event: Press) -> Answer:
        """Back to the list."""
        return await self._changing.changes(event, LISTED, lambda found, more: Reply(_list(found, more), "edit"))

    @pressed("curriculum.open", answers="edit", level=Level.TEACHER)
    async def open(self, event: Press) -> Answer:
        """The teacher chooses one from the list."""
        return await self._changing.seen(event, _value(event), lambda told: Reply(_one(told), "edit"))

    @pressed("curriculum.undo", answers="edit", level=Level.TEACHER)
    async def undo(self, event: Press, key: str) -> Answer:
        """A question is put back, or an answer accepted no more."""
        return await self._changing.undo(event, key, lambda told, marks: Reply(_undone(told, marks), "edit"))

    @pressed("curriculum.remark", answers="edit", level=Level.TEACHER)
    async def remark(self, event: Press, key: str) -> Answer:
        """The answers to a question are marked again."""

        def told(moved: int) -> Answer:
            done = rich("Marked again: {} changed.", counted(moved, "mark"))
            return Reply(View(done, controls=(_back(),)), "edit")

        return await self._changing.remark(event, key, told)


def _value(event: Press) -> str:
    if not event.values:
        raise UserError("Choose one from the list.")
    return event.values[0]


def _removable(works: Works) -> tuple[PackInfo, ...]:
    """The packs that can be taken off: all but the class's own, and never the last."""
    return tuple(pack for pack, _ in works.packs if pack.id not in works.own) if len(works.packs) > 1 else ()


def _options(packs: Sequence[PackInfo], typed: str = "") -> tuple[Option, ...]:
    wanted = typed.strip().casefold()
    found = (pack for pack in packs if wanted in pack.id or wanted in pack.title.casefold())
    return tuple(Option(cut(pack.title, LONGEST), pack.id) for pack in found)


def _works(works: Works, done: Text = ()) -> View:
    used = [
        dotted(
            rich("**{}**", pack.title),
            rich("{}, {}", pack.subject, pack.level),
            rich("{}", counted(count, "question")),
            rich("your own") if pack.id in works.own else (),
        )
        for pack, count in works.packs
    ]
    missing = rich("No longer installed: {}.", ", ".join(works.missing)) if works.missing else ()
    alone = rich("No other pack is installed here.") if not works.others and len(works.packs) == 1 else ()
    controls: list[Control] = []
    if add := _options(works.others)[:MOST]:
        controls.append(Select("Add a pack", to(CurriculumCommands.add), add))
    if drop := _options(_removable(works))[:MOST]:
        controls.append(Select("Take a pack off", to(CurriculumCommands.drop), drop))
    text = paragraphs(done, lines(*used, missing, alone))
    return View(text, title="What this class works from", controls=tuple(controls))


def _list(found: Sequence[Told], more: int) -> View:
    if not found:
        nothing = "This class works from its packs as they are: nothing is left out, no further answer is accepted."
        return View(rich("{}", nothing))
    entries = [lines(_about(told), rich("{}", Moment(told[0].at, "day"))) for told in found]
    if more:
        entries.append(rich("… and {} more, older ones.", more))
    options = tuple(Option(cut(plain(_about(told)), LONGEST), told[0].key) for told in found)
    choose = Select("Choose one to change", to(CurriculumCommands.open), options)
    return View(paragraphs(*entries), title="Beside the packs", controls=(choose,))


def _one(told: Told) -> View:
    one, _ = told
    why = rich("Why: {}", one.why) if one.why else ()
    label = "Accept no more" if isinstance(one, Accepted) else "Put it back"
    controls = (Button(label, to(CurriculumCommands.undo, one.key), "main"), _back())
    return View(lines(_about(told), why, rich("{}", Moment(one.at, "day"))), controls=controls)


def _undone(told: Told, marks: int) -> View:
    one, _ = told
    if not isinstance(one, Accepted):
        return View(rich("Put back: {} may be asked again.", _stem(told)), controls=(_back(),))
    done = rich("An answer is accepted no more for {}.", _stem(told))
    if not marks:
        return View(done, controls=(_back(),))
    stay = "1 mark is by it, and stays" if marks == 1 else f"{marks:,} marks are by it, and stay"
    again = Button("Mark again", to(CurriculumCommands.remark, one.key), "main")
    return View(lines(done, rich("{} until you mark again.", stay)), controls=(again, _back()))


def _about(told: Told) -> Text:
    one, _ = told
    if isinstance(one, Accepted):
        words = ", ".join(bare(part) for part in one.form if part)
        return rich("**Accepted** · “{}” for {}", cut(words, SHORT), _stem(told))
    return rich("**Left out** · {}", _stem(told))


def _stem(told: Told) -> str:
    """A question in a few words, or its id where no pack has it any more."""
    one, question = told
    return f"“{cut(kind_of(question).spoken(question), SHORT)}”" if question else one.question


def _back() -> Button:
    return Button("The list", to(CurriculumCommands.list_again))
