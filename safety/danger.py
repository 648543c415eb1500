"""The tuned half of detection: MiniLM taught danger, in messages and in turns beside what was said before.

Its opinion and the classifier's are weighed together by shares fitted on messages neither had learned from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from ..memory.message import Message
from ..memory.tuned.encode import TunedEncoder
from ..memory.tuned.network import exported_tuned
from .classifier import HEADS, NAMING, STEPS, WEIGHTS, Floats, Opinion, chances, learned, readable_or_named
from .risk import CATEGORIES, Level

VERSION: Final = "guard-1"
ADAPTER: Final = "guard_adapter.safetensors"
HEAD: Final = "danger"

KIND: Final = 0.22
"""Danger must be of some kind: where no category is this likely, nothing goes beyond low."""


def exported_guard(folder: Path = WEIGHTS) -> Path:
    """The folder of this room's encoder, made now if there is none yet. Raises AdapterUnreadable, EncoderMissing."""
    return exported_tuned(VERSION, folder / ADAPTER)


@dataclass(frozen=True, slots=True, eq=False)
class DangerHead:
    """`dense` (384, heads) and `bias` (heads,) on the tuned vector. `shares` (2, heads) weigh its logits and the
    classifier's, `shift` (heads,) corrects the sum; `thresholds` (heads,) are where a probability counts as yes."""

    dense: Floats
    bias: Floats
    shares: Floats
    shift: Floats
    thresholds: Floats

    @classmethod
    def load(cls, folder: Path) -> DangerHead:
        """Reads what training wrote. Raises WeightsUnreadable."""
        with readable_or_named(folder, "danger"):
            arrays, plain = learned(folder, HEAD)
            if plain["heads"] != list(HEADS):
                raise ValueError("its heads are of another version")
            thresholds = np.array([plain["thresholds"][head] for head in HEADS], dtype=np.float32)
            head = cls(arrays["dense"], arrays["bias"], arrays["shares"], arrays["shift"], thresholds)
            head._check()
        return head

    def _check(self) -> None:
        shapes = [(len(self.dense), len(HEADS)), (len(HEADS),), (2, len(HEADS)), (len(HEADS),)]
        arrays = [self.dense, self.bias, self.shares, self.shift]
        if [array.shape for array in arrays] != shapes:
            raise ValueError(f"shapes {[array.shape for array in arrays]}, expected {shapes}")
        if not all(np.isfinite(array).all() for array in arrays):
            raise ValueError("not a number among the weights")

    def mixed(self, heard: Floats, known: Floats) -> Floats:
        """Probabilities of both together, (n, heads), from the logits of the tuned encoder and of the classifier.

        A graver step is never likelier than the one below it.
        """
        found = chances(self.shares[0] * heard + self.shares[1] * known + self.shift)
        found[:, : len(STEPS)] = np.minimum.accumulate(found[:, : len(STEPS)], axis=1)
        return found

    def opinions(self, found: Floats) -> list[Opinion]:
        """One a row of probabilities, by the thresholds."""
        return [self._opinion(row) for row in found]

    def _opinion(self, row: Floats) -> Opinion:
        over = row >= self.thresholds
        named = row[NAMING].max() >= KIND
        reached = [i for i in range(len(STEPS)) if over[i] and (named or i == 0)]
        level: Level = STEPS[reached[-1]] if reached else "none"
        categories = tuple(c for i, c in enumerate(CATEGORIES, start=len(STEPS)) if over[i])
        likelihood = {c: float(row[i]) for i, c in enumerate(CATEGORIES, start=len(STEPS))}
        return Opinion(level, categories, tuple(float(p) for p in row[: len(STEPS)]), likelihood)


@dataclass(frozen=True, slots=True, eq=False)
class DangerReader:
    """Hears danger in a message."""

    encoder: TunedEncoder
    head: DangerHead

    @classmethod
    def load(cls, folder: Path) -> DangerReader:
        """Raises WeightsUnreadable, AdapterUnreadable, or EncoderMissing where it cannot be exported."""
        return cls(TunedEncoder(exported_guard(folder)), DangerHead.load(folder))

    def judge(self, messages: Sequence[Message], known: Floats) -> list[Opinion]:
        """What both together make of some messages, one at least; `known` are the classifier's logits, (n, heads)."""
        return self.head.opinions(self.head.mixed(self.hear(messages), known))

    def hear(self, messages: Sequence[Message]) -> Floats:
        """Logits, (n, heads): each message by itself; of one with many windows each head keeps its highest.

        Beside what was said before, plain turns of heavy talks were taken for danger: in the lessons most of what has
        a past is grave. What the turns before add is left to `trajectory` and the sticky level.
        """
        return np.stack([self._logits(message) for message in messages])

    def _logits(self, message: Message) -> Floats:
        texts = message.windows if len(message.windows) > 1 else (message.text,)
        vectors = np.stack([item.vector for item in self.encoder.encode(texts, [""] * len(texts))])
        scores: Floats = (vectors @ self.head.dense + self.head.bias).max(axis=0)
        return scores
