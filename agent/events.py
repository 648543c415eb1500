"""Everything that can happen in a turn, as one tagged union.

`stream` yields these in order: started, (notice)*, perceived, risk, then recalled, planned, drafted and
reviewed on the support route or completed on the completion route, one sentence event per checked
sentence, and ended. A fault may stand anywhere: the turn goes on after it. Where a model writes the reply,
its sentences come as they are checked, before `reviewed`; `asked` tells what each call of it came to, and a
second `risk` follows where it raised the level.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ..safety.risk import Category, Level
from ..strategies.catalogue import Strategy
from ..strategies.deliberate.deliberated import Deliberated
from ..strategies.planner import Plan
from .emotion.movement import Movement
from .emotion.reading import Reading, Shift

Route = Literal["support", "completion"]
AskedPart = Literal["reading", "moderation", "plan", "reply", "reactions"]


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
    """A reply was put together from these phrases of the bank, or by a model; nothing of it is shown yet."""

    attempt: int
    strategies: tuple[Strategy, ...]
    phrases: tuple[str, ...]
    by: str = ""
    """The model that writes it; empty for the composer."""
    type: Literal["drafted"] = "drafted"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The outgoing check of one draft; `violations` pairs a name with its evidence."""

    attempt: int
    verdict: Literal["ok", "rewrite", "block"]
    violations: tuple[tuple[str, str], ...]
    type: Literal["reviewed"] = "reviewed"


@dataclass(frozen=True, slots=True)
class Attempted:
    """One call to one model: how it ended and, for the operator, why."""

    model: str
    outcome: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A language model was asked for a part of the turn.

    `outcome` says what came of it: `used`, `raised` (the level of risk), or why it was not used. `tokens` and `cost`
    are those of the turn so far, as far as the endpoint counts them.
    """

    part: AskedPart
    model: str
    outcome: str
    detail: str = ""
    attempts: tuple[Attempted, ...] = ()
    tokens: int = 0
    cost: float = 0.0
    type: Literal["asked"] = "asked"


@dataclass(frozen=True, slots=True)
class ThoughtOver:
    """The plan was tried out on imagined people before it was made.

    `reason` and `path` are in words of ours; the texts inside `found` are a model's, unreviewed: for the trace alone.
    """

    reason: str
    path: tuple[str, ...]
    found: Deliberated
    type: Literal["thought_over"] = "thought_over"


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
    | Asked
    | ThoughtOver
    | Completed
    | Sentence
    | Fault
    | Ended
)
