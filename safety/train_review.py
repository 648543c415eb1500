"""Trains the review head on the corpora: `python -m holdspace.safety.train_review --data PATH --cache PATH`.

`--data` is the folder of the data sets: utterances of ESConv's supporters (CC BY-NC 4.0) are taken as clean for
the violations that people untrained in support seldom commit. `--cache` is the vector cache of the encoder. Rows
marked `held` are left out; what the product itself says (`copy/` and the composer's phrases) counts as clean.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from ..memory.encoder import open_encoder
from ..memory.lexicon import TfidfLexicon, stack
from ..memory.vectors import CachedEncoder
from .classifier import WEIGHTS
from .phrases import PhraseBook
from .reply_text import sentences_of
from .review_ear import NAMES
from .review_head import ReviewHead
from .training_data import read_corpus
from .violations import ViolationName

CORPORA = (
    "review_corpus",
    "review_corpus_second",
    "review_corpus_third",
    "review_corpus_fourth",
    "review_corpus_fifth",
)
COMMON: frozenset[ViolationName] = frozenset(
    {"claims_human", "minimising", "toxic_positivity", "flattery_hook", "medication_advice"}
)
"""Frequent among untrained supporters: their utterances say nothing about these."""

POSITIVE_WEIGHT = 8.0
GATE_WEIGHT = 2.0
FOLDS = 4
MARGIN = 0.5
"""Added to every threshold: clean replies of another kind than those learned from score a little higher."""

CLEAN_SHARE = 0.015
"""The share of clean replies, near misses most of them, that the head alone may touch."""

_CHOICE = re.compile(r"\[([^\]|]*)\|[^\]]*\]")
"""Variants of a phrase, "[one|another]", of which the first is taken."""

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts with targets and weights of shape (len(texts), len(NAMES))."""

    texts: list[str]
    targets: NDArray[np.float64]
    weights: NDArray[np.float64]


def gather(rows: Sequence[dict[str, Any]], neutral: Sequence[str], own: Sequence[str]) -> Examples:
    """The carrying words of each reply, whole and by sentence; clean replies, neutral utterances, our own words.

    The last column of targets and weights is the gate: whether anything at all is wrong.
    """
    texts: list[str] = []
    targets: list[list[float]] = []
    weights: list[list[float]] = []

    def add(text: str, names: Sequence[str], weight: float, silent: frozenset[ViolationName] = frozenset()) -> None:
        texts.append(text)
        targets.append([*(float(name in names) for name in NAMES), float(bool(names))])
        other = weight * 0.5 if names else weight
        heavy = [weight * POSITIVE_WEIGHT if n in names else (0.0 if n in silent else other) for n in NAMES]
        weights.append([*heavy, weight * GATE_WEIGHT if names else weight])

    for row in rows:
        names = [name for name in row["violations"] if name in NAMES]
        if row["violations"] and not names:
            continue
        add(row["core"], names, 1.0)
        sentences = sentences_of(row["core"])
        for sentence in sentences if len(sentences) > 1 else ():
            add(sentence, names, 0.5 if names else 1.0)
    for text in neutral:
        add(text, (), 0.3, COMMON)
    for text in own:
        add(text, (), 1.0)
    return Examples(texts, np.array(targets), np.array(weights))


