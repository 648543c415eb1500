"""A small per-violation classifier over one sentence: words, and its vector where the caller has one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..memory.lexicon import TfidfLexicon, dot
from .violations import ViolationName

WEIGHTS = Path(__file__).parent / "weights"
Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class ReviewHead:
    """One-against-rest logistic regressions over two inputs, each with thresholds per violation.

    `words` has shape (terms + 1, n) (the last row the intercepts), `meaning` (dimension + 1, n) or
    None. A sentence shows a violation where the mean of the available logits reaches its threshold.
    """

    names: tuple[ViolationName, ...]
    lexicon: TfidfLexicon
    words: Rows
    meaning: Rows
    thresholds: Rows
    """Shape (2, n): for words alone, and for words with a vector; infinity where the head stays silent."""

    @classmethod
    def load_or_none(cls, folder: Path = WEIGHTS) -> ReviewHead | None:
        """The packaged head, or None where its files are missing or broken: the rules then stand alone."""
        from safetensors.numpy import load_file

        try:
            plain = json.loads((folder / "review_head.json").read_text(encoding="utf-8"))
            arrays = load_file(folder / "review_head.safetensors")
            lexicon = TfidfLexicon.load(folder / "review_lexicon.json")
            return cls(
                names=tuple(plain["names"]),
                lexicon=lexicon,
                words=arrays["words"].astype(np.float32),
                meaning=arrays["meaning"].astype(np.float32),
                thresholds=arrays["thresholds"].astype(np.float32),
            )
        except Exception:
            return None

    def scores(self, sentences: Sequence[str], vectors: Rows | None = None) -> Rows:
        """Logits of shape (len(sentences), n); `vectors` has shape (len(sentences), dimension)."""
        logits = dot(self.lexicon.transform(sentences), self.words[:-1]) + self.words[-1]
        if vectors is not None and vectors.shape == (len(sentences), self.meaning.shape[0] - 1):
            logits = (logits + vectors @ self.meaning[:-1] + self.meaning[-1]) / 2
        return logits

    def tell(self, sentences: Sequence[str], vectors: Rows | None = None) -> list[tuple[ViolationName, ...]]:
        """The violations each sentence shows."""
        heard = vectors is not None and vectors.shape == (len(sentences), self.meaning.shape[0] - 1)
        over = self.scores(sentences, vectors) >= self.thresholds[int(heard)]
        return [tuple(name for name, hit in zip(self.names, row, strict=True) if hit) for row in over]
