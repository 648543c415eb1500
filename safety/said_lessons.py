"""What the tuned encoder learns of outgoing sentences: replies written for it, our own words, and supporters'."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .danger_lessons import Part
from .reply_text import sentences_of
from .said import SAID
from .train_review import COMMON, CORPORA, spoken, utterances
from .training_data import read_corpus

TUNED_ON = "review_corpus_fourth"
"""A quarter of what would teach of it is kept for the thresholds."""

CLEAN_SHARE = 0.25
"""Of our own words, and of the supporters', that each pass takes; another part each time."""

UTTERANCES = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class SaidLesson:
    """A sentence, the person's words before it, and labels (len(SAID) + 1,): 1, 0 or nan where nobody knows."""

    text: str
    context: str
    labels: NDArray[np.float32]


def written(part: Part) -> list[SaidLesson]:
    """The sentences of the corpora: those that carry a violation, and every one of a clean reply."""
    return [
        lesson for name in CORPORA for row in read_corpus(name) if part_of(row, name) == part for lesson in _of(row)
    ]


def part_of(row: dict[str, Any], name: str) -> Part:
    """By the file's own split, and by the hash of the words that carry it."""
    if row["split"] == "held":
        return "held"
    number = int(hashlib.sha256(row["core"].encode()).hexdigest(), 16)
    return "tuning" if name == TUNED_ON and (number // 3) % 4 == 0 else "train"


def _of(row: dict[str, Any]) -> Iterator[SaidLesson]:
    names = [name for name in row["violations"] if name in SAID]
    if row["violations"] and not names:
        return
    heard = next((line["content"] for line in reversed(row["context"]) if line["role"] == "user"), "")
    sentences = sentences_of(row["core"] if names else row["reply"])
    whole = [row["core"]] if len(sentences) != 1 or not names else []
    for text in (*whole, *sentences):
        yield SaidLesson(text, heard, labels_of(names))


def labels_of(names: Sequence[str], silent: frozenset[str] = frozenset()) -> NDArray[np.float32]:
    """The violations named, the gate last; those in `silent` are left open."""
    row = np.array([float(name in names) for name in SAID] + [float(bool(names))], dtype=np.float32)
    row[[i for i, name in enumerate(SAID) if name in silent]] = np.nan
    return row


def clean(data: Path) -> list[SaidLesson]:
    """Our own words, and supporters', who are untrained: of what they commit often nothing is learned from them."""
    own = [SaidLesson(text, "", labels_of(())) for line in spoken() for text in sentences_of(line)]
    theirs = utterances(data / "esconv" / "esconv_train.jsonl", UTTERANCES)
    known = [re.sub(r"\s+", " ", text) for line in theirs for text in sentences_of(line)]
    return own + [SaidLesson(text, "", labels_of((), frozenset(COMMON))) for text in known]


def passes(data: Path, count: int, seed: int) -> Iterator[list[SaidLesson]]:
    """The lessons of each pass."""
    taught, harmless = written("train"), clean(data)
    for number in range(count):
        kept = np.random.default_rng((seed, number, 1)).random(len(harmless)) < CLEAN_SHARE
        yield taught + [lesson for lesson, keep in zip(harmless, kept, strict=True) if keep]
