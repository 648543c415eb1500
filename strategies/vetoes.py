"""What must not come next, whatever the scores say. Each veto has a name and a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .catalogue import STRATEGIES, Stage, Strategy
from .cues import Cues, asks_about_helper, meant_cues, only_thanks
from .seeker import SeekerState
from .stages import ADVISING, high_intensity, last_heard, seeker_turns

VetoName = Literal[
    "risk",
    "closing",
    "thanked",
    "asked_about_me",
    "nothing_said_yet",
    "refused",
    "met_with_pain",
    "asked",
    "not_yet_heard",
    "high_intensity",
    "third_question",
    "running",
    "not_a_greeting_or_closing",
]
ELEVATED = 2
"""Risk rank (0 none .. 4 imminent) from which the risk directives hold."""

HIGH = 3
"""Risk rank from which only staying near is left."""

RUNNING = 2
"""A strategy used so often without another between is not used again at once."""

_ADVICE: tuple[Strategy, ...] = tuple(s for s in STRATEGIES if s in ADVISING)
_PARTING: frozenset[Strategy] = frozenset({"Others", "Affirmation and Reassurance"})
_MEETING: frozenset[Strategy] = frozenset({"Others", "Question"})
_SAYING_WHAT_I_AM: frozenset[Strategy] = frozenset({"Self-disclosure"})
_REFLECTING: frozenset[Strategy] = frozenset({"Reflection of feelings", "Restatement or Paraphrasing"})
_ANSWERING: frozenset[Strategy] = frozenset({*_ADVICE, "Self-disclosure"})


@dataclass(frozen=True, slots=True)
class Veto:
    """One strategy ruled out. `reason` is a plain sentence."""

    strategy: Strategy
    name: VetoName
    reason: str


@dataclass(frozen=True, slots=True)
class _Now:
    state: SeekerState
    stage: Stage
    cues: Cues
    intense: bool
    at_risk: bool
    only_thanks: bool
    about_helper: bool


def vetoes_of(state: SeekerState, stage: Stage) -> tuple[Veto, ...]:
    """All vetoes of this moment, weightiest first. A strategy may be ruled out by more than one.

    Some strategy always remains: a rule that would close the last ones gives way, as a whole, to the
    weightier rules before it. Risk comes first.
    """
    last = last_heard(state)
    intense, danger = high_intensity(state), at_risk(state)
    now = _Now(state, stage, meant_cues(last), intense, danger, only_thanks(last), asks_about_helper(last))
    found: list[Veto] = []
    for rule in (_risk, _edges, _refused, _pain, _asked, _too_early, _tone, _rhythm, _courtesy):
        vetoes = list(rule(now))
        if {veto.strategy for veto in (*found, *vetoes)} != set(STRATEGIES):
            found += vetoes
    return tuple(found)


def at_risk(state: SeekerState) -> bool:
    """Whether the risk directives hold."""
    return state.risk_rank >= ELEVATED


def _risk(now: _Now) -> Iterator[Veto]:
    if now.at_risk:
        yield Veto("Self-disclosure", "risk", "Someone may be in danger: nothing may move the talk away from that.")
        yield Veto("Others", "risk", "Someone may be in danger: this is no moment for small talk.")
    if now.state.risk_rank >= HIGH:
        yield Veto("Providing Suggestions", "risk", "Someone may be in danger: staying near comes before any plan.")


def _edges(now: _Now) -> Iterator[Veto]:
    if now.at_risk:
        return
    if now.cues.farewell:
        yield from _but(_PARTING, "closing", "You are saying goodbye; anything more would hold you back.")
    if now.only_thanks:
        yield from _but(_PARTING, "thanked", "You said thanks and nothing else; it is taken, and nothing is added.")
    if now.about_helper and not now.cues.farewell:
        yield from _but(_SAYING_WHAT_I_AM, "asked_about_me", "You asked what I am; that gets a plain answer.")
    if now.cues.greeting and now.cues.words <= 4 and seeker_turns(now.state) <= 1:
        yield from _but(_MEETING, "nothing_said_yet", "So far there has only been a greeting.")


def _refused(now: _Now) -> Iterator[Veto]:
    if now.state.refused_suggestion:
        for strategy in _ADVICE:
            yield Veto(strategy, "refused", "You turned the last suggestion down.")


def _pain(now: _Now) -> Iterator[Veto]:
    said = now.state.utterances
    asked = now.state.history[-1:] == ("Question",) and bool(said) and said[-1].speaker == "seeker"
    if asked and now.intense and not (now.cues.asks_advice or now.cues.farewell or now.only_thanks):
        yield from _but(_REFLECTING, "met_with_pain", "A question was answered with pain; that is met first.")


def _asked(now: _Now) -> Iterator[Veto]:
    if now.cues.asks_advice and now.stage == "action" and not (now.cues.farewell or now.about_helper):
        yield from _but(_ANSWERING, "asked", "You asked what could be done, and that is answered first.")


def _too_early(now: _Now) -> Iterator[Veto]:
    if now.stage == "exploration" and not now.cues.asks_advice:
        for strategy in _ADVICE:
            yield Veto(strategy, "not_yet_heard", "You have not been heard out yet and have not asked for advice.")


def _tone(now: _Now) -> Iterator[Veto]:
    if now.intense:
        yield Veto("Self-disclosure", "high_intensity", "The feeling is very strong; it needs all the room there is.")


def _rhythm(now: _Now) -> Iterator[Veto]:
    lately = now.state.history[-RUNNING:]
    if len(lately) < RUNNING or len(set(lately)) > 1:
        return
    if lately[0] == "Question":
        yield Veto("Question", "third_question", "Two questions have just been asked; a third would be an interview.")
    elif not (lately[0] == "Others" and now.cues.farewell):
        yield Veto(lately[0], "running", "The same thing was done twice running; a third time would be a habit.")


def _courtesy(now: _Now) -> Iterator[Veto]:
    courteous = (
        now.cues.thanks or now.cues.farewell or (now.cues.greeting and now.cues.words <= 8) or now.state.position == 0
    )
    if not courteous and not now.at_risk:
        yield Veto(
            "Others", "not_a_greeting_or_closing", "Nobody is greeting, thanking or leaving: it asks for an answer."
        )


def _but(kept: frozenset[Strategy], name: VetoName, reason: str) -> Iterator[Veto]:
    for strategy in STRATEGIES:
        if strategy not in kept:
            yield Veto(strategy, name, reason)
