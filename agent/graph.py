"""The state machine of one turn: wiring only."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Annotated, Any, TypedDict, get_type_hints

from langgraph.channels import UntrackedValue
from langgraph.graph import END, START, StateGraph
from langgraph.types import StreamWriter

from ..memory.database import StoreUnwritable, reason_of
from .events import Fault
from .nodes import Emit, Node, Nodes
from .routing import after_review, after_risk_control
from .stand_ins import StandIns
from .state import Carried, Passing, TurnInput, TurnOutput, TurnState

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver
    from langgraph.graph.state import CompiledStateGraph

NODES = ("perceive", "risk_control", "complete", "recall", "plan", "respond", "review", "remember")


def build_graph(
    nodes: Nodes, checkpointer: BaseCheckpointSaver[str] | None = None
) -> CompiledStateGraph[Any, None, TurnInput, TurnOutput]:
    """The compiled LangGraph. Invoke it with `TurnInput`; it emits `Event` values on the custom stream.

    With a checkpointer, one thread is one session. Without, it works as a subgraph of a graph that keeps
    state itself; the transcript and the sticky risk are in the person's store either way.
    """
    graph: StateGraph[Any, None, TurnInput, TurnOutput] = StateGraph(
        _channels(), input_schema=TurnInput, output_schema=TurnOutput
    )
    stand_ins = StandIns(nodes)
    for name in NODES:
        graph.add_node(name, _guarded(name, nodes, getattr(stand_ins, name)))
    graph.add_edge(START, "perceive")
    graph.add_edge("perceive", "risk_control")
    graph.add_conditional_edges("risk_control", after_risk_control)
    graph.add_edge("recall", "plan")
    graph.add_edge("plan", "respond")
    graph.add_edge("respond", "review")
    graph.add_conditional_edges("review", after_review)
    graph.add_edge("complete", "remember")
    graph.add_edge("remember", END)
    return graph.compile(checkpointer=checkpointer, name="holdspace")


def _channels() -> Any:
    """Carried values are checkpointed; passing ones get channels that never are."""
    passing = {name: Annotated[kind, UntrackedValue] for name, kind in get_type_hints(Passing).items()}
    return TypedDict("Channels", {**get_type_hints(Carried), **passing}, total=False)  # type: ignore[operator]


def _guarded(name: str, nodes: Nodes, stand_in: Node) -> Any:
    """The only broad `except` on a turn's way: whatever breaks, the cautious stand-in goes on.

    A store that cannot be written or read any more is no fault of the node: it runs again on a copy in memory.
    """
    node: Node = getattr(nodes, name)

    def run(state: Any, writer: StreamWriter) -> TurnState:
        emit: Emit = writer
        try:
            try:
                return node(state, emit)
            except (StoreUnwritable, sqlite3.DatabaseError) as error:
                nodes.go_unsaved(state, reason_of(error), emit)
                return node(state, emit)
        except Exception as error:
            emit(Fault(name, f"{type(error).__name__}: {error}"))
            return stand_in(state, emit)

    run.__name__ = name
    return run
