"""How well strategies are predicted: every system beside its baselines, on any conversations with strategies.

Unit: every supporter utterance with a strategy, predicted from what came before it, with the strategies really used
as history. `holdspace evaluate strategy FILE` prints `report`; so does, with the ablation of looking ahead and the
value model beside it, python -m holdspace.strategies.evaluate --data DIR --cache FILE [--split valid].
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .baselines import Baselines
from .catalogue import STRATEGIES
from .corpus import INDEX, Cases
from .metrics import Labels, Scores, bootstrap_by_dialogue, score
from .parameters import WeightsUnreadable
from .plan import Plan
from .planner import Planner
from .policy import Policy
from .prior import PriorPolicy

Matrix = NDArray[np.float64]
Rows = Mapping[str, Matrix]
"""Probabilities or scores by system, each of shape (n, 8): the largest is the prediction."""

BALANCED, DEFAULT = "policy only, balanced", "default planner"
VETOED = "plan after vetoes (no prediction)"


class Systems:
    """All that is compared, from one weights folder. Raises WeightsUnreadable."""

    def __init__(self, folder: Path | None = None) -> None:
        self._baselines = Baselines.load(folder)
        self._accurate, self._balanced = Policy.load(folder, "accuracy"), Policy.load(folder, "balanced")
        self._planner = Planner.load(folder)

    def predict(self, cases: Cases) -> dict[str, Matrix]:
        """What each system makes of each case."""
        states = cases.states
        plans = self._planner.plan_all(states)
        return {
            "majority": self._baselines.majority(states),
            "Markov-2": self._baselines.markov_2(states),
            "helping-skills prior": PriorPolicy().probabilities(states),
            "policy only, accuracy": self._accurate.probabilities(states),
            BALANCED: self._balanced.probabilities(states),
            DEFAULT: _stacked([_foreseen(plan) for plan in plans]),
            VETOED: _stacked([_intended(plan) for plan in plans]),
        }


def _stacked(rows: Sequence[Matrix]) -> Matrix:
    return np.stack(rows) if rows else np.zeros((0, len(STRATEGIES)))


def _foreseen(plan: Plan) -> Matrix:
    """The planner's scores before any veto: policy and look-ahead."""
    row = np.zeros(len(STRATEGIES))
    for candidate in plan.candidates:
        row[INDEX[candidate.strategy]] = candidate.score
    return row


def _intended(plan: Plan) -> Matrix:
    """Ranks as scores, 8 for the first: the steps of the plan, then what is open, then what is ruled out."""
    barred = {veto.strategy for veto in plan.vetoes}
    scored = [candidate.strategy for candidate in plan.candidates]
    order = [step.strategy for step in plan.steps] + sorted(scored, key=lambda strategy: strategy in barred)
    row = np.zeros(len(STRATEGIES))
    for rank, strategy in enumerate(dict.fromkeys(order)):
        row[INDEX[strategy]] = len(STRATEGIES) - rank
    return row


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """`scores` by system; `intervals` (95 %, by dialogue) of the default planner's measures."""

    scores: Mapping[str, Scores]
    intervals: Mapping[str, tuple[float, float]]
    utterances: int
    dialogues: int


def evaluated(rows: Rows, gold: Labels, dialogue: Labels) -> Evaluation:
    """Scores every system on n > 0 cases; `gold` and `dialogue` have shape (n,)."""
    scores = {name: score(row, gold) for name, row in rows.items()}
    intervals = bootstrap_by_dialogue(rows[DEFAULT], gold, dialogue)
    return Evaluation(scores, intervals, len(gold), len(np.unique(dialogue)))


def report(found: Evaluation) -> str:
    """Tables to read: systems, then the default planner's interval, one row a strategy, confusion."""
    lines = [f"{found.utterances} supporter utterances with a strategy, {found.dialogues} conversations", ""]
    lines.append(f"{'system':44} {'acc':>6} {'top-3':>6} {'macroF1':>7} {'wF1':>6} {'bias':>6}")
    for name, s in found.scores.items():
        lines.append(f"{name:44} {s.accuracy:6.4f} {s.top3:6.4f} {s.macro_f1:7.4f} {s.weighted_f1:6.4f} {s.bias:6.3f}")
    default = found.scores[DEFAULT]
    told = ", ".join(f"{name} {low:.3f}-{high:.3f}" for name, (low, high) in found.intervals.items())
    lines += ["", f"{DEFAULT}: 95 % by conversation: {told}"]
    lines.append(f"{'':28} {'prec':>6} {'recall':>6} {'F1':>6} {'gold':>6} {'given':>6} {'ratio':>6} {'pref':>6}")
    for strategy, row in zip(STRATEGIES, default.per_strategy, strict=True):
        values = (row.precision, row.recall, row.f1, row.gold_share, row.predicted_share, row.ratio, row.preference)
        lines.append(f"{strategy:28} " + " ".join(f"{'-':>6}" if v is None else f"{v:6.3f}" for v in values))
    lines += ["", f"{DEFAULT}: confusion (rows predicted, columns gold, in the order above):"]
    lines += [" ".join(f"{int(v):5d}" for v in row) for row in default.confusion]
    return "\n".join(lines)


def published(found: Evaluation) -> dict[str, Any]:
    """The same as plain data, every system with its own table and confusion."""
    return {
        "utterances": found.utterances,
        "conversations": found.dialogues,
        "strategies": list(STRATEGIES),
        "systems": {name: _plain(s) for name, s in found.scores.items()},
        "default": DEFAULT,
        "interval_95": {name: list(ends) for name, ends in found.intervals.items()},
    }


def _plain(s: Scores) -> dict[str, Any]:
    shown = ("precision", "recall", "f1", "gold_share", "predicted_share", "ratio", "preference")
    return {
        "accuracy": s.accuracy,
        "top_3": s.top3,
        "macro_f1": s.macro_f1,
        "weighted_f1": s.weighted_f1,
        "bias": s.bias,
        "per_strategy": {
            strategy: {name: getattr(row, name) for name in shown}
            for strategy, row in zip(STRATEGIES, s.per_strategy, strict=True)
        },
        "confusion": s.confusion.tolist(),
    }


def main() -> None:
    """The command line."""
    from ..memory.encoder import open_encoder
    from ..memory.vectors import CachedEncoder
    from .ablation import measured

    parser = argparse.ArgumentParser(prog="holdspace.strategies.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds esconv/")
    parser.add_argument("--cache", type=Path, required=True, help="SQLite file of sentence vectors, made if absent")
    parser.add_argument("--split", default="valid", help="which file: esconv/esconv_SPLIT.jsonl")
    parser.add_argument("--weights", type=Path, default=None, help="another weights folder")
    given = parser.parse_args()
    encoder = CachedEncoder(open_encoder(), given.cache)
    try:
        sys.stdout.write(measured(given.data, given.split, encoder, given.weights) + "\n")
    except (OSError, ValueError, WeightsUnreadable) as error:
        parser.exit(2, f"{error}\n")


if __name__ == "__main__":
    main()
