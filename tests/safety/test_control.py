"""Control over turns, as dialogues of assessed levels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.safety.control import Remark, RemarkKind, RiskDecision, RiskState, decide
from holdspace.safety.risk import (
    CATEGORIES,
    COULD_NOT_ASSESS,
    LEVELS,
    Boundary,
    Category,
    Level,
    RiskAssessment,
    Signal,
    highest,
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


def heard(level: Level, *categories: Category) -> RiskAssessment:
    """What only the classifier says."""
    named = categories or (("suicide",) if rank(level) else ())
    signals = tuple(Signal(category, level, "words", confidence=0.7, source="classifier") for category in named)
    return RiskAssessment(level, named, signals, 0.7)


def spoken(kind: RemarkKind, alone: Level = "none") -> Remark:
    return Remark(kind, heard(alone))


def alarmed(level: Level, alone: Level | None = None) -> RiskState:
    """A session in which the classifier raised this level, with a message that by itself read `alone`."""
    state = decide(RiskState(), heard(level), spoken("other", alone or level)).state
    return RiskState.from_plain(state.to_plain())


@pytest.mark.parametrize("level", ["elevated", "high"])
@pytest.mark.parametrize("alone", ["none", "low"])
@pytest.mark.parametrize("beside", LEVELS)
def test_a_denied_alarm_of_the_classifier_is_owned_and_watched(level: Level, alone: Level, beside: Level) -> None:
    before = alarmed(level)
    found = decide(before, heard(beside), spoken("denial", alone))
    assert (found.route, found.level, found.misread) == ("support", level, True)
    assert not found.ask_directly
    assert rank(found.answered_as) <= rank("low")
    assert found.state.categories == before.categories


def test_after_a_denial_calm_turns_stay_in_support_and_lower_the_level_two_by_two() -> None:
    state, seen = alarmed("imminent", "high"), []
    for number in range(6):
        found = decide(state, heard("none"), spoken("denial" if number == 0 else "other"))
        seen.append((found.route, found.level))
        state = RiskState.from_plain(found.state.to_plain())
    assert [route for route, _ in seen] == ["support"] * 6
    assert [level for _, level in seen] == ["imminent", "high", "high", "elevated", "elevated", "low"]


def test_a_new_sign_after_a_denial_is_met() -> None:
    state = decide(alarmed("high"), heard("none"), spoken("denial")).state
    found = decide(state, heard("high"), spoken("other", "high"))
    assert (found.route, found.misread, found.state.misread) == ("completion", False, False)
    assert decide(found.state, heard("none"), spoken("other")).route == "completion"


def test_a_denial_that_is_grave_by_itself_is_owned_and_nothing_more_is_asked() -> None:
    found = decide(alarmed("high"), heard("high"), spoken("denial", "elevated"))
    assert (found.route, found.misread, found.ask_directly) == ("completion", True, False)


@pytest.mark.parametrize("kind", ["goodbye", "light"])
@pytest.mark.parametrize("beside", LEVELS)
def test_what_is_light_by_itself_neither_raises_nor_lowers(kind: RemarkKind, beside: Level) -> None:
    drifted = decide(alarmed("high", "none"), heard(beside), spoken(kind))
    assert (drifted.route, drifted.level, drifted.misread) == ("support", "high", False)
    fresh = decide(RiskState(), heard(beside), spoken(kind))
    assert fresh.route == "support"
    assert rank(fresh.level) <= rank("low")


def test_a_goodbye_after_words_that_were_high_by_themselves_is_no_light_one() -> None:
    assert decide(alarmed("high"), heard("none"), spoken("goodbye")).route == "completion"
    assert decide(alarmed("high"), heard("none"), spoken("light")).route == "support"
    assert decide(alarmed("high", "none"), heard("none"), spoken("goodbye", "low")).route == "completion"


def test_nothing_is_owned_after_words_that_were_imminent_by_themselves() -> None:
    for kind in KINDS:
        assert decide(alarmed("imminent"), heard("none"), spoken(kind)).route == "completion"


def test_a_voice_besides_the_classifier_counts_as_more_than_it() -> None:
    raised = RiskAssessment("high", ("suicide",), heard("low").signals)
    state = decide(RiskState(), raised).state
    assert state.ruled
    assert decide(RiskState(), COULD_NOT_ASSESS).state.ruled
    assert not decide(RiskState(), heard("high")).state.ruled


def test_another_conversation_begins_without_what_the_last_one_rested_on() -> None:
    state = RiskState("low", ruled=True, by_itself="high", misread=True)
    assert state.begun_anew() == RiskState("low")
    held = RiskState("elevated", ruled=True, by_itself="high")
    assert held.begun_anew() == held


def test_a_state_that_does_not_say_what_it_rests_on_is_taken_for_grave() -> None:
    assert RiskState.from_plain({"level": "high"}) == RiskState("high", ruled=True, by_itself="high")
    assert RiskState.from_plain({"level": "none", "ruled": "?"}).ruled


KINDS: tuple[RemarkKind, ...] = ("denial", "goodbye", "light", "other")


@given(
    level=st.sampled_from(LEVELS),
    now=st.sampled_from(LEVELS),
    ruled=st.sampled_from(LEVELS[1:]),
    before=st.booleans(),
    kind=st.sampled_from(KINDS),
    alone=st.sampled_from(LEVELS),
    category=st.sampled_from(CATEGORIES),
    calm_turns=st.integers(0, 1),
)
def test_where_a_rule_stands_or_stood_no_remark_changes_anything(
    *, level: Level, now: Level, ruled: Level, before: bool, kind: RemarkKind, alone: Level, category: Category,
    calm_turns: int,
) -> None:  # fmt: skip
    state = RiskState(level, ("suicide",), calm_turns, ruled=before, misread=True)
    assessment = heard(now)
    if not before:
        sign = Signal(category, ruled, "words")
        assessment = RiskAssessment(highest(now, ruled), (category,), (*assessment.signals, sign))
    found = decide(state, assessment, Remark(kind, heard(alone)))
    assert found == decide(state, assessment)
    if rank(found.level) >= rank("high"):
        assert found.route == "completion"


@given(st.sampled_from(KINDS), st.sampled_from(LEVELS), st.sampled_from(LEVELS))
def test_what_could_not_be_assessed_stays_cautious_whatever_is_said(
    kind: RemarkKind, level: Level, alone: Level
) -> None:
    found = decide(RiskState(level), COULD_NOT_ASSESS, Remark(kind, heard(alone)))
    assert (found.route, found.misread) == ("completion", False)
    after = decide(found.state, heard("none"), Remark(kind, heard("none")))
    assert after.state.ruled
    assert not after.misread


@given(st.lists(st.tuples(st.sampled_from(LEVELS), st.sampled_from(KINDS), st.sampled_from(LEVELS)), max_size=12))
def test_no_remark_lowers_a_level_before_two_calm_turns(turns: list[tuple[Level, RemarkKind, Level]]) -> None:
    state = RiskState()
    for level, kind, alone in turns:
        found = decide(state, heard(level), Remark(kind, heard(alone)))
        if rank(state.level) >= rank("elevated"):
            assert rank(found.level) >= rank(state.level) - (state.calm_turns == 1)
        state = found.state
