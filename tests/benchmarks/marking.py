"""How well and how fast written answers are marked, beside exact match, string similarity and another bot's rule.

    python -m tests.benchmarks marking [--speed | --wrong]

`--speed` only measures how fast; put it on one core (`taskset -c 1`). `--wrong` lists every pair of the development set
that Swot marks otherwise than its label. Of the test set only figures are told: its lines stay unseen by whoever writes
the rules.
"""

from __future__ import annotations

import gc
import importlib
import json
import pkgutil
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from statistics import median

from rapidfuzz import fuzz

import bot.marking
from bot.marking.keys import Key, key_of
from tests.benchmarks import report
from tests.marking.pairs import Marker, Pair, Score, read_pairs, score, swot

RUNS = 5
REPEATS = 5
"""How often each pair is marked in a run where answers repeat."""
OTHER_ANSWERS = ("zwxq", "zwxq vvkj", "it was zwxq or vvkj", "not vvkj but 7 zwxq")
"""What nobody answers."""
LEARNERS = 30
"""Of a class that answers a question."""
FUZZY = (80, 85, 90)
PLAINER = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


def exact(pair: Pair) -> str:
    """Accept what is an accepted form, but for capitals and spaces around it."""
    said = pair.given.strip().casefold()
    return _verdict(accept=any(said == form.strip().casefold() for form in pair.accepted))


def similar(pair: Pair, *, least: int) -> str:
    """Accept what is as similar as `least` of 100 to an accepted form, capitals aside (rapidfuzz's `ratio`)."""
    said = pair.given.strip().casefold()
    return _verdict(accept=any(fuzz.ratio(said, form.strip().casefold()) >= least for form in pair.accepted))


def trivia(pair: Pair) -> str:
    """What the trivia of Red-DiscordBot accepts.

    Small letters and straight quotation marks on both sides. A form of several words counts wherever the message
    contains it; a form of one word counts where a word of the message, cut at spaces, is that form.
    """
    message = pair.given.lower().translate(PLAINER)
    words = set(message.split(" "))
    forms = [form.lower().translate(PLAINER) for form in pair.accepted]
    return _verdict(accept=any(form in message if " " in form else form in words for form in forms))


def _verdict(*, accept: bool) -> str:
    return "accept" if accept else "reject"


MARKERS: dict[str, Marker] = {
    "Swot": swot,
    "exact match": exact,
    **{f"rapidfuzz.ratio ≥ {least}": partial(similar, least=least) for least in FUZZY},
    "Red-DiscordBot's trivia": trivia,
}


# How well


def share(part: int, whole: int) -> str:
    """A part in per cent."""
    return f"{100 * part / whole:.1f} %" if whole else "–"


def print_quality(name: str, pairs: Sequence[Pair]) -> None:
    """Print how every marker does on a set."""
    scores = {marker: score(pairs, mark) for marker, mark in MARKERS.items()}
    rows = [
        (
            marker,
            share(found.right, found.pairs),
            share(found.false_accepts, found.others),
            share(found.rejects_accepted, found.rejects),
            share(found.false_rejects, found.accepts),
            share(found.agreed, found.pairs),
        )
        for marker, found in scores.items()
    ]
    labels = score(pairs, swot)
    title = (
        f"The {name} set: {labels.pairs:,} pairs, {labels.accepts} to accept, {labels.rejects} to reject, "
        f"{labels.others - labels.rejects} to ask back; a prompt counts as not accepted"
    )
    headings = ("right", "false accepts", "of rejects only", "false rejects", "right of three")
    report.table(title, headings, rows)


