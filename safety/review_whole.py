"""A second opinion over a whole reply: the mean of its sentences' vectors beside a few plain signs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .classifier import WEIGHTS, learned
from .reply_signs import ReplySigns
from .reply_text import Sentence
from .risk import Level, rank
from .violations import ViolationName

Floats = NDArray[np.float32]

WHOLE: Final[tuple[ViolationName, ...]] = ("risk_ignored", "bare_refusal", "abrupt_ending")
"""What shows in a reply as a whole; the last column of a head, the gate, is for anything at all."""

_FIRST_PERSON: Final = ("i ", "i'm ", "i'd ", "i've ")


SIGNS: Final = 11


def plain_signs(sentences: Sequence[Sentence], signs: ReplySigns, level: Level) -> Floats:
    """Yes-or-no signs of a reply, shape (SIGNS,): a question, an exclamation, a refusal, a door kept open; the last
    one is no sign of the reply but that the danger is high or imminent.
    """
    texts = [sentence.folded for sentence in sentences]
    refusing = [bool(signs.refusal.search(text)) for text in texts]
    found = (
        any(signs.addresses_risk.search(text) for text in texts),
        any("?" in text for text in texts),
        any("!" in text for text in texts),
        len(texts) == 1,
        any(" you" in f" {text}" for text in texts),
        any(text.startswith(_FIRST_PERSON) for text in texts),
        any(refusing),
        all(refusing),
        any(signs.stays.search(text) for text in texts),
        any(signs.farewell.search(text) for text in texts),
        rank(level) >= rank("high"),
    )
    return np.array(found, dtype=np.float32)


def features(vectors: Floats, signs: Floats) -> Floats:
    """Shape (dimension + SIGNS,): the mean of the sentences' vectors, and the signs."""
    row: Floats = np.concatenate([vectors.mean(axis=0), signs]).astype(np.float32)
    return row


@dataclass(frozen=True, slots=True)
class WholeOpinion:
    """The violations a whole reply shows, and whether it shows anything at all."""

    names: frozenset[ViolationName]
    anything: bool


@dataclass(frozen=True, slots=True, eq=False)
class WholeHead:
    """Logistic regressions over `features`: one a name of `WHOLE`, and the gate.

    `weights` has shape (dimension + SIGNS + 1, len(WHOLE) + 1), the last row being intercepts. `blend` is what the
    logit of the sentences' gate, at its highest, adds to that of this gate; `thresholds` has shape (len(WHOLE) + 1,).
    """

    weights: Floats
    blend: float
    thresholds: Floats

    @classmethod
    def load_or_none(cls, folder: Path = WEIGHTS) -> WholeHead | None:
        """The packaged head, or None where its files are missing or broken: the signs then stand alone."""
        try:
            arrays, plain = learned(folder, "review_whole")
            if tuple(plain["names"]) != WHOLE:
                return None
            return cls(arrays["weights"], float(plain["blend"]), arrays["thresholds"])
        except Exception:
            return None

    def save(self, folder: Path) -> None:
        """Writes what `load_or_none` reads; the weights as float16."""
        from safetensors.numpy import save_file

        folder.mkdir(parents=True, exist_ok=True)
        arrays = {"weights": self.weights.astype(np.float16)}
        save_file(arrays | {"thresholds": self.thresholds}, folder / "review_whole.safetensors")
        plain = {"names": WHOLE, "blend": round(self.blend, 4)}
        (folder / "review_whole.json").write_text(json.dumps(plain) + "\n", encoding="utf-8")

    def fits(self, vectors: Floats) -> bool:
        """Whether the vectors are as long as those the head was trained with."""
        return len(vectors) > 0 and vectors.shape[1] + SIGNS + 1 == self.weights.shape[0]

    def scores(self, row: Floats, sentence_gate: float) -> Floats:
        """Logits of shape (len(WHOLE) + 1,) for one row of `features`."""
        logits: Floats = row @ self.weights[:-1] + self.weights[-1]
        logits[-1] += np.float32(self.blend * sentence_gate)
        return logits

    def told(self, logits: Floats, thresholds: Floats) -> WholeOpinion:
        """What a reply shows, by its logits."""
        over = logits > thresholds
        names = frozenset(name for name, hit in zip(WHOLE, over[:-1], strict=True) if hit)
        return WholeOpinion(names, bool(over[-1]))
