"""Packs as files that a teacher takes away, and the template that they begin with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

import yaml

from bot.authoring.columns import COLUMNS, cells_of
from bot.authoring.making import UNSOURCED, slug
from bot.authoring.workbooks import SHEET
from bot.bank import model
from bot.chat import File
from bot.chat.answers import MAX_FILE
from bot.errors import UserError
from bot.sheets import MEDIA as TABLES
from bot.sheets import csv_of, workbook_of

Format: TypeAlias = Literal["xlsx", "csv", "yaml"]
MEDIA: Mapping[str, str] = {**TABLES, "yaml": "application/yaml"}
EXAMPLES: tuple[Mapping[str, str], ...] = (
    {
        "Type": "single choice",
        "Question": "In which season is garlic usually planted?",
        "Answer": "Autumn",
        "Wrong 1": "Spring",
        "Wrong 2": "Summer",
        "Explanation": "Garlic needs a cold spell to split into cloves.",
        "Topic": "Growing things",
        "Source": "Rose, The Small Garden (1999)",
    },
    {
        "Type": "multiple choice",
        "Question": "Which of these stand frost? Several are right.",
        "Answer": "Leek | Broad bean",
        "Wrong 1": "Runner bean",
        "Wrong 2": "Tomato",
        "Explanation": "Leeks and broad beans stand through the winter.",
        "Topic": "Growing things",
    },
    {
        "Type": "true or false",
        "Question": "Potatoes turn green in the light.",
        "Answer": "true",
        "Explanation": "Light makes them green, and bitter.",
        "Topic": "Growing things",
    },
    {
        "Type": "typed",
        "Question": "What is letting seed potatoes sprout in the light called?",
        "Answer": "chitting",
        "Also accept": "pre-sprouting | green-sprouting",
        "Not accepted": "earthing up",
        "Explanation": "They are chitted for some weeks before they are planted.",
        "Hint": "It rhymes with “knitting”.",
        "Difficulty": "3",
    },
    {
        "Type": "number",
        "Question": "How deep should potatoes be planted?",
        "Answer": "15",
        "Unit": "cm",
        "Tolerance": "3",
        "Explanation": "Less, and the light turns them green.",
    },
    {
        "Type": "date",
        "Question": "In which year was the Horticultural Society of London founded?",
        "Answer": "1804",
        "Explanation": "It became the Royal Horticultural Society in 1861.",
    },
    {
        "Type": "order",
        "Question": "Put these into the order of the gardening year.",
        "Answer": "sow broad beans | plant potatoes | lift garlic | dig over",
        "Explanation": "February, April, July, November.",
    },
    {
        "Type": "match",
        "Question": "Match each plant with the month in which it is sown.",
        "Answer": "broad bean = February | runner bean = May | spring cabbage = July",
        "Wrong 1": "December",
        "Explanation": "Broad beans stand frost; runner beans do not.",
    },
    {
        "Type": "gaps",
        "Question": "A ___ turns soil, and a ___ loosens it.",
        "Answer": "spade | fork",
        "Explanation": "Each has its work.",
    },
)
HOW_TO: tuple[tuple[str, ...], ...] = (
    ("Column", "What belongs there"),
    ("ID", "Leave it empty in new questions. Keep it when you change one, so that it stays the same question."),
    ("Type", "single choice, multiple choice, true or false, typed, number, date, order, match or gaps"),
    ("Question", "What is asked. For gaps, write each gap as ___"),
    (
        "Answer",
        "The right answer. Several have a bar between them: spade | fork. Pairs: bean = May | leek = March",
    ),
    (
        "Wrong 1 to 5",
        "Wrong answers to choose from: two at least in a single choice. In match: what belongs to nothing.",
    ),
    (
        "Also accept",
        "Other answers that are right, in typed questions, with a bar between them. Spelling is forgiven anyway.",
    ),
    ("Not accepted", "What is near and wrong all the same"),
    ("Unit", "Of a number: cm, kg, people"),
    ("Tolerance", "How far off a number may be: 3, or 5%. Of a year: so many years."),
    ("Explanation", "Why the answer is right. Learners read it after they have answered."),
    ("Topic", "What /quiz solo finds it by. Empty: Questions."),
    ("Source", "The book or page that it rests on. Empty: written for this class."),
    ("Hint", "A hint for whoever asks for one"),
    ("Difficulty", "1 (everyone should know) to 5. Empty: 2."),
)
YAML_TEMPLATE = """\
# Questions of your own, for /content upload. content/README.md has every kind of question with an example.
# Text that has a colon in it, or begins with a sign, goes in quotes. Delete these examples.
questions:
  - type: single-choice
    topic: Growing things           # what /quiz solo finds it by
    stem: In which season is garlic usually planted?
    key: Autumn
    distractors:
      - Spring
      - text: Summer
        why: Garlic is lifted in summer; it needs a winter in the ground first.
    explanation: Garlic needs a cold spell to split into cloves.
    difficulty: 2                   # 1 (everyone should know) to 5; left out: 2
    cited: Rose, The Small Garden (1999)

  - type: typed
    topic: Growing things
    stem: What is letting seed potatoes sprout in the light called?
    key: chitting
    accept: [pre-sprouting]
    reject: [earthing up]
    explanation: They are chitted for some weeks before they are planted.
"""


def template(format: Format) -> File:
    """The template, with an example of each kind of question."""
    if format == "yaml":
        return _file("swot-questions", format, YAML_TEMPLATE.encode())
    return _file("swot-questions", format, _table(format, EXAMPLES))


def as_file(pack: model.Pack, format: Format) -> File:
    """A pack as a file that makes it again. Raises `UserError` where that format has no room for it."""
    topics = {topic.id: topic.title for topic in pack.info.topics}
    cited = {entry.key: entry.title for entry in pack.named}
    if format == "yaml":
        entries = [_entry(question, topics, cited) for question in pack.questions]
        text = yaml.safe_dump({"questions": entries}, allow_unicode=True, sort_keys=False, width=110)
        return _file(slug(pack.info.title), format, text.encode())
    rows: list[Mapping[str, str]] = []
    for question in pack.questions:
        source = cited[question.authority[0]]
        cells = cells_of(question, topics[question.topic], "" if source == UNSOURCED else source)
        if cells is None:
            raise UserError(f"“{question.stem[:60]}” says more than a row has room for. Take this pack as YAML.")
        rows.append(cells)
    return _file(slug(pack.info.title), format, _table(format, rows))


def _table(format: Format, questions: Sequence[Mapping[str, str]]) -> bytes:
    rows = [COLUMNS, *(tuple(cells.get(column, "") for column in COLUMNS) for cells in questions)]
    return csv_of(rows) if format == "csv" else workbook_of({SHEET: rows, "How to": HOW_TO})


def _entry(question: model.Question, topics: Mapping[str, str], cited: Mapping[str, str]) -> dict[str, Any]:
    data = question.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"revision", "authority"})
    source = cited[question.authority[0]]
    first = {"id": data.pop("id"), "type": question.type, "topic": topics[data.pop("topic")]}
    return {**first, **data, **({} if source == UNSOURCED else {"cited": source})}


def _file(name: str, format: Format, data: bytes) -> File:
    if len(data) > MAX_FILE:
        raise UserError("That pack is too large to be sent as one file. Take it as XLSX, which is smaller.")
    return File(f"{name}.{format}", MEDIA[format], data)
