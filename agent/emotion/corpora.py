"""The corpora the heads learn from, as texts and targets; the situations ship, the others are given by path."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .families import FAMILY_OF_ESCONV, FAMILY_OF_LABEL, LABELS
from .reading import FAMILIES, Family

Array = NDArray[np.float32]
SITUATIONS = Path(__file__).parent / "data" / "situations.jsonl"
OPENING_WORDS = 9


@dataclass(frozen=True, slots=True)
class Situation:
    """One message of our own corpus; `cause` is a verbatim span, or None where the whole carries it."""

    text: str
    family: Family
    secondary: tuple[Family, ...]
    intensity: int
    valence: float
    arousal: float
    dominance: float
    cause: str | None
    split: Literal["train", "held"]


def situations(path: Path = SITUATIONS) -> list[Situation]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Situation(**{**row, "secondary": tuple(row["secondary"])}) for row in rows]


def goemotions(path: Path) -> tuple[list[str], Array]:
    """Texts and 28 targets in 0/1 from a file of text, comma-separated label numbers and id."""
    texts: list[str] = []
    targets: list[Array] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            text, numbers, *_ = line.split("\t")
            row = np.zeros(len(LABELS), dtype=np.float32)
            row[[int(number) for number in numbers.split(",")]] = 1.0
            texts.append(text)
            targets.append(row)
    return texts, np.stack(targets)


def family_targets(labels: Array) -> Array:
    """28 labels to 13 families, 0/1; rows whose labels speak for none, or for several, keep that sum."""
    out = np.zeros((len(labels), len(FAMILIES)), dtype=np.float32)
    for k, label in enumerate(LABELS):
        family = FAMILY_OF_LABEL.get(label)
        if family is not None:
            column = FAMILIES.index(family)
            out[:, column] = np.maximum(out[:, column], labels[:, k])
    return out


def emobank(path: Path, split: str) -> tuple[list[str], Array]:
    """Texts and valence, arousal, dominance in [-1, 1]: (x - 3) / 2 of EmoBank's 1..5 scale."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == split]
    scores = [[(float(row[name]) - 3.0) / 2.0 for name in "VAD"] for row in rows]
    return [row["text"] for row in rows], np.array(scores, dtype=np.float32)


def esconv(path: Path) -> tuple[list[str], list[Family], list[bool], list[int]]:
    """Situations and first two longer seeker turns: texts, families, whether a situation, intensity 1..5."""
    out: tuple[list[str], list[Family], list[bool], list[int]] = ([], [], [], [])
    for line in path.read_text(encoding="utf-8").splitlines():
        dialogue = json.loads(line)
        family = FAMILY_OF_ESCONV.get(dialogue["emotion_type"])
        if family is None:
            continue
        said = [turn["text"] for turn in dialogue["turns"] if turn["speaker"] == "seeker"]
        opening = [text for text in said if len(text.split()) >= OPENING_WORDS][:2]
        for text, told in [(dialogue["situation"], True), *((text, False) for text in opening)]:
            for column, value in zip(
                out, (text, family, told, int(dialogue["initial_emotion_intensity"])), strict=True
            ):
                column.append(value)  # type: ignore[attr-defined]
    return out


def one_hot(families: Sequence[Family]) -> Array:
    out = np.zeros((len(families), len(FAMILIES)), dtype=np.float32)
    out[np.arange(len(families)), [FAMILIES.index(family) for family in families]] = 1.0
    return out
