"""Notes that stand in for what a platform can't show where it was meant to stand; the same words on every platform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.chat import Action, Button, File, Form, View, lines, paragraphs, rich


def way_to(form: Form) -> View:
    """In place of a form that comes too late to open by itself; a press on a form's own action opens it."""
    opens = Button(f"Open “{form.title}”", form.action, "main")
    return View(rich("That took a moment. Here it is:"), controls=(opens,))


def given_elsewhere(view: View, file: File) -> View:
    """The note, where the file that goes with it had to go into the person's direct messages."""
    return replace(view, text=paragraphs(view.text, rich("**{}** is in your direct messages with Swot.", file.name)))


def not_given(file: File, advice: str) -> View:
    """In place of a note whose file did not arrive; `advice` is a sentence that says what to do."""
    return View(rich("**{}** could not be sent to your direct messages. {}", file.name, advice))


def in_words(view: View) -> View:
    """The view where its picture can't be shown: what that says to who can't see it stands there instead."""
    if view.image is None:
        return view
    return replace(view, image=None, text=paragraphs(view.text, rich("*{}*", view.image.alt)))


def way_back(problems: Mapping[str, str], reopen: Action) -> View:
    """What is wrong in a form that is closed by now, and the way back to what was written."""
    told = lines(*(rich("{}", problem) for problem in problems.values()))
    return View(told, controls=(Button("Try again", reopen, "main"),))
