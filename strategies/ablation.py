"""Figures for whoever trains, from the training data: python -m holdspace.strategies.ablation --data DIR --cache FILE.

The command prints what the simulated seeker foresees and looking ahead taken apart (`trials`), on recorded choices and
in rehearsed conversations; beside FILE it needs what `agent.batch.feelings` made. `measured`, printed by
`python -m holdspace.strategies.evaluate`, is the report, looking ahead at two weights, and the time of a plan.
"""

from __future__ import annotations

import argparse
import sys
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


def plan_ms(planner: Planner, cases: Cases, count: int = 300) -> float:
    """Milliseconds of one plan, vectors given: the median of `count`."""
    spent = []
    for state in cases.states[:count]:
        started = time.perf_counter()
        planner.plan(state)
        spent.append(time.perf_counter() - started)
    return float(np.median(spent)) * 1000


def main() -> None:
    """The command line."""
    from ..memory.encoder import open_encoder
    from ..memory.vectors import CachedEncoder
    from .trials import told, try_all

    parser = argparse.ArgumentParser(prog="holdspace.strategies.ablation", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds esconv/")
    parser.add_argument("--cache", type=Path, required=True, help="SQLite file of sentence vectors, as for train")
    parser.add_argument("--rounds", type=int, default=3, help="rehearsals of each opening (default: 3)")
    given = parser.parse_args()
    encoder = CachedEncoder(open_encoder(), given.cache)
    try:
        trials, foreseen = try_all(given.data, given.cache.parent, encoder, max(1, given.rounds))
        cases = read_cases(given.data / "esconv" / "esconv_valid.jsonl", encoder)
    except (OSError, ValueError) as error:
        parser.exit(2, f"{error}\n")
    spent = ", ".join(
        f"{name} {plan_ms(planner, cases):.2f} ms"
        for name, planner in (("as shipped", Planner.load()), ("three steps", Planner.load(most_steps=3)))
    )
    sys.stdout.write(f"{told(trials, foreseen)}\n\none plan, vectors given, median: {spent}\n")


if __name__ == "__main__":
    main()
