"""The ways of telling and the second family: heads on the finished vectors, and from which chance each is told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ....memory.lexicon import TfidfLexicon, dot
from ....memory.tuned.encode import TunedEncoder
from ..heads import sigmoid
from ..reader import second
from ..reading import FAMILIES, MARKS, NEUTRAL_AT
from ..weights import Array
from .corpora import Situation
from .heard import Heard
from .linear import Design, Linear, fit_linear
from .mixing import mix
from .scores import told_from

FINISHED_C, WORDS_C = 0.1, 10.0
"""How far each head may go from nothing (the C of scikit-learn). Judged on the tuning rows by log-loss, cross-fitted in
four parts, among .03, .1, .3 and 3, 10, 30; the head taught with the network was worse there for all seven ways."""

MARK_FLOOR, SECOND_FLOOR = 0.5, 0.35
"""The share of those told that must be right on the tuning rows. Nobody is told that they hide something, or feel
something else too, on less."""


def ways(
    known: Sequence[Situation], aside: Sequence[Situation], encoder: TunedEncoder, lexicon: TfidfLexicon
) -> tuple[Linear, Array]:
    """The head of the seven ways and the chance from which each is told, shape (7,).

    Two heads learn from the rows of `known` whose writer told the ways: one on vectors, one on words. Their shares and
    a correction are fitted for each way by itself on `aside`, of which neither has seen a row.
    """
    known, aside = ([row for row in rows if row.marks is not None] for rows in (known, aside))
    taught, tuning = (Heard.told(encoder, lexicon, rows) for rows in (known, aside))
    goals, truth = _goals(known), _goals(aside)
    nothing = [(np.zeros(0, np.int32), np.zeros(0, np.float32))] * len(known)
    finished = fit_linear(Design.of(nothing, 1, taught.vectors), goals, "sigmoid", FINISHED_C)
    words = fit_linear(Design.of(taught.rows, len(lexicon)), goals, "sigmoid", WORDS_C)
    opinions = (
        tuning.vectors @ finished.dense + finished.bias,
        dot(tuning.rows, words.sparse) + words.bias,
    )
    mixed = [mix([o[:, k : k + 1] for o in opinions], truth[:, k : k + 1], "sigmoid") for k in range(len(MARKS))]
    own, said = np.stack([shares for shares, _ in mixed], axis=1)
    shift = np.concatenate([correction for _, correction in mixed])
    head = Linear(finished.dense * own, words.sparse * said, finished.bias * own + words.bias * said + shift)
    return head, _cuts(sigmoid(tuning.logits(head)), truth.astype(bool))


def second_from(rows: Sequence[Situation], families: Array) -> Array:
    """The chance from which a family beside the dominant one is told; `families` has shape (n, 13)."""

    felt = [i for i, chances in enumerate(families) if chances.argmax() != NEUTRAL_AT]

    def counts(least: float) -> tuple[int, int, int]:
        found = {i: {FAMILIES[k] for k in second(families[i], least)} for i in felt}
        hits = sum(len(names.intersection(rows[i].secondary)) for i, names in found.items())
        return hits, sum(map(len, found.values())), sum(len(row.secondary) for row in rows)

    return np.array([told_from(counts, SECOND_FLOOR)], dtype=np.float32)


def _goals(rows: Sequence[Situation]) -> Array:
    return np.array([[float(mark in (row.marks or ())) for mark in MARKS] for row in rows], dtype=np.float32)


def _cuts(chances: Array, truth: NDArray[np.bool_]) -> Array:
    def cut(column: Array, true: NDArray[np.bool_]) -> float:
        def counts(least: float) -> tuple[int, int, int]:
            told = column >= least
            return int((told & true).sum()), int(told.sum()), int(true.sum())

        return told_from(counts, MARK_FLOOR)

    return np.array([cut(chances[:, k], truth[:, k]) for k in range(truth.shape[1])], dtype=np.float32)
