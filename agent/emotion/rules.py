"""How a continuous state of valence, arousal and dominance follows what is read: four rules, one signature.

Notation: s is the state and x the signal of a user turn, axis by axis, both in [-1, 1].
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

Triple = tuple[float, float, float]
"""Valence, arousal, dominance."""

REST: Triple = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Signal:
    """What one user turn pushes with: `vad` in [-1, 1], and the time since the turn before.

    `elapsed` is 0 or more, in the unit of the rule's half-lives (turns, or seconds); only `FatimaDecay` uses it.
    """

    vad: Triple
    elapsed: float = 1.0

    def __post_init__(self) -> None:
        _within("elapsed", self.elapsed, self.elapsed >= 0.0, "0 or more")


@dataclass(frozen=True, slots=True)
class State:
    """Where the state is, [-1, 1] an axis, and what a rule must know beside it.

    `velocity` is the move a turn before gain ([-2, 2]; second order); `up` and `down` are the intensities of
    the active feelings for and against each axis (0..10; FAtiMA).
    """

    vad: Triple = REST
    velocity: Triple = REST
    up: Triple = REST
    down: Triple = REST


@dataclass(frozen=True, slots=True)
class Stateless:
    """s_t = x_t: nothing is carried over."""

    kind: Literal["stateless"] = "stateless"

    def step(self, state: State, signal: Signal) -> State:
        return replace(state, vad=_clipped(signal.vad))


@dataclass(frozen=True, slots=True)
class FirstOrder:
    """Exponential smoothing, the first-order rule of arXiv 2601.16087 (its constants are not published):

        s_t = a * s_{t-1} + (1 - a) * x_t

    `keep` is a, in [0, 1). Half of an old state is gone after ln 0.5 / ln a user turns: 1.4 at 0.6,
    3.1 at 0.8, 6.6 at 0.9; at 0 the rule is stateless.
    """

    keep: float = 0.8
    kind: Literal["first_order"] = "first_order"

    def __post_init__(self) -> None:
        _within("keep", self.keep, 0.0 <= self.keep < 1.0, "in [0, 1)")

    @property
    def half_life(self) -> float:
        """User turns after which half of an old state is forgotten."""
        return math.log(0.5) / math.log(self.keep) if self.keep else 0.0

    def step(self, state: State, signal: Signal) -> State:
        a = self.keep
        s0, s1, s2 = (a * s + (1 - a) * x for s, x in zip(state.vad, signal.vad, strict=True))
        return replace(state, vad=_clipped((s0, s1, s2)))


@dataclass(frozen=True, slots=True)
class SecondOrder:
    """A state with momentum, the second-order rule of arXiv 2601.16087 as reconstructed here:

        v_t = mu * v_{t-1} + (1 - mu) * (x_t - s_{t-1})
        s_t = clip(s_{t-1} + gain * v_t, -1, 1)

    `gain` lies in (0, 1], `momentum` (mu) in [0, 1). With mu = 0 it is the first order with a = 1 - gain.
    Inside the clip it is linear with the characteristic polynomial z^2 - (1 + mu - gain * (1 - mu)) z + mu;
    both roots lie inside the unit circle for all parameters allowed, so it always settles. Where they are
    complex (1 + mu - gain * (1 - mu) < 2 sqrt(mu)) it overshoots and swings.
    """

    gain: float = 0.4
    momentum: float = 0.5
    kind: Literal["second_order"] = "second_order"

    def __post_init__(self) -> None:
        _within("gain", self.gain, 0.0 < self.gain <= 1.0, "in (0, 1]")
        _within("momentum", self.momentum, 0.0 <= self.momentum < 1.0, "in [0, 1)")

    @property
    def half_life(self) -> float:
        """User turns in which the envelope of a disturbance halves: ln 0.5 / ln(modulus of the larger root).

        2.0 at gain 0.4 and momentum 0.5; 6.2 at momentum 0.8; 27 at 0.95.
        """
        trace = 1.0 + self.momentum - self.gain * (1.0 - self.momentum)
        inside = trace * trace - 4.0 * self.momentum
        root = math.sqrt(self.momentum) if inside < 0 else (trace + math.sqrt(inside)) / 2.0
        return math.log(0.5) / math.log(root) if root else 0.0

    def step(self, state: State, signal: Signal) -> State:
        mu = self.momentum
        pairs = zip(state.velocity, signal.vad, state.vad, strict=True)
        v0, v1, v2 = (mu * v + (1 - mu) * (x - s) for v, x, s in pairs)
        s0, s1, s2 = state.vad
        moved = (s0 + self.gain * v0, s1 + self.gain * v1, s2 + self.gain * v2)
        return replace(state, vad=_clipped(moved), velocity=(v0, v1, v2))


@dataclass(frozen=True, slots=True)
class FatimaDecay:
    """Feelings that fire and fade and a slow mood that they push, after the FAtiMA Toolkit.

    An axis has a feeling for and one against it (intensity I, 0..10) and a mood M (-10..10); its state is
    M / 10. One turn after `elapsed` time dt, with w the sign and 10 |x| the strength of the signal:

        I <- I * exp(ln 0.5 / emotion_half_life * decay * dt),  dropped at 0.1 or less
        M <- M * exp(ln 0.5 / mood_half_life * dt),             0 where |M| < 0.5
        potential = 10 |x| + 0.3 * w * M;  fires where it is above `threshold`, and then
        I <- min(10, potential - threshold), or, where one is active, min(10, ln(e^(I + threshold) + e^potential))
        M <- clip(M + 0.3 * w * I, -10, 10),                    0 where |M| < 0.5

    `decay` is FAtiMA's disposition 0..10 (0: feelings stay, 1: they halve in one emotion half-life), `threshold`
    0..10; the half-lives are above 0, in the caller's unit of time. Defaults are the toolkit's: decay 1,
    threshold 0, 15 and 60. Source: GAIPS/FAtiMA-Toolkit, Assets/EmotionalAppraisal (Apache-2.0): ActiveEmotion,
    Mood, ConcreteEmotionalState, EmotionalAppraisalConfiguration. The toolkit has one axis, good against bad; that
    the other two follow the same law, and that reinforced feelings stop at 10, are choices made here.
    """

    decay: float = 1.0
    threshold: float = 0.0
    emotion_half_life: float = 15.0
    mood_half_life: float = 60.0
    kind: Literal["fatima"] = "fatima"

    def __post_init__(self) -> None:
        _within("decay", self.decay, 0.0 <= self.decay <= 10.0, "in [0, 10]")
        _within("threshold", self.threshold, 0.0 <= self.threshold <= 10.0, "in [0, 10]")
        for name, value in (("emotion_half_life", self.emotion_half_life), ("mood_half_life", self.mood_half_life)):
            _within(name, value, 0.0 < value < math.inf, "above 0")

    def step(self, state: State, signal: Signal) -> State:
        axes = zip(state.vad, state.up, state.down, signal.vad, strict=True)
        (m0, u0, d0), (m1, u1, d1), (m2, u2, d2) = (
            self._axis(mood, up, down, x, signal.elapsed) for mood, up, down, x in axes
        )
        return replace(state, vad=(m0, m1, m2), up=(u0, u1, u2), down=(d0, d1, d2))

    def _axis(self, level: float, up: float, down: float, x: float, elapsed: float) -> Triple:
        fading = 0.5 ** (self.decay * elapsed / self.emotion_half_life)
        up, down = (value * fading if value * fading > 0.1 else 0.0 for value in (up, down))
        mood = _mood(10.0 * level * 0.5 ** (elapsed / self.mood_half_life))
        towards = 1.0 if x > 0 else -1.0
        potential = 10.0 * min(1.0, abs(x)) + 0.3 * towards * mood
        if x == 0 or potential <= self.threshold:
            return mood / 10.0, up, down
        felt = self._fired(up if x > 0 else down, potential)
        mood = _mood(mood + 0.3 * towards * felt)
        return (mood / 10.0, felt, down) if x > 0 else (mood / 10.0, up, felt)

    def _fired(self, active: float, potential: float) -> float:
        if not active:
            return min(10.0, potential - self.threshold)
        return min(10.0, math.log(math.exp(active + self.threshold) + math.exp(potential)))


Rule = Stateless | FirstOrder | SecondOrder | FatimaDecay


def follow(rule: Rule, signals: Sequence[Signal], start: State | None = None) -> list[State]:
    """The state after each signal, in order; from rest, or from `start`."""
    state = start or State()
    states: list[State] = []
    for signal in signals:
        state = rule.step(state, signal)
        states.append(state)
    return states


def _mood(value: float) -> float:
    return 0.0 if abs(value) < 0.5 else max(-10.0, min(10.0, value))


def _clipped(point: Triple) -> Triple:
    s0, s1, s2 = (max(-1.0, min(1.0, value)) for value in point)
    return s0, s1, s2


def _within(name: str, value: float, holds: bool, words: str) -> None:
    if not holds or not math.isfinite(value):
        raise ValueError(f"{name} must be {words}, not {value}")
