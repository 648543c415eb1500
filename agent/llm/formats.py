"""How each dialect is asked for a value that fits a schema, most binding way first.

openai      `json_schema` with `strict`: every property required, no others allowed, no defaults.
llama.cpp   `json_object` with a `schema` beside it, which llama-server and llama-cpp-python both take; the latter
            answers 500 to `json_schema`. The schema binds the sampler but the model never sees it.
ollama      `json_schema` since 0.5; its cloud takes the field and ignores it, so what comes is always validated.
vllm        `json_schema`; its own `structured_outputs` (before 0.12 `guided_json`) does no more than that.
All of them fall back to `json_object`, which binds nothing but the syntax, and then to words alone.
"""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from ...prompts.catalog import render
from ...prompts.port import ChatMessage
from .endpoint import Dialect


@dataclass(frozen=True, slots=True)
class Format:
    """One way of asking: what goes into the request, and whether the model must be told the schema in words."""

    response_format: dict[str, Any] | None
    told: bool = True


def formats(dialect: Dialect, of: type[BaseModel]) -> tuple[Format, ...]:
    """The ways to ask this dialect for a value of this type, in the order to try them."""
    schema = of.model_json_schema()
    name = re.sub(r"[^A-Za-z0-9_-]", "_", of.__name__)[:64]
    bound: dict[str, Any] = {"type": "json_schema", "json_schema": {"name": name, "schema": schema}}
    plain = (Format({"type": "json_object"}), Format(None))
    if dialect == "openai":
        bound["json_schema"] |= {"schema": strict(schema), "strict": True}
        return (Format(bound, told=False), *plain)
    if dialect == "llama.cpp":
        return (Format({"type": "json_object", "schema": schema}), Format(bound), Format(None))
    return (Format(bound), *plain)


def strict(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema as OpenAI's strict mode wants it: all properties required, no others allowed, no defaults."""
    kept = copy.deepcopy(schema)
    _tighten(kept)
    return kept


def _tighten(node: Any) -> None:
    if isinstance(node, list):
        for item in node:
            _tighten(item)
    if not isinstance(node, dict):
        return
    properties = node.get("properties")
    if isinstance(properties, dict):
        node["required"] = list(properties)
        node["additionalProperties"] = False
    node.pop("default", None)
    for name, item in node.items():
        if name in {"properties", "$defs"}:
            for each in item.values():
                _tighten(each)
        elif name not in ("enum", "const", "examples", "required"):
            _tighten(item)


def with_schema(messages: list[ChatMessage], of: type[BaseModel]) -> list[ChatMessage]:
    """The messages with the schema told in words, in the one system message that every chat template takes."""
    asked = render("value", schema=json.dumps(of.model_json_schema(), ensure_ascii=False))
    if messages and messages[0].speaker == "system":
        return [ChatMessage("system", f"{messages[0].content}\n\n{asked}"), *messages[1:]]
    return [ChatMessage("system", asked), *messages]
