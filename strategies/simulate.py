"""A simulated seeker: how the person's next turn may read after each strategy, learned from ESConv train.

Linear in the moment, with an own set of weights for every strategy: ridge regression for the mood of the
next turn and its length, logistic regression for what it says. It is an expectation over many people, not a
forecast for one: the model card gives how little of an answer is foreseen, and how much of that is the
strategy's doing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .moment import ANSWER, MOMENT, NUMBERS, SIZE, moments_of, moved_on
from .seeker import SeekerState

Array = NDArray[np.float64]

LOWEST = np.array([-1.0, 1.0, 0.0])
HIGHEST = np.array([1.0, 5.0, 6.0])
"""Bounds of valence, distress and log length."""


class SimulatedSeeker:
    """`answer.w` has shape (8, MOMENT + 1, len(ANSWER)), the bias first; `answer.usual` (2,) stands for no reading.

    Raises KeyError or ValueError when the arrays are absent or of other shapes.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        weights = np.asarray(arrays["answer.w"], dtype=np.float64)
        usual = np.asarray(arrays["answer.usual"], dtype=np.float64)
        if weights.shape != (SIZE, MOMENT + 1, len(ANSWER)) or usual.shape != (2,):
            raise ValueError("the simulated seeker was made for other features")
        self.usual = (float(usual[0]), float(usual[1]))
        self._bias = weights[:, 0]
        self._flat = np.ascontiguousarray(weights[:, 1:].transpose(1, 0, 2).reshape(MOMENT, -1))

    def moments(self, states: Sequence[SeekerState]) -> Array:
        """Where each person is now, shape (n, MOMENT)."""
        return moments_of(states, self.usual)

    def answers(self, moments: Array) -> Array:
        """The expected answer to each of the eight, shape (n, 8, len(ANSWER))."""
        raw = (moments @ self._flat).reshape(len(moments), SIZE, len(ANSWER)) + self._bias
        raw[..., :NUMBERS] = np.clip(raw[..., :NUMBERS], LOWEST, HIGHEST)
        raw[..., NUMBERS:] = 0.5 * (np.tanh(0.5 * raw[..., NUMBERS:]) + 1.0)
        return raw

    def after(self, moments: Array, strategies: NDArray[np.int64], positions: NDArray[np.int64]) -> tuple[Array, Array]:
        """Answers to one strategy a row, shape (m, len(ANSWER)), and the moments they leave, (m, MOMENT)."""
        answers = self.answers(moments)[np.arange(len(moments)), strategies]
        return answers, moved_on(moments, strategies, answers, positions)
