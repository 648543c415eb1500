"""How good the heads are on rows they did not learn from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...memory.encoder import Encoder
from .corpora import Array, emobank, esconv, family_targets, goemotions, one_hot, situations
from .reader import NEUTRAL, Signals, signals
from .reading import FAMILIES
from .weights import Weights

SIX = ("sadness", "anxiety", "anger", "shame_guilt", "fear", "disgust")


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


def calibration_error(probabilities: Array, truth: NDArray[np.intp]) -> float:
    """Expected calibration error of the dominant family, ten bins of equal width."""
    sure, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == truth
    bins = np.minimum((sure * 10).astype(int), 9)
    return float(sum(abs(sure[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins)))


def ranking(scores: Array, truth: NDArray[np.bool_]) -> float:
    """Area under the ROC curve."""
    ranks = scores.argsort().argsort()
    positive = int(truth.sum())
    return float((ranks[truth].sum() - positive * (positive - 1) / 2) / (positive * (len(truth) - positive)))


def measure(weights: Weights, encoder: Encoder, data: Path) -> dict[str, float]:
    """All measures by name, on GoEmotions dev, EmoBank dev, ESConv valid and our held-back third."""

    def of(texts: list[str]) -> Signals:
        return signals(weights.tensors, encoder.encode(texts), weights.lexicon.transform(texts), texts)

    found: dict[str, float] = {}
    texts, labels = goemotions(data / "goemotions/dev.tsv")
    read = of(texts)
    found["goemotions_dev_macro_f1"] = float(f1(labels, read.labels > weights.tensors.thresholds).mean())
    found["goemotions_dev_mean_label_ece"] = _label_error(read.labels, labels)
    mapped = family_targets(labels)
    single = mapped.sum(axis=1) == 1
    truth = mapped[single].argmax(axis=1)
    found["goemotions_dev_family_accuracy"] = float((read.families[single].argmax(axis=1) == truth).mean())
    found["goemotions_dev_family_ece"] = calibration_error(read.families[single], truth)
    texts, scores = emobank(data / "emobank/emobank_train_dev.csv", "dev")
    vad = of(texts).vad
    for i, name in enumerate(("valence", "arousal", "dominance")):
        found[f"emobank_dev_r_{name}"] = float(np.corrcoef(vad[:, i], scores[:, i])[0, 1])
    texts, families, whole, _ = esconv(data / "esconv/esconv_valid.jsonl")
    rows = np.array(whole)
    guess, truth = of(texts).families[rows], one_hot(families)[rows].argmax(axis=1)
    six = [FAMILIES.index(name) for name in SIX]
    found["esconv_valid_situation_accuracy"] = float((guess.argmax(axis=1) == truth).mean())
    found["esconv_valid_situation_accuracy_of_six"] = float(
        (np.array(six)[guess[:, six].argmax(axis=1)] == truth).mean()
    )
    return {name: round(value, 4) for name, value in {**found, **_held_back(of)}.items()}


def _held_back(of: Any) -> dict[str, float]:
    held = [item for item in situations() if item.split == "held"]
    read: Signals = of([item.text for item in held])
    truth = one_hot([item.family for item in held]).argmax(axis=1)
    affect = truth != NEUTRAL
    six = [FAMILIES.index(name) for name in SIX]
    among = np.isin(truth, six)
    forced = np.array(six)[read.families[among][:, six].argmax(axis=1)]
    order = np.argsort(-read.families, axis=1)
    strength = np.array([item.intensity for item in held], dtype=np.float32)
    return {
        "held_rows": float(len(held)),
        "held_accuracy_13": float((order[:, 0] == truth).mean()),
        "held_accuracy_13_top_3": float((order[:, :3] == truth[:, None]).any(axis=1).mean()),
        "held_accuracy_of_six": float((forced == truth[among]).mean()),
        "held_affect_auroc": ranking(1 - read.families[:, NEUTRAL], affect),
        "held_neutral_recall": float((order[~affect, 0] == NEUTRAL).mean()),
        "held_family_ece": calibration_error(read.families, truth),
        "held_intensity_mae": float(np.abs(read.intensity - strength).mean()),
        "held_intensity_r_of_affect": float(np.corrcoef(read.intensity[affect], strength[affect])[0, 1]),
        "held_valence_r": float(np.corrcoef(read.vad[:, 0], [item.valence for item in held])[0, 1]),
    }


def _label_error(probabilities: Array, targets: Array) -> float:
    errors = []
    for column in range(probabilities.shape[1]):
        p, y = probabilities[:, column], targets[:, column]
        bins = np.minimum((p * 10).astype(int), 9)
        errors.append(sum(abs(p[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean() for b in set(bins)))
    return float(np.mean(errors))
