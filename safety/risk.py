"""Risk to a person as values: levels, categories, axes and the assessment of one message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Level = Literal["none", "low", "elevated", "high", "imminent"]
LEVELS: tuple[Level, ...] = get_args(Level)

Category = Literal[
    "suicide",
    "self_harm",
    "harm_to_others",
    "abuse",
    "eating_disorder",
    "psychosis",
    "medical_emergency",
    "substance",
    "minor_at_risk",
    "dependence",
    "dangerous_request",
    "injection",
]
CATEGORIES: tuple[Category, ...] = get_args(Category)

REQUEST_CATEGORIES: frozenset[Category] = frozenset({"dangerous_request", "injection"})
"""Risks of what is asked for: they set a boundary and never lower care."""

Boundary = Literal["diagnosis", "medication", "secrecy", "romance"]
"""Asked of the agent, no risk in itself, and still to be declined with care."""

Subject = Literal["self", "other", "fiction", "quote"]
Time = Literal["now", "recent", "past"]
Polarity = Literal["asserted", "negated", "hypothetical"]


def rank(level: Level) -> int:
    """0 for none up to 4 for imminent."""
    return LEVELS.index(level)


def highest(*levels: Level) -> Level:
    """The gravest of the given levels; `none` where there are none."""
    return max(levels, key=rank, default="none")


@dataclass(frozen=True, slots=True)
class Signal:
    """One sign of risk in a message. `evidence` is a verbatim span of it; `confidence` is 0..1.

    `time` follows C-SSRS: recent is within three months. `intent`, `plan`, `means` and `timeframe`
    are the ladder of the Crisis Text Line; `protective` marks a stated reason to live or a helper.
    """

    category: Category
    level: Level
    evidence: str
    subject: Subject = "self"
    time: Time = "now"
    polarity: Polarity = "asserted"
    intent: bool = False
    plan: bool = False
    means: bool = False
    timeframe: bool = False
    protective: bool = False
    confidence: float = 1.0
    source: Literal["rules", "classifier"] = "rules"


@dataclass(frozen=True, slots=True)
class RiskAssessment:
    """The risk read from one message in its context, before the sticky control over turns.

    `assessed` is False when the detector could not decide (an error, a timeout): a value, not an
    exception, which control treats as elevated for everything outgoing.
    """

    level: Level
    categories: tuple[Category, ...] = ()
    signals: tuple[Signal, ...] = ()
    confidence: float = 1.0
    assessed: bool = True
    boundaries: tuple[Boundary, ...] = ()

    @property
    def evidence(self) -> tuple[str, ...]:
        """The distinct spans behind the assessment, in the order found."""
        return tuple(dict.fromkeys(signal.evidence for signal in self.signals))


COULD_NOT_ASSESS = RiskAssessment(level="elevated", confidence=0.0, assessed=False)
