"""How talks begin: a greeting, or who somebody is. Neither may change what is heard in the words that follow."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from ..affect import Said

OPENINGS = Path(__file__).parent.parent / "data" / "openings.json"


def openings(count: int, seed: int, part: int) -> list[tuple[Said, ...]]:
    """`count` beginnings, half of them self-descriptions. Part 0 and part 1 share no sentence of those:
    one is for learning, the other for measuring."""
    parts: dict[str, list[str]] = json.loads(OPENINGS.read_text(encoding="utf-8"))
    rng = np.random.default_rng(seed)

    def one(name: str) -> str:
        lines: Sequence[str] = parts[name][part::2]
        return lines[int(rng.integers(len(lines)))]

    return [_opening(one, described=bool(rng.random() < 0.5)) for _ in range(count)]


def _opening(one: Callable[[str], str], *, described: bool) -> tuple[Said, ...]:
    first = f"{one('age')}, {one('work')}, {one('home')}" if described else one("greetings")
    return (("user", first), ("assistant", one("answers")))
