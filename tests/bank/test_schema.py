"""The schemas that editors read say what `swot check` says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from bot.bank import model
from bot.bank.loading import SINGLE as SINGLE_FILES
from bot.bank.reading import Source
from bot.bank.schema import SCHEMAS, schemas, write
from tests.bank.json_schema import faults
from tests.bank.making import packs
from tests.bank.packs import (
    AUTHORITIES,
    DATE,
    ESSAY,
    EVERY_TYPE,
    EVIDENCE,
    FACTS,
    GAPS,
    JUDGING,
    MATCH,
    MEND,
    MULTIPLE,
    NUMBER,
    ORDER,
    PACK,
    SINGLE,
    SOURCE,
    TYPED,
    edited,
    with_line,
)

ROOT = Path(__file__).parent.parent.parent
SHIPPED = ROOT / "content" / "schema"
PACKS = [ROOT / "content" / "stalins-russia", *(ROOT / "tests" / "data" / name for name in ("garden", "orchard"))]


def schema_of(path: Path) -> str:
    """The name of the schema that a file of a pack is written by."""
    return path.stem if path.name in SINGLE_FILES else path.parent.name


def underlined(name: str, text: str) -> list[str]:
    """What an editor underlines in a file."""
    return faults(Source("file.yaml", text.replace("¦", "")).data, json.loads(schemas()[f"{name}.schema.json"]))


def test_the_schemas_that_ship_are_those_of_the_models():
    """Nobody's editor checks by yesterday's models: after a change, `swot schema` writes them anew."""
    assert {path.name: path.read_text("utf-8") for path in SHIPPED.iterdir()} == schemas()


def test_there_is_a_schema_for_every_kind_of_file(tmp_path: Path):
    """They are written where they are wanted, and the folder is made if need be."""
    write(tmp_path / "deep" / "schema")
    assert {path.name for path in (tmp_path / "deep" / "schema").iterdir()} == {
        f"{name}.schema.json" for name in SCHEMAS
    }
    single, many = {"pack", "authorities", "sources", "retired"}, {"questions", "facts", "evidence"}
    assert set(SCHEMAS) == single | many | {"glossary", "debates", "papers"}
    for content in schemas().values():
        schema = json.loads(content)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["additionalProperties"] is False


@pytest.mark.parametrize(
    "path",
    [path for pack in PACKS for path in sorted(pack.rglob("*.yaml"))],
    ids=lambda path: "/".join(path.parts[-3:]),
)
def test_an_editor_underlines_nothing_in_a_faultless_pack(path: Path):
    """What `swot check` takes, the schemas take."""
    assert underlined(schema_of(path), path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("questions", with_line(SINGLE, "key: 1928")),
        ("questions", with_line(SINGLE, "distractors: [1917, 1921, 1929]")),
        ("questions", with_line(SINGLE, "distractors: [{text: 1917, why: Too soon.}, Later]")),
        ("questions", with_line(ORDER, "sequence: [1917, {text: 1921, when: 1921}, 1924]")),
        ("questions", with_line(TYPED, "accept: [2, two]")),
        ("questions", with_line(NUMBER, "key: 2.5")),
        ("questions", with_line(NUMBER, "tolerance: 10")),
        ("questions", with_line(DATE, "key: 1902")),
        ("questions", with_line(MEND, "key: 1928")),
        ("questions", edited(GAPS, ("- Spade", "- 1928"))),
        ("facts", with_line(FACTS, "on: 1928")),
        ("evidence", with_line(EVIDENCE, "date: 1903")),
    ],
)
def test_a_number_that_may_stand_without_quotes_is_not_underlined(name: str, text: str):
    """Where `swot check` takes 1928 for a year's name, so does the editor."""
    assert underlined(name, text) == []


@pytest.mark.parametrize("text", EVERY_TYPE, ids=lambda text: text.split("type: ")[1].split()[0])
def test_an_editor_underlines_nothing_in_a_question_of_any_type(text: str):
    """Each has its schema."""
    assert underlined("questions", text) == []


