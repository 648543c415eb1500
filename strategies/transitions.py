"""Counting what follows what, and fitting what it is worth: the tables looking ahead stands on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .corpus import Cases
from .features import NONE, phase_of, strategy_index
from .lookahead import PHASES, SIZE

Array = NDArray[np.float64]

STRENGTH = 20.0
"""How many pseudo-counts the coarser table lends to the finer one."""

PENALTY = 300.0


def markov_tables(cases: Cases) -> Array:
    """P(c | phase, a, b), shape (4, 9, 8, 8): b the last strategy, a the one before (8 = none).

    Backs off from (phase, a, b) to (phase, b), to b, to the marginal, each with STRENGTH pseudo-counts.
    """
    counts = np.zeros((PHASES, NONE + 1, NONE + 1, SIZE))
    for state, gold in zip(cases.states, cases.gold, strict=True):
        counts[phase_of(state.position), strategy_index(state, 2), strategy_index(state, 1), gold] += 1
    known = counts[:, :, :SIZE]
    marginal = counts.sum(axis=(0, 1, 2)) / counts.sum()
    by_last = _smoothed(known.sum(axis=(0, 1)), marginal)
    by_phase = _smoothed(known.sum(axis=1), np.broadcast_to(by_last, (PHASES, SIZE, SIZE)))
    return _smoothed(known, np.broadcast_to(by_phase[:, None], known.shape))


def _smoothed(counts: Array, prior: Array) -> Array:
    out: Array = (counts + STRENGTH * prior) / (counts.sum(axis=-1, keepdims=True) + STRENGTH)
    return out


def relief_target(cases: Cases, slope: tuple[float, float] | None = None) -> tuple[Array, tuple[float, float]]:
    """Per dialogue: relief less what the initial intensity explains, in standard deviations; NaN if unknown.

    The second value is the (slope, intercept) used; give it back to treat other data alike.
    """
    known = np.isfinite(cases.relief)
    if slope is None:
        a, b = np.polyfit(cases.initial[known], cases.relief[known], 1)
        slope = (float(a), float(b))
    rest = cases.relief - (slope[0] * cases.initial + slope[1])
    return rest / np.nanstd(rest), slope


def course_rows(cases: Cases) -> NDArray[np.float32]:
    """Indicators of (phase, s), what followed in its phase, and both neighbouring pairs: (n, 4*8*3 + 64)."""
    block = PHASES * SIZE
    rows = np.zeros((len(cases.gold), 3 * block + SIZE * SIZE), dtype=np.float32)
    for row, state, following in zip(rows, cases.states, cases.following, strict=True):
        for k, strategy in enumerate(following[:3]):
            row[k * block + phase_of(state.position + 2 * k) * SIZE + strategy] = 1.0
            if k:
                row[3 * block + following[k - 1] * SIZE + strategy] += 1.0
    return rows


def value_tables(cases: Cases) -> dict[str, Array]:
    """Fits f. Within each phase the first table is centred, so that being late is worth nothing by itself."""
    rows = course_rows(cases)
    target, _ = relief_target(cases)
    y = target[cases.dialogue]
    known = np.isfinite(y)
    rows, y = rows[known].astype(np.float64), y[known]
    weights = np.linalg.solve(rows.T @ rows + PENALTY * np.eye(rows.shape[1]), rows.T @ (y - y.mean()))
    block = PHASES * SIZE
    first, second, third = (weights[k * block : (k + 1) * block].reshape(PHASES, SIZE) for k in range(3))
    return {
        "first": first - first.mean(axis=1, keepdims=True),
        "second": second - second.mean(axis=1, keepdims=True),
        "third": third - third.mean(axis=1, keepdims=True),
        "pair": weights[3 * block :].reshape(SIZE, SIZE),
    }
