"""Which of the eight strategies a reply shows by its words: a linear reading of words, form and echo.

Learned from the supporters' utterances of ESConv (`train_adherence.py`; the model card says how well it tells them
apart). It measures replies after the fact and never chooses one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from ...prompts.sentences import split_sentences
from ...strategies.catalogue import STRATEGIES, Strategy

FILE = Path(__file__).parent / "weights" / "adherence.safetensors"
BUCKETS = 1 << 14
"""Words and pairs of words fall into so many columns, by CRC-32; form and echo have columns of their own after them."""

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[?!]")
_FORMS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        r"\?",
        r"\?\W*$",
        r"^(?:\W*(?:and|so|but|oh|ok|okay|well) )?(?:what|how|when|where|who|why|which)\b",
        r"\b(?:do|did|have|are|is|were|was|would|could|can) you\b",
        r"\b(?:you (?:could|might|should|may want)|have you (?:tried|thought|considered)|try (?:to|and)|maybe you|"
        r"why don't you|would it help|could you|what about)\b",
        r"\b(?:i (?:am|was|have|had|went|lost|felt|used|remember|know)|i've|my (?:own|mother|mom|friend|job|"
        r"wife|husband))\b",
        r"\b(?:people|others|some|many|a lot of)\b",
        r"\b(?:you feel|you're feeling|you are feeling|you sound|sounds like|i can hear|i hear|must be|"
        r"must feel|it seems)\b",
        r"^(?:\W*)so\b",
        r"\b(?:i'm glad|good job|great|proud|you're welcome|it's okay|don't worry|makes sense|not alone)\b",
        r"\b(?:hello|hi|hey|thank|thanks|welcome|bye|goodbye|good luck|take care|good night|goodnight)\b",
        r"\b(?:you|your|you're|you've)\b",
        r"\b(?:sad|angry|worried|anxious|hurt|lonely|afraid|scared|frustrat\w+|upset|stress\w+|overwhelm\w+|"
        r"ashamed|guilt\w*)\b",
        r"\b(?:according|research|studies|usually|often|website|http|called|symptom\w*|normal|common|mostly)\b",
    )
)
_ECHO = 3
COLUMNS = BUCKETS + len(_FORMS) + _ECHO + 1
"""Width of a row; the last columns are three of echo and one of length."""
_SMALL = frozenset(
    re.findall(
        r"\S+",
        "a an and are as at be but for had has have he her him his i i'm in is it it's me my not of on or our "
        "she so that "
        "the them they this to was we were with you your",
    )
)


@dataclass(frozen=True, slots=True)
class Row:
    """One utterance as columns and their values."""

    columns: tuple[int, ...]
    values: tuple[float, ...]


def row_of(text: str, before: str) -> Row:
    """The utterance as a row; `before` is what the other had just said."""
    low = text.lower().replace("’", "'")
    words = _WORD.findall(low)[:120]
    grams = {*words, *(f"{a} {b}" for a, b in pairwise(words)), f"^{' '.join(words[:2])}"}
    scale = 1.0 / max(1.0, len(grams) ** 0.5)
    row = dict.fromkeys((crc32(gram.encode()) % BUCKETS for gram in sorted(grams)), scale)
    row |= {BUCKETS + i: 0.5 for i, form in enumerate(_FORMS) if form.search(low)}
    own, theirs = set(words) - _SMALL, set(_WORD.findall(before.lower())) - _SMALL
    shared = len(own & theirs)
    echo = (0.5 * bool(shared), shared / (len(own) or 1), min(shared, 5) / 5)
    row |= {BUCKETS + len(_FORMS) + i: value for i, value in enumerate(echo)}
    row[COLUMNS - 1] = min(len(words), 60) / 60
    return Row(tuple(row), tuple(row.values()))


@dataclass(frozen=True)
class Adherence:
    """Weights of shape (8, COLUMNS), intercepts and thresholds of shape (8,)."""

    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]
    thresholds: NDArray[np.float32]

    @classmethod
    def load(cls, file: Path = FILE) -> Adherence:
        """The shipped weights. Raises RuntimeError saying what to do where they are missing."""
        if not file.exists():
            raise RuntimeError(f"{file.name} is not there; python -m holdspace.agent.batch.train_adherence makes it")
        found = {name: part.astype(np.float32) for name, part in load_file(file).items()}
        return cls(found["weights"], found["intercept"], found["thresholds"])

    @cached_property
    def _by_column(self) -> NDArray[np.float32]:
        return np.ascontiguousarray(self.weights.T)

    def probabilities(self, text: str, before: str) -> NDArray[np.float32]:
        """Over the eight strategies, sum 1, for one utterance or one sentence of it."""
        row = row_of(text, before)
        scores = np.array(row.values, dtype=np.float32) @ self._by_column[list(row.columns)] + self.intercept
        raised = np.exp(scores - scores.max())
        spread: NDArray[np.float32] = raised / raised.sum()
        return spread

    def nearest(self, text: str, before: str) -> Strategy:
        """The one strategy the whole reply is most like."""
        return STRATEGIES[int(self.probabilities(text, before).argmax())]

    def shown(self, text: str, before: str) -> frozenset[Strategy]:
        """Strategies whose threshold the reply, or one sentence of it, reaches."""
        parts: Sequence[str] = dict.fromkeys((text, *split_sentences(text))).keys()  # type: ignore[assignment]
        best = np.max([self.probabilities(part, before) for part in parts], axis=0)
        return frozenset(s for s, p, at in zip(STRATEGIES, best, self.thresholds, strict=True) if p >= at)
