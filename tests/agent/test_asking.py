"""What a completion is told of a turn: whose danger it is, what was said before, what a rule saw."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from holdspace.agent.asking import EARLIER, completion_request
from holdspace.agent.state import TurnState
from holdspace.safety.control import RiskState, decide
from holdspace.safety.risk import COULD_NOT_ASSESS, RiskAssessment, Signal


def told(text: str, assessment: RiskAssessment, before: tuple[str, ...] = (), level: str = "none") -> Any:
    turns = [SimpleNamespace(turn=SimpleNamespace(role=role, content=words)) for words in before for role in ROLES]
    state = RiskState.from_plain({"level": level})
    plain = {
        "text": text,
        "past": turns,
        "decision": decide(state, assessment),
        "reading": SimpleNamespace(dominant="fear", intensity=4),
        "turns": len(before) + 1,
    }
    return completion_request(cast("TurnState", plain), frozenset(), "GB", 3)


ROLES = ("user", "assistant")


def test_one_of_the_gravest_signs_about_another_is_enough_where_the_rest_repeat_it() -> None:
    other = Signal("suicide", "high", "my friend has a plan to kill herself", subject="other")
    again = Signal("harm_to_others", "high", "plan to kill")
    apart = Signal("suicide", "high", "and i will follow her")
    assert told("...", RiskAssessment("high", ("suicide",), (other, again))).about_other
    assert not told("...", RiskAssessment("high", ("suicide",), (other, apart))).about_other


def test_the_message_has_its_own_level_beside_that_of_the_session() -> None:
    request = told("we had toast", RiskAssessment("none"), level="high")
    assert (request.level, request.now) == ("high", "none")
    assert told("...", COULD_NOT_ASSESS).now is None


def test_their_last_messages_come_along_and_ours_do_not() -> None:
    before = tuple(f"message {number}" for number in range(EARLIER + 2))
    request = told("now", RiskAssessment("none"), before)
    assert request.earlier == before[2:]


def test_what_a_rule_saw_is_told_apart_and_means_are_their_own() -> None:
    ruled = Signal("abuse", "high", "he hit me")
    learned = Signal("minor_at_risk", "high", "he hit me", source="classifier")
    request = told("he hit me", RiskAssessment("high", ("abuse", "minor_at_risk"), (ruled, learned)))
    assert request.plain == ("abuse",)
    theirs = Signal("suicide", "high", "she has them there", subject="other", means=True)
    assert not told("...", RiskAssessment("high", ("suicide",), (theirs,))).means
    assert told("...", RiskAssessment("high", ("suicide",), (Signal("suicide", "high", "here", means=True),))).means
