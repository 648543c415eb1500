"""Control over turns, as dialogues of assessed levels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.safety.control import RiskDecision, RiskState, decide
from holdspace.safety.risk import (
    CATEGORIES,
    COULD_NOT_ASSESS,
    LEVELS,
    Boundary,
    Category,
    Level,
    RiskAssessment,
    Signal,
    rank,
)


def read(level: Level, *categories: Category, boundaries: tuple[Boundary, ...] = ()) -> RiskAssessment:
    return RiskAssessment(level, categories, boundaries=boundaries)


def play(*assessments: RiskAssessment) -> list[RiskDecision]:
    state, decisions = RiskState(), []
    for assessment in assessments:
        decisions.append(decide(state, assessment))
        state = RiskState.from_plain(decisions[-1].state.to_plain())
    return decisions


@pytest.mark.parametrize(
    ("said", "levels", "routes"),
    [
        pytest.param([read("none"), read("low")], "none low", "s s", id="everyday distress is supported"),
        pytest.param([read("low"), read("none")], "low none", "s s", id="low is not sticky"),
        pytest.param(
            [read("elevated", "suicide"), read("none"), read("none"), read("none")],
            "elevated elevated low none",
            "c s s s",
            id="one denial clears nothing, two calm turns lower one step",
        ),
        pytest.param(
            [read("high", "suicide"), read("none"), read("none"), read("none"), read("none")],
            "high high elevated elevated low",
            "c c s s s",
            id="high falls step by step",
        ),
        pytest.param(
            [read("imminent", "suicide"), read("none"), read("elevated", "suicide"), read("none"), read("none")],
            "imminent imminent imminent imminent high",
            "c c c c c",
            id="a new sign starts the count again",
        ),
        pytest.param(
            [read("elevated", "suicide"), read("elevated", "suicide"), read("elevated", "abuse")],
            "elevated elevated elevated",
            "c s c",
            id="a met sign is supported, a new one is met",
        ),
        pytest.param([read("none", "injection")], "none", "c", id="an injection alone"),
        pytest.param([read("low", "injection")], "low", "s", id="an injection round distress answers the person"),
        pytest.param([read("low", "dangerous_request")], "low", "c", id="a dangerous request"),
        pytest.param([read("none", boundaries=("diagnosis",))], "none", "c", id="a boundary"),
        pytest.param(
            [read("elevated", "dependence"), read("elevated", "dependence")],
            "elevated elevated",
            "c c",
            id="dependence",
        ),
        pytest.param([COULD_NOT_ASSESS, read("none")], "elevated elevated", "c s", id="could not assess is cautious"),
    ],
)
def test_dialogues(said: Sequence[RiskAssessment], levels: str, routes: str) -> None:
    decisions = play(*said)
    assert " ".join(d.level for d in decisions) == levels
    assert " ".join(d.route[0] for d in decisions) == routes


def test_the_direct_question_is_asked_once() -> None:
    asked = [d.ask_directly for d in play(*[read("elevated", "suicide")] * 3)]
    assert asked == [True, False, False]
    assert not play(COULD_NOT_ASSESS)[0].ask_directly
    worry = Signal("suicide", "high", "my brother has a plan", subject="other")
    assert not decide(RiskState(), RiskAssessment("high", ("suicide",), (worry,))).ask_directly


def test_the_emergency_number_comes_first_at_imminent_only() -> None:
    assert [d.emergency_first for d in play(read("high", "suicide"), read("imminent", "suicide"), read("none"))] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize("plain", [None, {}, {"level": "none", "categories": 3, "calm_turns": "x"}])
def test_an_empty_state_is_calm(plain: Any) -> None:
    assert RiskState.from_plain(plain) == RiskState()


def test_an_unreadable_level_is_cautious() -> None:
    assert RiskState.from_plain({"level": "???"}).level == "elevated"


@given(
    st.lists(
        st.tuples(st.sampled_from(LEVELS), st.lists(st.sampled_from(CATEGORIES), max_size=3, unique=True)), max_size=20
    )
)
def test_a_level_never_falls_more_than_a_step_nor_before_two_calm_turns(
    turns: list[tuple[Level, list[Category]]],
) -> None:
    decisions = play(*(RiskAssessment(level, tuple(categories)) for level, categories in turns))
    for before, after, (level, _) in zip(decisions, decisions[1:], turns[1:], strict=False):
        if rank(before.level) >= rank("elevated"):
            assert rank(after.level) >= max(rank(before.level) - 1, rank(level) if rank(level) >= 2 else 0)
            if rank(after.level) < rank(before.level):
                assert before.state.calm_turns == 1
        if rank(level) >= rank("high"):
            assert after.route == "completion"


def test_a_worry_about_another_leaves_the_direct_question_for_themselves() -> None:
    other = Signal("suicide", "high", "my friend has a plan to kill herself", subject="other")
    echo = Signal("harm_to_others", "high", "plan to kill")
    found = decide(RiskState(), RiskAssessment("high", ("suicide", "harm_to_others"), (other, echo)))
    assert not found.ask_directly
    assert not found.state.asked
