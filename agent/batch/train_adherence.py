"""Learns the adherence weights: python -m holdspace.agent.batch.train_adherence --data DIR --out DIR.

Reads DIR/esconv/esconv_train.jsonl, and esconv_valid.jsonl only to say how well it does. A logistic regression over
the rows of `adherence.py`, strategies weighted evenly. The threshold of a strategy is where, out of fold by dialogue
on train, hits less false alarms are most (Youden's J), with sentences read as `Adherence.shown` reads them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from ...strategies.catalogue import STRATEGIES
from ...strategies.corpus import read_talks
from .adherence import COLUMNS, Adherence, row_of

FOLDS, STRENGTH = 5, 1.0


@dataclass(frozen=True, slots=True)
class Said:
    """One supporter utterance with its strategy as a number, its dialogue, and what came before it."""

    text: str
    before: str
    gold: int
    dialogue: int


def read(file: Path) -> list[Said]:
    """Every supporter utterance with one of the eight strategies. Raises OSError, or ValueError for a bad line."""
    found: list[Said] = []
    for number, talk in enumerate(read_talks(file)):
        before = ""
        for turn in talk.turns:
            if turn.speaker == "seeker":
                before = turn.content
            elif turn.known:
                found.append(Said(turn.content, before, STRATEGIES.index(turn.known), number))
    return found


def fit(said: Sequence[Said]) -> Adherence:
    """Weights from these utterances, every threshold at 1/8."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    rows = [row_of(one.text, one.before) for one in said]
    ends = np.cumsum([0, *(len(row.columns) for row in rows)])
    values = np.concatenate([row.values for row in rows])
    columns = np.concatenate([row.columns for row in rows])
    matrix = csr_matrix((values, columns, ends), shape=(len(rows), COLUMNS))
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=400)
    model.fit(matrix, [one.gold for one in said])
    weights = model.coef_.astype(np.float16).astype(np.float32)
    return Adherence(weights, model.intercept_.astype(np.float32), np.full(len(STRATEGIES), 0.125, dtype=np.float32))


def best_shares(model: Adherence, said: Sequence[Said]) -> NDArray[np.float32]:
    """The highest probability of each strategy over the reply and its sentences, shape (n, 8)."""
    from ...prompts.sentences import split_sentences

    found = [
        np.max([model.probabilities(part, one.before) for part in {one.text, *split_sentences(one.text)}], axis=0)
        for one in said
    ]
    return np.array(found, dtype=np.float32).reshape(-1, len(STRATEGIES))


def thresholds(best: NDArray[np.float32], gold: NDArray[np.int64]) -> NDArray[np.float32]:
    """Per strategy, where hits less false alarms are most; 1/8 for a strategy that does not occur."""
    grid = np.linspace(0.05, 0.6, 56)
    found = np.full(len(STRATEGIES), 0.125, dtype=np.float32)
    for s in set(gold.tolist()):
        own, rest = best[gold == s, s], best[gold != s, s]
        gain = [(own >= at).mean() - ((rest >= at).sum() / max(1, len(rest))) for at in grid]
        found[s] = grid[int(np.argmax(gain))]
    return found


def report(model: Adherence, said: Sequence[Said]) -> str:
    """Accuracy and macro-F1 of the nearest strategy, and per strategy hits, false alarms and threshold."""
    gold = np.array([one.gold for one in said])
    near = np.array([STRATEGIES.index(model.nearest(one.text, one.before)) for one in said])
    best = best_shares(model, said)
    f1 = []
    lines = [f"{'strategy':28} {'n':>5} {'F1':>6} {'shown':>6} {'false':>6} {'at':>5}"]
    for s, name in enumerate(STRATEGIES):
        hit = ((near == s) & (gold == s)).sum()
        f1.append(2 * hit / max(1, (near == s).sum() + (gold == s).sum()))
        shown = best[:, s] >= model.thresholds[s]
        lines.append(
            f"{name:28} {(gold == s).sum():5d} {f1[-1]:6.3f} {shown[gold == s].mean():6.3f} "
            f"{shown[gold != s].mean():6.3f} {model.thresholds[s]:5.2f}"
        )
    of = best >= model.thresholds
    own = of[np.arange(len(gold)), gold].mean()
    head = f"{len(gold)} utterances: accuracy {(near == gold).mean():.3f}, macro-F1 {np.mean(f1):.3f}"
    return "\n".join(
        [head, f"own strategy shown {own:.3f}; strategies shown a reply {of.sum(axis=1).mean():.2f}", *lines]
    )


def run(data: Path, out: Path) -> None:
    """Fits, finds the thresholds out of fold, writes the file and prints how it does on valid."""
    said = read(data / "esconv" / "esconv_train.jsonl")
    fold = np.array([one.dialogue for one in said]) % FOLDS
    best = np.zeros((len(said), len(STRATEGIES)), dtype=np.float32)
    for k in range(FOLDS):
        part = fit([one for one, f in zip(said, fold, strict=True) if f != k])
        best[fold == k] = best_shares(part, [one for one, f in zip(said, fold, strict=True) if f == k])
    whole = fit(said)
    at = thresholds(best, np.array([one.gold for one in said]))
    model = Adherence(whole.weights, whole.intercept, at)
    out.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, NDArray[Any]] = {
        "weights": np.ascontiguousarray(whole.weights.astype(np.float16)),
        "intercept": whole.intercept,
        "thresholds": at,
    }
    save_file(arrays, out / "adherence.safetensors")
    sys.stdout.write(report(model, read(data / "esconv" / "esconv_valid.jsonl")) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Learn the adherence weights from ESConv.")
    parser.add_argument("--data", type=Path, required=True, help="folder that holds esconv/")
    parser.add_argument("--out", type=Path, required=True, help="where adherence.safetensors goes")
    given = parser.parse_args()
    run(given.data, given.out)
