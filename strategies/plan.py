"""Plan: what the next reply should do, and why."""

from __future__ import annotations

from dataclasses import dataclass

from .catalogue import Stage, Strategy
from .value import TermName
from .vetoes import Veto


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One strategy to carry out; `intent` says what for, in words that complete "I would like to"."""

    strategy: Strategy
    intent: str
    skill: str = ""
    """Id of the skill card to use, empty for none."""
    skill_fits: tuple[str, ...] = ()
    """Why that card, in short words."""
    skill_step: int | None = None
    """Counts from 0 the step to take of a skill under way; None while it is only offered, or has no steps."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What is expected along a course, on average over many people: a leaning, not a forecast for one.

    Change of valence (-1..1) and of distress (1..5), and how many suggestions are turned down.
    """

    valence: float
    distress: float
    refusals: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """One strategy's score = policy_term + lookahead_term.

    `policy_term` is log pi after bias correction (<= 0), `lookahead_term` is lambda h(s) and sums to 0 over
    the eight; `terms` are its parts by name and sum to it. `path` is the likeliest course that begins with the
    strategy, `foreseen` what is expected along it; None without looking ahead.
    """

    strategy: Strategy
    policy_term: float
    lookahead_term: float
    score: float
    path: tuple[Strategy, ...]
    terms: tuple[tuple[TermName, float], ...] = ()
    foreseen: Foreseen | None = None


@dataclass(frozen=True, slots=True)
class StateRead:
    """What the plan was made from, short. `cues` are plain words for what the last turn shows on its surface."""

    turns: int
    """Turns the person has taken."""
    family: str = ""
    """The feeling of the last turn by its family's name; empty when it was not read."""
    intensity: int = 0
    """1..5, 0 when it was not read."""
    valence: float = 0.0
    cues: tuple[str, ...] = ()
    history: tuple[Strategy, ...] = ()
    """The last strategies, at most four."""
    risk_rank: int = 0
    refused_suggestion: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The decision of one turn.

    `ranked` holds all eight strategies with their bias-corrected probabilities, descending, sum 1: the
    prediction of what a supporter would do, untouched by vetoes. `steps` (1 to 3, in order) is what the
    reply should do: the best `candidates` (all eight, best score first) that no veto rules out. `reason` is
    the whole in one sentence, said to the person; `stage_why` says why the stage is what it is.
    """

    steps: tuple[PlanStep, ...]
    ranked: tuple[tuple[Strategy, float], ...]
    candidates: tuple[Candidate, ...]
    stage: Stage
    vetoes: tuple[Veto, ...]
    reason: str
    stage_why: str = ""
    state: StateRead | None = None
