"""Keeping the database: backups, going back to one, checking, and moving to another kind of database."""
