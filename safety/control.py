"""Control over turns: what the risk of this message, after those before it, asks of the reply.

The session's level is sticky from elevated up: no single denial clears it, and it falls one step after two
calm turns. Plain values in and out; nothing here reads text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
FAINT: Final = 0.7
"""A first elevated sign that only the classifier sees, and less surely than this, is answered gently and watched:
the hard words of a completion come with the second one, or with any plainer sign."""
FAINT_REASON: Final = "a faint sign, watched"
MISREAD_REASON: Final = "they say that it was misread, watched"
LIGHT_REASON: Final = "nothing grave in it by itself, watched"
SINCE_REASON: Final = "misread before and calm since, watched"
ASKABLE: Final[frozenset[Category]] = frozenset(
    {"suicide", "self_harm", "harm_to_others", "abuse", "eating_disorder", "psychosis", "substance"}
)
"""Categories about which one direct question helps; the others are acted on without it."""

RemarkKind = Literal["denial", "goodbye", "light", "other"]
"""Of a message: nobody is in danger or it was misread; a goodbye; thanks or something practical; anything else."""


@dataclass(frozen=True, slots=True)
class Remark:
    """How a message bears on an alarm that no rule raised, and what it reads without those before it."""

    kind: RemarkKind
    alone: RiskAssessment


@dataclass(frozen=True, slots=True)
class RiskState:
    """What control remembers of a session: sticky level and its categories, calm turns in a row, and whether
    the direct question has been asked.

    `ruled` says that something beside the classifier has stood in this conversation, `by_itself` how grave any one
    message read without those before it, `misread` that a denial was believed and nothing new has been heard since.
    """

    level: Level = "none"
    categories: tuple[Category, ...] = ()
    calm_turns: int = 0
    asked: bool = False
    ruled: bool = False
    by_itself: Level = "none"
    misread: bool = False

    def to_plain(self) -> dict[str, Any]:
        """As plain data for a checkpoint."""
        return {
            "level": self.level,
            "categories": list(self.categories),
            "calm_turns": self.calm_turns,
            "asked": self.asked,
            "ruled": self.ruled,
            "by_itself": self.by_itself,
            "misread": self.misread,
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
        return cls(
            level,
            categories,
            calm if isinstance(calm, int) and calm >= 0 else 0,
            plain.get("asked") is True,
            plain.get("ruled", rank(level) >= rank("elevated")) is not False,
            next((known for known in LEVELS if known == plain.get("by_itself", level)), level),
            plain.get("misread") is True,
        )

    def begun_anew(self) -> RiskState:
        """As another conversation begins: what the last one rested on is past, unless its level still holds."""
        return (
            self
            if rank(self.level) >= rank("elevated")
            else replace(self, ruled=False, by_itself="none", misread=False)
        )


@dataclass(frozen=True, slots=True)
class RiskDecision:
    """What control decided for one turn.

    `level` is the sticky level of the session, `categories` those of this message, `ask_directly` whether the
    reply should hold the one direct question, `emergency_first` whether it opens with the emergency number.
    `state` is what the next turn starts from; `reason` names the row of the table that chose the route. `misread`:
    they deny an alarm that rests on the classifier alone, and the reply owns it. Where such a message, or a goodbye,
    was judged by itself, `assessment` is that of it alone.
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
    misread: bool = False

    @property
    def answered_as(self) -> Level:
        """The level that a supporting reply is planned for: the session's, or that of what is only watched."""
        return self.assessment.level if self.reason in (MISREAD_REASON, LIGHT_REASON, SINCE_REASON) else self.level


