"""How a person's own page looks."""

from __future__ import annotations

from bot.chat import (
    Button,
    Control,
    Level,
    Moment,
    Option,
    Select,
    Text,
    View,
    counted,
    cut,
    dotted,
    lines,
    paragraphs,
    rich,
    straight_to,
    to,
    waits,
)
from bot.classes.learners import Turnout
from bot.desks.commands import closed, other_desk, place
from bot.exams.glance import Ahead, Kept
from bot.exams.setting.pages import window
from bot.exams.sitting.commands import SittingCommands
from bot.home.commands import HomeCommands
from bot.home.service import Mine, Page, Theirs, Undecided
from bot.homework import telling
from bot.homework.minding import Brief
from bot.homework.service import Own
from bot.homework.written import told_due
from bot.quiz.solo.commands import SoloCommands
from bot.review.telling import due_told
from bot.schedule.service import Next
from bot.schedule.written import told_date
from bot.standings.commands import own_place
from bot.standings.model import MAKES_UP, Streak
from bot.standings.service import Board

MOST_CLASSES = 25
"""Classes of one list."""
MOST_LABEL = 60
MOST_TITLE = 80
A_ROW = 2
"""Days from which on they are a row."""


class HomePages:
    """Draws the page."""

    def page(self, page: Page) -> View:
        """The whole page."""
        mine, theirs = page.mine, page.theirs
        text = paragraphs(
            lines(own_place(mine.standings, Board()), _streak(mine.streak), due_told(mine.due)),
            *_to_do(mine),
            lines(*(_of_class(theirs, page))) if theirs else (),
            lines(
                closed(page.way) if page.way.is_closed else rich("Your desk: {}.", place(page.way)),
                rich("/swot help shows what there is."),
            ),
        )
        controls: list[Control] = [Button("Revise now", to(SoloCommands.revise), "main")]
        controls += [Button("Review", straight_to("review"))] if mine.due else []
        controls += [_homework(own) for own in mine.homework]
        controls += [button for ahead in mine.exams for button in _exam(ahead, page.at)]
        controls += [Button("My results", straight_to("mock results"))] if mine.released and not theirs else []
        controls += _teaching(theirs) if theirs else []
        controls += other_desk(page.way) if page.way.is_closed else ()
        controls += [_chooser(page.classes, page.class_id)] if page.classes else []
        return View(text, title=f"Swot: {cut(page.class_name, MOST_TITLE)}", controls=tuple(controls))

    def undecided(self, page: Undecided) -> View:
        """To somebody in several classes: that they say which one they mean."""
        told = rich("You are in {} classes. Which one shall this page be about?", len(page.classes))
        return View(told, title="Swot", controls=(_chooser(page.classes, ""),))


def _chooser(classes: tuple[tuple[str, str], ...], shown: str) -> Select:
    others = [(id, name) for id, name in classes if id != shown][:MOST_CLASSES]
    options = tuple(Option(cut(name, MOST_LABEL), id) for id, name in others)
    return Select("Another class …" if shown else "Choose a class …", to(HomeCommands.choose), options)


# A learner's own


def _streak(streak: Streak) -> Text:
    if streak.at_stake >= A_ROW:
        when = "today" if streak.saved_today else "on the next school day"
        row = rich("**{} school days in a row** are at stake, for one was missed: ", streak.at_stake)
        return (*row, *rich("{} answers {} make up for it.", MAKES_UP, when))
    made_up = rich(" One that was missed is made up for.") if streak.made_up else ()
    if streak.has_today:
        row = rich("**{} school days in a row** with answers.", streak.days) if streak.days >= A_ROW else ()
        return (*row, *made_up) if row else rich("You have answered something today.")
    if streak.days >= A_ROW:
        return rich("**{} school days in a row** with answers; today can be the next.", streak.days) + made_up
    return ()


def _to_do(mine: Mine) -> tuple[Text, ...]:
    homework = [telling.own(own) for own in mine.homework]
    more = rich("And {} more: /quiz homework", mine.more_homework) if mine.more_homework else ()
    results = rich("The results of **{}** are out.", cut(mine.released.title, MOST_TITLE)) if mine.released else ()
    return (lines(*homework, more), lines(*(_ahead(ahead) for ahead in mine.exams)), results)


def _homework(own: Own) -> Button:
    told = own.told
    return Button(
        cut(f"{telling.next_step(told)}: {told.homework.title}", MOST_LABEL),
        to(HomeCommands.do_homework, told.homework.id, int(told.is_past)),
    )


