"""Looking ahead: what tends to follow a strategy, how the person may answer, and what that is worth.

score(s) = log pi(s) + lambda h(s),   h(s) = sum over the k most likely continuations c of length L of
P(c | s, history) f(s, c), P renormalised over those k (after MultiESC, Cheng et al., EMNLP 2022).

P is a smoothed Markov-2 chain over strategies within four phases of a conversation, counted on ESConv train.
After every strategy of a course the simulated seeker (`simulate.py`) answers and the moment moves on. f is a
weighted sum of named terms (`value.py`), each kept apart, so that a reader sees what moved a plan and how little
of it is sure: the model card has the figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .features import NONE
from .moment import ADVANCE, AT, PHASES, SIZE, phases_of
from .seeker import SeekerState
from .simulate import SimulatedSeeker
from .value import TERMS, Course, TermName, Value, last_of, turned_down

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

CHUNK = 400
"""States worked on at once; bounds the memory, changes nothing else."""

DEPTHS = range(4)


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What looking ahead found for n states.

    `terms` (n, 8, len(TERMS)): weighted, each centred over the eight, their sum is h; 0 for L = 0.
    `paths[n][s]`: the likeliest L strategies after s. `change` (n, 8, 3): expected change of valence (-1..1) and of
    distress (1..5) along that path, and the suggestions turned down on it.
    """

    terms: Array
    paths: list[list[tuple[int, ...]]]
    change: Array

    @property
    def expected(self) -> Array:
        """h, shape (n, 8)."""
        total: Array = self.terms.sum(axis=2)
        return total


@dataclass(slots=True, eq=False)
class _Beam:
    """The b paths kept for each of n * 8 first strategies; the leading axis of all arrays is n * 8 * b."""

    codes: Whole
    phases: Whole
    chance: Array
    begun: Array
    moment: Array
    refusals: Array


