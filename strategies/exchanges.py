"""ESConv as the simulated seeker meets it: one exchange for every supporter turn that was answered."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..memory.encoder import Encoder
from ..memory.message import hear
from .catalogue import STRATEGIES
from .corpus import Cases, cases_of, read_talks
from .seeker import Feeling, SeekerState, Utterance
from .situation import seeker_states

NO_VECTOR: NDArray[np.float32] = np.zeros(384, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A supporter turn and the seeker turn after it. `rating` is the feedback 1..5 on the turn, where given."""

    state: SeekerState
    supporter: tuple[Utterance, ...]
    answer: tuple[Utterance, ...]
    feelings: tuple[Feeling, ...]
    """Of the answer."""
    dialogue: int
    rating: int | None = None

    @property
    def strategies(self) -> tuple[int, ...]:
        """Indices of the supporter turn's strategies, in order."""
        return tuple(STRATEGIES.index(u.strategy) for u in self.supporter if u.strategy is not None)


def read_exchanges(file: Path, readings: Path, encoder: Encoder | None = None) -> list[Exchange]:
    """Every answered supporter turn of an ESConv file; `readings` is what `agent.batch.feelings` made of it.

    Without an encoder the vectors are zeros. Raises OSError, or ValueError when the two do not belong together.
    """
    found: list[Exchange] = []
    ratings = _ratings(file)
    for number, (utterances, feelings) in enumerate(_talks(file, readings, encoder)):
        found += _exchanges(utterances, feelings, next(ratings), number)
    return found


def _talks(file: Path, readings: Path, encoder: Encoder | None) -> Iterator[tuple[list[Utterance], dict[int, Feeling]]]:
    """Every dialogue with its feelings by position."""
    told = readings.read_text(encoding="utf-8").splitlines()
    for number, talk in enumerate(read_talks(file)):
        kept = json.loads(told[number]) if number < len(told) else []
        if len(kept) != len(talk.turns):
            raise ValueError(f"{readings.name}: line {number + 1} does not belong to {file.name}; make it again")
        texts = [turn.content for turn in talk.turns]
        vectors = [m.vector for m in hear(texts, encoder)] if encoder else [NO_VECTOR] * len(texts)
        yield talk.utterances(vectors), {i: Feeling(**plain) for i, plain in enumerate(kept) if plain}


def _ratings(file: Path) -> Iterator[list[int | None]]:
    """Feedback by utterance, dialogue after dialogue."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield [turn.get("feedback") for turn in json.loads(line)["turns"]]


def _exchanges(
    utterances: Sequence[Utterance], feelings: dict[int, Feeling], ratings: Sequence[int | None], dialogue: int
) -> Iterator[Exchange]:
    spans = _turns(utterances)
    for (start, middle), (_, end) in pairwise(spans):
        if utterances[start].speaker != "supporter" or not any(u.strategy for u in utterances[start:middle]):
            continue
        yield Exchange(
            state=seeker_states(utterances, [start], feelings)[0],
            supporter=tuple(utterances[start:middle]),
            answer=tuple(utterances[middle:end]),
            feelings=tuple(feelings[i] for i in range(middle, end) if i in feelings),
            dialogue=dialogue,
            rating=next((r for r in ratings[middle:end] if r), None),
        )


def _turns(utterances: Sequence[Utterance]) -> list[tuple[int, int]]:
    """Start and end of every run of one speaker's utterances."""
    starts = [i for i, u in enumerate(utterances) if i == 0 or utterances[i - 1].speaker != u.speaker]
    return list(zip(starts, [*starts[1:], len(utterances)], strict=True))


def read_felt_cases(file: Path, readings: Path, encoder: Encoder) -> Cases:
    """`read_cases` with the seeker's feelings in the states. Raises OSError or ValueError as `read_exchanges` does."""
    talks = list(_talks(file, readings, encoder))
    cases = cases_of(utterances for utterances, _ in talks)
    states: list[SeekerState] = []
    for utterances, feelings in talks:
        at = [i for i, u in enumerate(utterances) if u.speaker == "supporter" and u.strategy]
        states += seeker_states(utterances, at, feelings)
    return replace(cases, states=states)
