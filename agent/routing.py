"""Which node comes next: the two forks of the graph, as pure functions of its state."""

from __future__ import annotations

from typing import Literal

from .state import TurnState


def after_risk_control(state: TurnState) -> Literal["complete", "recall"]:
    """Danger, or a request that must be declined, goes to compassionate completion."""
    return "complete" if state.get("route") == "completion" else "recall"


def after_review(state: TurnState) -> Literal["remember", "respond", "complete"]:
    """A clean draft has been spoken; a failed one is written again, then completed compassionately."""
    if state.get("spoken"):
        return "remember"
    return "complete" if state.get("route") == "completion" else "respond"
