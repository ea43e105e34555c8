"""The interactive session: a prompt with completion and history, and colour.

The prompt comes first and Swot is put together behind it: whoever types the first line waits for what is left of that.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory
from prompt_toolkit.patch_stdout import patch_stdout
from prompt_toolkit.shortcuts import print_formatted_text
from prompt_toolkit.styles import Style

from adapters.terminal.folding import folded

if TYPE_CHECKING:
    from adapters.terminal.render import Line
    from adapters.terminal.session import Session

LOOKS = Style.from_dict(
    {
        "bold": "bold",
        "italic": "italic",
        "title": "bold ansicyan",
        "label": "ansibrightblack",
        "dim": "ansibrightblack",
        "button": "ansicyan",
        "main": "bold ansigreen",
        "danger": "bold ansired",
        "who": "bold ansiyellow",
    }
)
WELCOME: list[Line] = [
    [("Swot", "title"), (" · a class to try things in, all on this machine. You are ", "plain"), ("teacher", "who")],
    [("in #history; ", "plain"), ("@maya", "who"), (" and ", "plain"), ("@tom", "who"), (" are learners.", "plain")],
    [("  /swot help", "bold"), ("                       what Swot can do", "dim")],
    [
        ("  /quiz round questions:3", "bold"),
        ("          a round for everyone; answer with ", "dim"),
        ("@maya B", "bold"),
    ],
    [("  @tom /quiz solo", "bold"), ("                  Tom revises on his own", "dim")],
    [
        ("  @maya", "bold"),
        (" speaks as Maya from now on; a button is pressed by typing its name; ", "dim"),
        ("quit", "bold"),
    ],
]


class _Completer(Completer):
    """Completes commands, options, names and buttons."""

    def __init__(self, session: Callable[[], Session | None]) -> None:
        self._session = session

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> list[Completion]:
        """Nothing: completion here is asynchronous."""
        return []

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """What could stand where the cursor is."""
        session = self._session()
        if session is None:
            return
        for text, typed in await session.completions(document.text_before_cursor):
            yield Completion(text, start_position=-len(typed))


def _printed(lines: list[Line]) -> None:
    width = shutil.get_terminal_size().columns - 1
    wrapped = [part for line in lines for part in folded(line, width)]
    pieces = [piece for line in wrapped for piece in (*((f"class:{look}", text) for text, look in line), ("", "\n"))]
    print_formatted_text(FormattedText(pieces), style=LOOKS, end="")


async def talk(open_session: Callable[[Callable[[list[Line]], None]], Awaitable[Session]], history: Path) -> None:
    """Show the prompt, put the session together behind it, and do line by line what is typed until `quit`."""
    history.parent.mkdir(parents=True, exist_ok=True)
    ready: asyncio.Task[Session] = asyncio.ensure_future(_opened(open_session))
    prompt: PromptSession[str] = PromptSession(
        history=FileHistory(str(history)),
        completer=_Completer(lambda: ready.result() if ready.done() and not ready.exception() else None),
        complete_while_typing=False,
        style=LOOKS,
    )
    _printed(WELCOME)
    with patch_stdout(raw=True):
        try:
            while True:
                typed = await prompt.prompt_async(lambda: _who(ready))
                if typed.strip() in ("quit", "exit"):
                    break
                await _do(await ready, typed)
        except (EOFError, KeyboardInterrupt):
            pass
        finally:
            if not ready.done():
                ready.cancel()
    if ready.done() and not ready.cancelled() and ready.exception():
        ready.result()


async def _opened(open_session: Callable[[Callable[[list[Line]], None]], Awaitable[Session]]) -> Session:
    await asyncio.sleep(0.05)  # let the prompt be drawn first
    return await open_session(_printed)


def _who(ready: asyncio.Task[Session]) -> FormattedText:
    speaker = ready.result().speaker if ready.done() and not ready.exception() else "teacher"
    return FormattedText([("class:who", speaker), ("", " › ")])


async def _do(session: Session, typed: str) -> None:
    from adapters.terminal.screen import NoSuchControl  # noqa: PLC0415 - the prompt comes before everything heavy
    from adapters.terminal.session import ScriptError  # noqa: PLC0415

    try:
        await session.line(typed)
    except (ScriptError, NoSuchControl) as error:
        hint = "" if isinstance(error, ScriptError) else " /swot help shows the commands."
        _printed([[(f"{error}{hint}", "dim")]])
