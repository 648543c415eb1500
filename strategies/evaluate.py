"""Measures the planner: python -m holdspace.strategies.evaluate --data DIR --cache FILE [--split valid].

Unit: every supporter utterance of DIR/esconv/esconv_SPLIT.jsonl, predicted from what came before it, with
the strategies really used as history.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..memory.encoder import Encoder
from .catalogue import STRATEGIES
from .corpus import Cases, chosen_cases, read_cases
from .features import NONE, phase_of, strategy_index
from .lookahead import Lookahead
from .metrics import Scores, bootstrap_by_dialogue, score
from .parameters import WEIGHTS, read_arrays, read_settings
from .planner import Planner
from .policy import Policy
from .prior import PriorPolicy
from .train import FOLDS
from .transitions import VALUE_NAMES, markov_tables, telling_apart

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """`rows`: probabilities or scores by system name; `apart`: AUC of the value model, per course and per dialogue."""

    cases: Cases
    rows: Mapping[str, Matrix]
    scores: Mapping[str, Scores]
    apart: tuple[float, float]
    plan_ms: float


def evaluate(data: Path, split: str, encoder: Encoder, folder: Path | None = None) -> Evaluation:
    """Measures the weights in `folder` on DATA/esconv/esconv_SPLIT.jsonl; baselines are counted on train.

    Raises WeightsUnreadable, and OSError when the data cannot be read.
    """
    folder = folder or WEIGHTS
    learned, cases, failed = (
        read_cases(data / "esconv" / f"esconv_{name}.jsonl", encoder) for name in ("train", split, "failed")
    )
    unseen = chosen_cases(failed, failed.dialogue % FOLDS == 0)
    rows: dict[str, Matrix] = {
        "majority": np.tile(np.bincount(learned.gold, minlength=8) / len(learned.gold), (len(cases.gold), 1)),
        "Markov-2": markov_2(learned, cases),
        "helping-skills prior": PriorPolicy().probabilities(cases.states),
    }
    for setting in ("accuracy", "balanced"):
        rows[f"policy, {setting}"] = Policy.load(folder, setting).probabilities(cases.states)
    tables, weight = read_arrays(folder), float(read_settings(folder)["lambda"])
    greedy = np.log(rows["policy, balanced"])
    for depth in (1, 2):
        outlook = Lookahead(tables, depth).outlook(cases.states).expected
        rows[f"balanced + lookahead L={depth}, lambda {weight}"] = greedy + weight * outlook
        rows[f"balanced + lookahead L={depth}, lambda 1"] = greedy + outlook
    planner = Planner.load(folder)
    plans = planner.plan_all(cases.states)
    rows["plan after vetoes (not a prediction)"] = np.stack(
        [np.array([float(s == plan.steps[0].strategy) for s in STRATEGIES]) for plan in plans]
    )
    started = time.perf_counter()
    for state in cases.states[:200]:
        planner.plan(state)
    spent = (time.perf_counter() - started) / min(200, len(cases.states)) * 1000
    value = {name: tables[f"look.{name}"] for name in VALUE_NAMES}
    apart = telling_apart(cases, unseen, value)
    scores = {name: score(row, cases.gold) for name, row in rows.items()}
    return Evaluation(cases, rows, scores, apart, spent)


def markov_2(learned: Cases, cases: Cases) -> Matrix:
    """The prediction of a chain over the last two strategies and the phase, counted on `learned`."""
    tables = markov_tables(learned)
    opening = np.bincount(
        [int(g) for s, g in zip(learned.states, learned.gold, strict=True) if not s.history], minlength=8
    ) / max(sum(not s.history for s in learned.states), 1)
    rows = []
    for state in cases.states:
        last = strategy_index(state, 1)
        known = tables[phase_of(state.position), strategy_index(state, 2), last] if last != NONE else opening
        rows.append(known)
    return np.stack(rows)


def report(found: Evaluation) -> str:
    """Tables to read: systems, intervals, one row a strategy, confusion."""
    lines = [f"{'system':44} {'acc':>6} {'top-3':>6} {'macroF1':>7} {'wF1':>6} {'bias':>6}"]
    for name, s in found.scores.items():
        lines.append(f"{name:44} {s.accuracy:6.4f} {s.top3:6.4f} {s.macro_f1:7.4f} {s.weighted_f1:6.4f} {s.bias:6.3f}")
    for name in ("policy, accuracy", "policy, balanced"):
        intervals = bootstrap_by_dialogue(found.rows[name], found.cases.gold, found.cases.dialogue)
        lines += [
            "",
            f"{name}: 95 % by dialogue: " + ", ".join(f"{k} {a:.3f}-{b:.3f}" for k, (a, b) in intervals.items()),
        ]
        lines.append(f"{'':28} {'prec':>6} {'recall':>6} {'F1':>6} {'gold':>6} {'given':>6} {'ratio':>6} {'pref':>6}")
        for strategy, row in zip(STRATEGIES, found.scores[name].per_strategy, strict=True):
            values = (row.precision, row.recall, row.f1, row.gold_share, row.predicted_share)
            ratio = row.predicted_share / row.gold_share if row.gold_share else float("nan")
            lines.append(f"{strategy:28} " + " ".join(f"{v:6.3f}" for v in (*values, ratio, row.preference)))
    lines += ["", "confusion, balanced (rows predicted, columns gold):"]
    lines += [" ".join(f"{int(v):5d}" for v in row) for row in found.scores["policy, balanced"].confusion]
    course, dialogue = found.apart
    lines += ["", f"value model, this split against failed dialogues kept back: AUC {course:.3f} per course"]
    lines.append(f"  and {dialogue:.3f} per dialogue")
    lines.append(f"one plan (vectors given): {found.plan_ms:.2f} ms")
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    from ..memory.encoder import open_encoder
    from ..memory.vectors import CachedEncoder

    parser = argparse.ArgumentParser(prog="holdspace.strategies.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds esconv/")
    parser.add_argument("--cache", type=Path, required=True, help="SQLite file of sentence vectors, made if absent")
    parser.add_argument("--split", default="valid", help="which file: esconv/esconv_SPLIT.jsonl")
    parser.add_argument("--weights", type=Path, default=None, help="another weights folder")
    given = parser.parse_args()
    encoder = CachedEncoder(open_encoder(), given.cache)
    found = evaluate(given.data, given.split, encoder, given.weights)
    sys.stdout.write(report(found) + "\n")


if __name__ == "__main__":
    main()
