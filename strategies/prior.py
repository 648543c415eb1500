"""A policy from what is taught about helping: no learned weights, so nothing that can be missing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .catalogue import STRATEGIES, Stage, Strategy
from .cues import meant_cues
from .seeker import SeekerState
from .stages import last_heard, stage_of

_BY_STAGE: dict[Stage, tuple[int, ...]] = {
    "exploration": (36, 16, 18, 4, 12, 3, 3, 8),
    "comforting": (14, 6, 20, 12, 26, 9, 7, 6),
    "action": (8, 3, 8, 8, 18, 28, 14, 13),
}
"""Percent, in the order of STRATEGIES: exploring skills first, then comfort, then guidance (Hill's stages)."""

_AFTER_ITSELF = 0.6
_QUESTION: Strategy = "Question"


class PriorPolicy:
    """Stage weights with a little rhythm: variety, answers to what was asked, room for a goodbye."""

    def probabilities(self, states: Sequence[SeekerState]) -> NDArray[np.float64]:
        """Shape (n, 8), rows sum to 1."""
        rows = np.zeros((len(states), len(STRATEGIES)))
        for row, state in zip(rows, states, strict=True):
            weights = self._weights(state)
            row[:] = weights / weights.sum()
        return rows

    def _weights(self, state: SeekerState) -> NDArray[np.float64]:
        weights = dict(zip(STRATEGIES, map(float, _BY_STAGE[stage_of(state)]), strict=True))
        cues = meant_cues(last_heard(state))
        for strategy in state.history[-1:]:
            weights[strategy] *= _AFTER_ITSELF
        if state.history[-1:] == (_QUESTION,):
            weights["Reflection of feelings"] *= 1.4
            weights["Restatement or Paraphrasing"] *= 1.4
        if cues.asks_advice and not state.refused_suggestion:
            weights["Providing Suggestions"] *= 2.0
            weights["Information"] *= 1.5
        if cues.thanks or cues.farewell:
            weights["Others"] *= 6.0
            weights["Question"] *= 0.5
        if cues.greeting and state.position <= 2:
            weights["Others"] *= 4.0
            weights["Question"] *= 2.0
        if cues.question and not cues.asks_advice:
            weights["Information"] *= 1.3
        return np.array(list(weights.values()))
