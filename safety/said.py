"""The tuned encoder's opinion of an outgoing sentence, a net under the rules beside the words' own head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..memory.tuned.encode import TunedEncoder
from .classifier import learned, readable_or_named
from .danger import exported_guard
from .violations import REPLY_LEVEL, VIOLATIONS, ViolationName

HEAD: Final = "said"

SAID: Final[tuple[ViolationName, ...]] = tuple(n for n in VIOLATIONS if n not in REPLY_LEVEL | {"invented_number"})
"""What one sentence can show without a table of numbers."""

GATE: Final = len(SAID)
"""The last column: anything wrong at all."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class SaidHead:
    """`dense` (384, len(SAID) + 1) and `bias` on the tuned vector; a logit over its threshold counts as yes."""

    dense: Floats
    bias: Floats
    thresholds: Floats

    @classmethod
    def load(cls, folder: Path) -> SaidHead:
        """Reads what training wrote. Raises WeightsUnreadable."""
        with readable_or_named(folder, "what is said"):
            arrays, plain = learned(folder, HEAD)
            if tuple(plain["names"]) != SAID:
                raise ValueError("its violations are of another version")
            head = cls(arrays["dense"], arrays["bias"], arrays["thresholds"])
            if {head.dense.shape[1:], head.bias.shape, head.thresholds.shape} != {(GATE + 1,)}:
                raise ValueError(f"another shape than {GATE + 1} columns")
            if not all(np.isfinite(array).all() for array in (head.dense, head.bias)):
                raise ValueError("not a number among the weights")
        return head

    def told(self, vectors: Floats) -> list[tuple[ViolationName, ...]]:
        """The violations of each sentence; where only the gate is over its threshold, the likeliest one."""
        found: list[tuple[ViolationName, ...]] = []
        for logits in vectors @ self.dense + self.bias:
            over = logits > self.thresholds
            shown = tuple(name for name, hit in zip(SAID, over[:GATE], strict=True) if hit)
            likeliest = int(np.argmax(logits[:GATE] - self.thresholds[:GATE]))
            found.append(shown or ((SAID[likeliest],) if over[GATE] else ()))
        return found


@dataclass(frozen=True, slots=True, eq=False)
class SaidReader:
    """Hears what a sentence would do to the person it is said to."""

    encoder: TunedEncoder
    head: SaidHead

    @classmethod
    def load(cls, folder: Path) -> SaidReader:
        """Raises WeightsUnreadable, AdapterUnreadable, or EncoderMissing where it cannot be exported."""
        return cls(TunedEncoder(exported_guard(folder)), SaidHead.load(folder))

    def tell(self, sentences: Sequence[str], heard: str) -> list[tuple[ViolationName, ...]]:
        """The violations of each sentence; `heard` are the person's last words."""
        if not sentences:
            return []
        encoded = self.encoder.encode(sentences, [" ".join(heard.split())] * len(sentences))
        return self.head.told(np.stack([item.vector for item in encoded]))
