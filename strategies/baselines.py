"""What a planner has to beat: the commonest strategy, and a chain over the last two.

Both stand on counts over ESConv train that ship with the weights, never on the file they are measured with:
`baselines.json` holds how often each strategy was used and how often it came first in a dialogue, and
`look.follows` (see `lookahead`) is the chain. `train` writes the JSON file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .catalogue import STRATEGIES
from .corpus import TalkRecord, read_talks
from .features import NONE, phase_of, strategy_index
from .metrics import SIZE
from .parameters import WEIGHTS, WeightsUnreadable, read_arrays
from .seeker import SeekerState

Array = NDArray[np.float64]
COUNTS = "baselines.json"
LATE = 10_000
"""A position in the last phase."""


@dataclass(frozen=True, slots=True, eq=False)
class Baselines:
    """`share` and `opening` have shape (8,) and sum to 1; `follows` has shape (4, 9, 8, 8) as in `Lookahead`."""

    share: Array
    opening: Array
    follows: Array

    @classmethod
    def load(cls, folder: Path | None = None) -> Baselines:
        """Reads `folder` (default: the shipped weights). Raises WeightsUnreadable."""
        folder = folder or WEIGHTS
        try:
            counts = json.loads((folder / COUNTS).read_text(encoding="utf-8"))
            share, opening = (_shares(counts[name]) for name in ("all", "opening"))
            follows = read_arrays(folder)["look.follows"].astype(np.float64)
            if follows.shape != (phase_of(LATE) + 1, NONE + 1, SIZE, SIZE):
                raise ValueError("look.follows has another shape")
        except (OSError, KeyError, ValueError, TypeError) as error:
            raise WeightsUnreadable(folder / COUNTS, error) from error
        return cls(share, opening, follows)

    def majority(self, states: Sequence[SeekerState]) -> Array:
        """Every strategy by how often it is used at all; shape (n, 8), rows sum to 1."""
        return np.tile(self.share, (len(states), 1))

    def markov_2(self, states: Sequence[SeekerState]) -> Array:
        """P(c | phase, the last two strategies), and how dialogues open before the first; shape (n, 8)."""
        rows = np.zeros((len(states), SIZE))
        for row, state in zip(rows, states, strict=True):
            last = strategy_index(state, 1)
            known = last != NONE
            row[:] = self.follows[phase_of(state.position), strategy_index(state, 2), last] if known else self.opening
        return rows


def _shares(counts: Mapping[str, int]) -> Array:
    found = np.array([counts[name] for name in STRATEGIES], dtype=np.float64)
    if not (found >= 0).all() or not found.sum():
        raise ValueError("the counts are not counts")
    shares: Array = found / found.sum()
    return shares


def counted(talks: Iterable[TalkRecord]) -> dict[str, Any]:
    """The content of the JSON file: `all` strategies used, and the `opening` one of each conversation."""
    used: Counter[str] = Counter()
    opening: Counter[str] = Counter()
    for talk in talks:
        named = [turn.known for turn in talk.turns if turn.known]
        used.update(named)
        opening.update(named[:1])
    return {"all": {name: used[name] for name in STRATEGIES}, "opening": {name: opening[name] for name in STRATEGIES}}


def write_counts(data: Path, out: Path) -> None:
    """Counts `data`/esconv/esconv_train.jsonl into the JSON file of `out`. Raises OSError or ValueError."""
    counts = counted(read_talks(data / "esconv" / "esconv_train.jsonl"))
    (out / COUNTS).write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")
