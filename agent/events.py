"""Everything that can happen in a turn, as one tagged union.

`stream` yields these in order: started, (notice)*, perceived, risk, then recalled, planned, drafted and
reviewed on the support route or completed on the completion route, one sentence event per checked
sentence, and ended. A fault may stand anywhere: the turn goes on after it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ..safety.risk import Category, Level
from ..strategies.catalogue import Strategy
from ..strategies.planner import Plan
from .emotion.movement import Movement
from .emotion.reading import Reading, Shift

Route = Literal["support", "completion"]


@dataclass(frozen=True, slots=True)
class Started:
    """The person's message is stored; work on it begins."""

    turn_id: str
    user_id: str
    session: str
    type: Literal["started"] = "started"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person or the embedding program should know, such as that nothing can be saved."""

    kind: Literal["unsaved", "busy", "restored"]
    text: str
    type: Literal["notice"] = "notice"


@dataclass(frozen=True, slots=True)
class Perceived:
    """What the message was read as, how the emotion moved from the turn before, and how the session moves."""

    reading: Reading
    shift: Shift
    movement: Movement = field(default_factory=Movement)
    type: Literal["perceived"] = "perceived"


@dataclass(frozen=True, slots=True)
class RiskFound:
    """The session's sticky level with this message's categories and evidence, and the road taken."""

    level: Level
    message_level: Level
    categories: tuple[Category, ...]
    evidence: tuple[str, ...]
    route: Route
    assessed: bool
    reason: str
    type: Literal["risk"] = "risk"


@dataclass(frozen=True, slots=True)
class Recalled:
    """What said before matters now: verbatim texts with their turn ids and scores (0..1)."""

    texts: tuple[str, ...]
    turn_ids: tuple[tuple[str, ...], ...]
    scores: tuple[float, ...]
    abstained: bool
    type: Literal["recalled"] = "recalled"


@dataclass(frozen=True, slots=True)
class Planned:
    """The strategy plan with its scores, alternatives and vetoes."""

    plan: Plan
    type: Literal["planned"] = "planned"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A reply was put together from these phrases of the bank; nothing is shown yet."""

    attempt: int
    strategies: tuple[Strategy, ...]
    phrases: tuple[str, ...]
    type: Literal["drafted"] = "drafted"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The outgoing check of one draft; `violations` pairs a name with its evidence."""

    attempt: int
    verdict: Literal["ok", "rewrite", "block"]
    violations: tuple[tuple[str, str], ...]
    type: Literal["reviewed"] = "reviewed"


@dataclass(frozen=True, slots=True)
class Completed:
    """A compassionate completion stands: its kind and the names of the resources it gives."""

    kind: str
    resources: tuple[str, ...]
    type: Literal["completed"] = "completed"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One checked sentence, ready to be shown."""

    index: int
    text: str
    type: Literal["sentence"] = "sentence"


@dataclass(frozen=True, slots=True)
class Fault:
    """A part failed and a cautious stand-in took its place; `error` is for the operator, not the person."""

    node: str
    error: str
    type: Literal["fault"] = "fault"


@dataclass(frozen=True, slots=True)
class Ended:
    """The turn is over; `saved` tells whether it is on disk."""

    turn_id: str
    reply: str
    route: Route
    strategies: tuple[Strategy, ...]
    saved: bool
    type: Literal["ended"] = "ended"


Event = (
    Started
    | Notice
    | Perceived
    | RiskFound
    | Recalled
    | Planned
    | Drafted
    | Reviewed
    | Completed
    | Sentence
    | Fault
    | Ended
)
