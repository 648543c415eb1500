"""The compiled graph: its drawing is the README's, and it works inside somebody else's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, TypedDict, cast

import pytest
from langgraph.graph import END, START, StateGraph

import holdspace
from holdspace.memory.message import Message
from holdspace.safety.risk import Level, RiskAssessment, Signal

from .conftest import MakeAgent

README = Path(holdspace.__file__).parent / "README.md"


class Scripted:
    """A detector that reads by a list: the level beside what came before, and none by itself."""

    complete = attuned = True

    def __init__(self, beside: dict[str, Level], source: str = "classifier") -> None:
        self.beside, self.source = beside, source

    def assess(self, message: Message, earlier: Sequence[str] = (), asked: bool = False) -> RiskAssessment:
        del asked
        level: Level = self.beside.get(message.text, "none") if earlier else "none"
        if level == "none":
            return RiskAssessment("none")
        sign = Signal("suicide", level, message.text, confidence=0.9, source=cast("Any", self.source))
        return RiskAssessment(level, ("suicide",), (sign,), 0.9)


REVISION = (
    "my mock is on friday",
    "i keep staring at the same page",
    "I'm not going to hurt myself, I asked about revision",
)


def test_a_denied_alarm_of_the_classifier_is_owned_and_the_talk_goes_on(make_agent: MakeAgent) -> None:
    detector = Scripted({REVISION[1]: "high", REVISION[2]: "high"})
    agent = make_agent(detector=detector, country="GB")
    replies = [agent.reply(line) for line in (*REVISION, "maths is the worst of them")]
    assert [reply.route for reply in replies] == ["support", "completion", "support", "support"]
    assert [reply.risk.level for reply in replies if reply.risk] == ["none", "high", "high", "elevated"]
    owned = replies[2].text
    assert "sorry" in owned.lower()
    assert len(owned.split()) > 8
    assert "myself" not in owned
    assert "116 123" not in owned
    assert "sorry" not in replies[3].text.lower()


def test_a_denial_that_raises_the_alarm_itself_is_not_said_back_as_the_danger(make_agent: MakeAgent) -> None:
    agent = make_agent(detector=Scripted({REVISION[2]: "high"}), country="GB")
    replies = [agent.reply(line) for line in (REVISION[0], REVISION[2])]
    assert replies[1].route == "completion"
    assert "hurt myself" not in replies[1].text


@pytest.mark.parametrize("line", ["thanks, bye", "I'll ask my aunt round on sunday for the jars. thank you"])
def test_a_goodbye_or_a_plan_for_sunday_gets_no_crisis_text(make_agent: MakeAgent, line: str) -> None:
    before = "I found eleven jars she'd pickled and sat on the floor"
    agent = make_agent(detector=Scripted({before: "high", line: "imminent"}), country="GB")
    replies = [agent.reply(text) for text in ("my nan died", before, line)]
    assert [reply.route for reply in replies] == ["support", "completion", "support"]
    assert replies[2].risk is not None
    assert replies[2].risk.level == "high"
    assert "999" not in replies[2].text
    assert "116 123" not in replies[2].text


def test_where_a_rule_stood_a_denial_changes_nothing(make_agent: MakeAgent) -> None:
    agent = make_agent(detector=Scripted({REVISION[1]: "high"}, source="rules"), country="GB")
    replies = [agent.reply(line) for line in REVISION]
    assert [reply.route for reply in replies] == ["support", "completion", "completion"]
    assert "misread" not in replies[2].text


def test_the_drawing_in_the_readme_is_the_graph(make_agent: MakeAgent) -> None:
    drawn = make_agent().graph.get_graph().draw_mermaid()
    edges = re.findall(r"^\t(\w+ (?:-->|-\.->) .*?\w+);$", drawn, re.MULTILINE)
    shown = re.search(r"<!-- graph.*?```mermaid\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert shown is not None
    assert edges
    assert [line.strip().rstrip(";") for line in shown.group(1).splitlines() if "->" in line] == edges


def test_invoked_alone_it_answers(make_agent: MakeAgent) -> None:
    out = make_agent().graph.invoke({"text": "my flatmate moved out without a word", "user_id": "ana"})
    assert out["reply"]
    assert out["route"] == "support"
    assert out["turns"] == 1


async def test_it_is_a_node_of_another_graph(make_agent: MakeAgent) -> None:
    class Outer(TypedDict, total=False):
        text: str
        user_id: str
        reply: Annotated[str, lambda _, new: new]
        logged: str

    graph = StateGraph(Outer)
    graph.add_node("support", make_agent().graph)
    graph.add_node("log", lambda state: {"logged": f"{len(state['reply'])} characters"})
    graph.add_edge(START, "support")
    graph.add_edge("support", "log")
    graph.add_edge("log", END)
    out = await graph.compile().ainvoke({"text": "it rained on the whole barbecue", "user_id": "bo"})
    assert out["reply"]
    assert out["logged"].endswith("characters")
