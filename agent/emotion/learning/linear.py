"""Linear heads over a vector and a sparse row, fitted jointly for all outputs; used by training only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ....memory.lexicon import SparseRow, stack

Rows = NDArray[np.float32]
Link = Literal["sigmoid", "softmax"]


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """The two halves of the input: dense columns (n, d) and TF-IDF (n, terms) as a scipy CSR matrix."""

    dense: Rows
    sparse: Any

    @classmethod
    def of(cls, rows: Sequence[SparseRow], terms: int, dense: Rows | None = None) -> Design:
        from scipy.sparse import csr_matrix

        columns = np.zeros((len(rows), 0), dtype=np.float32) if dense is None else dense.astype(np.float32)
        return cls(columns, csr_matrix(stack(rows), shape=(len(rows), terms)))


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """Weights of a linear head: dense (d, k), sparse (terms, k), bias (k,)."""

    dense: Rows
    sparse: Rows
    bias: Rows

    def logits(self, design: Design) -> Rows:
        out: Rows = design.dense @ self.dense + design.sparse @ self.sparse + self.bias
        return out


def fit_linear(design: Design, targets: Rows, link: Link, c: float, sample: Rows | None = None) -> Linear:
    """Minimises |W|^2 / 2 + c * sum(sample * cross-entropy) by L-BFGS; the bias is not penalised.

    `targets` has shape (n, k) with values in 0..1 (rows sum to 1 for "softmax"). The objective is that
    of scikit-learn's LogisticRegression(C=c), for all k outputs in one pass over the data.
    """
    from scipy.optimize import minimize

    n, k = targets.shape
    d, terms = design.dense.shape[1], design.sparse.shape[1]
    weight = np.ones((n, 1), dtype=np.float32) if sample is None else sample.reshape(-1, 1).astype(np.float32)
    transposed = design.sparse.T.tocsr()
    dense_t = np.ascontiguousarray(design.dense.T)
    scale = 1.0 / (c * float(weight.sum()))

    def split(flat: NDArray[np.float64]) -> Linear:
        w = flat.astype(np.float32).reshape(d + terms + 1, k)
        return Linear(w[:d], w[d:-1], w[-1])

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        head = split(flat)
        z = head.logits(design)
        value, error = cross_entropy(z, targets, link)
        error *= weight
        gradient = np.concatenate([dense_t @ error, transposed @ error, error.sum(axis=0, keepdims=True)])
        gradient *= scale * c
        gradient[:-1] += scale * np.concatenate([head.dense, head.sparse])
        penalty = 0.5 * scale * float((head.dense**2).sum() + (head.sparse**2).sum())
        return penalty + scale * c * float((value * weight[:, 0]).sum()), gradient.astype(np.float64).ravel()

    start = np.zeros((d + terms + 1) * k)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150, "maxcor": 12, "ftol": 1e-7})
    return split(found.x)


def cross_entropy(z: NDArray[Any], targets: Rows, link: Link) -> tuple[Rows, Rows]:
    """Per-row loss and its gradient with respect to the logits."""
    if link == "softmax":
        shifted = z - z.max(axis=1, keepdims=True)
        logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        value: Rows = -(targets * logp).sum(axis=1)
        soft: Rows = np.exp(logp) - targets
        return value, soft
    value = (np.logaddexp(0, z) - targets * z).sum(axis=1)
    error: Rows = (1.0 / (1.0 + np.exp(-z)) - targets).astype(np.float32)
    return value, error
