"""A solo quiz as its owner sees it."""

from __future__ import annotations

from bot.appeals.commands import AppealCommands
from bot.appeals.report_commands import ReportCommands
from bot.chat import Button, Control, Text, Tone, View, dotted, lines, paragraphs, prose, rich, to
from bot.marking.outcome import Outcome
from bot.quiz import cards
from bot.quiz.solo.commands import SoloCommands
from bot.quiz.solo.putting import Page, Summary
from bot.responses.model import points
from bot.review.commands import WORDS, ReviewCommands

MOST_AGAIN = 3
AGAIN_TOO_SOON = "The leaderboard stays as it is: what is answered again counts a little, a day later."
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
        afresh = resumed and not solo.lasts
        more = (Button("Start afresh", to(SoloCommands.afresh)),) if afresh else ()
        return View(
            paragraphs(
                head,
                cards.stem(page.question, page.kind, page.layout),
                page.kind.begun(page.question, page.layout, page.given),
            ),
            controls=(*_controls(page), *more),
            tone="live",
        )

    def again(self, page: Page, ask: str) -> View:
        """The question once more, with what is asked back."""
        asked_back = rich("{} One more try.", ask)
        wrote = page.kind.named(page.question, page.layout, page.given)
        head = rich("**{} of {}**", page.solo.position, len(page.solo.questions))
        return View(
            paragraphs(head, page.kind.stem(page.question), rich("You wrote {}.", wrote), asked_back),
            controls=_controls(page),
            tone="live",
        )

    def feedback(self, page: Page, outcome: Outcome) -> View:
        """What the answer was worth, and why."""
        said: tuple[Control, ...] = ()
        if outcome.verdict != "right" and page.given:
            said = (Button("Dispute this mark", to(AppealCommands.dispute, page.response)),)
        if page.solo.review and outcome.verdict == "right":
            here = (page.solo.id, page.solo.position)
            said = tuple(Button(label, to(ReviewCommands.word, *here, word)) for word, label in WORDS)
        tone: Tone = "right" if outcome.verdict == "right" else "wrong" if page.given else "plain"
        return _settled(page, _verdict(page, outcome), said, tone)

    def kept(self, page: Page) -> View:
        """That the answer is kept for a person to mark, and what a good one has."""
        told = page.kind.named(page.question, page.layout, page.given)
        wrote = rich("Kept: {}. A teacher's mark is what counts.", told) if page.given else ()
        key, detail = page.kind.key(page.question, page.layout), page.kind.detail(page.question, page.layout)
        return _settled(page, paragraphs(wrote, key, detail))

    def summary(self, summary: Summary) -> View:
        """The end: how it went, and what to look at again."""
        solo = summary.solo
        if not summary.marked:
            head = dotted(rich("**Done**"), rich("{}", solo.title))
            wrote = rich("What you wrote is kept. A teacher's mark is what counts.")
            return View(
                paragraphs(head, wrote), controls=(Button("More", to(SoloCommands.more, solo.id)),), tone="news"
            )
        head = rich("**{} of {}** · {}", points(summary.earned), summary.marked, solo.title)
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
                _counted(summary),
            ),
            controls=tuple(controls),
            tone="news",
        )


def _counted(summary: Summary) -> Text:
    """What the quiz brings on the leaderboard."""
    if summary.solo.practice:
        return rich("This was practice: it leaves the leaderboard as it is.")
    if summary.counts:
        return rich("On the leaderboard: **+{}**", points(summary.counts))
    return rich(AGAIN_TOO_SOON) if summary.earned else ()


def _settled(page: Page, verdict: Text, dispute: tuple[Control, ...] = (), tone: Tone = "plain") -> View:
    """The question once it is answered: what was asked, what came of it, and why."""
    solo = page.solo
    source = lines(rich("Source: {}", prose("; ".join(page.cited))), cards.doubt(page.question))
    return View(
        paragraphs(
            rich("**{} of {}**", solo.position, len(solo.questions)),
            page.kind.stem(page.question),
            verdict,
            prose(page.question.explanation),
            source,
        ),
        controls=(
            Button("Result" if solo.last else "Next", to(SoloCommands.next, solo.id, solo.position), "main"),
            *dispute,
            Button("Report", to(ReportCommands.ask, page.response)),
        ),
        tone=tone,
    )


def _controls(page: Page) -> tuple[Control, ...]:
    solo = page.solo
    here = (solo.id, solo.position)
    labels = page.kind.buttons(page.question, page.layout)
    controls: list[Control] = []
    if page.kind.how == "write":
        controls += cards.writing(labels, to(SoloCommands.write, *here), lambda at: to(SoloCommands.part, *here, at))
    else:
        controls += (Button(label, to(SoloCommands.answer, *here, index)) for index, label in enumerate(labels))
    if page.kind.how == "gather":
        controls.append(Button("Check", to(SoloCommands.check, *here), "main"))
    if page.hint:
        controls.append(Button("Hint", to(SoloCommands.hint, *here)))
    controls.append(Button("Skip", to(SoloCommands.skip, *here)))
    return tuple(controls)


def _verdict(page: Page, outcome: Outcome) -> Text:
    key, detail = page.kind.key(page.question, page.layout), page.kind.detail(page.question, page.layout)
    noted = f" ({outcome.why})" if outcome.why else ""
    if outcome.verdict == "right":
        return lines((*key, *rich(" ✓{}", noted)), detail)
    answer = lines((*rich("The answer: "), *key), detail)
    if not page.given:
        return answer
    yours = page.kind.named(page.question, page.layout, page.given)
    if outcome.verdict == "partly":
        return lines(rich("Partly right: {} · {} of 1{}.", yours, points(outcome.earned), noted), answer)
    why = page.kind.why_wrong(page.question, page.given)
    return lines((*rich("Not {}{}.", yours, noted), *((*rich(" "), *why) if why else ())), answer)
