"""What notifications show and screen readers say."""

from __future__ import annotations

from adapters.slack.limits import LIMITS
from adapters.slack.render import message_of
from adapters.slack.speech import NOTIFICATION, speech_of
from bot.chat import Field, Image, Moment, Place, Table, View, lines, paragraphs, rich
from tests.contract.suite import EVERYTHING, HOSTILE, PIXEL

AT = 1_795_647_500_900_000


def test_the_first_line_is_what_the_core_wants_a_notification_to_say():
    """What people see follows, for those to whom it is read: of blocks screen readers say nothing."""
    first, *rest = speech_of(EVERYTHING).split("\n")
    assert first == "Everything at once"
    assert rest == [
        *("The title", "A bold and an italic word.", "Closes at 08:00:25 UTC."),
        *("Label one: value one", "Label two: value two", "1 · Name: Cell A", "2 · Name: Cell B", "A single dot"),
    ]


def test_what_is_said_already_is_not_said_twice():
    """Without a fallback of its own a message begins with itself."""
    assert speech_of(View(paragraphs(rich("One"), rich("**Two**")))) == "One\nTwo"
    assert speech_of(View(rich("One"), fallback="One")) == "One"
    assert speech_of(View(lines(rich("text")), title="Title")) == "Title\ntext"


def test_nothing_is_left_blank():
    """Rooms and instants are told in words that are true everywhere."""
    view = View(
        lines(
            rich("begins {}, in {}", Moment(AT), Place("slack:T1.C3")),
            rich("{} to {} in {}", Moment(AT, "day"), Moment(AT, "clock"), Place("discord:5")),
        )
    )
    assert speech_of(view) == "begins at 22:58:20 UTC, in a channel\n2026-11-25 to 22:58 UTC in a room on Discord"


def test_a_first_line_that_is_too_long_is_cut_and_said_again():
    """The notification ends where a phone would cut it; the whole follows."""
    first, second = speech_of(View(rich("{}", "long " * 100))).split("\n")
    assert (len(first), first[-1]) == (NOTIFICATION, "…")
    assert second == ("long " * 100).strip()


def test_only_what_is_very_long_is_cut():
    """Where Slack would cut it itself."""
    assert len(speech_of(View(rich("{}", "x" * 9_000)))) == LIMITS["notification text"]


def test_every_message_says_something():
    """Also where nothing stands in it but a picture, a table or facts."""
    assert speech_of(View(image=Image("dot", PIXEL, "A dot"))) == "A dot"
    assert speech_of(View(table=Table(("Place", "Name"), (("1", "Maya"),)))) == "1 · Name: Maya"
    assert speech_of(View(table=Table(("Place", "Name"), ()))) == "Place · Name"
    assert speech_of(View(fields=(Field("Name", rich("Maya")),))) == "Name: Maya"


def test_nothing_in_it_acts():
    """It is escaped, and not read as mark-up."""
    message = message_of(View(rich("{}", HOSTILE)))
    assert "&lt;!channel&gt; &lt;@U1&gt;" in message["text"]
    assert message["mrkdwn"] is False
