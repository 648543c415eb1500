"""Looking ahead: the simulated seeker, the terms, the beam, and a second strategy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from holdspace.strategies.catalogue import STRATEGIES
from holdspace.strategies.lookahead import Lookahead
from holdspace.strategies.moment import ANSWER, AT, MOMENT, moments_of, moved_on
from holdspace.strategies.parameters import WEIGHTS, read_arrays, read_settings
from holdspace.strategies.planner import Planner
from holdspace.strategies.seeker import Feeling, SeekerState
from holdspace.strategies.sequence import SecondStrategy
from holdspace.strategies.simulate import SimulatedSeeker
from holdspace.strategies.value import TERMS

Talk = Callable[[str], SeekerState]
TALK = "> they let me go on friday\n[Question] After how long?\n> nine years, and i keep setting the alarm"
SUGGEST, QUESTION = STRATEGIES.index("Providing Suggestions"), STRATEGIES.index("Question")
USUAL = (-0.1, 2.0)


@pytest.fixture(scope="module")
def tables() -> dict[str, np.ndarray]:
    return dict(read_arrays(WEIGHTS))


def test_a_moment_holds_the_last_turn_and_the_way_so_far(talk: Talk) -> None:
    sad = Feeling(4, -0.6, 0.1, True, "sadness")
    row = moments_of([replace(talk(TALK), feelings=(sad, sad))], USUAL)[0]
    assert row[AT["valence"]] == pytest.approx(-0.6)
    assert row[AT["intensity"]] == pytest.approx(4.0)
    assert row[AT["heard"]] == pytest.approx(0.5), "one question is half the way"
    assert row[AT["last 0"] + QUESTION] == 1.0
    unread = moments_of([talk(TALK)], USUAL)[0]
    assert tuple(unread[: len(USUAL)]) == USUAL


def test_a_step_is_agreed_only_as_far_as_there_was_comfort() -> None:
    moment, taken_up = np.zeros((1, MOMENT)), np.zeros((1, len(ANSWER)))
    taken_up[0, ANSWER.index("accepts")] = 1.0
    at_once = moved_on(moment, np.array([SUGGEST]), taken_up, np.array([6]))
    assert at_once[0, AT["agreed"]] == 0.0
    for name in ("Question", "Reflection of feelings", "Affirmation and Reassurance", "Providing Suggestions"):
        moment = moved_on(moment, np.array([STRATEGIES.index(name)]), taken_up, np.array([6]))
    heard, comforted, agreed = (float(moment[0, AT[name]]) for name in ("heard", "comforted", "agreed"))
    assert 0.0 < agreed <= comforted <= heard <= 1.0


def test_only_advice_can_be_turned_down() -> None:
    moment, no = np.zeros((2, MOMENT)), np.zeros((2, len(ANSWER)))
    no[:, ANSWER.index("refuses")] = 0.8
    after = moved_on(moment, np.array([SUGGEST, QUESTION]), no, np.array([6, 6]))
    assert after[:, AT["refused"]] == pytest.approx([0.8, 0.0])


def test_an_answer_stays_within_its_bounds(tables: dict[str, np.ndarray]) -> None:
    wild = np.random.default_rng(1).normal(0.0, 50.0, (40, MOMENT))
    answers = SimulatedSeeker(tables).answers(wild)
    assert answers.shape == (40, 8, len(ANSWER))
    assert np.abs(answers[..., 0]).max() <= 1.0
    assert answers[..., 1].min() >= 1.0
    assert answers[..., 1].max() <= 5.0
    assert answers[..., 3:].min() >= 0.0
    assert answers[..., 3:].max() <= 1.0


@pytest.mark.parametrize("depth", [0, 1, 2, 3])
def test_each_depth_looks_so_many_strategies_further(talk: Talk, tables: dict[str, np.ndarray], depth: int) -> None:
    states = [talk(TALK), talk("")]
    found = Lookahead(tables, depth, weights=dict.fromkeys(TERMS, 1.0)).outlook(states)
    assert found.terms.shape == (2, 8, len(TERMS))
    assert np.allclose(found.terms.sum(axis=1), 0.0)
    assert {len(path) for row in found.paths for path in row} == {depth}
    assert (np.abs(found.expected).max() > 0.0) == (depth > 0)


def test_the_beam_of_all_futures_is_their_mean(talk: Talk, tables: dict[str, np.ndarray]) -> None:
    """With every continuation kept the expectation is the full sum, worked out here one by one."""
    state, weights = talk(TALK), {"relief": 1.0}
    tables = {**tables, "look.usual": np.zeros((3, 8, len(TERMS))), "look.scales": np.ones((3, len(TERMS)))}
    found = Lookahead(tables, 1, width=8, weights=weights).outlook([state])
    seeker, position = SimulatedSeeker(tables), state.position
    now = seeker.moments([state])
    chance = tables["look.follows"][:, QUESTION].astype(float)
    phase = int(np.searchsorted((4, 11, 20), position + 2, side="right"))
    worth = np.zeros(8)
    for s in range(8):
        answers, then = seeker.after(now, np.array([s]), np.array([position + 2]))
        unwanted = (s in (SUGGEST, STRATEGIES.index("Information"))) * answers[0, ANSWER.index("refuses")]
        for c in range(8):
            again, last = seeker.after(then, np.array([c]), np.array([position + 4]))
            refused = unwanted + (c in (SUGGEST, STRATEGIES.index("Information"))) * again[0, ANSWER.index("refuses")]
            moved = last[0] - now[0]
            relief = now[0, AT["heard"]] * (moved[0] - moved[1] / 4.0) - 0.5 * refused
            worth[s] += chance[phase, s, c] / chance[phase, s].sum() * relief
    assert found.expected[0] == pytest.approx(worth - worth.mean(), abs=1e-9)


def test_a_term_that_is_not_counted_moves_nothing(talk: Talk, tables: dict[str, np.ndarray]) -> None:
    assert not Lookahead(tables, 2, weights={}).outlook([talk(TALK)]).expected.any()
    one = Lookahead(tables, 2, weights={"progress": 1.0}).outlook([talk(TALK)]).terms[0]
    assert {TERMS[i] for i in np.flatnonzero(np.abs(one).sum(axis=0))} == {"progress"}


def test_many_are_looked_ahead_for_as_one_by_one(talk: Talk, tables: dict[str, np.ndarray]) -> None:
    look, states = Lookahead(tables, 3, weights={"relief": 1.0}), [talk("> hi"), talk(TALK), talk("")]
    assert np.allclose(look.outlook(states).terms, [look.outlook([state]).terms[0] for state in states])
    assert look.outlook([]).terms.shape == (0, 8, len(TERMS))


@pytest.mark.parametrize("name", ["answer.w", "look.follows", "look.usual", "look.weights", "look.pair"])
def test_tables_of_another_shape_are_refused(tables: dict[str, np.ndarray], name: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        Lookahead({**tables, name: tables[name][:1, :1] if tables[name].ndim > 1 else tables[name][:1]})


@pytest.mark.parametrize("depth", [-1, 4])
def test_a_depth_out_of_reach_is_refused(tables: dict[str, np.ndarray], depth: int) -> None:
    with pytest.raises(ValueError, match="depth"):
        Lookahead(tables, depth)


def test_a_second_strategy_is_another_one(talk: Talk, tables: dict[str, np.ndarray]) -> None:
    settings = read_settings(WEIGHTS)
    second = SecondStrategy(tables, settings["second_from"], settings["third_from"])
    assert second.chances([talk(TALK)]).shape == (1, 8)
    even = np.log(np.full(8, 0.125))
    for first in range(8):
        assert second.following(first, even, []) != first
    assert second.following(0, even, range(8)) is None


def test_a_planner_without_learned_chances_adds_what_scores_close(talk: Talk) -> None:
    plans = [Planner.without_weights(most_steps=n).plan(talk(TALK)) for n in (1, 3)]
    assert len(plans[0].steps) == 1
    assert plans[1].steps[0] == plans[0].steps[0]
