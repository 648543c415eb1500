"""A sign only the classifier sees, and not surely: answered gently, watched, and met when it comes again."""

from __future__ import annotations

import pytest

from holdspace.safety.control import FAINT, RiskState, decide
from holdspace.safety.risk import Category, RiskAssessment, Signal


def sign(category: Category = "suicide", confidence: float = 0.3, **more: object) -> RiskAssessment:
    signal = Signal(category, "elevated", "words", confidence=confidence, **{"source": "classifier", **more})
    return RiskAssessment("elevated", (category,), (signal,), confidence)


CALM = RiskAssessment("none")


def test_a_first_faint_sign_is_watched_and_nothing_is_asked() -> None:
    decision = decide(RiskState(), sign())
    assert (decision.level, decision.route, decision.ask_directly) == ("elevated", "support", False)
    assert not decision.state.asked


def test_a_second_one_is_met_with_the_question() -> None:
    decision = decide(decide(RiskState(), sign()).state, sign())
    assert (decision.route, decision.ask_directly) == ("completion", True)


@pytest.mark.parametrize(
    "plain",
    [sign(confidence=FAINT), sign(source="rules"), sign("dependence"), RiskAssessment("high", ("suicide",))],
    ids=["sure", "rules", "dependence", "high"],
)
def test_what_is_plainer_is_met_at_once(plain: RiskAssessment) -> None:
    assert decide(RiskState(), plain).route == "completion"


def test_two_calm_turns_after_a_faint_sign_let_it_go() -> None:
    state = decide(RiskState(), sign()).state
    first = decide(state, CALM)
    second = decide(first.state, CALM)
    assert [first.level, second.level] == ["elevated", "low"]
    assert [first.route, second.route] == ["support", "support"]
