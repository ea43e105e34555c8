"""Standings: where learners stand, as sums of marks."""
