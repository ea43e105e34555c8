"""Keeping the database."""
