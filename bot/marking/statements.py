"""Verdicts on what is more than an answer: sentences, several answers, denials."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.marking import lists, sentences
from bot.marking.comparing import LONGEST, compared, said
from bot.marking.folding import fold, readings
from bot.marking.judgement import DENIED, MENTIONED, NOTHING, OTHER, PART, QUESTION, SEVERAL, Judgement, accepted
from bot.marking.keys import STEM, Form, Key, canonical
from bot.marking.sentences import EMPTY

CUT_SHORT = 4
"""Letters from which a word with a full stop stands for the whole."""
SHRUG = 4
"""Words up to which "no idea" is all that is said."""


def plainly(key: Key, text: str) -> Judgement | None:
    """The verdict on a text that is an answer and no more, apart from an opening; none where it is like no form."""
    best: Judgement | None = None
    if text.endswith(".") and _is_cut_short(key, fold(text)):
        return accepted("cut short")
    for folded in readings(text):
        for words in _bared(folded):
            found = compared(key, words)
            if found is not None and found.accepts:
                return found
            best = best or found
    return best


def _bared(folded: str) -> Iterable[str]:
    """Folded words as they stand, then without what is said before them, after them, and both."""
    if " " not in folded:
        return (folded,)
    opened, closed = sentences.opened(folded), sentences.closed(folded)
    if opened == closed == folded:
        return (folded,)
    return dict.fromkeys((folded, opened, closed, sentences.closed(opened)))


def _is_cut_short(key: Key, folded: str) -> bool:
    """Whether a word with a full stop is the beginning of a form: cresc."""
    return len(folded) >= CUT_SHORT and any(
        len(form.words) == 1 and form.words[0].startswith(folded) and folded not in key.others for form in key.forms
    )


def stated(key: Key, text: str) -> Judgement:
    """The verdict on a text that says more than an answer, or something else."""
    folded = fold(text)
    if folded.count(" ") < SHRUG and sentences.unsure(folded):
        return NOTHING
    if not _speaks_of_it(key, folded):
        return _nothing_like_it(key, folded)
    whole = sentences.closed(sentences.opened(folded))
    if _explained(key, text, whole):
        return accepted("with a reason")
    left = sentences.corrected(whole)
    if left:
        return accepted("one set against another") if _accepts(key, left) else DENIED
    if sentences.denies(folded) and not any(sentences.denies(" ".join(form.words)) for form in key.forms):
        return DENIED
    if _concluded(key, whole) or _told_of(key, whole):
        return accepted("said in a sentence")
    return _beside_others(key, text) or _within(key, whole) or _nothing_like_it(key, whole)


def _beside_others(key: Key, text: str) -> Judgement | None:
    """The verdict on a text that offers several things, or where several are asked for."""
    offered = sentences.parts(text)
    if len(offered) > 1:
        return _several(key, offered)
    return PART if key.lists else None


def _speaks_of_it(key: Key, folded: str) -> bool:
    """Whether any of several words begins like a word of a form: without one, no sentence states the answer."""
    words = said(folded).words
    if len(words) < 2:  # noqa: PLR2004 - one word
        return False
    return any(word[:1] in key.initials or word.isdigit() for word in words if word not in EMPTY)


def _explained(key: Key, text: str, whole: str) -> bool:
    """Whether the answer comes first, and what follows says why it is right, or something about it."""
    head, rest = sentences.reasoned(whole)
    if rest and not sentences.unsure(rest) and _accepts(key, head):
        return True
    first, comment = sentences.commented(text)
    if comment and sentences.is_comment(comment) and _accepts(key, first):
        return True
    aside = sentences.in_brackets(text)
    return bool(aside) and sentences.is_aside(aside) and _accepts(key, text[: text.rindex("(")])


def _concluded(key: Key, whole: str) -> bool:
    """Whether the answer is what a sentence comes to: everyone says Toronto but it's Ottawa."""
    last = sentences.concluded(whole)
    return bool(last) and _accepts(key, last)


