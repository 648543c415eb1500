"""Trains the risk classifier: `python -m holdspace.safety.train --data DIR --cache FILE --out DIR`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..memory.encoder import open_encoder
from ..memory.lexicon import TfidfLexicon, stack
from ..memory.message import Message, hear
from ..memory.vectors import CachedEncoder
from .classifier import ANCHOR_SCALE, CUE_SCALE, HEADS, STEPS, VECTOR_SCALE, WIDTH, RiskClassifier, cue_row, readable
from .patterns import CUES, Tables, load_tables
from .risk import rank
from .rules import Findings, find
from .training_data import CORPORA, SEED, Lesson, corpus_lessons, read_corpus, source_lessons

WORD_TERMS = 12_000
LETTER_TERMS = 16_000
STRENGTH = 2.0
"""Inverse regularisation of the logistic heads (C in scikit-learn)."""

MACHINE_STRENGTH = 5.0
LINEAR_SHARE, MACHINE_SHARE = 0.6, 1.5
"""C of the support vector machines; what each half adds to a step's log odds, so that their spreads are alike."""

FOLDS = 3
LEAST_THRESHOLD = 0.2
SPURIOUS = {"low": 0.12, "elevated": 0.12, "high": 0.05, "imminent": 0.015}
"""Share of unseen messages below a step (for imminent: below high) that may reach it when thresholds are chosen."""

THRESHOLDS = {"injection": 0.8, "dangerous_request": 0.6}
CATEGORY_THRESHOLD = 0.4


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits, measures on the held-back third and writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with safety, esconv and goemotions")
    parser.add_argument("--cache", type=Path, required=True, help="SQLite file that keeps encoded vectors")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    options = parser.parse_args(arguments)
    tables = load_tables()
    encoder = CachedEncoder(open_encoder(), options.cache)
    others = source_lessons(options.data)
    messages, findings = _heard([lesson.text for lesson in others], encoder, tables)
    kept = [i for i, lesson in enumerate(others) if not _disagrees(lesson, findings[i])]
    rows = [row for name in CORPORA for row in read_corpus(name, "train")]
    rest = Heard([others[i] for i in kept], [messages[i] for i in kept], [findings[i] for i in kept])
    thresholds = calibrated(rows, rest, encoder, tables)
    write(replace(learned(rows, rest, encoder, tables), thresholds=thresholds), options.out)
    sys.stdout.write(f"{len(rows)} messages of the corpora, {len(kept)} of {len(others)} lessons from elsewhere\n")
    return 0


@dataclass(frozen=True, slots=True)
class Heard:
    """Lessons with what the encoder and the rules made of their texts."""

    lessons: list[Lesson]
    messages: list[Message]
    findings: list[Findings]


def learned(rows: Sequence[dict[str, Any]], rest: Heard, encoder: CachedEncoder, tables: Tables) -> RiskClassifier:
    """A classifier of the corpus rows, in their variations, and of the lessons from elsewhere."""
    own = corpus_lessons(rows)
    messages, findings = _heard([lesson.text for lesson in own], encoder, tables)
    linear = fit(own + rest.lessons, messages + rest.messages, findings + rest.findings)
    return with_examples(linear, rows, hear([row["text"] for row in rows], encoder))


def calibrated(
    rows: Sequence[dict[str, Any]], rest: Heard, encoder: CachedEncoder, tables: Tables
) -> NDArray[np.float32]:
    """Thresholds of the steps from folds the model did not see: the least that raises few enough below each step."""
    chosen = np.array([THRESHOLDS.get(head, CATEGORY_THRESHOLD) for head in HEADS], dtype=np.float32)
    fold = np.random.default_rng(SEED).permutation(len(rows)) % FOLDS
    scores = np.zeros((len(rows), len(STEPS)), dtype=np.float32)
    for number in range(FOLDS):
        away = np.flatnonzero(fold == number).tolist()
        model = learned([row for row, its in zip(rows, fold, strict=True) if its != number], rest, encoder, tables)
        opinions = model.opinions(*_heard([rows[i]["text"] for i in away], encoder, tables))
        scores[away] = [opinion.steps for opinion in opinions]
    levels = np.array([rank(row["level"]) for row in rows])
    for place, step in enumerate(STEPS):
        below = scores[levels < min(rank(step), rank("high")), place]
        chosen[place] = max(float(np.quantile(below, 1.0 - SPURIOUS[step])), LEAST_THRESHOLD)
        met = np.mean(scores[levels >= rank(step), place] >= chosen[place])
        sys.stdout.write(f"{step}: threshold {chosen[place]:.3f}, met in unseen folds {met:.3f}\n")
    return chosen


