"""`swot doctor` and `swot invite`, on a Discord and a Slack of our own."""
