"""The one thin synchronous door: an event loop on a thread of its own.

A thread rather than `asyncio.run`, so that the synchronous calls also work where a loop is already
running (a notebook), and so that connections opened in one call are still good in the next.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Iterator
from typing import Any, TypeVar

T = TypeVar("T")


class LoopThread:
    """Starts its thread at the first use and stops it in `close`."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Waits for `work`; an interrupt of the waiting thread cancels it and waits for its clean-up."""
        future = asyncio.run_coroutine_threadsafe(work, self._started())
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def iterate(self, items: AsyncGenerator[T, None]) -> Iterator[T]:
        """Drains an asynchronous generator; closing this iterator closes that one."""
        try:
            while not isinstance(item := self.run(_next(items)), _Done):
                yield item
        finally:
            self.run(items.aclose())

    async def relay(self, items: AsyncGenerator[T, None]) -> AsyncIterator[T]:
        """Drains, from another event loop, a generator that lives on this one."""
        loop = self._started()
        try:
            while not isinstance(
                item := await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(_next(items), loop)), _Done
            ):
                yield item
        finally:
            closing = asyncio.run_coroutine_threadsafe(items.aclose(), loop)
            await asyncio.shield(asyncio.wrap_future(closing))

    def close(self) -> None:
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._serve, name="holdspace-loop", daemon=True)
                self._thread.start()
            return self._loop

    def _serve(self) -> None:
        loop = self._loop
        if loop is not None:
            asyncio.set_event_loop(loop)
            loop.run_forever()


class _Done:
    """The end of a generator: StopAsyncIteration does not travel well through futures."""


async def _next(items: AsyncGenerator[T, None]) -> T | _Done:
    return await anext(items, _Done())
