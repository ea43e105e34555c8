"""JSON Schema from the models, so that editors complete and check packs as they are typed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.bank import model
from bot.bank.loading import FOLDERS, SINGLE

if TYPE_CHECKING:
    from pathlib import Path

SCHEMAS: dict[str, type[model.Entry]] = {
    **{name.removesuffix(".yaml"): kind for name, kind in SINGLE.items()},
    **FOLDERS,
}


def schemas() -> dict[str, str]:
    """File name to content of each schema."""
    return {f"{name}.schema.json": _schema(name, kind) for name, kind in SCHEMAS.items()}


def write(folder: Path) -> None:
    """Write the schemas into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in schemas().items():
        (folder / name).write_text(content, "utf-8")


def _schema(name: str, kind: type[model.Entry]) -> str:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **kind.model_json_schema(by_alias=True),
        "title": f"Swot pack: {name}.yaml" if f"{name}.yaml" in SINGLE else f"Swot pack: a file under {name}/",
    }
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
