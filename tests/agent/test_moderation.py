"""The moderation endpoint is one more voice: it raises, never lowers, and is done without where it fails."""

from __future__ import annotations

from typing import Any

import pytest

from holdspace.agent.events import Asked, Fault, RiskFound
from holdspace.agent.llm.moderation import Moderated, read_moderation
from holdspace.agent.llm.scripted import ScriptedModel
from holdspace.prompts.port import ChatFailure

from .conftest import FIRST, LINE, MakeAgent

GRAVE = "i've written the note and i'm going to do it tonight"


class Voice:
    def __init__(self, says: Moderated | ChatFailure) -> None:
        self.says, self.heard = says, list[str]()

    async def judge(self, text: str) -> Moderated | ChatFailure:
        self.heard.append(text)
        return self.says


def test_it_raises(make_agent: MakeAgent) -> None:
    voice = Voice(Moderated("high", ("suicide",)))
    reply = make_agent(model=ScriptedModel([]), moderator=voice).reply(LINE)
    assert voice.heard == [LINE]
    assert reply.route == "completion"
    assert [event.level for event in reply.events if isinstance(event, RiskFound)] == ["none", "high"]
    asked = [(event.part, event.outcome) for event in reply.events if isinstance(event, Asked)]
    assert asked == [("moderation", "raised")]


def test_it_never_lowers(make_agent: MakeAgent) -> None:
    reply = make_agent(model=ScriptedModel([]), moderator=Voice(Moderated())).reply(GRAVE)
    assert reply.risk is not None
    assert reply.risk.level == "imminent"


def test_it_is_done_without_where_it_fails(make_agent: MakeAgent) -> None:
    reply = make_agent(model=ScriptedModel([FIRST]), moderator=Voice(ChatFailure("timeout", "late"))).reply(LINE)
    assert reply.text == FIRST
    assert [event for event in reply.events if isinstance(event, Fault)] == [
        Fault("risk_control", "moderation: timeout: late")
    ]


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        ({"results": [{"flagged": False, "categories": {"self-harm": False}}]}, Moderated()),
        ({"results": [{"categories": {"self_harm": True}}]}, Moderated("elevated", ("self_harm",))),
        (
            {"results": [{"categories": {"self-harm": True, "self-harm/intent": True, "violence": True}}]},
            Moderated("high", ("suicide", "self_harm")),
        ),
        ({"results": [{"categories": {"violence": True, "harassment": True}}]}, Moderated()),
        ({"results": []}, ChatFailure("unreadable", "no moderation")),
        ({"results": [{"categories": None}]}, ChatFailure("unreadable", "no moderation")),
        ({}, ChatFailure("unreadable", "no moderation")),
        ([], ChatFailure("unreadable", "no moderation")),
    ],
)
def test_an_answer_is_read_as_what_it_says_of_danger(payload: Any, found: Moderated | ChatFailure) -> None:
    assert read_moderation(payload) == found
