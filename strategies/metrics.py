"""How well ranked strategies meet the ones people chose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .bias import preference_bias, preferences
from .catalogue import STRATEGIES

Labels = NDArray[np.int64]
SIZE = len(STRATEGIES)


@dataclass(frozen=True, slots=True)
class PerStrategy:
    """One row of the per-class table. `preference` is above 1 for a favoured strategy."""

    precision: float
    recall: float
    f1: float
    gold_share: float
    predicted_share: float
    preference: float

    @property
    def ratio(self) -> float | None:
        """Predicted share over gold share: 1 is as often as people do; None where nobody did."""
        return self.predicted_share / self.gold_share if self.gold_share else None


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """`confusion[i, j]` counts cases predicted i whose truth is j; everything else but `bias` is in 0..1.

    `macro_f1` is the mean over all eight strategies: one that is neither predicted nor true counts as 0.
    """

    accuracy: float
    top3: float
    macro_f1: float
    weighted_f1: float
    bias: float
    per_strategy: tuple[PerStrategy, ...]
    confusion: Labels


def confusion_of(predicted: Labels, gold: Labels) -> Labels:
    """Counts, shape (8, 8): rows are predictions, columns truths."""
    table: Labels = np.bincount(predicted * SIZE + gold, minlength=SIZE * SIZE).reshape(SIZE, SIZE).astype(np.int64)
    return table


def score(probabilities: NDArray[np.float64], gold: Labels) -> Scores:
    """Scores ranked predictions: `probabilities` has shape (n, 8), n > 0; the largest is the prediction."""
    order = np.argsort(-probabilities, axis=1, kind="stable")
    table = confusion_of(order[:, 0].astype(np.int64), gold)
    hits = np.diag(table).astype(float)
    predicted, truth = table.sum(axis=1), table.sum(axis=0)
    precision = hits / np.maximum(predicted, 1)
    recall = hits / np.maximum(truth, 1)
    f1 = 2 * hits / np.maximum(predicted + truth, 1)
    total = float(len(gold))
    favour = preferences(table)
    return Scores(
        accuracy=float(hits.sum() / total),
        top3=float((order[:, :3] == gold[:, None]).any(axis=1).mean()),
        macro_f1=float(f1.mean()),
        weighted_f1=float((f1 * truth).sum() / total),
        bias=preference_bias(table),
        per_strategy=tuple(
            PerStrategy(*(float(v) for v in row))
            for row in zip(precision, recall, f1, truth / total, predicted / total, favour, strict=True)
        ),
        confusion=table,
    )


def bootstrap_by_dialogue(
    probabilities: NDArray[np.float64], gold: Labels, dialogue: Labels, rounds: int = 1000, seed: int = 7
) -> dict[str, tuple[float, float]]:
    """95 % intervals of accuracy, macro-F1, weighted-F1 and bias, drawing whole dialogues with replacement."""
    predicted = np.argsort(-probabilities, axis=1, kind="stable")[:, 0].astype(np.int64)
    names = np.unique(dialogue)
    tables = np.stack([confusion_of(predicted[dialogue == d], gold[dialogue == d]) for d in names])
    rng = np.random.default_rng(seed)
    drawn: dict[str, list[float]] = {"accuracy": [], "macro_f1": [], "weighted_f1": [], "bias": []}
    for _ in range(rounds):
        table = tables[rng.integers(0, len(names), len(names))].sum(axis=0)
        hits, truth = np.diag(table).astype(float), table.sum(axis=0)
        f1 = 2 * hits / np.maximum(table.sum(axis=1) + truth, 1)
        drawn["accuracy"].append(float(hits.sum() / table.sum()))
        drawn["macro_f1"].append(float(f1.mean()))
        drawn["weighted_f1"].append(float((f1 * truth).sum() / table.sum()))
        drawn["bias"].append(preference_bias(table))
    return {name: (float(np.quantile(v, 0.025)), float(np.quantile(v, 0.975))) for name, v in drawn.items()}
