"""A small per-violation classifier over one sentence: words, and its vector where the caller has one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..memory.lexicon import TfidfLexicon, dot
from .classifier import WEIGHTS, learned
from .violations import ViolationName

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class ReviewHead:
    """One-against-rest logistic regressions on the words of a sentence and its vector, and a gate over all of them.

    `words` has shape (terms + 1, n + 1), `meaning` (dimension + 1, n + 1), the last rows being intercepts and the
    last columns the gate. A sentence shows a violation where its logit exceeds its threshold, shape (n + 1,); where
    the gate does, it shows the likeliest one.
    """

    names: tuple[ViolationName, ...]
    lexicon: TfidfLexicon
    words: Rows
    meaning: Rows
    thresholds: Rows

    @classmethod
    def load_or_none(cls, folder: Path = WEIGHTS) -> ReviewHead | None:
        """The packaged head, or None where its files are missing or broken: the rules then stand alone."""
        try:
            arrays, plain = learned(folder, "review_head")
            return cls(
                names=tuple(plain["names"]),
                lexicon=TfidfLexicon.load(folder / "review_lexicon.json"),
                words=arrays["words"],
                meaning=arrays["meaning"],
                thresholds=arrays["thresholds"],
            )
        except Exception:
            return None

    def save(self, folder: Path) -> None:
        """Writes what `load_or_none` reads; the coefficients as float16."""
        from safetensors.numpy import save_file

        folder.mkdir(parents=True, exist_ok=True)
        arrays = {"words": self.words.astype(np.float16), "meaning": self.meaning.astype(np.float16)}
        save_file(arrays | {"thresholds": self.thresholds}, folder / "review_head.safetensors")
        (folder / "review_head.json").write_text(json.dumps({"names": self.names}) + "\n", encoding="utf-8")
        self.lexicon.save(folder / "review_lexicon.json")

    def fits(self, sentences: Sequence[object], vectors: Rows | None) -> bool:
        """Whether the vectors are those of the encoder the head was trained with, one a sentence."""
        return vectors is not None and vectors.shape == (len(sentences), self.meaning.shape[0] - 1)

    def scores(self, sentences: Sequence[str], vectors: Rows) -> Rows:
        """Logits of shape (len(sentences), n + 1); `vectors` has shape (len(sentences), dimension)."""
        by_words = dot(self.lexicon.transform(sentences), self.words[:-1]) + self.words[-1]
        logits: Rows = by_words + vectors @ self.meaning[:-1] + self.meaning[-1]
        return logits

    def told(self, logits: Rows, thresholds: Rows) -> list[tuple[ViolationName, ...]]:
        """The violations each sentence shows, by its logits."""
        found: list[tuple[ViolationName, ...]] = []
        for row in logits:
            over = row > thresholds
            shown = [name for name, hit in zip(self.names, over[:-1], strict=True) if hit]
            if over[-1] and not shown:
                shown = [self.names[int(np.argmax(row[:-1]))]]
            found.append(tuple(shown))
        return found

    def likeliest(self, logits: Rows) -> tuple[ViolationName, int]:
        """The sentence most likely to show anything at all, by its place, and what it then shows."""
        at = int(np.argmax(logits[:, -1]))
        return self.names[int(np.argmax(logits[at, :-1]))], at
