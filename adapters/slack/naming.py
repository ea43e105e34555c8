"""Commands by the names that they have in this workspace: with a prefix, what Swot says has to say it too."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import replace

from adapters.slack.limits import LIMITS
from bot.chat import Answer, Form, Home, Invalid, Reply, Run, Text, View

log = logging.getLogger(__name__)


class Naming:
    """Puts the prefix before every command that is named in what people read.

    Which it is the operator may have said; what counts is how Slack has the commands, and each that is given tells.
    """

    def __init__(self, prefix: str, commands: Iterable[str]) -> None:
        self._words = sorted({name.split()[0] for name in commands}, key=lambda word: (-len(word), word))
        either = "|".join(map(re.escape, self._words))
        self._prefix = prefix
        self._found = re.compile(rf"(?<![\w/])/(?=(?:{either})\b)") if either else None

    @property
    def _named(self) -> re.Pattern[str] | None:
        return self._found if self._prefix else None

    def heard(self, command: str) -> str:
        """What stands before the word of ours that a command, as it was given, ends with: all of them have it here."""
        given = command.removeprefix("/")
        word = next((word for word in self._words if given.endswith(word)), "")
        prefix = given.removesuffix(word) if word else self._prefix
        if prefix != self._prefix:
            log.warning("Slack has the command %s: set SWOT_SLACK_PREFIX to “%s”", command, prefix)
            self._prefix = prefix
        return prefix

    def answer(self, answer: Answer | None) -> Answer | None:
        """The answer with every command by its name here."""
        found = self._named
        if found is None:
            return answer
        match answer:
            case Reply() | Home():
                return replace(answer, view=self.view(answer.view))
            case Form():
                title = self._said(answer.title)
                # Where it has no room for that, it names no command: one without the prefix is not there.
                fits = len(title) <= LIMITS["form title"]
                return replace(answer, title=title if fits else found.sub("", answer.title))
            case Invalid():
                problems = {name: self._said(problem) for name, problem in answer.problems.items()}
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
            title=self._said(view.title),
            text=self._text(view.text),
            fields=fields,
            fallback=self._said(view.fallback),
        )

    def _text(self, text: Text) -> Text:
        return tuple(replace(run, text=self._said(run.text)) if isinstance(run, Run) else run for run in text)

    def _said(self, words: str) -> str:
        return self._named.sub(f"/{self._prefix}", words) if self._named else words
