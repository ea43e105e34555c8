"""Platforms on this machine, for tests: the real client libraries talk to them as to the real thing."""
