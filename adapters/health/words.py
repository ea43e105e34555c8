"""What every server of Swot's says at the same address, whoever serves it."""

from __future__ import annotations

HEALTHY = "/healthz"
ALIVE = "Swot is here."
