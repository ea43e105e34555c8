"""Where this system keeps a user's data and caches."""

from __future__ import annotations

import os
from pathlib import Path


def data_folder() -> Path:
    """For what must last: databases and history. `SWOT_DATA_DIR` overrides it."""
    return _folder("SWOT_DATA_DIR", "user_data_path")


def cache_folder() -> Path:
    """For what can be computed again. `SWOT_CACHE_DIR` overrides it."""
    return _folder("SWOT_CACHE_DIR", "user_cache_path")


def _folder(variable: str, kind: str) -> Path:
    if os.environ.get(variable):
        return Path(os.environ[variable])
    import platformdirs  # noqa: PLC0415 - not needed where the variable is set

    path: Path = getattr(platformdirs, kind)("swot")
    return path
