"""How the words of an answer compare with the forms of a key, as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.marking import lists
from bot.marking.judgement import (
    ANOTHER_TERM,
    EXACT,
    QUESTION,
    Judgement,
    accepted,
    asked_back,
    rejected,
)
from bot.marking.keys import Form, Key, canonical, figures
from bot.marking.names import fits, is_known_as, same_name, which_of
from bot.marking.numerals import numbered
from bot.marking.spelling import MUCH, allowance, cost, sound

NEAR = 2
"""What slips may cost beyond what is accepted for an answer to be asked back."""
SPACED = 3
"""Letters from which an answer may be spaced in another way."""
JOINED = 8
"""Letters from which an answer with a slip may also be spaced in another way."""
CUT = 3
"""Letters of a word that is cut short beside another one: vit D."""
WHOLE = 0.8
"""The share of a word's letters below which it is asked back rather than taken for it."""
LONGEST = 12
"""Words of the longest answer that is compared as it stands."""
CLOSEST = 2
"""What a slip may cost in words that are spaced otherwise as well."""
RIVALS = 20
"""Other terms that are looked at more closely."""
BEGUN = 5
"""Letters of a long word that show which one was begun."""
LEFT_OUT = 3
"""Letters that are missing at least where a word was only begun."""
CHECK_SPELLING = "Nearly. Check the spelling."
SURNAME_ALONE = "The surname is enough."
WRITE_IT_OUT = "Nearly. Write the whole word."


class Said(NamedTuple):
    """The words of an answer in every way in which they are compared."""

    folded: str
    words: tuple[str, ...]
    """With numbers in figures."""
    canonical: tuple[str, ...]
    ordered: tuple[str, ...]
    """Those, whatever their order was."""
    plain: str
    """Those, as one text."""
    joined: str


@lru_cache(maxsize=20_000)
def said(folded: str) -> Said:
    """Folded words, taken apart once."""
    words = tuple(numbered(folded))
    canonicals = tuple(map(canonical, words))
    ordered = tuple(sorted(canonicals)) if len(canonicals) > 1 else canonicals
    plain = lists.variants().get(folded) or " ".join(canonicals)
    return Said(folded, words, canonicals, ordered, plain, folded.replace(" ", ""))


def compared(key: Key, folded: str) -> Judgement | None:
    """The verdict on folded words that are a form or like one; none where they are like none."""
    if folded in key.exact:
        return EXACT
    answer = said(folded)
    if not answer.words or len(answer.words) > LONGEST:
        return None
    return (
        _listed(key, answer)
        or _the_same(key, answer)
        or (ANOTHER_TERM if folded in key.others or answer.plain in key.others else None)
        or _spelt(key, answer)
        or _named(key, answer.words)
        or _shortened(key, answer)
        or _begun(key, answer)
    )


def _listed(key: Key, answer: Said) -> Judgement | None:
    """The verdict on what is listed as wrong, nearly right or another thing, or stands in the question."""
    if answer.plain in key.wrong:
        return rejected("listed as wrong")
    if answer.plain in key.asked_back:
        return asked_back("not exact enough", key.asked_back[answer.plain])
    if answer.folded in key.explicit:
        return ANOTHER_TERM
    return QUESTION if f" {answer.folded} " in key.spaced_question else None


def _the_same(key: Key, answer: Said) -> Judgement | None:
    """The verdict on what is only written otherwise."""
    if answer.plain in key.wholes:
        return accepted("the same, written otherwise")
    form = key.canonicals.get(answer.ordered)
    if form is not None and _in_order(form, answer):
        return accepted("" if form.words == answer.words else f"written {form.text}")
    if len(answer.joined) < SPACED or answer.joined not in key.joined:
        return None
    return accepted("spaced otherwise") if figures(answer.folded) in key.joined[answer.joined] else None


def _in_order(form: Form, answer: Said) -> bool:
    """Whether the same words in another order say the same: not where figures have changed places."""
    if answer.canonical == form.canonical:
        return True
    return [word for word in answer.words if word.isdigit()] == [word for word in form.canonical if word.isdigit()]


# Spelling


