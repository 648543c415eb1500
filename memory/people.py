"""The people an agent is talking with: each with an open folder, or in memory when it cannot be had."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .database import reason_of
from .facts import facts_in
from .home import PersonHome, Place, open_home
from .index import ChromaIndex, ExactIndex, VectorIndex
from .recall import Recall
from .store import Store, StoreCorrupt, StoreUnwritable, row_id

Trouble = Literal["unsaved", "busy", "restored"]


@dataclass(slots=True, eq=False)
class Person:
    """One person's store and memory. `trouble` tells why it is not the plain durable case, with the reason."""

    user_id: str
    store: Store
    index: VectorIndex
    recall: Recall
    encoder: str
    home: PersonHome | None = None
    place: Place | None = None
    trouble: tuple[Trouble, str] | None = None

    def remember(
        self,
        *,
        turn_id: str,
        session: str,
        at: str,
        reply: str,
        strategies: tuple[str, ...],
        vectors: tuple[NDArray[np.float32] | None, NDArray[np.float32]],
    ) -> None:
        """Makes a finished turn durable, once: the reply, both vectors, what is worth keeping, the index.

        `vectors` are those of the message (None when it could not be encoded) and of the reply.
        Raises StoreUnwritable.
        """
        heard, spoken = vectors
        said = row_id(turn_id, "user")
        if heard is not None and (turn := self.store.turn(said)) is not None:
            self.store.put_vectors(said, heard, self.encoder)
            self.store.memories.add(facts_in(turn))
        self.store.append(
            turn_id=turn_id,
            role="assistant",
            content=reply,
            session=session,
            at=at,
            vector=spoken,
            encoder=self.encoder,
            strategies=strategies,
        )
        self.index.catch_up()

    @property
    def gone(self) -> bool:
        """Whether the file was taken away while it was open: what is written to it is lost."""
        return self.store.durable and self.place is not None and not self.place.database.is_file()

    @property
    def saved(self) -> bool:
        """Whether what was said is on disk."""
        return self.store.durable and not self.gone

    def close(self) -> None:
        for part in (self.index, self.store):
            with suppress(Exception):  # a broken part cannot be closed well; the folder is let go all the same
                part.close()
        if self.home is not None:
            self.home.release()


class People:
    """Opens people on demand. `root` None saves nothing.

    At most `limit` keep their index open: that costs threads and file handles, and opens again by itself.
    The rest stays open until `close_person`, for in memory there is nothing to open again.
    """

    def __init__(self, root: Path | None, encoder: str, limit: int = 32) -> None:
        self._root = root
        self._encoder = encoder
        self._limit = limit
        self._open: OrderedDict[str, Person] = OrderedDict()
        self._lock = threading.RLock()

    def open(self, user_id: str) -> Person:
        """The person, opened now if need be. Never raises for a folder that is busy, unwritable or damaged."""
        with self._lock:
            person = self._open.pop(user_id, None) or self._enter(user_id)
            self._open[user_id] = person
            for idle in list(self._open.values())[: -self._limit]:
                idle.index.close()
            return person

    def unsave(self, user_id: str, reason: str) -> Person:
        """Goes on in memory with a copy of what is on disk, after a write failed; what was saved stays there."""
        with self._lock:
            old = self.open(user_id)
            if not old.store.durable:
                return old
            new = self._in_memory(user_id, old.place, ("unsaved", reason))
            old.close()
            self._open[user_id] = new
            return new

    def close_person(self, user_id: str) -> None:
        with self._lock:
            person = self._open.pop(user_id, None)
        if person is not None:
            person.close()

    def close(self) -> None:
        with self._lock:
            people = list(self._open.values())
            self._open.clear()
        for person in people:
            person.close()

    def _enter(self, user_id: str) -> Person:
        if self._root is None:
            return self._in_memory(user_id, None, None)
        home = open_home(self._root, user_id)
        if home.kind == "busy":
            return self._in_memory(user_id, home.place, ("busy", "the folder is in use by another conversation"))
        if home.kind == "unwritable":
            return self._in_memory(user_id, home.place, ("unsaved", home.reason))
        trouble: tuple[Trouble, str] | None = None
        try:
            try:
                store = Store.open(home.place.database)
            except StoreCorrupt as error:
                trouble = ("restored", str(error))
                store = Store.open(home.place.database)
        except (StoreUnwritable, StoreCorrupt) as error:
            home.release()
            return self._in_memory(user_id, home.place, ("unsaved", reason_of(error)))
        index = ChromaIndex(home.place.index, store, self._encoder)
        return Person(
            user_id, store, index, Recall(store, index, self._encoder), self._encoder, home, home.place, trouble
        )

    def _in_memory(self, user_id: str, place: Place | None, trouble: tuple[Trouble, str] | None) -> Person:
        store = Store.unsaved(place.database if place else None)
        index = ExactIndex(store, self._encoder)
        return Person(user_id, store, index, Recall(store, index, self._encoder), self._encoder, None, place, trouble)
