"""Where Swot writes to somebody alone: their direct messages, or a private thread where those are closed."""
