"""Plan: what the next reply should do, and why."""

from __future__ import annotations

from dataclasses import dataclass

from .catalogue import Stage, Strategy
from .vetoes import Veto


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One strategy to carry out; `intent` says what for, in words that complete "I would like to"."""

    strategy: Strategy
    intent: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One strategy's score = policy_term + lookahead_term.

    `policy_term` is log pi after bias correction (<= 0), `lookahead_term` is lambda h(s) and sums to 0 over
    the eight. `path` is the likeliest course that begins with the strategy.
    """

    strategy: Strategy
    policy_term: float
    lookahead_term: float
    score: float
    path: tuple[Strategy, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The decision of one turn.

    `ranked` holds all eight strategies with their bias-corrected probabilities, descending, sum 1: the
    prediction of what a supporter would do, untouched by vetoes. `steps` (1 to 3, in order) is what the
    reply should do: the best `candidates` (all eight, best score first) that no veto rules out.
    """

    steps: tuple[PlanStep, ...]
    ranked: tuple[tuple[Strategy, float], ...]
    candidates: tuple[Candidate, ...]
    stage: Stage
    vetoes: tuple[Veto, ...]
    reason: str
