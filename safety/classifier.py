"""The learned half of detection: logistic heads over the message's vector, its words and their cues."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..memory.lexicon import TfidfLexicon, dot
from ..memory.message import Message
from .patterns import CUES
from .risk import CATEGORIES, LEVELS, Category, Level
from .rules import Findings

Floats = NDArray[np.float32]

WEIGHTS: Final = Path(__file__).parent / "weights"

STEPS: Final = LEVELS[1:]
"""One head for each step of the scale: how likely is this level or a graver one?"""

HEADS: Final[tuple[str, ...]] = (*STEPS, *CATEGORIES)
NAMING: Final = [HEADS.index(category) for category in CATEGORIES if category != "injection"]
"""A level from elevated up must be of some category: its score is the geometric mean of the step's and the
likeliest category's probabilities, which spares everyday distress that only sounds grave."""

VECTOR_SCALE: Final = 3.0
CUE_SCALE: Final = 0.5
"""Feature scales: word rows have norm 1; the vector carries more, a cue less."""


ANCHOR_SCALE: Final = 400.0
"""Anchors are kept as whole numbers of one byte: a unit vector's parts stay within +-0.3."""

WIDTH: Final = 2.0
"""Gamma of the kernel exp(-gamma * |a - b|^2) between a message's vector and the remembered examples'."""


class WeightsUnreadable(RuntimeError):
    """Weights are missing or broken; the message names them."""


def learned(folder: Path, name: str) -> tuple[dict[str, Floats], dict[str, Any]]:
    """Arrays of a weight file, in single precision, and the plain values beside them; raises what reading does."""
    from safetensors.numpy import load_file

    arrays = {key: value.astype(np.float32) for key, value in load_file(folder / f"{name}.safetensors").items()}
    return arrays, json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


