"""What the review's encoder learns from: replies written for it, the carrying words by themselves and whole, and what
human supporters and the product itself say."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from .reply_text import fold, sentences_of
from .review_ear import COLUMNS, IN_WHOLE, NAMES, context_of
from .risk import rank
from .train_review import COMMON, CORPORA
from .training_data import read_corpus

Row = dict[str, Any]
Part = Literal["train", "tuning", "held"]

TUNED_ON: Final = CORPORA[3:]
"""Of these a sixth of what would teach is kept for weighing the opinions."""

ALL_OF_WHOLE: Final = IN_WHOLE[:-1]

NEUTRAL_WEIGHT: Final = 0.3
UNHEARD: Final = 0.3
"""The share of sentences that a pass reads without what the person had said."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence or a whole reply, what it answers, and what it does wrong: `labels` over `COLUMNS` (1, 0 or nan)."""

    text: str
    context: str
    labels: NDArray[np.float32]
    weight: float = 1.0
    whole: bool = False


def part_of(row: Row, name: str) -> Part:
    """By the file's own split, and a hash of the words that carry the violation."""
    if row["split"] == "held":
        return "held"
    number = int(hashlib.sha256(row["core"].encode()).hexdigest(), 16)
    return "tuning" if name in TUNED_ON and (number // 3) % 6 == 0 else "train"


def rows_of(part: Part) -> list[Row]:
    """The replies of one part, of all corpora. A core that teaches in one file ("Take your time.") is not weighed on
    in another."""
    parts = [(part_of(row, name), row) for name in CORPORA for row in read_corpus(name)]
    taught = {row["core"] for own, row in parts if own == "train"} if part == "tuning" else ()
    return [row for own, row in parts if own == part and row["core"] not in taught]


def heard_in(row: Row) -> str:
    """What the person said last before a reply, as the review reads it; empty where nothing is known."""
    said = [line["content"] for line in row.get("context", ()) if line["role"] == "user"]
    return " ".join(fold(said[-1]).split()) if said else ""


def lessons(rows: Sequence[Row], neutral: Sequence[str], own: Sequence[str]) -> list[Lesson]:
    """Of each bad reply the words that carry it and the whole, of each clean one every sentence and the whole."""
    found: list[Lesson] = []
    for row in rows:
        context = context_of(heard_in(row), row["input_level"])
        names = set(row["violations"])
        inside = names.intersection(NAMES)
        parts = [row["core"]] if inside else sentences_of(row["reply"]) if not names else []
        found += [Lesson(text, context, _labels(inside, ALL_OF_WHOLE)) for text in parts]
        found.append(Lesson(row["reply"], context, _labels(names, _unknown(row)), whole=True))
    common = [COLUMNS.index(name) for name in COMMON]
    for text in neutral:
        found.append(Lesson(text, "", _labels(set(), [*common, *ALL_OF_WHOLE]), NEUTRAL_WEIGHT))
    return found + [Lesson(text, "", _labels(set(), ALL_OF_WHOLE)) for text in own]


def _unknown(row: Row) -> Sequence[int]:
    """Columns of which a whole reply says nothing: passing over danger where there is none, or where it is bad in
    another way; everything of a reply whose only fault is an invented number."""
    names = set(row["violations"])
    if names == {"invented_number"}:
        return range(len(COLUMNS))
    known = not names or "risk_ignored" in names
    return () if known and rank(row["input_level"]) >= rank("elevated") else [COLUMNS.index("risk_ignored")]


def _labels(names: set[str], unknown: Sequence[int]) -> NDArray[np.float32]:
    """Shape (len(COLUMNS),), nan at the places that are not known."""
    row = np.array([float(column in names) for column in COLUMNS], dtype=np.float32)
    row[-1] = float(bool(names - {"invented_number"}))
    row[list(unknown)] = np.nan
    return row


def passes(found: Sequence[Lesson], count: int, seed: int) -> Iterator[list[Lesson]]:
    """The lessons of each pass; some of the sentences stand alone in it."""
    for number in range(count):
        chance = random.Random(seed * 1000 + number)
        yield [
            replace(lesson, context="") if not lesson.whole and chance.random() < UNHEARD else lesson
            for lesson in found
        ]
