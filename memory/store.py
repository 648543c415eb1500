"""The truth about a person: what was said, in order, with its vectors, and the state that goes with it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NotRequired, TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray

from ..prompts.sentences import sentence_key, split_sentences
from .database import Database, StoreCorrupt, StoreUnwritable
from .memories import MemoryShelf
from .outbox import Outbox
from .turns import Role, Turn, TurnStatus

__all__ = ["Heard", "Said", "Session", "Store", "StoreCorrupt", "StoreUnwritable", "row_id"]

Vectors = NDArray[np.float32]

_COLUMNS = "id, seq, role, content, session, at, status, strategies"


class Said(TypedDict):
    """What `Store.append` is told of one utterance.

    `vector` has shape (dimension,) or (windows, dimension), rows L2-normalised, the first being the
    whole utterance; `encoder` is the name of what made it. `at` is ISO 8601 in UTC.
    """

    turn_id: str
    role: Role
    content: str
    session: str
    at: str
    vector: NotRequired[Vectors | None]
    encoder: NotRequired[str]
    strategies: NotRequired[Sequence[str]]
    status: NotRequired[TurnStatus]


@dataclass(frozen=True, slots=True)
class Session:
    """One sitting; `at` is when it began, ISO 8601 in UTC."""

    id: str
    at: str


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """A turn with its own vector, shape (dimension,), or None when it was never encoded."""

    turn: Turn
    vector: Vectors | None


def row_id(turn_id: str, role: Role) -> str:
    """The id of a stored turn: an exchange has one turn id, and up to one turn of each role under it."""
    return f"{turn_id}:{role}"


class Store:
    """One person's SQLite file, or the unsaved stand-in for it. Safe to use from several threads.

    Every writing function raises StoreUnwritable when the write could not be kept.
    """

    def __init__(self, database: Database) -> None:
        self._db = database
        self.outbox = Outbox(database)
        self.memories = MemoryShelf(database)

    @classmethod
    def open(cls, path: Path) -> Store:
        """Raises StoreUnwritable, or StoreCorrupt after setting the unreadable file aside."""
        return cls(Database.open(path))

    @classmethod
    def unsaved(cls, copy_of: Path | None = None) -> Store:
        """A store that forgets when closed; begins with what the file holds, if it can be read."""
        return cls(Database.in_memory(copy_of))

    @property
    def durable(self) -> bool:
        return self._db.path is not None

    @property
    def path(self) -> Path | None:
        return self._db.path

    def close(self) -> None:
        self._db.close()

    def truncate(self) -> None:
        """Leaves no freed page and no write-ahead log behind."""
        self._db.truncate_wal()

    def begin_session(self, session: str, at: str) -> None:
        """Beginning a session again changes nothing."""
        with self._db.writing() as db:
            db.execute("insert or ignore into sessions values (?, ?)", (session, at))

    def sessions(self) -> tuple[Session, ...]:
        """In the order they began."""
        return tuple(Session(*row) for row in self._db.rows("select id, at from sessions order by at, rowid"))

    def append(self, **said: Unpack[Said]) -> Turn:
        """Stores one utterance and returns it; a repeat returns what is stored.

        An interrupted reply is replaced when the complete one arrives, and only then. The sentences of an
        assistant turn become known to `said`; a turn with a vector enters the outbox in the same transaction.
        """
        row = row_id(said["turn_id"], said["role"])
        with self._db.writing() as db:
            stored = self.turn(row)
            partial = said.get("status", "complete") == "interrupted"
            if stored is not None and (stored.status == "complete" or partial):
                return stored
            db.execute("insert or ignore into sessions values (?, ?)", (said["session"], said["at"]))
            self._write(db, row, said, new=stored is None)
            kept = self.turn(row)
        assert kept is not None  # noqa: S101  the row was written in the transaction above
        return kept

    def _write(self, db: sqlite3.Connection, row: str, said: Said, *, new: bool) -> None:
        blob, dimension = _packed(said.get("vector"))
        changing = {
            "content": said["content"],
            "status": said.get("status", "complete"),
            "strategies": json.dumps(list(said.get("strategies", ()))),
            "vectors": blob,
            "dimension": dimension,
            "encoder": said.get("encoder", ""),
        }
        if new:
            fixed = (row, said["turn_id"], said["role"], said["session"], said["at"])
            db.execute(
                "insert into turns (id, turn_id, role, session, at, content, status, strategies, vectors, dimension, "
                "encoder) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*fixed, *changing.values()),
            )
        else:
            db.execute(
                "update turns set content = ?, status = ?, strategies = ?, vectors = ?, dimension = ?, encoder = ? "
                "where id = ?",
                (*changing.values(), row),
            )
        if said["role"] == "assistant":
            keys = {sentence_key(sentence) for sentence in split_sentences(said["content"])} - {""}
            db.executemany(
                "insert or ignore into sentences values (?, ?, ?)", [(said["session"], key, row) for key in keys]
            )
        if blob is not None:
            self.outbox.put(db, row)

    def put_vectors(self, row: str, vectors: Vectors, encoder: str) -> None:
        """Gives a stored turn its vectors, or new ones of another encoder, and tells the outbox."""
        blob, dimension = _packed(vectors)
        with self._db.writing() as db:
            db.execute(
                "update turns set vectors = ?, dimension = ?, encoder = ? where id = ?", (blob, dimension, encoder, row)
            )
            self.outbox.put(db, row)

    def turn(self, row: str) -> Turn | None:
        found = self._db.rows(f"select {_COLUMNS} from turns where id = ?", (row,))  # noqa: S608
        return _turn(found[0]) if found else None

    def transcript(self, session: str | None = None, after: int = -1) -> tuple[Turn, ...]:
        """Everything said, or one session of it, in order; only turns whose index is greater than `after`."""
        rows = self._db.rows(
            f"select {_COLUMNS} from turns where seq > ? and (? is null or session = ?) order by seq",  # noqa: S608
            (after + 1, session, session),
        )
        return tuple(_turn(row) for row in rows)

    def extent(self) -> tuple[int, int, int]:
        """How much there is: number of turns, one more than the last index, characters. Changes with any change."""
        row = self._db.rows("select count(*), coalesce(max(seq), 0), coalesce(sum(length(content)), 0) from turns")[0]
        return row[0], row[1], row[2]

    def recent(self, session: str, limit: int) -> tuple[Heard, ...]:
        """The last `limit` turns of a session, oldest first, each with its own vector."""
        rows = self._db.rows(
            f"select {_COLUMNS}, vectors, dimension from turns where session = ? order by seq desc limit ?",  # noqa: S608
            (session, limit),
        )
        return tuple(Heard(_turn(row), _first(row[-2], row[-1])) for row in reversed(rows))

    def unanswered(self, session: str) -> Turn | None:
        """The last user turn of a session when no reply, not even an interrupted one, follows it."""
        rows = self._db.rows(
            f"select {_COLUMNS} from turns where session = ? order by seq desc limit 1",  # noqa: S608
            (session,),
        )
        return _turn(rows[0]) if rows and rows[0][2] == "user" else None

    def said(self, session: str) -> frozenset[str]:
        """Keys of the sentences the assistant has said in a session (`prompts.sentences.sentence_key`)."""
        return frozenset(row[0] for row in self._db.rows("select key from sentences where session = ?", (session,)))

    def vectors(self, encoder: str, turns: Sequence[str] | None = None) -> list[tuple[str, Vectors]]:
        """(row id, vectors of shape (windows, dimension)) of all turns, or of those named, made by `encoder`."""
        query = "select id, vectors, dimension from turns where vectors is not null and encoder = ?"
        if turns is None:
            rows = self._db.rows(query + " order by seq", (encoder,))
        else:
            query += " and id in (select value from json_each(?))"
            rows = self._db.rows(query, (encoder, json.dumps(turns)))
        return [(row[0], _unpacked(row[1], row[2])) for row in rows]

    def put_state(self, name: str, value: Any) -> None:
        """Keeps any JSON value under a name."""
        text = json.dumps(value, ensure_ascii=False)
        with self._db.writing() as db:
            db.execute("insert into state values (?, ?) on conflict do update set value = excluded.value", (name, text))

    def get_state(self, name: str) -> Any | None:
        rows = self._db.rows("select value from state where name = ?", (name,))
        return json.loads(rows[0][0]) if rows else None

    def forget_turn(self, row: str) -> bool:
        """Removes a turn, the memories drawn from it and its sentence keys; False when there is no such turn."""
        with self._db.writing() as db:
            gone = db.execute("delete from turns where id = ?", (row,)).rowcount > 0
            db.execute("delete from memories where source = ?", (row,))
            db.execute("delete from sentences where turn = ?", (row,))
            db.execute("delete from outbox where turn = ?", (row,))
        return gone


def _packed(vectors: Vectors | None) -> tuple[bytes | None, int]:
    if vectors is None:
        return None, 0
    rows = np.ascontiguousarray(np.atleast_2d(vectors), dtype="<f4")
    return rows.tobytes(), rows.shape[1]


def _unpacked(blob: bytes, dimension: int) -> Vectors:
    return np.frombuffer(blob, dtype="<f4").reshape(-1, dimension)


def _first(blob: bytes | None, dimension: int) -> Vectors | None:
    return None if blob is None else _unpacked(blob, dimension)[0]


def _turn(row: Sequence[Any]) -> Turn:
    return Turn(
        id=row[0],
        index=row[1] - 1,
        role=row[2],
        content=row[3],
        session=row[4],
        at=row[5],
        status=row[6],
        strategies=tuple(json.loads(row[7])),
    )
