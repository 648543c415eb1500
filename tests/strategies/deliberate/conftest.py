"""A model played by a function, and a loop whose seconds pass only when everybody waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest

from holdspace.prompts.port import ChatFailure, ChatMessage, ChatReply, ChatValue, Usage
from holdspace.strategies.deliberate.critic import SENTENCES
from holdspace.strategies.deliberate.moment import Line, Moment
from holdspace.strategies.deliberate.simulation import Answer

T = TypeVar("T")
OPENINGS = {
    "You write one reply": "move",
    "You play a person": "answer",
    "You judge whether": "judgement",
    "You decide what": "steps",
}


@dataclass(frozen=True)
class Call:
    """What a model was asked: `doing` is read from how the system message begins."""

    doing: str
    system: str
    user: str
    number: int


@dataclass
class Played:
    """A model whose every answer is what `act` returns for the call: text, a value, or a failure; exceptions rise.

    `waits` gives the seconds each call takes, `usage` its tokens.
    """

    act: Callable[[Call], Any]
    waits: Callable[[Call], float] = lambda _: 0.0
    usage: Callable[[Call], Usage] = lambda _: Usage(100, 10)
    name: str = "played"
    calls: list[Call] = field(default_factory=list)
    cancelled: int = 0

    async def _answer(self, messages: Sequence[ChatMessage]) -> tuple[Any, Usage]:
        system, user = messages
        assert (system.speaker, user.speaker) == ("system", "user")
        doing = next(doing for opening, doing in OPENINGS.items() if system.content.startswith(opening))
        call = Call(doing, system.content, user.content, len(self.calls))
        self.calls.append(call)
        try:
            await asyncio.sleep(self.waits(call))
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        said = self.act(call)
        if isinstance(said, BaseException):
            raise said
        return said, self.usage(call)

    async def text(self, messages: Sequence[ChatMessage]) -> Any:
        said, usage = await self._answer(messages)
        return ChatReply(said, self.name, usage) if isinstance(said, str) else said

    async def value(self, messages: Sequence[ChatMessage], of: type) -> Any:
        said, usage = await self._answer(messages)
        return said if isinstance(said, ChatFailure) else ChatValue(said, self.name, usage)

    def stream(self, messages: Sequence[ChatMessage]) -> AsyncIterator[Any]:
        raise AssertionError("nothing is streamed while thinking")

    def count(self, doing: str) -> int:
        return sum(call.doing == doing for call in self.calls)


class VirtualLoop(asyncio.SelectorEventLoop):
    """Jumps to the next moment at which something is due, instead of waiting for it."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        select = self._selector.select

        def at_once(timeout: float | None = None) -> list[Any]:
            ready = select(0)
            if not ready:
                assert timeout is not None, "everybody waits and nothing is due"
                self._now += max(timeout, 0.0)
            return ready

        self._selector.select = at_once

    def time(self) -> float:
        return self._now


def loop_clock() -> float:
    """Seconds of the loop that runs."""
    return asyncio.get_running_loop().time()


def well(call: Call) -> Any:
    """A model that does everything it is asked, and finds everything better."""
    if call.doing == "move":
        return "You set two plates again."
    if call.doing == "answer":
        return Answer(reaction="normal", text="yeah. every night")
    return SENTENCES["better"]


@pytest.fixture(scope="session")
def run() -> Callable[[Awaitable[T]], T]:
    """Runs a coroutine in virtual time."""

    def runner(awaitable: Awaitable[T]) -> T:
        with asyncio.Runner(loop_factory=VirtualLoop) as inside:
            return inside.run(awaitable)

    return runner


@pytest.fixture(scope="session")
def played() -> Callable[..., Played]:
    """A model that plays well, unless told how to act."""

    def make(act: Callable[[Call], Any] = well, **others: Any) -> Played:
        return Played(act, **others)

    return make


@pytest.fixture(scope="session")
def play_well() -> Callable[[Call], Any]:
    return well


@pytest.fixture(scope="session")
def clock() -> Callable[[], float]:
    return loop_clock


@pytest.fixture(scope="session")
def plates() -> Moment:
    """A widower's second plate."""
    return Moment(
        lines=(
            Line("person", "i set the table for two again last night"),
            Line("supporter", "What was that like?"),
            Line("person", "sat there like an idiot for an hour"),
        ),
        stage="exploration",
        feeling="grief, 4 of 5",
        shift="heavier than a message ago",
    )
