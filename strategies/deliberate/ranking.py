"""From values to chances: the policy, moved as far as what was tried out bears it.

chance(s) ~ P(s) exp(trust * v(s)), v(s) = (W(s) + m) / (N(s) + 1)

with W the sum and N the number of the values of s, and m the mean value at the root, which stands in for what was not
tried and counts once for what was (completed values: Danihelka et al., ICLR 2022; the softmax of policy and value is
the solution of Grill et al., ICML 2020). A critic that says the same of everything, or nothing, leaves the policy as
it was.
"""

from __future__ import annotations

from math import exp, log

from ..catalogue import Strategy
from .tree import Node


def chances_of(root: Node, trust: float) -> dict[Strategy, float]:
    """The chances of the root's children, best first, sum 1."""
    if not root.visits:
        return dict(sorted(((s, n.prior) for s, n in root.children.items()), key=lambda pair: -pair[1]))
    scores = {strategy: log(node.prior) + trust * _worth(node, root.q) for strategy, node in root.children.items()}
    top = max(scores.values())
    weights = {strategy: exp(score - top) for strategy, score in scores.items()}
    total = sum(weights.values())
    return {s: weights[s] / total for s in sorted(weights, key=lambda s: -weights[s])}


def out_of_reach(root: Node, left: int, trust: float) -> bool:
    """Whether no outcome of `left` more simulations can put another child first.

    Exact in the worst case: a more visits of +1 for the other and left - a of -1 for the leader, at either
    end of where the mean can come to lie.
    """
    if len(root.children) <= 1:
        return True
    leader, *others = chances_of(root, trust)
    most = root.visits + left
    ends = ((root.total - left) / most, (root.total + left) / most) if most else (0.0, 0.0)
    first = root.children[leader]
    for strategy in others:
        other = root.children[strategy]
        behind = (log(first.prior) - log(other.prior)) / trust if trust else float("inf")
        for gains in range(left + 1):
            for mean in ends:
                if _worth(other, mean, gains, 1.0) - _worth(first, mean, left - gains, -1.0) >= behind:
                    return False
    return True


def _worth(node: Node, mean: float, more: int = 0, of: float = 0.0) -> float:
    return (node.total + more * of + mean) / (node.visits + more + 1)