@settings(max_examples=15)
@given(packs())
def test_every_pack_that_the_models_allow_is_allowed_by_the_schemas(pack: model.Pack):
    """In whatever way a pack is right, an editor finds nothing in it."""
    files: dict[str, model.Entry] = {
        "pack": pack.info,
        "authorities": model.AuthorityFile(works=pack.works, documents=pack.documents),
        "questions": model.QuestionFile(questions=pack.questions),
        "facts": model.FactFile(facts=pack.facts),
        "evidence": model.EvidenceFile(claims=pack.claims),
    }
    for name, entry in files.items():
        data: Any = entry.model_dump(mode="json", by_alias=True)
        assert faults(data, json.loads(schemas()[f"{name}.schema.json"])) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("questions", edited(SINGLE, ("stem:", "stme:"))),
        ("questions", edited(SINGLE, ("single-choice", "single-choise"))),
        ("questions", edited(SINGLE, ("    type: single-choice\n", ""))),
        ("questions", with_line(SINGLE, "difficulty: 9")),
        ("questions", with_line(SINGLE, "difficulty: easy")),
        ("questions", with_line(SINGLE, "id: G_01")),
        ("questions", with_line(SINGLE, "distractors: [Beetroot]")),
        ("questions", with_line(SINGLE, "distractors: [Beetroot, {text: Kale, wyh: No}]")),
        ("questions", with_line(SINGLE, "tone: sad")),
        ("questions", with_line(SINGLE, "key: 1.5")),
        ("questions", with_line(MULTIPLE, "keys: Carrot")),
        ("questions", with_line(JUDGING, 'key: "false"')),
        ("questions", with_line(JUDGING, "key: no")),
        ("questions", with_line(TYPED, "prompt: [{form: tool}]")),
        ("questions", with_line(ORDER, "sequence: [one, two]")),
        ("questions", with_line(NUMBER, "key: many")),
        ("questions", with_line(NUMBER, "tolerance: five")),
        ("questions", with_line(NUMBER, "tolerance: -1")),
        ("questions", with_line(DATE, "key: March 1902")),
        ("questions", edited(MATCH, ("prompt: Pea, match: The seeds", "prompt: Pea"))),
        ("questions", with_line(MATCH, "extra: [a, b, c, d]")),
        ("questions", edited(GAPS, ("- Spade", "- {accept: [Spade]}"))),
        ("questions", with_line(MEND, "parts: [the season]")),
        ("questions", edited(ESSAY, ("marks: [3, 4]", "marks: 3"))),
        ("questions", with_line(SOURCE, f"source: {'x' * 1501}")),
        ("facts", with_line(FACTS, "text: Too short.")),
        ("facts", with_line(FACTS, "on: 1922-1-3")),
        ("facts", SINGLE),
        ("evidence", with_line(EVIDENCE, "verdict: true-ish")),
        ("evidence", with_line(EVIDENCE, "id: first")),
        ("authorities", edited(AUTHORITIES, ("year: 1999", "year: 99"))),
        ("authorities", edited(AUTHORITIES, ("year: 1999", "in_: x, year: 1999"))),
        ("pack", edited(PACK, ("licence: MIT\n", ""))),
        ("pack", with_line(PACK, "language: English")),
    ],
)
def test_an_editor_underlines_mistakes_as_they_are_typed(name: str, text: str):
    """What `swot check` would refuse in an entry, the schemas refuse."""
    assert underlined(name, text) != []


@pytest.mark.parametrize("file", sorted(PACKS[0].rglob("*.yaml")), ids=lambda path: path.name)
def test_the_files_that_ship_name_their_schema(file: Path):
    """An editor finds the schema from the file's first line, and it is there."""
    prefix = "# yaml-language-server: $schema="
    first = file.read_text("utf-8").split("\n", 1)[0]
    assert first.startswith(prefix)
    assert (file.parent / first.removeprefix(prefix)).resolve() == SHIPPED / f"{schema_of(file)}.schema.json"