def with_examples(
    linear: RiskClassifier, rows: Sequence[dict[str, Any]], messages: Sequence[Message]
) -> RiskClassifier:
    """Adds a support vector machine for each step to the linear heads, over the vectors of the corpus rows alone."""
    from sklearn.svm import SVC

    vectors = np.stack([message.vector for message in messages])
    levels = np.array([rank(row["level"]) for row in rows])
    kernel = np.zeros((len(rows), len(STEPS)), dtype=np.float32)
    share = np.array([LINEAR_SHARE] * len(STEPS) + [1.0] * (len(HEADS) - len(STEPS)), dtype=np.float32)
    bias = linear.bias * share
    for place, step in enumerate(STEPS):
        machine = SVC(C=MACHINE_STRENGTH, gamma=WIDTH).fit(vectors, levels >= rank(step))
        kernel[machine.support_, place] = MACHINE_SHARE * machine.dual_coef_[0]
        bias[place] += MACHINE_SHARE * machine.intercept_[0]
    used = np.flatnonzero(np.abs(kernel).sum(axis=1))
    tables = {name: getattr(linear, name) * share for name in ("vector", "words", "letters", "cues")}
    return replace(linear, anchors=vectors[used], kernel=kernel[used], bias=bias, **tables)


def _heard(texts: Sequence[str], encoder: CachedEncoder, tables: Tables) -> tuple[list[Message], list[Findings]]:
    return hear(texts, encoder), [find(text, tables) for text in texts]


def _disagrees(lesson: Lesson, findings: Findings) -> bool:
    """A sampled negative that the rules hold for risk may well be risk: it teaches nothing."""
    grave = any(rank(signal.level) >= rank("elevated") for signal in findings.signals)
    return grave and lesson.labels[HEADS.index("elevated")] == 0.0


def fit(lessons: Sequence[Lesson], messages: Sequence[Message], findings: Sequence[Findings]) -> RiskClassifier:
    """One logistic regression a head, over the rows for which the head has a label."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    texts = [" ".join(readable(m, f)) for m, f in zip(messages, findings, strict=True)]
    words = TfidfLexicon.fit(texts, max_features=WORD_TERMS, min_df=2)
    letters = TfidfLexicon.fit(texts, max_features=LETTER_TERMS, min_df=3, analyzer="char_wb", ngrams=(3, 5))
    blocks = [
        csr_matrix(VECTOR_SCALE * np.stack([message.vector for message in messages])),
        csr_matrix(stack(words.transform(texts)), shape=(len(texts), len(words))),
        csr_matrix(stack(letters.transform(texts)), shape=(len(texts), len(letters))),
        csr_matrix(CUE_SCALE * np.stack([cue_row(f) for f in findings])),
    ]
    features = hstack(blocks).tocsr()
    labels = np.stack([lesson.labels for lesson in lessons])
    weights = np.array([lesson.weight for lesson in lessons])
    columns, bias = [], []
    for head in range(len(HEADS)):
        told = np.flatnonzero(~np.isnan(labels[:, head]))
        regression = LogisticRegression(C=STRENGTH, max_iter=300, solver="liblinear", random_state=0)
        regression.fit(features[told], labels[told, head].astype(int), sample_weight=weights[told])
        columns.append(regression.coef_[0])
        bias.append(regression.intercept_[0])
    table: NDArray[np.float32] = np.stack(columns, axis=1).astype(np.float32)
    edges = np.cumsum([block.shape[1] for block in blocks])[:-1]
    vector, word, letter, cue = np.split(table, edges)
    thresholds = np.array([THRESHOLDS.get(head, CATEGORY_THRESHOLD) for head in HEADS], dtype=np.float32)
    offsets = np.array(bias, dtype=np.float32)
    none = np.zeros((0, len(STEPS)), dtype=np.float32)
    return RiskClassifier(words, letters, vector, word, letter, cue, vector[:, :0].T, none, offsets, thresholds)


def write(model: RiskClassifier, folder: Path) -> None:
    """Writes weights (float16), vocabularies and thresholds."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    names = ("vector", "words", "letters", "cues", "kernel", "bias")
    tensors: dict[str, Any] = {name: np.ascontiguousarray(getattr(model, name).astype(np.float16)) for name in names}
    tensors["anchors"] = np.clip(np.round(model.anchors * ANCHOR_SCALE), -127, 127).astype(np.int8)
    save_file(tensors, folder / "risk.safetensors")
    model.word_lexicon.save(folder / "risk_words.json")
    model.letter_lexicon.save(folder / "risk_letters.json")
    thresholds = {head: round(float(value), 3) for head, value in zip(HEADS, model.thresholds, strict=True)}
    plain = {"heads": list(HEADS), "cues": list(CUES), "thresholds": thresholds}
    (folder / "risk.json").write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
