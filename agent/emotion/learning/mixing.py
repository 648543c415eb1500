"""Putting two opinions together and making them mean what they say, on rows neither has learned from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..weights import Array
from .linear import Link, cross_entropy

HOLD = 0.02
"""Penalty a row on what strays from equal shares and no correction, so that rare outputs stay near their own."""


def mix(opinions: Sequence[Array], targets: Array, link: Link, sample: Array | None = None) -> tuple[Array, Array]:
    """Shares (opinions,) and corrections (k,), so that sum(share * logits) + correction fits best.

    `opinions` are logits, each (n, k); `targets` (n, k) in 0..1. Scaling all logits together is temperature
    scaling (Guo et al. 2017); the corrections are its vector form.
    """
    from scipy.optimize import minimize

    stack = np.stack([opinion.astype(np.float64) for opinion in opinions])
    n, k = targets.shape
    weight = np.ones(n) if sample is None else sample.astype(np.float64)
    weight = weight / weight.sum()
    start = np.concatenate([np.full(len(stack), 1.0 / len(stack)), np.zeros(k)])

    def loss(flat: Array) -> tuple[float, Array]:
        shares, shift = flat[: len(stack)], flat[len(stack) :]
        z = np.tensordot(shares, stack, axes=1) + shift
        value, error = cross_entropy(z, targets, link)
        error = error * weight[:, None]
        slope = np.concatenate([(stack * error).sum(axis=(1, 2)), error.sum(axis=0)])
        away = flat - start
        away[: len(stack)] = 0.0
        return float((value * weight).sum() + 0.5 * HOLD * (away**2).sum()), slope + HOLD * away

    found = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return found[: len(stack)].astype(np.float32), found[len(stack) :].astype(np.float32)


def ridge(columns: Array, goals: Array, penalty: float) -> Array:
    """Least squares with an L2 penalty on all columns but the first, a constant."""
    held = np.full(columns.shape[1], penalty)
    held[0] = 1e-6
    solved: Array = np.linalg.solve(columns.T @ columns + np.diag(held), columns.T @ goals).astype(np.float32)
    return solved
