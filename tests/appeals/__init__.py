"""Disputes: their rules, and marking again."""
