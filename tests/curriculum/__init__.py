"""Tests of what classes work from."""
