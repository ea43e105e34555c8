"""Cards as a text file that Anki imports, as its manual has it (docs.ankiweb.net/importing/text-files.html).

Text, since the libraries that write Anki's own packages have no types and are hardly kept up; and what a package has
beyond it, schedule and pictures, our cards don't have. Each note has an identifier of its own, so that a later file
brings notes up to date where an earlier one was imported.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.bank.service import Bank
from bot.chat import Text, bare, lines, paragraphs, plain, prose, rich
from bot.chat.answers import MAX_FILE
from bot.quiz import cards
from bot.quiz.kinds import LETTERS, kind_of

COLUMNS = 4
"""Identifier, front, back, tags."""
_SPECIAL = re.compile(r"[\t\r\n\"]")
_IN_A_TAG = re.compile(r"[^\w-]+")


@dataclass(frozen=True, slots=True)
class Note:
    """What Anki is to have of a question, as plain text."""

    id: str
    front: str
    back: str
    tags: tuple[str, ...]


def notes_of(bank: Bank, questions: Iterable[str]) -> list[Note]:
    """The notes of these questions: what is asked, the answer, why, and says who."""
    return [_note(bank, id) for id in questions]


def _note(bank: Bank, id: str) -> Note:
    question = bank.question(id)
    kind = kind_of(question)
    layout = kind.layout(question, f"anki:{id}")
    cited = bank.sources(id)
    back = [
        _words(kind.key(question, layout)),
        _words(kind.detail(question, layout)),
        bare(question.explanation),
        f"Source: {'; '.join(map(bare, cited))}" if cited else "",
    ]
    topics = [bank.title(question.topic.partition("/")[0]), bank.title(question.topic)]
    tags = tuple(dict.fromkeys(tag for title in topics if (tag := _IN_A_TAG.sub("-", title).strip("-"))))
    if kind.how == "write":
        asked = cards.stem(question, kind, layout)
    else:
        # What can be pressed stands on buttons elsewhere; and how to press is no part of the question.
        options = (rich("{} {}", LETTERS[at], prose(option)) for at, option in enumerate(layout))
        asked = paragraphs(kind.stem(question), lines(*options))
    front = _words(asked)
    return Note(id, front, "\n\n".join(part for part in back if part), tags)


def _words(text: Text) -> str:
    return plain(text).strip()


def parts_of(deck: str, notes: Sequence[Note], most: int = MAX_FILE) -> list[tuple[bytes, int]]:
    """Files of these notes, each with how many it has; as many as it takes, since a file has its bounds."""
    head = _head(deck)
    parts: list[tuple[bytes, int]] = []
    data, count = head, 0
    for note in notes:
        line = _line(note)
        if count and len(data) + len(line) > most:
            parts.append((data, count))
            data, count = head, 0
        data, count = data + line, count + 1
    return [*parts, (data, count)]


def _head(deck: str) -> bytes:
    # Anki's names of decks nest at `::`, and a line ends a header.
    name = " ".join(deck.replace("::", ":").split()) or "Swot"
    lines = ("separator:tab", "html:true", "notetype:Basic", f"deck:{name}", "guid column:1", f"tags column:{COLUMNS}")
    return "".join(f"#{line}\n" for line in lines).encode()


def _line(note: Note) -> bytes:
    fields = (f"swot:{note.id}", _html(note.front), _html(note.back), " ".join(note.tags))
    return ("\t".join(map(_quoted, fields)) + "\n").encode()


def _html(words: str) -> str:
    """Plain words as HTML that shows just them."""
    return "<br>".join(html.escape(line, quote=False) for line in words.splitlines())


def _quoted(field: str) -> str:
    """A field that holds what would end it, or that would be taken for a comment, stands in quotation marks."""
    if _SPECIAL.search(field) or field.startswith("#"):
        doubled = field.replace('"', '""')
        return f'"{doubled}"'
    return field
