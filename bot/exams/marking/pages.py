"""Scripts as markers see them, page by page: nothing of an answer is left out, however long it is."""

from __future__ import annotations

from collections.abc import Sequence

from bot.bank.model import SourceTask
from bot.chat import Button, Control, Text, View, lines, paragraphs, plain, prose, rich, to
from bot.exams.marking.commands import MarkingCommands, heading
from bot.exams.marking.correcting_commands import CorrectingCommands
from bot.exams.marking.desk import Shown
from bot.exams.marking.model import PAGE, paged, span, weight
from bot.quiz.kinds import kind_of
from bot.responses.model import points


class MarkingPages:
    """A script before whoever marks it."""

    def script(self, shown: Shown, page: int = 1, said: str = "") -> View:
        """One of its pages, from 1, perhaps below a sentence; 0: the last. The last has the levels to choose from."""
        pages = _pages(shown)
        page = min(page or len(pages), len(pages))
        controls = (*_turning(shown, page, len(pages)), *(_levels(shown) if page == len(pages) else ()))
        return View(
            paragraphs(rich(said), _given(shown) if page == len(pages) else (), pages[page - 1]),
            title=_title(shown, page, len(pages)),
            controls=controls,
        )

    def reading(self, shown: Shown, page: int) -> View:
        """The same for a teacher who settles a difference."""
        pages = _pages(shown)
        page = min(max(page, 1), len(pages))
        more = (Button("More", to(CorrectingCommands.read, *shown.address, page + 1)),) if page < len(pages) else ()
        back = Button("Back to the difference", to(CorrectingCommands.difference, *shown.address))
        return View(pages[page - 1], title=_title(shown, page, len(pages)), controls=(*more, back))

    def source(self, shown: Shown, page: int) -> View:
        """What the question is about: one of its texts."""
        back = Button("Back to the script", to(MarkingCommands.read, *shown.address, 1), "main")
        if not isinstance(shown.task, SourceTask):
            return View(rich("This question has no source."), title=heading(shown), controls=(back,))
        extracts = shown.task.extracts
        page = min(max(page, 1), len(extracts))
        one = extracts[page - 1]
        words = paragraphs(*(prose(part) for part in one.source.split("\n\n")))
        more = (
            (Button("The next source", to(MarkingCommands.source, *shown.address, page + 1)),)
            if page < len(extracts)
            else ()
        )
        text = lines((*rich("“"), *words, *rich("”")), (*rich("— "), *prose(one.attribution)))
        return View(text, title=heading(shown), controls=(back, *more))


def _pages(shown: Shown) -> list[Text]:
    """Everything of a script: what was asked, what a good answer has, the levels, and the answer."""
    # A model plan is for learners; here it would only be in the way.
    asked = shown.item.question.model_copy(update={"plan": ()})
    kind = kind_of(asked)
    found: list[list[Text]] = [[]]
    task = lines(kind.stem(asked), rich("Objective: {}", asked.objective))
    for block in (task, kind.key(asked, ()), kind.detail(asked, ())):
        if found[-1] and _room(found[-1]) < weight(plain(block)):
            found.append([])
        found[-1].append(block)
    head = rich("**The answer**")
    for number, words in enumerate(paged(shown.words, _room(found[-1]))):
        if number:
            found.append([])
        if words:
            found[-1].append(lines(head, rich("{}", words)))
            head = ()
    return [paragraphs(*blocks) for blocks in found]


def _room(blocks: Sequence[Text]) -> int:
    return PAGE - sum(weight(plain(block)) for block in blocks)


def _title(shown: Shown, page: int, pages: int) -> str:
    return f"{heading(shown)} · page {page} of {pages}" if pages > 1 else heading(shown)


def _given(shown: Shown) -> Text:
    """What the marker gave it before."""
    if shown.given is None:
        return ()
    return rich("You gave it **{} of {}**.", points(shown.given.earned), shown.item.marks)


def _turning(shown: Shown, page: int, pages: int) -> tuple[Control, ...]:
    more = Button("More", to(MarkingCommands.read, *shown.address, page + 1), "main")
    less = Button("Back a page", to(MarkingCommands.read, *shown.address, page - 1))
    return (*((more,) if page < pages else ()), *((less,) if page > 1 else ()))


def _levels(shown: Shown) -> tuple[Control, ...]:
    """The levels to choose from, and what else can be done with a script."""
    address = shown.address
    found = [Button("Level 0", to(MarkingCommands.give, *address, 0, 0))]
    for one in shown.task.levels:
        least, most = one.marks
        label = f"Level {one.level} ({span(least, most)})"
        # Where a level has one mark, it is given at once.
        single = to(MarkingCommands.give, *address, one.level, least)
        found.append(Button(label, single if least == most else to(MarkingCommands.level, *address, one.level)))
    if isinstance(shown.task, SourceTask):
        found.append(Button("The source", to(MarkingCommands.source, *address, 1)))
    mock, position, _ = address
    if shown.has_earlier:
        found.append(Button("The one before", to(MarkingCommands.back, mock, position)))
    if shown.given:
        found.append(Button("Next script", to(MarkingCommands.next, mock, position)))
    return tuple(found)
