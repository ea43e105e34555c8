"""Slack: events in over Socket Mode or HTTP, answers out as Block Kit."""

from adapters.slack.entry import SlackAdapter
from adapters.slack.settings import SlackSettings

__all__ = ["SlackAdapter", "SlackSettings"]
