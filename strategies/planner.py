"""The planner: scores by policy and look-ahead, vetoes, and one sentence that says why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .catalogue import CATALOGUE, STRATEGIES, Stage, Strategy
from .lookahead import Lookahead, Outlook
from .parameters import CARD, WEIGHTS, WeightsUnreadable, read_arrays, read_settings
from .plan import Candidate, Foreseen, Plan, PlanStep, StateRead
from .policy import Policy, Setting, StrategyPolicy
from .prior import PriorPolicy
from .reason import read_of, reason_of
from .seeker import SeekerState
from .sequence import OPENS, SecondStrategy
from .skills.library import SkillLibrary, open_library
from .stages import stage_and_why
from .value import TERMS
from .vetoes import Veto, VetoName, vetoes_of

__all__ = ["Candidate", "Foreseen", "Plan", "PlanStep", "Planner", "StateRead", "Veto", "WeightsUnreadable"]

MOST_STEPS = 3
CLOSE = 0.35
"""Without learned chances a further step must score within this of the one before it (natural logarithm)."""

FIRM: frozenset[VetoName] = frozenset({"risk", "refused", "closing", "asked_about_me"})
"""Vetoes that end a skill under way. The others keep advice from coming unasked or too often, and this was taken up."""

NEXT_STEP = "take them through the next step of it"

Row = NDArray[np.float64]


class Planner:
    """Chooses the strategies of the next reply. Holds no state of its own: equal states get equal plans.

    `most_steps` 1..3 bounds the strategies of one reply. Without `lookahead` the plan is greedy; without
    `second` a further step is given when it scores close to the one before; without `skills` no step names a card.
    """

    def __init__(
        self,
        policy: StrategyPolicy,
        lookahead: Lookahead | None = None,
        weight: float = 0.0,
        most_steps: int = 1,
        second: SecondStrategy | None = None,
        skills: SkillLibrary | None = None,
    ) -> None:
        if not 1 <= most_steps <= MOST_STEPS:
            raise ValueError(f"most_steps must be 1..{MOST_STEPS}")
        self._policy, self._lookahead, self._weight = policy, lookahead, weight
        self._most_steps, self._second, self._skills = most_steps, second, skills

    @classmethod
    def load(cls, folder: Path | None = None, setting: Setting = "balanced", most_steps: int = 1) -> Planner:
        """The learned planner from `folder` (default: the shipped weights). Raises WeightsUnreadable."""
        folder = folder or WEIGHTS
        policy = Policy.load(folder, setting)
        arrays, settings = read_arrays(folder), read_settings(folder)
        try:
            lookahead, weight = Lookahead(arrays), float(settings["lambda"])
            second = SecondStrategy(arrays, float(settings["second_from"]), float(settings["third_from"]))
        except (KeyError, ValueError, TypeError) as error:
            raise WeightsUnreadable(folder / CARD, error) from error
        return cls(policy, lookahead, weight, most_steps, second, open_library())

    @classmethod
    def without_weights(cls, most_steps: int = 1) -> Planner:
        """Plans from taught helping skills alone. For commercial use, and when weights are broken.

        Raises SkillsUnreadable when the cards that ship are damaged.
        """
        return cls(PriorPolicy(), most_steps=most_steps, skills=open_library())

    def plan(self, state: SeekerState) -> Plan:
        """The plan of one reply."""
        return self.plan_all([state])[0]

    def plan_all(self, states: Sequence[SeekerState]) -> list[Plan]:
        """One plan a state, in order; the policy runs once for all of them."""
        chances = self._policy.probabilities(states)
        outlook = self._lookahead.outlook(states) if self._lookahead is not None else None
        more = self._second.chances(states) if self._second is not None and self._most_steps > 1 else None
        return [
            self._decide(
                state,
                self._candidates(chances[i], outlook, i),
                chances[i],
                more[i] if more is not None else None,
            )
            for i, state in enumerate(states)
        ]

    def _candidates(self, chances: Row, outlook: Outlook | None, n: int) -> list[Candidate]:
        """All eight, best score first."""
        habit = np.log(np.maximum(chances, 1e-12))
        if outlook is None:
            found = [Candidate(s, float(habit[i]), 0.0, float(habit[i]), (s,)) for i, s in enumerate(STRATEGIES)]
        else:
            terms = self._weight * outlook.terms[n]
            ahead = terms.sum(axis=1)
            score = habit + ahead
            found = [
                Candidate(
                    s,
                    float(habit[i]),
                    float(ahead[i]),
                    float(score[i]),
                    (s, *(STRATEGIES[c] for c in outlook.paths[n][i])),
                    tuple((name, float(v)) for name, v in zip(TERMS, terms[i], strict=True) if v),
                    Foreseen(*map(float, outlook.change[n, i])) if self._lookahead and self._lookahead.depth else None,
                )
                for i, s in enumerate(STRATEGIES)
            ]
        return sorted(found, key=lambda candidate: -candidate.score)

    def _decide(self, state: SeekerState, candidates: list[Candidate], chances: Row, more: Row | None) -> Plan:
        stage, stage_why = stage_and_why(state)
        vetoes = vetoes_of(state, stage)
        going = self._under_way(state, stage, vetoes)
        if going is not None:
            vetoes = tuple(veto for veto in vetoes if veto.strategy != going.strategy)
        barred = {veto.strategy for veto in vetoes}
        open_ones = [candidate for candidate in candidates if candidate.strategy not in barred]
        chosen = self._chosen(open_ones, chances, more) if going is None else []
        steps = (going,) if going else tuple(self._step(strategy, state, stage) for strategy in chosen)
        order = np.argsort(-chances, kind="stable")
        return Plan(
            steps=steps,
            ranked=tuple((STRATEGIES[i], float(chances[i])) for i in order),
            candidates=tuple(candidates),
            stage=stage,
            vetoes=vetoes,
            reason=reason_of(state, stage, steps),
            stage_why=stage_why,
            state=read_of(state),
        )

    def _step(self, strategy: Strategy, state: SeekerState, stage: Stage) -> PlanStep:
        intent = CATALOGUE[strategy].intent
        if self._skills is None:
            return PlanStep(strategy, intent)
        choice = self._skills.choose(strategy, state, stage, state.skills)
        return PlanStep(strategy, choice.card.intent or intent, choice.card.id, choice.fits, choice.step)

    def _under_way(self, state: SeekerState, stage: Stage, vetoes: Sequence[Veto]) -> PlanStep | None:
        """The next step of a skill that was taken up: it goes before the policy, and gives way to firm vetoes."""
        going = self._skills.going_on(state, stage, state.skills) if self._skills is not None else None
        if going is None or any(veto.strategy == going.card.strategy and veto.name in FIRM for veto in vetoes):
            return None
        return PlanStep(going.card.strategy, NEXT_STEP, going.card.id, going.fits, going.step)

    def _chosen(self, open_ones: Sequence[Candidate], chances: Row, more: Row | None) -> list[Strategy]:
        """The first step, and those after it that this moment asks for."""
        if self._second is None or more is None:
            return self._close_ones(open_ones)
        habit = np.log(np.maximum(chances, 1e-12))
        closed = [i for i, s in enumerate(STRATEGIES) if s not in {candidate.strategy for candidate in open_ones}]
        chosen = [STRATEGIES.index(open_ones[0].strategy)]
        for least in (self._second.since, self._second.again)[: self._most_steps - 1]:
            if STRATEGIES[chosen[-1]] not in OPENS or more[chosen[-1]] < least:
                break
            following = self._second.following(chosen[-1], habit, [*closed, *chosen])
            if following is None:
                break
            chosen.append(following)
        return [STRATEGIES[i] for i in chosen]

    def _close_ones(self, open_ones: Sequence[Candidate]) -> list[Strategy]:
        chosen = [open_ones[0]]
        for candidate in open_ones[1 : self._most_steps]:
            if chosen[-1].strategy not in OPENS or chosen[-1].score - candidate.score > CLOSE:
                break
            chosen.append(candidate)
        return [candidate.strategy for candidate in chosen]
