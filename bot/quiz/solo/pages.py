"""A solo quiz as its owner sees it."""

from __future__ import annotations

from bot.chat import Button, Control, Text, View, dotted, lines, paragraphs, prose, rich, to
from bot.marking.outcome import Outcome
from bot.quiz import cards
from bot.quiz.solo.commands import SoloCommands
from bot.quiz.solo.service import Page, Summary
from bot.responses.model import points


class SoloPages:
    """Question, feedback, result."""

    def question(self, page: Page, *, resumed: bool = False) -> View:
        """The open question."""
        solo = page.solo
        head = dotted(
            rich("**{} of {}**", solo.position, len(solo.questions)),
            rich("{}", solo.title),
            rich("practice") if solo.practice else (),
            rich("where you left off") if resumed else (),
        )
        so_far = page.kind.told(page.question, page.layout, page.given) if page.given else ()
        gathered = rich("{}: {}", "So far" if page.question.type == "order" else "Ticked", so_far) if so_far else ()
        more = (Button("Start afresh", to(SoloCommands.afresh)),) if resumed else ()
        return View(
            paragraphs(head, cards.stem(page.question, page.kind, page.layout), gathered),
            controls=(*_controls(page), *more),
        )

    def again(self, page: Page, ask: str) -> View:
        """The question once more, with what is asked back."""
        asked_back = rich("{} One more try.", ask)
        head = rich("**{} of {}**", page.solo.position, len(page.solo.questions))
        return View(
            paragraphs(head, prose(page.question.stem), rich("You wrote *{}*.", page.given[0]), asked_back),
            controls=_controls(page),
        )

    def feedback(self, page: Page, outcome: Outcome) -> View:
        """What the answer was worth, and why."""
        solo = page.solo
        wrong = cards.why_wrong(page.question, page.given) if outcome.verdict != "right" else ()
        source = rich("Source: {}", prose("; ".join(page.cited)))
        label = "Result" if solo.last else "Next"
        return View(
            paragraphs(
                rich("**{} of {}**", solo.position, len(solo.questions)),
                _verdict(page, outcome),
                wrong,
                prose(page.question.explanation),
                source,
            ),
            controls=(Button(label, to(SoloCommands.next, solo.id, solo.position), "main"),),
        )

    def summary(self, summary: Summary) -> View:
        """The end: how it went, and what to look at again."""
        solo = summary.solo
        head = rich("**{} of {}** · {}", points(summary.earned), len(solo.questions), solo.title)
        again = lines(*(rich("{} ({})", title, count) for title, count in summary.again))
        controls: list[Control] = []
        if summary.missed:
            controls.append(Button("Retry what I missed", to(SoloCommands.missed, solo.id), "main"))
        controls.append(Button("Ten more", to(SoloCommands.afresh)))
        return View(
            paragraphs(
                head,
                lines(rich("**Look at again**"), again)
                if again
                else rich("Nothing to look at again: all of it was right."),
                rich("This was practice: it leaves the leaderboard as it is.") if solo.practice else (),
            ),
            controls=tuple(controls),
        )


def _controls(page: Page) -> tuple[Control, ...]:
    solo = page.solo
    here = (solo.id, solo.position)
    controls: list[Control] = []
    if page.kind.how == "write":
        controls.append(Button("Answer", to(SoloCommands.write, *here), "main"))
    for index, label in enumerate(page.kind.buttons(page.question, page.layout)):
        controls.append(Button(label, to(SoloCommands.answer, *here, index)))
    if page.kind.how == "gather":
        controls.append(Button("Check", to(SoloCommands.check, *here), "main"))
    if page.question.hint:
        controls.append(Button("Hint", to(SoloCommands.hint, *here)))
    controls.append(Button("Skip", to(SoloCommands.skip, *here)))
    return tuple(controls)


def _verdict(page: Page, outcome: Outcome) -> Text:
    key = page.kind.key(page.question, page.layout)
    first, rest = key[:1], key[1:]
    spelt = f" ({outcome.why})" if outcome.why and outcome.verdict == "right" else ""
    if outcome.verdict == "right":
        return (*first, *rich(" ✓{}", spelt), *rest)
    if not page.given:
        return (*rich("The answer: "), *key)
    yours = page.kind.told(page.question, page.layout, page.given)
    if outcome.verdict == "partly":
        return lines(rich("Partly: {} earns {}.", yours, points(outcome.earned)), (*rich("The answer: "), *key))
    return lines(rich("Not {}.", yours), (*rich("The answer: "), *key))
