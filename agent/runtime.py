"""The public door: one agent, many people, synchronous or asynchronous, whole replies or typed events."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ..strategies.catalogue import Strategy
from ..strategies.planner import Plan
from .emotion.reading import Reading, Shift
from .events import Ended, Event, Perceived, Planned, RiskFound, Route
from .loop import LoopThread
from .settings import Settings

if TYPE_CHECKING:
    from langgraph.graph.state import CompiledStateGraph

    from .parts import Deps
    from .turns import Turns


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished turn: what was said, how it came about, and whether it is on disk."""

    text: str
    route: Route
    strategies: tuple[Strategy, ...]
    turn_id: str
    saved: bool
    events: tuple[Event, ...]

    @property
    def reading(self) -> Reading | None:
        """None when the message could not be read."""
        return next((event.reading for event in self.events if isinstance(event, Perceived)), None)

    @property
    def shift(self) -> Shift | None:
        return next((event.shift for event in self.events if isinstance(event, Perceived)), None)

    @property
    def risk(self) -> RiskFound | None:
        """None only for a turn that was repeated from the store."""
        return next((event for event in self.events if isinstance(event, RiskFound)), None)

    @property
    def plan(self) -> Plan | None:
        """None on the completion route."""
        return next((event.plan for event in self.events if isinstance(event, Planned)), None)


class SupportAgent:
    """Talks with any number of people. Making one is cheap; the first turn, or `warm`, loads the parts.

    All work runs on one event loop in a thread of its own, so both doors may be used from anywhere, and
    turns of one person follow each other: drain or close a stream before that person's next turn. No call
    raises for what a person typed, for a full disk or for a broken part: the turn goes on with a stand-in
    and says so in its events. Raises ValueError for an unknown country; EncoderMissing for a
    `settings.encoder` that is not on this disk; RuntimeError for a turn during which the agent is closed.
    """

    def __init__(self, settings: Settings | None = None, deps: Deps | None = None) -> None:
        self.settings = settings or Settings()
        self._deps = deps
        self._loop = LoopThread()
        self._turns: Turns | None = None
        self._loading = threading.Lock()
        self._process = os.getpid()

    def warm(self, user_id: str | None = None) -> None:
        """Loads everything now, and opens that person's memory, so that the first turn does not wait."""
        turns = self._ready()
        if user_id is not None:
            turns.parts.people.open(user_id).index.catch_up()

    @property
    def graph(self) -> CompiledStateGraph[Any, None, Any, Any]:
        """The compiled LangGraph without a checkpointer, for use as a subgraph."""
        return self._ready().graph

    def reply(self, text: str, *, user_id: str = "me", session: str | None = None, turn_id: str | None = None) -> Reply:
        """One turn, waited for."""
        return _reply(list(self.stream(text, user_id=user_id, session=session, turn_id=turn_id)))

    def stream(
        self, text: str, *, user_id: str = "me", session: str | None = None, turn_id: str | None = None
    ) -> Iterator[Event]:
        """One turn as it happens. Closing the iterator stops the reply; what was shown is kept as interrupted."""
        yield from self._loop.iterate(self._ready().play(text, user_id, session, turn_id))

    async def areply(
        self, text: str, *, user_id: str = "me", session: str | None = None, turn_id: str | None = None
    ) -> Reply:
        """`reply` for a running event loop."""
        return _reply([event async for event in self.astream(text, user_id=user_id, session=session, turn_id=turn_id)])

    async def astream(
        self, text: str, *, user_id: str = "me", session: str | None = None, turn_id: str | None = None
    ) -> AsyncIterator[Event]:
        """`stream` for a running event loop, which is never blocked by the work."""
        turns = await asyncio.to_thread(self._ready)
        async for event in self._loop.relay(turns.play(text, user_id, session, turn_id)):
            yield event

    def new_session(self, user_id: str = "me") -> str:
        """Starts a new conversation with somebody who stays known, and returns its id."""
        return self._loop.run(self._ready().new_session(user_id))

    def set_country(self, country: str, user_id: str = "me") -> str:
        """Keeps the country whose help lines a person is shown; returns its ISO 3166 code.

        Takes a code or an English name. Raises ValueError for a country without rows in the table.
        """
        return self._ready().set_country(country, user_id)

    def close(self) -> None:
        """Lets go of every person's folder. Nothing that was said is lost; the agent may be used again."""
        turns, self._turns = self._turns, None
        if turns is not None and self._process == os.getpid():
            self._loop.wind_down()
            self._loop.run(turns.close())
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ready(self) -> Turns:
        with self._loading:
            if self._process != os.getpid():  # a forked child: what the parent has open stays the parent's
                self._process, self._turns = os.getpid(), None
            if self._turns is None:
                from .loading import load_parts
                from .turns import Turns

                self._turns = Turns(load_parts(self.settings, self._deps))
            return self._turns


def _reply(events: list[Event]) -> Reply:
    ended = next(event for event in reversed(events) if isinstance(event, Ended))
    return Reply(ended.reply, ended.route, ended.strategies, ended.turn_id, ended.saved, tuple(events))
