"""The graph's state: what is carried from turn to turn (plain, flat in size) and what only passes through one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from ..memory.message import Message
from ..memory.recall import RecallResult
from ..memory.store import Heard
from ..safety.control import RiskDecision
from ..strategies.planner import Plan
from .compose.brief import Draft
from .emotion.reading import Family, Reading, Shift
from .events import Route

Plain = Mapping[str, Any]
"""JSON data: no class of ours ever enters a checkpoint."""


class Carried(TypedDict, total=False):
    """Checkpointed. The transcript is not here: it lives in the person's store."""

    turns: int
    mood: Plain
    rolling: Plain
    """What the movement of the session is measured against."""
    last_reading: Plain | None
    lately: Family | None
    """The negative family the talk was last about, for messages that read neutral by themselves."""
    feelings: dict[str, Plain]
    """The planner's `Feeling` of the last messages, by row id."""
    risk: Plain
    asked: bool
    """Whether the last reply put the direct question, so that a bare yes or no can be understood."""
    completion: Plain
    stage: str
    strategies: list[str]
    """Those of the last reply."""
    skills: list[str]
    """Ids of the skill cards whose words were said, oldest first; "" stands for replies that used none."""


class Passing(TypedDict, total=False):
    """Lives for one turn and is never checkpointed."""

    text: str
    user_id: str
    session: str
    turn_id: str
    at: str
    visit: int
    """How many other conversations the person has begun before."""
    past: tuple[Heard, ...]
    """What was said in this session before, at most the last 40 utterances, oldest first."""
    message: Message
    reading: Reading
    second: str
    """What a model, as second reader, made of the message, in a few words; absent where none was asked."""
    shift: Shift
    decision: RiskDecision
    route: Route
    recalled: RecallResult
    memories: tuple[str, ...]
    """What the person said in other conversations, of what was recalled: the rest is still in the room."""
    plan: Plan
    draft: Draft
    attempt: int
    rejected: frozenset[str]
    spoken: tuple[str, ...]
    reply: str


class TurnState(Carried, Passing):
    """What a node sees."""


class TurnInput(TypedDict, total=False):
    """What starts a turn: `text` is required; `user_id` defaults to "me", the rest is made when absent."""

    text: str
    user_id: str
    session: str
    turn_id: str
    at: str


class TurnOutput(TypedDict, total=False):
    """What a turn leaves for whoever invoked the graph."""

    reply: str
    route: Route
    turn_id: str
    turns: int
    stage: str
    strategies: list[str]
