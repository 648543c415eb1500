"""Rehearsed conversations: a planner talks to recorded answers, so that its courses can be compared.

The person's part is played by exchanges of dialogues the planner's simulated seeker was not fitted on. After
each planned strategy the answer is drawn from the exchanges in which a supporter used that strategy (last) and
the person was in a like place: same mood, same course, near in meaning. It is another kind of model than the one
the planner looks ahead with, and shares no dialogue with it; it is no person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .catalogue import STRATEGIES
from .cues import cues_of
from .exchanges import Exchange
from .moment import AT, SIZE, accepts, distress, moments_of
from .planner import Planner
from .seeker import Feeling, SeekerState, Utterance
from .situation import seeker_states
from .stages import ADVISING, last_heard

Array = NDArray[np.float64]

TOLD = 8
"""Words from which a turn is taken to say what it is about."""

NEAREST = 15
"""Exchanges an answer is drawn from."""

MEANING = 3.0
"""What nearness in meaning (1 - cosine, 0..2) weighs against the squared distance of standardised moments."""

_COMPARED = [
    AT[name]
    for name in (
        "valence", "intensity", "length", "asks", "refuses", "accepts", "thanks", "leaves", "refused", "advised",
        "heard", "comforted", "place", *(f"last {i}" for i in range(SIZE)),
    )
]  # fmt: skip


class RecordedSeeker:
    """Answers as somebody in a like place did. Deterministic for a given generator of numbers."""

    def __init__(self, pool: Sequence[Exchange], usual: tuple[float, float]) -> None:
        self._usual = usual
        self._pool = [e for e in pool if e.strategies and e.feelings and e.state.utterances]
        moments = moments_of([e.state for e in self._pool], usual)[:, _COMPARED]
        self._mean, self._spread = moments.mean(axis=0), np.maximum(moments.std(axis=0), 0.05)
        self._moments = (moments - self._mean) / self._spread
        self._vectors = np.stack([_heard_vector(e.state) for e in self._pool])
        self._by = [np.flatnonzero([e.strategies[-1] == s for e in self._pool]) for s in range(SIZE)]

    def answer(self, state: SeekerState, strategy: int, draw: float) -> Exchange:
        """An exchange that used the strategy from a like place; `draw` (0..1) picks among the NEAREST."""
        rows = self._by[strategy]
        now = (moments_of([state], self._usual)[0, _COMPARED] - self._mean) / self._spread
        apart = ((self._moments[rows] - now) ** 2).mean(axis=1)
        apart += MEANING * (1.0 - self._vectors[rows] @ _heard_vector(state))
        near = rows[np.argsort(apart, kind="stable")[:NEAREST]]
        return self._pool[int(near[int(draw * len(near))])]


def _heard_vector(state: SeekerState) -> NDArray[np.float32]:
    return next((u.vector for u in reversed(state.utterances) if u.speaker == "seeker"), state.utterances[-1].vector)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One rehearsed conversation: what was used, and the feelings of every answer, the opening's first."""

    used: tuple[int, ...]
    feelings: tuple[tuple[Feeling, ...], ...]
    refusals: int
    """Suggestions turned down."""
    agreements: int
    """Suggestions taken up."""

    @property
    def valence(self) -> float:
        """Mean valence of the last two turns."""
        return float(np.mean([f.valence for turn in self.feelings[-2:] for f in turn]))

    @property
    def drop(self) -> float:
        """Distress 1..5 of the first turn less that of the last two."""
        begun = float(np.mean([distress(f) for f in self.feelings[0]]))
        return begun - float(np.mean([distress(f) for turn in self.feelings[-2:] for f in turn]))


def openings_of(exchanges: Sequence[Exchange]) -> list[Exchange]:
    """The first moment of each dialogue at which the person has said what it is about, and was read."""
    found: dict[int, Exchange] = {}
    for exchange in exchanges:
        if exchange.state.feelings and cues_of(last_heard(exchange.state)).words >= TOLD:
            found.setdefault(exchange.dialogue, exchange)
    return list(found.values())


def rehearse(
    planner: Planner, seeker: RecordedSeeker, openings: Sequence[Exchange], length: int, luck: int = 0
) -> list[Rehearsal]:
    """Talks on from each opening for `length` exchanges, or until the person says goodbye."""
    talks = [_Talk(opening, (luck, number)) for number, opening in enumerate(openings)]
    for _ in range(length):
        going = [talk for talk in talks if not talk.over]
        if not going:
            break
        states = [talk.state() for talk in going]
        for talk, state, plan in zip(going, states, planner.plan_all(states), strict=True):
            strategy = STRATEGIES.index(plan.steps[0].strategy)
            talk.go_on(seeker.answer(state, strategy, float(talk.random.random())), strategy)
    return [talk.rehearsal() for talk in talks]


class _Talk:
    """A conversation under way. Numbers are drawn by its place alone, so every planner meets the same luck."""

    def __init__(self, opening: Exchange, seed: tuple[int, int]) -> None:
        self.random = np.random.default_rng(seed)
        self.utterances = list(opening.state.utterances)
        seekers = [i for i, u in enumerate(self.utterances) if u.speaker == "seeker"]
        self.by_place = dict(zip(seekers, opening.state.feelings, strict=True))
        self.turns: list[tuple[Feeling, ...]] = [opening.state.feelings]
        self.used: list[int] = []
        self.refusals = self.agreements = 0
        self.over = False

    def state(self) -> SeekerState:
        return seeker_states(self.utterances, [len(self.utterances)], self.by_place)[0]

    def go_on(self, exchange: Exchange, strategy: int) -> None:
        said = exchange.supporter[-1]
        self.utterances.append(Utterance("supporter", said.text, said.vector, STRATEGIES[strategy]))
        for utterance, feeling in zip(exchange.answer, exchange.feelings, strict=True):
            self.by_place[len(self.utterances)] = feeling
            self.utterances.append(utterance)
        cues = cues_of("\n".join(u.text for u in exchange.answer))
        advised = STRATEGIES[strategy] in ADVISING
        self.refusals += advised and cues.refusal
        self.agreements += advised and accepts(cues)
        self.used.append(strategy)
        self.turns.append(exchange.feelings)
        self.over = cues.farewell

    def rehearsal(self) -> Rehearsal:
        return Rehearsal(tuple(self.used), tuple(self.turns), self.refusals, self.agreements)


def entropy(rehearsals: Sequence[Rehearsal]) -> float:
    """Bits of the strategies used over all conversations: 3 is even, 0 is one alone."""
    shares = np.bincount([s for r in rehearsals for s in r.used], minlength=SIZE).astype(float)
    shares = shares[shares > 0] / shares.sum()
    return float(-(shares * np.log2(shares)).sum())
