"""Which topic somebody meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.bank.explain import nearest
from bot.errors import UserError

LEAST_OF_A_WORD = 3
"""Letters from which on the beginning of any word of a topic will do."""


def meant(given: str, topics: Sequence[tuple[str, str]]) -> str:
    """The topic (path, title) that was meant by `given`, in teaching order where several could be.

    That is its path, its last part or its title; how one of these begins, or one of their words; otherwise a
    `UserError` says what comes nearest.
    """
    wanted = given.strip().casefold()
    for path, title in topics:
        if wanted in (path, title.casefold(), path.rpartition("/")[2]):
            return path
    begun = [path for path, title in topics if path.startswith(wanted) or title.casefold().startswith(wanted)]
    if len(wanted) >= LEAST_OF_A_WORD:
        begun += [path for path, title in topics if _has_a_word_from(wanted, f"{path} {title.casefold()}")]
    if wanted and begun:
        return begun[0]
    names = {name: path for path, title in topics for name in (path, path.rpartition("/")[2], title.casefold())}
    near = names.get(nearest(wanted, names) or "")
    hint = f"Did you mean {near}?" if near else f"Topics: {', '.join(path for path, _ in topics if '/' not in path)}."
    raise UserError(f"There is no topic “{given[:60]}”. {hint}")


def _has_a_word_from(beginning: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(beginning)}", words) is not None
