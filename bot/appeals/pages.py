"""Disputes as those see them who decide on them, and what learners are told on their desks."""

from __future__ import annotations

from bot.appeals.commands import AppealCommands
from bot.appeals.model import Decision
from bot.appeals.telling import Case, Moved, Place
from bot.chat import Button, Control, Field, Text, Tone, View, counted, cut, lines, paragraphs, plain, rich, to
from bot.responses.model import points

MOST_NAMES = 5
SHORT = 100
"""Characters of a question that a message recalls."""
HEAD = "**A mark is disputed**"
LONG = 400
"""Characters of an answer that a message repeats."""


class AppealPages:
    """A dispute, at every stage."""

    def case(self, case: Case, place: Place) -> View:
        """The dispute as it stands, with what can be done about it."""
        return self._open(case, place) if case.dispute.state == "open" else self._decided(case, place)

    def forgotten(self) -> View:
        """What stands in place of a dispute whose learner has been forgotten."""
        return View(rich("This dispute is gone, with the learner who asked to be forgotten."))

    def choice(self, case: Case, place: Place) -> View:
        """What else can be done where the key can't take the answer."""
        here = (case.dispute.id, place)
        told = rich("The key of this question can't take that answer. What should be done instead?")
        controls = (
            Button("Give this mark to all", to(AppealCommands.give, *here), "main"),
            Button("Leave the question out", to(AppealCommands.out, *here)),
            Button("Back", to(AppealCommands.back, *here)),
        )
        return View(paragraphs(rich(HEAD), case.stem, _answered(case), told), controls=controls)

    def declined(self, stem: str, given: str, comment: str) -> View:
        """What a learner is told whose mark stays as it is."""
        said = rich("Not changed: “{}”", comment) if comment else rich("Not changed: the key stays as it is.")
        return View(lines(said, rich("You had answered **{}** to “{}”", cut(given, LONG), cut(stem, SHORT))))

    def moved(self, moved: Moved, *, undone: bool) -> View:
        """What a learner is told whose mark has changed."""
        answer = rich("Your answer **{}** to “{}”", cut(moved.given, LONG), cut(moved.stem, SHORT))
        if not moved.counts:
            told = (
                "is no longer right."
                if undone
                else "is right now. It is none that counts: the leaderboard stays as it is."
            )
            return View(rich("{} {}", answer, told))
        counts = "no longer counts" if undone else "now counts" if moved.points > 0 else "now counts for less"
        again = " Your teacher looks at it again." if undone else ""
        tone: Tone = "right" if moved.points > 0 and not undone else "plain"
        return View(rich("{} {}: **{}**.{}", answer, counts, _signed(moved.points), again), tone=tone)

    def left_out(self, stem: str, *, undone: bool) -> View:
        """What a learner is told whose question is not asked any more, or asked again."""
        if undone:
            return View(
                rich("“{}” is asked in your class again. Your teacher looks at your mark again.", cut(stem, SHORT))
            )
        told = "Your teacher has left “{}” out: it is not asked in your class any more. Marks stay as they are."
        return View(rich(told, cut(stem, SHORT)))

    def _open(self, case: Case, place: Place) -> View:
        here = (case.dispute.id, place)
        controls: list[Control] = [
            Button("Uphold", to(AppealCommands.uphold, *here), "main"),
            Button("Decline", to(AppealCommands.decline, *here)),
        ]
        if case.moved is not None:
            # Told as it goes into the class's log: without anybody's name or words.
            stem = cut(plain(case.stem), SHORT)
            told = rich("**Taken back:** {}. “{}” waits to be decided again.", _marks(case), stem)
            return View(told, fields=_fields(case), controls=(*controls, *_onward(case, place)))
        return View(paragraphs(rich(HEAD), case.stem, _answered(case)), controls=(*controls, *_onward(case, place)))

    def _decided(self, case: Case, place: Place) -> View:
        dispute = case.dispute
        undo = Button("Take it back", to(AppealCommands.undo, dispute.id, place))
        controls = (undo,) if dispute.state == "upheld" else ()
        return View(_outcome(case), fields=_fields(case), controls=(*controls, *_onward(case, place)))


def _answered(case: Case) -> Text:
    return rich(
        "{} answered “{}”; key “{}”; rule: {}.", _who(case.names), cut(case.given, LONG), cut(case.key, LONG), case.rule
    )


def _who(names: tuple[str, ...]) -> Text:
    if len(names) == 1:
        return rich("**{}**", names[0])
    listed = ", ".join(names[:MOST_NAMES])
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return rich("**{} learners** ({}{})", len(names), listed, more)


def _outcome(case: Case) -> Text:
    dispute = case.dispute
    by = f" by {case.decider}" if case.decider else ""
    stem = cut(plain(case.stem), SHORT)
    if dispute.state == "declined":
        return rich("**Declined**{}: the key of “{}” stays as it is.", by, stem)
    if dispute.state == "dropped":
        return rich("**Taken back** by whoever disputed it: the mark at “{}” stays as it is.", stem)
    told = {
        "key": rich("the key of “{}” takes that answer in this class now.", stem),
        "mark": rich("whoever answered so to “{}” has the mark; the key stays as it is.", stem),
        "out": rich("“{}” is not asked in this class any more; marks stay as they are.", stem),
    }[dispute.remedy]
    moved = rich(" {}; the learners are told.", _marks(case).capitalize()) if case.moved else ()
    return (*rich("**Upheld**{}: {}", by, told), *moved)


def _marks(case: Case) -> str:
    count = case.moved or 0
    more = ", others follow" if case.more else ""
    return f"{counted(count, 'mark')} changed{more}" if count else f"no mark changed{more}"


def _fields(case: Case) -> tuple[Field, ...]:
    dispute = case.dispute
    who = case.names[0] if len(case.names) == 1 else f"{len(case.names)} learners"
    found = [Field(cut(f"{who} answered", 75), rich("{}", cut(case.given, LONG)))] if case.names else []
    found.append(Field("Key", rich("{}", cut(case.key, LONG))))
    if dispute.comment:
        found.append(Field("What they are told", rich("{}", dispute.comment)))
    return tuple(found)


def _onward(case: Case, place: Place) -> tuple[Control, ...]:
    if place == "desk" or not case.waiting:
        return ()
    return (Button(f"Next ({case.waiting} more)", to(AppealCommands.next, case.dispute.id)),)


def _signed(hundredths: int) -> str:
    return f"{'+' if hundredths > 0 else '−'}{points(abs(hundredths))}"


class ReportPages:
    """What learners are told of questions they have reported."""

    def thanks(self, stem: str, decision: Decision) -> View:
        """That it was looked at, and what came of it."""
        came = {
            "out": "it is not asked in your class any more",
            "accepted": "another answer counts as well now",
            "fine": "your teacher finds it right as it is",
        }[decision]
        return View(rich("Thank you for reporting “{}”: {}.", cut(stem, SHORT), came))
