"""Which controls of a message stand together, on platforms that show them in rows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from bot.chat import Control


def together(controls: Sequence[Control]) -> Iterator[tuple[Control, ...]]:
    """The controls in groups: buttons that lead to the same handler, as options do; others in between; a select alone.

    So nobody who wants the last option presses what comes after it.
    """
    others: list[Control] = []
    for (kind, _), group in itertools.groupby(controls, key=lambda control: (control.kind, control.action.name)):
        alike = tuple(group)
        if kind == "button" and len(alike) == 1:
            others += alike
            continue
        if others:
            yield tuple(others)
            others = []
        if kind == "button":
            yield alike
        else:
            yield from ((select,) for select in alike)
    if others:
        yield tuple(others)
