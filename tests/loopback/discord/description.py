"""Discord's own description of its API, held against what is sent: closed, so that nothing unknown passes."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

DESCRIPTION = Path(__file__).parents[4] / "shared" / "specs" / "discord_openapi.json"
_COMPOSING = ("allOf", "anyOf", "oneOf")


@cache
def description(path: Path = DESCRIPTION) -> Description | None:
    """The description, compiled; nothing where the file is not there."""
    return Description(json.loads(path.read_bytes())) if path.is_file() else None


class Description:
    """Knows how each request's body should look."""

    def __init__(self, openapi: dict[str, Any]) -> None:
        schemas = openapi["components"]["schemas"]
        _forgive(schemas)
        self._schemas = schemas
        self._paths = openapi["paths"]
        self._closed: dict[str, Any] = {}
        self._validators: dict[tuple[str, str], Validator | None] = {}

    def problems(self, method: str, template: str, body: Any) -> list[str]:
        """What is wrong with a body, as path and sentence."""
        validator = self._validator(method, template)
        if validator is None:
            return []
        return [
            f"{'.'.join(map(str, error.absolute_path)) or 'body'}: {error.message[:300]}"
            for error in validator.iter_errors(body)
        ]

    def _validator(self, method: str, template: str) -> Validator | None:
        key = (method, template)
        if key not in self._validators:
            self._validators[key] = self._compiled(method, template)
        return self._validators[key]

    def _compiled(self, method: str, template: str) -> Validator | None:
        # The description lists @original beside the messages that have an id.
        operation = self._paths.get(template, {}).get(method.lower(), {})
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            return None
        schema = self._close(content["application/json"]["schema"], outermost=True)
        validator: Validator = _Closed({**schema, "$defs": self._closed})
        return validator

    def _close(self, schema: Any, *, outermost: bool) -> Any:
        """The schema with no room for unknown names. A part of a composition is closed by what it is part of."""
        if not isinstance(schema, dict):
            return schema
        if "$ref" in schema:
            rest = {name: value for name, value in schema.items() if name != "$ref"}
            if any(name in rest for name in ("properties", *_COMPOSING)):
                both = {"allOf": [{"$ref": schema["$ref"]}, rest]}
                return self._close(both, outermost=outermost)
            return {**rest, "$ref": self._reference(schema["$ref"].rpartition("/")[2], outermost=outermost)}
        closed = {name: value for name, value in schema.items() if name not in ("discriminator", "example")}
        own = "properties" in schema
        merging = "allOf" in schema or (own and any(name in schema for name in _COMPOSING))
        for name in _COMPOSING:
            if name in schema:
                closed[name] = [self._close(part, outermost=outermost and not merging) for part in schema[name]]
        for name in ("items", "additionalProperties", "not"):
            if isinstance(schema.get(name), dict):
                closed[name] = self._close(schema[name], outermost=True)
        if own:
            closed["properties"] = {
                name: self._close(value, outermost=True) for name, value in schema["properties"].items()
            }
        if outermost and "additionalProperties" not in schema and (own or merging) and _may_be_object(schema):
            closed["unevaluatedProperties" if merging else "additionalProperties"] = False
        return closed

    def _reference(self, name: str, *, outermost: bool) -> str:
        key = name if outermost else f"{name}.part"
        if key not in self._closed:
            self._closed[key] = {}
            self._closed[key].update(self._close(self._schemas[name], outermost=outermost))
        return f"#/$defs/{key}"


def _may_be_object(schema: dict[str, Any]) -> bool:
    kind = schema.get("type", "object")
    return kind == "object" or (isinstance(kind, list) and "object" in kind)


def _forgive(schemas: dict[str, Any]) -> None:
    """The places where library and description differ and Discord takes both."""
    flags = {"type": "integer"}
    for name in ("ApplicationCommandUpdateRequest", "ApplicationCommandCreateRequest"):
        schemas[name]["properties"]["nsfw"] = {"type": ["boolean", "null"]}
    schemas["RichEmbed"]["properties"]["flags"] = flags
    number = {"type": "integer", "minimum": 0}
    attachment = schemas["MessageAttachmentRequest"]["properties"]
    attachment["id"] = {"anyOf": [copy.deepcopy(attachment["id"]), number]}
    recipient = schemas["CreatePrivateChannelRequest"]["properties"]
    recipient["recipient_id"] = {"anyOf": [recipient["recipient_id"], number]}
    for name in (
        "MessageEditRequestPartial",
        "IncomingWebhookUpdateRequestPartial",
        "IncomingWebhookUpdateForInteractionCallbackRequestPartial",
    ):
        schemas[name]["properties"]["tts"] = {"type": ["boolean", "null"]}


def _alternatives(validator: Any, parts: list[Any], instance: Any, schema: Any) -> Iterator[ValidationError]:
    """`anyOf` and `oneOf`, told by the `type` that stands in the instance: quicker, and with a useful complaint."""
    if isinstance(instance, dict) and "type" in instance:
        mine = [part for part in parts if instance["type"] in _types(validator, part)]
        if len(mine) == 1:
            yield from validator.descend(instance, mine[0])
            return
    least: list[ValidationError] | None = None
    for part in parts:
        if instance is not None and part.get("type") == "null":
            continue
        errors = list(validator.descend(instance, part))
        if not errors:
            return
        if least is None or len(errors) < len(least):
            least = errors
    yield from least or ()


def _types(validator: Any, part: Any) -> list[Any]:
    """The values that `type` may have in an alternative; none where it may be anything."""
    if "$ref" in part:
        part = validator._resolver.lookup(part["$ref"]).contents
    return (part.get("properties") or {}).get("type", {}).get("enum") or []


_Closed: Any = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"anyOf": _alternatives, "oneOf": _alternatives}
)
