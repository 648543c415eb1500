"""How talks begin: a greeting, or who somebody is. Neither may change what is heard in the words that follow."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from ..context import Said

OPENINGS = Path(__file__).parent.parent / "data" / "openings.json"


def openings(count: int, seed: int) -> list[tuple[Said, ...]]:
    """`count` beginnings, half of them self-descriptions; for measuring only."""
    parts: dict[str, list[str]] = json.loads(OPENINGS.read_text(encoding="utf-8"))
    rng = np.random.default_rng(seed)

    def one(name: str) -> str:
        return parts[name][int(rng.integers(len(parts[name])))]

    def opening() -> tuple[Said, ...]:
        first = f"{one('age')}, {one('work')}, {one('home')}" if rng.random() < 0.5 else one("greetings")
        return (("user", first), ("assistant", one("answers")))

    return [opening() for _ in range(count)]
