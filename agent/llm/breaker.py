"""A circuit breaker: a model that keeps failing is left alone for a while, then tried with one call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from ...prompts.port import ChatFailure, FailureKind

BREAKING: frozenset[FailureKind] = frozenset(
    {"unreachable", "timeout", "overloaded", "rate_limited", "unauthorised", "unknown_model", "cut"}
)
"""What tells about the endpoint and not about one question put to it."""


class Breaker:
    """Closed until `opens_after` failures in a row, then open for `rests` seconds, then half open for one call.

    `clock` gives seconds that only grow. Not for threads: one event loop asks.
    """

    def __init__(self, opens_after: int, rests: float, clock: Callable[[], float]) -> None:
        self._opens_after, self._rests, self._clock = opens_after, rests, clock
        self._failures = 0
        self._until: float | None = None
        self._trying = False
        self.last = ChatFailure("unreachable")

    @property
    def state(self) -> Literal["closed", "open", "half-open"]:
        """As it stands now."""
        if self._until is None:
            return "closed"
        return "open" if self._clock() < self._until else "half-open"

    @property
    def rests_for(self) -> float:
        """Seconds until it may be tried again; 0 when it may now."""
        return 0.0 if self._until is None else max(0.0, self._until - self._clock())

    def admit(self) -> bool:
        """Whether a call may go now. A call that was admitted must be followed by `passed`, `failed` or `left`."""
        state = self.state
        if state == "open" or (state == "half-open" and self._trying):
            return False
        self._trying = state == "half-open"
        return True

    def passed(self) -> None:
        """The endpoint answered, whatever the answer was."""
        self._failures, self._until, self._trying = 0, None, False

    def failed(self, failure: ChatFailure) -> None:
        """A call failed. An endpoint that says when to come back is left alone until then."""
        if failure.kind not in BREAKING:
            self.passed()
            return
        self.last, self._trying = failure, False
        self._failures += 1
        if self._until is not None or self._failures >= self._opens_after:
            self._until = self._clock() + max(self._rests, failure.retry_after or 0.0)

    def left(self) -> None:
        """The call was given up by the caller and tells nothing."""
        self._trying = False