def fit(examples: Examples, vectors: Rows) -> ReviewHead:
    """A logistic regression a violation, and one for the gate, on TF-IDF and vector together (C = 4)."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    lexicon = TfidfLexicon.fit(examples.texts, max_features=9000, min_df=2, ngrams=(1, 3))
    data, indices, starts = stack(lexicon.transform(examples.texts))
    counts = csr_matrix((data, indices, starts), shape=(len(examples.texts), len(lexicon)))
    heard = hstack([counts, csr_matrix(vectors)]).tocsr()
    words = np.zeros((len(lexicon) + 1, len(NAMES) + 1), dtype=np.float32)
    meaning = np.zeros((vectors.shape[1] + 1, len(NAMES) + 1), dtype=np.float32)
    for column in range(len(NAMES) + 1):
        weight, target = examples.weights[:, column], examples.targets[:, column]
        used = weight > 0
        found = LogisticRegression(C=4.0, max_iter=300, solver="liblinear", random_state=0).fit(
            heard[used], target[used], sample_weight=weight[used]
        )
        words[:, column] = [*found.coef_[0][: len(lexicon)], found.intercept_[0]]
        meaning[:, column] = [*found.coef_[0][len(lexicon) :], 0.0]
    return ReviewHead(NAMES, lexicon, words, meaning, np.full(len(NAMES) + 1, np.inf, dtype=np.float32))


def written() -> list[dict[str, Any]]:
    """The rows to learn from; the held-back ones stay unread."""
    return [row for name in CORPORA for row in read_corpus(name) if row["split"] != "held"]


def spoken() -> list[str]:
    """What the product says, one wording a phrase, its slots filled with something neutral."""
    found = [phrase[len(phrase) // 2] for pool in PhraseBook.load().phrases.values() for phrase in pool]
    for file in sorted(resources.files("holdspace.prompts").joinpath("replies").iterdir(), key=lambda f: f.name):
        for groups in yaml.safe_load(file.read_text(encoding="utf-8")).values():
            pools = [pool for group in groups if isinstance(group, dict) for pool in group.values()]
            found += [line for pool in pools if isinstance(pool, str) and "\n" in pool for line in pool.splitlines()]
    plain = [_CHOICE.sub(r"\1", line) for line in found]
    return [re.sub(r"\{\w+\}", "that", line) for line in plain if line.strip()]


def peak(head: ReviewHead, reply: str, encoder: CachedEncoder) -> Rows:
    """The highest logit each violation and the gate reach in any sentence of a reply, shape (len(NAMES) + 1,)."""
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


def given(arguments: Sequence[str] | None, told: str | None) -> argparse.Namespace:
    """What the command line of either trainer of the review gives: `data`, `cache` and `out`."""
    parser = argparse.ArgumentParser(description=told)
    parser.add_argument("--data", type=Path, required=True, help="folder with esconv")
    parser.add_argument("--cache", type=Path, required=True, help="SQLite file that keeps encoded vectors")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="folder for the weights")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Cross-validates for one threshold a violation, then trains on everything and saves."""
    options = given(arguments, __doc__)
    encoder = CachedEncoder(open_encoder(), options.cache)
    rows, own = written(), spoken()
    neutral = utterances(options.data / "esconv" / "esconv_train.jsonl")[:1500]
    scored: list[tuple[dict[str, Any], Rows]] = []
    for fold in range(FOLDS):
        examples = gather([row for i, row in enumerate(rows) if i % FOLDS != fold], neutral, own[::3])
        head = fit(examples, encoder.encode(examples.texts))
        scored += [(row, peak(head, row["reply"], encoder)) for i, row in enumerate(rows) if i % FOLDS == fold]
    levels = thresholds(np.stack([peaks for row, peaks in scored if not row["violations"]]))
    for column, name in enumerate(NAMES):
        hits = [(peaks > levels)[[column, -1]].any() for row, peaks in scored if name in row["violations"]]
        sys.stdout.write(f"{name:28s} {sum(hits)}/{len(hits)}\n")
    examples = gather(rows, neutral, own[::3])
    head = fit(examples, encoder.encode(examples.texts))
    replace(head, thresholds=(levels + MARGIN).astype(np.float32)).save(options.out)


def thresholds(clean: Rows) -> Rows:
    """Quantiles of clean replies, the gate's six times as wide as a violation's, as far as `CLEAN_SHARE` allows."""
    best: Rows = np.full(clean.shape[1], np.inf, dtype=np.float32)
    for share in np.linspace(0.0, 0.03, 121):
        levels = np.quantile(clean, 1 - share / 6, axis=0)
        levels[-1] = np.quantile(clean[:, -1], 1 - share)
        if float((clean > levels).any(axis=1).mean()) <= CLEAN_SHARE:
            best = levels.astype(np.float32)
    return best


if __name__ == "__main__":
    main()
