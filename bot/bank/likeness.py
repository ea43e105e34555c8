"""Which texts say nearly the same, among very many."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TELLING = 2
"""The longest words of a text, of which two that say the same have one in common."""


def pairs_alike(texts: Sequence[str], least: float) -> Iterator[tuple[int, int]]:
    """The indices, the later text first, of every two whose words, sorted, are alike to at least `least` (0 to 100)."""
    in_order = [" ".join(sorted(set(text.split()))) for text in texts]
    having: defaultdict[str, list[int]] = defaultdict(list)
    for later, text in enumerate(in_order):
        telling = sorted(text.split(), key=len)[-TELLING:]
        earlier = {index: in_order[index] for word in telling for index in having[word]}
        for _, _, index in process.extract(text, earlier, scorer=fuzz.ratio, score_cutoff=least, limit=None):
            yield later, index
        for word in telling:
            having[word].append(later)
