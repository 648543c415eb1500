"""A model for the nodes of a turn, which are plain functions: its calls run on an event loop of their own.

All calls of one turn share its time and its account, and one word from outside ends them.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from typing import TypeVar

from ...prompts.port import ChatFailure, ChatMessage, ChatReply, ChatValue, ValueT
from ..loop import LoopThread
from .resilient import Attempt, Resilient, TurnModel

T = TypeVar("T")

ENDED = 256
"""So many turns that are over are remembered."""

STOPPED = ChatFailure("cancelled", "the turn was stopped")


class ModelTurn:
    """The model of one turn. Its methods block the thread that calls them, and never raise for what a model does."""

    def __init__(self, asked: TurnModel, loop: LoopThread) -> None:
        self.asked = asked
        self._loop = loop
        self._stopped = threading.Event()
        self._told = 0
        self._tasks: dict[asyncio.Task[object], asyncio.AbstractEventLoop] = {}

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def fresh_attempts(self) -> list[Attempt]:
        """Those made since this was last asked."""
        fresh = self.asked.attempts[self._told :]
        self._told += len(fresh)
        return fresh

    def text(self, messages: Sequence[ChatMessage]) -> ChatReply | ChatFailure:
        """The whole reply at once."""
        return self.run(lambda: self.asked.text(messages))

    def value(self, messages: Sequence[ChatMessage], of: type[ValueT]) -> ChatValue[ValueT] | ChatFailure:
        """A value of the type `of`."""
        return self.run(lambda: self.asked.value(messages, of))

    def stream(self, messages: Sequence[ChatMessage]) -> Iterator[str | ChatReply | ChatFailure]:
        """Pieces of text, then one `ChatReply` or `ChatFailure`. Closing the iterator ends the call."""
        items = self.asked.stream(messages)

        async def following() -> str | ChatReply | ChatFailure | None:
            return await anext(items, None)

        try:
            while (item := self.run(following)) is not None:
                yield item
                if item is STOPPED:
                    return
        finally:
            if isinstance(items, AsyncGenerator):
                self._loop.run(items.aclose())

    def run(self, work: Callable[[], Awaitable[T]]) -> T | ChatFailure:
        """Does other work with the model, such as thinking ahead; `STOPPED` once the turn was stopped."""
        return self._loop.run(self._doing(work))

    def stop(self) -> None:
        """Ends the call under way, and lets no other begin. From any thread."""
        self._stopped.set()
        for task, loop in list(self._tasks.items()):
            loop.call_soon_threadsafe(task.cancel)

    async def _doing(self, work: Callable[[], Awaitable[T]]) -> T | ChatFailure:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  a loop runs nothing else
        self._tasks[task] = asyncio.get_running_loop()
        try:
            return STOPPED if self.stopped else await work()
        except asyncio.CancelledError:
            if not self.stopped:
                raise
            return STOPPED
        finally:
            del self._tasks[task]


class Voice:
    """The models an agent may ask, for all its people."""

    def __init__(self, models: Resilient) -> None:
        self.models = models
        self._loop = LoopThread()
        self._turns: dict[str, ModelTurn] = {}
        self._ended: deque[str] = deque(maxlen=ENDED)

    @property
    def name(self) -> str:
        """The name of the model that is asked first."""
        return self.models.name

    def over(self, turn_id: str) -> None:
        """The turn has ended, or was left: what is still running for it ends too. From any thread."""
        self._ended.append(turn_id)
        left = self._turns.pop(turn_id, None)
        if left is not None:
            left.stop()

    def begin(self, turn_id: str) -> None:
        """A turn of that id begins, whether for the first time or again; its time does, too."""
        while turn_id in self._ended:
            self._ended.remove(turn_id)
        self._turns[turn_id] = ModelTurn(self.models.turn(), self._loop)

    def turn(self, turn_id: str) -> ModelTurn:
        """The model of that turn; a node that is late for a turn that is over gets one that says nothing."""
        if turn_id not in self._turns and turn_id not in self._ended:
            self.begin(turn_id)
        late = ModelTurn(self.models.turn(), self._loop)
        late.stop()
        return self._turns.get(turn_id, late)

    def close(self, *others: object) -> None:
        """Ends every call and lets go of the connections, of `others` asked on the same loop, too."""
        for turn_id in list(self._turns):
            self.over(turn_id)
        for held in (self.models, *others):
            release = getattr(held, "release", None)
            if release is not None:
                self._loop.run(release())
        self._loop.close()
