"""Marking what was written: accept, reject, or ask back.

The intended answer must be unmistakable, must not read as another real person, place or term, and exactly one answer
must be committed to.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from bot.marking.folding import fold, is_wild, unmarked
from bot.marking.judgement import EXACT, NOTHING, SEVERAL, WILDCARD, Judgement
from bot.marking.keys import Key, key_of
from bot.marking.outcome import FULL, Outcome
from bot.marking.sentences import parts
from bot.marking.statements import plainly, stated
from bot.marking.values import valued

WHICH_ONE = "Which one? Give a single answer."


def mark_typed(
    given: str,
    accepted: Sequence[str],
    *,
    rejected: Sequence[str] = (),
    prompts: Mapping[str, str] | None = None,
    vocabulary: Collection[str] = (),
    question: str = "",
) -> Outcome:
    """Mark `given` against the `accepted` forms, the key first.

    `rejected` forms are wrong however near they are; `prompts` maps nearly enough forms to what is asked back;
    `vocabulary` are other real terms: what is nearer to one of them is no misspelling. `question` is the stem, whose
    words an answer may repeat. Several answers at once are asked back: which one?
    """
    guard = vocabulary if isinstance(vocabulary, frozenset) else frozenset(vocabulary)
    judged = judge(key_of(question, tuple(accepted), tuple(rejected), tuple((prompts or {}).items()), guard), given)
    if judged.accepts:
        return Outcome("right", FULL, judged.why if judged.why.startswith("spelt ") else "")
    if judged == SEVERAL:
        return Outcome("prompt", 0, WHICH_ONE)
    if judged.verdict == "prompt":
        return Outcome("prompt", 0, judged.ask)
    return Outcome("wrong", 0, judged.why)


@lru_cache(maxsize=5_000)
def judge(key: Key, given: str) -> Judgement:
    """The verdict on what was given to a question with this key; a class gives the same few answers many times."""
    text = unmarked(given).strip()
    value = valued(key, text)
    if value is not None:
        return value
    folded = fold(text)
    if folded in key.plain:
        return EXACT
    if not folded:
        return NOTHING
    if is_wild(text):
        return WILDCARD
    found = plainly(key, text)
    if found is not None and (found.accepts or len(parts(text)) < 2):  # noqa: PLR2004 - one answer
        return found
    return stated(key, text)
