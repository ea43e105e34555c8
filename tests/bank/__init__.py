"""Tests of the question bank: what an author can get wrong, and what a class is given."""
