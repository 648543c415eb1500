"""Trains the risk classifier: `python -m holdspace.safety.train --data DIR --cache FILE --out DIR`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..memory.encoder import open_encoder
from ..memory.lexicon import TfidfLexicon, stack
from ..memory.message import Message, hear
from ..memory.vectors import CachedEncoder
from .classifier import CUE_SCALE, HEADS, VECTOR_SCALE, RiskClassifier, cue_row, readable
from .patterns import CUES, Tables, load_tables
from .risk import rank
from .rules import Findings, find
from .training_data import CORPORA, Lesson, corpus_lessons, read_corpus, source_lessons

WORD_TERMS = 12_000
LETTER_TERMS = 20_000
STRENGTH = 2.0
"""Inverse regularisation of the logistic heads (C in scikit-learn)."""

THRESHOLDS = {"low": 0.5, "elevated": 0.35, "high": 0.4, "imminent": 0.45, "injection": 0.8}
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
    own = corpus_lessons([row for name in CORPORA for row in read_corpus(name, "train")])
    own_messages, own_findings = _heard([lesson.text for lesson in own], encoder, tables)
    model = fit(
        own + [others[i] for i in kept],
        own_messages + [messages[i] for i in kept],
        own_findings + [findings[i] for i in kept],
    )
    write(model, options.out)
    sys.stdout.write(f"{len(own)} lessons of the corpus, {len(kept)} of {len(others)} from elsewhere\n")
    return 0


def _heard(texts: list[str], encoder: CachedEncoder, tables: Tables) -> tuple[list[Message], list[Findings]]:
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
    return RiskClassifier(words, letters, vector, word, letter, cue, offsets, thresholds)


def write(model: RiskClassifier, folder: Path) -> None:
    """Writes weights (float16), vocabularies and thresholds."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    names = ("vector", "words", "letters", "cues", "bias")
    tensors: dict[str, Any] = {name: np.ascontiguousarray(getattr(model, name).astype(np.float16)) for name in names}
    save_file(tensors, folder / "risk.safetensors")
    model.word_lexicon.save(folder / "risk_words.json")
    model.letter_lexicon.save(folder / "risk_letters.json")
    thresholds = {head: round(float(value), 3) for head, value in zip(HEADS, model.thresholds, strict=True)}
    plain = {"heads": list(HEADS), "cues": list(CUES), "thresholds": thresholds}
    (folder / "risk.json").write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
