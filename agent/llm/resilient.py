"""A model that holds on: retries, a breaker, the next model, and an end to each turn."""

from __future__ import annotations

import asyncio
import random as chance
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Literal, TypeVar

from ...prompts.port import ChatFailure, ChatMessage, ChatModel, ChatReply, ChatValue, FailureKind, Usage, ValueT
from .breaker import Breaker
from .endpoint import Prices
from .failures import scrub
from .spending import Spent

AnswerT = TypeVar("AnswerT")
Said = str | ChatReply | ChatFailure
Ask = Callable[[ChatModel], AsyncIterator[Any]]
"""One call to a model: pieces of text if there are any, then its answer or `ChatFailure`."""

RETRIED: frozenset[FailureKind] = frozenset(
    {"unreachable", "timeout", "overloaded", "rate_limited", "cut", "empty", "unreadable", "unfit"}
)
"""What another attempt at the same model may mend. The other kinds go on to the next model at once."""
FINAL: frozenset[FailureKind] = frozenset({"refused", "cancelled"})
"""What no other model is asked about: a refusal is the caller's to complete with care."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How much is tried. Seconds unless said otherwise."""

    turn: float = 30.0
    """All calls of a turn together, pauses included."""
    attempts: int = 3
    """Calls to one model for one answer, 1 or more."""
    first_pause: float = 0.5
    longest_pause: float = 8.0
    opens_after: int = 5
    """Failures in a row, over all turns, after which a model is left alone."""
    rests: float = 30.0
    """For how long."""
    tokens: int | None = None
    """All calls of a turn together, as far as endpoints count them: once they are reached no other call begins."""
    cost: float | None = None
    """The same in money; what has no price costs nothing."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One step taken for an answer, for the trace."""

    model: str
    outcome: FailureKind | Literal["answered", "left", "resting", "out of time", "used up"]
    """`left`: whoever asked wanted no more of it, as where a reply is long enough."""
    detail: str = ""


class Resilient:
    """Models in order of preference behind one door.

    Give each turn its own `turn()`; the breakers are shared by all turns. Asked directly, each call is a turn.
    `clock` gives seconds that only grow, `sleep` waits for some, `random` gives 0 to 1: tests give their own.
    """

    def __init__(
        self,
        models: Sequence[ChatModel],
        policy: Policy | None = None,
        *,
        prices: Mapping[str, Prices] | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Callable[[], float] = chance.random,
    ) -> None:
        if not models:
            raise ValueError("no model was given; give at least one")
        self.models = tuple(models)
        self.policy = policy or Policy()
        self.prices = dict(prices or {})
        self.clock, self.sleep, self.random = clock, sleep, random
        self.breakers = tuple(Breaker(self.policy.opens_after, self.policy.rests, clock) for _ in models)

    @property
    def name(self) -> str:
        """The name of the model that is asked first."""
        return self.models[0].name

    def turn(self, seconds: float | None = None) -> TurnModel:
        """The same models for one turn that ends after so many seconds (`policy.turn`)."""
        return TurnModel(self, self.policy.turn if seconds is None else seconds)

    async def release(self) -> None:
        """Lets go of the connections that models hold on this event loop; they may be asked again."""
        for model in self.models:
            release = getattr(model, "release", None)
            if release is not None:
                await release()

    async def text(self, messages: Sequence[ChatMessage]) -> ChatReply | ChatFailure:
        """The whole reply at once, as a turn of its own."""
        return await self.turn().text(messages)

    def stream(self, messages: Sequence[ChatMessage]) -> AsyncIterator[Said]:
        """Pieces of text, then one `ChatReply` or `ChatFailure`, as a turn of its own."""
        return self.turn().stream(messages)

    async def value(self, messages: Sequence[ChatMessage], of: type[ValueT]) -> ChatValue[ValueT] | ChatFailure:
        """A value of the type `of`, as a turn of its own."""
        return await self.turn().value(messages, of)


