"""What the learned policy sees of a SeekerState: strategy history, place in the conversation, cues, vectors.

Nothing of an intake form, of a profile or of later turns is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from .catalogue import STRATEGIES
from .cues import Cues, clipped, cues_of
from .seeker import SeekerState, Utterance

Matrix = NDArray[np.float32]

DIMENSION = 384
VECTOR_SCALE = 3.0
STEPS = 10
"""The latest utterances that are read one by one, oldest first; shorter conversations are padded in front."""

NONE = len(STRATEGIES)
RECALLED = 4
"""How many past strategies are told apart by order; all of them are counted."""

POSITIONS = (1, 2, 3, 4, 6, 8, 11, 15, 20, 26, 34)
"""Lower ends of the position buckets, in utterances before the reply; bucket 0 is an empty conversation."""

LENGTHS = (4, 9, 16, 28, 50)
_INDEX = {strategy: i for i, strategy in enumerate(STRATEGIES)}
_FLAG_VALUES = attrgetter(*(field.name for field in fields(Cues) if field.name != "words"))
_FLAGS = len(fields(Cues)) - 1

WIDTHS: dict[str, int] = {
    "recent": RECALLED * (NONE + 1),
    "last_and_floor": 2 * (NONE + 1),
    "counts": 3 * NONE,
    "position": len(POSITIONS) + 1,
    "last_and_phase": 4 * (NONE + 1),
    "floor": 7,
    "cues": 2 * (_FLAGS + len(LENGTHS) + 1) + 4,
}
"""Columns of the dense matrix, block by block, in order."""

UTTERANCE_WIDTH = DIMENSION + (NONE + 1) + 2 + _FLAGS + 1
"""Per utterance: scaled vector, strategy or none, speaker, surface flags, length. A vector of another
encoder's dimension, or with a value that is not finite, is read as zeros: the rest still counts."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """`dense` has shape (n, sum(WIDTHS)), `steps` (n, STEPS, UTTERANCE_WIDTH); texts are the last of each speaker."""

    dense: Matrix
    steps: Matrix
    heard: tuple[str, ...]
    said: tuple[str, ...]


class _CueReader:
    """Reads each text once while one set of states is turned into features."""

    def __init__(self) -> None:
        self._read: dict[str, Cues] = {}

    def of(self, utterance: Utterance) -> Cues:
        cues = self._read.get(utterance.text)
        if cues is None:
            cues = self._read[utterance.text] = cues_of(utterance.text)
        return cues


def strategy_index(state: SeekerState, back: int) -> int:
    """Index of the strategy used `back` strategies ago (1 = the last); `NONE` when there was none."""
    return _INDEX[state.history[-back]] if len(state.history) >= back else NONE


def phase_of(position: int) -> int:
    """0..3: opening (under 4 utterances), early (under 11), middle (under 20), late."""
    return int(np.searchsorted((4, 11, 20), position, side="right"))


def features_of(states: Sequence[SeekerState]) -> Features:
    """Reads all states, each on its own. An empty sequence gives matrices of no rows."""
    rows = np.zeros((len(states), sum(WIDTHS.values())), dtype=np.float32)
    steps = np.zeros((len(states), STEPS, UTTERANCE_WIDTH), dtype=np.float32)
    heard: list[str] = []
    said: list[str] = []
    reader = _CueReader()
    for i, state in enumerate(states):
        seeker = [u for u in state.utterances if u.speaker == "seeker"]
        supporter = [u for u in state.utterances if u.speaker != "seeker"]
        blocks = (
            _history(state),
            _place(state),
            _cues(seeker, reader),
            _cues(supporter, reader),
            _closing(seeker, supporter, reader),
        )
        rows[i] = np.concatenate(blocks)
        latest = state.utterances[-STEPS:]
        for step, utterance in zip(steps[i, STEPS - len(latest) :], latest, strict=True):
            _fill(step, utterance, reader)
        heard.append(clipped(seeker[-1].text) if seeker else "")
        said.append(clipped(supporter[-1].text) if supporter else "")
    return Features(rows, steps, tuple(heard), tuple(said))


