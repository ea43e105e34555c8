"""A gallery of every message of Swot on Discord or Slack, drawn as a phone shows it: `python -m tests.looks FOLDER`."""
