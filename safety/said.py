"""The tuned encoder's opinion of an outgoing sentence, a net under the rules beside the words' own head."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..memory.tuned.encode import TunedEncoder
from .classifier import WeightsUnreadable
from .danger import exported_guard
from .violations import REPLY_LEVEL, VIOLATIONS, ViolationName

HEAD, PLAIN = "said.safetensors", "said.json"

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
        from safetensors.numpy import load_file

        try:
            arrays = {name: value.astype(np.float32) for name, value in load_file(folder / HEAD).items()}
            names = json.loads((folder / PLAIN).read_text(encoding="utf-8"))["names"]
            if tuple(names) != SAID:
                raise ValueError("its violations are of another version")
            head = cls(arrays["dense"], arrays["bias"], arrays["thresholds"])
            if {head.dense.shape[1:], head.bias.shape, head.thresholds.shape} != {(GATE + 1,)}:
                raise ValueError(f"another shape than {GATE + 1} columns")
            if not all(np.isfinite(array).all() for array in (head.dense, head.bias)):
                raise ValueError("not a number among the weights")
        except Exception as error:
            raise WeightsUnreadable(
                f"the weights for what is said in {folder.name} cannot be read ({error!r})"
            ) from error
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
