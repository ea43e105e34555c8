"""As much of JSON Schema as the packs' schemas use, so that tests can read them as an editor does."""

from __future__ import annotations

import re
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
VALUES = {"type", "const", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"}
KNOWN = {*VALUES, "$ref", "anyOf", "oneOf", "items", "prefixItems", "properties", "additionalProperties", "required"}
"""What is looked at below."""
TOLD = {"$schema", "$defs", "title", "description", "default", "discriminator"}
"""What says nothing of what is allowed."""


def faults(data: Any, schema: dict[str, Any], whole: dict[str, Any] | None = None, path: str = "") -> list[str]:
    """What an editor would underline in `data`: a path and a reason each; nothing where all is right."""
    whole = whole or schema
    assert set(schema) <= KNOWN | TOLD, f"{path}: the schema says more than is looked at: {set(schema) - KNOWN - TOLD}"
    if "$ref" in schema:
        return faults(data, whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole, path)
    for choice, most in (("anyOf", 9), ("oneOf", 1)):
        if choice in schema:
            fitting = [option for option in schema[choice] if not faults(data, option, whole, path)]
            return [] if 1 <= len(fitting) <= most else [f"{path}: {data!r} fits {len(fitting)} of {choice}"]
    if "type" in schema and not _is(data, schema["type"]):
        return [f"{path}: {data!r} is no {schema['type']}"]
    return [*_value(data, schema, path), *_parts(data, schema, whole, path)]


def _is(data: Any, type_: str | list[str]) -> bool:
    if isinstance(type_, list):
        return any(_is(data, one) for one in type_)
    return isinstance(data, TYPES[type_]) and (type_ == "boolean") == isinstance(data, bool)


def _value(data: Any, schema: dict[str, Any], path: str) -> list[str]:
    length = len(data) if isinstance(data, str | list) else 0
    of_text, of_list = isinstance(data, str), isinstance(data, list)
    of_number = isinstance(data, int | float) and not isinstance(data, bool)
    broken = {
        "const": lambda rule: data != rule,
        "enum": lambda rule: data not in rule,
        "pattern": lambda rule: of_text and not re.search(rule, data),
        "minLength": lambda rule: of_text and length < rule,
        "maxLength": lambda rule: of_text and length > rule,
        "minItems": lambda rule: of_list and length < rule,
        "maxItems": lambda rule: of_list and length > rule,
        "minimum": lambda rule: of_number and data < rule,
        "maximum": lambda rule: of_number and data > rule,
    }
    return [
        f"{path}: {data!r} breaks {name}" for name, breaks in broken.items() if name in schema and breaks(schema[name])
    ]


def _parts(data: Any, schema: dict[str, Any], whole: dict[str, Any], path: str) -> list[str]:
    found: list[str] = []
    if isinstance(data, list):
        before = schema.get("prefixItems", [])
        for index, part in enumerate(data):
            found += faults(
                part, before[index] if index < len(before) else schema.get("items", {}), whole, f"{path}/{index}"
            )
    if isinstance(data, dict):
        fields = schema.get("properties", {})
        found += [f"{path}: {name} is missing" for name in schema.get("required", ()) if name not in data]
        for name, part in data.items():
            if name in fields:
                found += faults(part, fields[name], whole, f"{path}/{name}")
            elif schema.get("additionalProperties") is False:
                found.append(f"{path}: {name} is no field")
    return found
