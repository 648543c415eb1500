"""A moment of the conversation as numbers: what the simulated seeker is told and what it hands on.

A row holds MOMENT columns; `AT` gives the place of each name. Chances take the place of facts once a
moment is only foreseen, so every column is a real number.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from .catalogue import STRATEGIES
from .cues import Cues, cues_of
from .features import NONE, phase_of, strategy_index
from .seeker import Feeling, SeekerState
from .stages import ADVISING, COMFORTING, EXPLORING, last_heard

Array = NDArray[np.float64]

SIZE = len(STRATEGIES)
PHASES = 4
ADVANCE = 2
"""Utterances by which one exchange moves the position on."""

NAMES = (
    "valence",
    "intensity",
    "length",
    "asks",
    "refuses",
    "accepts",
    "thanks",
    "leaves",
    "refused",
    "advised",
    "heard",
    "comforted",
    "agreed",
    "place",
    *(f"phase {i}" for i in range(PHASES)),
    *(f"last {i}" for i in range(NONE + 1)),
    *(f"before {i}" for i in range(NONE + 1)),
)
AT: dict[str, int] = {name: i for i, name in enumerate(NAMES)}
MOMENT = len(NAMES)

ANSWER = ("valence", "intensity", "length", "asks", "refuses", "accepts", "thanks", "leaves")
"""What an answer changes: the first columns of a moment, in order. The first three are numbers, the rest chances."""
NUMBERS = 3

EXPLORES, COMFORTS, ADVISES = (
    np.array([float(s in kind) for s in STRATEGIES]) for kind in (EXPLORING, COMFORTING, ADVISING)
)
_PHASE_AT = np.array([phase_of(position) for position in range(32)])

STEP = 0.5
"""Which part of the way to being heard, or to being comforted, one fitting strategy is taken to go."""


def distress(feeling: Feeling) -> float:
    """Intensity 1..5 of a negative reading; 1 for any other."""
    return float(feeling.intensity) if feeling.negative else 1.0


def felt(feelings: Sequence[Feeling], usual: tuple[float, float]) -> tuple[float, float]:
    """Mean valence (-1..1) and mean distress (1..5) of one turn's readings; `usual` where there are none to go by."""
    feelings = [f for f in feelings if isfinite(f.valence)]
    if not feelings:
        return usual
    count = len(feelings)
    return sum(f.valence for f in feelings) / count, sum(distress(f) for f in feelings) / count


def accepts(cues: Cues) -> bool:
    """Takes up what was offered, as far as the surface shows."""
    return (cues.agreement or cues.relief) and not cues.refusal


def answer_of(text: str, feelings: Sequence[Feeling], usual: tuple[float, float]) -> list[float]:
    """The ANSWER columns of one seeker turn."""
    cues = cues_of(text)
    shown = (cues.asks_advice, cues.refusal, accepts(cues), cues.thanks or cues.relief, cues.farewell)
    return [*felt(feelings, usual), float(np.log1p(cues.words)), *map(float, shown)]


def moments_of(states: Sequence[SeekerState], usual: tuple[float, float]) -> Array:
    """One row a state, shape (n, MOMENT). `usual` is the valence and distress of a person who was not read."""
    rows = np.zeros((len(states), MOMENT))
    for row, state in zip(rows, states, strict=True):
        run = _last_run(state)
        feelings = state.feelings[-run:] if run and state.feelings else ()
        row[: len(ANSWER)] = answer_of(last_heard(state), feelings, usual)
        row[AT["refused"]] = float(state.refused_suggestion)
        explored, comforted, advised = (
            sum(s in kind for s in state.history) for kind in (EXPLORING, COMFORTING, ADVISING)
        )
        heard = 1.0 - STEP**explored
        row[AT["advised"]] = np.log1p(advised)
        row[AT["heard"]] = heard
        row[AT["comforted"]] = heard * (1.0 - STEP**comforted)
        last = strategy_index(state, 1)
        if last != NONE and ADVISES[last]:
            row[AT["agreed"]] = row[AT["accepts"]] * row[AT["comforted"]]
        row[AT["last 0"] + last] = 1.0
        row[AT["before 0"] + strategy_index(state, 2)] = 1.0
        _place(row, state.position)
    return rows


def phases_of(positions: NDArray[np.int64]) -> NDArray[np.int64]:
    """`phase_of` for many positions."""
    return _PHASE_AT[np.minimum(positions, len(_PHASE_AT) - 1)]


def _last_run(state: SeekerState) -> int:
    """Utterances in the seeker's last turn."""
    run = 0
    for utterance in reversed(state.utterances):
        if utterance.speaker == "seeker":
            run += 1
        elif run:
            break
    return run


def _place(row: Array, position: int) -> None:
    row[AT["place"]] = np.log1p(position) / 2.0
    row[AT["phase 0"] + phase_of(position)] = 1.0


def moved_on(moments: Array, strategies: NDArray[np.int64], answers: Array, positions: NDArray[np.int64]) -> Array:
    """The moments after each strategy was used and answered so: shapes (m, MOMENT), (m,), (m, len(ANSWER)), (m,).

    Being heard grows by STEP of what is missing with every exploring strategy; comfort likewise, but never
    beyond being heard; a step is agreed by the chance that advice is taken up, never beyond comfort.
    """
    after = np.zeros_like(moments)
    after[:, : len(ANSWER)] = answers
    explored, comforted, advised = EXPLORES[strategies], COMFORTS[strategies], ADVISES[strategies]
    heard = moments[:, AT["heard"]]
    heard = heard + STEP * explored * (1.0 - heard)
    comfort = moments[:, AT["comforted"]]
    comfort = comfort + STEP * comforted * (heard - comfort)
    agreed = moments[:, AT["agreed"]]
    after[:, AT["heard"]], after[:, AT["comforted"]] = heard, comfort
    after[:, AT["agreed"]] = agreed + advised * answers[:, AT["accepts"]] * np.maximum(comfort - agreed, 0.0)
    turned_down = advised * answers[:, AT["refuses"]]
    after[:, AT["refused"]] = np.maximum(moments[:, AT["refused"]] * (1.0 - answers[:, AT["asks"]]) / 2, turned_down)
    after[:, AT["advised"]] = np.log1p(np.expm1(moments[:, AT["advised"]]) + advised)
    rows = np.arange(len(moments))
    first, second = AT["last 0"], AT["before 0"]
    after[:, second : second + NONE + 1] = moments[:, first : first + NONE + 1]
    after[rows, first + strategies] = 1.0
    after[:, AT["place"]] = np.log1p(positions) / 2.0
    after[rows, AT["phase 0"] + phases_of(positions)] = 1.0
    return after
