"""What people write after a command, read by the command's own options: `topic:terror questions:3`, or `terror 3`."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from bot.chat.events import Value
from bot.chat.parameters import MAX_DIGITS, Kind, Parameter, clean, either, options_of, unknown_option
from bot.errors import UserError

QUOTES = ('"', "“")
"""What begins words that belong together."""
SAID = ("yes", "no")
"""What says yes or no by itself; all else that does has to be named, since it is also a word like any other."""
LOOSE: tuple[Kind, ...] = ("text", "file")
"""Options that may be any words."""


class Unclear(UserError):
    """What was written can be read in two ways; the sentence says how to write either."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or several in quotation marks; after a name, the option's value."""

    words: str
    name: str = ""
    is_quoted: bool = False


def split_options(parameters: tuple[Parameter, ...], text: str, names: Collection[str] = ()) -> dict[str, Value]:
    """Read what was written after a command: options by name, and words without one.

    A word without a name goes to the option it is made for, in the order declared: a number to the first that takes
    one, `yes` and `no`, a choice by its value, a name to a person or a room; all other words together to the first
    text, or where there is none, to the first file. What stands in quotation marks is a text of its own, and what
    follows is the next; words after a text with its name belong to it. `names`, casefolded, are what a text can be:
    their words are one value whatever each looks like. Where no option takes a number, one is a word.

    Raises `Unclear` for what can be read in two ways, and `UserError` for what can't be read.
    """
    reading = _Reading(parameters, frozenset(names))
    tokens = list(_named(parameters, _tokens(text)))
    reading.take_names(tokens)
    after, run = "", list[Token]()
    for token in [*tokens, Token("", "end")]:
        if not token.name:
            run.append(token)
            continue
        reading.take_run(after, run)
        after, run = "" if token.is_quoted else token.name, []
    return reading.options()


def is_mixed(parameters: tuple[Parameter, ...], text: str) -> bool:
    """Whether words without a name are of two sorts, so that they may be a name of which some look like options."""
    tokens = [token for token in _named(parameters, _tokens(text)) if not token.name and not token.is_quoted]
    return len(tokens) > 1 and any(_looks(parameters, token.words) for token in tokens)


def _looks(parameters: tuple[Parameter, ...], word: str) -> bool:
    return any(_is_made_for(parameter, word) for parameter in parameters if parameter.kind not in ("person", "room"))


@dataclass(slots=True)
class _Reading:
    """What has been understood so far."""

    parameters: tuple[Parameter, ...]
    names: frozenset[str]
    given: dict[str, Value] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    """The options for any words that are left, in order."""
    words: dict[str, list[str]] = field(default_factory=dict)
    said: int = 0
    """How often yes or no is said without a name."""

    def take_names(self, tokens: list[Token]) -> None:
        """Take the options that are named."""
        for token in tokens:
            if token.name in self.given:
                raise UserError(f"{token.name} is given twice.")
            if token.name:
                self.given[token.name] = token.words
                self.named.add(token.name)
        left = [option for option in self.parameters if option.name not in self.given]
        self.texts = [option.name for option in left if option.kind == "text"]
        if not any(option.kind == "text" for option in left):
            self.texts = [option.name for option in left if option.kind == "file"][:1]
        self.said = sum(not token.name and not token.is_quoted and _says(token.words) for token in tokens)

    def take_run(self, after: str, run: list[Token]) -> None:
        """Take words without a name that stand together, `after` the value of an option without quotation marks."""
        tokens = list(self._joined(run))
        takers = [self._taker(token) for token in tokens]
        self._look_for_doubt(tokens, takers)
        for token, taker in zip(tokens, takers, strict=True):
            if taker is not None:
                self._give(taker, token.words)
                after = ""
            elif after and not token.is_quoted and self._kind(after) in LOOSE:
                self._continue(after, token)
            elif self.texts and not token.words.startswith("@") and not self._is_one_number_too_many(token):
                self._add_text(token)
            else:
                raise self._lost(token.words)

    def options(self) -> dict[str, Value]:
        """Everything that was given."""
        return {**self.given, **{name: " ".join(said) for name, said in self.words.items()}}

    def _joined(self, run: list[Token]) -> Iterator[Token]:
        """The run, with the words of a name or a choice together; a name is then a text as in quotation marks."""
        choices = frozenset(choice for option in self.parameters for choice in option.choices if " " in choice)
        wanted = self.names | choices
        longest = max((name.count(" ") + 1 for name in wanted), default=1)
        position = 0
        while position < len(run):
            for length in range(min(longest, len(run) - position), 1, -1):
                tokens = run[position : position + length]
                words = " ".join(token.words for token in tokens)
                if words.casefold() in wanted and not any(token.is_quoted for token in tokens):
                    yield Token(words, is_quoted=words.casefold() in self.names)
                    break
            else:
                length = 1
                yield run[position]
            position += length

    def _taker(self, token: Token) -> Parameter | None:
        """The first option that is left and that a word is made for; what is quoted is rather a text."""
        if token.is_quoted and self.texts and not token.words.startswith(("@", "#")):
            return None
        fitting = [one for one in self.parameters if one.name not in self.named and _is_made_for(one, token.words)]
        return fitting[0] if fitting else None

    def _look_for_doubt(self, tokens: list[Token], takers: list[Parameter | None]) -> None:
        """Raise `Unclear` where a word that an option takes may just as well be one of the words around it."""
        if not self.texts:
            return
        bare = [None if token.is_quoted else taker is None for token, taker in zip(tokens, takers, strict=True)]
        after_words = False
        doubted: tuple[str, str] | None = None
        """The first word since the last quotation marks that may be one of those around it, and what takes it."""
        for token, taker, is_word in zip(tokens, takers, bare, strict=True):
            if is_word is None:
                after_words, doubted = False, None
            elif is_word:
                if doubted:
                    raise _unclear(*doubted, self.texts[0])
                after_words = True
            elif doubted is None and taker and _may_be_a_word(taker, after_words=after_words):
                doubted = token.words, taker.name

    def _give(self, taker: Parameter, words: str) -> None:
        """Give a word to the first option of its kind that is still without one. Raises `UserError`."""
        fitting = [one for one in self.parameters if one.name not in self.given and _is_made_for(one, words)]
        if not fitting:
            raise self._lost(words)
        first = fitting[0]
        if taker.kind == "number" and (better := next((one for one in fitting if _is_within(one, words)), first)):
            if better is not first:
                told = f"{first.name} goes from {first.least} to {first.most}; {words[:20]} is outside that."
                raise UserError(f"{told} Did you mean {better.name}:{words}?")
        elif taker.kind == "choice" and len(fitting) > 1:
            raise _several(words, fitting)
        elif taker.kind == "yes-no":
            left = [one for one in self.parameters if one.kind == "yes-no" and one.name not in self.named]
            if self.said < len(left):
                raise _several(words, left)
        self.given[first.name] = words

    def _continue(self, name: str, token: Token) -> None:
        """Add a word to a text that was named, unless it may be the next text. Raises `Unclear`."""
        if self.texts and self.given[name]:
            raise _unclear(token.words, self.texts[0], name)
        self.given[name] = f"{self.given[name]} {token.words}".strip()

    def _add_text(self, token: Token) -> None:
        """Give a word to the first of the texts that are left; one in quotation marks begins a text and ends it."""
        if token.is_quoted and len(self.texts) > 1 and self.texts[0] in self.words:
            del self.texts[0]
        self.words.setdefault(self.texts[0], []).append(token.words)
        if token.is_quoted and len(self.texts) > 1:
            del self.texts[0]

    def _is_one_number_too_many(self, token: Token) -> bool:
        """Whether it is a number where every option that takes one has one already, none of them by name."""
        numbers = [option.name for option in self.parameters if option.kind == "number"]
        return not token.is_quoted and _is_number(token.words) and not self.named.issuperset(numbers)

    def _kind(self, name: str) -> str:
        return next((option.kind for option in self.parameters if option.name == name), "")

    def _lost(self, word: str) -> UserError:
        """What is said of a word that no option takes."""
        near = difflib.get_close_matches(
            word.casefold()[:60], [choice for option in self.parameters for choice in option.choices], n=1
        )
        meant = next((option.name for option in self.parameters if near and near[0] in option.choices), "")
        hint = f"Did you mean {meant}:{near[0]}?" if meant else options_of(self.parameters)
        return UserError(f"I don't know what to do with “{clean(word)[:60]}”. {hint}")


