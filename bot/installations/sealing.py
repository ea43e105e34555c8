"""Secrets that lie in the database encrypted, with a key that is not in it."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import UserError

VARIABLE = "SWOT_SECRET_KEY"
NO_KEY = (
    f"Tokens of workspaces are kept encrypted, and {VARIABLE} is not set. `swot key` makes one; keep it somewhere else"
    " than the database and its backups."
)
BAD_KEY = f"{VARIABLE} holds no key that `swot key` made. Several, the newest first, have spaces between them."
WRONG_KEY = (
    f"A token in the database was encrypted with another key than {VARIABLE} holds. Add the older key after the newer"
    " one, with a space between, or install Swot in that workspace again."
)


def new_key() -> str:
    """A new key, to be kept."""
    return Fernet.generate_key().decode()


class Seal:
    """Encrypts with the first key, and decrypts with any of them: so a key is changed by putting a new one first.

    Fernet: AES in CBC mode with an HMAC, so that what was changed on the disk is noticed.
    """

    def __init__(self, keys: str) -> None:
        """`keys` is what the environment has. Raises `UserError` where that is no key."""
        if not keys.split():
            raise UserError(NO_KEY)
        try:
            self._all = MultiFernet([Fernet(key) for key in keys.split()])
        except ValueError as error:
            raise UserError(BAD_KEY) from error

    def sealed(self, text: str) -> str:
        """The text, encrypted."""
        return self._all.encrypt(text.encode()).decode()

    def opened(self, sealed: str) -> str:
        """What was encrypted. Raises `UserError` where it was with another key, or has been changed."""
        try:
            return self._all.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise UserError(WRONG_KEY) from error

    def renewed(self, sealed: str) -> str:
        """The same, encrypted with the first key. Raises as `opened` does."""
        try:
            return self._all.rotate(sealed.encode()).decode()
        except InvalidToken as error:
            raise UserError(WRONG_KEY) from error
