"""What a question accepts, prepared once: every form in every way in which an answer is compared with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.marking import lists
from bot.marking.folding import fold, readings, unmarked
from bot.marking.names import Name, asks_who, fits, name_of, which_of
from bot.marking.numerals import numbered
from bot.marking.sentences import EMPTY
from bot.marking.spelling import singular, sound

_ENGLISH = (
    (re.compile(r"is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile(r"ys(?=(?:e|ed|es|ing)$)"), "yz"),
    (re.compile(r"(?<=..)our(?=(?:s|ed|ing|ite|able|ful|less)?$)"), "or"),
    (re.compile(r"(?<=..[tb])re$"), "er"),
    (re.compile(r"ogue$"), "og"),
    (re.compile(r"(?<=[aeo]n)ce$"), "se"),
    (re.compile(r"mme$"), "m"),
    (re.compile(r"ll(?=(?:ed|ing|er|ers|or)$)"), "l"),
    (re.compile(r"(?<=.)[ao]e(?=[a-z]{2})"), "e"),
    (re.compile(r"^[ao]e(?=[a-z]{3})"), "e"),
)
_SHORT = {
    "mt": "mount", "st": "saint", "dr": "doctor", "vs": "v", "versus": "v", "govt": "government", "plus": "positive",
    "minus": "negative", "mr": "mister", "ft": "fort", "nr": "number",
}  # fmt: skip
_OFFERS = re.compile(r"([\w'’-]+)\s+or\s+(?:the\s+|an?\s+)?([\w'’-]+)", re.IGNORECASE)
_FIGURES = re.compile(r"\d+")
_LISTED = re.compile(r"\s*(?:,|;|&|\band\b|/|\+)\s*", re.IGNORECASE)
STEM = 5
"""Letters that a word shares with the one that it is made of: Japanese, Japan."""
_NEAR = 3
"""Letters up to which it pays to look at words of some lengths only."""
_LEAST = 3
"""Letters of a word that can stand for a whole answer when the question has the rest."""


_MAY_DIFFER = re.compile(r"is[ei]|is[ae]|ys[ei]|our|[tb]re$|ogue$|nce$|mme$|ll[eio]|[ao]e|isation")
SHORTEST = 5
"""Letters below which words do not differ by rule."""


def english(word: str) -> str:
    """A word as American English has it, where a rule of spelling makes the difference."""
    if len(word) < SHORTEST or not _MAY_DIFFER.search(word):
        return word
    for pattern, american in _ENGLISH:
        word = pattern.sub(american, word)
    return word


@lru_cache(maxsize=50_000)
def canonical(word: str) -> str:
    """One spelling for all ways of writing a word: singular, American, and the first of its known variants."""
    known = lists.variants()
    word = known.get(word) or _SHORT.get(word, word)
    if " " in word:
        return word
    one = singular(word)
    return english((known.get(one) if len(one) > _LEAST else None) or one)


@dataclass(frozen=True, slots=True)
class Form:
    """One accepted form, taken apart."""

    text: str
    """As its author wrote it."""
    words: tuple[str, ...]
    canonical: tuple[str, ...]
    heard: str
    """What it sounds like."""
    name: Name | None

    @property
    def core(self) -> tuple[str, ...]:
        """The words that stand for it in a sentence: of a name, the surname."""
        return self.words if self.name is None else self.name.surname


@dataclass(frozen=True, eq=False)
class Key:
    """What a question accepts and what it does not. Everything follows from the first five fields."""

    question: str
    accepted: tuple[str, ...]
    rejected: tuple[str, ...] = ()
    prompts: tuple[tuple[str, str], ...] = ()
    vocabulary: frozenset[str] = frozenset()

    @cached_property
    def plain(self) -> frozenset[str]:
        """The accepted forms, folded: most right answers are one of them."""
        return frozenset(fold(unmarked(form)) for form in self.accepted) - {""}

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """Every accepted form, and every other way of writing it that is listed."""
        texts = dict.fromkeys(fold(unmarked(form)) for form in self.accepted)
        known = lists.variants()
        alike = [
            other
            for text in texts
            if text in known
            for other in sorted(lists.alike(known[text]))
            if not self._is_ruled_out(other)
        ]
        spelt = {fold(unmarked(form)): form for form in reversed(self.accepted)}
        found = []
        for folded in dict.fromkeys((*texts, *alike)):
            if not folded:
                continue
            parts = tuple(numbered(folded))
            text = spelt.get(folded, folded)
            spellings = tuple(part if text.isupper() else canonical(part) for part in parts)
            heard = " ".join(map(sound, parts))
            found.append(Form(text, parts, spellings, heard, name_of(text, who=self.asks_who)))
        return tuple(found)

    def _is_ruled_out(self, other: str) -> bool:
        """Whether another way of writing a form is none here: the author lists it, or the question itself has it."""
        if any(fold(unmarked(form)) == other for form in (*self.rejected, *(form for form, _ in self.prompts))):
            return True
        return f" {other} " in self.spaced_question

    @cached_property
    def question_words(self) -> frozenset[str]:
        """The question's words, in whatever number and spelling."""
        said = fold(self.question).split()
        return frozenset((*said, *map(singular, said), *map(canonical, said)))

    @cached_property
    def spaced_question(self) -> str:
        """The question's words, between spaces."""
        return f" {fold(self.question)} "

    @cached_property
    def exact(self) -> frozenset[str]:
        """Folded answers that are right without a further look."""
        folded = {reading for form in self.accepted for reading in readings(unmarked(form))}
        return frozenset(folded | {" ".join(form.words) for form in self.forms}) - {""}

    @cached_property
    def initials(self) -> frozenset[str]:
        """The first letters of every word of a form, as it is written and as it sounds."""
        words = {word for form in self.forms for word in (*form.words, *form.canonical, *form.heard.lower().split())}
        return frozenset(word[0] for word in words)

    @cached_property
    def joined(self) -> dict[str, set[tuple[str, ...]]]:
        """The forms without spaces, each with the figures in those that are written so: they must stay apart."""
        found: dict[str, set[tuple[str, ...]]] = {}
        for folded in self.exact:
            found.setdefault(folded.replace(" ", ""), set()).add(figures(folded))
        return found

    @cached_property
    def told(self) -> tuple[tuple[str, ...], ...]:
        """The forms as they are found at the beginning of a sentence."""
        return tuple(tuple(map(canonical, form.words)) for form in self.forms)

    @cached_property
    def mentioned(self) -> tuple[tuple[Form, tuple[str, ...]], ...]:
        """The forms, each as it is found anywhere in one."""
        return tuple((form, tuple(map(canonical, form.core))) for form in self.forms)

    @cached_property
    def personal(self) -> tuple[Form, ...]:
        """The forms that are somebody's name in parts."""
        return tuple(form for form in self.forms if form.name is not None)

    @cached_property
    def audible(self) -> tuple[tuple[Form, int], ...]:
        """The other forms, each with how far from its sound words may be for each of them to be looked at."""
        return tuple((form, 2 + len(form.heard) // 4) for form in self.forms if form.name is None)

    @cached_property
    def surnames(self) -> tuple[Form, ...]:
        """The forms of one word that may be somebody's surname."""
        return tuple(
            form for form in self.forms if len(form.words) == 1 and (self.asks_who or form.words[0] in lists.people())
        )

    @cached_property
    def wholes(self) -> frozenset[str]:
        """What the forms are as wholes, where a whole has other ways of being written."""
        known = lists.variants()
        return frozenset(known[folded] for form in self.forms if (folded := " ".join(form.words)) in known)

    @cached_property
    def explicit(self) -> frozenset[str]:
        """What is known to be something else though it could be a plural or a spelling of a form."""
        near = lists.neighbours()
        folded = frozenset(term for form in self.forms for term in near.get(" ".join(form.words), ()))
        return folded - self.exact

    @cached_property
    def canonicals(self) -> dict[tuple[str, ...], Form]:
        """The forms by their canonical words, whatever their order."""
        return {tuple(sorted(form.canonical)): form for form in reversed(self.forms)}

    @cached_property
    def wrong(self) -> frozenset[str]:
        """What the author lists as wrong."""
        return frozenset(canonical_text(fold(unmarked(form))) for form in self.rejected)

    @cached_property
    def asked_back(self) -> dict[str, str]:
        """What is asked back for what, by canonical words."""
        return {canonical_text(fold(unmarked(form))): ask for form, ask in self.prompts}

    @cached_property
    def others(self) -> frozenset[str]:
        """Real terms that are something else: the pack's, and those that are known to be near a form."""
        near = lists.neighbours()
        terms = {fold(unmarked(term)) for term in self.vocabulary}
        for form in self.forms:
            terms |= near.get(" ".join(form.words), frozenset())
        return frozenset(term for term in terms if term and not self._is_ours(term))

    @cached_property
    def taught(self) -> frozenset[str]:
        """Those of them that the pack has."""
        return self.others & {fold(unmarked(term)) for term in self.vocabulary}

    def _is_ours(self, term: str) -> bool:
        """Whether a term is only another way of naming what is asked for: Bukharin, for Nikolai Bukharin."""
        words = term.split()
        if tuple(sorted(map(canonical, words))) in self.canonicals:
            return True
        if any(form.name is not None and fits(form.name, words) for form in self.personal):
            return True
        return any(
            len(words) > 1 and words[-1] == form.words[0] and which_of(words[-1], words[:-1]) == 0
            for form in self.surnames
        )

    @cached_property
    def other_sounds(self) -> dict[str, str]:
        """What those sound like, to tell which of them an answer is nearer to."""
        ours = {form.heard for form in self.forms}
        found = {" ".join(map(sound, term.split())): term for term in sorted(self.others)}
        return {heard: term for heard, term in found.items() if heard not in ours}

    def sounds_near(self, length: int, distance: int) -> tuple[str, ...]:
        """Those that can be within a distance of a sound so long: two of them differ at least by their lengths."""
        if distance > _NEAR:
            return self._all_sounds
        if (length, distance) not in self._sounds_by_length:
            found = tuple(heard for heard in self.other_sounds if abs(len(heard) - length) <= distance)
            self._sounds_by_length[length, distance] = found
        return self._sounds_by_length[length, distance]

    @cached_property
    def _all_sounds(self) -> tuple[str, ...]:
        return tuple(self.other_sounds)

    @cached_property
    def _sounds_by_length(self) -> dict[tuple[int, int], tuple[str, ...]]:
        """Those that were asked for: few, for only what is about as long as a form may be a slip at it."""
        return {}

    @cached_property
    def other_words(self) -> frozenset[str]:
        """The words of those terms that are no words of the key."""
        ours = {word for form in self.forms for word in (*form.words, *form.canonical)}
        return frozenset(word for term in self.others for word in term.split()) - ours

    @cached_property
    def asked(self) -> frozenset[str]:
        """The words of the question, which an answer may repeat; not the alternatives that it offers."""
        words = {canonical(word) for word in numbered(fold(self.question))} - {"not", "no"}
        if not _OFFERS.search(self.question):
            return frozenset(words)
        offered = [word for found in _OFFERS.findall(self.question) for word in found]
        offered += [word for word in re.findall(r"\w+", self.question) if word[:1].isupper()]
        return frozenset(words - {canonical(word) for one in offered for word in numbered(fold(one))})

    @cached_property
    def asked_stems(self) -> frozenset[str]:
        """How those words begin, for others that are made of them."""
        return frozenset(word[:STEM] for word in self.asked if len(word) >= STEM and word not in EMPTY)

    @cached_property
    def telling(self) -> frozenset[str]:
        """The question's words that say something."""
        return self.asked - EMPTY

    @cached_property
    def asks_who(self) -> bool:
        """Whether it asks for somebody."""
        return asks_who(self.question)

    @cached_property
    def shortened(self) -> dict[tuple[str, ...], Form]:
        """What is left of a form without the question's words, where that still names the thing."""
        found: dict[tuple[str, ...], Form] = {}
        for form in self.forms:
            rest = tuple(word for word in form.canonical if word not in self.telling)
            if rest and rest != form.canonical and form.name is None and any(map(_names, rest)):
                found.setdefault(tuple(sorted(rest)), form)
        return found

    @cached_property
    def lists(self) -> tuple[tuple[Key, ...], ...]:
        """For each form that names several things: a key for each of them, all of which are wanted."""
        found = []
        for form in self.accepted:
            things = [thing for thing in _LISTED.split(form) if thing]
            if len(things) > 1:
                found.append(tuple(Key(self.question, (thing,), (), (), self.vocabulary) for thing in things))
        return tuple(found)


def canonical_text(folded: str) -> str:
    """Folded words in their canonical spelling."""
    known = lists.variants()
    return known.get(folded) or " ".join(map(canonical, numbered(folded)))


def _names(word: str) -> bool:
    return word.isdigit() or (len(word) >= _LEAST and word not in EMPTY and word not in lists.common())


@lru_cache(maxsize=4096)
def key_of(
    question: str,
    accepted: tuple[str, ...],
    rejected: tuple[str, ...],
    prompts: tuple[tuple[str, str], ...],
    vocabulary: frozenset[str],
) -> Key:
    """The key of a question, kept for the next answer to it."""
    return Key(question, accepted, rejected, prompts, vocabulary)


def figures(folded: str) -> tuple[str, ...]:
    """The runs of figures in folded words: what may be spaced otherwise around them must not run together."""
    return tuple(_FIGURES.findall(folded))
