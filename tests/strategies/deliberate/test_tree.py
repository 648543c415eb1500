"""PUCB on trees whose values are known, and what is made of them."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.strategies.catalogue import STRATEGIES, Strategy
from holdspace.strategies.deliberate.ranking import chances_of, out_of_reach
from holdspace.strategies.deliberate.tree import Node, back_up, next_of, policy_over, pucb

A, B, C = STRATEGIES[:3]
PRIOR: dict[Strategy, float] = {A: 0.5, B: 0.3, C: 0.2}
OTHERS = frozenset(STRATEGIES[3:])


def root_of(prior: dict[Strategy, float]) -> Node:
    root = Node(1.0)
    root.grow(policy_over(prior, frozenset(STRATEGIES) - prior.keys()))
    return root


def tried(values: dict[Strategy, float | None], times: int, c: float = 1.0) -> Node:
    root = root_of(PRIOR)
    for _ in range(times):
        strategy = next_of(root, c)
        back_up((root, root.children[strategy]), values[strategy])
    return root


def visits(root: Node) -> list[int]:
    return [child.visits for child in root.children.values()]


def test_pucb_is_the_published_formula() -> None:
    parent, child = Node(1.0, visits=9), Node(0.3, visits=2, total=1.0)
    assert pucb(parent, child, c=2.0) == pytest.approx(0.5 + 2.0 * 0.3 * 3.0 / 3.0)


@pytest.mark.parametrize(
    ("times", "expected"),
    [(1, [1, 0, 0]), (2, [1, 1, 0]), (9, [1, 8, 0]), (12, [1, 10, 1])],
)
def test_a_known_tree_gets_known_visits(times: int, expected: list[int]) -> None:
    """The likeliest is tried first and found bad, the second is good, the third waits until 2 sqrt(N) outgrows it."""
    assert visits(tried({A: -0.5, B: 0.5, C: 0.0}, times)) == expected


def test_a_try_without_a_value_moves_the_search_on() -> None:
    root = tried({A: None, B: None, C: None}, 6)
    assert visits(root) == [0, 0, 0]
    assert [child.failures for child in root.children.values()] == [3, 2, 1]


def test_the_policy_leaves_out_what_is_barred_and_sums_to_one() -> None:
    policy = policy_over({A: 3.0, B: 1.0, C: 4.0}, frozenset({C}) | OTHERS)
    assert policy == pytest.approx({A: 0.75, B: 0.25})
    assert policy_over({}, OTHERS) == pytest.approx({A: 1 / 3, B: 1 / 3, C: 1 / 3})
    assert policy_over(PRIOR, frozenset(STRATEGIES)) == {}


@pytest.mark.parametrize("chance", [-0.1, math.nan, math.inf])
def test_a_prior_that_is_no_chance_is_refused_by_name(chance: float) -> None:
    with pytest.raises(ValueError, match="prior: Question must have a chance of 0 or more"):
        policy_over({A: chance}, frozenset())


def test_chances_are_the_policy_moved_by_completed_values() -> None:
    root = root_of(PRIOR)
    back_up((root, root.children[A]), -0.5)
    back_up((root, root.children[B]), 1.0)
    mean = 0.25
    weights = [0.5 * math.exp(2 * (-0.5 + mean) / 2), 0.3 * math.exp(2 * (1.0 + mean) / 2), 0.2 * math.exp(2 * mean)]
    assert chances_of(root, 2.0) == pytest.approx(
        {B: weights[1] / sum(weights), **{s: w / sum(weights) for s, w in ((A, weights[0]), (C, weights[2]))}}
    )
    assert next(iter(chances_of(root, 2.0))) == B


@given(st.sampled_from([-1.0, -0.5, 0.0, 0.5, 1.0]), st.integers(0, 30))
def test_a_critic_that_says_the_same_of_everything_changes_nothing(value: float, times: int) -> None:
    root = tried(dict.fromkeys(PRIOR, value), times)
    assert chances_of(root, 2.0) == pytest.approx(PRIOR)


@given(st.randoms(use_true_random=False), st.integers(0, 10), st.integers(0, 6), st.floats(0.0, 3.0))
def test_what_is_out_of_reach_is_never_overtaken(rng: random.Random, before: int, left: int, trust: float) -> None:
    root = root_of({A: rng.random() + 0.01, B: rng.random() ** 3, C: rng.random() ** 3})
    scale = (-1.0, -0.5, 0.5, 1.0)
    for _ in range(before):
        back_up((root, root.children[rng.choice((A, B, C))]), rng.choice(scale))
    leader = next(iter(chances_of(root, trust)))
    closed = out_of_reach(root, left, trust)
    favoured = rng.choice((A, B, C))
    for _ in range(left):
        picked = favoured if rng.random() < 0.8 else rng.choice((A, B, C))
        back_up((root, root.children[picked]), -1.0 if picked == leader else 1.0)
    assert not closed or next(iter(chances_of(root, trust))) == leader


def test_reach_shrinks_with_what_is_left() -> None:
    root = root_of({A: 0.9, B: 0.1})
    assert not out_of_reach(root, 12, 2.0)
    assert out_of_reach(root, 0, 2.0)
    assert out_of_reach(root_of({A: 0.995, B: 0.005}), 12, 2.0)
    assert out_of_reach(root_of({A: 1.0}), 12, 2.0)
    assert not out_of_reach(root_of({A: 0.5, B: 0.5}), 1, 2.0)
