"""Slack: events in over Socket Mode, answers out as Block Kit."""

from adapters.slack.entry import SlackAdapter, SlackSettings

__all__ = ["SlackAdapter", "SlackSettings"]
