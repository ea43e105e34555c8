"""What a class is not asked elsewhere as long as it sits an exam."""

from __future__ import annotations

import json

from sqlalchemy import Connection

from bot.exams import store


def withheld(tx: Connection, class_id: str) -> frozenset[str]:
    """The full ids of all questions of a class's open exams; of the papers nothing else is read."""
    papers = (json.loads(paper) for paper in store.papers_in_use(tx, class_id))
    return frozenset(item["id"] for paper in papers for part in paper["parts"] for item in part["items"])
