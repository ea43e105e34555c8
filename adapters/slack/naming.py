"""Commands by the names that they have in this workspace: with a prefix, what Swot says has to say it too."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from adapters.slack.limits import LIMITS
from bot.chat import Answer, Form, Home, Invalid, Reply, Run, Text, View


class Naming:
    """Puts the prefix before every command that is named in what people read."""

    def __init__(self, prefix: str, commands: Iterable[str]) -> None:
        words = "|".join(sorted({re.escape(name.split()[0]) for name in commands}))
        self._prefix = prefix
        self._named = re.compile(rf"(?<![\w/])/(?=(?:{words})\b)") if prefix and words else None

    def answer(self, answer: Answer | None) -> Answer | None:
        """The answer with every command by its name here."""
        if self._named is None:
            return answer
        match answer:
            case Reply() | Home():
                return replace(answer, view=self.view(answer.view))
            case Form():
                title = self._words(answer.title)
                return replace(answer, title=title if len(title) <= LIMITS["form title"] else answer.title)
            case Invalid():
                problems = {name: self._words(problem) for name, problem in answer.problems.items()}
                return replace(answer, problems=problems)
            case _:
                return answer

    def view(self, view: View) -> View:
        """The view with every command by its name here."""
        if self._named is None:
            return view
        fields = tuple(replace(field, text=self._text(field.text)) for field in view.fields)
        return replace(
            view,
            title=self._words(view.title),
            text=self._text(view.text),
            fields=fields,
            fallback=self._words(view.fallback),
        )

    def _text(self, text: Text) -> Text:
        return tuple(replace(run, text=self._words(run.text)) if isinstance(run, Run) else run for run in text)

    def _words(self, words: str) -> str:
        return self._named.sub(f"/{self._prefix}", words) if self._named else words
