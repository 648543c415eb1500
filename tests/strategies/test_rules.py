"""What holds for every moment, however odd: properties of vetoes and plans over random states."""

from __future__ import annotations

from functools import cache

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdspace.strategies.catalogue import STRATEGIES
from holdspace.strategies.planner import Planner
from holdspace.strategies.seeker import Feeling, SeekerState, Utterance
from holdspace.strategies.situation import seeker_states
from holdspace.strategies.stages import high_intensity, stage_of
from holdspace.strategies.vetoes import ELEVATED, vetoes_of

SAID = (
    "hi",
    "hello there",
    "my father died and i can't sleep",
    "what should i do?",
    "no, that won't work",
    "yes, i will try that",
    "thanks, that helps",
    "thank you, bye",
    "i don't know",
    "",
    "everything hurts and it never stops",
)
VECTOR = np.zeros(384, dtype=np.float32)

feelings = st.builds(
    Feeling,
    st.integers(1, 5),
    st.floats(-1, 1, width=32),
    st.floats(-1, 1, width=32),
    st.booleans(),
    st.sampled_from(("", "grief", "shame_guilt", "joy", "neutral")),
)
exchanges = st.lists(
    st.tuples(st.sampled_from(SAID), feelings, st.sampled_from((None, *STRATEGIES))), min_size=0, max_size=9
)


@st.composite
def states(draw: st.DrawFn) -> SeekerState:
    """A talk of any course, with any risk: the last word is the person's, or nobody has spoken."""
    utterances: list[Utterance] = []
    felt: dict[int, Feeling] = {}
    talk = draw(exchanges)
    for number, (text, feeling, strategy) in enumerate(talk):
        felt[len(utterances)] = feeling
        utterances.append(Utterance("seeker", text, VECTOR))
        if number + 1 < len(talk):
            utterances.append(Utterance("supporter", "...", VECTOR, strategy))
    ranks = [draw(st.integers(0, 4))] * len(utterances)
    return seeker_states(utterances, [len(utterances)], felt if draw(st.booleans()) else {}, ranks)[0]


many = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
some = settings(many, max_examples=40)


def barred(state: SeekerState) -> set[str]:
    return {veto.strategy for veto in vetoes_of(state, stage_of(state))}


@many
@given(states())
def test_some_strategy_always_remains(state: SeekerState) -> None:
    assert barred(state) < set(STRATEGIES)


@many
@given(states())
def test_every_veto_says_why_in_one_sentence(state: SeekerState) -> None:
    for veto in vetoes_of(state, stage_of(state)):
        assert veto.reason[0].isupper()
        assert veto.reason.endswith(".")


@many
@given(states())
def test_danger_outranks_every_other_rule(state: SeekerState) -> None:
    if state.risk_rank >= ELEVATED:
        found = vetoes_of(state, stage_of(state))
        assert [veto.name for veto in found][:2] == ["risk", "risk"]
        assert {"Others", "Self-disclosure"} <= barred(state)
        assert not {"closing", "nothing_said_yet"} & {veto.name for veto in found}


@many
@given(states())
def test_no_advice_after_a_refusal_and_no_third_time_running(state: SeekerState) -> None:
    if state.refused_suggestion:
        assert {"Providing Suggestions", "Information"} <= barred(state) | _parting(state)
    if state.history[-2:] == ("Question", "Question"):
        assert "Question" in barred(state)
    if high_intensity(state):
        assert "Self-disclosure" in barred(state) | _parting(state)


def _parting(state: SeekerState) -> set[str]:
    names = {veto.name for veto in vetoes_of(state, stage_of(state))}
    return set(STRATEGIES) if names & {"closing"} else set()


@some
@given(state=states())
def test_what_is_ruled_out_is_never_planned(planner: Planner, state: SeekerState) -> None:
    plan = planner.plan(state)
    ruled_out = {veto.strategy for veto in plan.vetoes}
    assert not ruled_out & {step.strategy for step in plan.steps}
    assert {strategy for strategy, _ in plan.ranked} == set(STRATEGIES)


@some
@given(state=states())
def test_equal_states_get_equal_plans(planner: Planner, state: SeekerState) -> None:
    assert planner.plan(state) == planner.plan(state)


@some
@given(state=states())
def test_a_plan_gives_its_reason_as_because_and_so_that(planner: Planner, state: SeekerState) -> None:
    plan = planner.plan(state)
    assert plan.reason.startswith("Because ")
    assert ", so that " in plan.reason
    assert "they" not in plan.reason.split()
    assert plan.stage_why.endswith(".")
    for candidate in plan.candidates:
        assert abs(sum(value for _, value in candidate.terms) - candidate.lookahead_term) < 1e-9


@some
@given(state=states())
def test_several_steps_differ_and_end_with_a_question_or_a_suggestion(state: SeekerState) -> None:
    steps = [step.strategy for step in _several().plan(state).steps]
    assert 1 <= len(steps) <= 3
    assert len(set(steps)) == len(steps)
    assert not {"Question", "Providing Suggestions"} & set(steps[:-1])


@cache
def _several() -> Planner:
    return Planner.load(most_steps=3)
