"""Nearest turns by vector. The index is derived: the store's outbox feeds it, and it can be rebuilt at will."""

from __future__ import annotations

import secrets
import shutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from .quiet import silence
from .scrub import scrubbed_allocations
from .store import Store

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

Vectors = NDArray[np.float32]

COLLECTION = "turns"
BATCH = 1024


@dataclass(frozen=True, slots=True)
class Near:
    """A stored turn, by row id, and the cosine in [-1, 1] of its closest window."""

    turn: str
    cosine: float


class VectorIndex(Protocol):
    """Finds turns near a vector. Implementations bring themselves up to date from the store."""

    @property
    def encoder(self) -> str: ...

    @property
    def folder(self) -> Path | None:
        """Where it keeps its files; None when it has none."""
        ...

    def nearest(self, vector: Vectors, limit: int) -> tuple[Near, ...]:
        """At most `limit` turns, nearest first; `vector` has shape (dimension,), L2-normalised."""
        ...

    def catch_up(self) -> int:
        """Takes in what the outbox holds; returns the number of entries taken."""
        ...

    def rebuild(self) -> int:
        """Throws the index away and makes it anew from the store; returns the number of windows."""
        ...

    def discard(self) -> None:
        """Removes what it keeps on disk; the next use makes it anew."""
        ...

    def close(self) -> None: ...


class ExactIndex:
    """All vectors in one matrix: for unsaved stores, the batch verb, and as the measure of the other."""

    def __init__(self, store: Store, encoder: str) -> None:
        self._store, self.encoder = store, encoder
        self.folder: Path | None = None
        self._lock = threading.Lock()
        self._turns: list[str] = []
        self._matrix: Vectors = np.zeros((0, 0), dtype=np.float32)
        self.rebuild()

    def nearest(self, vector: Vectors, limit: int) -> tuple[Near, ...]:
        self.catch_up()
        with self._lock:
            if not self._turns:
                return ()
            cosines = self._matrix @ vector
            turns = list(self._turns)
        return _best_windows(turns, cosines, limit)

    def catch_up(self) -> int:
        due = self._store.outbox.due()
        if due:
            self.rebuild()
        return len(due)

    def rebuild(self) -> int:
        due = self._store.outbox.due(1_000_000)
        rows = self._store.vectors(self.encoder)
        with self._lock:
            self._turns = [turn for turn, vectors in rows for _ in vectors]
            self._matrix = np.concatenate([v for _, v in rows]) if rows else np.zeros((0, 0), dtype=np.float32)
        if due:
            self._store.outbox.settle(due[-1])
        return len(self._turns)

    def discard(self) -> None:
        """Has nothing on disk."""

    def close(self) -> None:
        """Holds nothing open."""


class ChromaIndex:
    """One Chroma collection in a person's own folder: cosine space, no embedding function, no telemetry.

    A folder that is broken, was made by another encoder, or does not count what the store counts is
    removed and rebuilt: Chroma keeps compacted vectors in files that a damaged store cannot win back.

    Chroma writes a whole block of memory to disk, with whatever the process last held there: the vector of
    a turn just forgotten, or another person's words. Whatever can allocate that block runs in
    `scrubbed_allocations`.
    """

    def __init__(self, folder: Path, store: Store, encoder: str) -> None:
        self._store, self.encoder = store, encoder
        self.folder: Path = folder
        self._lock = threading.RLock()
        self._client: Client | None = None
        self._collection: Collection | None = None

    def nearest(self, vector: Vectors, limit: int) -> tuple[Near, ...]:
        """Asks for more windows than turns, since several windows may belong to one turn."""
        with self._lock:
            self.catch_up()
            try:
                return self._query(vector, limit)
            except Exception:  # Chroma raises many kinds for a broken index; any of them means: make it anew
                self.rebuild()
                return self._query(vector, limit)

    def catch_up(self) -> int:
        with self._lock:
            if self._collection is None:
                self._open_or_rebuild()
            taken = 0
            while due := self._store.outbox.due():
                rows = self._store.vectors(self.encoder, list(dict.fromkeys(entry.turn for entry in due)))
                try:
                    self._take(rows)
                except Exception:
                    self.rebuild()
                    return taken + len(due)
                self._store.outbox.settle(due[-1])
                taken += len(due)
            return taken

    def rebuild(self) -> int:
        with self._lock:
            self.discard()
            due = self._store.outbox.due(1_000_000)
            self._open()
            rows = self._store.vectors(self.encoder)
            self._take(rows)
            if due:
                self._store.outbox.settle(due[-1])
            return sum(len(vectors) for _, vectors in rows)

    def discard(self) -> None:
        with self._lock:
            self.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def close(self) -> None:
        """Frees threads and file handles; the next use opens it again."""
        with self._lock:
            if self._client is not None:
                self._client.close()
            self._client = self._collection = None

    def _open(self) -> Collection:
        silence()
        import chromadb
        from chromadb.config import Settings

        made = self._made() or self.folder / secrets.token_hex(4)
        made.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings = Settings(anonymized_telemetry=False)
        with scrubbed_allocations():
            self._client = cast("Client", chromadb.PersistentClient(path=str(made), settings=settings))
            self._collection = self._client.get_or_create_collection(
                COLLECTION,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine"}},
                metadata={"encoder": self.encoder},
            )
        return self._collection

    def _made(self) -> Path | None:
        """Each making has a folder of its own: Chroma keeps a path that failed to open failing in this process."""
        found = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        return found[0] if found else None

    def _open_or_rebuild(self) -> None:
        try:
            collection = self._open()
            waiting = {entry.turn for entry in self._store.outbox.due(1_000_000)}
            held = {turn: len(rows) for turn, rows in self._store.vectors(self.encoder)}
            least = sum(count for turn, count in held.items() if turn not in waiting)
            made_by = (collection.metadata or {}).get("encoder")
            sound = made_by == self.encoder and least <= collection.count() <= sum(held.values())
        except Exception:
            sound = False
        if not sound:
            self.rebuild()

    def _take(self, rows: Sequence[tuple[str, Vectors]]) -> None:
        collection = self._collection or self._open()
        ids = [f"{n}#{turn}" for turn, vectors in rows for n in range(len(vectors))]
        if not ids:
            return
        matrix = np.concatenate([vectors for _, vectors in rows])
        with scrubbed_allocations():
            for start in range(0, len(ids), BATCH):
                collection.upsert(ids=ids[start : start + BATCH], embeddings=matrix[start : start + BATCH])

    def _query(self, vector: Vectors, limit: int) -> tuple[Near, ...]:
        collection = self._collection or self._open()
        with scrubbed_allocations():
            wanted = min(collection.count(), limit * 3)
            if not wanted:
                return ()
            found = collection.query(query_embeddings=vector[None, :], n_results=wanted, include=["distances"])
        distances = found["distances"]
        turns = [window.split("#", 1)[1] for window in found["ids"][0]]
        cosines = 1.0 - np.asarray(distances[0] if distances else [], dtype=np.float32)
        return _best_windows(turns, cosines, limit)


def _best_windows(turns: Sequence[str], cosines: Vectors, limit: int) -> tuple[Near, ...]:
    best: dict[str, float] = {}
    for i in np.argsort(-cosines, kind="stable"):
        best.setdefault(turns[i], float(cosines[i]))
        if len(best) == limit:
            break
    return tuple(Near(turn, cosine) for turn, cosine in best.items())
