"""What is read from one message, and how it moved: the values other rooms see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
NEUTRAL_AT = FAMILIES.index("neutral")

POSITIVE: frozenset[Family] = frozenset({"joy", "relief_hope", "gratitude"})
NEGATIVE: frozenset[Family] = frozenset(
    {"sadness", "anxiety", "anger", "shame_guilt", "loneliness", "grief", "fear", "disgust"}
)

Direction = Literal["worsening", "improving", "switch", "steady"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)

Appraisal = Literal[
    "loss",
    "threat",
    "danger",
    "injustice",
    "failure",
    "transgression",
    "exposure",
    "isolation",
    "rejection",
    "overload",
    "uncertainty",
    "contamination",
    "progress",
    "relief",
    "support",
    "connection",
    "none",
]
APPRAISALS: tuple[Appraisal, ...] = get_args(Appraisal)

Mark = Literal["masking", "ambivalence", "irony", "understatement", "numbness", "body", "named"]
MARKS: tuple[Mark, ...] = get_args(Mark)
"""Ways of telling: says fine and is not; pulled both ways; the opposite of what is meant; less than is meant;
feels nothing where feeling would be; through the body; with the feeling's own name."""


MARKED = 0.5
"""The chance from which a way of telling is told where its reader says nothing else."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The emotion in one message.

    `families` are probabilities over the 13 families (sum 1), `labels` over the 28 GoEmotions labels
    (each on its own, 0..1), `tags` the labels over their tuned thresholds. `intensity` is 1..5;
    `valence`, `arousal` and `dominance` lie in [-1, 1]: EmoBank's 1..5 scale, centred on 3 (x - 3), which is
    its halved scale spread twice as wide, for its readers huddle near the middle; cut off at the ends.
    `cause` (what it is about) and `words` are spans of the person's own words, never invented;
    `appraisal` is what the person takes it to mean, `appraisal_chance` how sure that is (0..1).
    `marks` are probabilities of the ways of telling, `mark_from` the chance from which each is told: one
    above 1 is never told.
    `version` names the rules and the weights it was read with.
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
    appraisal: Appraisal = "none"
    appraisal_chance: float = 0.0
    marks: Mapping[Mark, float] = field(default_factory=dict)
    mark_from: Mapping[Mark, float] = field(default_factory=dict)
    version: str = ""

    @property
    def told(self) -> tuple[Mark, ...]:
        """The ways of telling that are likely enough to be spoken of."""
        return tuple(mark for mark in MARKS if self.marks.get(mark, 0.0) >= self.mark_from.get(mark, MARKED))

    @property
    def masking(self) -> bool:
        """Says that all is well while the rest says otherwise."""
        return "masking" in self.told

    @property
    def ambivalent(self) -> bool:
        """Is pulled both ways."""
        return "ambivalence" in self.told


@dataclass(frozen=True, slots=True)
class Shift:
    """How the emotion moved since the turns before; `size` is the change of the signed value (-10..10)."""

    direction: Direction
    source: Family | None
    target: Family
    size: int
    cause: str | None = None
