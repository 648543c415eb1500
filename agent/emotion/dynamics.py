"""The mood of a conversation: a continuous state that readings push and that has inertia.

How a session moved (trend, stuckness, recovery) is told by `movement`; here is only where it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from .reading import Reading
from .rules import FirstOrder, SecondOrder, Signal, State, Triple

GAIN = 0.4
MOMENTUM = 0.5


@dataclass(frozen=True, slots=True)
class Mood:
    """Valence, arousal and dominance in [-1, 1], and their velocity per user turn; `begun` with the first reading."""

    valence: float = 0.0
    arousal: float = 0.0
    dominance: float = 0.0
    velocity: Triple = (0.0, 0.0, 0.0)
    begun: bool = False


def advance(mood: Mood, reading: Reading, gain: float = GAIN, momentum: float = MOMENTUM) -> Mood:
    """One user turn further by the second-order rule (`rules.SecondOrder`), the reading its signal.

    `gain` lies in (0, 1], `momentum` in [0, 1); others raise ValueError. `momentum` = 0 is the first-order rule
    with a half-life of `half_life(gain)` user turns (1.4 at the default gain of 0.4). With a still signal the
    default pair is half of the way there after 3 user turns and overshoots by 7 %. The first reading sets the
    state outright.
    """
    rule = SecondOrder(gain, momentum)
    signal = (reading.valence, reading.arousal, reading.dominance)
    if not mood.begun:
        return _at(signal)
    state = rule.step(State((mood.valence, mood.arousal, mood.dominance), mood.velocity), Signal(signal))
    return replace(_at(state.vad), velocity=state.velocity)


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
        "begun": mood.begun,
    }


def from_plain(plain: Mapping[str, object]) -> Mood:
    """What `to_plain` gave; fields that are missing or of the wrong kind take their resting value."""
    velocity = _numbers(plain.get("velocity"))
    v0, v1, v2 = velocity if len(velocity) == 3 else (0.0, 0.0, 0.0)
    valence, arousal, dominance = (
        _clip((_numbers([plain.get(name)]) or [0.0])[0]) for name in ("valence", "arousal", "dominance")
    )
    return Mood(valence, arousal, dominance, (v0, v1, v2), plain.get("begun") is True)


def _at(point: Triple) -> Mood:
    return Mood(_clip(point[0]), _clip(point[1]), _clip(point[2]), begun=True)


def _clip(value: float) -> float:
    return max(-1.0, min(1.0, value))


def _numbers(value: object) -> list[float]:
    if not isinstance(value, list | tuple):
        return []
    return [float(v) for v in value if isinstance(v, int | float) and math.isfinite(v)]
