"""What kinds of question have in common; each says only where it differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from bot.bank.model import Question
from bot.chat import Entry, Text, bare, cut, prose, rich
from bot.chat.parameters import clean
from bot.quiz.kinds.kind import How, Layout, Refused, Vocabulary
from bot.responses.model import Given

MOST = 300
"""Characters of what is written as an answer, where it is a few words."""
MOST_ABOUT = 100
"""Characters that stand beside an entry of a form."""
MOST_LABEL = 45
"""Characters of an entry's name."""


class Pressed:
    """Answered with buttons."""

    how: How = "press"
    title = ""
    heading = ""
    unfinished = ""
    marked = True

    def layout(self, question: Question, seed: str) -> Layout:
        """The options; a kind that has some lays them out."""
        return ()

    def stem(self, question: Question) -> Text:
        """The author's words."""
        return prose(question.stem)

    def spoken(self, question: Question) -> str:
        """The author's words, bare."""
        return bare(question.stem)

    def entries(self, question: Question, layout: Layout, pressed: int) -> tuple[Entry, ...]:
        """There is nothing to write."""
        return ()

    def fields(self, question: Question, layout: Layout, pressed: int, given: Given) -> dict[str, str]:
        """There is nothing to write."""
        return {}

    def read(self, question: Question, layout: Layout, pressed: int, fields: Mapping[str, str]) -> Given | Refused:
        """There is nothing to write."""
        return Refused({})

    def asked_back(self, question: Question, given: Given, vocabulary: Vocabulary) -> tuple[str, ...]:
        """Nothing is asked back."""
        return ()

    def begun(self, question: Question, layout: Layout, given: Given) -> Text:
        """One press is the answer; nothing is gathered."""
        return ()

    def locked(self, question: Question, layout: Layout, given: Given) -> Text:
        """The answer; another press is another answer."""
        return locked_in(self.told(question, layout, given))

    def told(self, question: Question, layout: Layout, given: Given) -> Text:
        """What was chosen."""
        return rich("**{}**", ", ".join(bare(option) for option in given))

    def offers(self, question: Question, given: Given) -> bool:
        """Whether each option chosen is still among the options."""
        return set(given) <= set(self.layout(question, ""))

    def widened(self, question: Question, form: Given) -> Question | None:
        """The key is the key."""
        return None

    def beyond(self, question: Question, given: Given, vocabulary: Vocabulary) -> Given:
        """All of it."""
        return given

    def detail(self, question: Question, layout: Layout) -> Text:
        """The key says it all."""
        return ()

    def why_wrong(self, question: Question, given: Given) -> Text:
        """Nothing."""
        return ()

    def right(self, question: Question, layout: Layout) -> tuple[int, ...]:
        """No option alone."""
        return ()

    def chosen(self, question: Question, layout: Layout, given: Given) -> tuple[int, ...]:
        """No option alone."""
        return ()


class Written(Pressed):
    """Answered in a form of one entry; what people write is not shown to others."""

    how: Literal["write"] = "write"
    heading = "Your answer"

    def asks(self, question: Question, layout: Layout) -> Text:
        """Nothing beyond the stem."""
        return ()

    def buttons(self, question: Question, layout: Layout) -> tuple[str, ...]:
        """The one that opens the form."""
        return ("Answer",)

    def after(self, question: Question, layout: Layout, given: Given, pressed: int) -> Given:
        """There is nothing to press."""
        return given

    def entries(self, question: Question, layout: Layout, pressed: int) -> tuple[Entry, ...]:
        """One line, with the question beside it."""
        return (Entry("answer", "Answer", about=cut(self.spoken(question), MOST_ABOUT), most=MOST),)

    def fields(self, question: Question, layout: Layout, pressed: int, given: Given) -> dict[str, str]:
        """What was written."""
        return {"answer": given[0]} if given else {}

    def read(self, question: Question, layout: Layout, pressed: int, fields: Mapping[str, str]) -> Given | Refused:
        """What is written, on one line."""
        words = clean(fields.get("answer", ""))
        problem = refusal(words)
        return Refused({"answer": problem}) if problem else (words,)

    def asked_back(self, question: Question, given: Given, vocabulary: Vocabulary) -> tuple[str, ...]:
        """The one entry."""
        return ("answer",)

    def told(self, question: Question, layout: Layout, given: Given) -> Text:
        """What was written."""
        return rich("**{}**", given[0])

    def named(self, question: Question, layout: Layout, given: Given) -> Text:
        """What was written."""
        return self.told(question, layout, given)

    def offers(self, question: Question, given: Given) -> bool:
        """Nothing was chosen: words are words."""
        return True

    def complete(self, question: Question, given: Given) -> bool:
        """Whatever was written is an answer."""
        return bool(given and given[0].strip())


def locked_in(told: Text) -> Text:
    """That an answer is taken, and may be changed."""
    return rich("Locked in: {}. You can change it until the time is up.", told)


def refusal(words: str, most: int = MOST) -> str:
    """Why what was written can't be taken; empty if it can."""
    if not words:
        return "Write an answer first."
    if len(words) > most:
        return f"Keep it under {most} characters; an answer here is a few words."
    return ""