def _fill(step: Matrix, utterance: Utterance, reader: _CueReader) -> None:
    cues = reader.of(utterance)
    if utterance.vector.shape == (DIMENSION,) and np.isfinite(utterance.vector).all():
        step[:DIMENSION] = utterance.vector
        step[:DIMENSION] *= VECTOR_SCALE
    step[DIMENSION + (_INDEX[utterance.strategy] if utterance.strategy else NONE)] = 1.0
    step[DIMENSION + NONE + 1 + (utterance.speaker == "seeker")] = 1.0
    step[DIMENSION + NONE + 3 : -1] = _flags(cues)
    step[-1] = np.log1p(cues.words) / 3.0


def _history(state: SeekerState) -> Matrix:
    last = [strategy_index(state, back) for back in range(1, RECALLED + 1)]
    recent = np.zeros((RECALLED, NONE + 1), dtype=np.float32)
    recent[np.arange(RECALLED), last] = 1.0
    floor = np.zeros((2, NONE + 1), dtype=np.float32)
    floor[int(_keeps_floor(state)), last[0]] = 1.0
    counts = np.zeros(NONE, dtype=np.float32)
    faded = np.zeros(NONE, dtype=np.float32)
    for age, strategy in enumerate(reversed(state.history)):
        counts[_INDEX[strategy]] += 1.0
        faded[_INDEX[strategy]] += 0.8**age
    shares = counts / max(len(state.history), 1)
    return np.concatenate([recent.ravel(), floor.ravel(), np.log1p(counts), 2.0 * shares, faded])


def _keeps_floor(state: SeekerState) -> bool:
    return bool(state.utterances) and state.utterances[-1].speaker != "seeker"


def _place(state: SeekerState) -> Matrix:
    buckets = np.zeros(len(POSITIONS) + 1, dtype=np.float32)
    buckets[int(np.searchsorted(POSITIONS, state.position, side="right"))] = 1.0
    crossed = np.zeros((4, NONE + 1), dtype=np.float32)
    crossed[phase_of(state.position), strategy_index(state, 1)] = 1.0
    speaker = state.utterances[-1].speaker if state.utterances else ""
    run = 0
    for utterance in reversed(state.utterances):
        if utterance.speaker != speaker:
            break
        run += 1
    keeps = speaker != "seeker" and run > 0
    floor = np.array(
        [
            keeps,
            keeps and run >= 2,
            keeps and run >= 3,
            speaker == "seeker" and run >= 2,
            speaker == "seeker" and run >= 3,
            np.log1p(state.position) / 2.0,
            state.position / 30.0,
        ],
        dtype=np.float32,
    )
    return np.concatenate([buckets, crossed.ravel(), floor])


def _flags(cues: Cues) -> Matrix:
    return np.array(_FLAG_VALUES(cues), dtype=np.float32)


def _cues(utterances: Sequence[Utterance], reader: _CueReader) -> Matrix:
    lengths = np.zeros(len(LENGTHS) + 1, dtype=np.float32)
    if not utterances:
        return np.concatenate([np.zeros(_FLAGS, dtype=np.float32), lengths])
    cues = reader.of(utterances[-1])
    lengths[int(np.searchsorted(LENGTHS, cues.words, side="right"))] = 1.0
    return np.concatenate([_flags(cues), lengths])


def _closing(seeker: Sequence[Utterance], supporter: Sequence[Utterance], reader: _CueReader) -> Matrix:
    """How far the last utterances before these say thanks and goodbye."""
    before = [reader.of(u) for u in seeker[-3:-1]]
    answered = [reader.of(u) for u in supporter[-3:-1]]
    return np.array(
        [
            any(c.thanks for c in before),
            any(c.farewell for c in before),
            any(c.farewell for c in answered),
            any(c.asks_advice for c in before),
        ],
        dtype=np.float32,
    )
