"""Deliberation: the planner's policy tried out on imagined seekers, as far as a budget goes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from random import Random
from typing import get_args

from ...prompts.port import ChatModel
from ..catalogue import Strategy
from .asking import Asker, Failed, Halted
from .budget import Budget, Ledger, Limit, Prices, check_prices
from .critic import Critic
from .deliberated import Cause, Deliberated, Searched, Stopped, Unchanged, Weighed
from .moment import Moment
from .profiles import Profile, open_profiles
from .ranking import chances_of, out_of_reach
from .simulation import Course, Simulation
from .tree import Node, back_up, course_of, next_of, policy_over

DEEPEST = 3
MOST_FAILURES = 3
"""Tries without a value in a row after which the model is taken to be failing."""

DANGER_FROM = 3
"""Risk rank from which nothing is played through; a test holds it equal to the vetoes' rank for only staying near."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the tree is searched.

    At most `simulations`, `depth` (1..3) exchanges ahead, each judged by `samples` (even). `exploration` is PUCB's c;
    `trust` is how far values move the policy: a strategy whose value lies 1 above another's gains a factor of e^trust.
    """

    simulations: int = 12
    depth: int = 2
    samples: int = 2
    exploration: float = 1.0
    trust: float = 2.0

    def __post_init__(self) -> None:
        if self.simulations < 1:
            raise ValueError(f"simulations must be 1 or more, not {self.simulations}")
        if not 1 <= self.depth <= DEEPEST:
            raise ValueError(f"depth must be 1..{DEEPEST}, not {self.depth}")
        if self.samples < 2 or self.samples % 2:
            raise ValueError(f"samples must be even, 2 or more, not {self.samples}")
        for name, value in (("exploration", self.exploration), ("trust", self.trust)):
            if not (isfinite(value) and value >= 0):
                raise ValueError(f"{name} must be 0 or more, not {value}")


@dataclass(frozen=True)
class Deliberation:
    """Thinks replies over with a model; without a `critic` the model judges its own work.

    A simulation follows one of `profiles`, taken in turn in an order fixed by `seed`; what strategies earned is
    averaged over them. One profile searches deep, several search broad. Every `deliberate` has the whole `budget`
    to itself and shares nothing with another; `clock` counts seconds.
    Raises ValueError where there is no profile, or a limit in money without prices.
    """

    model: ChatModel
    critic: ChatModel | None = None
    profiles: tuple[Profile, ...] = field(default_factory=open_profiles)
    budget: Budget = field(default_factory=Budget)
    prices: Prices | None = None
    clock: Callable[[], float] = time.monotonic
    shape: Shape = field(default_factory=Shape)
    seed: int = 7

    def __post_init__(self) -> None:
        if not self.profiles:
            raise ValueError("profiles: give at least one")
        check_prices(self.budget, self.prices)

    async def deliberate(
        self, moment: Moment, prior: Mapping[Strategy, float], barred: frozenset[Strategy] = frozenset()
    ) -> Deliberated:
        """The open strategies, ranked anew. What is `barred` now is tried nowhere, not even further ahead.

        Never raises for what a model does; cancelling the task stops the call under way and all after it.
        Raises ValueError for a prior that holds anything but chances.
        """
        asker = Asker(Ledger(self.budget, self.prices, self.clock))
        policy = policy_over(prior, barred)
        root = Node(prior=1.0)
        root.grow(policy)
        cause = self._needless(root, moment)
        if cause is not None:
            return Unchanged(_weighed(root, 0.0), cause, asker.ledger.spent())
        critic = Critic(self.critic or self.model, self.shape.samples)
        search = _Search(root, policy, Simulation(self.model, critic, asker, moment), self.shape)
        stopped = await search.run(Random(self.seed).sample(self.profiles, len(self.profiles)))
        spent, failures = asker.ledger.spent(), tuple(asker.failures)
        if not root.visits:
            return Unchanged(_weighed(root, 0.0), _cause(stopped, bool(failures)), spent, failures)
        ranked = _weighed(root, self.shape.trust)
        return Searched(ranked, course_of(root, ranked[0].strategy), stopped, spent, failures)

    def _needless(self, root: Node, moment: Moment) -> Cause | None:
        if not root.children:
            return "nothing_open"
        if moment.risk_rank >= DANGER_FROM:
            return "danger"
        return "settled" if out_of_reach(root, self.shape.simulations, self.shape.trust) else None


@dataclass(slots=True)
class _Search:
    root: Node
    policy: Mapping[Strategy, float]
    simulation: Simulation
    shape: Shape

    async def run(self, profiles: list[Profile]) -> Stopped:
        """Simulates until something stops it."""
        failing = 0
        for done in range(self.shape.simulations):
            if out_of_reach(self.root, self.shape.simulations - done, self.shape.trust):
                return "out_of_reach"
            ended = await self._simulate(profiles[done % len(profiles)])
            if isinstance(ended, Halted):
                return ended.cause
            failing = failing + 1 if isinstance(ended, Failed) else 0
            if failing == MOST_FAILURES:
                return "failing"
        return "simulations"

    async def _simulate(self, profile: Profile) -> float | Failed | Halted:
        """Down the tree to the first exchange this profile has not lived, or to the end of a course; then back up."""
        node, path = self.root, [self.root]
        course: Course = ()
        while True:
            node.grow(self.policy)
            strategy = next_of(node, self.shape.exploration)
            node = node.children[strategy]
            path.append(node)
            known = node.exchanges.get(profile.id)
            exchange = known or await self.simulation.exchange(course, strategy, profile)
            if isinstance(exchange, Halted):
                return exchange
            if isinstance(exchange, Failed):
                back_up(path, None)
                return exchange
            node.exchanges[profile.id] = exchange
            course = (*course, exchange)
            if known is None or exchange.judgement.success or len(course) == self.shape.depth:
                value = exchange.judgement.value
                back_up(path, value)
                return value


def _weighed(root: Node, trust: float) -> tuple[Weighed, ...]:
    """The root's children as a ranking."""
    chances = chances_of(root, trust)
    return tuple(
        Weighed(s, n.prior, chance, n.visits, n.q if n.visits else None, n.failures)
        for s, chance in chances.items()
        for n in (root.children[s],)
    )


def _cause(stopped: Stopped, failed: bool) -> Cause:
    """Why nothing at all was learned."""
    limits: dict[Stopped, Cause] = {"seconds": "seconds"} if failed else {s: s for s in get_args(Limit)}
    return limits.get(stopped, "no_answer")
