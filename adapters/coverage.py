"""`swot check --coverage`: what has become of each claim, and what a pack is made of, as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from adapters.columns import aligned
from bot.bank.coverage import Coverage, Fate
from bot.chat import Table

FATES: tuple[Fate, ...] = ("used", "retired", "open")
SHOWN = 12
"""Open claims in one line."""


def told(coverage: Coverage) -> Iterator[str]:
    """The lines of the report."""
    yield from _claims("source", coverage.by_source)
    yield from _claims("theme", coverage.by_theme)
    for title, counts in (
        ("type", coverage.types),
        ("topic", coverage.topics),
        ("objective", coverage.objectives),
        ("serves", coverage.areas),
    ):
        if not counts:
            continue
        yield ""
        total = coverage.types.total()
        rows = tuple((name, str(count), f"{count / total:.0%}") for name, count in _largest_first(counts))
        yield from aligned(Table((title, "questions", "share"), rows))
    yield ""
    yield f"Open claims: {len(coverage.open) or 'none'}"
    for start in range(0, len(coverage.open), SHOWN):
        yield "  " + ", ".join(coverage.open[start : start + SHOWN])


def _claims(title: str, counted: Mapping[str, Counter[Fate]]) -> Iterator[str]:
    yield ""
    rows = tuple((name, *(str(counts[fate]) for fate in FATES)) for name, counts in sorted(counted.items()))
    yield from aligned(Table((f"claims by {title}", *FATES), rows))


def _largest_first(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))
