"""What teachers read of papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import ceil

from bot.bank.service import Bank
from bot.chat import Table, Text, View, bare, counted, cut, dotted, lines, paragraphs, rich
from bot.exams.papers.model import Candidate, Drawn, Section, Wanted, lacking
from bot.exams.papers.service import Offered, candidates
from bot.quiz.kinds import kind_of

NEW = "A paper, not saved yet"
A_PAGE = 8
"""Questions of a page: as many as a phone shows without much scrolling."""
SHORT = 110
"""Characters of a question in a list."""
MOST_TOPICS = 12
MOST_LISTED = 10
"""Papers that a list spells out."""


def drawn(bank: Bank, one: Drawn) -> View:
    """A paper as it was drawn: what is in it, and what could not be met."""
    chosen = candidates(bank, _ids(one.sections))
    marks = sum(each.marks for each in chosen)
    short = rich("{} not to be had: {}.", _were(one.wanted.marks, "mark"), marks) if marks != one.wanted.marks else ()
    missing = lacking(one.wanted, chosen, bank.title)
    nothing = rich("Nothing of this is in it: {}.", ", ".join(missing)) if missing else ()
    fresh = rich("{} asked in the last 8 weeks, and left out.", _were(one.asked, "question")) if one.asked else ()
    head = dotted(rich("**{}**", NEW), rich("draw {}", one.seed))
    text = paragraphs(
        lines(head, _size(chosen, one.wanted.minutes)),
        lines(short, nothing, fresh),
        lines(*_sections(bank, one.sections), *_counts(chosen)),
    )
    return View(text, table=_topics(bank, chosen, one.wanted.counts_to))


def looked_at(bank: Bank, paper: Offered) -> View:
    """A paper as it would be set now."""
    chosen = candidates(bank, paper.questions)
    gone = len(paper.questions) - len(chosen)
    missing = rich("{} withdrawn since, and left out.", _were(gone, "question")) if gone else ()
    whose = rich("your own") if paper.own else ()
    text = paragraphs(
        lines(dotted(rich("**{}**", paper.title), whose), _size(chosen, paper.minutes), missing),
        lines(*_sections(bank, paper.sections), *_counts(chosen)),
    )
    return View(text, table=_topics(bank, chosen, Wanted(0, 0).counts_to))


def listed(found: Sequence[Offered]) -> Text:
    """All papers of a class."""
    entries = [
        dotted(
            rich("**{}**", paper.title),
            rich("{}, {} minutes", counted(len(paper.questions), "question"), paper.minutes),
            rich("your own") if paper.own else (),
        )
        for paper in found[:MOST_LISTED]
    ]
    more = rich("… and {} more.", len(found) - MOST_LISTED) if len(found) > MOST_LISTED else ()
    return lines(*entries, more)


def questions(bank: Bank, title: str, sections: Iterable[Section], wanted: int) -> tuple[Text, int, int]:
    """A page of a paper's questions; which page it is, and how many there are: an address can ask for any."""
    found = candidates(bank, _ids(sections))
    pages = max(1, ceil(len(found) / A_PAGE))
    page = min(max(wanted, 1), pages)
    first = (page - 1) * A_PAGE
    entries = [_question(bank, number, one) for number, one in enumerate(found[first : first + A_PAGE], first + 1)]
    of = rich("page {} of {}", page, pages) if pages > 1 else ()
    return paragraphs(dotted(rich("**{}**", title), of), *entries), page, pages


def _question(bank: Bank, number: int, one: Candidate) -> Text:
    question = bank.question(one.id)
    stem = cut(bare(" ".join(kind_of(question).spoken(question).split())), SHORT)
    worth = rich("{}", counted(one.marks, "mark")) if one.marks > 1 else ()
    about = dotted(rich("*{}*", bank.title(one.topic)), rich("{}, difficulty {}", one.objective, one.difficulty), worth)
    return lines(rich("{}. {}", number, stem), about)


def _ids(sections: Iterable[Section]) -> list[str]:
    return [id for section in sections for id in section.questions]


def _size(chosen: Sequence[Candidate], minutes: int) -> Text:
    marks = sum(one.marks for one in chosen)
    return rich("{} · {} · {} minutes", counted(len(chosen), "question"), counted(marks, "mark"), minutes)


def _sections(bank: Bank, sections: Sequence[Section]) -> list[Text]:
    """A line for each section, where there are several."""
    if len(sections) < 2:  # noqa: PLR2004 - several
        return []
    found = [(section, candidates(bank, section.questions)) for section in sections]
    return [
        rich(
            "{} · {}, {}",
            section.title,
            counted(len(mine), "question"),
            counted(sum(one.marks for one in mine), "mark"),
        )
        for section, mine in found
        if mine
    ]


def _counts(chosen: Sequence[Candidate]) -> list[Text]:
    if not chosen:
        return []
    objectives: Counter[str] = Counter()
    for one in chosen:
        objectives[one.objective] += one.marks
    difficulties = Counter(one.difficulty for one in chosen)
    by_objective = (f"{name} {marks}" for name, marks in sorted(objectives.items()))
    first, last = min(difficulties), max(difficulties)
    levels = f"{first} to {last}" if first < last else str(first)
    by_difficulty = (str(difficulties[level]) for level in range(first, last + 1))
    return [
        rich("*Marks by objective:* {}", " · ".join(by_objective)),
        rich("*Questions of difficulty {}:* {}", levels, " · ".join(by_difficulty)),
    ]


def _topics(bank: Bank, chosen: Sequence[Candidate], counts_to: Callable[[str], str]) -> Table | None:
    marks: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for one in chosen:
        topic = counts_to(one.topic)
        marks[topic] += one.marks
        count[topic] += 1
    rows = [(bank.title(topic), str(count[topic]), str(worth)) for topic, worth in marks.most_common(MOST_TOPICS)]
    if len(marks) > MOST_TOPICS:
        rest = marks.keys() - dict(marks.most_common(MOST_TOPICS)).keys()
        asked, worth = (sum(found[topic] for topic in rest) for found in (count, marks))
        rows.append((f"{len(rest)} others", str(asked), str(worth)))
    return Table(("Topic", "Questions", "Marks"), tuple(rows)) if rows else None


def _were(count: int, thing: str) -> str:
    return f"{counted(count, thing)} {'was' if count == 1 else 'were'}"
