"""The Slack adapter, on payloads as Slack sends them; no server is needed."""