def _named(parameters: tuple[Parameter, ...], tokens: list[str]) -> Iterator[Token]:
    """The words with the names before them. A value may stand a space after its name. Raises `UserError`."""
    known = {parameter.name for parameter in parameters}
    waiting = ""
    for token, following in pairwise([*tokens, ""]):
        name, colon, value = token.partition(":")
        an_address = value.startswith("//") and name.casefold() not in known
        if colon and name.isidentifier() and not an_address:
            if waiting:
                yield Token("", waiting)
                waiting = ""
            if name.casefold() not in known:
                raise unknown_option(name, parameters)
            if value or not following:
                yield _token(value, name.casefold())
            else:
                waiting = name.casefold()
        else:
            yield _token(token, waiting)
            waiting = ""


def _token(written: str, name: str) -> Token:
    return Token(written.strip('"“”'), name, written.startswith(QUOTES))


def _tokens(text: str) -> list[str]:
    """The words, with those in quotation marks together and still in them."""
    tokens: list[str] = []
    current, quote = "", ""
    for char in text:
        if quote:
            quote = "" if char == quote else quote
            current += char
        elif char in QUOTES:
            quote = "”" if char == "“" else '"'
            current += char
        elif char.isspace():
            tokens += [current] if current else []
            current = ""
        else:
            current += char
    return [*tokens, current] if current else tokens


def _is_made_for(parameter: Parameter, word: str) -> bool:
    """Whether a word without a name says by its look which option it is."""
    match parameter.kind:
        case "number":
            return _is_number(word)
        case "person":
            return word.startswith("@")
        case "room":
            return word.startswith("#")
        case "yes-no":
            return _says(word)
        case _:
            return word.casefold() in parameter.choices


def _is_number(word: str) -> bool:
    return word.lstrip("-").isdigit()


def _is_within(parameter: Parameter, word: str) -> bool:
    return (
        word.isascii() and len(word) <= MAX_DIGITS and word.isdigit() and parameter.least <= int(word) <= parameter.most
    )


def _may_be_a_word(taker: Parameter, *, after_words: bool) -> bool:
    """Whether what an option takes may belong to words that follow: between words anything, before them yes and no."""
    return taker.kind not in ("person", "room") and (after_words or taker.kind == "yes-no")


def _says(word: str) -> bool:
    return word.casefold() in SAID


def _unclear(word: str, option: str, text: str) -> Unclear:
    word = clean(word)[:60]
    either_way = f"put what belongs together in quotation marks after {text}:, or write {option}:{word}"
    return Unclear(f"“{word}” could be {option}, or a part of {text}. To be clear, {either_way}.")


def _several(word: str, options: list[Parameter]) -> Unclear:
    word = clean(word)[:60]
    return Unclear(
        f"“{word}” could be {either([f'{option.name}:{word}' for option in options])}. Write which you mean."
    )