class TurnModel:
    """The calls of one turn: one time limit, one account. `attempts` and `spent` tell what was done."""

    def __init__(self, whole: Resilient, seconds: float) -> None:
        self._whole = whole
        self._ends = whole.clock() + seconds
        self.attempts: list[Attempt] = []
        self.spent = Spent()

    @property
    def name(self) -> str:
        """The name of the model that is asked first."""
        return self._whole.name

    @property
    def left(self) -> float:
        """Seconds left of the turn, 0 or more."""
        return max(0.0, self._ends - self._whole.clock())

    async def text(self, messages: Sequence[ChatMessage]) -> ChatReply | ChatFailure:
        """The whole reply at once."""
        return await self._answer(lambda model: model.text(messages))

    async def value(self, messages: Sequence[ChatMessage], of: type[ValueT]) -> ChatValue[ValueT] | ChatFailure:
        """A value of the type `of`."""
        return await self._answer(lambda model: model.value(messages, of))

    async def stream(self, messages: Sequence[ChatMessage]) -> AsyncIterator[Said]:
        """Pieces of text, then one `ChatReply` or `ChatFailure`.

        What failed before any text came is tried again like any call. Once text has gone out nothing is tried
        again: the stream ends with the failure, whose `said` is all that went out.
        """
        async with aclosing(self._tried(lambda model: model.stream(messages))) as items:
            async for item in items:
                yield item

    async def _answer(self, call: Callable[[ChatModel], Awaitable[AnswerT | ChatFailure]]) -> AnswerT | ChatFailure:
        async def once(model: ChatModel) -> AsyncIterator[AnswerT | ChatFailure]:
            yield await call(model)

        answer: AnswerT | ChatFailure = ChatFailure("timeout", "no time was left in this turn")
        async with aclosing(self._tried(once)) as items:
            async for item in items:
                answer = item
        return answer

    async def _tried(self, ask: Ask) -> AsyncGenerator[Any, None]:
        """Every model in turn, each with an equal share of the time that is left when it is reached."""
        whole = self._whole
        failure: ChatFailure | None = None
        for at in range(len(whole.models)):
            ends = whole.clock() + self.left / (len(whole.models) - at)
            for number in count(1):
                if (held := self._held(at, ends)) is not None:
                    failure = failure or held
                    break
                said, outcome = "", ChatFailure("unreadable")
                async with aclosing(self._attempt(at, ask, ends)) as items:
                    async for item in items:
                        if isinstance(item, str):
                            said += item
                            yield item
                        elif isinstance(item, ChatFailure):
                            outcome = item
                        else:
                            yield item
                            return
                failure = replace(outcome, said=said)
                if said or failure.kind in FINAL:
                    yield failure
                    return
                if not await self._pauses(failure, number, ends):
                    break
        yield failure or ChatFailure("timeout", "no time was left in this turn")

    async def _attempt(self, at: int, ask: Ask, ends: float) -> AsyncGenerator[Any, None]:
        """One call: its text, then what it came to. Once text has come it may use the rest of the turn."""
        last: Any = ChatFailure("unreadable", "an answer without an end")
        settled = False
        source: AsyncIterator[Any] | None = None
        try:
            while True:
                try:
                    async with asyncio.timeout(ends - self._whole.clock()):
                        source = source or ask(self._whole.models[at])
                        item = await anext(source, None)
                except AssertionError:  # a double that has run out says so to its test
                    raise
                except Exception as error:  # the end of the time, or a model that raises although none should
                    last = _failure_of(error)
                    break
                if isinstance(item, str):
                    ends = self._ends
                    yield item
                    continue
                last = last if item is None else item
                break
            self._settle(at, last)
            settled = True
        finally:
            if not settled:
                self._leave(at)
            if isinstance(source, AsyncGenerator):
                await source.aclose()
        yield last

    def _settle(self, at: int, last: object) -> None:
        model, breaker = self._whole.models[at].name, self._whole.breakers[at]
        failure = last if isinstance(last, ChatFailure) else None
        usage = getattr(last, "usage", Usage())
        self.spent = self.spent.with_call(usage, self._whole.prices.get(model), failure is not None)
        if failure is None:
            breaker.passed()
            self.attempts.append(Attempt(model, "answered"))
        else:
            breaker.failed(failure)
            self.attempts.append(Attempt(model, failure.kind, failure.detail))

    def _leave(self, at: int) -> None:
        """A call that was given up counts as one whose tokens nobody told."""
        self._whole.breakers[at].left()
        self.spent = self.spent.with_call(Usage(), None, failed=False)
        self.attempts.append(Attempt(self._whole.models[at].name, "left"))

    def _held(self, at: int, ends: float) -> ChatFailure | None:
        """Why this model may not be asked now, if it may not."""
        policy, name = self._whole.policy, self._whole.models[at].name
        if self._whole.clock() >= ends:
            self.attempts.append(Attempt(name, "out of time"))
            return ChatFailure("timeout", "no time was left in this turn")
        if policy.tokens is not None and self.spent.usage.total >= policy.tokens:
            self.attempts.append(Attempt(name, "used up"))
            return ChatFailure("cancelled", "the tokens of this turn are used up")
        if policy.cost is not None and self.spent.cost >= policy.cost:
            self.attempts.append(Attempt(name, "used up"))
            return ChatFailure("cancelled", "the money for this turn is used up")
        return None if self._whole.breakers[at].admit() else self._resting(at)

    def _resting(self, at: int) -> ChatFailure:
        breaker = self._whole.breakers[at]
        self.attempts.append(Attempt(self._whole.models[at].name, "resting", f"after {breaker.last.kind}"))
        detail = f"left alone for {breaker.rests_for:.0f} s more, after: {breaker.last.detail or breaker.last.kind}"
        return ChatFailure(breaker.last.kind, detail, retry_after=breaker.rests_for)

    async def _pauses(self, failure: ChatFailure, number: int, ends: float) -> bool:
        """Waits before the next attempt; False when there is none, or not before this model's time is up."""
        policy = self._whole.policy
        if failure.kind not in RETRIED or number >= policy.attempts:
            return False
        pause = min(policy.longest_pause, policy.first_pause * 2 ** (number - 1)) * (0.5 + self._whole.random() / 2)
        pause += failure.retry_after or 0.0
        if self._whole.clock() + pause >= ends:
            return False
        await self._whole.sleep(pause)
        self.spent = self.spent.with_wait(pause)
        return True


def _failure_of(error: Exception) -> ChatFailure:
    if isinstance(error, TimeoutError):
        return ChatFailure("timeout", "the time of this turn was up")
    return ChatFailure("unreadable", scrub(f"the model raised {type(error).__name__}: {error}"))
