"""What is read from one message, and how it moved: the values other rooms see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Family = Literal[
    "sadness",
    "anxiety",
    "anger",
    "shame_guilt",
    "loneliness",
    "grief",
    "fear",
    "disgust",
    "joy",
    "relief_hope",
    "gratitude",
    "confusion",
    "neutral",
]
FAMILIES: tuple[Family, ...] = get_args(Family)

POSITIVE: frozenset[Family] = frozenset({"joy", "relief_hope", "gratitude"})
NEGATIVE: frozenset[Family] = frozenset(
    {"sadness", "anxiety", "anger", "shame_guilt", "loneliness", "grief", "fear", "disgust"}
)

Direction = Literal["worsening", "improving", "switch", "steady"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The emotion in one message.

    `families` are probabilities over the 13 families (sum 1), `labels` over the 28 GoEmotions labels
    (each on its own, 0..1), `tags` the labels over their tuned thresholds. `intensity` is 1..5;
    `valence`, `arousal` and `dominance` lie in [-1, 1] (EmoBank's 1..5 scale, centred on 3, halved).
    `cause` and `words` are spans of the person's own words, never invented.
    """

    dominant: Family
    families: Mapping[Family, float]
    labels: Mapping[str, float]
    tags: tuple[str, ...]
    intensity: int
    valence: float
    arousal: float
    dominance: float
    secondary: tuple[Family, ...] = ()
    cause: str | None = None
    words: tuple[str, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """How the emotion moved since the turns before; `size` is the change of the signed value (-10..10)."""

    direction: Direction
    source: Family | None
    target: Family
    size: int
    cause: str | None = None
