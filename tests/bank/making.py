"""Packs of any shape, for properties: every field that the models have, filled with whatever they allow."""

from __future__ import annotations

from typing import Any, get_args

import yaml
from hypothesis import strategies as st

from bot.bank import model
from bot.marking.folding import fold

TYPES = [get_args(kind.model_fields["type"].annotation)[0] for kind in get_args(get_args(model.Question)[0])]
TEXT = st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"])
SLUGS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
DAYS = st.dates().map(str) | st.dates().map(lambda day: f"{day.year:04}-{day.month:02}")


def words(least: int, most: int, *, lines: bool = False) -> st.SearchStrategy[str]:
    """Text of this many characters at least and at most, without spaces around it."""
    alphabet = TEXT | st.just("\n") if lines else TEXT
    traps = st.sampled_from(
        ["no", "08:30", "1922-12-23", "null", "true", "1928", "1.5", "- x", "a: b", "#x", "'", '"', "*a"]
    )
    found = st.text(alphabet, min_size=least, max_size=most).map(str.strip)
    return (found | traps).filter(lambda text: least <= len(text) <= most)


LINES = words(1, 40)
PROSE = words(1, 80, lines=True)
OPTIONS = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyzäß 0123456789", min_size=1, max_size=12).map(str.strip), max_size=8
)


def distinct(options: list[str]) -> list[str]:
    """The options that a learner, and marking, can tell apart."""
    return list({fold(option): option for option in options if fold(option)}.values())


@st.composite
def packs(draw: st.DrawFn) -> model.Pack:
    """A whole pack, in which everything that is named is there."""
    topics = draw(st.lists(_topics(), min_size=1, max_size=3, unique_by=lambda topic: topic.id))
    paths = [topic.id for topic in topics] + [f"{topic.id}/{part.id}" for topic in topics for part in topic.parts]
    keys = draw(st.lists(SLUGS, min_size=1, max_size=4, unique=True))
    works = tuple(draw(_works(key)) for key in keys[:2])
    documents = tuple(model.Document(key=key, title=draw(LINES), date=draw(DAYS)) for key in keys[2:])
    claims = tuple(draw(_claims(number)) for number in range(draw(st.integers(0, 3))))

    def item(id: str) -> dict[str, Any]:
        return {
            "id": id,
            "revision": draw(st.integers(1, 99)),
            "topic": draw(st.sampled_from(paths)),
            "evidence": tuple(draw(st.sets(st.sampled_from([claim.id for claim in claims])))) if claims else (),
            "authority": tuple(draw(st.sets(st.sampled_from(keys), min_size=1))),
            "confidence": draw(st.sampled_from(["settled", "probable", "contested"])),
            "tone": draw(st.sampled_from(["plain", "grave"])),
            "tags": tuple(draw(st.lists(SLUGS, max_size=2))),
        }

    def question(id: str) -> model.Question:
        stated = {
            "stem": draw(PROSE),
            "explanation": draw(PROSE),
            "difficulty": draw(st.integers(1, 5)),
            "objective": draw(st.sampled_from(["AO1", "AO2", "AO3"])),
            "hint": draw(st.none() | LINES),
        }
        return draw(_questions({**item(id), **stated}))

    questions = tuple(question(f"q-{number}") for number in range(draw(st.integers(0, 4))))
    ids = [question.id for question in questions if not isinstance(question, model.Extended)]
    facts = tuple(
        model.Fact(
            **item(f"f-{number}"),
            text=draw(words(20, 60, lines=True)),
            on=draw(st.none() | DAYS | st.just("1928")),
            calendar=draw(st.none() | st.just("02-29")),
            tests=tuple(draw(st.sets(st.sampled_from(ids)))) if ids else (),
        )
        for number in range(draw(st.integers(0, 2)))
    )
    info = model.PackInfo(
        id=draw(SLUGS),
        title=draw(LINES),
        subject=draw(LINES),
        level=draw(LINES),
        language=draw(st.sampled_from(["en", "en-GB", "de"])),
        licence=draw(LINES),
        about=draw(PROSE),
        topics=tuple(topics),
    )
    return model.Pack(info=info, questions=questions, facts=facts, claims=claims, works=works, documents=documents)


@st.composite
def _topics(draw: st.DrawFn) -> model.Topic:
    parts = draw(
        st.lists(st.builds(model.TopicPart, id=SLUGS, title=LINES), max_size=2, unique_by=lambda part: part.id)
    )
    return model.Topic(id=draw(SLUGS), title=draw(LINES), parts=tuple(parts))


@st.composite
def _works(draw: st.DrawFn, key: str) -> model.Work:
    more = {"in": draw(st.none() | LINES), "for": tuple(draw(st.lists(LINES, max_size=2)))}
    kind = draw(st.sampled_from(["study", "biography", "textbook", "memoir", "article", "partisan"]))
    return model.Work(
        key=key, title=draw(LINES), kind=kind, author=draw(LINES), year=draw(st.integers(1800, 2100)), **more
    )


