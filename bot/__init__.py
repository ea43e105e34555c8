"""Swot's platform-neutral core: what a class does, and the language it is said in."""
