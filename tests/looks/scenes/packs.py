"""The shipped pack with a topic for each kind of question, so that a round can ask for that kind."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import yaml

from bot.bank.model import Question
from tests.dialogues.test_whole_pack import PACK, SHIPPED


def of_each_kind() -> dict[str, Question]:
    """By kind, the question with the longest wording."""
    found: dict[str, Question] = {}
    for question in sorted(PACK.questions, key=lambda one: (len(one.stem), one.id)):
        found[question.type] = question
    return found


def pack_of_kinds(folder: Path) -> Path:
    """The shipped pack, with a topic `only-<kind>` that has one question, and a paper `kinds` of all of them."""
    shutil.copytree(SHIPPED, folder)
    chosen = {question.id: question for question in of_each_kind().values()}
    info = yaml.safe_load((folder / "pack.yaml").read_text("utf-8"))
    info["topics"] += [
        {"id": f"only-{kind}", "title": f"Only {kind}", "serves": ["aqa-1h/authority"]} for kind in of_each_kind()
    ]
    (folder / "pack.yaml").write_text(yaml.safe_dump(info, allow_unicode=True, sort_keys=False), "utf-8")
    for path in (folder / "questions").glob("*.yaml"):
        written = path.read_text("utf-8")
        for id, question in chosen.items():
            written = re.sub(rf"(- id: {id}\n(?: +\S.*\n)*? +topic: )\S+", rf"\1only-{question.type}", written)
        path.write_text(written, "utf-8")
    paper = {
        "id": "kinds",
        "title": "Every kind of question",
        "about": "One question of each kind.",
        "minutes": 60,
        "sections": [{"title": "All", "instructions": "Answer all of them.", "questions": list(chosen)}],
    }
    (folder / "papers" / "kinds.yaml").write_text(yaml.safe_dump({"papers": [paper]}), "utf-8")
    return folder
