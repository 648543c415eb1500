"""Texts as the heads see them: vectors of the finished encoder, rows of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ....memory.lexicon import SparseRow, TfidfLexicon, dot
from ....memory.tuned.encode import Encoded, TunedEncoder
from ..context import context_of
from ..weights import Array
from .corpora import Situation
from .linear import Linear


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """n texts: vectors (n, d), their rows of words, and what the encoder says of each."""

    vectors: Array
    rows: list[SparseRow]
    felt: list[Encoded]

    @classmethod
    def of(cls, encoder: TunedEncoder, lexicon: TfidfLexicon, texts: Sequence[str], contexts: Sequence[str]) -> Heard:
        felt = encoder.encode(texts, contexts)
        return cls(np.stack([item.vector for item in felt]), lexicon.transform(texts), felt)

    @classmethod
    def told(cls, encoder: TunedEncoder, lexicon: TfidfLexicon, rows: Sequence[Situation]) -> Heard:
        """Rows of ours, each beside what went before it."""
        return cls.of(encoder, lexicon, [row.text for row in rows], [context_of(row.before) for row in rows])

    def part(self, kept: Sequence[bool]) -> Heard:
        chosen = [i for i, keep in enumerate(kept) if keep]
        return Heard(self.vectors[chosen], [self.rows[i] for i in chosen], [self.felt[i] for i in chosen])

    def logits(self, head: Linear) -> Array:
        out: Array = self.vectors @ head.dense + dot(self.rows, head.sparse) + head.bias
        return out