def _spelt(key: Key, answer: Said) -> Judgement | None:
    """The verdict on words that may be a form with slips in it."""
    if not key.audible:
        return None
    heard = " ".join(map(sound, answer.words))
    likely = [
        form
        for form, limit in key.audible
        if OSA.distance(heard, form.heard, score_cutoff=limit) <= limit or _is_cut(answer, form)
    ]
    if not likely:
        return None
    found = [(slips, form) for form in likely if (slips := _slips(key, form, answer)) is not None]
    if len(found) < len(likely) and all(slips[0] >= MUCH for slips, _ in found):
        return ANOTHER_TERM
    (total, within), meant = min(found, key=lambda one: one[0][0], default=((MUCH, -MUCH), None))
    if meant is None or total >= MUCH:
        return None
    rival = _rival(key, answer.folded, " ".join(meant.words)) if total else 0
    if rival < 0:
        return rejected("nearer to something else")
    if within >= 0 and not rival:
        return accepted(f"spelt {meant.text}")
    if within >= -NEAR and len(answer.joined) > SPACED and heard[:1] == meant.heard[:1]:
        return asked_back(f"not sure that {meant.text} is meant", CHECK_SPELLING)
    return None


def _is_cut(answer: Said, form: Form) -> bool:
    """Whether every word is one of the form's, or the beginning of one."""
    return len(answer.words) == len(form.words) > 1 and all(
        theirs.startswith(word) and (len(word) >= CUT or word == theirs)
        for word, theirs in zip(answer.words, form.words, strict=True)
    )


def _slips(key: Key, form: Form, answer: Said) -> tuple[int, int] | None:
    """What the slips cost that make a form of the words, and by how much that is within what is allowed.

    None where a word is one of its own that means something else.
    """
    nothing = MUCH, -MUCH
    if len(answer.words) != len(form.words):
        meant = "".join(form.words)
        if len(meant) < JOINED or _has_figures("".join((meant, *answer.words))):
            return nothing
        total = cost(answer.joined, meant)
        return (total, 0) if total <= CLOSEST else nothing
    total, within = 0, MUCH
    for word, plain, theirs, meant in zip(answer.words, answer.canonical, form.words, form.canonical, strict=True):
        if word == theirs or plain == meant or (len(word) >= CUT and theirs.startswith(word) and len(form.words) > 1):
            continue
        if form.text.isupper() or _has_figures(word + theirs):
            return nothing
        paid = min(cost(word, theirs), cost(plain, meant))
        if paid >= MUCH or (len(theirs) <= SPACED and sound(word) != sound(theirs)):
            return nothing
        if _is_another(key, word, plain, theirs):
            return None
        allowed = allowance(len(theirs)) if not paid or len(word) >= len(theirs) * WHOLE else paid - 1
        total += paid
        within = min(within, allowed - paid)
    return total, within


def _has_figures(letters: str) -> bool:
    return not letters.isalpha() and any(map(str.isdigit, letters))


def _is_another(key: Key, word: str, plain: str, theirs: str) -> bool:
    """Whether a word that is not the key's is a word in its own right."""
    neighbours, common, people = lists.neighbours(), lists.common(), lists.people()
    near = neighbours.get(theirs, ())
    return (
        word in near
        or plain in near
        or plain in neighbours.get(canonical(theirs), ())
        or word in key.other_words
        or plain in key.other_words
        or word in common
        or plain in common
        or (word in people and theirs in people)
    )


def _rival(key: Key, folded: str, meant: str) -> int:
    """How another term compares with the form that is meant: -1 where it is nearer, 1 as near, 0 farther."""
    if not key.other_sounds:
        return 0
    heard = " ".join(map(sound, folded.split()))
    distance = OSA.distance(heard, " ".join(map(sound, meant.split())))
    sounds = key.sounds_near(len(heard), distance)
    near = process.extract(heard, sounds, scorer=OSA.distance, score_cutoff=distance, limit=RIVALS) if sounds else ()
    if not near:
        return 0
    price = cost(folded, meant)
    prices = {term: cost(folded, term) for term in (key.other_sounds[heard_as] for heard_as, _, _ in near)}
    if min(prices.values()) < price:
        return -1
    # The pack's own terms are what a learner may well mean; of the world's others only the nearer ones.
    return int(any(paid <= max(price, CLOSEST) for term, paid in prices.items() if term in key.taught))


