"""Values of the program as plain JSON data, with nothing dropped."""

from __future__ import annotations

import math
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

Plain = dict[str, "Plain"] | list["Plain"] | str | int | float | bool | None


def to_plain(value: Any) -> Plain:
    """Dataclasses and mappings become objects, sequences and sets lists, NumPy values Python numbers.

    JSON has no word for a number that is none: NaN and the infinities become null.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    return _object_to_plain(value)


def _object_to_plain(value: Any) -> Plain:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Set):
        return [to_plain(item) for item in sorted(value, key=str)]
    if hasattr(value, "tolist"):
        return to_plain(value.tolist())
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no plain form")


def event_to_plain(event: Any) -> dict[str, Plain]:
    """One event of a turn with its `type` first, as replay and the examples write it."""
    plain = to_plain(event)
    if not isinstance(plain, dict):
        raise TypeError(f"{type(event).__name__} is no event")
    return {"type": plain.get("type"), **plain}
