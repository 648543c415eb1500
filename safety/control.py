"""Control over turns: what the risk of this message, after those before it, asks of the reply.

The session's level is sticky from elevated up: no single denial clears it, and it falls one step after two
calm turns. Plain values in and out; nothing here reads text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from .risk import (
    CATEGORIES,
    LEVELS,
    REQUEST_CATEGORIES,
    Boundary,
    Category,
    Level,
    RiskAssessment,
    Signal,
    highest,
    rank,
)

Route = Literal["support", "completion"]

CALM_TURNS: Final = 2
FAINT: Final = 0.6
"""A first elevated sign that only the classifier sees, and less surely than this, is answered gently and watched:
the hard words of a completion come with the second one, or with any plainer sign."""
FAINT_REASON: Final = "a faint sign, watched"
ASKABLE: Final[frozenset[Category]] = frozenset(
    {"suicide", "self_harm", "harm_to_others", "abuse", "eating_disorder", "psychosis", "substance"}
)
"""Categories about which one direct question helps; the others are acted on without it."""


@dataclass(frozen=True, slots=True)
class RiskState:
    """What control remembers of a session: sticky level and its categories, calm turns in a row, and whether
    the direct question has been asked."""

    level: Level = "none"
    categories: tuple[Category, ...] = ()
    calm_turns: int = 0
    asked: bool = False

    def to_plain(self) -> dict[str, Any]:
        """As plain data for a checkpoint."""
        return {
            "level": self.level,
            "categories": list(self.categories),
            "calm_turns": self.calm_turns,
            "asked": self.asked,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any] | None) -> RiskState:
        """What `to_plain` gave; of anything unreadable the cautious part is kept: an unknown level is elevated."""
        if not plain:
            return cls()
        found = plain.get("level", "none")
        level: Level = found if found in LEVELS else "elevated"
        named = plain.get("categories")
        categories = tuple(c for c in CATEGORIES if isinstance(named, list | tuple) and c in named)
        calm = plain.get("calm_turns", 0)
        return cls(level, categories, calm if isinstance(calm, int) and calm >= 0 else 0, plain.get("asked") is True)


@dataclass(frozen=True, slots=True)
class RiskDecision:
    """What control decided for one turn.

    `level` is the sticky level of the session, `categories` those of this message, `ask_directly` whether the
    reply should hold the one direct question, `emergency_first` whether it opens with the emergency number.
    `state` is what the next turn starts from; `reason` names the row of the table that chose the route.
    """

    level: Level
    categories: tuple[Category, ...]
    route: Route
    ask_directly: bool
    emergency_first: bool
    boundaries: tuple[Boundary, ...]
    assessment: RiskAssessment
    state: RiskState
    reason: str


def decide(state: RiskState, assessment: RiskAssessment) -> RiskDecision:
    """The decision for a message assessed after the turns that `state` remembers."""
    level, calm_turns = _session_level(state, assessment)
    route, reason = _route(state, assessment, level)
    ask = (
        route == "completion"
        and assessment.assessed
        and not state.asked
        and assessment.level in ("elevated", "high")
        and bool(ASKABLE & set(assessment.categories))
        and not concerns_another(assessment)
    )
    kept = set(state.categories) | (set() if reason == FAINT_REASON else set(assessment.categories))
    held = rank(level) >= rank("elevated")
    after = RiskState(
        level=level,
        categories=tuple(c for c in CATEGORIES if held and c in kept),
        calm_turns=calm_turns,
        asked=state.asked or ask,
    )
    return RiskDecision(
        level=level,
        categories=assessment.categories,
        route=route,
        ask_directly=ask,
        emergency_first="imminent" in (assessment.level, level) and route == "completion",
        boundaries=assessment.boundaries,
        assessment=assessment,
        state=after,
        reason=reason,
    )


def _calm(assessment: RiskAssessment) -> bool:
    return assessment.assessed and rank(assessment.level) <= rank("low")


def _session_level(state: RiskState, assessment: RiskAssessment) -> tuple[Level, int]:
    """The sticky level after this message, and the calm turns in a row it ends with."""
    if rank(state.level) < rank("elevated"):
        return assessment.level, 0
    if not _calm(assessment):
        return highest(state.level, assessment.level), 0
    if state.calm_turns + 1 < CALM_TURNS:
        return state.level, state.calm_turns + 1
    return LEVELS[rank(state.level) - 1], 0


def _route(state: RiskState, assessment: RiskAssessment, level: Level) -> tuple[Route, str]:
    """The table of cases, gravest first; the first that holds decides."""
    now, named = assessment.level, set(assessment.categories)
    fresh = now == "elevated" and (rank(state.level) < rank("elevated") or not named <= set(state.categories))
    faint = fresh and rank(state.level) < rank("elevated") and _faint(assessment)
    nothing_else = rank(now) == rank("none") and not named - REQUEST_CATEGORIES
    dependent = "dependence" in named and rank(now) >= rank("elevated")
    cases: tuple[tuple[bool, Route, str], ...] = (
        (not assessment.assessed, "completion", "could not assess"),
        (rank(now) >= rank("high"), "completion", f"{now} now"),
        (rank(level) >= rank("high"), "completion", f"{level} in this session, not yet calm"),
        (fresh and not faint, "completion", "a fresh sign of elevated risk"),
        ("dangerous_request" in named, "completion", "a dangerous request"),
        (bool(assessment.boundaries), "completion", "a boundary"),
        ("injection" in named and nothing_else, "completion", "an injection with nothing else to answer"),
        (faint and not dependent, "support", FAINT_REASON),
        (dependent, "completion", "dependence that needs a boundary"),
        (rank(level) >= rank("elevated"), "support", "elevated, already met"),
    )
    return next(((route, reason) for holds, route, reason in cases if holds), ("support", "no risk to meet"))


def _faint(assessment: RiskAssessment) -> bool:
    grave = [signal for signal in assessment.signals if rank(signal.level) >= rank("elevated")]
    return bool(grave) and assessment.confidence < FAINT and all(signal.source == "classifier" for signal in grave)


def concerns_another(assessment: RiskAssessment) -> bool:
    """Whether the danger is somebody else's: they are coached, not asked about themselves.

    So where every standing sign says so, or one of the gravest does and the others only repeat its words.
    """
    standing = [s for s in assessment.signals if rank(s.level) > rank("none") and s.category not in REQUEST_CATEGORIES]
    gravest = [s for s in standing if s.level == highest(*(each.level for each in standing))]
    others = [s for s in gravest if s.subject == "other"]
    return bool(others) and all(s in others or _said_in(s, others) for s in gravest)


def _said_in(signal: Signal, others: Sequence[Signal]) -> bool:
    return any(signal.evidence in other.evidence or other.evidence in signal.evidence for other in others)
