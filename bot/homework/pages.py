"""What is read of homework by people who did not ask: on desks, and in the class's room."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Button, View, counted, lines, rich, to
from bot.homework import telling
from bot.homework.commands import HomeworkCommands, onward
from bot.homework.following import Told
from bot.homework.model import Tally
from bot.homework.written import told_due


class HomeworkPages:
    """The messages on desks."""

    def given(self, told: Told) -> View:
        """That there is homework."""
        return View(telling.head(told), controls=onward(told), tone="live")

    def reminder(self, told: Told) -> View:
        """That it is still to be done."""
        verb = "was due" if told.is_past else "due"
        head = rich(
            "**Still to do for {}, {} {}:** {}.",
            told.class_name,
            verb,
            told_due(told.homework.due, told.today),
            telling.what(told.homework),
        )
        return View(lines(head, telling.so_far(told)), controls=onward(told), tone="live")

    def moved(self, told: Told) -> View:
        """That it is due at another time now."""
        due = told_due(told.homework.due, told.today)
        head = rich("**Homework for {} is now due {}:** {}.", told.class_name, due, telling.what(told.homework))
        return View(lines(head, telling.so_far(told)), controls=onward(told), tone="live")

    def past(self, told: Told) -> View:
        """That it was due."""
        counts = rich("What you answered by then counts.") if told.answered else ()
        return View(lines(telling.head(told), telling.so_far(told), counts), controls=onward(told))

    def closed(self, told: Told) -> View:
        """That no more answers are taken."""
        closed = rich("It is closed. /quiz solo revises on your own.")
        return View(lines(telling.head(told), telling.so_far(told), closed))

    def called_off(self, told: Told) -> View:
        """That nobody has to do it."""
        head = rich("**Called off for {}:** the homework, {}.", told.class_name, telling.what(told.homework))
        kept = rich("What you answered keeps its points.") if told.answered else ()
        return View(lines(head, kept))

    def gone(self, told: Told) -> View:
        """That it is not this person's any more."""
        return View(rich("That homework is for learners of **{}**, and you are none there now.", told.class_name))

    def announced(self, told: Told) -> View:
        """To the whole class, that there is homework."""
        due = told_due(told.homework.due, told.today)
        text = rich("**Homework is set**, due {}: {}. It is on your desk.", due, telling.what(told.homework))
        return View(text, controls=(Button("My homework", to(HomeworkCommands.mine)),), tone="live")

    def unannounced(self, told: Told, advice: str) -> View:
        """To whoever set it, that the class could not be told of it in its room."""
        head = rich(
            "**Homework for {}** could not be announced in its room: {}.", told.class_name, telling.what(told.homework)
        )
        return View(lines(head, rich("Everybody has it on their desk."), rich("{}", advice) if advice else ()))

    def over(self, told: Told, tally: Tally) -> View:
        """To whoever set it, how many have done it by the time it is due."""
        head = rich("**Homework for {} was due now:** {}.", told.class_name, telling.what(told.homework))
        more = rich("/quiz homework shows who, and question by question.")
        return View(lines(head, telling.counts(tally), more), tone="news")

    def unreached(self, told: Told, lost: Sequence[tuple[str, bool]]) -> View:
        """To whoever set it, who could not be written to; true: their account is closed."""
        head = rich(
            "**{}** could not be written to about the homework for {}: {}.",
            counted(len(lost), "learner"),
            told.class_name,
            telling.some([name for name, _ in lost]),
        )
        return View(lines(head, rich("{}", telling.findable(lost, "/quiz homework in the class's room"))))