def print_kinds(name: str, pairs: Sequence[Pair]) -> None:
    """Print how Swot does on every kind of answer, beside two others."""
    kinds: dict[str, list[Pair]] = {}
    for pair in pairs:
        kinds.setdefault(pair.kind, []).append(pair)
    rows = []
    for kind, found in sorted(kinds.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        ours = score(found, swot)
        rows.append((kind, str(len(found)), _right(ours), *_missed(ours), *_beside(found)))
    headings = ("pairs", "right", "accepted falsely", "rejected falsely", "exact match", "rapidfuzz ≥ 85")
    report.table(f"The {name} set by kind: right, and how many Swot misses", headings, rows)


def _right(found: Score) -> str:
    return share(found.right, found.pairs)


def _missed(found: Score) -> tuple[str, str]:
    return str(found.false_accepts or "·"), str(found.false_rejects or "·")


def _beside(pairs: Sequence[Pair]) -> tuple[str, str]:
    return _right(score(pairs, exact)), _right(score(pairs, partial(similar, least=85)))


def print_wrong(pairs: Iterable[Pair]) -> None:
    """List the pairs whose verdict is not the label's."""
    print("\nMarked otherwise than labelled (development set)")
    for pair in pairs:
        verdict = swot(pair)
        if verdict != pair.verdict:
            print(f"  {pair.place}  {pair.kind}: {verdict}, not {pair.verdict}")
            print(f"      {pair.question}")
            print(f"      {json.dumps(pair.given, ensure_ascii=False)}  beside  {' | '.join(pair.accepted)}")


# How fast


def caches() -> list[Callable[[], None]]:
    """What empties each cache of the marking rules that grows with questions and answers; word lists stay loaded."""
    found: dict[int, Callable[[], None]] = {}
    for module in pkgutil.iter_modules(bot.marking.__path__, "bot.marking."):
        for value in vars(importlib.import_module(module.name)).values():
            if hasattr(value, "cache_clear") and value.cache_info().maxsize is not None:
                found[id(value)] = value.cache_clear
    return list(found.values())


def emptied(empty: Iterable[Callable[[], None]]) -> None:
    """Forget every question and every answer."""
    for clear in empty:
        clear()
    gc.collect()


def seconds(pairs: Sequence[Pair], times: int = 1) -> float:
    """Seconds of one core that an answer takes; what else the machine does meanwhile is not counted."""
    begun = time.process_time()
    for _ in range(times):
        for pair in pairs:
            swot(pair)
    return (time.process_time() - begun) / (times * len(pairs))


def unseen_answers(pairs: Sequence[Pair], empty: Sequence[Callable[[], None]]) -> float:
    """Each answer for the first time, to questions whose keys are ready: everybody writes something else."""
    emptied(empty)
    for pair in pairs:
        make_ready(pair)
    return seconds(pairs)


def make_ready(pair: Pair) -> None:
    """Prepare all of a key that is prepared when it is first wanted, and mark answers that no pair has."""
    key = key_of(pair.question, pair.accepted, pair.rejected, pair.prompts, pair.vocabulary)
    for name, value in vars(Key).items():
        if isinstance(value, cached_property):
            getattr(key, name)
    for given in OTHER_ANSWERS:
        swot(replace(pair, given=given))


def unseen_questions(pairs: Sequence[Pair], empty: Sequence[Callable[[], None]]) -> float:
    """The first answer to each question, when neither has been seen; words of other questions may have been."""
    emptied(empty)
    return seconds(list({(pair.question, pair.accepted): pair for pair in reversed(pairs)}.values()))


def seen(pairs: Sequence[Pair], empty: Sequence[Callable[[], None]]) -> float:
    """Answers that were given before to the same question."""
    emptied(empty)
    seconds(pairs)
    return seconds(pairs, REPEATS)


def by_class(pairs: Sequence[Pair], empty: Sequence[Callable[[], None]]) -> float:
    """A class of thirty, at question after question that nobody has answered before.

    Each labelled answer of a question is given once; all the others give the key, half of them in small letters.
    """
    questions: dict[tuple[str, tuple[str, ...]], list[Pair]] = {}
    for pair in pairs:
        questions.setdefault((pair.question, pair.accepted), []).append(pair)
    answers: list[Pair] = []
    for asked in questions.values():
        key = asked[0].accepted[0]
        right = [replace(asked[0], given=given) for given in (key, key.lower())]
        answers += [*asked, *(right[learner % 2] for learner in range(LEARNERS - len(asked)))]
    emptied(empty)
    return seconds(answers)


def print_speed(pairs: Sequence[Pair]) -> None:
    """Print how many answers are marked in a second, on one core."""
    swot(pairs[0])  # word lists are read at the first answer
    empty = caches()
    measured: dict[str, Callable[[], float]] = {
        "1. a known question, an unseen answer": partial(unseen_answers, pairs, empty),
        "2. an unseen question, its first answer": partial(unseen_questions, pairs, empty),
        "3. a known question, a seen answer": partial(seen, pairs, empty),
        f"a class of {LEARNERS} at each question": partial(by_class, pairs, empty),
    }
    rows = []
    for what, measure in measured.items():
        spans = sorted(measure() for _ in range(RUNS))
        figures = (f"{1 / span:,.0f}/s" for span in (spans[0], median(spans), spans[-1]))
        rows.append((what, *figures, f"{spans[0] * 1e6:.1f} µs"))
    title = f"Speed on one core, over all {len(pairs):,} pairs, no two of which are alike"
    report.table(title, ("best", "median", "least", "an answer at best"), rows)


def main(options: Sequence[str]) -> int:
    """Print the tables, or the disagreements of the development set; give the exit status."""
    development = read_pairs("development")
    if "--wrong" in options:
        print_wrong(development)
        return 0
    sets = {"development": development, "test": read_pairs("test")}
    for name, pairs in sets.items() if "--speed" not in options else ():
        print_quality(name, pairs)
        print_kinds(name, pairs)
    print_speed([pair for pairs in sets.values() for pair in pairs])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
