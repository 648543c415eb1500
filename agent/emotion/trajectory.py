"""Measures of one axis of a state over a session: s_1..s_n are its values, x_1..x_n the signal that moved it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import StatisticsError, correlation, fmean


def recovery(values: Sequence[float], upset: int, turned: int) -> int | None:
    """User turns of making up until the state is back where it was before: the smallest k >= 1 with

        s_{turned + k} >= mean(s_1..s_upset)

    `upset` values come before the adversarial block and `turned` before the reconciliatory one; 1 is at
    once, None is not within these values. Raises ValueError where either block before is empty.
    """
    if not 0 < upset < turned <= len(values):
        raise ValueError(f"0 < upset < turned <= {len(values)} must hold, not {upset} and {turned}")
    before = fmean(values[:upset])
    return next((k for k, value in enumerate(values[turned:], 1) if value >= before), None)


def hysteresis(signal: Sequence[float], values: Sequence[float]) -> float:
    """The area between the falling and the rising branch of the state plotted against the signal:

        1/2 * sum_t (x_t * s_{t+1} - x_{t+1} * s_t),  with the last point joined to the first

    Above 0 the state lags (higher on the way down than on the way up at the same signal); 0 when it is the
    signal itself. Square units of [-1, 1] x [-1, 1]: at most 4 for a simple loop.
    """
    points = list(zip(signal, values, strict=True))
    return sum(x * t - y * s for (x, s), (y, t) in pairwise([*points, *points[:1]])) / 2


def loop_share(signal: Sequence[float], values: Sequence[float]) -> float | None:
    """Hysteresis as a share of the box around the loop, (max x - min x) * (max s - min s); None without a box.

    A state that hardly moves encloses little area however late it is; its share says how late.
    """
    box = (max(signal) - min(signal)) * (max(values) - min(values)) if values else 0.0
    return hysteresis(signal, values) / box if box else None


def inertia(values: Sequence[float]) -> float | None:
    """How much a value says of the next: the lag-1 autocorrelation, Pearson's r of (s_1..s_{n-1}) with
    (s_2..s_n), -1..1. None under three values or when they stand still. Emotional inertia in the sense of
    Kuppens, Allen and Sheeber (2010), Psychological Science 21(7).
    """
    try:
        return correlation(values[:-1], values[1:])
    except StatisticsError:
        return None


def coherence(values: Sequence[float]) -> float | None:
    """Whether moves go on in their direction: `inertia` of the changes s_t - s_{t-1}. Near 0 the path jumps
    about its blocks; near 1 it is one smooth curve. None under four values or when all changes are alike."""
    return inertia([after - before for before, after in pairwise(values)])


def overshoot(values: Sequence[float], turned: int) -> float:
    """How much further the state falls after the first `turned` values, when making up has begun:

        max(0, s_turned - min(s_{turned+1}..s_n)),  0..2

    First-order states never do while the signal is above them; momentum carries on. A signal that itself
    falls further takes every state along. Raises ValueError where there is nothing before or nothing after.
    """
    if not 0 < turned < len(values):
        raise ValueError(f"turned must be in [1, {len(values) - 1}], not {turned}")
    return max(0.0, values[turned - 1] - min(values[turned:]))
