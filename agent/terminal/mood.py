"""How the feeling moved over a session, small enough for a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from . import words

if TYPE_CHECKING:
    from ..events import Perceived

_BLOCKS = "▁▂▃▄▅▆▇█"
_ASCII = "_.-~=^*#"


def sparkline(values: Sequence[float], width: int, blocks: str = _BLOCKS) -> str:
    """One mark a value in [-1, 1], low to high; where there are more than `width`, the means of even stretches."""
    if len(values) > width > 0:
        edges = [round(i * len(values) / width) for i in range(width + 1)]
        values = [sum(values[a:b]) / (b - a) for a, b in pairwise(edges) if b > a]
    top = len(blocks) - 1
    return "".join(blocks[min(top, max(0, round((value + 1) / 2 * top)))] for value in values)


def mood_lines(moods: Sequence[Perceived], width: int, *, ascii_only: bool = False) -> list[str]:
    """The session's valence as a line, the families it went through, and where it is going."""
    if not moods:
        return [words.NO_MOOD]
    line = sparkline([event.reading.valence for event in moods], max(8, width - 16), _ASCII if ascii_only else _BLOCKS)
    went = [(name, len(list(run))) for name, run in groupby(event.reading.dominant for event in moods)]
    path = " > ".join(words.family(name) + (f" x{count}" if count > 1 else "") for name, count in went[-12:])
    last = moods[-1]
    return [
        f"hard {line} light",
        f"{'... ' if len(went) > 12 else ''}{path}",
        f"Just now: {words.family(last.reading.dominant)}, {last.reading.intensity} of 5.",
        *([words.TREND[last.trend]] if len(moods) > 1 else []),
    ]
