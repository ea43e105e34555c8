"""Payloads as Slack sends them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PAYLOADS = Path(__file__).parent / "payloads"
TEAM = "T0SCHOOL01"
MAYA = "slack:T0SCHOOL01.U0MAYA0001"
HISTORY = "slack:T0SCHOOL01.C0HISTORY1"
AT = 1_795_647_500_000_000


def payload(name: str, **changed: Any) -> dict[str, Any]:
    """The payload of that name, with some of it changed."""
    return {**json.loads((PAYLOADS / f"{name}.json").read_text("utf-8")), **changed}
