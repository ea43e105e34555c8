"""Swot's tests: dialogues between people and Swot, the rules they rest on, and what must survive."""
