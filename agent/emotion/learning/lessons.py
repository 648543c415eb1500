"""What the tuned encoder is taught, row by row, from every corpus; used by training only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..context import context_of
from ..reading import APPRAISALS, DIRECTIONS, FAMILIES, MARKS, NEUTRAL_AT
from .corpora import (
    SCRIPTS,
    Array,
    Situation,
    dialogues,
    emobank,
    esconv,
    family_targets,
    goemotions,
    kept_aside,
    messages,
    one_hot,
)

SECONDARY_SHARE = 0.3
"""What a second family takes of the target when the writer named one."""

JOY_KEPT, NEUTRAL_KEPT = 0.4, 0.35
GENERAL_WEIGHT, TOLD_WEIGHT = 0.35, 0.5
VAD_SPREAD = 2.0
"""EmoBank's readers huddle near the middle (sd .18, .13, .11 in [-1, 1]); answers are spread twice as wide around 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """One text, what came before it, and what is known of it; None where a corpus does not tell.

    `labels` (28,) in 0/1, `families` (13,) summing to 1, `vad` (3,) as EmoBank's z-scores, `intensity`
    1..5, `marks` (7,) in 0/1, `appraisal` and `move` an index, `cause` the first and last+1 character of a span.
    `sure` weighs families and intensity, which are hints where a corpus does not speak of them itself.
    """

    text: str
    context: str = ""
    labels: Array | None = None
    families: Array | None = None
    vad: Array | None = None
    intensity: float | None = None
    marks: Array | None = None
    appraisal: int | None = None
    move: int | None = None
    cause: tuple[int, int] | None = None
    sure: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """EmoBank's mean and spread in [-1, 1], shape (3,), already widened."""

    mean: Array
    spread: Array

    @classmethod
    def of(cls, scores: Array) -> Scale:
        return cls(scores.mean(axis=0) * VAD_SPREAD, scores.std(axis=0) * VAD_SPREAD)

    def standard(self, widened: Array) -> Array:
        out: Array = np.clip((widened - self.mean) / self.spread, -3.0, 3.0).astype(np.float32)
        return out


def label_lessons(texts: Sequence[str], labels: Array) -> list[Lesson]:
    """GoEmotions. Where all labels of a row speak for one family it hints at that; neutral and joy are thinned."""
    mapped = family_targets(labels)
    chance = np.random.default_rng(1).random(len(texts))
    told = mapped.sum(axis=1) == 1
    told &= (mapped[:, NEUTRAL_AT] == 0) | (chance < NEUTRAL_KEPT)
    told &= (mapped[:, FAMILIES.index("joy")] == 0) | (chance < JOY_KEPT)
    return [
        Lesson(text, labels=row, families=family if one else None, sure=GENERAL_WEIGHT)
        for text, row, family, one in zip(texts, labels, mapped, told, strict=True)
    ]


def dimension_lessons(path: Path, scale: Scale) -> list[Lesson]:
    texts, scores = emobank(path, "train")
    return [Lesson(text, vad=row) for text, row in zip(texts, scale.standard(scores * VAD_SPREAD), strict=True)]


def told_lessons(path: Path) -> list[Lesson]:
    """ESConv's situations and openings; family and intensity were chosen once for the whole talk, and so are hints."""
    texts, families, whole, intensities = esconv(path)
    return [
        Lesson(text, families=row, intensity=float(strength), sure=TOLD_WEIGHT if situation else TOLD_WEIGHT / 2)
        for text, row, situation, strength in zip(texts, one_hot(families), whole, intensities, strict=True)
    ]


def own_lessons(rows: Sequence[Situation], scale: Scale) -> list[Lesson]:
    return [_own(row, scale) for row in rows]


def _own(row: Situation, scale: Scale) -> Lesson:
    families = one_hot([row.family])[0]
    if row.secondary:
        families *= 1.0 - SECONDARY_SHARE
        for other in row.secondary:
            families[FAMILIES.index(other)] += SECONDARY_SHARE / len(row.secondary)
    start = row.text.find(row.cause) if row.cause else -1
    values = np.array([[row.valence, row.arousal, row.dominance]], dtype=np.float32)
    return Lesson(
        row.text,
        context_of(row.before),
        families=families,
        vad=scale.standard(values)[0],
        intensity=float(row.intensity),
        marks=None if row.marks is None else np.array([float(mark in row.marks) for mark in MARKS], dtype=np.float32),
        appraisal=None if row.appraisal is None else APPRAISALS.index(row.appraisal),
        move=None if row.moved is None else DIRECTIONS.index(row.moved),
        cause=(start, start + len(row.cause or "")) if start >= 0 else None,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Corpora:
    """Everything to learn from, and the rows kept aside for tuning."""

    general: list[Lesson]
    aside: tuple[list[str], Array]
    dimensions: list[Lesson]
    told: list[Lesson]
    own: list[Situation]
    scripts: list[Situation]
    own_aside: list[Situation]
    scale: Scale

    @property
    def known(self) -> list[Lesson]:
        """Rows of others that words can be learned from."""
        return self.general + self.told

    @classmethod
    def read(cls, data: Path) -> Corpora:
        texts, labels = goemotions(data / "goemotions/train.tsv")
        aside = kept_aside(len(texts))
        scale = Scale.of(emobank(data / "emobank/emobank_train_dev.csv", "train")[1])
        rows = messages() + [turn for talk in dialogues() for turn in talk]
        scripts = [turn for talk in dialogues(SCRIPTS) for turn in talk]
        return cls(
            general=label_lessons([text for text, kept in zip(texts, aside, strict=True) if not kept], labels[~aside]),
            aside=([text for text, kept in zip(texts, aside, strict=True) if kept], labels[aside]),
            dimensions=dimension_lessons(data / "emobank/emobank_train_dev.csv", scale),
            told=told_lessons(data / "esconv/esconv_train.jsonl"),
            own=[row for row in rows if row.split == "train"],
            scripts=[row for row in scripts if row.split == "train"],
            own_aside=[row for row in rows + scripts if row.split == "tuning"],
            scale=scale,
        )