def _ahead(ahead: Ahead) -> Text:
    mock, sitting = ahead.mock, ahead.sitting
    head = rich("**Mock exam: {}**", cut(mock.title, MOST_TITLE))
    if sitting is not None and sitting.state != "open":
        return dotted(head, rich("handed in; results come when your teacher releases them"))
    if mock.way == "together":
        return dotted(head, rich("all together, in its room"))
    if mock.paused_at:
        return dotted(head, rich("paused by your teacher"))
    if sitting is None:
        return dotted(head, rich("{} from when you begin", counted(mock.minutes, "minute")), window(mock))
    if sitting.stopped_at:
        return dotted(head, rich("you are in a rest break"))
    return dotted(head, rich("your time ends {}", Moment(sitting.ends_at, "clock")))


def _exam(ahead: Ahead, at: int) -> tuple[Button, ...]:
    mock, sitting = ahead.mock, ahead.sitting
    goes_on = sitting is not None and sitting.state == "open"
    can_begin = sitting is None and mock.can_be_begun(at) and not mock.paused_at
    if mock.way == "together" or not (goes_on or can_begin):
        return ()
    label = cut(f"{'Go on' if goes_on else 'Begin'}: {mock.title}", MOST_LABEL)
    return (Button(label, to(SittingCommands.begin_it, mock.id), "main"),)


# For those who teach


def _of_class(theirs: Theirs, page: Page) -> tuple[Text, ...]:
    empty = not (theirs.posts or theirs.exams or theirs.homework or theirs.disputes or theirs.reports)
    return (
        dotted(rich("**Your class**"), _turnout(theirs.turnout)),
        *(_post(post) for post in theirs.posts),
        *(_kept(kept) for kept in theirs.exams),
        *(_brief(brief, page) for brief in theirs.homework),
        rich("{} for you.", waits(theirs.disputes, "disputed mark")) if theirs.disputes else (),
        rich("{} for you.", waits(theirs.reports, "reported question")) if theirs.reports else (),
        rich("Nothing is set up, and nothing waits for you.") if empty else (),
    )


def _turnout(turnout: Turnout) -> Text:
    if not turnout.learners:
        return rich("no learners yet: somebody is one once they have used Swot here")
    return rich("{}, {} active in the last seven days", counted(turnout.learners, "learner"), turnout.active)


def _post(post: Next) -> Text:
    day, at = told_date(post.firing.slot), f"{post.coming.post.rhythm.at:%H:%M}"
    return dotted(rich("{}", post.name.capitalize()), rich("{}, {}", day, at))


def _kept(kept: Kept) -> Text:
    head = rich("Mock exam: {}", cut(kept.mock.title, MOST_TITLE))
    if kept.mock.state == "open":
        together = kept.mock.way == "together"
        stands = rich("all together, in its room") if together else window(kept.mock)
        return dotted(head, rich("paused") if kept.mock.paused_at else stands)
    if kept.waiting:
        return dotted(head, rich("**{}** for a mark", waits(kept.waiting, "answer")))
    return dotted(head, rich("marked: /mock release tells learners their results"))


def _brief(brief: Brief, page: Page) -> Text:
    homework = brief.homework
    due = told_due(homework.due, page.today)
    verb = "was due" if homework.is_past(page.at) else "due"
    return dotted(
        rich("Homework: {}, {} {}", cut(homework.title, MOST_TITLE), verb, due),
        rich("{} of {} done", brief.done, brief.learners),
    )


def _teaching(theirs: Theirs) -> list[Control]:
    """What leads to each thing that is told of: the command for it, as if it were given."""
    is_open = any(kept.mock.state == "open" for kept in theirs.exams)
    is_marked = any(kept.mock.state == "ended" and not kept.waiting for kept in theirs.exams)
    buttons = (
        ("What is posted", "schedule list", bool(theirs.posts)),
        ("Exam status", "mock status", is_open),
        ("Mark", "mock mark", theirs.level >= Level.MARKER and any(kept.waiting for kept in theirs.exams)),
        ("Release", "mock release", theirs.level >= Level.TEACHER and is_marked),
        ("Homework", "quiz homework", bool(theirs.homework)),
        ("Disputed marks", "class appeals", bool(theirs.disputes)),
        ("Reported questions", "class reports", bool(theirs.reports)),
    )
    return [Button(label, straight_to(command)) for label, command, is_shown in buttons if is_shown]
