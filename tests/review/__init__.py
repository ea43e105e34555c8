"""Memory that lasts."""