# Names


def _named(key: Key, words: Sequence[str]) -> Judgement | None:
    """The verdict on words that may name the person asked for."""
    for form in key.personal:
        found = _personally(key, form, words)
        if found is not None:
            return found
    if len(words) > 1:
        for form in key.surnames:
            found = _fully_named(form.words[0], words)
            if found is not None:
                return found
    return None


def _personally(key: Key, form: Form, words: Sequence[str]) -> Judgement | None:
    """The verdict on words that may be this person's name."""
    assert form.name is not None
    fitting = fits(form.name, words)
    doubt = _doubt(key, form, words) if fitting else 0
    if fitting and not doubt:
        return accepted(form.text)
    if doubt > 0:
        return asked_back(f"not sure that {form.text} is meant", CHECK_SPELLING)
    if fitting is False:
        return rejected("somebody else of that name")
    if is_known_as(form.name, words):
        return accepted(form.text)
    return rejected("a first name alone") if all(word in form.name.forenames for word in words) else None


def _fully_named(surname: str, words: Sequence[str]) -> Judgement | None:
    """The verdict on a full name where the key has the surname: its best-known bearer is meant."""
    if not any(word == surname or canonical(word) == canonical(surname) for word in (words[-1], words[0])):
        return None
    others = [word for word in words if word != surname and word not in lists.titles()]
    if not others:
        return accepted("with a title")
    which = which_of(surname, others)
    if which == 0:
        return accepted("the full name")
    if which is not None and which > 0:
        return asked_back("another bearer of that name may be meant", SURNAME_ALONE)
    if not all(word in lists.forenames() or len(word) < CUT for word in others):
        return None
    if which is not None:
        return rejected("somebody else of that name")
    return asked_back("the forename can't be checked", SURNAME_ALONE)


def _doubt(key: Key, form: Form, words: Sequence[str]) -> int:
    """Whether a name that is spelt otherwise is nearer to another (-1), or as near (1); 0 where there is no doubt."""
    assert form.name is not None
    surname = form.words[-1]
    if canonical(surname) in map(canonical, words):
        return 0
    if any(same_name(word, forename) for word in words for forename in form.name.forenames):
        # With the right forename only a namesake could be meant.
        namesakes = (which_of(word, form.name.forenames) for word in words)
        namesake = any(which is not None and which >= 0 for which in namesakes)
        return -1 if namesake or not key.other_words.isdisjoint(words) else 0
    if any(_is_another(key, word, canonical(word), surname) for word in words):
        return -1
    rivals = [_rival(key, word, surname) for word in words]
    return -1 if min(rivals) < 0 else max(rivals)


# The question's words


def _shortened(key: Key, answer: Said) -> Judgement | None:
    """The verdict on a form without words that the question has, or with words that it has."""
    whole = answer.ordered
    repeats = not key.telling.isdisjoint(whole)
    kept = tuple(word for word in whole if word not in key.telling) if repeats else whole
    form = key.shortened.get(kept) or key.shortened.get(whole)
    if form is not None:
        return accepted(form.text)
    if not repeats or kept not in key.canonicals:
        return None
    repeated = " ".join(word for word in answer.words if canonical(word) in key.telling)
    return accepted("with words of the question") if f" {repeated} " in key.spaced_question else None


def _begun(key: Key, answer: Said) -> Judgement | None:
    """Asks for the rest of a long word that was only begun."""
    if len(answer.words) != 1 or len(answer.joined) < BEGUN or answer.joined in lists.common():
        return None
    heard = sound(answer.words[0])[:-1]
    for form in key.forms if len(heard) >= BEGUN - 1 else ():
        word = form.words[-1]
        if len(answer.joined) + LEFT_OUT <= len(word) and sound(word).startswith(heard):
            return asked_back("only begun", WRITE_IT_OUT)
    return None
