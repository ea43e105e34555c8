"""Breaking lines between words, for a screen of a given width."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.terminal.render import Line

INDENT = 4


def folded(line: Line, width: int) -> list[Line]:
    """The line broken between words where it is too wide; what follows stands as far in as it does."""
    words = [(word, look) for text, look in line for word in re.findall(r"\s+|\S+", text)]
    indent = INDENT if not line or line[0][1] == "label" else len(line[0][0]) - len(line[0][0].lstrip())
    broken: list[Line] = [[]]
    column = 0
    for word, look in words:
        if column + len(word) > width and column > indent:
            broken.append([(" " * indent, "plain")])
            column = indent
            if word.isspace():
                continue
        broken[-1].append((word, look))
        column += len(word)
    return broken
