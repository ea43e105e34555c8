"""Sitting a paper together: everybody gets each question at the same time, in a room."""
