"""Valence, arousal and dominance of texts nobody rated, told by networks that learned nothing else.

EmoBank is a tenth of what the encoder learns from, and beside all the rest its dimensions fade (dominance from r .39
to .34 on dev). So networks taught by EmoBank alone say what they hear in every other text first, and the one that
ships learns from their mean (distillation of an ensemble: Hinton, Vinyals and Dean 2015).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ....memory.tuned.teaching import Pace
from .corpora import Array, Situation
from .lessons import Corpora, Lesson, Scale
from .stages import stage
from .tune import Pupil

TEACHERS = (11, 12)
"""A seed each."""

ALONE = Pace(epochs=4, rate=1e-4)


WRITTEN = 0.5
"""What our writers' own dominance counts beside the teachers': they agree less on it than on anything else."""


class Teachers:
    """Two networks; `work` is where finished ones are kept. Raises OSError where it cannot be written."""

    def __init__(self, source: Path, rated: Sequence[Lesson], work: Path) -> None:
        self._pupils = [Pupil(source, seed) for seed in TEACHERS]
        for pupil in self._pupils:
            stage(pupil, rated, ALONE, work)

    def rate(self, corpora: Corpora) -> Corpora:
        """Dimensions for the texts of others, and a second opinion on the dominance of ours."""
        return replace(
            corpora,
            general=self._rated(corpora.general),
            told=self._rated(corpora.told),
            own=self._steadied(corpora.own, corpora.scale),
            scripts=self._steadied(corpora.scripts, corpora.scale),
        )

    def _rated(self, lessons: Sequence[Lesson]) -> list[Lesson]:
        heard = self._hear([lesson.text for lesson in lessons])
        return [replace(lesson, vad=row) for lesson, row in zip(lessons, heard, strict=True)]

    def _steadied(self, rows: Sequence[Situation], scale: Scale) -> list[Situation]:
        heard = self._hear([row.text for row in rows]) * scale.spread + scale.mean
        told = np.clip(heard[:, 2], -1.0, 1.0)
        return [
            replace(row, dominance=WRITTEN * row.dominance + (1 - WRITTEN) * float(other))
            for row, other in zip(rows, told, strict=True)
        ]

    def _hear(self, texts: Sequence[str]) -> Array:
        """Z-scores on EmoBank's scale, shape (n, 3), of texts read without what went before."""
        out: Array = np.mean([pupil.opinions("vad", texts) for pupil in self._pupils], axis=0).astype(np.float32)
        return out
