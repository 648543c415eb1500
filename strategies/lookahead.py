"""Looking ahead: what tends to follow a strategy, and how much such courses look like good conversations.

score(s) = log pi(s) + lambda h(s),   h(s) = sum over the k most likely continuations c of length L of
P(c | s, history) f(s, c), P renormalised over those k (after MultiESC, Cheng et al., EMNLP 2022).

P is a smoothed Markov-2 chain over strategies within four phases of a conversation, counted on ESConv train.
f is a ridge regression from (phase, s, what followed) to +1 for conversations of ESConv train and -1 for those
of FailedESConv, collected alike, which did not pass as good support. It says how much a course looks like the
former. It is WEAK: on dialogues held back it tells the two apart somewhat better than chance (model card), the
two were sorted by quality checks and not by relief, and nothing here is a cause. The drop in emotion intensity
that ESConv records could not be predicted from strategies at all (r < 0 on valid), so it is not used.
The term is kept apart from the policy's, so that a reader sees how little or much it moved a plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .catalogue import STRATEGIES
from .features import NONE, phase_of, strategy_index
from .seeker import SeekerState

Array = NDArray[np.float64]
SIZE = len(STRATEGIES)
PHASES = 4
ADVANCE = 2
"""Utterances by which one exchange moves the position on."""


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What looking ahead found for n states: h of shape (n, 8), 0 for L = 0; `paths[n][s]` the likeliest future."""

    expected: Array
    paths: list[list[tuple[int, ...]]]


class Lookahead:
    """A beam over future strategies of `depth` L in 0..2 and `width` k >= 1.

    `follows` has shape (4, 9, 8, 8): P(c | phase, strategy before a, a). The value tables, added up, are
    f: `first` (4, 8) for s in its phase, `second` (4, 8) and `third` (4, 8) for what follows one and two
    exchanges later, `pair` (8, 8) for neighbours.
    """

    def __init__(self, tables: Mapping[str, NDArray[np.float32]], depth: int = 2, width: int = 6) -> None:
        if not 0 <= depth <= 2 or width < 1:
            raise ValueError("depth must be 0..2 and width at least 1")
        self.depth, self.width = depth, width
        self._follows = tables["look.follows"].astype(np.float64)
        self._first, self._second, self._third, self._pair = (
            tables[f"look.{name}"].astype(np.float64) for name in ("first", "second", "third", "pair")
        )
        if self._follows.shape != (PHASES, NONE + 1, SIZE, SIZE) or self._pair.shape != (SIZE, SIZE):
            raise ValueError("the look-ahead tables have other shapes")

    def outlook(self, states: Sequence[SeekerState]) -> Outlook:
        """Looks ahead for all states at once."""
        n = len(states)
        if self.depth == 0 or n == 0:
            return Outlook(np.zeros((n, SIZE)), [[()] * SIZE for _ in states])
        phases = np.array([[phase_of(state.position + ADVANCE * k) for k in range(3)] for state in states])
        last = np.array([strategy_index(state, 1) for state in states])
        chance = self._follows[phases[:, 1], last]
        value = self._first[phases[:, 0]][:, :, None] + self._second[phases[:, 1]][:, None, :] + self._pair
        if self.depth == 2:
            later = self._follows[phases[:, 2]][:, :SIZE]
            chance = chance[..., None] * later
            value = value[..., None] + self._third[phases[:, 2]][:, None, None, :] + self._pair
        return self._beam(chance.reshape(n, SIZE, -1), value.reshape(n, SIZE, -1))

    def _beam(self, chance: Array, value: Array) -> Outlook:
        width = min(self.width, chance.shape[2])
        best = np.argpartition(-chance, width - 1, axis=2)[:, :, :width]
        likely = np.take_along_axis(chance, best, axis=2)
        worth = np.take_along_axis(value, best, axis=2)
        expected = (likely * worth).sum(axis=2) / likely.sum(axis=2)
        top = np.take_along_axis(best, likely.argmax(axis=2)[..., None], axis=2)[..., 0]
        paths = [[self._steps(int(code)) for code in row] for row in top]
        return Outlook(expected - expected.mean(axis=1, keepdims=True), paths)

    def _steps(self, code: int) -> tuple[int, ...]:
        return (code,) if self.depth == 1 else divmod(code, SIZE)
