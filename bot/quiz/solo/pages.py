"""A solo quiz as its owner sees it."""

from __future__ import annotations

from bot.chat import Button, Control, Text, View, dotted, lines, paragraphs, prose, rich, to
from bot.marking.outcome import Outcome
from bot.quiz import cards
from bot.quiz.solo.commands import SoloCommands
from bot.quiz.solo.service import Page, Summary
from bot.responses.model import points

MOST_AGAIN = 3
"""Topics to look at again that are named; more would be a list, not advice."""


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
        more = (Button("Start afresh", to(SoloCommands.afresh)),) if resumed else ()
        return View(
            paragraphs(head, cards.stem(page.question, page.kind, page.layout), _gathered(page)),
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
        source = lines(rich("Source: {}", prose("; ".join(page.cited))), cards.doubt(page.question))
        label = "Result" if solo.last else "Next"
        return View(
            paragraphs(
                rich("**{} of {}**", solo.position, len(solo.questions)),
                prose(page.question.stem),
                _verdict(page, outcome),
                prose(page.question.explanation),
                source,
            ),
            controls=(Button(label, to(SoloCommands.next, solo.id, solo.position), "main"),),
        )

    def summary(self, summary: Summary) -> View:
        """The end: how it went, and what to look at again."""
        solo = summary.solo
        head = rich("**{} of {}** · {}", points(summary.earned), len(solo.questions), solo.title)
        again = [rich("{} ({})", title, count) for title, count in summary.again[:MOST_AGAIN]]
        if len(summary.again) > MOST_AGAIN:
            again.append(rich("and {} more", len(summary.again) - MOST_AGAIN))
        controls: list[Control] = []
        if summary.missed:
            controls.append(Button("Retry what I missed", to(SoloCommands.missed, solo.id), "main"))
        controls.append(Button("Ten more", to(SoloCommands.more, solo.id)))
        return View(
            paragraphs(
                head,
                lines(rich("**Look at again**"), *again)
                if again
                else rich("Nothing to look at again: all of it was right."),
                rich("This was practice: it leaves the leaderboard as it is.") if solo.practice else (),
            ),
            controls=tuple(controls),
        )


def _gathered(page: Page) -> Text:
    """What has been pressed so far, and what to do next."""
    if page.kind.how != "gather" or not page.given:
        return ()
    told = page.kind.told(page.question, page.layout, page.given)
    if page.question.type != "order":
        return rich("Ticked: {}", told)
    if page.kind.complete(page.question, page.given):
        return rich("Your order: {}. Check it, or press the one that comes first to begin again.", told)
    return rich("So far: {}", told)


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
    yours = page.kind.named(page.question, page.layout, page.given)
    why = cards.why_wrong(page.question, page.given)
    if outcome.verdict == "partly":
        return lines(rich("Partly right: {} · {} of 1.", yours, points(outcome.earned)), (*rich("The answer: "), *key))
    return lines((*rich("Not {}.", yours), *((*rich(" "), *why) if why else ())), (*rich("The answer: "), *key))
