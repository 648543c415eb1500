"""Who is at the table: each person's graph with its checkpoints, and the session going on."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..memory.database import set_aside
from ..memory.people import Person, Trouble
from .checkpoints import close_checkpoints, open_checkpoints
from .parts import Parts

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
    from langgraph.graph.state import CompiledStateGraph

BuildGraph = Callable[["AsyncSqliteSaver"], "CompiledStateGraph[Any, None, Any, Any]"]


@dataclass(slots=True, eq=False)
class Seat:
    """One person's place. `lock` lets their turns follow each other; `turns` counts those running and waiting."""

    saver: AsyncSqliteSaver
    graph: CompiledStateGraph[Any, None, Any, Any]
    session: str
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    turns: int = 0
    told: tuple[Trouble, str] | None = None
    """The trouble the person was told of, so that it is said once."""


class Seats:
    """Lives on one event loop. Keeps about `open_people` seats; a seat in use is never taken away, nor one
    whose conversation is in memory only, for that would be the end of it."""

    def __init__(self, parts: Parts, build: BuildGraph) -> None:
        self._parts, self._build = parts, build
        self._seats: OrderedDict[str, Seat] = OrderedDict()
        self._sessions: dict[str, str] = {}
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def taken(self, user_id: str) -> AsyncIterator[Seat]:
        """The person's seat, theirs alone until the turn is over."""
        async with self._opening:
            seat = self._seats.pop(user_id, None) or await self._new(user_id)
            self._seats[user_id] = seat
            seat.turns += 1
        try:
            async with seat.lock:
                yield seat
        finally:
            seat.turns -= 1
            await self._make_room()

    async def new_session(self, user_id: str) -> str:
        """The next turn of the person starts a conversation of its own."""
        session = self._sessions[user_id] = self._parts.ids()
        if user_id in self._seats:
            self._seats[user_id].session = session
        return session

    async def renew(self, user_id: str, seat: Seat) -> None:
        """Opens the checkpoints again after they broke, in memory if need be; the session goes on."""
        old = seat.saver
        fresh = await self._new(user_id)
        seat.saver, seat.graph = fresh.saver, fresh.graph
        await _closed(old)

    async def close(self) -> None:
        for seat in self._seats.values():
            await _closed(seat.saver)
        self._seats.clear()

    async def _new(self, user_id: str) -> Seat:
        person = await asyncio.to_thread(self._parts.people.open, user_id)
        session = self._sessions.setdefault(user_id, self._parts.ids())
        saver = await _checkpoints_of(person)
        return Seat(saver, self._build(saver), session)

    async def _make_room(self) -> None:
        spare = len(self._seats) - self._parts.settings.open_people
        if spare <= 0:
            return
        for user_id in [name for name, seat in self._seats.items() if not seat.turns][:spare]:
            if self._parts.people.open(user_id).store.durable:
                await _closed(self._seats.pop(user_id).saver)
                self._parts.people.close_person(user_id)


async def _checkpoints_of(person: Person) -> AsyncSqliteSaver:
    """Opens the file; a damaged one is put aside under another name, and the person is told of it."""
    path = person.place.checkpoints if person.place else None
    if path is None or not person.store.durable:
        return await open_checkpoints(None, path)
    try:
        return await open_checkpoints(path)
    except sqlite3.OperationalError:
        return await open_checkpoints(None, path)
    except sqlite3.DatabaseError as error:
        kept = set_aside(path)
        if person.trouble is None:
            person.trouble = ("restored", f"{path.name}: {error}; kept as {kept}.")
        return await open_checkpoints(path if kept else None)


async def _closed(saver: AsyncSqliteSaver) -> None:
    try:
        await close_checkpoints(saver)
    except (sqlite3.Error, ValueError):  # closing what is broken may fail; it is let go either way
        return
