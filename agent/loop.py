"""The one thin synchronous door: an event loop on a thread of its own.

A thread rather than `asyncio.run`, so that the synchronous calls also work where a loop is already
running (a notebook), and so that connections opened in one call are still good in the next.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import os
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Iterator
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class _Job(Generic[T]):
    """Work on the loop, waited for elsewhere. `future` is done only when the work and its clean-up are."""

    def __init__(self, loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, T]) -> None:
        self.future: concurrent.futures.Future[T] = concurrent.futures.Future()
        self.future.set_running_or_notify_cancel()  # from here on only the work itself settles it
        self._loop, self._work = loop, work
        self._task: asyncio.Task[T] | None = None
        loop.call_soon_threadsafe(self._start)

    def cancel(self) -> None:
        self._loop.call_soon_threadsafe(lambda: self._task and self._task.cancel())

    def _start(self) -> None:
        self._task = self._loop.create_task(self._work)
        self._task.add_done_callback(self._settle)

    def _settle(self, task: asyncio.Task[T]) -> None:
        if task.cancelled():
            self.future.set_exception(concurrent.futures.CancelledError())
        elif (error := task.exception()) is not None:
            self.future.set_exception(error)
        else:
            self.future.set_result(task.result())


class LoopThread:
    """Starts its thread at the first use and stops it in `close`. A forked child gets a thread of its own."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._process = os.getpid()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Waits for `work`. An interrupt of the waiting thread cancels it and waits for its clean-up."""
        job = _Job(self._started(), work)
        try:
            return job.future.result()
        except concurrent.futures.CancelledError:
            raise RuntimeError("the agent was closed during this turn; what was shown of the reply is kept") from None
        except BaseException:
            if not job.future.done():
                job.cancel()
                concurrent.futures.wait([job.future])
            raise

    def iterate(self, items: AsyncGenerator[T, None]) -> Iterator[T]:
        """Drains an asynchronous generator; closing this iterator closes that one."""
        try:
            while not isinstance(item := self.run(_next(items)), _Done):
                yield item
        finally:
            self._finish(items)

    async def relay(self, items: AsyncGenerator[T, None]) -> AsyncIterator[T]:
        """Drains, from another event loop, a generator that lives on this one."""
        try:
            while not isinstance(item := await self._elsewhere(_next(items)), _Done):
                yield item
        finally:
            if self._loop is not None:
                await self._elsewhere(items.aclose())

    def wind_down(self) -> None:
        """Cancels what is running, closes what is suspended, and waits until no node is at work any more."""
        if self._loop is not None:
            self.run(_wind_down())

    def close(self) -> None:
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    async def _elsewhere(self, work: Coroutine[Any, Any, T]) -> T:
        job = _Job(self._started(), work)
        waiting = asyncio.wrap_future(job.future)
        try:
            return await asyncio.shield(waiting)
        except asyncio.CancelledError:
            if not job.future.done():
                job.cancel()
                await asyncio.wait([waiting])
            raise

    def _finish(self, items: AsyncGenerator[T, None]) -> None:
        loop, thread = self._loop, self._thread
        if loop is None or self._process != os.getpid():
            return  # closed: `wind_down` has finished it
        if thread is not None and thread.ident == threading.get_ident():
            loop.create_task(items.aclose())
        else:
            self.run(items.aclose())

    def _started(self) -> asyncio.AbstractEventLoop:
        if self._process != os.getpid():
            self._loop = self._thread = None
            self._lock, self._process = threading.Lock(), os.getpid()
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=_serve, args=(self._loop,), name="holdspace-loop", daemon=True)
                self._thread.start()
            return self._loop


class _Done:
    """The end of a generator: StopAsyncIteration does not travel well through futures."""


async def _next(items: AsyncGenerator[T, None]) -> T | _Done:
    return await anext(items, _Done())


async def _wind_down() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    loop = asyncio.get_running_loop()
    await loop.shutdown_asyncgens()
    await loop.shutdown_default_executor()


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    loop.run_forever()
