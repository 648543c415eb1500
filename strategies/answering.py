"""Fitting the simulated seeker, and telling how much of an answer it foresees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .exchanges import Exchange
from .moment import ANSWER, AT, MOMENT, NUMBERS, PHASES, SIZE, answer_of, moments_of

Array = NDArray[np.float64]

CROSSED = (
    *(AT[f"phase {i}"] for i in range(PHASES)),
    *(
        AT[name]
        for name in ("valence", "intensity", "asks", "refuses", "accepts", "refused", "advised", "heard", "length")
    ),
    *(AT[f"last {i}"] for i in range(SIZE)),
)
"""Columns of a moment that may matter in another way after each strategy."""

LENT = 0.4
"""Scale of the crossed columns: below 1 they are shrunk harder than the plain ones."""

SURE = 6.0
"""Log odds of what always, or never, was so."""

PENALTY = 200.0
LOGISTIC = 0.03
"""Ridge penalty on standardised columns and inverse strength of the logistic one; chosen by folds over train."""


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """Moments (n, MOMENT), shares of each strategy in the supporter's turn (n, 8), answers (n, len(ANSWER))."""

    moments: Array
    shares: Array
    answers: Array
    dialogue: NDArray[np.int64]

    def chosen(self, rows: NDArray[np.bool_]) -> Answered:
        """The rows where `rows` holds."""
        return Answered(self.moments[rows], self.shares[rows], self.answers[rows], self.dialogue[rows])


def usual_of(exchanges: Sequence[Exchange]) -> tuple[float, float]:
    """Mean valence and mean distress of all answers."""
    rows = np.array([answer_of("", e.feelings, (0.0, 1.0))[:2] for e in exchanges if e.feelings])
    return float(rows[:, 0].mean()), float(rows[:, 1].mean())


def answered(exchanges: Sequence[Exchange], usual: tuple[float, float]) -> Answered:
    """The exchanges as matrices."""
    shares = np.zeros((len(exchanges), SIZE))
    for row, exchange in zip(shares, exchanges, strict=True):
        for strategy in exchange.strategies:
            row[strategy] += 1.0 / len(exchange.strategies)
    answers = [answer_of("\n".join(u.text for u in e.answer), e.feelings, usual) for e in exchanges]
    moments = moments_of([e.state for e in exchanges], usual)
    return Answered(moments, shares, np.array(answers), np.array([e.dialogue for e in exchanges]))


def fit_answers(data: Answered, usual: tuple[float, float]) -> dict[str, Array]:
    """The arrays of `SimulatedSeeker`."""
    mean, spread = data.moments.mean(axis=0), np.maximum(data.moments.std(axis=0), 0.05)
    rows = design((data.moments - mean) / spread, data.shares)
    columns = [fitted(rows, data.answers[:, t], t < NUMBERS) for t in range(len(ANSWER))]
    bias = np.array([c[0] for c in columns])
    plain, own, crossed = np.split(np.stack([c[1] for c in columns], axis=1), [MOMENT, MOMENT + SIZE])
    weights = np.zeros((SIZE, MOMENT + 1, len(ANSWER)))
    for s in range(SIZE):
        slope = plain.copy()
        slope[list(CROSSED)] += LENT * crossed[s * len(CROSSED) : (s + 1) * len(CROSSED)]
        slope /= spread[:, None]
        weights[s, 1:] = slope
        weights[s, 0] = bias + own[s] - mean @ slope
    return {"answer.w": weights, "answer.usual": np.array(usual)}


def design(moments: Array, shares: Array) -> Array:
    """Moments, strategies, and CROSSED columns times strategies: (n, MOMENT + 8 + 8 * len(CROSSED))."""
    crossed = shares[:, :, None] * moments[:, None, list(CROSSED)] * LENT
    return np.concatenate([moments, shares, crossed.reshape(len(moments), -1)], axis=1)


def fitted(rows: Array, target: Array, number: bool) -> tuple[float, Array]:
    """Intercept and slopes: ridge for a number, logistic regression for a chance."""
    if not number and not 0.0 < target.mean() < 1.0:
        return (SURE if target.any() else -SURE), np.zeros(rows.shape[1])
    if not number:
        from sklearn.linear_model import LogisticRegression

        model: Any = LogisticRegression(C=LOGISTIC, max_iter=400, tol=1e-3).fit(rows, target > 0.5)
        return float(model.intercept_[0]), np.asarray(model.coef_[0], dtype=np.float64)
    centre, mean = rows.mean(axis=0), float(target.mean())
    left = rows - centre
    slope = np.linalg.solve(left.T @ left + PENALTY * np.eye(rows.shape[1]), left.T @ (target - mean))
    return mean - float(centre @ slope), slope
