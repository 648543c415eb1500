"""What each node does when it breaks: the cautious thing that stays in the conversation."""

from __future__ import annotations

import numpy as np

from ..memory.message import Message, cut_windows
from ..memory.recall import RecallResult
from ..safety.control import RiskState, decide
from ..safety.last_words import last_words
from ..safety.risk import COULD_NOT_ASSESS
from .compose.brief import Draft
from .emotion.shift import shift
from .events import Completed, RiskFound
from .nodes import Emit, Nodes
from .state import Plain, TurnState
from .unread import UNREAD


class StandIns:
    """One method a node, of the same name. None of them may call the part whose failure brought us here."""

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes

    def perceive(self, state: TurnState, emit: Emit) -> TurnState:
        """Unread: no vector, no feeling claimed. Risk control will not trust it."""
        del emit
        windows = cut_windows(state["text"])
        nothing = np.zeros((0, self._nodes.parts.encoder.dimension), dtype=np.float32)
        return {
            **self._nodes.begin(state),
            "message": Message(state["text"], windows, nothing),
            "reading": UNREAD,
            "shift": shift(None, UNREAD),
        }

    def risk_control(self, state: TurnState, emit: Emit) -> TurnState:
        """Could not assess counts as elevated and goes to the completion that stays."""
        decision = decide(RiskState.from_plain(self._sticky(state)), COULD_NOT_ASSESS)
        emit(RiskFound(decision.level, "elevated", decision.categories, (), "completion", False, "could not assess"))
        return {"decision": decision, "risk": decision.state.to_plain(), "route": "completion", "asked": False}

    def complete(self, state: TurnState, emit: Emit) -> TurnState:
        """Reviewed words that need no table, no state and no review."""
        words = last_words(self._said(state), self._nodes.seed(state))
        emit(Completed("last_words", ()))
        return {**self._nodes.speak((words,), emit), "route": "completion", "strategies": []}

    def recall(self, state: TurnState, emit: Emit) -> TurnState:
        del state, emit
        return {"recalled": RecallResult(hits=(), abstained=True), "memories": ()}

    def plan(self, state: TurnState, emit: Emit) -> TurnState:
        """Without any planner there is nothing to respond with: say the words that need none."""
        del state, emit
        return {}

    def respond(self, state: TurnState, emit: Emit) -> TurnState:
        """An empty draft, which review hands on to completion."""
        del emit
        return {"draft": Draft((), (), ()), "attempt": state.get("attempt", 0) + 1}

    def review(self, state: TurnState, emit: Emit) -> TurnState:
        """Nothing unchecked is shown."""
        del state, emit
        return {"route": "completion"}

    def remember(self, state: TurnState, emit: Emit) -> TurnState:
        """The reply has been shown; the runtime stores its bare text."""
        del state, emit
        return {}

    def _sticky(self, state: TurnState) -> Plain:
        try:
            return self._nodes.sticky(state)
        except Exception:
            return state.get("risk") or {}

    def _said(self, state: TurnState) -> frozenset[str]:
        try:
            return self._nodes.said(state)
        except Exception:
            return frozenset()
