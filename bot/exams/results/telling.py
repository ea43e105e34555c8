"""How results are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.bank.model import Extended
from bot.chat import Run, Text, bare, counted, cut, dotted, lines, paragraphs, prose, rich
from bot.exams.model import Boundaries
from bot.exams.results.model import Asked, Gathered, Own, Reason, Share, least_marks
from bot.exams.results.service import Card, Overview, Seen
from bot.exams.results.statistics import FEWEST, Estimate
from bot.quiz.kinds import kind_of
from bot.responses.model import Given, points

LONGEST_STEM = 90
LONGEST_ANSWER = 40
MOST_WRONG = 3
"""Wrong answers to a question that are told."""
ROOM = 450
"""Characters of each part of a page that a learner reads; a page has six, and no platform shows more than 3,000."""
REASONS: Mapping[Reason, str] = {
    "hard": "hardly anybody has it right",
    "easy": "nearly everybody has it right",
    "flat": "it does not tell who knows more",
}


# To a learner


def result(own: Own) -> Text:
    """All that was earned, and of what."""
    head = rich("**{}: {}.**", own.mock.title, _earned(own))
    objectives = own.objectives if len(own.objectives) > 1 else ()
    advice = dotted(
        rich("strongest: {}", own.strongest) if own.strongest else (),
        rich("look again at: {}", own.again) if own.again else rich("all of it right"),
    )
    return lines(head, dotted(*(_share(share) for share in objectives)), advice)


def regraded(own: Own, before: str) -> Text:
    """That somebody's grade is another than before."""
    now = rich("your grade is **{}**", own.grade) if own.grade else rich("there are no grades any more")
    was = rich(" (it was {})", before) if before else ()
    head = rich("**{}:** the grade boundaries have changed, and {}{}.", own.mock.title, now, was)
    return lines(head, rich("Your marks are what they were: {} / {}.", points(own.total), own.paper.marks))


def remarked(own: Own) -> Text:
    """That a mark of somebody's is another than before."""
    return rich("**{}:** a mark of yours has been changed. You have **{}** now.", own.mock.title, _earned(own))


def _earned(own: Own) -> str:
    graded = f", grade {own.grade}" if own.grade else ""
    return f"{points(own.total)} / {own.paper.marks}{graded}"


def question(seen: Seen, position: int) -> Text:
    """One question to whoever has answered it: what was asked, given and earned, and what would have been right."""
    own, mark = seen.own, seen.own.marks[position - 1]
    item = own.paper.item(position)
    kind, asked = kind_of(item.question), item.question
    given = seen.given.get(position, ())
    head = rich(
        "**Question {} of {}** · **{} / {}**",
        position,
        len(own.paper.items),
        points(mark.earned or 0),
        item.marks,
    )
    comment = rich("Your marker: “{}”", cut(mark.comment, ROOM)) if mark.comment else ()
    if isinstance(asked, Extended):
        answer = paragraphs(_gave(cut("\n".join(given), ROOM)), lines(_level(asked, mark.level), comment))
        good = kind.key(asked, ())
        explained = shortened(prose(asked.explanation), ROOM)
        return paragraphs(head, shortened(kind.stem(asked), ROOM), answer, shortened(good, ROOM), explained)
    right = (mark.earned or 0) >= item.most
    words = kind.spelt_out(asked, given) if given else ""
    key = () if right else rich("The answer: **{}**", cut(kind.spelt_out(asked, kind.right_answer(asked)), ROOM))
    why = () if right or not given else shortened(kind.why_wrong(asked, given), ROOM)
    return paragraphs(
        head,
        shortened(kind.stem(asked), ROOM),
        lines(_gave(cut(words, ROOM), tick=right), key, why, comment),
        shortened(prose(asked.explanation), ROOM),
    )


def is_cut(given: Given) -> bool:
    """Whether a page shows only the beginning of what was written."""
    return len("\n".join(given)) > ROOM


def _gave(words: str, *, tick: bool = False) -> Text:
    return rich("You gave: {}{}", words, " ✓" if tick else "") if words else rich("You gave no answer.")


def _level(asked: Extended, number: int) -> Text:
    level = next((level for level in asked.levels if level.level == number), None)
    return rich("**Level {}:** {}", level.level, cut(bare(level.descriptor), ROOM)) if level else ()


def _share(share: Share) -> Text:
    return rich("{} {}/{}", share.name, points(share.earned), points(share.most))


def shortened(text: Text, most: int) -> Text:
    """A text of so many characters at most."""
    kept: list[Run] = []
    left = most
    for run in text:
        if isinstance(run, Run) and left > 0:
            kept.append(Run(cut(run.text, left), run.style))
            left -= len(run.text)
    return tuple(kept)


# To a teacher


def card(found: Card) -> Text:
    """Where a mock exam stands before its release, or after."""
    gathered, mock = found.gathered, found.gathered.mock
    learners = counted(len(gathered.everyone), "learner")
    out = "its results are out" if mock.state == "released" else "all is marked"
    head = rich("**{}** · {} · {}", mock.title, learners, out)
    if not mock.boundaries:
        return lines(head, rich("It has no grade boundaries: learners are told marks alone."))
    return lines(head, rich("Grades from {}.", boundaries(mock.boundaries, gathered.most)), grades(gathered.grades))


