"""What came of thinking a reply over, told so that it can be checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..catalogue import Strategy
from .asking import Failed
from .budget import Limit, Spent
from .critic import Verdict
from .profiles import Reaction
from .simulation import Exchange

Stopped = Limit | Literal["simulations", "out_of_reach", "failing"]
Cause = Limit | Literal["no_answer", "nothing_open", "settled", "danger"]

_STOPPED: dict[Stopped, str] = {
    "calls": "the calls were used up",
    "seconds": "the time was up",
    "cost": "another call might have cost more than allowed",
    "simulations": "it was tried as often as planned",
    "out_of_reach": "nothing left to try could have changed the first place",
    "failing": "the model kept failing",
}
_CAUSES: dict[Cause, str] = {
    "calls": "there were too few calls to try anything out",
    "seconds": "the time was up before anything was tried out",
    "cost": "trying anything out might have cost more than allowed",
    "no_answer": "no model gave a usable answer",
    "nothing_open": "every strategy was ruled out",
    "settled": "nothing that could be tried out would have changed the first place",
    "danger": "someone may be in danger, and that is not played through with imagined people",
}
_TOOK: dict[Reaction, str] = {
    "normal": "the imagined person went along",
    "withdrawn": "the imagined person pulled back",
    "oversensitive": "the imagined person took it amiss",
    "angry": "the imagined person got angry",
}
_LEFT: dict[Verdict, str] = {
    "worse": "felt worse",
    "same": "felt no different",
    "better": "felt better",
    "eased": "was eased",
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """One strategy that was open. `chance` is the policy's `prior` as moved by what was tried; both sum to 1.

    `q` is the mean value of its `visits`, -1..1, None before the first; `failures` are tries without a value.
    """

    strategy: Strategy
    prior: float
    chance: float
    visits: int = 0
    q: float | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Searched:
    """Something was tried out. `ranked` has the best chance first.

    `best` is the most tried course of the first strategy; its texts are a model's and unreviewed.
    `path` tells it in words of ours, one an exchange, and `reason` the whole; these may be shown.
    """

    ranked: tuple[Weighed, ...]
    best: tuple[Exchange, ...]
    stopped: Stopped
    spent: Spent
    failures: tuple[Failed, ...]
    kind: Literal["searched"] = "searched"

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(_told(exchange) for exchange in self.best)

    @property
    def reason(self) -> str:
        first, tried = self.ranked[0], sum(weighed.visits for weighed in self.ranked)
        found = f"came to {first.q:+.2f} over {first.visits}" if first.q is not None else "was not tried"
        return (
            f"Of {_times(tried, 'imagined try', 'imagined tries')}, {first.strategy} {found}; "
            f"stopped because {_STOPPED[self.stopped]} ({_cost(self.spent)})."
        )


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Nothing was learned, so `ranked` is the policy's own ranking of what was open."""

    ranked: tuple[Weighed, ...]
    cause: Cause
    spent: Spent
    failures: tuple[Failed, ...] = ()
    kind: Literal["unchanged"] = "unchanged"

    @property
    def reason(self) -> str:
        return f"The planner's own ranking stands: {_CAUSES[self.cause]} ({_cost(self.spent)})."


Deliberated = Searched | Unchanged


def _told(exchange: Exchange) -> str:
    verdicts = exchange.judgement.verdicts
    left = " or ".join(dict.fromkeys(_LEFT[verdict] for verdict in verdicts))
    return f"{exchange.strategy}: {_TOOK[exchange.reaction]} and {left} ({exchange.judgement.value:+.2f})"


def _cost(spent: Spent) -> str:
    money = f", cost {spent.cost:.4f}" if spent.cost is not None else ""
    guessed = f", {spent.unsaid} without a count of tokens" if spent.unsaid else ""
    return f"{_times(spent.calls, 'call', 'calls')}, {spent.seconds:.1f} s{money}{guessed}"


def _times(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
