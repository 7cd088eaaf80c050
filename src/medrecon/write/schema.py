"""The JSON Schema of the answer (draft 2020-12): generated from the model, shipped with the package."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from typing import Any

from medrecon.model import Answer

_FOLDER = files(__package__)
SHIPPED = "answer.v1.schema.json"


def answer_schema() -> dict[str, Any]:
    """The schema as shipped. It is that of every answer of version 1, also of those stored earlier."""
    shipped: dict[str, Any] = json.loads(_FOLDER.joinpath(SHIPPED).read_text("utf-8"))
    return shipped


def generated_schema() -> dict[str, Any]:
    """The schema of what this version writes, with what a later 1.x added left optional."""
    schema = Answer.model_json_schema(mode="serialization")
    shapes = {**schema.get("$defs", {}), "Answer": schema}
    for added in _added().values():
        for name, properties in added.items():
            shape = shapes[name]
            shape["required"] = [p for p in shape["required"] if p not in properties]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:medrecon:schema:answer:v1",
        **schema,
    }


def as_text(schema: dict[str, Any]) -> str:
    """A schema as it stands in a file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _added() -> dict[str, dict[str, list[str]]]:
    added: dict[str, dict[str, list[str]]] = tomllib.loads(
        _FOLDER.joinpath("added.toml").read_text("utf-8")
    )
    return added