def boundaries(found: Boundaries, most: int) -> str:
    """The least marks for each grade: A* 36, A 32."""
    return ", ".join(f"{grade} {points(least_marks(share, most))}" for grade, share in found)


def grades(found: Sequence[tuple[str, int]]) -> Text:
    """How many have each grade."""
    return dotted(*(rich("{}: **{}**", grade, count) for grade, count in found))


def overview(found: Overview) -> Text:
    """How a paper went as a whole."""
    gathered, summary = found.gathered, found.gathered.summary
    mock, most = gathered.mock, gathered.paper.marks
    state = {"open": "still being sat", "ended": "not released yet", "released": "released"}[mock.state]
    head = rich("**{}** · {} · {}", mock.title, counted(len(gathered.everyone), "learner"), state)
    left = len(gathered.everyone) - len(gathered.marked)
    waits = rich("{} not wholly marked yet, and in no figure here.", _are(left)) if left else ()
    if summary is None:
        return lines(head, waits or rich("Nobody has handed it in."))
    mean = rich("Mean **{}** of {}{}", _figure(summary.average), most, _interval(summary.mean, gathered.most))
    middle = rich("median **{}**", _figure(summary.median))
    spread = rich(
        "Spread: standard deviation {} · middle half {} to {} · all {} to {}",
        _figure(summary.deviation),
        *map(_figure, (*summary.quarters, summary.least, summary.most)),
    )
    sure: Text = ()
    if summary.learners >= FEWEST and summary.consistency is not None and summary.error is not None:
        alpha, error = f"{summary.consistency:.2f}", _figure(summary.error)
        sure = rich("Internal consistency {} · standard error {} marks", alpha, error)
    return paragraphs(
        lines(head, waits),
        lines(dotted(mean, middle), spread if summary.learners > 1 else (), sure, grades(gathered.grades)),
        again(gathered),
    )


def again(gathered: Gathered) -> Text:
    """The questions that should be looked at again."""
    if len(gathered.marked) < FEWEST:
        return rich("Of single questions too few learners say anything: it takes {}.", FEWEST)
    found = [asked for asked in gathered.asked if asked.reasons]
    if not found:
        return rich("No question needs to be looked at again.")
    return lines(
        rich("**Look at again**"),
        *(rich("{}: {}", asked.position, _reasons(asked)) for asked in found[:8]),
        rich("and {} more", len(found) - 8) if len(found) > 8 else (),  # noqa: PLR2004 - what a phone shows at once
    )


def asked(found: Asked) -> Text:
    """How one question went."""
    item, stem = found.item, cut(kind_of(found.question).spoken(found.question), LONGEST_STEM)
    head = rich("**{}** · {}", found.position, stem)
    if item.too_few:
        figures = rich("{} of the marks earned; too few learners to say more", _share_of(item.facility.value))
    else:
        share, told = item.facility, item.discrimination
        figures = dotted(
            rich("facility **{}** ({} to {})", *map(_share_of, (share.value, share.low, share.high))),
            rich("discrimination **{}** ({} to {})", *map(_signed, (told.value, told.low, told.high)))
            if told
            else rich("discrimination can't be told"),
            rich("efficiency {}", _share_of(item.efficiency)) if item.efficiency is not None else (),
        )
    wrong = [rich("{} ({})", cut(bare(words), LONGEST_ANSWER), count) for words, count in found.wrong[:MOST_WRONG]]
    return lines(
        head,
        figures,
        (*rich("Not: "), *dotted(*wrong)) if wrong else (),
        rich("*Look at it again:* {}", _reasons(found)) if found.reasons else (),
    )


def _reasons(found: Asked) -> str:
    whole = {0.0: "nobody has any of it right", 1.0: "everybody has all of it right"}.get(found.item.facility.value)
    told = [whole or REASONS[reason] for reason in found.reasons if reason != "tempting"]
    tempted = [f"good learners choose “{cut(bare(found.tempting), LONGEST_ANSWER)}”"] if found.tempting else []
    return "; ".join([*told, *tempted])


def rows(found: Overview) -> tuple[tuple[str, str, str], ...]:
    """Each learner's name, marks and grade, by name."""
    gathered = found.gathered
    told = [
        (cut(found.names[sat.learner], 40), points(sat.total) if sat.is_marked else "not marked", gathered.grade(sat))
        for sat in gathered.everyone
    ]
    return tuple(sorted(told, key=lambda row: row[0].casefold()))


def _are(count: int) -> str:
    return "1 is" if count == 1 else f"{count:,} are"


def _interval(found: Estimate | None, most: int) -> Text:
    """The interval of a mean, as far as there are marks."""
    return rich(" (95 %: {} to {})", _figure(max(0, found.low)), _figure(min(most, found.high))) if found else ()


def _share_of(share: float) -> str:
    return f"{round(100 * share)} %".replace("-", "−")


def _signed(figure: float) -> str:
    return f"{figure:.2f}".replace("-", "−")


def _figure(hundredths: float) -> str:
    """Marks to one place."""
    return points(round(hundredths / 10) * 10)
