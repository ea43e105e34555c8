"""A loopback Slack for tests: small, local, and written from Slack's documentation."""

from tests.loopback.slack.calls import Call, Request
from tests.loopback.slack.faults import Faults
from tests.loopback.slack.refusals import NotPossible
from tests.loopback.slack.workspace import LoopbackSlack
from tests.loopback.slack.world import Happening, Message, OpenView

__all__ = ["Call", "Faults", "Happening", "LoopbackSlack", "Message", "NotPossible", "OpenView", "Request"]
