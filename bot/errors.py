"""The one exception whose text people see."""

from __future__ import annotations


class UserError(Exception):
    """Something a person asked for can't be done; the text says why and what to do next."""
