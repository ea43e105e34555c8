"""What `swot run` logs: enough to find trouble, and nothing about people."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError

from adapters.logs import LEVELS, Discreet
from bot.chat import NotSent
from bot.errors import UserError

WRITTEN = "what Maya wrote"


def line(message: str, *arguments: object, raising: Callable[[], object] | None = None) -> str:
    """What a line looks like that somebody logs, perhaps with the exception that something raises."""
    found = None
    if raising is not None:
        try:
            raising()
        except Exception:  # noqa: BLE001 - whatever it is
            found = sys.exc_info()
    record = logging.LogRecord("bot.somewhere", logging.ERROR, __file__, 1, message, arguments, found)
    return Discreet().format(record)


@pytest.mark.parametrize(
    ("told", "secret"),
    [
        ("token xoxb-12-34-aBc is bad", "xoxb-12-34-aBc"),
        ("token xapp-1-A1-2-ff is bad", "xapp-1-A1-2-ff"),
        ("token xoxe.xoxb-1-Mi0 is bad", "xoxe.xoxb-1-Mi0"),
        ("opening wss://wss-primary.slack.com/link/?ticket=ab-12&app_id=cd", "ab-12"),
        ("POST https://hooks.slack.com/commands/T1/22/xyz", "T1/22/xyz"),
        ("PATCH https://discord.com/api/v10/webhooks/42/aW50ZXJhY3Rpb24/messages/@original", "aW50ZXJhY3Rpb24"),
        ("POST https://discord.com/api/v10/interactions/42/aW50ZXJhY3Rpb24/callback", "aW50ZXJhY3Rpb24"),
        ("Bot MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.GabcDe.abcdefghijklmnopqrstuvwxyz0123456789AB", "GabcDe"),
        ("postgresql://swot:hunter2@db.school/swot can't be reached", "hunter2"),
    ],
)
def test_no_line_has_a_token(told: str, secret: str):
    """Whoever logs an address or a header, what lets somebody in is hidden; the rest is there."""
    assert secret not in line(told)
    assert secret not in line("it was %s", told)
    assert told.split(maxsplit=1)[0][:4] in line(told)


def broken_key() -> None:
    """A person's words in an exception's text."""
    raise KeyError(WRITTEN)


def broken_statement() -> None:
    """As SQLAlchemy tells of a row that is there twice."""
    try:
        broken_key()
    except KeyError as error:
        raise IntegrityError("INSERT INTO members VALUES (?)", {"name": WRITTEN}, error) from error


def test_a_traceback_tells_where_and_of_what_kind_and_no_more():
    """Frames of code and types; no text of an exception that may be somebody's, nor of those it came from."""
    told = line("error %s while answering %s", "ab12", "Press", raising=broken_statement)
    assert "error ab12 while answering Press" in told
    assert "in broken_statement" in told
    assert "sqlalchemy.exc.IntegrityError of KeyError" in told
    assert "which came from" in told
    assert "in broken_key" in told
    assert WRITTEN not in told


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (NotSent("rate limited"), "NotSent: rate limited"),
        (OSError(28, "No space left on device", "/srv/maya.db"), "OSError: No space left on device"),
        (UserError("There is nobody called Maya here."), "UserError"),
        (ValueError("Maya"), "ValueError"),
    ],
)
def test_only_our_own_words_are_told(error: Exception, shown: str):
    """What an exception says is there where it can be nobody's but ours, or the system's."""

    def raising() -> None:
        raise error

    told = line("oh", raising=raising)
    assert told.endswith((shown, f".{shown}"))
    assert "aya" not in told


def test_a_traceback_that_another_handler_wrote_is_not_taken_over():
    """Python keeps a traceback's text on the record for the next handler: ours writes its own, and leaves none."""
    try:
        broken_key()
    except KeyError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "oh", (), sys.exc_info())
    logging.Formatter().format(record)
    assert WRITTEN not in Discreet().format(record)
    assert record.exc_text is None


def test_no_library_is_heard_below_its_level():
    """What they say of each request, payload and statement never gets to the log, whatever they are set to before."""
    program = (
        "import logging, sys, discord, slack_sdk, slack_bolt, aiosqlite, sqlalchemy, apscheduler\n"
        "logging.getLogger('slack_bolt').setLevel(logging.DEBUG)\n"
        "from adapters.logs import LEVELS, set_up\n"
        "set_up(sys.stdout)\n"
        "for name in LEVELS:\n"
        "    logging.getLogger(f'{name}.inner'.lstrip('.')).debug('a payload of Maya')\n"
        "logging.getLogger('bot.x').info('all is well')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "all is well" in done.stdout
    assert "Maya" not in done.stdout + done.stderr
    assert all(level >= logging.INFO for level in LEVELS.values())


def test_lines_go_where_they_are_sent():
    """One line each, with when, how grave and where from."""
    to = io.StringIO()
    handler = logging.StreamHandler(to)
    handler.setFormatter(Discreet())
    handler.handle(logging.LogRecord("bot.x", logging.WARNING, __file__, 1, "round %s waits", ("abc",), None))
    assert to.getvalue().endswith(" WARNING bot.x: round abc waits\n")
