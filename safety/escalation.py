"""When a deployer's own human should look, and what they are told. Off unless a callback is given.

Holdspace calls nobody. Whoever runs it for others may have people on duty; they can hand over a callback, and this room
says when it is due. The stricter of two boundaries is used (Crisis Text Line: thoughts, plan, means and a near time
together), or an emergency that already has begun, so that the people on duty are not called for every dark evening.
The reply is written as if there were no callback: nothing is promised and no one is said to be coming.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .control import RiskDecision, RiskState
from .risk import Category, Level, Signal


@dataclass(frozen=True, slots=True)
class Escalation:
    """What the callback is given. `evidence` are the person's own words; keep them as you would keep the transcript.

    `reason` is "emergency" (imminent now) or "ladder" (thoughts, plan, means and a near time in one message).
    """

    user_id: str
    session: str
    turn_id: str
    level: Level
    categories: tuple[Category, ...]
    evidence: tuple[str, ...]
    reason: str
    country: str | None = None


Escalate = Callable[[Escalation], None]
"""Must return at once; what it raises is a fault of the deployer's and changes nothing in the reply."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Which turn of whom is meant."""

    user_id: str
    session: str
    turn_id: str
    country: str | None = None


def escalation_due(before: RiskState, decision: RiskDecision, where: Whereabouts) -> Escalation | None:
    """The escalation of this turn, or None. Due once a rise: while the session stays imminent, not again."""
    assessment = decision.assessment
    if not assessment.assessed:
        return None
    climbed = any(_at_the_top(signal) for signal in assessment.signals)
    if assessment.level != "imminent" and not climbed:
        return None
    if before.level == "imminent":
        return None
    return Escalation(
        where.user_id,
        where.session,
        where.turn_id,
        decision.level,
        decision.categories,
        assessment.evidence,
        "emergency" if assessment.level == "imminent" else "ladder",
        where.country,
    )


def _at_the_top(signal: Signal) -> bool:
    stands = signal.polarity == "asserted" and signal.time == "now" and signal.subject in ("self", "other")
    return stands and signal.intent and signal.plan and signal.means and signal.timeframe
