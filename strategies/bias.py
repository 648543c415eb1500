"""Preference bias: how unevenly a planner favours strategies, whatever its accuracy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SWEEPS = 20
EPSILON = 1e-6


def preferences(confusion: NDArray[np.int64]) -> NDArray[np.float64]:
    """Bradley-Terry preference p_i of each label, mean 1; above 1 the label is favoured.

    `confusion[i, j]` counts samples predicted i whose truth is j. From p = 1, twenty sweeps in place of
    p_i = sum_j w_ij p_j / (p_i + p_j) / sum_j w_ji / (p_i + p_j), j = i included, then p = p N / sum p.
    Source: Kang et al. (ACL 2024), as implemented in EmoDynamiX `metrics.py`.
    """
    size = len(confusion)
    w = confusion.astype(np.float64)
    p = np.ones(size)
    for _ in range(SWEEPS):
        for i in range(size):
            pairs = p[i] + p + EPSILON
            p[i] = float((w[i] * p / pairs).sum() / ((w[:, i] / pairs).sum() + EPSILON))
        p = p * size / max(float(p.sum()), EPSILON)
    return p


def preference_bias(confusion: NDArray[np.int64]) -> float:
    """Standard deviation of the preferences: 0 is even, sqrt(labels - 1) is one constant answer."""
    p = preferences(confusion)
    return float(np.sqrt(np.mean((p - p.mean()) ** 2)))
