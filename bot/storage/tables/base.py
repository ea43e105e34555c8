"""What all tables share."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Instant = BigInteger
"""Microseconds since 1970, UTC."""
Sequence = BigInteger().with_variant(Integer, "sqlite")
"""A number that the database counts up; SQLite only does so for its own INTEGER."""
