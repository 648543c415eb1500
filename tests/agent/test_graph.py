"""The compiled graph: its drawing is the README's, and it works inside somebody else's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, TypedDict

from langgraph.graph import END, START, StateGraph

import holdspace

from .conftest import MakeAgent

README = Path(holdspace.__file__).parent / "README.md"


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
