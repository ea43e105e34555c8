"""Revision on one's own: private, with feedback after every question."""
