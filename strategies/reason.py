"""The plan in words: what was read of the moment, and one sentence to the person that says why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .catalogue import STRATEGIES, Stage, Strategy
from .cues import Cues, asks_about_helper, meant_cues
from .plan import PlanStep, StateRead
from .seeker import SeekerState
from .stages import ADVISING, EXPLORING, high_intensity, last_heard, seeker_turns
from .vetoes import at_risk

LONG = 60
"""Words from which a turn tells a lot at once."""

SHOWN = 4
FELT = 3
"""Intensity from which a feeling is a ground by itself."""

_SO_THAT: dict[Strategy, str] = {
    "Question": "you can say more of what matters",
    "Restatement or Paraphrasing": "you can hear whether it arrived as you meant it",
    "Reflection of feelings": "the feeling has a name between us",
    "Self-disclosure": "you are less alone with it",
    "Affirmation and Reassurance": "you can lean on what is already there",
    "Providing Suggestions": "something small may come within reach, if you want it",
    "Information": "there is less to guess at",
    "Others": "this begins and ends kindly",
}

_BY_STAGE: dict[Stage, str] = {
    "exploration": "you have told me some of it and not yet all",
    "comforting": "you have told me what happened, and how it is for you matters most now",
    "action": "you have told me enough that we can look at what could help",
}

_CUES: tuple[tuple[str, str], ...] = (
    ("greeting", "a greeting"),
    ("thanks", "thanks"),
    ("farewell", "a goodbye"),
    ("asks_advice", "a wish for advice"),
    ("question", "a question"),
    ("refusal", "a no"),
    ("agreement", "a yes"),
    ("relief", "something taken up or eased"),
)
_THEY = re.compile(r"\b(they|their|them)\b")
_YOU = {"they": "you", "their": "your", "them": "you"}


def read_of(state: SeekerState) -> StateRead:
    """The state in short."""
    cues = meant_cues(last_heard(state))
    feeling = state.feelings[-1] if state.feelings else None
    return StateRead(
        turns=seeker_turns(state),
        family=feeling.family if feeling else "",
        intensity=feeling.intensity if feeling else 0,
        valence=feeling.valence if feeling else 0.0,
        cues=tuple(words for name, words in _CUES if getattr(cues, name)),
        history=state.history[-SHOWN:],
        risk_rank=state.risk_rank,
        refused_suggestion=state.refused_suggestion,
    )


def reason_of(state: SeekerState, stage: Stage, steps: Sequence[PlanStep]) -> str:
    """ "Because you ..., I would like to ... so that ...": appraisal, strategy and its reason, as in ESCoT."""
    cues = meant_cues(last_heard(state))
    first = steps[0].strategy
    grounds = (*_going_on(steps[0]), *_because(state, cues), *_said(state, cues))
    because = next((words for words, fits in grounds if not fits or first in fits), _BY_STAGE[stage])
    intents = " and then ".join(_to_you(step.intent) for step in steps)
    so_that = "you know who is listening" if because == ASKED_ABOUT_ME else _SO_THAT[steps[-1].strategy]
    return f"Because {because}, I would like to {intents}, so that {so_that}."


Ground = tuple[str, frozenset[Strategy]]
"""What may stand after "Because", and the strategies it is a ground for; none named stands for all."""

ASKED_ABOUT_ME = "you asked what I am"
_ALL: frozenset[Strategy] = frozenset()
_ABOUT_ME: frozenset[Strategy] = frozenset({"Self-disclosure"})
_ANSWERS: frozenset[Strategy] = frozenset({"Providing Suggestions", "Information", "Self-disclosure"})
_NOT_ADVICE = frozenset(STRATEGIES) - ADVISING
_PARTING: frozenset[Strategy] = frozenset({"Others", "Affirmation and Reassurance"})
_TAKING_IN: frozenset[Strategy] = EXPLORING - {"Question"}


def _going_on(step: PlanStep) -> Iterator[Ground]:
    if step.skill_step is not None:
        yield "you took up what I offered" if step.skill_step == 0 else "we are in the middle of it", _ALL


def _because(state: SeekerState, cues: Cues) -> Iterator[Ground]:
    """Grounds that stand before all others, weightiest first."""
    first = seeker_turns(state) <= 1
    if at_risk(state):
        yield "what you told me may mean danger", _ALL
    if state.position == 0:
        yield "you have not said anything yet", _ALL
    if cues.farewell:
        yield "you are saying goodbye", _PARTING
    if asks_about_helper(last_heard(state)):
        yield ASKED_ABOUT_ME, _ABOUT_ME
    if cues.greeting and cues.words <= 4 and first:
        yield "you have only said hello", _ALL
    if cues.asks_advice:
        yield "you asked what could be done", _ANSWERS
    if high_intensity(state):
        yield f"you are feeling {_feeling(state) or 'this'} very strongly", _ALL


def _said(state: SeekerState, cues: Cues) -> Iterator[Ground]:
    feeling = state.feelings[-1] if state.feelings else None
    if cues.thanks:
        yield "you said thanks", _PARTING
    if state.refused_suggestion:
        yield "you did not want what was suggested", _NOT_ADVICE
    if cues.relief and not cues.refusal:
        yield "you said that something helps or eases", _ALL
    if cues.words >= LONG:
        yield "you told me a lot at once", _TAKING_IN
    if feeling and feeling.negative and feeling.intensity >= FELT:
        yield f"you are feeling {_feeling(state) or 'low'}", _ALL
    if seeker_turns(state) <= 1:
        yield "you have only begun to tell it", _ALL


def _feeling(state: SeekerState) -> str:
    """The family of the last feeling in plain words; empty when it was not read or nothing was felt."""
    family = state.feelings[-1].family if state.feelings else ""
    return "" if family == "neutral" else family.replace("_", " or ")


def _to_you(intent: str) -> str:
    """Intents speak of the person; the sentence speaks to them."""
    return _THEY.sub(lambda found: _YOU[found[0]], intent)
