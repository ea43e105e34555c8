"""A platform at the edge of the world, for what speaks first: it takes everything, and is no chat at all."""

from __future__ import annotations

from bot.chat import Aside, Below, Group, NotReadable, Profile, View


class Far:
    """Posts are kept by whoever derives from it; nobody has a desk of their own, and nobody is known."""

    name = "far"
    knows_nonces = True
    posts_a_second = 1_000
    has_private_threads = True
    allowing = "Nobody can write to anybody here."

    async def post(self, room: str, view: View, *, nonce: str) -> str:
        """Take a message."""
        return nonce

    async def groups(self, space: str) -> tuple[Group, ...]:
        """None."""
        return ()

    async def find_post(self, room: str, nonce: str, *, since: int) -> str | None:
        """Nobody can look back."""
        raise NotReadable("nothing is written down here")

    async def edit(self, room: str, message: str, view: View) -> None:
        """Take what a message has become."""
        await self.post(room, view, nonce="")

    async def open(self, place: Aside) -> str:
        """A room of the person's, or below the message."""
        return f"far:below {place.message}" if isinstance(place, Below) else f"far:desk of {place.person}"

    async def profile(self, person: str) -> Profile | None:
        """Nobody is known."""
        return None

    async def fetch(self, file: str, *, limit: int) -> bytes:
        """Nothing is attached."""
        return b""
