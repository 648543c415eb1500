"""Trains the review head on the corpus: `python -m holdspace.safety.train_review --data PATH --cache PATH`.

`--data` is ESConv's training split (JSON lines, CC BY-NC 4.0): its supporters' utterances are taken as clean for
the violations that people untrained in support seldom commit. `--cache` is the vector cache of the encoder.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..memory.encoder import open_encoder
from ..memory.lexicon import TfidfLexicon, stack
from ..memory.vectors import CachedEncoder
from .reply_text import sentences_of
from .review_head import WEIGHTS, ReviewHead
from .violations import REPLY_LEVEL, VIOLATIONS, ViolationName

CORPUS = Path(__file__).parent / "data" / "review_corpus.jsonl"
NAMES: tuple[ViolationName, ...] = tuple(n for n in VIOLATIONS if n not in REPLY_LEVEL | {"invented_number"})
COMMON: frozenset[ViolationName] = frozenset(
    {"claims_human", "minimising", "toxic_positivity", "flattery_hook", "medication_advice"}
)
"""Frequent among untrained supporters: their utterances say nothing about these."""

POSITIVE_WEIGHT = 8.0
FOLDS = 4
CLEAN_SHARE = 0.025
"""The share of clean replies and ordinary utterances that the head alone may touch."""

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts with targets and weights of shape (len(texts), len(NAMES))."""

    texts: list[str]
    targets: NDArray[np.float64]
    weights: NDArray[np.float64]


def gather(rows: Sequence[dict[str, Any]], neutral: Sequence[str]) -> Examples:
    """The carrying words of each reply, whole and by sentence; clean replies and neutral utterances beside them."""
    texts: list[str] = []
    targets: list[list[float]] = []
    weights: list[list[float]] = []

    def add(text: str, names: Sequence[str], weight: float, silent: frozenset[ViolationName] = frozenset()) -> None:
        texts.append(text)
        targets.append([float(name in names) for name in NAMES])
        other = weight * 0.5 if names else weight
        weights.append([weight * POSITIVE_WEIGHT if n in names else (0.0 if n in silent else other) for n in NAMES])

    for row in rows:
        names = [name for name in row["violations"] if name in NAMES]
        if row["violations"] and not names:
            continue
        add(row["core"], names, 1.0)
        sentences = sentences_of(row["core"])
        for sentence in sentences if len(sentences) > 1 else ():
            add(sentence, names, 0.5 if names else 1.0)
    for text in neutral:
        add(text, (), 0.5, COMMON)
    return Examples(texts, np.array(targets), np.array(weights))


def fit(examples: Examples, vectors: Rows) -> ReviewHead:
    """One logistic regression a violation on TF-IDF (C = 8) and one on vectors (C = 20); thresholds still open."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    lexicon = TfidfLexicon.fit(examples.texts, max_features=6000, min_df=2, ngrams=(1, 3))
    data, indices, starts = stack(lexicon.transform(examples.texts))
    counts = csr_matrix((data, indices, starts), shape=(len(examples.texts), len(lexicon)))
    words = np.zeros((len(lexicon) + 1, len(NAMES)), dtype=np.float32)
    meaning = np.zeros((vectors.shape[1] + 1, len(NAMES)), dtype=np.float32)
    for column in range(len(NAMES)):
        weight, target = examples.weights[:, column], examples.targets[:, column]
        used = weight > 0
        by_words = LogisticRegression(C=8.0, max_iter=500).fit(counts[used], target[used], sample_weight=weight[used])
        by_meaning = LogisticRegression(C=20.0, max_iter=500).fit(
            vectors[used], target[used], sample_weight=weight[used]
        )
        words[:, column] = [*by_words.coef_[0], by_words.intercept_[0]]
        meaning[:, column] = [*by_meaning.coef_[0], by_meaning.intercept_[0]]
    return ReviewHead(NAMES, lexicon, words, meaning, np.full(len(NAMES), np.inf, dtype=np.float32))


def peak(head: ReviewHead, reply: str, encoder: CachedEncoder) -> Rows:
    """The highest logit a violation reaches in any sentence of a reply, shape (len(NAMES),)."""
    sentences = sentences_of(reply) or ("",)
    highest: Rows = head.scores(sentences, encoder.encode(list(sentences))).max(axis=0)
    return highest


def utterances(path: Path, limit: int = 4000) -> list[str]:
    """Supporter utterances in a fixed shuffled order."""
    found: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        found += [turn["text"] for turn in json.loads(line)["turns"] if turn["speaker"] == "supporter"]
    random.Random(0).shuffle(found)
    return found[:limit]


def main(arguments: Sequence[str] | None = None) -> None:
    """Cross-validates for one threshold a violation, then trains on everything and saves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args(arguments)
    encoder = CachedEncoder(open_encoder(), options.cache)
    rows = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    every = utterances(options.data)
    neutral, unseen = every[:3000], every[3000:]
    scored: list[tuple[dict[str, Any], Rows]] = []
    ordinary: list[Rows] = []
    for fold in range(FOLDS):
        examples = gather([row for i, row in enumerate(rows) if i % FOLDS != fold], neutral)
        head = fit(examples, encoder.encode(examples.texts))
        scored += [(row, peak(head, row["reply"], encoder)) for i, row in enumerate(rows) if i % FOLDS == fold]
        ordinary += [peak(head, text, encoder) for text in unseen[fold::FOLDS]]
    clean = [peaks for row, peaks in scored if not row["violations"]]
    thresholds = _thresholds(np.stack(clean), np.stack(ordinary))
    for column, name in enumerate(NAMES):
        found = [bool(peaks[column] > thresholds[column]) for row, peaks in scored if name in row["violations"]]
        sys.stdout.write(f"{name:28s} {sum(found)}/{len(found)}\n")
    examples = gather(rows, neutral)
    head = fit(examples, encoder.encode(examples.texts))
    replace(head, thresholds=thresholds).save(options.out)


def _thresholds(clean: Rows, ordinary: Rows) -> Rows:
    """Per violation the same small quantile of what is clean, as wide as `CLEAN_SHARE` of each kind allows."""
    silent = np.array([name in COMMON for name in NAMES])
    ordinary = np.where(silent, -np.inf, ordinary)
    best: Rows = np.full(len(NAMES), np.inf, dtype=np.float32)
    for share in np.linspace(0.0, 0.02, 81):
        levels = np.maximum(np.quantile(clean, 1 - share, axis=0), _upper(ordinary, share))
        touched = max(float((rows > levels).any(axis=1).mean()) for rows in (clean, ordinary))
        if touched <= CLEAN_SHARE:
            best = levels.astype(np.float32)
    return best


def _upper(rows: Rows, share: float) -> Rows:
    """The quantile without interpolation, so that columns of minus infinity stay so."""
    found: Rows = np.quantile(rows, 1 - share, axis=0, method="higher")
    return found


if __name__ == "__main__":
    main()
