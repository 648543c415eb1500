"""The rules by which a mood moves, and the measures of how it moved."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.agent.emotion.dynamics import GAIN, MOMENTUM, Mood, advance, half_life
from holdspace.agent.emotion.reading import Reading
from holdspace.agent.emotion.rules import (
    FatimaDecay,
    FirstOrder,
    Rule,
    SecondOrder,
    Signal,
    State,
    Stateless,
    Triple,
    follow,
)
from holdspace.agent.emotion.trajectory import coherence, hysteresis, inertia, loop_share, overshoot, recovery

axis = st.floats(-1, 1)
paths = st.lists(st.tuples(axis, axis, axis), min_size=1, max_size=40)
rules = st.one_of(
    st.just(Stateless()),
    st.builds(FirstOrder, st.floats(0, 0.99)),
    st.builds(SecondOrder, st.floats(0.01, 1), st.floats(0, 0.99)),
    st.builds(FatimaDecay, st.floats(0, 10), st.floats(0, 10), st.floats(0.1, 100), st.floats(0.1, 100)),
)


def signals(values: list[Triple], elapsed: float = 1.0) -> list[Signal]:
    return [Signal(value, elapsed) for value in values]


def valence(rule: Rule, values: list[float], elapsed: float = 1.0, start: float = 0.0) -> list[float]:
    given = signals([(value, 0.0, 0.0) for value in values], elapsed)
    return [state.vad[0] for state in follow(rule, given, State((start, 0.0, 0.0)))]


@given(rules, paths, st.floats(0, 1000))
def test_every_state_is_bounded_and_the_same_every_time(rule: Rule, values: list[Triple], elapsed: float) -> None:
    states = follow(rule, signals(values, elapsed))
    for state in states:
        assert all(-1 <= value <= 1 for value in state.vad)
        assert all(-2 <= value <= 2 for value in state.velocity)
        assert all(0 <= value <= 10 for value in (*state.up, *state.down))
    assert follow(rule, signals(values, elapsed)) == states


@given(paths, st.floats(0.01, 1))
def test_without_momentum_the_second_order_is_the_first(values: list[Triple], gain: float) -> None:
    first, second = (follow(rule, signals(values)) for rule in (FirstOrder(1 - gain), SecondOrder(gain, 0.0)))
    for one, other in zip(first, second, strict=True):
        assert one.vad == pytest.approx(other.vad, abs=1e-9)


@given(st.floats(0, 0.99), axis, axis)
def test_the_first_order_comes_ever_closer_and_never_passes(keep: float, start: float, still: float) -> None:
    path = [start, *valence(FirstOrder(keep), [still] * 20, start=start)]
    gaps = [still - value for value in path]
    assert all(abs(after) <= abs(before) + 1e-12 for before, after in pairwise(gaps))
    assert all(gap * gaps[0] >= -1e-12 for gap in gaps)


@pytest.mark.parametrize(
    ("rule", "turns"), [(FirstOrder(0.6), 1.357), (FirstOrder(0.8), 3.106), (FirstOrder(0.9), 6.579)]
)
def test_the_half_life_of_the_first_order(rule: FirstOrder, turns: float) -> None:
    assert rule.half_life == pytest.approx(turns, abs=1e-3)
    assert rule.keep**rule.half_life == pytest.approx(0.5)


def test_a_half_life_that_is_a_whole_number_of_turns_halves_the_state() -> None:
    rule = FirstOrder(0.5 ** (1 / 4))
    assert rule.half_life == pytest.approx(4)
    assert valence(rule, [0.0] * 4, start=0.8)[-1] == pytest.approx(0.4)
    assert FirstOrder(0.0).half_life == 0.0
    assert half_life(0.4) == FirstOrder(0.6).half_life


@pytest.mark.parametrize(("momentum", "turns"), [(0.0, 1.357), (0.5, 2.0), (0.8, 6.213), (0.95, 27.03)])
def test_the_half_life_of_the_second_order_is_that_of_its_swings(momentum: float, turns: float) -> None:
    rule = SecondOrder(0.4, momentum)
    assert rule.half_life == pytest.approx(turns, abs=5e-3)
    path = valence(rule, [0.0] * 400, start=1.0)
    span = math.ceil(rule.half_life * 4)
    late = max(map(abs, path[span : span + 80]))
    assert late < 0.25, "four half-lives on"


def test_the_default_pair_is_half_way_after_three_turns_and_overshoots_by_seven_percent() -> None:
    path = valence(SecondOrder(), [0.5] * 40)
    assert path[1] < 0.25 < path[2]
    assert max(path) / 0.5 - 1 == pytest.approx(0.07, abs=0.005)
    assert path[-1] == pytest.approx(0.5, abs=1e-4)


def test_the_live_mood_is_the_second_order_rule_from_the_first_reading_on() -> None:
    values: list[Triple] = [(-0.4, 0.2, -0.1), (-0.9, 0.7, -0.6), (0.3, -0.2, 0.1), (0.6, 0.0, 0.4)]
    mood = Mood()
    for v, a, d in values:
        mood = advance(mood, Reading("neutral", {}, {}, (), 1, v, a, d))
    state = follow(SecondOrder(GAIN, MOMENTUM), signals(values[1:]), State(values[0]))[-1]
    assert ((mood.valence, mood.arousal, mood.dominance), mood.velocity) == (state.vad, state.velocity)
    assert (GAIN, MOMENTUM) == (0.4, 0.5)


def test_a_stateless_state_is_its_signal() -> None:
    assert valence(Stateless(), [0.3, -0.8, 1.0], start=0.9) == [0.3, -0.8, 1.0]


class TestFatima:
    def test_a_feeling_halves_in_its_half_life_and_is_dropped_when_faint(self) -> None:
        hurt = FatimaDecay().step(State(), Signal((-0.8, 0.0, 0.0)))
        assert hurt.down[0] == pytest.approx(8.0)
        later = FatimaDecay().step(hurt, Signal((0.0, 0.0, 0.0), elapsed=15))
        assert later.down[0] == pytest.approx(4.0)
        assert FatimaDecay(decay=2).step(hurt, Signal((0.0, 0.0, 0.0), 15)).down[0] == pytest.approx(2.0)
        assert FatimaDecay(decay=0).step(hurt, Signal((0.0, 0.0, 0.0), 900)).down[0] == pytest.approx(8.0)
        assert FatimaDecay().step(hurt, Signal((0.0, 0.0, 0.0), 100)).down[0] == 0.0

    def test_mood_takes_three_tenths_of_a_feeling_and_halves_in_sixty(self) -> None:
        hurt = FatimaDecay().step(State(), Signal((-0.8, 0.0, 0.0)))
        assert hurt.vad[0] == pytest.approx(-0.24)
        assert FatimaDecay().step(hurt, Signal((0.0, 0.0, 0.0), 60)).vad[0] == pytest.approx(-0.12)
        assert FatimaDecay().step(hurt, Signal((0.0, 0.0, 0.0), 200)).vad[0] == 0.0, "under 0.5 of 10 is none"

    def test_the_same_feeling_again_reinforces_it(self) -> None:
        sad = State(down=(4.0, 0.0, 0.0))
        again = FatimaDecay().step(sad, Signal((-0.4, 0.0, 0.0), elapsed=0))
        assert again.down[0] == pytest.approx(4 + math.log(2))
        assert FatimaDecay().step(replace(sad, down=(10.0, 0, 0)), Signal((-1.0, 0, 0), 0)).down[0] == 10.0

    def test_a_low_mood_dampens_a_good_turn_and_a_threshold_keeps_it_out(self) -> None:
        low = State((-1.0, 0.0, 0.0))
        assert FatimaDecay().step(low, Signal((0.5, 0.0, 0.0), 0)).up[0] == pytest.approx(2.0)
        assert FatimaDecay().step(low, Signal((0.3, 0.0, 0.0), 0)) == low
        assert FatimaDecay(threshold=5).step(State(), Signal((0.5, 0.0, 0.0))) == State()


@pytest.mark.parametrize(
    ("build", "range_"),
    [
        (lambda: FirstOrder(1.0), r"keep must be in \[0, 1\), not 1.0"),
        (lambda: FirstOrder(-0.1), r"keep must be in \[0, 1\)"),
        (lambda: FirstOrder(math.nan), r"keep must be in \[0, 1\)"),
        (lambda: SecondOrder(0.0, 0.5), r"gain must be in \(0, 1\]"),
        (lambda: SecondOrder(1.5, 0.5), r"gain must be in \(0, 1\]"),
        (lambda: SecondOrder(0.4, 1.0), r"momentum must be in \[0, 1\)"),
        (lambda: FatimaDecay(decay=11), r"decay must be in \[0, 10\]"),
        (lambda: FatimaDecay(threshold=-1), r"threshold must be in \[0, 10\]"),
        (lambda: FatimaDecay(mood_half_life=0), "mood_half_life must be above 0"),
        (lambda: FatimaDecay(emotion_half_life=math.inf), "emotion_half_life must be above 0"),
        (lambda: Signal((0.0, 0.0, 0.0), -1), "elapsed must be 0 or more"),
        (lambda: advance(Mood(), Reading("neutral", {}, {}, (), 1, 0, 0, 0), gain=2), r"gain must be in \(0, 1\]"),
        (lambda: recovery([0.0] * 5, 0, 3), "0 < upset < turned"),
        (lambda: overshoot([0.0] * 5, 5), r"turned must be in \[1, 4\]"),
    ],
)
def test_a_bad_parameter_is_refused_with_its_range(build: object, range_: str) -> None:
    with pytest.raises(ValueError, match=range_):
        build()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("values", "turns"),
    [
        ([0.0, 0.2, -0.5, -0.6, 0.4, 0.5], 1),
        ([0.0, 0.2, -0.5, -0.6, -0.2, 0.1], 2),
        ([0.0, 0.2, -0.5, -0.6, -0.5, 0.09], None),
        ([-0.8, -0.8, -0.9, -0.9, -0.9, -0.8], 2),
    ],
)
def test_recovery_counts_the_turns_until_the_mean_before(values: list[float], turns: int | None) -> None:
    assert recovery(values, upset=2, turned=4) == turns


def test_the_area_between_the_branches() -> None:
    down_and_up = [1.0, -1.0, -1.0, 1.0]
    late = [1.0, 1.0, -1.0, -1.0]
    assert hysteresis(down_and_up, late) == 4.0
    assert loop_share(down_and_up, late) == 1.0
    assert hysteresis(down_and_up, down_and_up) == 0.0
    assert hysteresis(down_and_up, [-value for value in late]) == -4.0, "ahead of its signal"
    assert loop_share(down_and_up, [0.0] * 4) is None
    assert hysteresis([], []) == 0.0


def test_inertia_and_coherence() -> None:
    line = [0.1 * n for n in range(8)]
    bend = [0.01 * n * n for n in range(8)]
    zigzag = [0.5, -0.5] * 4
    assert inertia(line) == pytest.approx(1.0)
    assert inertia(zigzag) == pytest.approx(-1.0)
    assert coherence(bend) == pytest.approx(1.0)
    assert coherence(zigzag) == pytest.approx(-1.0)
    assert inertia([0.25] * 6) is None
    assert inertia([0.1]) is coherence([0.1, 0.2]) is None


def test_overshoot_is_the_fall_after_the_turn() -> None:
    assert overshoot([0.0, -0.4, -0.5, -0.7, 0.1], turned=3) == pytest.approx(0.2)
    assert overshoot([0.0, -0.4, -0.5, -0.3, 0.1], turned=3) == 0.0
