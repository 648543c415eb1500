"""Several strategies in one reply, chosen by a model: all in one answer, or one by one (arXiv 2604.17972).

The first strategy is the planner's: a model left to choose it prefers one strategy over all others. What the model
decides is whether something follows, and what. In ESConv 14.3 % of turns hold two distinct strategies; one is usual.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ...prompts.port import ChatMessage, ChatModel
from ..catalogue import CATALOGUE, STRATEGIES, Strategy
from .asking import Asker, Failed, Halted, prompt, refuses
from .budget import Budget, Ledger, Limit, Prices, Spent, check_prices
from .fence import fenced, one_line
from .moment import Moment

Manner = Literal["all_in_one", "one_by_one"]
MOST_STEPS = 3
LONGEST_INTENT = 160


class Pair(BaseModel):
    """One strategy and what for, completing "I would like to"."""

    model_config = ConfigDict(frozen=True)

    strategy: Strategy
    intent: str


class Pairs(BaseModel):
    """All that follows the first strategy, in order; none is usual."""

    model_config = ConfigDict(frozen=True)

    steps: list[Pair]


class Onward(BaseModel):
    """What follows next; None to stop here."""

    model_config = ConfigDict(frozen=True)

    step: Pair | None


@dataclass(frozen=True, slots=True)
class Step:
    """One strategy of the reply. An intent `by` a model is unreviewed: for the writer of the reply, not the person."""

    strategy: Strategy
    intent: str
    by: Literal["catalogue", "model"] = "catalogue"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A step the model asked for that is not taken."""

    strategy: Strategy
    why: Literal["barred", "repeated", "too_many"]


@dataclass(frozen=True, slots=True)
class Sequenced:
    """1 to 3 steps in order, the planner's first. `halted` names a limit that cut the choosing short."""

    steps: tuple[Step, ...]
    dropped: tuple[Dropped, ...]
    failures: tuple[Failed, ...]
    halted: Limit | None
    spent: Spent


@dataclass(frozen=True)
class Several:
    """Lets a model add to the planner's strategy, up to `most` (1..3) in all.

    Raises ValueError for another `most`, or a limit in money without prices.
    """

    model: ChatModel
    manner: Manner = "all_in_one"
    most: int = MOST_STEPS
    budget: Budget = field(default_factory=lambda: Budget(calls=2, seconds=10.0))
    prices: Prices | None = None
    clock: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        if not 1 <= self.most <= MOST_STEPS:
            raise ValueError(f"most must be 1..{MOST_STEPS}, not {self.most}")
        check_prices(self.budget, self.prices)

    async def steps(self, moment: Moment, first: Strategy, barred: frozenset[Strategy] = frozenset()) -> Sequenced:
        """The first strategy and what follows it. Whatever goes wrong, the first stands."""
        asker = Asker(Ledger(self.budget, self.prices, self.clock))
        choosing = _Choosing(self.model, asker, moment, barred, self.most, [Step(first, CATALOGUE[first].intent)], [])
        halted = await (choosing.all_in_one() if self.manner == "all_in_one" else choosing.one_by_one())
        return Sequenced(
            tuple(choosing.steps), tuple(choosing.dropped), tuple(asker.failures), halted, asker.ledger.spent()
        )


@dataclass(slots=True)
class _Choosing:
    model: ChatModel
    asker: Asker
    moment: Moment
    barred: frozenset[Strategy]
    most: int
    steps: list[Step]
    dropped: list[Dropped]

    async def all_in_one(self) -> Limit | None:
        if not self._more():
            return None
        said = await self.asker.value(self.model, self._prompt("steps_at_once"), Pairs, "steps")
        if isinstance(said, Pairs):
            for pair in said.steps:
                self._take(pair)
        return said.cause if isinstance(said, Halted) else None

    async def one_by_one(self) -> Limit | None:
        while self._more():
            said = await self.asker.value(self.model, self._prompt("steps_onward"), Onward, "steps")
            if isinstance(said, Halted):
                return said.cause
            if isinstance(said, Failed) or said.step is None or not self._take(said.step):
                return None
        return None

    def _more(self) -> bool:
        return len(self.steps) < self.most and bool(self._open())

    def _open(self) -> list[Strategy]:
        closed = self.barred | {step.strategy for step in self.steps}
        return [strategy for strategy in STRATEGIES if strategy not in closed]

    def _take(self, pair: Pair) -> bool:
        if pair.strategy in self.barred:
            self.dropped.append(Dropped(pair.strategy, "barred"))
        elif pair.strategy in {step.strategy for step in self.steps}:
            self.dropped.append(Dropped(pair.strategy, "repeated"))
        elif len(self.steps) >= self.most:
            self.dropped.append(Dropped(pair.strategy, "too_many"))
        else:
            self.steps.append(_step(pair))
            return True
        return False

    def _prompt(self, name: Literal["steps_at_once", "steps_onward"]) -> tuple[ChatMessage, ChatMessage]:
        decided = fenced("what is decided, and what for", [(step.strategy, step.intent) for step in self.steps])
        open_ones = "\n".join(f"- {s}: {CATALOGUE[s].meaning} When: {CATALOGUE[s].when}" for s in self._open())
        return prompt(
            name,
            (self.moment.read(), self.moment.talk(), decided),
            chosen=", then ".join(step.strategy for step in self.steps),
            open=open_ones,
            left=str(self.most - len(self.steps)),
            stage=self.moment.stage,
        )


def _step(pair: Pair) -> Step:
    intent = one_line(pair.intent, LONGEST_INTENT).removeprefix("I would like to ").rstrip(".")
    if not intent or refuses(intent):
        return Step(pair.strategy, CATALOGUE[pair.strategy].intent)
    return Step(pair.strategy, intent, "model")
