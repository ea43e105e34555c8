"""Sitting a paper on one's own desk."""
