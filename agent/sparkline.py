"""Numbers as a line of marks, small enough for a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

BLOCKS = "▁▂▃▄▅▆▇█"
PLAIN = "_.-~=^*#"
"""For where blocks cannot be shown."""


def sparkline(values: Sequence[float], width: int, blocks: str = BLOCKS) -> str:
    """One mark a value in [-1, 1], low to high; where there are more than `width`, the means of even stretches."""
    if len(values) > width > 0:
        edges = [round(i * len(values) / width) for i in range(width + 1)]
        values = [sum(values[a:b]) / (b - a) for a, b in pairwise(edges) if b > a]
    top = len(blocks) - 1
    return "".join(blocks[min(top, max(0, round((value + 1) / 2 * top)))] for value in values)
