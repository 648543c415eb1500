"""The mood of a conversation: a continuous state that readings push and that has inertia."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from .reading import Reading
from .rules import FirstOrder, SecondOrder, Signal, State, Triple
from .shift import signed_value

Trend = Literal["rising", "falling", "level"]

KEPT = 12
"""Values of the most recent user turns that are kept."""

GAIN = 0.4
MOMENTUM = 0.5
LEVEL_SLOPE = 0.25


@dataclass(frozen=True, slots=True)
class Mood:
    """Valence, arousal and dominance in [-1, 1], their velocity per user turn, and the last signed values.

    `recent` holds at most 12 values in -5..5, oldest first; `stuck` counts the latest user turns in a row
    that were negative and did not move by 2 or more.
    """

    valence: float = 0.0
    arousal: float = 0.0
    dominance: float = 0.0
    velocity: Triple = (0.0, 0.0, 0.0)
    recent: tuple[int, ...] = ()
    stuck: int = 0


def advance(mood: Mood, reading: Reading, gain: float = GAIN, momentum: float = MOMENTUM) -> Mood:
    """One user turn further by the second-order rule (`rules.SecondOrder`), the reading its signal.

    `gain` lies in (0, 1], `momentum` in [0, 1); others raise ValueError. `momentum` = 0 is the first-order rule
    with a half-life of `half_life(gain)` user turns (1.4 at the default gain of 0.4). With a still signal the
    default pair is half of the way there after 3 user turns and overshoots by 7 %. The first reading sets the
    state outright.
    """
    rule = SecondOrder(gain, momentum)
    signal = (reading.valence, reading.arousal, reading.dominance)
    value = signed_value(reading)
    if not mood.recent:
        return replace(_at(signal), recent=(value,), stuck=int(value < 0))
    state = rule.step(State((mood.valence, mood.arousal, mood.dominance), mood.velocity), Signal(signal))
    still = value < 0 and abs(value - mood.recent[-1]) < 2
    stuck = mood.stuck + 1 if still else int(value < 0)
    return replace(_at(state.vad), velocity=state.velocity, recent=(*mood.recent, value)[-KEPT:], stuck=stuck)


def trend(mood: Mood, turns: int = 4) -> Trend:
    """The sign of the least-squares slope of the last values; under 0.25 a turn it is level."""
    values = mood.recent[-turns:]
    if len(values) < 2:
        return "level"
    middle = (len(values) - 1) / 2
    spread = sum((i - middle) ** 2 for i in range(len(values)))
    slope = sum((i - middle) * value for i, value in enumerate(values)) / spread
    if abs(slope) < LEVEL_SLOPE:
        return "level"
    return "rising" if slope > 0 else "falling"


def half_life(gain: float) -> float:
    """User turns after which the first-order rule has forgotten half of an old state; gain in (0, 1]."""
    return FirstOrder(1.0 - gain).half_life


def to_plain(mood: Mood) -> dict[str, object]:
    """The mood as JSON values, for a checkpoint."""
    return {
        "valence": mood.valence,
        "arousal": mood.arousal,
        "dominance": mood.dominance,
        "velocity": list(mood.velocity),
        "recent": list(mood.recent),
        "stuck": mood.stuck,
    }


def from_plain(plain: Mapping[str, object]) -> Mood:
    """What `to_plain` gave; fields that are missing or of the wrong kind take their resting value."""
    velocity = _numbers(plain.get("velocity"))
    v0, v1, v2 = velocity if len(velocity) == 3 else (0.0, 0.0, 0.0)
    recent = tuple(max(-5, min(5, int(value))) for value in _numbers(plain.get("recent")))
    (stuck,) = _numbers([plain.get("stuck")]) or (0.0,)
    valence, arousal, dominance = (
        _clip((_numbers([plain.get(name)]) or [0.0])[0]) for name in ("valence", "arousal", "dominance")
    )
    return Mood(valence, arousal, dominance, (v0, v1, v2), recent[-KEPT:], max(0, int(stuck)))


def _at(point: Triple) -> Mood:
    return Mood(_clip(point[0]), _clip(point[1]), _clip(point[2]))


def _clip(value: float) -> float:
    return max(-1.0, min(1.0, value))


def _numbers(value: object) -> list[float]:
    if not isinstance(value, list | tuple):
        return []
    return [float(v) for v in value if isinstance(v, int | float) and math.isfinite(v)]
