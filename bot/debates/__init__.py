"""Debates: a class votes, reads what can be said on both sides, talks, and votes again."""
