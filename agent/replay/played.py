"""A turn that was played: what was said, what was answered and everything that happened between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, TypeVar

from ..batch.plain import event_to_plain
from ..companion import Companion
from ..events import Ended, Event, Sentence

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class PlayedTurn:
    """`number` counts the person's turns from 1."""

    number: int
    said: str
    events: tuple[Event, ...]

    def find(self, kind: type[E]) -> E | None:
        """The last event of that kind."""
        return next((event for event in reversed(self.events) if isinstance(event, kind)), None)

    @property
    def reply(self) -> str:
        """What was said, or as much of it as was shown."""
        ended = self.find(Ended)
        if ended is not None:
            return ended.reply
        return " ".join(event.text for event in self.events if isinstance(event, Sentence))

    def to_plain(self, source: str, name: str) -> dict[str, Any]:
        """One JSON line; `source` is the key under which the conversation's name stands."""
        ended = self.find(Ended)
        return {
            source: name,
            "turn": self.number,
            "user": self.said,
            "reply": self.reply,
            "route": ended.route if ended else None,
            "strategies": list(ended.strategies) if ended else [],
            "events": [event_to_plain(event) for event in self.events],
        }


def play(companion: Companion, messages: tuple[str, ...], user_id: str) -> Iterator[PlayedTurn]:
    """Says one message after the other in one session, and yields each turn when it is over.

    Turn ids follow from `user_id` and the turn's number, so that two runs give the same lines.
    """
    for number, said in enumerate(messages, start=1):
        stream = companion.stream(said, user_id=user_id, session=user_id, turn_id=f"{user_id}-{number}")
        with closing(stream) as events:  # type: ignore[type-var]
            yield PlayedTurn(number, said, tuple(events))
