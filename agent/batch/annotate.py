"""`holdspace annotate`: what a live turn would read, for every turn of recorded conversations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from ...memory.message import Message, hear
from ...safety.control import RiskDecision, RiskState, decide
from ...safety.risk import rank
from ...strategies.catalogue import strategy_named
from ...strategies.planner import Plan
from ...strategies.seeker import Utterance
from ...strategies.situation import seeker_states
from ...strategies.stages import stage_of
from ..asking import feeling_of
from ..emotion.dynamics import Mood, advance
from ..emotion.movement import Movement, Rolling, follow
from ..emotion.reading import Reading, Shift
from ..emotion.shift import shift
from ..nodes import CONTEXT_TURNS, EARLIER_MESSAGES
from ..parts import BatchParts

DECIMALS = 4


class AnnotateTurn(BaseModel):
    """One input turn; a strategy that is not one of ESConv's eight is passed over."""

    model_config = ConfigDict(extra="ignore")

    role: Literal["user", "assistant"]
    content: str
    strategy: str | None = None


class AnnotateRecord(BaseModel):
    """One conversation. A `profile` may be given and is not looked at: perception does not depend on it."""

    model_config = ConfigDict(extra="ignore")

    id: str | int
    turns: list[AnnotateTurn]


@dataclass(frozen=True, slots=True)
class _Heard:
    """One conversation with everything that is computed for all conversations at once."""

    record: AnnotateRecord
    messages: list[Message]
    readings: dict[int, Reading]


def annotate_all(records: Sequence[AnnotateRecord], parts: BatchParts) -> list[dict[str, Any]]:
    """One result a record, in order. All texts of the batch are encoded, read and planned together."""
    messages = hear([turn.content for record in records for turn in record.turns], parts.encoder)
    heard: list[_Heard] = []
    start = 0
    for record in records:
        own = messages[start : start + len(record.turns)]
        start += len(record.turns)
        spoken = [i for i, turn in enumerate(record.turns) if turn.role == "user"]
        said = [(turn.role, turn.content) for turn in record.turns]
        before = [said[max(0, i - CONTEXT_TURNS) : i] for i in spoken]
        readings = parts.reader.read_all([own[i] for i in spoken], before)
        heard.append(_Heard(record, own, dict(zip(spoken, readings, strict=True))))
    return [_annotated(item, parts) for item in heard]


def _annotated(heard: _Heard, parts: BatchParts) -> dict[str, Any]:
    turns = heard.record.turns
    decisions = _decisions(heard, parts)
    ranks: list[int] = []
    for i in range(len(turns)):
        ranks.append(rank(decisions[i].level) if i in decisions else (ranks[-1] if ranks else 0))
    utterances = [
        Utterance(
            "seeker" if turn.role == "user" else "supporter",
            turn.content,
            message.vector,
            strategy_named(turn.strategy) if turn.role == "assistant" else None,
        )
        for turn, message in zip(turns, heard.messages, strict=True)
    ]
    positions = [i for i, turn in enumerate(turns) if turn.role == "assistant"]
    feelings = {i: feeling_of(reading) for i, reading in heard.readings.items()}
    plans = dict(
        zip(positions, parts.planner.plan_all(seeker_states(utterances, positions, feelings, ranks)), strict=True)
    )
    after = [i + 1 for i in heard.readings]
    stages = dict(zip(heard.readings, map(stage_of, seeker_states(utterances, after, feelings, ranks)), strict=True))
    entries: list[dict[str, Any]] = []
    before: Reading | None = None
    rolling, mood = Rolling(), Mood()
    for i in range(len(turns)):
        if i in plans:
            entries.append({"index": i, "role": "assistant", "predicted": _predicted(plans[i])})
            continue
        reading = heard.readings[i]
        rolling, course = follow(rolling, reading)
        mood = advance(mood, reading)
        entry = {
            "index": i,
            "role": "user",
            "emotion": emotion_to_plain(reading),
            "shift": shift_to_plain(shift(before, reading), course),
            "mood": mood_to_plain(mood),
            **_risk_to_plain(decisions[i]),
            "stage": stages[i],
        }
        entries.append(entry)
        before = reading
    return {"id": heard.record.id, "turns": entries}


def _decisions(heard: _Heard, parts: BatchParts) -> dict[int, RiskDecision]:
    """Risk control over the conversation: sticky, in order, each message with those before it."""
    decisions: dict[int, RiskDecision] = {}
    state, asked = RiskState(), False
    earlier: list[str] = []
    for i in heard.readings:
        message = heard.messages[i]
        assessment = parts.detector.assess(message, earlier[-EARLIER_MESSAGES:], asked=asked)
        decisions[i] = decide(state, assessment)
        state, asked = decisions[i].state, decisions[i].ask_directly
        earlier.append(message.text)
    return decisions


def emotion_to_plain(reading: Reading) -> dict[str, Any]:
    """The published form of a reading."""
    return {
        "dominant": reading.dominant,
        "secondary": list(reading.secondary),
        "families": {family: round(float(p), DECIMALS) for family, p in reading.families.items()},
        "labels": {label: round(float(p), DECIMALS) for label, p in reading.labels.items()},
        "tags": list(reading.tags),
        "intensity": reading.intensity,
        "valence": round(reading.valence, DECIMALS),
        "arousal": round(reading.arousal, DECIMALS),
        "dominance": round(reading.dominance, DECIMALS),
        "cause": reading.cause,
        "words": list(reading.words),
        "appraisal": reading.appraisal,
        "appraisal_chance": round(float(reading.appraisal_chance), DECIMALS),
        "marks": {mark: round(float(p), DECIMALS) for mark, p in reading.marks.items()},
        "masking": reading.masking,
        "ambivalence": reading.ambivalent,
        "version": reading.version,
    }


def shift_to_plain(moved: Shift, course: Movement) -> dict[str, Any]:
    """The published form of a shift: `from` and `to` are families; `rolling` is the session's own movement."""
    return {
        "direction": moved.direction,
        "from": moved.source,
        "to": moved.target,
        "size": moved.size,
        "cause": moved.cause,
        "rolling": {
            "direction": course.direction,
            "size": course.size,
            "value": course.value,
            "apart": course.apart,
            "over": course.over,
            "about": course.about,
            "source": course.source,
            "cause": course.cause,
            "trend": course.trend,
            "slope": course.slope,
            "stuck": course.stuck,
            "recovery": course.recovery,
            "relapse": course.relapse,
            "masked": course.masked,
        },
    }


def mood_to_plain(mood: Mood) -> dict[str, float]:
    """The published form of the continuous state."""
    return {name: round(getattr(mood, name), DECIMALS) for name in ("valence", "arousal", "dominance")}


def _risk_to_plain(decision: RiskDecision) -> dict[str, Any]:
    return {
        "risk": {
            "level": decision.level,
            "message_level": decision.assessment.level,
            "categories": list(decision.categories),
            "evidence": list(decision.assessment.evidence),
        },
        "route": decision.route,
    }


def _predicted(plan: Plan) -> dict[str, Any]:
    return {
        "ranked": [[strategy, round(float(p), 6)] for strategy, p in plan.ranked],
        "plan": [step.strategy for step in plan.steps],
        "vetoes": [veto.strategy for veto in plan.vetoes],
        "stage": plan.stage,
    }
