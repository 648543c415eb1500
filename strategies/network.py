"""The recurrent half of the policy at run time: several small GRUs over the latest utterances, in numpy."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from .features import STEPS, Features

Matrix = NDArray[np.float32]

NAMES = ("p.w", "p.b", "g.wi", "g.bi", "g.wh", "g.bh", "b.w", "b.b", "o.w", "o.b")
"""Projection of an utterance, input and recurrent half of the GRU, dense branch, output."""


class UtteranceNetwork:
    """`members` networks of one shape, stacked along the first axis.

    An utterance of width u is projected to h (GELU); a GRU (gates in the order reset, update, new) reads
    STEPS of them; its last state and a GELU branch of the dense features give 8 logits.
    Raises KeyError or ValueError when arrays are absent or of other shapes.
    """

    def __init__(self, arrays: Mapping[str, Matrix]) -> None:
        self._w = {name: arrays[f"net.{name}"] for name in NAMES}
        self.members, _, self.hidden = self._w["p.w"].shape
        if self._w["g.wh"].shape != (self.members, self.hidden, 3 * self.hidden):
            raise ValueError("the recurrent weights do not fit the projection")

    def log_probabilities(self, features: Features) -> NDArray[np.float64]:
        """Mean over members of log-softmax, shape (n, 8); rows are not renormalised."""
        w, h = self._w, self.hidden
        n = len(features.dense)
        flat = features.steps.reshape(n * STEPS, -1)
        seen = gelu(np.matmul(flat, w["p.w"]) + w["p.b"][:, None])
        gates: Matrix = (np.matmul(seen, w["g.wi"]) + w["g.bi"][:, None]).reshape(self.members, n, STEPS, 3 * h)
        state: Matrix = np.zeros((self.members, n, h), dtype=np.float32)
        for step in range(STEPS):
            own: Matrix = np.matmul(state, w["g.wh"]) + w["g.bh"][:, None]
            given = gates[:, :, step]
            both: Matrix = sigmoid(given[..., : 2 * h] + own[..., : 2 * h])
            reset, update = both[..., :h], both[..., h:]
            new: Matrix = np.tanh(given[..., 2 * h :] + reset * own[..., 2 * h :])
            state = np.add(new, update * (state - new), dtype=np.float32)
        branch = gelu(np.matmul(features.dense, w["b.w"]) + w["b.b"][:, None])
        logits = np.matmul(np.concatenate([state, branch], axis=2), w["o.w"]) + w["o.b"][:, None]
        mean: NDArray[np.float64] = log_softmax(logits.astype(np.float64)).mean(axis=0)
        return mean


def gelu(x: Matrix) -> Matrix:
    """GELU in its tanh form."""
    inner: Matrix = np.tanh((x + x * x * x * np.float32(0.044715)) * np.float32(0.7978845608))
    out: Matrix = x * (inner + np.float32(1.0)) * np.float32(0.5)
    return out


def sigmoid(x: Matrix) -> Matrix:
    """The logistic function, written so that no value overflows."""
    out: Matrix = (np.tanh(x * np.float32(0.5)) + np.float32(1.0)) * np.float32(0.5)
    return out


def log_softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Along the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    out: NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return out