class Lookahead:
    """A beam over future strategies of `depth` L in 0..3 and `width` k >= 1.

    `tables` holds `look.follows` (4, 9, 8, 8), P(c | phase, strategy before a, a), and what `Value` and
    `SimulatedSeeker` need. From every term is taken what it usually is for the strategy, `look.usual` (3, 8,
    len(TERMS)) by depth, so that looking ahead favours moments, not strategies; then it is divided by `look.scales`
    (3, len(TERMS)). `look.weights` (len(TERMS),) says what each term counts for, unless `weights` does: a term that
    is absent there counts for nothing. Raises KeyError or ValueError when tables are
    absent or of other shapes.
    """

    def __init__(
        self,
        tables: Mapping[str, NDArray[Any]],
        depth: int = 2,
        width: int = 6,
        weights: Mapping[TermName, float] | None = None,
    ) -> None:
        if depth not in DEPTHS or width < 1:
            raise ValueError("depth must be 0..3 and width at least 1")
        self.depth, self.width = depth, width
        self._usual, scales = np.zeros((SIZE, len(TERMS))), np.ones(len(TERMS))
        if depth:
            self._usual = np.asarray(tables["look.usual"], dtype=np.float64)[depth - 1]
            scales = np.asarray(tables["look.scales"], dtype=np.float64)[depth - 1]
        counted = np.asarray(tables["look.weights"], dtype=np.float64)
        if weights is not None:
            counted = np.array([weights.get(name, 0.0) for name in TERMS])
        self._factors = counted / scales
        self._follows = np.asarray(tables["look.follows"], dtype=np.float64)
        if (
            self._follows.shape != (PHASES, NONE + 1, SIZE, SIZE)
            or counted.shape != scales.shape
            or self._factors.shape != (len(TERMS),)
            or self._usual.shape != (SIZE, len(TERMS))
        ):
            raise ValueError("the look-ahead tables have other shapes")
        self._value, self._seeker = Value(tables), SimulatedSeeker(tables)

    def outlook(self, states: Sequence[SeekerState]) -> Outlook:
        """Looks ahead for all states at once."""
        n = len(states)
        if self.depth == 0 or n == 0:
            return Outlook(np.zeros((n, SIZE, len(TERMS))), [[()] * SIZE for _ in states], np.zeros((n, SIZE, 3)))
        parts = [self._looked(states[start : start + CHUNK]) for start in range(0, n, CHUNK)]
        return Outlook(
            np.concatenate([part.terms for part in parts]),
            [row for part in parts for row in part.paths],
            np.concatenate([part.change for part in parts]),
        )

    def _looked(self, states: Sequence[SeekerState]) -> Outlook:
        n = len(states)
        positions = np.array([state.position for state in states])
        beam = self._begin(self._seeker.moments(states), positions)
        for step in range(1, self.depth + 1):
            beam = self._grow(beam, n, np.repeat(positions + ADVANCE * step, SIZE))
        chance = beam.chance.reshape(n, SIZE, -1)
        share = chance / chance.sum(axis=2, keepdims=True)
        course = Course(beam.codes, beam.phases, beam.begun, beam.moment, beam.refusals)
        worth = self._value.of(course).reshape(*chance.shape, len(TERMS))
        terms = (np.einsum("nsb,nsbt->nst", share, worth) - self._usual) * self._factors
        best = chance.argmax(axis=2)[..., None]
        codes = np.take_along_axis(beam.codes.reshape(*chance.shape, -1), best[..., None], axis=2)[:, :, 0, 1:]
        change = np.take_along_axis(self._change(beam).reshape(*chance.shape, 3), best[..., None], axis=2)[:, :, 0]
        paths = [[tuple(path) for path in row] for row in codes.tolist()]
        return Outlook(terms - terms.mean(axis=1, keepdims=True), paths, change)

    def _begin(self, now: Array, positions: Whole) -> _Beam:
        """Each of the eight, used and answered: one path a first strategy."""
        codes = np.tile(np.arange(SIZE), len(now))
        begun = np.repeat(now, SIZE, axis=0)
        phases = np.repeat(phases_of(positions), SIZE)
        answers, moment = self._seeker.after(begun, codes, np.repeat(positions + ADVANCE, SIZE))
        return _Beam(codes[:, None], phases[:, None], np.ones(len(codes)), begun, moment, turned_down(codes, answers))

    def _grow(self, beam: _Beam, n: int, positions: Whole) -> _Beam:
        """One strategy further: the `width` likeliest of all continuations of each first strategy."""
        kept = len(beam.codes) // (n * SIZE)
        phases = np.repeat(phases_of(positions), kept)
        before = beam.codes[:, -2] if beam.codes.shape[1] > 1 else last_of(beam.begun)
        chance = beam.chance[:, None] * self._follows[phases, before, beam.codes[:, -1]]
        chance = chance.reshape(n * SIZE, kept * SIZE)
        width = min(self.width, chance.shape[1])
        best = np.argsort(-chance, axis=1, kind="stable")[:, :width]
        parent = (best // SIZE + np.arange(n * SIZE)[:, None] * kept).ravel()
        codes = (best % SIZE).ravel()
        later = np.repeat(positions + ADVANCE, width)
        answers, moment = self._seeker.after(beam.moment[parent], codes, later)
        return _Beam(
            np.concatenate([beam.codes[parent], codes[:, None]], axis=1),
            np.concatenate([beam.phases[parent], np.repeat(phases_of(positions), width)[:, None]], axis=1),
            np.take_along_axis(chance, best, axis=1).ravel(),
            beam.begun[parent],
            moment,
            beam.refusals[parent] + turned_down(codes, answers),
        )

    @staticmethod
    def _change(beam: _Beam) -> Array:
        moved = beam.moment - beam.begun
        return np.stack([moved[:, AT["valence"]], moved[:, AT["intensity"]], beam.refusals], axis=1)