def decide(state: RiskState, assessment: RiskAssessment, remark: Remark | None = None) -> RiskDecision:
    """The decision for a message assessed after the turns that `state` remembers.

    `remark` changes nothing where anything but the classifier stands now or stood before (`doubtful`).
    """
    doubted = remark if remark is not None and doubtful(state, assessment) else None
    denied = doubted is not None and doubted.kind == "denial" and rank(state.level) >= rank("elevated")
    freed = doubted is not None and _freed(state, assessment, doubted)
    heard = doubted.alone if doubted is not None and freed else assessment
    ruled = state.ruled or not _learned_alone(assessment)
    level, calm_turns = _session_level(state, heard)
    since = state.misread and not ruled and _calm(heard)
    watched = (MISREAD_REASON if denied else LIGHT_REASON) if freed else ""
    route, reason = _route(state, heard, level, since=since, watched=watched)
    ask = (
        route == "completion"
        and heard.assessed
        and not state.asked
        and not denied
        and heard.level in ("elevated", "high")
        and bool(ASKABLE & set(heard.categories))
        and not concerns_another(heard)
    )
    kept = set(state.categories) | (set() if reason == FAINT_REASON else set(heard.categories))
    after = RiskState(
        level=level,
        categories=tuple(c for c in CATEGORIES if rank(level) >= rank("elevated") and c in kept),
        calm_turns=calm_turns,
        asked=state.asked or ask,
        ruled=ruled,
        by_itself=highest(state.by_itself, doubted.alone.level if doubted is not None else assessment.level),
        misread=(freed and denied) or since,
    )
    return RiskDecision(
        level=level,
        categories=heard.categories,
        route=route,
        ask_directly=ask,
        emergency_first="imminent" in (heard.level, level) and route == "completion",
        boundaries=heard.boundaries,
        assessment=heard,
        state=after,
        reason=reason,
        misread=denied,
    )


def doubtful(state: RiskState, assessment: RiskAssessment) -> bool:
    """Whether an alarm, raised now or standing, rests on the classifier alone: no rule now nor before, nothing that
    could not be assessed, and no message imminent by itself."""
    raised = rank(highest(state.level, assessment.level)) >= rank("elevated")
    return raised and not state.ruled and state.by_itself != "imminent" and _learned_alone(assessment)


def _learned_alone(assessment: RiskAssessment) -> bool:
    """Whether the classifier gave every standing sign, and these account for the level."""
    standing = [signal for signal in assessment.signals if rank(signal.level) > rank("none")]
    told = rank(highest(*(signal.level for signal in standing)))
    accounted = rank(assessment.level) < rank("elevated") or told >= rank(assessment.level)
    return assessment.assessed and accounted and all(signal.source == "classifier" for signal in standing)


def _freed(state: RiskState, assessment: RiskAssessment, remark: Remark) -> bool:
    """Whether the message is judged by itself: calm so, and either a denial of an alarm or something light.

    A goodbye is heard beside what came before wherever a message by itself was high.
    """
    alone = remark.alone
    asks = REQUEST_CATEGORIES & {*assessment.categories, *alone.categories}
    if not _learned_alone(alone) or asks or assessment.boundaries or alone.boundaries:
        return False
    if remark.kind == "denial" and rank(state.level) >= rank("elevated"):
        return _calm(alone)
    if remark.kind == "goodbye" and rank(state.by_itself) >= rank("high"):
        return False
    return remark.kind in ("goodbye", "light") and alone.level == "none"


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


def _route(
    state: RiskState, assessment: RiskAssessment, level: Level, *, since: bool, watched: str
) -> tuple[Route, str]:
    """The table of cases, gravest first; the first that holds decides. `since`: calm since a denial was believed;
    `watched`: why the message was judged by itself, "" where it was not."""
    now, named = assessment.level, set(assessment.categories)
    fresh = now == "elevated" and (rank(state.level) < rank("elevated") or not named <= set(state.categories))
    faint = fresh and rank(state.level) < rank("elevated") and _faint(assessment)
    nothing_else = rank(now) == rank("none") and not named - REQUEST_CATEGORIES
    dependent = "dependence" in named and rank(now) >= rank("elevated")
    cases: tuple[tuple[bool, Route, str], ...] = (
        (not assessment.assessed, "completion", "could not assess"),
        (bool(watched), "support", watched),
        (rank(now) >= rank("high"), "completion", f"{now} now"),
        (rank(level) >= rank("high") and not since, "completion", f"{level} in this session, not yet calm"),
        (fresh and not faint, "completion", "a fresh sign of elevated risk"),
        ("dangerous_request" in named, "completion", "a dangerous request"),
        (bool(assessment.boundaries), "completion", "a boundary"),
        ("injection" in named and nothing_else, "completion", "an injection with nothing else to answer"),
        (faint and not dependent, "support", FAINT_REASON),
        (dependent, "completion", "dependence that needs a boundary"),
        (since and rank(level) >= rank("elevated"), "support", SINCE_REASON),
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
