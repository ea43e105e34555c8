"""Homework: the same questions for everybody, on each learner's desk, by a local time."""
