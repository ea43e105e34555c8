"""Which page of something long is shown."""

from __future__ import annotations

from math import ceil


def page_of(wanted: int, entries: int, on_a_page: int) -> tuple[int, int]:
    """The page to show, and how many there are: an address can ask for any."""
    pages = max(1, ceil(entries / on_a_page))
    return min(max(wanted, 1), pages), pages
