"""Disputed marks and reported questions: what learners find wrong, and what their teachers make of it."""
