"""Playing turns: one at a time for each person, stored around the graph, with words whatever breaks."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..memory.database import reason_of
from ..memory.people import Person
from ..memory.store import StoreUnwritable, row_id
from ..memory.turns import Turn
from ..prompts.sentences import split_sentences
from ..safety.last_words import last_words
from ..strategies.catalogue import strategy_named
from .checkpoints import keep_latest
from .deliberating import DeliberatingNodes
from .events import Ended, Event, Fault, Notice, Sentence, Started
from .graph import build_graph
from .nodes import Nodes
from .notices import notice
from .parts import Parts
from .seats import Seat, Seats
from .voiced import VoicedNodes

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Heard:
    """One message to be answered."""

    text: str
    user_id: str
    session: str
    turn_id: str


@dataclass(slots=True)
class _Shown:
    """What has reached the person so far in one turn."""

    sentences: list[str] = field(default_factory=list)
    ended: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


class Turns:
    """Lives on one event loop; every method but `set_country` must be called there."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        nodes = _nodes(parts)
        self.graph = build_graph(nodes)
        self._seats = Seats(parts, lambda saver: build_graph(nodes, saver))

    async def play(
        self, text: str, user_id: str, session: str | None, turn_id: str | None
    ) -> AsyncGenerator[Event, None]:
        """All events of one turn. A turn id that was answered before gives the stored reply again."""
        async with self._seats.taken(user_id) as seat:
            heard = Heard(_whole(text), user_id, _whole(session or seat.session), _whole(turn_id or self.parts.ids()))
            answered = self._stored(user_id, lambda person: person.store.turn(row_id(heard.turn_id, "assistant")))
            if answered is not None and answered.status == "complete":
                for event in self._again(heard, answered):
                    yield event
                return
            self._stored(user_id, lambda person: self._take_in(person, heard))
            yield Started(heard.turn_id, user_id, heard.session)
            for trouble in self.parts.troubles:
                yield Fault("loading", trouble)
            if (known := self.parts.people.open(user_id).trouble) is not None and known != seat.told:
                seat.told = known
                yield notice(known)
            async with aclosing(self._live(seat, heard)) as events:
                async for event in events:
                    yield event

    async def new_session(self, user_id: str) -> str:
        return await self._seats.new_session(user_id)

    def set_country(self, country: str, user_id: str) -> str:
        """See `SupportAgent.set_country`."""
        code = self.parts.resources.resolve_country(country, code=True)
        if code is None:
            raise ValueError(f"no help lines are listed for {country!r}; give a country's name or two-letter code")
        self._stored(user_id, lambda person: person.store.put_state("country", code))
        return code

    async def close(self) -> None:
        await self._seats.close()
        self.parts.people.close()
        if self.parts.voice is not None:
            self.parts.voice.close(self.parts.moderator)

    async def _live(self, seat: Seat, heard: Heard) -> AsyncGenerator[Event, None]:
        shown = _Shown()
        values: dict[str, Any] = {}
        inputs = {
            "text": heard.text, "user_id": heard.user_id, "session": heard.session, "turn_id": heard.turn_id
        }  # fmt: skip
        try:
            try:
                stream: AsyncIterator[Any] = seat.graph.astream(
                    inputs,
                    {"configurable": {"thread_id": heard.session}},
                    stream_mode=["custom", "values"],
                    durability="exit",
                )
                async for mode, item in stream:
                    if mode == "values":
                        values = item
                        continue
                    if isinstance(item, Notice):
                        seat.told = self.parts.people.open(heard.user_id).trouble
                    if isinstance(item, Sentence):
                        shown.sentences.append(item.text)
                    yield item
                await keep_latest(seat.saver, heard.session)
            except Exception as error:
                yield Fault("graph", f"{type(error).__name__}: {error}")
                await self._seats.renew(heard.user_id, seat)
            if not shown.sentences:
                words = last_words(frozenset(), self.parts.settings.seed)
                shown.sentences.append(words)
                yield Sentence(0, words)
            saved = self._keep(heard, shown.text, "complete")
            shown.ended = True
            route, used = values.get("route", "completion"), tuple(values.get("strategies") or ())
            yield Ended(heard.turn_id, shown.text, route, used, saved)
        finally:
            if self.parts.voice is not None:
                self.parts.voice.over(heard.turn_id)
            if not shown.ended:
                self._keep(heard, shown.text, "interrupted")

    def _again(self, heard: Heard, answered: Turn) -> list[Event]:
        """A completion is stored without strategies, a supporting reply never is."""
        said = [Sentence(index, text) for index, text in enumerate(split_sentences(answered.content))]
        used = tuple(s for name in answered.strategies if (s := strategy_named(name)) is not None)
        saved = self.parts.people.open(heard.user_id).saved
        return [
            Started(heard.turn_id, heard.user_id, answered.session),
            *said,
            Ended(heard.turn_id, answered.content, "support" if used else "completion", used, saved),
        ]

    def _take_in(self, person: Person, heard: Heard) -> None:
        """Stores the message. One before it whose reply never came gets an empty, interrupted one first."""
        left = person.store.unanswered(heard.session)
        at = self.parts.clock().isoformat(timespec="seconds")
        if left is not None and left.id != row_id(heard.turn_id, "user"):
            person.store.append(
                turn_id=left.id.removesuffix(":user"),
                role="assistant",
                content="",
                session=heard.session,
                at=at,
                status="interrupted",
            )
        person.store.append(turn_id=heard.turn_id, role="user", content=heard.text, session=heard.session, at=at)

    def _keep(self, heard: Heard, text: str, status: Any) -> bool:
        """Makes sure that a reply is stored, once (`remember` has usually done it); tells whether on disk."""
        said: Any = {
            "turn_id": heard.turn_id,
            "role": "assistant",
            "content": text,
            "session": heard.session,
            "at": self.parts.clock().isoformat(timespec="seconds"),
            "status": status,
        }
        self._stored(heard.user_id, lambda person: person.store.append(**said))
        return self.parts.people.open(heard.user_id).saved

    def _stored(self, user_id: str, work: Callable[[Person], T]) -> T:
        """Does `work` on the person's store; when that fails, on a copy in memory."""
        people = self.parts.people
        person = people.open(user_id)
        try:
            if person.gone:
                person = people.unsave(user_id, "its folder was removed")
            return work(person)
        except (StoreUnwritable, sqlite3.Error) as error:
            return work(people.unsave(user_id, reason_of(error)))


def _nodes(parts: Parts) -> Nodes:
    """Those of the mode."""
    if parts.voice is None:
        return Nodes(parts)
    return (DeliberatingNodes if parts.settings.mode == "agents" else VoicedNodes)(parts, parts.voice)


def _whole(text: str) -> str:
    """Half a surrogate pair can be kept nowhere."""
    return text.encode("utf-8", "replace").decode("utf-8")
