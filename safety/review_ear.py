"""The tuned half of the review: MiniLM taught what replies do wrong, beside what the person had said.

Its opinion is added to those of the two heads, by shares fitted on replies neither had learned from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..memory.tuned.encode import TunedEncoder
from ..memory.tuned.network import exported_tuned
from .classifier import WEIGHTS, learned, readable_or_named
from .review_whole import WHOLE
from .risk import Level, rank
from .violations import REPLY_LEVEL, VIOLATIONS, ViolationName

Floats = NDArray[np.float32]

VERSION: Final = "review-1"
ADAPTER: Final = "review_adapter.safetensors"
EAR: Final = "review_ear"

NAMES: Final[tuple[ViolationName, ...]] = tuple(n for n in VIOLATIONS if n not in REPLY_LEVEL | {"invented_number"})
"""What shows in a sentence, and is learned; an invented number is known from the table alone."""

COLUMNS: Final = (*NAMES, *WHOLE, "anything")
_ANYTHING: Final = len(COLUMNS) - 1
IN_SENTENCE: Final = [*range(len(NAMES)), _ANYTHING]
IN_WHOLE: Final = [*range(len(NAMES), _ANYTHING), _ANYTHING]
"""Places among the columns; an abrupt ending shows in a sentence and in a whole reply, and has two."""

_REACH: Final = 400

_KEPT = 64
"""Opinions kept at a time: while a reply grows, its earlier sentences are reviewed again."""


def exported_ear(folder: Path = WEIGHTS) -> Path:
    """The folder of this encoder, made now if there is none yet. Raises AdapterUnreadable, EncoderMissing."""
    return exported_tuned(VERSION, folder / ADAPTER)


def context_of(heard: str, level: Level) -> str:
    """The end of what the person said last, and whether it tells of danger; empty where nothing was said."""
    words = " ".join(heard[-_REACH:].split())
    if not words:
        return ""
    return f"{words} / in danger" if rank(level) >= rank("elevated") else words


@dataclass(frozen=True, eq=False)
class ReviewEar:
    """`dense` (384, len(COLUMNS)) and `bias` on the tuned vector; `share` is what its logits count beside those of the
    heads, one number over a sentence and (len(IN_WHOLE),) over a whole reply, and the thresholds are those of the
    sums: `sentence` (len(IN_SENTENCE),) and `whole` (len(IN_WHOLE),).
    """

    encoder: TunedEncoder
    dense: Floats
    bias: Floats
    share: tuple[float, Floats]
    sentence: Floats
    whole: Floats

    @classmethod
    def load(cls, folder: Path = WEIGHTS) -> ReviewEar:
        """Raises WeightsUnreadable, AdapterUnreadable, or EncoderMissing where it cannot be exported."""
        with readable_or_named(folder, "the review's encoder"):
            arrays, plain = learned(folder, EAR)
            if tuple(plain["columns"]) != COLUMNS:
                raise ValueError("its columns are of another version")
            share = float(plain["share"][0]), np.array(plain["share"][1:], dtype=np.float32)
            if len(share[1]) != len(IN_WHOLE):
                raise ValueError("its shares are of another version")
            encoder = TunedEncoder(exported_ear(folder))
            return cls(encoder, arrays["dense"], arrays["bias"], share, arrays["sentence"], arrays["whole"])

    @classmethod
    def load_or_none(cls, folder: Path = WEIGHTS) -> ReviewEar | None:
        """As `load`; None where it cannot be had: the two heads then judge alone."""
        try:
            return cls.load(folder)
        except Exception:
            return None

    def hear(self, texts: Sequence[str], heard: str, level: Level) -> Floats:
        """Logits, (len(texts), len(COLUMNS)), of sentences or of replies to what was heard."""
        context = context_of(heard, level)
        return np.stack([self._opinion(text, context) for text in texts])

    @cached_property
    def _opinion(self) -> Callable[[str, str], Floats]:
        @lru_cache(maxsize=_KEPT)
        def opinion(text: str, context: str) -> Floats:
            logits: Floats = self.encoder.encode([text], [context])[0].vector @ self.dense + self.bias
            return logits

        return opinion
