"""What a teacher reads of their class's own packs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.authoring.columns import NAMES
from bot.authoring.grids import Refused, Trouble
from bot.authoring.model import Changes, Version
from bot.authoring.service import Kept, Overview
from bot.bank.model import Question
from bot.chat import Moment, Text, View, counted, cut, dotted, lines, paragraphs, plain, prose, rich
from bot.quiz import cards
from bot.quiz.kinds import KINDS, kind_of

MOST_TROUBLES = 10
MOST_ADVICE = 3
MOST_SHOWN = 2
"""Questions that are shown as learners will see them."""
ROOM = 1_600
"""Characters that these may take."""
LONGEST = 230
"""Characters of one trouble: a list of ten has to be read on a phone."""
MOST_VERSIONS = 8
STATES = {"draft": "not published yet", "published": "published", "withdrawn": "withdrawn"}


def refused(name: str, refusal: Refused) -> View:
    """What is wrong with a file, and what to do about each."""
    listed = refusal.troubles
    head = rich("**{}** was not taken: {}. Nothing was changed.", name, _to_mend(len(listed)))
    more = rich("… and {} more.", len(listed) - MOST_TROUBLES) if len(listed) > MOST_TROUBLES else ()
    shown = [_trouble(one, refusal.unit) for one in listed[:MOST_TROUBLES]]
    return View(paragraphs(head, lines(*shown, more), rich("Mend it and send it again.")))


def _to_mend(count: int) -> str:
    return "one thing is to be mended" if count == 1 else f"{count:,} things are to be mended"


def _trouble(trouble: Trouble, unit: str) -> Text:
    at = f"{unit} {trouble.at:,}" if trouble.at else "The file"
    where = f"{at}, {trouble.where}" if trouble.where else at
    said = f"{trouble.what} → {trouble.remedy}"
    return rich("**{}:** {}", where, cut(said if said.endswith("?") else f"{said}.", LONGEST))


def kept(found: Kept) -> Text:
    """A version that could be published: what is in it, what it changes, what it looks like."""
    version = found.version
    head = rich(
        "**{}**, version {}: {}. Learners see nothing of it yet.", version.pack.name, version.number, kinds_of(version)
    )
    return paragraphs(
        head, _changed(found.changes, found.follows), _advice(found.read.advice), previews(found.read.pack.questions)
    )


def written(found: Kept) -> Text:
    """One question that was written in chat, as it is ready to be published."""
    version = found.version
    [question] = found.read.pack.questions
    count = len(version.content.questions)
    beside = rich("{} has {} now; this is version {}.", version.pack.name, counted(count, "question"), version.number)
    head = rich("A question of the kind **{}** is written. Learners see nothing of it yet.", NAMES[question.type])
    return paragraphs(head, preview(question), _answer(question), _advice(found.read.advice), beside)


def kinds_of(version: Version) -> str:
    """How many questions of which kinds: 12 questions (8 typed, 4 single choice)."""
    count = Counter(question.type for question in version.content.questions)
    of = ", ".join(f"{number} {NAMES.get(type, type)}" for type, number in count.most_common())
    return f"{counted(count.total(), 'question')} ({of})"


def _changed(changes: Changes, follows: int) -> Text:
    if not follows:
        return ()
    parts = ((changes.added, "added"), (changes.changed, "changed"), (changes.gone, "gone"))
    told = ", ".join(f"{count} {word}" for count, word in parts if count)
    return rich("Since version {}: {}.", follows, told or "nothing has changed")


def _advice(advice: Sequence[Trouble]) -> Text:
    shown = [rich("• {}", cut(f"{one.what} → {one.remedy}", LONGEST)) for one in advice[:MOST_ADVICE]]
    more = rich("… and {} more.", len(advice) - MOST_ADVICE) if len(advice) > MOST_ADVICE else ()
    return lines(rich("*Worth a look, but it stops nothing:*"), *shown, more) if shown else ()


def previews(questions: Sequence[Question]) -> Text:
    """Some questions as learners will see them, of different kinds where there are such."""
    first = {question.type: question for question in reversed(questions)}
    chosen = sorted(first.values(), key=questions.index)
    shown: list[Text] = []
    for question in chosen:
        one = preview(question)
        if len(shown) < MOST_SHOWN and sum(len(plain(text)) for text in (*shown, one)) < ROOM:
            shown.append(one)
    return paragraphs(rich("*As learners will see it:*"), *shown) if shown else ()


def preview(question: Question) -> Text:
    """A question as it is put, with the buttons that answer it where they say more than the text."""
    kind = kind_of(question)
    layout = kind.layout(question, question.id)
    asked = cards.stem(question, kind, layout)
    labels = kind.buttons(question, layout) if kind.how == "press" else ()
    return lines(asked, rich("{}", " ".join(f"[{label}]" for label in labels)))


def _answer(question: Question) -> Text:
    kind = kind_of(question)
    layout = kind.layout(question, question.id)
    key = lines((*rich("*The answer:* "), *kind.key(question, layout)), kind.detail(question, layout))
    return lines(key, prose(question.explanation))


def listed(packs: Sequence[Overview]) -> Text:
    """The class's packs, a line each."""
    if not packs:
        begin = "/content template gives a spreadsheet to fill in; /content write takes one question here."
        return rich("This class has no content of its own yet. {}", begin)
    return paragraphs(rich("This class's own content:"), lines(*map(_line, packs)))


def _line(overview: Overview) -> Text:
    newest = overview.newest
    standing = f"version {overview.published} is published" if overview.published else STATES[newest.state]
    draft = f"version {newest.number} is waiting" if newest.state == "draft" and overview.published else ""
    count = counted(len(newest.content.questions), "question")
    return dotted(
        rich("**{}**", overview.pack.name), rich("{}", count), rich("{}", standing), rich("{}", draft) if draft else ()
    )


def looked_at(overview: Overview) -> Text:
    """One pack: its versions, and what the newest has."""
    versions = [
        dotted(rich("Version {}", one.number), rich("{}", STATES[one.state]), rich("{}", Moment(one.at, "day")))
        for one in overview.standings[:MOST_VERSIONS]
    ]
    head = rich("**{}**: {}", overview.pack.name, kinds_of(overview.newest))
    return paragraphs(head, lines(*versions))


def published(version: Version) -> Text:
    """That the class works from a version now."""
    return rich(
        "**{}**, version {}, is published to this class: {}. Rounds and /quiz solo have them from now on.",
        version.pack.name,
        version.number,
        counted(len(version.content.questions), "question"),
    )


def title_of(kind: str) -> str:
    """What a form for a question of this kind is called."""
    return KINDS[kind].title
