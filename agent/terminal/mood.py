"""How the feeling moved over a session, in a few short lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from ..emotion.shift import signed_value
from ..sparkline import BLOCKS, PLAIN, sparkline
from . import words
from .course import movement_sentence

if TYPE_CHECKING:
    from ..events import Perceived

ROOM_FOR_BOTH = 48
"""Columns from which every message is drawn beside the whole."""
SHOWN_RUNS = 12
"""The latest stretches of one family that are named; older ones become an ellipsis."""


def mood_lines(moods: Sequence[Perceived], width: int, *, ascii_only: bool = False) -> list[str]:
    """The session as a line, the families it went through, its heaviest and its latest point, and how it moves."""
    if not moods:
        return [words.NO_MOOD]
    sentence = [movement_sentence(moods[-1].movement)] if len(moods) > 1 else []
    return [*_drawn(moods, width, PLAIN if ascii_only else BLOCKS), _families(moods), *_points(moods), *sentence]


def _drawn(moods: Sequence[Perceived], width: int, blocks: str) -> list[str]:
    """The rolling value, which no single message bends far; with room also the valence of every message."""
    whole = [event.movement.value / 5 for event in moods]
    if width < ROOM_FOR_BOTH:
        return [f"hard {sparkline(whole, max(8, width - 16), blocks)} light"]
    each = [event.reading.valence for event in moods]
    rows = ((words.ON_THE_WHOLE, whole), (words.EACH_MESSAGE, each))
    return [f"{name}: hard {sparkline(values, width - 28, blocks)} light" for name, values in rows]


def _families(moods: Sequence[Perceived]) -> str:
    went = [(name, len(list(run))) for name, run in groupby(event.reading.dominant for event in moods)]
    path = " > ".join(words.family(name) + (f" x{count}" if count > 1 else "") for name, count in went[-SHOWN_RUNS:])
    return f"{'... ' if len(went) > SHOWN_RUNS else ''}{path}"


def _points(moods: Sequence[Perceived]) -> list[str]:
    """The heaviest message, the latest of equals, unless none was heavy; and the latest."""
    values = [signed_value(event.reading) for event in moods]
    at = max(range(len(values)), key=lambda i: (-values[i], i))
    heaviest, last, ago = moods[at].reading, moods[-1].reading, len(values) - 1 - at
    now = {"family": words.family(last.dominant), "intensity": last.intensity}
    if values[at] >= 0 or len(values) == 1:
        return [words.JUST_NOW.format(**now)]
    if ago == 0:
        return [words.HEAVIEST_NOW.format(**now)]
    then = {"family": words.family(heaviest.dominant), "intensity": heaviest.intensity}
    return [words.HEAVIEST.format(**then, messages=words.messages(ago)), words.JUST_NOW.format(**now)]