@st.composite
def _claims(draw: st.DrawFn, number: int) -> model.Claim:
    # What a corrected claim says must not happen to be said by a question made of the same few letters.
    verdict = draw(st.sampled_from(["accurate", "corrected", "contested", "biased", "vague"]))
    said = (
        "Xylophones quarrelled zealously, querying vexed Byzantine jockeys." if verdict == "corrected" else draw(PROSE)
    )
    return model.Claim(
        id=f"XX-{number:03}",
        claim=said,
        verdict=verdict,
        source=draw(SLUGS),
        note=draw(PROSE if verdict != "accurate" else st.none() | PROSE),
        kind=draw(st.none() | LINES),
        lines=draw(st.none() | st.tuples(st.integers(1, 999), st.integers(1, 999))),
        date=draw(st.none() | LINES),
        people=tuple(draw(st.lists(LINES, max_size=2))),
        good_for=tuple(draw(st.lists(SLUGS | st.just("true_false"), max_size=2))),
    )


@st.composite
def _questions(draw: st.DrawFn, stated: dict[str, Any]) -> model.Question:
    options = distinct([*draw(OPTIONS), "alpha", "beta", "gamma", "delta"])[:6]
    why = st.none() | PROSE
    wrong = [model.Distractor(text=option, why=draw(why)) for option in options]
    kind = draw(st.sampled_from(TYPES))
    if kind == "single-choice":
        return model.SingleChoice(type=kind, key=options[0], distractors=tuple(wrong[1:]), **stated)
    if kind == "multiple-choice":
        return model.MultipleChoice(type=kind, keys=tuple(options[:2]), distractors=tuple(wrong[2:]), **stated)
    if kind == "true-false":
        return model.TrueFalse(type=kind, key=draw(st.booleans()), **stated)
    if kind == "typed":
        asked = (model.PromptForm(form=options[2], ask=draw(LINES)),)
        return model.Typed(
            type=kind, key="omega", accept=tuple(options[:2]), reject=(options[3],), prompt=asked, **stated
        )
    if kind == "order":
        steps = tuple(model.Step(text=option, when=draw(st.none() | LINES)) for option in options)
        return model.Order(type=kind, sequence=steps, **stated)
    return draw(_written(kind, stated, options))


@st.composite
def _written(draw: st.DrawFn, kind: str, stated: dict[str, Any], options: list[str]) -> model.Question:
    if kind == "number":
        unit = draw(st.sampled_from([None, "km", "tonnes", "people"]))
        tolerance = draw(st.integers(0, 9) | st.sampled_from([0.5, "5%", "2.5%"]))
        key = draw(st.integers(-(10**9), 10**9) | st.sampled_from([0.5, 2.25, 1e6]))
        required = unit is not None and draw(st.booleans())
        return model.Number(type=kind, key=key, tolerance=tolerance, unit=unit, unit_required=required, **stated)
    if kind == "date":
        key = draw(DAYS | st.sampled_from(["1928", "1929"]))
        return model.Date(type=kind, key=key, tolerance=0 if "-" in key else draw(st.integers(0, 3)), **stated)
    if kind == "match":
        pairs = tuple(model.Pair(prompt=draw(SLUGS) + str(at), match=options[at]) for at in range(3))
        return model.Match(type=kind, pairs=pairs, extra=tuple(options[3:5]), **stated)
    if kind == "gaps":
        gaps = (model.Gap(key="omega"), model.Gap(key="omega", accept=(options[0],), reject=(options[1],)))
        return model.Gaps(type=kind, gaps=gaps, **{**stated, "stem": f"___ and ___ {draw(SLUGS)}"})
    if kind == "mend":
        parts, statement = ("who", "what"), f"[{draw(SLUGS)}] does [nothing] {draw(SLUGS)}."
        return model.Mend(
            type=kind, statement=statement, parts=parts, faulty="what", key="omega", accept=(options[0],), **stated
        )
    points = tuple(model.Point(text=draw(LINES), worth=draw(st.integers(1, 4))) for _ in range(2))
    levels = (
        model.Level(level=1, marks=(1, 2), descriptor=draw(LINES)),
        model.Level(level=2, marks=(3, 4), descriptor=draw(LINES)),
    )
    marked = {"marks": 4, "points": points, "levels": levels, **stated}
    if kind == "essay":
        return model.Essay(type="essay", **marked)
    return model.SourceTask(type="source", source=draw(PROSE), attribution=draw(LINES), **marked)


def as_yaml(entry: model.Entry, *, brief: bool, **layout: Any) -> str:
    """An entry as an author might write it: in full, or `brief`, without what goes without saying."""
    data = entry.model_dump(mode="json", by_alias=True, exclude_defaults=brief)
    return yaml.safe_dump(_shortened(data) if brief else data, allow_unicode=brief, **layout)


def _shortened(data: Any) -> Any:
    """The data with an option, or a gap, that is no more than its words written as that line alone."""
    if isinstance(data, dict):
        if set(data) in ({"text"}, {"key"}):
            return next(iter(data.values()))
        return {name: _shortened(value) for name, value in data.items()}
    return [_shortened(value) for value in data] if isinstance(data, list) else data
