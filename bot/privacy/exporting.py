"""Everything about one person as files: JSON for machines, HTML for people. Made off the event loop."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from bot.clock import local

_STYLE = (
    "body{font:16px/1.5 sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}"
    "table{border-collapse:collapse;display:block;overflow-x:auto;margin-bottom:2rem}"
    "td,th{border:1px solid #ccc;padding:.3rem .6rem;text-align:left;vertical-align:top}"
)


@dataclass(frozen=True, slots=True)
class Section:
    """What one table keeps of a person."""

    table: str
    title: str
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Everything:
    """All that is kept of a person."""

    persons: tuple[str, ...]
    at: int
    """When it was looked up; microseconds UTC."""
    classes: Mapping[str, str]
    """The names of their classes by id."""
    sections: tuple[Section, ...]


def zipped(everything: Everything) -> bytes:
    """A ZIP file with `my-data.json` and `my-data.html` in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("my-data.json", to_json(everything))
        archive.writestr("my-data.html", to_html(everything))
    return packed.getvalue()


def to_json(everything: Everything) -> str:
    """The data as JSON: instants as in ISO 8601, UTC; what is itself JSON as what it says."""
    told = {
        "accounts": everything.persons,
        "made_at": _instant(everything.at),
        "classes": everything.classes,
        "kept": {
            section.table: {"what": section.title, "rows": [_readable(row) for row in section.rows]}
            for section in everything.sections
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def to_html(everything: Everything) -> str:
    """The data as a page to read."""
    parts = [_table(section, everything.classes) for section in everything.sections]
    who = ", ".join(everything.persons)
    return (
        f'<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>What Swot keeps about you</title>'
        f"<style>{_STYLE}</style><h1>What Swot keeps about you</h1><p>{escape(who)} · {_instant(everything.at)}</p>"
        f"{''.join(parts) or '<p>Nothing.</p>'}</html>\n"
    )


def _table(section: Section, classes: Mapping[str, str]) -> str:
    rows = [_readable(row) for row in section.rows]
    names = list(rows[0])
    heads = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in names)
    body = "".join(f"<tr>{''.join(_cell(name, row[name], classes) for name in names)}</tr>" for row in rows)
    return f"<h2>{escape(section.title)} ({len(rows)})</h2><table><tr>{heads}</tr>{body}</table>"


def _cell(name: str, value: Any, classes: Mapping[str, str]) -> str:
    if name == "class_id":
        value = classes.get(value, value)
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"<td>{escape(shown)}</td>"


def _readable(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in row.items()}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and (name == "at" or name.endswith("_at")):
        return _instant(value)
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _instant(at: int) -> str:
    return local(at).isoformat(timespec="seconds")
