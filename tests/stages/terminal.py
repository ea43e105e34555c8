"""The terminal as a stage."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.terminal.screen import Shown
from adapters.terminal.session import Session
from bot.chat import NotSent, OutcomeUnknown, Room, Unreachable, View
from bot.main import App
from tests.stages.stage import Trouble

ERRORS: dict[Trouble, Exception] = {
    "busy": NotSent("rate limited"),
    "down": NotSent("the platform is down"),
    "lost": OutcomeUnknown("the connection broke"),
    "arrived": OutcomeUnknown("the connection broke"),
    "broken": ConnectionResetError("of no kind that the port names"),
}
FORBIDDEN = Unreachable("may not write there", advice="Let Swot write there.")


class TerminalStage(Session):
    """A session that can be told what goes wrong."""

    platform = "terminal"

    def __init__(self, app: App, show: Callable[[Shown], None]) -> None:
        super().__init__(app, show)
        self._post, self._edit = self.screen.post, self.screen.edit
        self._rest = ExitStack()
        self.screen.folder = Path(self._rest.enter_context(TemporaryDirectory(prefix="swot-")))

    def key(self, name: str) -> str:
        """People and rooms have their names for keys."""
        return f"terminal:{name}"

    def known_key(self, name: str) -> str:
        """Whoever has a name has a key."""
        return self.key(name)

    def tokens(self) -> list[str]:
        """A terminal has none."""
        return []

    async def enter(self, app: App) -> None:
        """Swot starts again."""
        self.go_on_with(app)

    async def leave(self) -> None:
        """Swot stops."""

    async def close(self) -> None:
        """The people's files are thrown away."""
        self._rest.close()

    def attach_file(self, person: str, name: str, data: bytes) -> str:
        """A file where files are looked for."""
        (self.screen.folder / name).write_bytes(data)
        return name

    def put_in_group(self, person: str, group: str, *, taken: bool = False) -> str:
        """A group of the screen's."""
        people = self.screen.people_of.setdefault(group, set())
        (people.discard if taken else people.add)(self._person(person))
        return f"terminal:&{group}"

    def given(self, shown: str) -> bytes:
        """What was written at that place."""
        return Path(shown).read_bytes()

    def delete_file(self, person: str, name: str) -> None:
        """A file is gone."""
        (self.screen.folder / name).unlink()

    def drop_form(self, person: str) -> None:
        """A person closes the form."""
        self._forms.pop(person, None)

    async def redeliver(self) -> bool:
        """The last event comes once more, and its answer is shown again."""
        await super().redeliver()
        return True

    # What goes wrong

    def fail_posts(self, times: int, trouble: Trouble, *, wait: int = 0) -> None:
        """Have the next posts fail."""
        error = NotSent("slow down", wait=wait) if wait else ERRORS[trouble]
        left = [error] * times

        async def failing(room: str, view: View, *, nonce: str) -> str:
            if not left:
                return await self._post(room, view, nonce=nonce)
            if trouble == "arrived":
                await self._post(room, view, nonce=nonce)
            raise left.pop()

        self.screen.post = failing

    def fail_edits(self, times: int) -> None:
        """Have the next edits put off."""
        self._edits_fail([NotSent("slow down")] * times)

    def may_post_twice(self, trouble: Trouble) -> bool:
        """A terminal knows nonces."""
        return False

    def delete_newest(self) -> None:
        """The newest message is gone: no edit reaches it."""
        self._edits_fail([Unreachable("that message is gone")] * 1_000)

    def forbid(self) -> None:
        """Swot may not write in the room."""
        here = self._room().key

        async def forbidden(room: str, view: View, *, nonce: str) -> str:
            if room == here:
                raise FORBIDDEN
            return await self._post(room, view, nonce=nonce)

        self.screen.post = forbidden

    def allow(self) -> None:
        """Swot may write again."""
        self.screen.post = self._post

    def refuse_desk(self, person: str) -> None:
        """A person takes no more direct messages."""
        self.screen.refusing_desks.add(person)

    def thread(self, name: str) -> Room:
        """A thread of the room."""
        return Room(self.key(name), space="terminal:try", parent=self._room().key, name=name)

    def wire(self) -> list[str]:
        """There is no wire."""
        return []

    def _edits_fail(self, errors: list[Exception]) -> None:
        async def failing(room: str, message: str, view: View) -> None:
            if errors:
                raise errors.pop()
            await self._edit(room, message, view)

        self.screen.edit = failing
