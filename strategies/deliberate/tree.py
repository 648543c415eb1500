"""The tree of courses tried, and which strategy to try next: PUCB (Rosin 2011; CSO, arXiv 2503.05362)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite, sqrt

from ..catalogue import STRATEGIES, Strategy
from .simulation import Exchange

LEAST = 1e-9
"""The chance of an open strategy to which the policy gives none."""


@dataclass(slots=True)
class Node:
    """A strategy after those above it. `exchanges` holds what was imagined here, by profile id."""

    prior: float
    visits: int = 0
    total: float = 0.0
    """Sum of the values of its visits."""
    failures: int = 0
    """Tries that ended without a value."""
    children: dict[Strategy, Node] = field(default_factory=dict)
    exchanges: dict[str, Exchange] = field(default_factory=dict)

    @property
    def q(self) -> float:
        """Mean value, -1..1; 0 before the first."""
        return self.total / self.visits if self.visits else 0.0

    @property
    def tries(self) -> int:
        """Visits and failures together."""
        return self.visits + self.failures

    def grow(self, policy: Mapping[Strategy, float]) -> None:
        """Gives the node a child for every strategy of the policy, unless it has them."""
        if not self.children:
            self.children = {strategy: Node(prior) for strategy, prior in policy.items()}


def policy_over(prior: Mapping[Strategy, float], barred: frozenset[Strategy]) -> dict[Strategy, float]:
    """The prior over what is not barred, in catalogue order, sum 1; even chances where it gives none.

    Raises ValueError for a chance that is not a number of 0 or more.
    """
    for strategy, chance in prior.items():
        if not (isfinite(chance) and chance >= 0):
            raise ValueError(f"prior: {strategy} must have a chance of 0 or more, not {chance}")
    chances = {s: max(float(prior.get(s, 0.0)), LEAST) for s in STRATEGIES if s not in barred}
    total = sum(chances.values())
    return {strategy: chance / total for strategy, chance in chances.items()}


def pucb(parent: Node, child: Node, c: float) -> float:
    """Q + c P sqrt(N_parent) / (1 + N). A failed try counts as a visit here, though it has no value."""
    return child.q + c * child.prior * sqrt(parent.tries) / (1 + child.tries)


def next_of(parent: Node, c: float) -> Strategy:
    """The child to try: highest PUCB, then highest prior, then catalogue order. Needs a child."""
    children = parent.children
    return max(children, key=lambda s: (pucb(parent, children[s], c), children[s].prior, -STRATEGIES.index(s)))


def back_up(path: Iterable[Node], value: float | None) -> None:
    """Tells every node of the path what came of it; None for a try without a value."""
    for node in path:
        if value is None:
            node.failures += 1
        else:
            node.visits += 1
            node.total += value


def course_of(root: Node, first: Strategy) -> tuple[Exchange, ...]:
    """The most tried course that begins with `first`, as one profile lived it; empty where it was never imagined."""
    start = root.children[first]
    courses = [_followed(start, profile) for profile in start.exchanges]
    return max(courses, key=lambda c: (len(c), c[-1].judgement.value), default=())


def _followed(node: Node, profile: str) -> tuple[Exchange, ...]:
    here = node.exchanges[profile]
    onward = [child for child in node.children.values() if profile in child.exchanges]
    best = max(onward, key=lambda child: (child.visits, child.q), default=None)
    return (here, *_followed(best, profile)) if best is not None else (here,)
