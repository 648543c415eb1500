"""Where the graph's compact state is kept between turns: beside the transcript, in the person's folder."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import aiosqlite
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver


async def open_checkpoints(path: Path | None, copy_of: Path | None = None) -> AsyncSqliteSaver:
    """A checkpointer on the file `path`; on None in memory, starting from a copy of `copy_of` if that can be read.

    Raises sqlite3.Error when the file cannot be opened or is no database.
    """
    if path is not None:
        connection = await aiosqlite.connect(path)
    else:
        connection = await aiosqlite.connect(":memory:")
        if copy_of is not None:
            await _copy(copy_of, connection)
    saver = AsyncSqliteSaver(connection)
    try:
        await saver.setup()
        await connection.execute("pragma synchronous=normal")
        await connection.execute("pragma secure_delete=on")
    except BaseException:
        await connection.close()
        raise
    return saver


async def _copy(source: Path, target: aiosqlite.Connection) -> None:
    """A state that cannot be read is left behind: a new one starts, the sticky risk comes from the store."""
    try:
        async with aiosqlite.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True) as connection:
            await connection.backup(target)
    except sqlite3.Error:
        return


async def keep_latest(saver: AsyncSqliteSaver, thread: str) -> None:
    """Drops all but the newest checkpoint of a thread: nothing reads the older ones, and they hold a mood."""
    newest = "(select max(checkpoint_id) from checkpoints where thread_id = ?)"
    async with saver.lock:
        for table in ("checkpoints", "writes"):
            await saver.conn.execute(
                f"delete from {table} where thread_id = ? and checkpoint_id < {newest}",  # noqa: S608
                (thread, thread),
            )
        await saver.conn.commit()


async def close_checkpoints(saver: AsyncSqliteSaver) -> None:
    await saver.conn.close()