@contextmanager
def readable_or_named(folder: Path, what: str) -> Iterator[None]:
    """Any fault while weights are read and checked becomes one that names them: WeightsUnreadable."""
    try:
        yield
    except Exception as error:
        raise WeightsUnreadable(f"the weights for {what} in {folder.name} cannot be read ({error!r})") from error


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the classifier thinks of one message: a level, the categories over their thresholds, 0..1 each."""

    level: Level
    categories: tuple[Category, ...]
    steps: tuple[float, ...]
    likelihood: dict[Category, float]


@dataclass(frozen=True, slots=True, eq=False)
class RiskClassifier:
    """`vector` is (dimension, heads), `words` and `letters` (terms, heads), `cues` (len(CUES), heads).

    `anchors` are vectors of remembered examples, (examples, dimension), and `kernel` what likeness to each says
    for each of `STEPS`, (examples, steps): a support vector machine's share.
    `thresholds` has shape (heads,): where a head's probability counts as yes.
    """

    word_lexicon: TfidfLexicon
    letter_lexicon: TfidfLexicon
    vector: Floats
    words: Floats
    letters: Floats
    cues: Floats
    anchors: Floats
    kernel: Floats
    bias: Floats
    thresholds: Floats

    @classmethod
    def load(cls, folder: Path) -> RiskClassifier:
        """Reads what training wrote. Raises WeightsUnreadable."""
        with readable_or_named(folder, "risk"):
            tensors, plain = learned(folder, "risk")
            if plain["heads"] != list(HEADS) or plain["cues"] != list(CUES):
                raise ValueError("its heads or cues are of another version")
            thresholds = np.array([plain["thresholds"][head] for head in HEADS], dtype=np.float32)
            model = cls(
                word_lexicon=TfidfLexicon.load(folder / "risk_words.json"),
                letter_lexicon=TfidfLexicon.load(folder / "risk_letters.json"),
                vector=tensors["vector"],
                words=tensors["words"],
                letters=tensors["letters"],
                cues=tensors["cues"],
                anchors=tensors["anchors"] / np.float32(ANCHOR_SCALE),
                kernel=tensors["kernel"],
                bias=tensors["bias"],
                thresholds=thresholds,
            )
            model._check()
        return model

    def _check(self) -> None:
        rows = (len(self.word_lexicon), len(self.letter_lexicon), len(CUES))
        for table, expected in zip((self.words, self.letters, self.cues), rows, strict=True):
            if table.shape != (expected, len(HEADS)):
                raise ValueError(f"shape {table.shape}, expected {(expected, len(HEADS))}")
        if self.kernel.shape != (len(self.anchors), len(STEPS)):
            raise ValueError(f"shape {self.kernel.shape}, expected {(len(self.anchors), len(STEPS))}")
        tables = (self.vector, self.kernel, self.words, self.letters, self.cues, self.bias)
        if not all(np.isfinite(table).all() for table in tables):
            raise ValueError("not a number among the weights")

    def logits(self, messages: Sequence[Message], findings: Sequence[Findings]) -> Floats:
        """Shape (len(messages), heads). Of a message of many windows each head keeps its highest."""
        texts = [text for m, f in zip(messages, findings, strict=True) for text in readable(m, f)]
        vectors = np.concatenate([message.vectors for message in messages])
        lengths = [len(message.windows) for message in messages]
        flags = np.repeat(np.stack([cue_row(f) for f in findings]), lengths, axis=0)
        scores = VECTOR_SCALE * (vectors @ self.vector) + CUE_SCALE * (flags @ self.cues) + self.bias
        scores += dot(self.word_lexicon.transform(texts), self.words)
        scores += dot(self.letter_lexicon.transform(texts), self.letters)
        scores[:, : len(STEPS)] += likeness(vectors, self.anchors) @ self.kernel
        starts = np.cumsum([0, *lengths[:-1]])
        return np.maximum.reduceat(scores, starts, axis=0).astype(np.float32)

    def opinions(self, messages: Sequence[Message], findings: Sequence[Findings]) -> list[Opinion]:
        """One opinion a message."""
        if not messages:
            return []
        return self.judged(self.logits(messages, findings))

    def judged(self, logits: Floats) -> list[Opinion]:
        """What the classifier alone makes of its logits, (n, heads)."""
        return [self._opinion(row) for row in chances(logits)]

    def _opinion(self, row: Floats) -> Opinion:
        scores = row.copy()
        scores[1 : len(STEPS)] = np.sqrt(row[1 : len(STEPS)] * row[NAMING].max())
        over = scores >= self.thresholds
        reached = [i for i in range(len(STEPS)) if over[i]]
        level: Level = STEPS[reached[-1]] if reached else "none"
        categories = tuple(c for i, c in enumerate(CATEGORIES, start=len(STEPS)) if over[i])
        likelihood = {c: float(row[i]) for i, c in enumerate(CATEGORIES, start=len(STEPS))}
        return Opinion(level, categories, tuple(float(p) for p in scores[: len(STEPS)]), likelihood)


def chances(logits: Floats) -> Floats:
    """Probabilities of independent heads."""
    found: Floats = (1.0 / (1.0 + np.exp(-np.clip(logits, -30.0, 30.0)))).astype(np.float32)
    return found


def likeness(vectors: Floats, anchors: Floats) -> Floats:
    """Shape (len(vectors), len(anchors)), 0..1: the kernel of `WIDTH` between unit vectors."""
    near: Floats = np.exp(2.0 * WIDTH * (vectors @ anchors.T - 1.0)).astype(np.float32)
    return near


def readable(message: Message, findings: Findings) -> tuple[str, ...]:
    """The plain text for a message of one window; a longer one is read window by window as it stands."""
    return (findings.plain.text.strip(),) if len(message.windows) == 1 else message.windows


def cue_row(findings: Findings) -> Floats:
    """Shape (len(CUES),): 1.0 where the cue is in the message."""
    return np.array([float(name in findings.cues) for name in CUES], dtype=np.float32)
