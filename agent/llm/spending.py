"""What the calls of a turn came to."""

from __future__ import annotations

from dataclasses import dataclass

from ...prompts.port import Usage
from .endpoint import Prices

_NOTHING = Usage()


@dataclass(frozen=True, slots=True)
class Spent:
    """Calls, tokens and money. `cost` leaves out models without prices; `uncounted` calls told no tokens."""

    calls: int = 0
    failed: int = 0
    uncounted: int = 0
    usage: Usage = _NOTHING
    cost: float = 0.0
    waited: float = 0.0
    """Seconds between attempts."""

    def with_call(self, usage: Usage, prices: Prices | None, failed: bool) -> Spent:
        """This and one call more."""
        return Spent(
            self.calls + 1,
            self.failed + failed,
            self.uncounted + (usage.total == 0),
            self.usage + usage,
            self.cost + (prices.cost(usage) if prices else 0.0),
            self.waited,
        )

    def with_wait(self, seconds: float) -> Spent:
        """This and a pause more."""
        return Spent(self.calls, self.failed, self.uncounted, self.usage, self.cost, self.waited + seconds)
