"""What the index has still to be told. Written in the transaction of the turn, so a kill loses nothing."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from .database import Database


@dataclass(frozen=True, slots=True)
class Due:
    """One entry: the turn's row id, and the entry's place in the queue."""

    seq: int
    turn: str


class Outbox:
    """A queue of row ids. Delivering an entry twice must be harmless to the receiver."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, transaction: sqlite3.Connection, turn: str) -> None:
        """Adds an entry inside the writer's own transaction."""
        transaction.execute("insert into outbox (turn) values (?)", (turn,))

    def due(self, limit: int = 256) -> tuple[Due, ...]:
        """The oldest entries, in order."""
        return tuple(Due(*row) for row in self._db.rows("select seq, turn from outbox order by seq limit ?", (limit,)))

    def settle(self, last: Due) -> None:
        """Strikes out everything up to and including `last`."""
        with self._db.writing() as db:
            db.execute("delete from outbox where seq <= ?", (last.seq,))
