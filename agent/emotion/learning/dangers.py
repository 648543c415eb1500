"""What the tuned encoder is taught of danger: the risk corpora, and everyday distress that is none."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ....safety.patterns import Tables, load_tables
from ....safety.risk import rank
from ....safety.rules import find
from ....safety.training_data import (
    CORPORA,
    corpus_lessons,
    labels_of,
    read_corpus,
    read_dialogues,
    source_lessons,
)
from ....safety.training_data import Lesson as Row
from ..context import Said, context_of
from .lessons import Lesson

TUNING_SHARE = 8
"""One in so many rows of the training parts is kept aside, for calibration."""

ELSEWHERE_KEPT = 0.35
"""Of the development sets' rows; ours come whole, each alone and set among everyday sentences."""

WHOLE = 4.0
"""What a row of ours weighs among the classifier's lessons; here it counts as one."""


def kept_for_tuning(text: str) -> bool:
    """Whether a row of a training part is kept aside, by the SHA-256 of its text."""
    return int(hashlib.sha256(f"tuning {text}".encode()).hexdigest(), 16) % TUNING_SHARE == 0


def danger_lessons(data: Path) -> list[Lesson]:
    """Rows of the risk corpora's training parts and of the development sets under `data`."""
    own = [row for name in CORPORA for row in read_corpus(name, "train") if not kept_for_tuning(row["text"])]
    elsewhere = source_lessons(data)
    kept = random.Random(5).sample(elsewhere, int(len(elsewhere) * ELSEWHERE_KEPT))
    return [_lesson(row) for row in [*corpus_lessons(own), *kept]]


def calm(lessons: Sequence[Lesson]) -> list[Lesson]:
    """Lessons of feeling taught as everyday distress too, but for those the rules of risk hold to be grave."""
    tables = load_tables()
    none = labels_of("none", (), ("low",))
    return [lesson if _grave(lesson.text, tables) else replace(lesson, danger=none) for lesson in lessons]


def dialogue_lessons() -> list[Lesson]:
    """Turns of the risk dialogues' training part, each after what the person said before it."""
    lessons: list[Lesson] = []
    for talk in read_dialogues("train"):
        said: list[Said] = []
        for turn in talk["turns"]:
            if turn["role"] == "user":
                danger = labels_of(turn["level"], turn["categories"])
                lessons.append(Lesson(turn["text"], context_of(said), danger=danger))
            said.append((turn["role"], turn["text"]))
    return lessons


def _lesson(row: Row) -> Lesson:
    return Lesson(row.text, danger=row.labels, sure=min(1.0, row.weight / WHOLE))


def _grave(text: str, tables: Tables) -> bool:
    return any(rank(signal.level) >= rank("elevated") for signal in find(text, tables).signals)
