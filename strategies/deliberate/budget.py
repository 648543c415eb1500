"""What thinking may cost in calls, seconds and money, and the ledger that keeps to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from ...prompts.port import ChatMessage, FailureKind, Usage

Limit = Literal["calls", "seconds", "cost"]

FREE: frozenset[FailureKind] = frozenset(
    {"unreachable", "unauthorised", "unknown_model", "rate_limited", "overloaded", "bad_request", "too_long"}
)
"""Failures before a word was written. Where others give no usage, their worst case is counted."""

AROUND_A_MESSAGE = 32
"""Tokens a chat template may put round one message, at most."""

AROUND_A_SCHEMA = 300
"""Bytes of words an adapter may put round a schema, or round a complaint about a broken answer, at most."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The most one deliberation may take. `cost` is in the currency of the prices; None for no limit."""

    calls: int = 36
    seconds: float = 20.0
    cost: float | None = None

    def __post_init__(self) -> None:
        if self.calls < 0:
            raise ValueError(f"budget: calls must be 0 or more, not {self.calls}")
        for name, value in (("seconds", self.seconds), ("cost", self.cost)):
            if value is not None and not (isfinite(value) and value >= 0):
                raise ValueError(f"budget: {name} must be 0 or more, not {value}")


@dataclass(frozen=True, slots=True)
class Prices:
    """Price of one token sent and one written. Where critic and model differ, give the dearer.

    `longest_reply` is the most tokens the endpoint was told to write: the worst case of a call rests on it.
    """

    prompt: float
    reply: float
    longest_reply: int = 512

    def __post_init__(self) -> None:
        for name, value in (("prompt", self.prompt), ("reply", self.reply), ("longest_reply", self.longest_reply)):
            if not (isfinite(value) and value >= 0):
                raise ValueError(f"prices: {name} must be 0 or more, not {value}")


@dataclass(frozen=True, slots=True)
class Spent:
    """What was taken. Tokens as the endpoint counted them; `cost` is None without prices.

    `unsaid` counts calls whose endpoint gave no usage: they stand in `cost` with their worst case.
    """

    calls: int = 0
    seconds: float = 0.0
    cost: float | None = None
    prompt_tokens: int = 0
    reply_tokens: int = 0
    unsaid: int = 0


def check_prices(budget: Budget, prices: Prices | None) -> None:
    """Raises ValueError for a limit in money without prices."""
    if budget.cost is not None and prices is None:
        raise ValueError("budget: a limit in money needs prices; give prices or leave cost at None")


class Ledger:
    """Counts one deliberation. A call begins only if its worst case still fits, so no limit is passed.

    The worst case of the prompt is a token a byte, which no byte-level tokenizer exceeds.
    Raises ValueError for a limit in money without prices.
    """

    def __init__(self, budget: Budget, prices: Prices | None, clock: Callable[[], float]) -> None:
        check_prices(budget, prices)
        self._budget, self._prices, self._clock = budget, prices, clock
        self._start = clock()
        self._calls = self._prompt = self._reply = self._unsaid = 0
        self._cost = self._held = 0.0

    @property
    def calls_left(self) -> int:
        """Calls that may still begin."""
        return self._budget.calls - self._calls

    @property
    def seconds_left(self) -> float:
        """Seconds until the end; 0 or less once it has passed."""
        return self._budget.seconds - (self._clock() - self._start)

    def worst(self, messages: Sequence[ChatMessage], schema: int | None = None) -> float:
        """The most a call may cost. For a value, `schema` bytes go along and a broken answer is sent back once."""
        if self._prices is None:
            return 0.0
        sent = sum(len(m.content.encode("utf-8", "replace")) + AROUND_A_MESSAGE for m in messages)
        longest = self._prices.longest_reply
        if schema is None:
            return sent * self._prices.prompt + longest * self._prices.reply
        told = sent + schema + AROUND_A_SCHEMA
        return (2 * told + longest + AROUND_A_SCHEMA) * self._prices.prompt + 2 * longest * self._prices.reply

    def begin(self, worst: float) -> Limit | None:
        """Counts a call in and holds its worst case; the limit that forbids it, if one does."""
        if self.calls_left <= 0:
            return "calls"
        if self.seconds_left <= 0:
            return "seconds"
        if self._budget.cost is not None and self._cost + self._held + worst > self._budget.cost:
            return "cost"
        self._calls += 1
        self._held += worst
        return None

    def settle(self, worst: float, usage: Usage | None) -> None:
        """A call that began with `worst` has ended. Without usage, or with none counted, the worst case stands."""
        self.release(worst)
        if usage is None or usage.total <= 0:
            self._unsaid += 1
            self._cost += worst
            return
        self._prompt += usage.prompt_tokens
        self._reply += usage.reply_tokens
        if self._prices is not None:
            self._cost += usage.prompt_tokens * self._prices.prompt + usage.reply_tokens * self._prices.reply

    def release(self, worst: float) -> None:
        """A call that began with `worst` has ended before it could cost anything."""
        self._held = max(0.0, self._held - worst)

    def spent(self) -> Spent:
        """What was taken so far; calls still running are counted as calls only."""
        return Spent(
            self._calls,
            self._clock() - self._start,
            self._cost if self._prices is not None else None,
            self._prompt,
            self._reply,
            self._unsaid,
        )
