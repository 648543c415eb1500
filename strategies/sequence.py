"""Whether one reply should hold a second strategy, and which: learned from the turns in which people used two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .catalogue import STRATEGIES, Strategy
from .moment import MOMENT, SIZE, moments_of
from .seeker import SeekerState

Array = NDArray[np.float64]

OPENS: frozenset[Strategy] = frozenset(STRATEGIES) - {"Question", "Providing Suggestions"}
"""Strategies after which another may follow in one reply; a question or a suggestion is left standing."""


class SecondStrategy:
    """Chances of a second strategy. `second.bias` (8,) by the first, `second.w` (MOMENT,), `second.follows` (8, 8).

    `since` is the chance from which a second is given, `again` from which a third is. Raises KeyError or
    ValueError when arrays are absent or of other shapes.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], since: float, again: float) -> None:
        self._bias, self._slope, follows = (
            np.asarray(arrays[f"second.{name}"], dtype=np.float64) for name in ("bias", "w", "follows")
        )
        usual = np.asarray(arrays["answer.usual"], dtype=np.float64)
        if self._bias.shape != (SIZE,) or self._slope.shape != (MOMENT,) or follows.shape != (SIZE, SIZE):
            raise ValueError("the weights of a second strategy have other shapes")
        self._follows = np.log(np.maximum(follows, 1e-6))
        self._usual = (float(usual[0]), float(usual[1]))
        self.since, self.again = since, again

    def chances(self, states: Sequence[SeekerState]) -> Array:
        """Chance that another strategy follows each of the eight in one reply, shape (n, 8)."""
        logits = self._bias + (moments_of(states, self._usual) @ self._slope)[:, None]
        out: Array = 0.5 * (np.tanh(0.5 * logits) + 1.0)
        return out

    def following(self, first: int, log_policy: Array, closed: Sequence[int]) -> int | None:
        """The strategy to put after `first`: the best of log pi + log P(second | first); None if all are `closed`."""
        scores = log_policy + self._follows[first]
        scores[[first, *closed]] = -np.inf
        best = int(scores.argmax())
        return best if np.isfinite(scores[best]) else None
