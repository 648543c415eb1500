"""Figures for whoever trains: the report, looking ahead taken apart, the value model, the time of a plan.

`python -m holdspace.strategies.evaluate` prints them; they need the training data beside the weights.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..memory.encoder import Encoder
from .corpus import Cases, chosen_cases, read_cases
from .evaluate import BALANCED, Systems, evaluated, report
from .lookahead import Lookahead
from .parameters import WEIGHTS, read_arrays, read_settings
from .planner import Planner
from .train import FOLDS
from .transitions import VALUE_NAMES, telling_apart

Matrix = NDArray[np.float64]


def ablated(cases: Cases, balanced: Matrix, folder: Path) -> dict[str, Matrix]:
    """The balanced policy with looking ahead at each depth: the weight that ships, and 1."""
    tables, weight = read_arrays(folder), float(read_settings(folder)["lambda"])
    greedy, rows = np.log(balanced), {}
    for depth in (1, 2):
        outlook = Lookahead(tables, depth).outlook(cases.states).expected
        rows[f"balanced + lookahead L={depth}, lambda {weight}"] = greedy + weight * outlook
        rows[f"balanced + lookahead L={depth}, lambda 1"] = greedy + outlook
    return rows


def measured(data: Path, split: str, encoder: Encoder, folder: Path | None = None) -> str:
    """All figures of the model card on DATA/esconv/esconv_SPLIT.jsonl.

    Raises WeightsUnreadable, OSError or ValueError when weights or data cannot be read.
    """
    folder = folder or WEIGHTS
    cases, failed = (read_cases(data / "esconv" / f"esconv_{name}.jsonl", encoder) for name in (split, "failed"))
    unseen = chosen_cases(failed, failed.dialogue % FOLDS == 0)
    rows = Systems(folder).predict(cases)
    rows |= ablated(cases, rows[BALANCED], folder)
    value = {name: read_arrays(folder)[f"look.{name}"] for name in VALUE_NAMES}
    course, dialogue = telling_apart(cases, unseen, value)
    planner, few = Planner.load(folder), cases.states[:200]
    started = time.perf_counter()
    for state in few:
        planner.plan(state)
    spent = (time.perf_counter() - started) / len(few) * 1000
    return "\n".join(
        [
            report(evaluated(rows, cases.gold, cases.dialogue)),
            "",
            f"value model, this split against failed dialogues kept back: AUC {course:.3f} per course",
            f"  and {dialogue:.3f} per dialogue",
            f"one plan (vectors given): {spent:.2f} ms",
        ]
    )
