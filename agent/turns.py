"""Playing turns: one at a time for each person, stored around the graph, with words whatever breaks."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..memory.people import Person
from ..memory.store import StoreUnwritable, row_id
from ..prompts.sentences import split_sentences
from ..safety.last_words import last_words
from ..strategies.catalogue import strategy_named
from .checkpoints import close_checkpoints, keep_latest, open_checkpoints
from .events import Ended, Event, Fault, Notice, Sentence, Started
from .graph import build_graph
from .nodes import Nodes
from .notices import notice
from .parts import Parts

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
    from langgraph.graph.state import CompiledStateGraph


@dataclass(slots=True, eq=False)
class Seat:
    """A person's place at the table: their graph with its checkpoints, and the session going on."""

    saver: AsyncSqliteSaver
    graph: CompiledStateGraph[Any, None, Any, Any]
    session: str
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    told: tuple[str, str] | None = None
    """The trouble the person was told of, so that it is said once."""


@dataclass(slots=True)
class _Shown:
    """What has reached the person so far in one turn."""

    sentences: list[str] = field(default_factory=list)
    ended: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


class Turns:
    """Lives on one event loop; every method but `graph` and `set_country` must be called there."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._nodes = Nodes(parts)
        self._seats: OrderedDict[str, Seat] = OrderedDict()
        self._sessions: dict[str, str] = {}
        self._seating = asyncio.Lock()
        self.graph = build_graph(self._nodes)

    async def play(
        self, text: str, user_id: str, session: str | None, turn_id: str | None
    ) -> AsyncGenerator[Event, None]:
        """All events of one turn. A turn id that was answered before gives the stored reply again."""
        seat = await self._seat(user_id)
        text = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair can be kept nowhere
        async with seat.lock:
            person = self.parts.people.open(user_id)
            session, turn_id = session or seat.session, turn_id or self.parts.ids()
            yield Started(turn_id, user_id, session)
            answered = person.store.turn(row_id(turn_id, "assistant"))
            if answered is not None and answered.status == "complete":
                for index, sentence in enumerate(split_sentences(answered.content)):
                    yield Sentence(index, sentence)
                used = tuple(s for name in answered.strategies if (s := strategy_named(name)) is not None)
                yield Ended(turn_id, answered.content, "support", used, person.store.durable)
                return
            if (turned := person.trouble) is not None and turned != seat.told:
                seat.told = turned
                yield notice(turned)
            self._settle(person, session, turn_id)
            async with aclosing(self._live(seat, text, user_id, session, turn_id)) as events:
                async for event in events:
                    yield event

    async def new_session(self, user_id: str) -> str:
        seat = await self._seat(user_id)
        seat.session = self._sessions[user_id] = self.parts.ids()
        return seat.session

    def set_country(self, country: str, user_id: str) -> str:
        """See `SupportAgent.set_country`."""
        code = self.parts.resources.resolve_country(country, code=True)
        if code is None:
            raise ValueError(f"no help lines are listed for {country!r}; give a country's name or two-letter code")
        try:
            self.parts.people.open(user_id).store.put_state("country", code)
        except StoreUnwritable as error:
            self.parts.people.unsave(user_id, error.reason).store.put_state("country", code)
        return code

    async def close(self) -> None:
        for seat in self._seats.values():
            await close_checkpoints(seat.saver)
        self._seats.clear()
        await asyncio.to_thread(self.parts.people.close)

    async def _live(
        self, seat: Seat, text: str, user_id: str, session: str, turn_id: str
    ) -> AsyncGenerator[Event, None]:
        shown = _Shown()
        inputs = {"text": text, "user_id": user_id, "session": session, "turn_id": turn_id}
        values: dict[str, Any] = {}
        try:
            try:
                stream: AsyncIterator[Any] = seat.graph.astream(
                    inputs,
                    {"configurable": {"thread_id": session}},
                    stream_mode=["custom", "values"],
                    durability="exit",
                )
                async for mode, item in stream:
                    if mode == "values":
                        values = item
                        continue
                    if isinstance(item, Notice):
                        seat.told = self.parts.people.open(user_id).trouble
                    if isinstance(item, Sentence):
                        shown.sentences.append(item.text)
                    yield item
                await keep_latest(seat.saver, session)
            except (Exception, sqlite3.Error) as error:
                yield Fault("graph", f"{type(error).__name__}: {error}")
                await self._leave(user_id)
            if not shown.sentences:
                words = last_words(frozenset(), self.parts.settings.seed)
                shown.sentences.append(words)
                yield Sentence(0, words)
            person = self._keep(user_id, session, turn_id, shown.text, "complete")
            shown.ended = True
            yield Ended(
                turn_id,
                shown.text,
                values.get("route", "completion"),
                tuple(values.get("strategies") or ()),
                person.store.durable,
            )
        finally:
            if not shown.ended:
                self._keep(user_id, session, turn_id, shown.text, "interrupted")

    def _keep(self, user_id: str, session: str, turn_id: str, text: str, status: Any) -> Person:
        """Makes sure that a reply is stored, once; `remember` has usually done it."""
        people = self.parts.people
        at = self.parts.clock().isoformat(timespec="seconds")
        said: Any = {"turn_id": turn_id, "role": "assistant", "content": text, "session": session, "at": at}
        person = people.open(user_id)
        try:
            person.store.append(**said, status=status)
        except StoreUnwritable as error:
            person = people.unsave(user_id, error.reason)
            person.store.append(**said, status=status)
        return person

    def _settle(self, person: Person, session: str, turn_id: str) -> None:
        """A message whose reply never came gets an empty, interrupted one: no two user turns in a row."""
        left = person.store.unanswered(session)
        if left is not None and left.id != row_id(turn_id, "user"):
            lost = left.id.removesuffix(":user")
            self._keep(person.user_id, session, lost, "", "interrupted")

    async def _seat(self, user_id: str) -> Seat:
        async with self._seating:
            seat = self._seats.pop(user_id, None)
            if seat is None:
                seat = await self._new_seat(user_id)
            self._seats[user_id] = seat
            while len(self._seats) > self.parts.settings.open_people:
                oldest = next(iter(self._seats))
                if self._seats[oldest].lock.locked():
                    break
                await self._leave(oldest)
            return seat

    async def _new_seat(self, user_id: str) -> Seat:
        person = await asyncio.to_thread(self.parts.people.open, user_id)
        path = person.place.checkpoints if person.place else None
        try:
            saver = await open_checkpoints(path if person.store.durable else None, path)
        except sqlite3.Error:
            saver = await open_checkpoints(None)
        session = self._sessions.setdefault(user_id, self.parts.ids())
        return Seat(saver, build_graph(self._nodes, saver), session)

    async def _leave(self, user_id: str) -> None:
        """Closes a person's checkpoints; the next turn opens them again, in memory if need be."""
        seat = self._seats.pop(user_id, None)
        if seat is not None:
            await close_checkpoints(seat.saver)
        if seat is None or not seat.lock.locked():
            self.parts.people.close_person(user_id)
