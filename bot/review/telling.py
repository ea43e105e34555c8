"""What is told of memory, in words."""

from __future__ import annotations

from datetime import date, timedelta

from bot.chat import Text, counted, cut, dotted, lines, paragraphs, rich
from bot.quiz.solo.putting import Summary
from bot.responses.model import points
from bot.review.model import Fading
from bot.review.progress import ClassMemory, Progress, Standing, summed
from bot.review.service import Due, Ready

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
MOST_NAME = 40
MOST_AGAIN = 3
MOST_TOPICS = 12
A_WEEK = 7
ONE_DAY = timedelta(days=1)


def due(found: Due) -> Text:
    """What is due, and how ready that leaves whoever asks."""
    return lines(head(found), _session(found), ready(found.ready) if found.ready else ())


def head(found: Due) -> Text:
    """What is due, in a line."""
    left = found.left
    if left is not None:
        return rich("**{} of {} left**, where you stopped.", len(left.questions) - left.behind, len(left.questions))
    if found.count:
        many = f"over {found.count}" if found.is_more else str(found.count)
        now = found.session - found.fresh
        new = f" and {_number(found.fresh)} new" if found.fresh else ""
        if found.count > now:
            return rich("**{} due; {} of them now{}, about {}.**", many, now, new, _minutes(found.minutes))
        return rich("**{} due{}, about {}.**", many, new, _minutes(found.minutes))
    if not found.has_any:
        return rich("**Nothing to review yet:** each question that you answer, anywhere, is kept in mind from then on.")
    return lines(rich("**Nothing is due.**"), next_one(found))


def due_told(count: int) -> Text:
    """That so much is due for review, for a page that has other things too; nothing where nothing is."""
    fades = "it fades" if count == 1 else "they fade"
    return rich("**{} to review** before {}.", counted(count, "question"), fades) if count else ()


def _session(found: Due) -> Text:
    if found.left is not None or not found.fresh or found.count:
        return ()
    new = "question that you have not met" if found.fresh == 1 else "questions that you have not met"
    return rich("Meanwhile: {} {}, about {}.", _number(found.fresh), new, _minutes(found.minutes))


def next_one(found: Due) -> Text:
    """When the next card comes."""
    return rich("The next comes {}.", day_told(found.next_day, found.today)) if found.next_day else ()


def ready(found: Ready) -> Text:
    """How ready somebody is for an exam: what they would recall if they did nothing until then."""
    unmet = rich("{} not met yet.", counted(found.unmet, "question")) if found.unmet else ()
    name = f" ({cut(found.name, MOST_NAME)})" if found.name else ""
    stands = rich("Ready by {}{}: on course for {} as it stands.", _date(found.day), name, per_cent(found.share))
    return (*stands, *rich(" "), *unmet) if unmet else stands


def over(summary: Summary, found: Due, strengthened: int) -> Text:
    """How a session went, and what comes next."""
    solo = summary.solo
    again = [rich("{} ({})", title, count) for title, count in summary.again[:MOST_AGAIN]]
    if len(summary.again) > MOST_AGAIN:
        again.append(rich("and {} more", len(summary.again) - MOST_AGAIN))
    more = rich("**{} more due.**", f"Over {found.count}" if found.is_more else found.count) if found.count else ()
    return paragraphs(
        rich("**{} of {}** · {}", points(summary.earned), summary.marked, solo.title),
        lines(
            rich("Strengthened: {}.", strengthened) if strengthened else (),
            rich("Back soon: {}.", len(solo.questions) - strengthened) if len(solo.questions) > strengthened else (),
        ),
        lines(rich("**Look at again**"), *again) if again else (),
        lines(more or next_one(found), ready(found.ready) if found.ready else ()),
    )


def progress(found: Progress) -> Text:
    """By topic: what holds, what fades, what was never met."""
    whole = found.whole
    questions = whole.met + whole.unmet
    if not whole.met:
        head = rich("**You have met none of {} yet.**", counted(questions, "question"))
        return lines(head, rich("Each one that you answer, anywhere, is kept in mind from then on."))
    holds, fades = "holds" if whole.holds == 1 else "hold", "fades" if whole.fades == 1 else "fade"
    head = rich("**{} of {} met**: {} {}, {} {}.", whole.met, questions, whole.holds, holds, whole.fades, fades)
    rows = [topic(one) for one in found.topics[:MOST_TOPICS]]
    rest = found.topics[MOST_TOPICS:]
    if rest:
        rows.append(topic(summed(rest, f"{len(rest)} more topics")))
    return paragraphs(lines(head, ready(found.ready) if found.ready else ()), lines(*rows))


def topic(found: Standing) -> Text:
    """How one topic stands."""
    parts = [(found.holds, "holds", "hold"), (found.fades, "fades", "fade"), (found.unmet, "not met", "not met")]
    told = [rich("{} {}", count, one if count == 1 else many) for count, one, many in parts if count]
    return dotted(rich("*{}*", found.name), *told)


def forgetting(found: ClassMemory) -> Text:
    """What a class recalls least of."""
    if not found.known:
        head = rich("**Too early to tell what the class forgets.**")
        return lines(head, rich("It takes five learners who have answered something of the same topic."))
    if not found.fading:
        return lines(
            rich("**The class loses nothing that can be told of.**"),
            rich("Of every topic that five learners have met, nine in ten would be recalled tomorrow."),
        )
    return paragraphs(
        rich("**The class is losing:**"),
        lines(*(_fading(one) for one in found.fading)),
        rich(
            "As expected for tomorrow, from what each has answered. Topics that fewer than five have met are not told."
        ),
    )


def _fading(one: Fading) -> Text:
    return rich("*{}* · {} would recall · {}", one.name, per_cent(one.recall), counted(one.learners, "learner"))


def per_cent(share: float) -> str:
    """A share as people read it; what is not quite everything does not read as everything."""
    return f"{min(99, round(share * 100)) if share < 1 else 100} %"


def day_told(day: date, today: date) -> str:
    """A day to come."""
    ahead = (day - today).days
    if ahead <= 0:
        return "later today"
    if ahead == 1:
        return "tomorrow"
    return f"on {day:%A}" if ahead < A_WEEK else f"on {_date(day)}"


def _date(day: date) -> str:
    return f"{day.day} {day:%B}"


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _minutes(count: int) -> str:
    return f"{_number(count)} minute{'' if count == 1 else 's'}"
