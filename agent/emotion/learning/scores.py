"""Scores of guesses against the truth, as the field defines them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..families import EKMAN_OF_LABEL, LABELS
from ..weights import NEVER
from .corpora import Array

ECE_BINS = 10
ENOUGH = 10
"""So many must be told before the share of those that are right means anything."""


def f1(truth: NDArray[Any], guess: NDArray[Any]) -> Array:
    """F1 of each column of two 0/1 matrices; 0 where nothing is found."""
    hits = (truth * guess).sum(axis=0)
    out: Array = (2 * hits / np.maximum(truth.sum(axis=0) + guess.sum(axis=0), 1)).astype(np.float32)
    return out


def best_thresholds(probabilities: Array, targets: Array) -> Array:
    """The threshold of each label with the best F1 on a grid from .04 to .70, smoothed over five neighbours."""
    grid = np.arange(0.04, 0.70, 0.01)
    table = np.stack([f1(targets, probabilities > threshold) for threshold in grid])
    padded = np.pad(table, ((2, 2), (0, 0)), mode="edge")
    smooth = np.stack([padded[i : i + 5].mean(axis=0) for i in range(len(grid))])
    out: Array = grid[smooth.argmax(axis=0)].astype(np.float32)
    return out


def ekman(labels: Array) -> Array:
    """28 labels (0/1 or chances) to Ekman's six and neutral, shape (n, 7): 1 - prod(1 - p) over each group."""
    groups = sorted(set(EKMAN_OF_LABEL.values()))
    columns = [[k for k, label in enumerate(LABELS) if EKMAN_OF_LABEL[label] == group] for group in groups]
    out: Array = np.stack([1 - np.prod(1 - labels[:, own], axis=1) for own in columns], axis=1).astype(np.float32)
    return out


def overlap(found: str, true: str) -> float:
    """Shared words over all words of two stretches (Jaccard), case aside."""
    a, b = (set(re.findall(r"[\w']+", words.lower())) for words in (found, true))
    return len(a & b) / len(a | b) if a | b else 0.0


def told_too(found: Sequence[Sequence[str]], true: Sequence[Sequence[str]]) -> float:
    """F1 of the families told beside the dominant one, over all rows together."""
    hits = sum(len(set(a) & set(b)) for a, b in zip(found, true, strict=True))
    return 2 * hits / max(1, sum(map(len, found)) + sum(map(len, true)))


def told_from(counts: Callable[[float], tuple[int, int, int]], floor: float) -> float:
    """The chance with the best F1 on a grid from .02 to .95, among those at which enough are told and `floor` of them
    are right; `NEVER` where there is none. `counts` gives, for a chance, how many of those told are right, how many
    are told, and how many there are."""
    best, score = NEVER, 0.0
    for least in np.arange(0.02, 0.95, 0.005):
        hits, told, true = counts(float(least))
        if told >= ENOUGH and hits >= floor * told and 2 * hits / (told + true) > score:
            best, score = float(least), 2 * hits / (told + true)
    return best


def calibration_error(probabilities: Array, truth: NDArray[np.intp]) -> float:
    """Expected calibration error of the dominant family (Guo et al. 2017), ten bins of equal width."""
    sure, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == truth
    return _bin_error(sure, right)


def honest_error(probabilities: Array, draws: int = 200) -> float:
    """What `calibration_error` would be on average if the truth were drawn from the probabilities: few rows never
    give 0, however honest the chances are."""
    rng = np.random.default_rng(0)
    edges = probabilities.cumsum(axis=1)
    truths = ((edges > rng.random((len(edges), 1)) * edges[:, -1:]).argmax(axis=1) for _ in range(draws))
    return float(np.mean([calibration_error(probabilities, truth) for truth in truths]))


def label_error(probabilities: Array, targets: Array) -> float:
    """The mean over the labels of each one's expected calibration error."""
    pairs = zip(probabilities.T, targets.T, strict=True)
    return float(np.mean([_bin_error(p, y) for p, y in pairs]))


def _bin_error(sure: NDArray[Any], right: NDArray[Any]) -> float:
    bins = np.minimum((sure * ECE_BINS).astype(int), ECE_BINS - 1)
    return float(sum(abs(sure[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins)))


def ranking(scores: Array, truth: NDArray[np.bool_]) -> float:
    """Area under the ROC curve; ties count half."""
    from scipy.stats import rankdata

    ranks, positive = rankdata(scores), int(truth.sum())
    return float((ranks[truth].sum() - positive * (positive + 1) / 2) / (positive * (len(truth) - positive)))