def _told_of(key: Key, whole: str) -> bool:
    """Whether a sentence begins with the answer and tells what it is, was or did: Aristotle taught him."""
    answer = said(whole)
    return any(
        answer.canonical[: len(wanted)] == wanted
        and len(answer.words) > len(wanted)
        and sentences.is_predicate(answer.words[len(wanted)])
        for wanted in key.told
    )


def _accepts(key: Key, text: str) -> bool:
    found = plainly(key, text)
    return found is not None and found.accepts


def _several(key: Key, offered: Sequence[str]) -> Judgement:
    """The verdict on several things beside each other."""
    for wanted in key.lists:
        if len(wanted) == len(offered) and _each_once(wanted, offered):
            return accepted("all that is asked")
    kinds = [_one_of_several(key, part) for part in offered]
    if "answer" in kinds:
        if all(kind in ("answer", "nothing") for kind in kinds):
            return accepted("said twice" if kinds.count("answer") > 1 else "said in a sentence")
        reasons = kinds[0] == "answer" and all(kind == "reason" for kind in kinds[1:])
        return accepted("with a reason") if reasons else SEVERAL
    if any(_accepts(one, part) for wanted in key.lists for one in wanted for part in offered):
        return PART
    return OTHER


def _each_once(wanted: Sequence[Key], offered: Sequence[str]) -> bool:
    left = list(wanted)
    for part in offered:
        found = next((one for one in left if _accepts(one, part)), None)
        if found is None:
            return False
        left.remove(found)
    return not left


def _one_of_several(key: Key, part: str) -> str:
    """What one of several parts is: the answer, nothing of its own, a reason for it, or something else."""
    if _accepts(key, part):
        return "answer"
    folded = fold(part)
    telling = [word for word in folded.split() if word not in EMPTY]
    if not telling or not sentences.closed(f"x {folded}").removeprefix("x"):
        return "nothing"
    if len(telling) > 1 and all(canonical(word) in key.asked for word in telling):
        return "nothing"  # Stalin, the leader of the party: no second answer
    head, rest = sentences.reasoned(sentences.opened(folded))
    if rest and _accepts(key, head):
        return "answer"
    return "reason" if sentences.begins_reason(folded) else "other"


def _within(key: Key, whole: str) -> Judgement | None:
    """The verdict on a sentence with a form in it: right where the rest says nothing or repeats the question."""
    words, plain = said(whole).words, said(whole).canonical
    if len(words) > LONGEST * 2:
        return None
    mentioned = False
    there = frozenset(plain)
    for form, wanted in key.mentioned:
        for start in range(len(words) - len(wanted) + 1) if there.issuperset(wanted) else ():
            end = start + len(wanted)
            if plain[start:end] != wanted:
                continue
            mentioned = True
            if end < len(words) and plain[end] in key.telling and not sentences.is_verb(words[end]):
                continue  # the Turing test is not Turing
            others = (*range(start), *range(end, len(words)))
            if all(
                _says_nothing(key, form, words[index], plain[index])
                or (index == start - 1 and words[index] in lists.titles() and (form.name or form in key.surnames))
                for index in others
            ):
                return accepted("said in a sentence")
    return MENTIONED if mentioned else None


def _says_nothing(key: Key, form: Form, word: str, plain: str) -> bool:
    if word in EMPTY or plain in key.asked or word[:STEM] in key.asked_stems:
        return True
    return form.name is not None and word in form.name.forenames


def _nothing_like_it(key: Key, whole: str) -> Judgement:
    """Why words are wrong that are no form and have none in them."""
    answer = said(whole)
    words = {plain for word, plain in zip(answer.words, answer.canonical, strict=True) if word not in EMPTY}
    if not words:
        return NOTHING
    if any(words < set(form.canonical) for form in key.forms):
        return PART
    return QUESTION if words <= key.asked else OTHER
