"""Where a conversation is: exploration, comforting or action (Hill, Helping Skills)."""

from __future__ import annotations

from .catalogue import Stage, Strategy
from .cues import meant_cues
from .seeker import SeekerState

EXPLORING: frozenset[Strategy] = frozenset({"Question", "Restatement or Paraphrasing", "Reflection of feelings"})
COMFORTING: frozenset[Strategy] = frozenset(
    {"Reflection of feelings", "Affirmation and Reassurance", "Self-disclosure"}
)
ADVISING: frozenset[Strategy] = frozenset({"Providing Suggestions", "Information"})

HEARD = 2
"""Seeker turns before which a person counts as not yet heard."""

SETTLED = 7
"""Seeker turns after which, with comfort given, there is room for action."""


def seeker_turns(state: SeekerState) -> int:
    """Runs of seeker utterances so far; those that left the window count as every second utterance."""
    runs = 0
    before = ""
    for utterance in state.utterances:
        runs += utterance.speaker == "seeker" and before != "seeker"
        before = utterance.speaker
    return runs + (state.position - len(state.utterances)) // 2


def last_heard(state: SeekerState) -> str:
    """The seeker's last utterance in the window; empty when there is none."""
    return next((u.text for u in reversed(state.utterances) if u.speaker == "seeker"), "")


def high_intensity(state: SeekerState) -> bool:
    """The last reading was negative and at least 4 of 5. Without readings: no."""
    return bool(state.feelings) and state.feelings[-1].negative and state.feelings[-1].intensity >= 4


def stage_of(state: SeekerState) -> Stage:
    """The stage of the next reply, from what was said so far; `state.stage`, when given, is taken as it is.

    Exploration lasts until the person has been heard; a request for advice or an accepted suggestion
    opens action, as does a goodbye; a high negative reading, a sticky risk or a refused suggestion keeps
    or brings back comforting.
    """
    return stage_and_why(state)[0]


def stage_and_why(state: SeekerState) -> tuple[Stage, str]:
    """The stage, and a plain sentence to the person that says why."""
    if state.stage is not None:
        return state.stage, "This was set from outside and not read from the talk."
    turns = seeker_turns(state)
    if turns < HEARD:
        return "exploration", "You have only begun to tell it, so I listen and ask."
    cues = meant_cues(last_heard(state))
    if cues.farewell:
        return "action", "You are saying goodbye, so nothing new is opened."
    hurt = _unhurried(state)
    if hurt:
        return ("comforting" if turns > HEARD else "exploration"), hurt
    return (
        ("action", "You asked what could be done, and enough is told to think about it.")
        if cues.asks_advice
        else _by_course(state, turns)
    )


def _unhurried(state: SeekerState) -> str:
    """Why nothing may be hurried now; empty when it may."""
    if state.risk_rank >= 2:
        return "Someone may be in danger, so nothing else is hurried."
    if high_intensity(state):
        return "The feeling is very strong just now, so nothing is hurried."
    return "You did not want what I suggested, so I go back to listening." if state.refused_suggestion else ""


def _by_course(state: SeekerState, turns: int) -> tuple[Stage, str]:
    advised, comforted, explored = (
        sum(strategy in kind for strategy in state.history) for kind in (ADVISING, COMFORTING, EXPLORING)
    )
    if advised >= 2:
        return "action", "We have begun to look at what could help, and go on with that."
    if turns >= SETTLED and comforted >= 2:
        return "action", "You have told me a good deal and had time for how it feels, so there is room for ideas."
    if explored >= 2 or comforted:
        return "comforting", "I know some of what happened, so how it is for you comes next. Ideas can wait."
    if turns >= 4:
        return "comforting", "You have told me a good deal, so how it is for you comes next. Ideas can wait."
    return "exploration", "There is still much I do not know, so I ask and listen before anything else."
