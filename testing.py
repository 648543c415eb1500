"""For tests of what embeds Holdspace: a clock and ids that repeat, scripted models, dialogues that read as such."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from .agent.emotion.reading import Direction, Family
from .agent.events import Fault, Route
from .agent.llm.recorded import RecordedModel, RecordingModel
from .agent.llm.scripted import Pieces, ScriptedModel
from .agent.runtime import Reply, SupportAgent
from .safety.risk import Level
from .strategies.catalogue import Strategy

__all__ = [
    "Dialogue",
    "Pieces",
    "RecordedModel",
    "RecordingModel",
    "ScriptedModel",
    "counting_ids",
    "ticking_clock",
]


def ticking_clock(start: datetime | None = None, step: timedelta = timedelta(minutes=1)) -> Callable[[], datetime]:
    """A clock that moves by `step` each time it is read; the first reading is `start` (2026-01-01 in UTC)."""
    first = start or datetime(2026, 1, 1, tzinfo=UTC)
    ticks = count()
    return lambda: first + step * next(ticks)


def counting_ids(prefix: str = "id") -> Callable[[], str]:
    """id-0001, id-0002, ..."""
    numbers = count(1)
    return lambda: f"{prefix}-{next(numbers):04d}"


@dataclass
class Dialogue:
    """One conversation with an agent. `say` plays a turn; `expect` asserts what the agent decided in it.

    >>> talk = Dialogue(agent)
    >>> talk.say("i set the table for two again").expect(family="grief", route="support")
    """

    agent: SupportAgent
    user_id: str = "somebody"
    session: str | None = None
    replies: list[Reply] = field(default_factory=list)

    def say(self, text: str) -> Dialogue:
        self.replies.append(self.agent.reply(text, user_id=self.user_id, session=self.session))
        return self

    @property
    def last(self) -> Reply:
        """The reply to the last message. Raises IndexError before the first."""
        return self.replies[-1]

    def expect(
        self,
        *,
        family: Family | Collection[Family] | None = None,
        shift: Direction | None = None,
        level: Level | Collection[Level] | None = None,
        route: Route | None = None,
        strategy: Strategy | Collection[Strategy] | None = None,
        contains: str | None = None,
        excludes: str | None = None,
        faults: bool = False,
    ) -> Dialogue:
        """Raises AssertionError naming every decision of the last turn that is not as expected."""
        reply = self.last
        found = {
            "family": (family, reply.reading.dominant if reply.reading else None),
            "shift": (shift, reply.shift.direction if reply.shift else None),
            "level": (level, reply.risk.level if reply.risk else None),
            "route": (route, reply.route),
            "strategy": (strategy, reply.strategies[0] if reply.strategies else None),
        }
        misses = [
            f"{name}: expected {wanted!r}, got {got!r}"
            for name, (wanted, got) in found.items()
            if wanted is not None and not (got == wanted or (not isinstance(wanted, str) and got in wanted))
        ]
        if contains is not None and contains.casefold() not in reply.text.casefold():
            misses.append(f"the reply should contain {contains!r}")
        if excludes is not None and excludes.casefold() in reply.text.casefold():
            misses.append(f"the reply should not contain {excludes!r}")
        broken = [event for event in reply.events if isinstance(event, Fault)]
        if broken and not faults:
            misses.append("faults: " + "; ".join(f"{fault.node}: {fault.error}" for fault in broken))
        if misses:
            raise AssertionError(f"turn {len(self.replies)} ({reply.text!r}): " + "; ".join(misses))
        return self
