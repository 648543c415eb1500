"""Script files into scripts, with complaints that name the file, the turn and the field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..usage_error import UsageError
from .script import Expect, RiskRange, Script, ScriptedTurn, Span, Wording

YAML_SUFFIXES = (".yaml", ".yml")
LINE_SUFFIXES = (".jsonl", ".ndjson")

_KEYS = sorted(
    {key for model in (Script, ScriptedTurn, Expect, RiskRange, Wording, Span) for key in model.model_fields}
)


class _Words(yaml.BaseLoader):
    """Reads every scalar as the text it is, so that a turn may say `no`, `12` or `null`; refuses a key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key `{key.value}` stands here twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def script_files(paths: Sequence[str]) -> Iterator[Path]:
    """The files meant: a folder stands for the scripts in it, by name. Raises UsageError for what is neither."""
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found = sorted(file for file in path.iterdir() if file.suffix.lower() in YAML_SUFFIXES + LINE_SUFFIXES)
            if not found:
                raise UsageError(f"{given}: no .yaml or .jsonl file in this folder")
            yield from found
        elif path.suffix.lower() not in YAML_SUFFIXES + LINE_SUFFIXES:
            raise UsageError(f"{given}: replay takes scripts (.yaml) and recorded conversations (.jsonl)")
        else:
            yield path


def load_script(path: Path) -> Script:
    """Reads one YAML script. Raises UsageError for a file that cannot be read or is no script."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 text at byte {error.start + 1}") from error
    return parse_script(text, str(path))


def parse_script(text: str, name: str) -> Script:
    """The script in a text. Raises UsageError naming the place of the first fault, and counting the others."""
    try:
        value = yaml.load(text, Loader=_Words)  # noqa: S506 - makes nothing but text, lists and mappings
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise UsageError(f"{name}: {where}{error.problem or error.context or 'broken YAML'}") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise UsageError(f"{name}: broken YAML ({str(error).splitlines()[0]})") from None
    if not isinstance(value, dict):
        raise UsageError(f"{name}: no script in here; it needs `name:` and `turns:` at the top")
    try:
        return Script.model_validate(value)
    except ValidationError as error:
        faults = sorted(error.errors(include_url=False), key=lambda fault: fault["type"] != "extra_forbidden")
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise UsageError(f"{name}: {_complaint(faults[0])}{more}") from None


def _complaint(fault: ErrorDetails) -> str:
    loc = list(fault["loc"])
    turn = ""
    if len(loc) > 1 and loc[0] == "turns" and isinstance(loc[1], int):
        turn = f" in turn {loc[1] + 1}"
        loc = loc[2:]
    field = ".".join(str(step) for step in loc if isinstance(step, str) and step != "any_of")
    field = field.removeprefix("expect.") or "turns"
    given, kind = fault.get("input"), fault["type"]
    if kind == "extra_forbidden":
        return f"unknown key `{field.rpartition('.')[2]}`{turn}{_hint(field.rpartition('.')[2], _KEYS)}"
    if kind == "missing":
        return f"`{field}` is missing{turn}"
    if kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", fault["ctx"]["expected"])
        hint = _hint(str(given), allowed) or f"; it is one of {', '.join(allowed)}"
        return f"`{field}`{turn}: `{given}` is not known{hint}"
    message = fault["msg"].removeprefix("Value error, ")
    return f"`{field}`{turn}: {message[:1].lower()}{message[1:]}"


def _hint(given: str, known: Sequence[str]) -> str:
    lower = {word.lower(): word for word in known}
    close = get_close_matches(given.lower(), lower, n=1, cutoff=0.6)
    return f"; did you mean `{lower[close[0]]}`?" if close else ""
