"""Interactions as Discord sends them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PAYLOADS = Path(__file__).parent / "payloads"
SPACE = "discord:1444000000000000100"
HISTORY = "discord:1444000000000000200"
THREAD = "discord:1444000000000000300"
DESK = "discord:1444000000000000400"
MAYA, TOM, TEACHER = (f"discord:144400000000000050{n}" for n in (1, 2, 3))
AT = 1_795_647_500_000_000


def payload(name: str, **changed: Any) -> dict[str, Any]:
    """The payload of that name, with some of it changed."""
    return {**json.loads((PAYLOADS / f"{name}.json").read_text("utf-8")), **changed}
