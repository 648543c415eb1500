"""What a voice besides the detector may do to the reading of risk: raise it. Nothing here lowers anything."""

from __future__ import annotations

from dataclasses import replace

from ..safety.control import RiskDecision, RiskState, decide
from ..safety.risk import CATEGORIES, RiskAssessment, highest, rank
from .llm.moderation import Moderated


def raised(assessment: RiskAssessment, voice: Moderated) -> RiskAssessment | None:
    """The assessment with what the voice heard besides; None where it heard nothing graver."""
    if rank(voice.level) <= rank(assessment.level) or rank(voice.level) < rank("elevated"):
        return None
    named = {*assessment.categories, *voice.categories}
    return replace(
        assessment,
        level=highest(assessment.level, voice.level),
        categories=tuple(category for category in CATEGORIES if category in named),
        confidence=1.0,
    )


def alarmed(before: RiskState, assessment: RiskAssessment) -> RiskDecision:
    """The decision where a model sees a danger that it does not name: read as one that could not be assessed."""
    level = highest("elevated", assessment.level)
    return decide(before, replace(assessment, level=level, assessed=False, confidence=0.0))
