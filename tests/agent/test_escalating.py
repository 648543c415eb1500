"""A deployer's people are told from inside a turn, and nothing they do with it changes the turn."""

from __future__ import annotations

from holdspace.agent.events import Fault
from holdspace.safety.escalation import Escalation

from .conftest import MakeAgent

GRAVE = "i've written the note and i'm going to do it tonight"


def test_an_emergency_is_told_once_and_a_calm_turn_never(make_agent: MakeAgent) -> None:
    told: list[Escalation] = []
    agent = make_agent(escalate=told.append, country="GB")
    agent.reply("my flatmate moved out without a word", user_id="ana")
    assert told == []
    reply = agent.reply(GRAVE, user_id="ana")
    agent.reply("yes tonight", user_id="ana")
    (escalation,) = told
    assert (escalation.user_id, escalation.turn_id, escalation.country) == ("ana", reply.turn_id, "GB")
    assert escalation.level == "imminent"
    assert all(words in GRAVE for words in escalation.evidence)


def test_a_callback_that_raises_is_told_in_the_trace_and_changes_nothing(make_agent: MakeAgent) -> None:
    def broken(escalation: Escalation) -> None:
        raise RuntimeError("the pager is down")

    reply = make_agent(escalate=broken).reply(GRAVE)
    assert reply.text == make_agent().reply(GRAVE).text
    faults = [event for event in reply.events if isinstance(event, Fault)]
    assert faults == [Fault("escalation", "RuntimeError: the pager is down")]
