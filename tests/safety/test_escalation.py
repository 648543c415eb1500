"""A deployer's people are called for emergencies and for the whole ladder, once a rise, and never otherwise."""

from __future__ import annotations

import pytest

from holdspace.safety.control import RiskState, decide
from holdspace.safety.escalation import Escalation, Whereabouts, escalation_due
from holdspace.safety.risk import COULD_NOT_ASSESS, Level, RiskAssessment, Signal

HERE = Whereabouts("ada", "s", "t1", "GB")


def due(level: Level, before: RiskState | None = None, **ladder: bool) -> Escalation | None:
    signal = Signal("suicide", level, "i have it here", **ladder)  # type: ignore[arg-type]
    state = before or RiskState()
    return escalation_due(state, decide(state, RiskAssessment(level, ("suicide",), (signal,))), HERE)


def test_an_emergency_is_told_with_their_words() -> None:
    found = due("imminent")
    assert found == Escalation("ada", "s", "t1", "imminent", ("suicide",), ("i have it here",), "emergency", "GB")


def test_the_whole_ladder_counts_and_a_rung_less_does_not() -> None:
    whole = {"intent": True, "plan": True, "means": True, "timeframe": True}
    found = due("high", **whole)
    assert found is not None
    assert found.reason == "ladder"
    for rung in whole:
        assert due("high", **{**whole, rung: False}) is None


@pytest.mark.parametrize("level", ["none", "low", "elevated", "high"])
def test_nobody_is_called_below(level: Level) -> None:
    assert due(level) is None


def test_while_it_stays_imminent_nobody_is_called_again() -> None:
    assert due("imminent", RiskState("imminent", ("suicide",))) is None
    assert due("imminent", RiskState("high", ("suicide",))) is not None


def test_what_could_not_be_assessed_calls_nobody() -> None:
    state = RiskState()
    assert escalation_due(state, decide(state, COULD_NOT_ASSESS), HERE) is None
