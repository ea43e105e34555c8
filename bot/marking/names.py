"""Names of people: which part of them is enough, and which is somebody else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.marking import lists
from bot.marking.folding import fold
from bot.marking.sentences import EMPTY, denies
from bot.marking.spelling import allowance, cost

_ROLES = (
    "man woman person leader general marshal commander politician revolutionary writer author novelist poet playwright "
    "dramatist composer painter artist sculptor scientist physicist chemist biologist mathematician philosopher "
    "economist historian theorist king queen emperor tsar president minister chancellor dictator premier commissar "
    "bolshevik chief head figure actor actress director singer musician player athlete explorer inventor pioneer "
    "astronaut cosmonaut engineer architect psychologist character god goddess hero"
).split()
_ASKS_WHO = re.compile(
    rf"\b(?:who|whom|whose|which (?:\w+ ){{0,3}}(?:{'|'.join(_ROLES)})s?|name the (?:man|woman|person|leader))\b",
    re.IGNORECASE,
)
PARTICLES = frozenset("van von de da di du del della der den la le ibn bin al el af av ter ten zu dos das y".split())
_LONGEST = 6
INITIALS = 2
"""Letters up to which a word may be somebody's initials."""


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name as a key gives it."""

    forenames: tuple[str, ...]
    surname: tuple[str, ...]
    """With its particle: van Gogh."""
    called: frozenset[str] = frozenset()
    """Every forename that this person is known to have."""
    initials: frozenset[str] = frozenset()


def asks_who(question: str) -> bool:
    """Whether a question asks for somebody."""
    return bool(_ASKS_WHO.search(question))


def name_of(form: str, *, who: bool) -> Name | None:
    """The name that a key is, if it is a person's with more than one part; `who` says that one is asked for."""
    words = fold(form.replace(",", " ")).split()
    if not 1 < len(words) <= _LONGEST or any(word.isdigit() or word in ("the", "of", "and") for word in words):
        return None
    while len(words) > 2 and words[0] in lists.titles():  # noqa: PLR2004 - two make a name
        words = words[1:]
    surname = words[-1]
    known = surname in lists.people() and (_is_one_of(words[:-1], surname) or who)
    written = all(part[:1].isupper() or part.lower() in PARTICLES for part in form.replace("-", " ").split())
    first = words[0] in lists.forenames() or len(words[0]) == 1
    common = surname in lists.common()
    if not (known or (written and first and (who or not common)) or (written and who and not common)):
        return None
    start = len(words) - 1
    while start > 1 and words[start - 1] in PARTICLES:
        start -= 1
    forenames, called = tuple(words[:start]), _called(words[:start], surname)
    return Name(forenames, tuple(words[start:]), called, frozenset(forename[0] for forename in called))


def _called(forenames: Sequence[str], surname: str) -> frozenset[str]:
    known = lists.people().get(surname, ())
    namesakes = [person.forenames for person in known if forenames[0] in person.forenames]
    meant = [theirs for theirs in namesakes if theirs.issuperset(forenames)] or namesakes
    return frozenset(forenames).union(*meant[:1])


def _is_one_of(forenames: Sequence[str], surname: str) -> bool:
    return any(set(forenames) & person.forenames for person in lists.people()[surname])


def fits(name: Name, given: Sequence[str]) -> bool | None:
    """Whether words name this person; none where they name nobody of this surname.

    Forenames may be left out, shortened to initials, or stand behind; one that is somebody else's is wrong.
    """
    words = given
    while len(words) > 1 and words[0] in lists.titles() and words[0] not in (*name.forenames, *name.surname):
        words = words[1:]
    places = _places(words, name.surname) or _misspelt(words, name)
    if places is None or denies(" ".join(given)):
        return None
    if places.stop < len(words) and words[places.stop - 1] == f"{name.surname[-1]}s":
        return None  # Shelley's husband
    others = [(index, word) for index, word in enumerate(words) if index not in places]
    if not others:
        return True
    fitting = {index for index, word in others if _is_forename(word, name)}
    middle = {
        index
        for index, word in others
        if 0 < index < places.start and 0 in fitting and len(name.forenames) == 1 and _is_unheard_of(word)
    }
    if all(index in fitting | middle for index, _ in others):
        return True
    return False if all(index in fitting or _is_name(word) for index, word in others) else None


def _is_name(word: str) -> bool:
    return word in lists.forenames() or word in lists.people() or len(word) <= INITIALS


def _is_unheard_of(word: str) -> bool:
    """Whether a word can be a middle name that nobody has listed."""
    return not _is_name(word) and word not in lists.common() and word not in EMPTY and word.isalpha()


def _places(words: Sequence[str], surname: tuple[str, ...]) -> range | None:
    """Where the surname stands, with its particle or without."""
    for wanted in (surname,) if len(surname) == 1 else (surname, surname[-1:]):
        for start in range(len(words) - len(wanted) + 1):
            if all(map(same_name, words[start:], wanted)):
                return range(start, start + len(wanted))
    return None


def _misspelt(words: Sequence[str], name: Name) -> range | None:
    """Where the surname stands, spelt as somebody else's, beside a forename that makes clear who is meant."""
    if not any(word in name.forenames for word in words):
        return None
    meant = name.surname[-1]
    for index, word in enumerate(words):
        others = [other for place, other in enumerate(words) if place != index]
        if cost(word, meant) <= allowance(len(meant)) and (which_of(word, others) or 0) < 0:
            return range(index, index + 1)
    return None


def same_name(given: str, meant: str) -> bool:
    """Whether a word is this part of a name, spelt otherwise or with a slip, and not another name."""
    if given == meant:
        return True
    known = lists.variants()
    if given in known and known.get(meant) == known[given]:
        return True
    if given in lists.people() and meant in lists.people():
        return False
    return cost(given, meant) <= allowance(len(meant))


def _is_forename(word: str, name: Name) -> bool:
    if word in PARTICLES:
        return True
    if len(word) <= 3 and word[0] in name.initials and word not in lists.forenames():  # noqa: PLR2004 - initials
        return True
    return word in name.called or any(same_name(word, forename) for forename in name.called)


def is_known_as(name: Name, given: Sequence[str]) -> bool:
    """Whether words are the one name by which the world knows this person, as it knows Napoleon."""
    said = " ".join(given)
    return any(
        said in person.known_by
        for person in lists.people().get(name.surname[-1], ())
        if not name.forenames or set(name.forenames) & person.forenames
    )


def which_of(surname: str, forenames: Sequence[str]) -> int | None:
    """Which of the well-known people of a surname has these forenames, best known first; -1 for none of them.

    None where nobody of that surname is known.
    """
    persons = lists.people().get(surname)
    if persons is None:
        return None
    found = (index for index, person in enumerate(persons) if _is_forename_of(forenames, person.forenames))
    return next(found, -1)


def _is_forename_of(words: Sequence[str], theirs: frozenset[str]) -> bool:
    initials = {forename[0] for forename in theirs}
    return all(
        word in PARTICLES
        or (len(word) <= INITIALS and set(word) <= initials)
        or any(same_name(word, forename) for forename in theirs)
        for word in words
    )
