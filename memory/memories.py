"""What is kept of what a person said: each memory a verbatim span with its source turn and date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from .database import Database

MemoryKind = Literal["person", "event", "loss", "plan", "preference", "helped", "not_helped", "avoid", "allow", "self"]


@dataclass(frozen=True, slots=True)
class Memory:
    """`text` is a verbatim span of the turn `source` (a row id) said at `at` (ISO 8601 in UTC).

    `subject` and `attribute` name what it is about, in lower case ("sister", "name"); of two memories with
    the same non-empty pair the later one holds, and the earlier names it in `superseded_by`. For the kind
    "avoid" the subject is what must not be brought up, and "allow" lifts it again.
    """

    id: str
    kind: MemoryKind
    text: str
    subject: str
    attribute: str
    source: str
    at: str
    superseded_by: str | None = None


def memory_id(source: str, kind: MemoryKind, text: str) -> str:
    """The same span of the same turn has the same id, however often it is found."""
    return hashlib.sha256(f"{source}\0{kind}\0{text}".encode("utf-8", "replace")).hexdigest()[:16]


class MemoryShelf:
    """The memories table. Adding what is there already changes nothing."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, memories: Iterable[Memory]) -> None:
        """Keeps memories in the order given; each replaces what was held of the same subject and attribute."""
        with self._db.writing() as db:
            for new in memories:
                row = (new.id, new.kind, new.text, new.subject, new.attribute, new.source, new.at, None)
                fresh = db.execute("insert or ignore into memories values (?, ?, ?, ?, ?, ?, ?, ?)", row).rowcount
                if fresh and new.subject and new.attribute:
                    db.execute(
                        "update memories set superseded_by = ? where subject = ? and attribute = ? and id <> ? "
                        "and superseded_by is null and at <= ?",
                        (new.id, new.subject, new.attribute, new.id, new.at),
                    )

    def all(self, *, held_only: bool = False) -> tuple[Memory, ...]:
        """In the order they were said; `held_only` leaves out what a later memory has replaced."""
        query = "select id, kind, text, subject, attribute, source, at, superseded_by from memories"
        if held_only:
            query += " where superseded_by is null"
        return tuple(_memory(row) for row in self._db.rows(query + " order by at, rowid"))

    def avoided(self) -> frozenset[str]:
        """Subjects the person asked not to be reminded of, and has not opened again since."""
        closed: set[str] = set()
        for memory in self.all():
            if memory.kind == "avoid":
                closed.add(memory.subject)
            elif memory.kind == "allow":
                closed.discard(memory.subject)
        return frozenset(closed)

    def forget(self, memory: str) -> bool:
        """Removes one memory by id; what it had replaced holds again. False when there is no such memory."""
        with self._db.writing() as db:
            gone = db.execute("delete from memories where id = ?", (memory,)).rowcount > 0
            db.execute("update memories set superseded_by = null where superseded_by = ?", (memory,))
        return gone


def _memory(row: tuple[Any, ...]) -> Memory:
    return Memory(*row)
