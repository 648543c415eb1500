"""What the tuned encoder of danger learns from: the corpora and dialogues written for it, and some of elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np

from .training_data import Lesson, labels_of, read_corpus, read_dialogues, source_lessons

CORPORA = ("risk_corpus", "risk_corpus_second", "risk_corpus_third", "risk_corpus_fourth", "risk_corpus_fifth")
UNSEEN_BY_CLASSIFIER = CORPORA[3:]
"""Of these a part is kept for weighing both opinions: neither has learned from it."""

DIALOGUES = ("risk_dialogues", "risk_dialogues_second")
ELSEWHERE_SHARE = 0.3
"""Of the lessons from elsewhere that each pass takes; another part each time."""

OWN_WEIGHT = 2.0

REACH = 6
"""Of the person's earlier messages the last six stand beside a turn."""

Part = Literal["train", "tuning", "held"]


def part_of(row: dict[str, Any], name: str) -> Part:
    """By the file's own split; of what would teach, an eighth of the files the classifier does not know is kept
    for tuning."""
    if row["split"] == "held":
        return "held"
    number = int(hashlib.sha256(row.get("text", row.get("id", "")).encode()).hexdigest(), 16)
    return "tuning" if name in (*UNSEEN_BY_CLASSIFIER, *DIALOGUES) and (number // 3) % 8 == 0 else "train"


def own_lessons(part: Part) -> list[Lesson]:
    """Each message of the corpora, and each turn of the dialogues beside the turns before it."""
    alone = [
        Lesson(row["text"], labels_of(row["level"], row["categories"]), OWN_WEIGHT)
        for name in CORPORA
        for row in read_corpus(name)
        if part_of(row, name) == part
    ]
    talks = [row for name in DIALOGUES for row in read_dialogues(name=name) if part_of(row, name) == part]
    return alone + [lesson for talk in talks for lesson in _turns(talk["turns"])]


def _turns(turns: Sequence[dict[str, Any]]) -> Iterator[Lesson]:
    before: list[str] = []
    for turn in turns:
        if turn["role"] == "user":
            labels = labels_of(turn["level"], turn["categories"])
            yield Lesson(turn["text"], labels, OWN_WEIGHT, context_of(before))
            before.append(turn["text"])


def context_of(earlier: Sequence[str]) -> str:
    """The person's last messages as one line, oldest first."""
    return " / ".join(" ".join(text.split()) for text in earlier[-REACH:])


def passes(data: Path, count: int, seed: int) -> Iterator[list[Lesson]]:
    """The lessons of each pass: all of ours, and each time another part of those from elsewhere."""
    own, others = own_lessons("train"), source_lessons(data)
    for number in range(count):
        kept = np.random.default_rng((seed, number)).random(len(others)) < ELSEWHERE_SHARE
        yield own + [lesson for lesson, keep in zip(others, kept, strict=True) if keep]
