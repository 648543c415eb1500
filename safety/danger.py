"""The tuned half of detection: MiniLM taught danger, in messages and in turns beside what was said before.

Its opinion and the classifier's are weighed together by shares fitted on messages neither had learned from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
SCALES: Final = ("alone", "beside")

KIND: Final = 0.22
"""Danger must be of some kind: where no category is this likely, nothing goes beyond low."""


def exported_guard(folder: Path = WEIGHTS) -> Path:
    """The folder of this room's encoder, made now if there is none yet. Raises AdapterUnreadable, EncoderMissing."""
    return exported_tuned(VERSION, folder / ADAPTER)


QUIET: Final = 0.2
"""A message that by itself is less likely than this to be elevated is not raised by what was said before it: goodbyes,
corrections and small plans late in a sad talk are heard as they stand."""
RAISED: Final = STEPS.index("elevated")

REACH: Final = 6
"""Of the person's earlier messages the last six stand beside this one."""
_LIMIT = 1_000


def context_of(earlier: Sequence[str]) -> str:
    """The person's last messages as one line, oldest first; of long ones the end."""
    return " / ".join(" ".join(text[-_LIMIT:].split()) for text in earlier[-REACH:])


@dataclass(frozen=True, slots=True, eq=False)
class Scales:
    """How the two opinions are weighed: `shares` (2, heads) of the encoder's logits and the classifier's, `shift`
    (heads,) corrects the sum; `thresholds` (heads,) are where a probability counts as yes."""

    shares: Floats
    shift: Floats
    thresholds: Floats

    def mixed(self, heard: Floats, known: Floats) -> Floats:
        """Probabilities of both together, (n, heads), from the logits of the tuned encoder and of the classifier.

        A graver step is never likelier than the one below it.
        """
        found = chances(self.shares[0] * heard + self.shares[1] * known + self.shift)
        found[:, : len(STEPS)] = np.minimum.accumulate(found[:, : len(STEPS)], axis=1)
        return found

    def opinion(self, heard: Floats, known: Floats) -> Opinion:
        """What both say of one message, by the thresholds; logits (heads,) each."""
        row = self.mixed(heard[None], known[None])[0]
        over = row >= self.thresholds
        named = row[NAMING].max() >= KIND
        reached = [i for i in range(len(STEPS)) if over[i] and (named or i == 0)]
        level: Level = STEPS[reached[-1]] if reached else "none"
        categories = tuple(c for i, c in enumerate(CATEGORIES, start=len(STEPS)) if over[i])
        likelihood = {c: float(row[i]) for i, c in enumerate(CATEGORIES, start=len(STEPS))}
        return Opinion(level, categories, tuple(float(p) for p in row[: len(STEPS)]), likelihood)


@dataclass(frozen=True, slots=True, eq=False)
class DangerHead:
    """`dense` (384, heads) and `bias` (heads,) on the tuned vector; what it says of a message `alone` and of one
    `beside` earlier ones is weighed differently."""

    dense: Floats
    bias: Floats
    alone: Scales
    beside: Scales

    @classmethod
    def load(cls, folder: Path) -> DangerHead:
        """Reads what training wrote. Raises WeightsUnreadable."""
        with readable_or_named(folder, "danger"):
            arrays, plain = learned(folder, HEAD)
            if plain["heads"] != list(HEADS):
                raise ValueError("its heads are of another version")
            _check(arrays)
            alone, beside = (
                Scales(shares, shift, np.array([plain["thresholds"][name][head] for head in HEADS], dtype=np.float32))
                for name, shares, shift in zip(SCALES, arrays["shares"], arrays["shift"], strict=True)
            )
            return cls(arrays["dense"], arrays["bias"], alone, beside)


def _check(arrays: Mapping[str, Floats]) -> None:
    count = len(HEADS)
    shapes = {"dense": (len(arrays["dense"]), count), "bias": (count,), "shares": (2, 2, count), "shift": (2, count)}
    if wrong := [name for name, shape in shapes.items() if arrays[name].shape != shape]:
        raise ValueError(f"another shape than {shapes[wrong[0]]}: {wrong[0]}")
    if not all(np.isfinite(arrays[name]).all() for name in shapes):
        raise ValueError("not a number among the weights")


@dataclass(frozen=True, slots=True, eq=False)
class DangerReader:
    """Hears danger in a message, beside what the person said before it."""

    encoder: TunedEncoder
    head: DangerHead

    @classmethod
    def load(cls, folder: Path) -> DangerReader:
        """Raises WeightsUnreadable, AdapterUnreadable, or EncoderMissing where it cannot be exported."""
        return cls(TunedEncoder(exported_guard(folder)), DangerHead.load(folder))

    def judge(self, messages: Sequence[Message], earlier: Sequence[Sequence[str]], known: Floats) -> list[Opinion]:
        """What both together make of some messages; `earlier` are the same person's before each, oldest first, `known`
        the classifier's logits, (n, heads). What is imminent by itself stays so beside anything said before, and what
        is `QUIET` by itself is heard alone."""
        return [
            self._judged(message, before, row) for message, before, row in zip(messages, earlier, known, strict=True)
        ]

    def _judged(self, message: Message, before: Sequence[str], known: Floats) -> Opinion:
        alone = self.head.alone.opinion(self.hear(message), known)
        if not before or alone.level == "imminent" or alone.steps[RAISED] < QUIET:
            return alone
        return self.head.beside.opinion(self.hear(message, before), known)

    def hear(self, message: Message, earlier: Sequence[str] = ()) -> Floats:
        """Logits, (heads,); of a message with many windows each head keeps its highest."""
        texts = message.windows if len(message.windows) > 1 else (message.text,)
        encoded = self.encoder.encode(texts, [context_of(earlier)] * len(texts))
        scores: Floats = (np.stack([item.vector for item in encoded]) @ self.head.dense + self.head.bias).max(axis=0)
        return scores
