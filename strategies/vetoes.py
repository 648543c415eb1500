"""What must not come next, whatever the scores say. Each veto has a name and a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .catalogue import STRATEGIES, Stage, Strategy
from .cues import Cues, cues_of
from .seeker import SeekerState
from .stages import high_intensity, last_heard, seeker_turns

VetoName = Literal[
    "not_yet_heard",
    "refused",
    "third_question",
    "high_intensity",
    "risk",
    "not_a_greeting_or_closing",
    "closing",
    "nothing_said_yet",
]
ELEVATED = 2
"""Risk rank (0 none .. 4 imminent) from which the risk directives hold."""

_ADVICE: tuple[Strategy, ...] = ("Providing Suggestions", "Information")
_PARTING: tuple[Strategy, ...] = ("Others", "Affirmation and Reassurance")
_MEETING: tuple[Strategy, ...] = ("Others", "Question")


@dataclass(frozen=True, slots=True)
class Veto:
    """One strategy ruled out. `reason` is a plain sentence."""

    strategy: Strategy
    name: VetoName
    reason: str


def vetoes_of(state: SeekerState, stage: Stage) -> tuple[Veto, ...]:
    """All vetoes of this moment. A strategy may be ruled out by more than one; some always remain."""
    cues = cues_of(last_heard(state))
    found = [*_risk(state), *_too_early(state, stage, cues), *_rhythm(state, cues), *_tone(state, cues)]
    return tuple(found)


def _risk(state: SeekerState) -> Iterator[Veto]:
    if state.risk_rank >= ELEVATED:
        yield Veto("Self-disclosure", "risk", "Someone may be in danger: nothing may move the talk away from them.")
        yield Veto("Others", "risk", "Someone may be in danger: this is no moment for small talk.")


def _too_early(state: SeekerState, stage: Stage, cues: Cues) -> Iterator[Veto]:
    if stage == "exploration" and not cues.asks_advice:
        for strategy in _ADVICE:
            yield Veto(strategy, "not_yet_heard", "They have not been heard yet and have not asked for advice.")
    if state.refused_suggestion:
        for strategy in _ADVICE:
            yield Veto(strategy, "refused", "They turned the last suggestion down.")


def _rhythm(state: SeekerState, cues: Cues) -> Iterator[Veto]:
    if state.history[-2:] == ("Question", "Question"):
        yield Veto("Question", "third_question", "Two questions have just been asked; a third would be an interview.")
    if cues.farewell and state.risk_rank < ELEVATED:
        for strategy in STRATEGIES:
            if strategy not in _PARTING:
                yield Veto(strategy, "closing", "They are saying goodbye; anything more would hold them back.")
    if cues.greeting and cues.words <= 4 and seeker_turns(state) <= 1 and state.risk_rank < ELEVATED:
        for strategy in STRATEGIES:
            if strategy not in _MEETING:
                yield Veto(strategy, "nothing_said_yet", "So far there has only been a greeting.")


def _tone(state: SeekerState, cues: Cues) -> Iterator[Veto]:
    if high_intensity(state):
        yield Veto("Self-disclosure", "high_intensity", "The feeling is very strong; it needs all the room there is.")
    courteous = cues.thanks or cues.farewell or (cues.greeting and cues.words <= 8) or state.position == 0
    if not courteous and state.risk_rank < ELEVATED:
        yield Veto(
            "Others", "not_a_greeting_or_closing", "Nobody is greeting, thanking or leaving: it asks for an answer."
        )
