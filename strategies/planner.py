"""The planner: scores by policy and look-ahead, vetoes, and one sentence that says why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .catalogue import CATALOGUE, STRATEGIES, Stage, Strategy
from .lookahead import Lookahead
from .parameters import CARD, WEIGHTS, WeightsUnreadable, read_arrays, read_settings
from .plan import Candidate, Plan, PlanStep
from .policy import Policy, Setting, StrategyPolicy
from .prior import PriorPolicy
from .seeker import SeekerState
from .stages import stage_of
from .vetoes import Veto, vetoes_of

__all__ = ["Candidate", "Plan", "PlanStep", "Planner", "Veto", "WeightsUnreadable"]

MOST_STEPS = 3
CLOSE = 0.35
"""A further step must score within this of the one before it (natural logarithm)."""

_OPENS: frozenset[Strategy] = frozenset(
    {"Restatement or Paraphrasing", "Reflection of feelings", "Affirmation and Reassurance", "Information"}
)
"""Strategies after which another may follow in one reply; advice and questions end it."""

_STAGE_WORDS: dict[Stage, str] = {
    "exploration": "still finding out what this is",
    "comforting": "staying with what it is like",
    "action": "looking at what could help",
}


class Planner:
    """Chooses the strategies of the next reply. Holds no state of its own: equal states get equal plans.

    `most_steps` 1..3 bounds the strategies of one reply. Without `lookahead` the plan is greedy.
    """

    def __init__(
        self,
        policy: StrategyPolicy,
        lookahead: Lookahead | None = None,
        weight: float = 0.0,
        most_steps: int = 1,
    ) -> None:
        if not 1 <= most_steps <= MOST_STEPS:
            raise ValueError(f"most_steps must be 1..{MOST_STEPS}")
        self._policy, self._lookahead, self._weight, self._most_steps = policy, lookahead, weight, most_steps

    @classmethod
    def load(cls, folder: Path | None = None, setting: Setting = "balanced", most_steps: int = 1) -> Planner:
        """The learned planner from `folder` (default: the shipped weights). Raises WeightsUnreadable."""
        folder = folder or WEIGHTS
        policy = Policy.load(folder, setting)
        try:
            lookahead = Lookahead(read_arrays(folder))
            weight = float(read_settings(folder)["lambda"])
        except (KeyError, ValueError, TypeError) as error:
            raise WeightsUnreadable(folder / CARD, error) from error
        return cls(policy, lookahead, weight, most_steps)

    @classmethod
    def without_weights(cls, most_steps: int = 1) -> Planner:
        """Plans from taught helping skills alone; never fails. For commercial use, and when weights are broken."""
        return cls(PriorPolicy(), most_steps=most_steps)

    def plan(self, state: SeekerState) -> Plan:
        """The plan of one reply."""
        return self.plan_all([state])[0]

    def plan_all(self, states: Sequence[SeekerState]) -> list[Plan]:
        """One plan a state, in order; the policy runs once for all of them."""
        chances = self._policy.probabilities(states)
        ahead, paths = self._ahead(states)
        return [self._decide(*parts) for parts in zip(states, chances, ahead, paths, strict=True)]

    def _ahead(self, states: Sequence[SeekerState]) -> tuple[NDArray[np.float64], list[list[tuple[int, ...]]]]:
        if self._lookahead is None:
            return np.zeros((len(states), len(STRATEGIES))), [[()] * len(STRATEGIES) for _ in states]
        outlook = self._lookahead.outlook(states)
        return self._weight * outlook.expected, outlook.paths

    def _decide(
        self,
        state: SeekerState,
        chances: NDArray[np.float64],
        ahead: NDArray[np.float64],
        paths: list[tuple[int, ...]],
    ) -> Plan:
        stage = stage_of(state)
        vetoes = vetoes_of(state, stage)
        terms = np.log(np.maximum(chances, 1e-12))
        candidates = sorted(
            (
                Candidate(s, float(terms[i]), float(ahead[i]), float(terms[i] + ahead[i]), _named(s, paths[i]))
                for i, s in enumerate(STRATEGIES)
            ),
            key=lambda candidate: -candidate.score,
        )
        barred = {veto.strategy for veto in vetoes}
        open_ones = [candidate for candidate in candidates if candidate.strategy not in barred]
        steps = self._steps(open_ones)
        order = np.argsort(-chances, kind="stable")
        return Plan(
            steps=steps,
            ranked=tuple((STRATEGIES[i], float(chances[i])) for i in order),
            candidates=tuple(candidates),
            stage=stage,
            vetoes=vetoes,
            reason=_reason(steps, stage, candidates[0].strategy, vetoes),
        )

    def _steps(self, open_ones: Sequence[Candidate]) -> tuple[PlanStep, ...]:
        chosen = [open_ones[0]]
        for candidate in open_ones[1 : self._most_steps]:
            if chosen[-1].strategy not in _OPENS or chosen[-1].score - candidate.score > CLOSE:
                break
            chosen.append(candidate)
        return tuple(PlanStep(c.strategy, CATALOGUE[c.strategy].intent) for c in chosen)


def _named(first: Strategy, path: tuple[int, ...]) -> tuple[Strategy, ...]:
    return (first, *(STRATEGIES[i] for i in path))


def _reason(steps: Sequence[PlanStep], stage: Stage, favourite: Strategy, vetoes: Sequence[Veto]) -> str:
    moment = "The talk is at its edge" if steps[0].strategy == "Others" else f"We are {_STAGE_WORDS[stage]}"
    said = f"{moment}, so the next thing is to " + ", then to ".join(s.intent for s in steps)
    stopped = next((veto for veto in vetoes if veto.strategy == favourite), None)
    if stopped is None:
        return f"{said}."
    because = stopped.reason[0].lower() + stopped.reason[1:].rstrip(".")
    return f"{said}; {favourite} would have come first, but {because}."
