"""Counting what follows what, and fitting what it is worth: the tables looking ahead stands on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .corpus import Cases
from .features import NONE, phase_of, strategy_index
from .moment import PHASES, SIZE

Array = NDArray[np.float64]

STRENGTH = 20.0
"""How many pseudo-counts the coarser table lends to the finer one."""

PENALTY = 100.0

VALUE_NAMES = ("first", "second", "third", "pair")


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


def value_tables(well: Cases, badly: Cases) -> dict[str, Array]:
    """Fits f: ridge regression to +1 for courses of `well`, -1 for `badly`, both sides weighing the same.

    Within each phase the tables are centred, so that being late is worth nothing by itself.
    """
    sides = [course_rows(cases).astype(np.float64) for cases in (well, badly)]
    total = sum(len(side) for side in sides)
    gram = sum((side.T @ side * (total / 2 / len(side)) for side in sides), PENALTY * np.eye(sides[0].shape[1]))
    moment = sides[0].mean(axis=0) * (total / 2) - sides[1].mean(axis=0) * (total / 2)
    weights = np.linalg.solve(gram, moment)
    block = PHASES * SIZE
    first, second, third = (weights[k * block : (k + 1) * block].reshape(PHASES, SIZE) for k in range(3))
    return {
        "first": first - first.mean(axis=1, keepdims=True),
        "second": second - second.mean(axis=1, keepdims=True),
        "third": third - third.mean(axis=1, keepdims=True),
        "pair": weights[3 * block :].reshape(SIZE, SIZE),
    }


def look_tables(well: Cases, badly: Cases) -> dict[str, NDArray[np.float32]]:
    """The tables of strategies alone that `Lookahead` and `Value` read."""
    tables = {"follows": markov_tables(well), **value_tables(well, badly)}
    return {f"look.{name}": table.astype(np.float32) for name, table in tables.items()}


def course_values(cases: Cases, tables: Mapping[str, NDArray[Any]]) -> Array:
    """f of the course really taken from each case, shape (n,)."""
    weights = np.concatenate([np.asarray(tables[name], dtype=np.float64).ravel() for name in VALUE_NAMES])
    values: Array = course_rows(cases) @ weights
    return values


def telling_apart(well: Cases, badly: Cases, tables: Mapping[str, NDArray[Any]]) -> tuple[float, float]:
    """Chance that f is higher for a course (a dialogue's mean) of `well` than of `badly`: AUC, .5 is blind."""
    good, bad = course_values(well, tables), course_values(badly, tables)
    means = [
        np.array([values[cases.dialogue == d].mean() for d in np.unique(cases.dialogue)])
        for values, cases in ((good, well), (bad, badly))
    ]
    return auc(good, bad), auc(means[0], means[1])


def auc(high: Array, low: Array) -> float:
    """Chance that one of `high` lies above one of `low`, ties half: 0.5 is blind."""
    ordered = np.sort(low)
    below = np.searchsorted(ordered, high, side="left") + np.searchsorted(ordered, high, side="right")
    return float(below.mean() / 2 / len(low))
