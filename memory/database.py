"""One SQLite file behind one lock: opening, schema, and the two ways in which it can fail."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCHEMA_VERSION = 1

SCHEMA = """
create table if not exists sessions (id text primary key, at text not null);
create table if not exists turns (
    seq integer primary key autoincrement,
    id text not null unique,
    turn_id text not null,
    role text not null check (role in ('user', 'assistant')),
    content text not null,
    session text not null,
    at text not null,
    status text not null check (status in ('complete', 'interrupted')),
    strategies text not null default '[]',
    vectors blob,
    dimension integer not null default 0,
    encoder text not null default ''
);
create index if not exists turns_by_session on turns (session, seq);
create table if not exists memories (
    id text primary key,
    kind text not null,
    text text not null,
    subject text not null,
    attribute text not null,
    source text not null,
    at text not null,
    superseded_by text
);
create index if not exists memories_by_source on memories (source);
create table if not exists outbox (seq integer primary key autoincrement, turn text not null);
create table if not exists state (name text primary key, value text not null);
create table if not exists sentences (session text not null, key text not null, turn text not null,
    primary key (session, key)) without rowid;
"""

_FULL_OR_READONLY = ("disk is full", "readonly", "read-only", "disk i/o", "unable to open", "locked", "permission")


class StoreUnwritable(RuntimeError):
    """A write did not happen: full disk, read-only file or folder. `reason` is SQLite's word for it.

    What was stored before is intact; go on with `Store.unsaved(copy_of=path)`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"the conversation cannot be saved: {reason}")
        self.reason = reason


def reason_of(error: Exception) -> str:
    """The bare reason of an error, for a sentence that already says what it led to."""
    return error.reason if isinstance(error, StoreUnwritable) else str(error)


class StoreCorrupt(RuntimeError):
    """The file is no readable database of ours. It was kept under `kept_as` and never overwritten."""

    def __init__(self, path: Path, kept_as: Path | None, reason: str) -> None:
        where = f"it is kept as {kept_as}" if kept_as else "it was left untouched"
        super().__init__(
            f"{path} cannot be read ({reason}); {where}. Open the store again to start with an empty one, "
            "or put a backup in its place."
        )
        self.path, self.kept_as, self.reason = path, kept_as, reason


class Database:
    """A connection usable from several threads: every use holds the lock, every write is one transaction."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None) -> None:
        self._connection = connection
        self._lock = threading.RLock()
        self.path = path

    @classmethod
    def open(cls, path: Path) -> Database:
        """Opens or makes the file. Raises StoreUnwritable, or StoreCorrupt once the bad file is set aside."""
        try:
            connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=5.0)
        except sqlite3.Error as error:
            raise StoreUnwritable(str(error)) from error
        try:
            _prepare(connection)
        except sqlite3.DatabaseError as error:
            connection.close()
            if _is_refusal(error):
                raise StoreUnwritable(str(error)) from error
            raise StoreCorrupt(path, set_aside(path), str(error)) from error
        return cls(connection, path)

    @classmethod
    def in_memory(cls, copy_of: Path | None) -> Database:
        """An unsaved database, filled from a file opened read-only; an unreadable file gives an empty one."""
        connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        if copy_of is not None and not _copied(copy_of, connection):
            connection.close()
            connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        connection.execute("pragma secure_delete = on")
        connection.executescript(SCHEMA)
        return cls(connection, None)

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept or none. Raises StoreUnwritable when it cannot be kept."""
        with self._lock:
            try:
                self._connection.execute("begin immediate")
                yield self._connection
                self._connection.execute("commit")
            except sqlite3.DatabaseError as error:
                self._roll_back()
                if _is_refusal(error):
                    raise StoreUnwritable(str(error)) from error
                raise
            except BaseException:
                self._roll_back()
                raise

    def truncate_wal(self) -> None:
        """Moves the write-ahead log into the file, overwrites freed pages, empties the log. Raises StoreUnwritable."""
        if self.path is None:
            return
        with self._lock:
            try:
                self._connection.execute("vacuum")
                self._connection.execute("pragma wal_checkpoint(truncate)").fetchall()
            except sqlite3.OperationalError as error:
                raise StoreUnwritable(str(error)) from error

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("rollback")


def _prepare(connection: sqlite3.Connection) -> None:
    # FULL, not NORMAL: NORMAL loses the last turns to a power cut; one flush a commit is two or three a turn.
    for pragma in ("journal_mode = wal", "synchronous = full", "secure_delete = on", "temp_store = memory"):
        connection.execute(f"pragma {pragma}")
    if connection.execute("pragma quick_check(1)").fetchone() != ("ok",):
        raise sqlite3.DatabaseError("quick_check found damage")
    version = connection.execute("pragma user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise sqlite3.OperationalError(f"unable to open: written by a later version (schema {version})")
    if version < SCHEMA_VERSION:
        connection.executescript(SCHEMA)
        connection.execute(f"pragma user_version = {SCHEMA_VERSION}")


def _is_refusal(error: sqlite3.DatabaseError) -> bool:
    word = str(error).lower()
    return any(sign in word for sign in _FULL_OR_READONLY)


def set_aside(path: Path) -> Path | None:
    """Renames the file, and its log with it, to the first free `.corrupt-N`."""
    for n in range(1, 1000):
        kept = path.with_name(f"{path.name}.corrupt-{n}")
        if kept.exists():
            continue
        try:
            path.replace(kept)
            for tail in ("-wal", "-shm"):
                beside = path.with_name(path.name + tail)
                if beside.exists():
                    beside.replace(kept.with_name(kept.name + tail))
        except OSError:
            return None
        return kept
    return None


def _copied(source: Path, target: sqlite3.Connection) -> bool:
    """`immutable` is the second try: a WAL file in a read-only folder cannot be opened otherwise."""
    for option in ("mode=ro", "mode=ro&immutable=1"):
        try:
            reader = sqlite3.connect(f"{source.resolve().as_uri()}?{option}", uri=True)
            try:
                reader.backup(target)
            finally:
                reader.close()
            target.execute("select count(*) from turns")
        except sqlite3.Error:
            continue
        return True
    return False
