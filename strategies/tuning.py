"""Choosing what no gradient chooses, on predictions for dialogues held back from training."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .metrics import SIZE, Scores, score

Matrix = NDArray[np.float64]
Labels = NDArray[np.int64]

TAUS = tuple(round(0.05 * k, 2) for k in range(21))
STEPS = (-0.1, 0.1, -0.05, 0.05)
SWEEPS = 3
REACH = 0.3
"""No strategy's offset leaves tau log prior by more than this: what is finer than that is noise."""

LAMBDAS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 1.0)

TOLERANCE = 0.003
"""A third of the standard error of macro-F1 on held-back data of this size."""


def choose_offsets(held: Matrix, gold: Labels, setting: str) -> Matrix:
    """Offsets to subtract from log pi, shape (8,).

    "accuracy": tau log prior with the tau of the best accuracy. "balanced": tau and then each
    strategy's offset in turn, by macro-F1 less a price on bias and on strategies predicted at a rate
    outside half to double their share.
    """
    prior = np.log(np.bincount(gold, minlength=SIZE) / len(gold))
    if setting == "accuracy":
        return max(TAUS, key=lambda tau: score(held - tau * prior, gold).accuracy) * prior
    tau = max(TAUS, key=lambda t: worth(score(held - t * prior, gold)))
    base: Matrix = tau * prior
    offsets, best = base.copy(), worth(score(held - base, gold))
    for _ in range(SWEEPS):
        for i in range(SIZE):
            for step in STEPS:
                tried = offsets.copy()
                tried[i] += step
                value = worth(score(held - tried, gold))
                if abs(tried[i] - base[i]) <= REACH and value > best:
                    offsets, best = tried, value
    return offsets


def worth(scores: Scores) -> float:
    """macro-F1 - bias / 20 - what lies outside half to double the gold share, in shares."""
    outside = sum(
        max(0.0, row.predicted_share - 2 * row.gold_share, row.gold_share / 2 - row.predicted_share)
        for row in scores.per_strategy
    )
    return scores.macro_f1 - scores.bias / 20 - outside


def choose_lambda(adjusted: Matrix, outlook: Matrix, gold: Labels) -> float:
    """The largest weight of the look-ahead term that costs no more than TOLERANCE of macro-F1.

    The term is not there to foretell supporters better (it does not) but to lean, among strategies they
    might well choose, towards courses that go with good conversations: as far as agreement stands it.
    """
    floor = score(adjusted, gold).macro_f1 - TOLERANCE
    return max(weight for weight in LAMBDAS if score(adjusted + weight * outlook, gold).macro_f1 >= floor)
