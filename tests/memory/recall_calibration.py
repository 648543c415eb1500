"""Fits and measures recall on synthetic histories: `python tests/memory/recall_calibration.py [--fit]`.

The figures are those of the "held" half, whose facts the fit has not seen.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from recall_histories import history

from holdspace.memory import ranking, recall
from holdspace.memory.encoder import Encoder, open_encoder
from holdspace.memory.probing import recall_user
from holdspace.memory.records import RecallRecord
from holdspace.memory.vectors import CachedEncoder


def measure(half: str, count: int, encoder: Encoder, filler: Any = None) -> dict[str, float]:
    """recall@5 and hit@1 by kind of probe, and the shares of rightly kept and rightly abstained probes."""
    asked: Counter[str] = Counter()
    within: Counter[str] = Counter()
    first: Counter[str] = Counter()
    abstained: Counter[str] = Counter()
    for seed in range(count):
        record = history(seed, half, filler)
        answers = recall_user(RecallRecord.model_validate(record), encoder)["probes"]
        for probe, answer in zip(record["probes"], answers, strict=True):
            kind = probe["kind"]
            asked[kind] += 1
            abstained[kind] += answer["abstained"]
            ids = [hit["turn_ids"] for hit in answer["hits"]]
            within[kind] += any(gold in row for row in ids for gold in probe["gold"])
            first[kind] += bool(ids) and bool(probe["gold"]) and ids[0][0] in probe["gold"]
    answerable = [kind for kind in asked if kind not in ("unanswerable", "near")]
    silent = [kind for kind in asked if kind not in answerable]
    total = sum(asked[kind] for kind in answerable)
    figures = {f"{kind} recall@5": within[kind] / asked[kind] for kind in answerable}
    figures |= {f"{kind} hit@1": first[kind] / asked[kind] for kind in answerable}
    figures["recall@5"] = sum(within[kind] for kind in answerable) / total
    figures["hit@1"] = sum(first[kind] for kind in answerable) / total
    figures["kept when answerable"] = 1 - sum(abstained[kind] for kind in answerable) / total
    figures["abstained when not"] = sum(abstained[kind] for kind in silent) / sum(asked[kind] for kind in silent)
    return figures


def _looked_at(record: dict[str, Any], encoder: Encoder) -> list[tuple[Any, Any]]:
    """For each probe: the features of every candidate, and which of them is gold."""
    turns = [turn["id"] for session in record["sessions"] for turn in session["turns"]]
    seen: list[tuple[Any, Any]] = []
    plain = recall.features
    for probe in record["probes"]:
        rows: list[Any] = []
        gold: list[bool] = []

        def watch(sought: Any, line: Any, cosines: Any, covered: float, *, into: Any = (rows, gold, probe)) -> Any:
            values = plain(sought, line, cosines, covered)
            into[0].append(values)
            into[1].append(turns[int(line.turn.id.split(":")[0])] in into[2]["gold"])
            return values

        recall.features = watch
        try:
            recall_user(RecallRecord.model_validate({**record, "probes": [probe]}), encoder)
        finally:
            recall.features = plain
        seen.append((np.array(rows), np.array(gold)))
    return seen


def fit(half: str, count: int, encoder: Encoder) -> None:
    """Logistic regressions: of a turn being the answer, then of the best turn's score on there being one."""
    from sklearn.linear_model import LogisticRegression

    probes = [probe for seed in range(count) for probe in _looked_at(history(seed, half), encoder)]
    rows = np.concatenate([rows for rows, gold in probes if gold.any()])
    truth = np.concatenate([gold for _, gold in probes if gold.any()])
    turn = LogisticRegression(C=1.0, max_iter=5000).fit(rows, truth)
    weights = turn.coef_[0]
    best = np.array([[max(rows @ weights)] for rows, _ in probes])
    known = np.array([gold.any() for _, gold in probes])
    answer = LogisticRegression(C=100.0, class_weight="balanced").fit(best, known)
    sys.stdout.write(f"{dict(zip(ranking.FEATURES, weights.round(2).tolist(), strict=True))}\n")
    sys.stdout.write(f"chance {answer.coef_.round(3)} {answer.intercept_.round(3)}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    encoder: Encoder = open_encoder()
    if options.cache:
        encoder = CachedEncoder(encoder, options.cache)
    if options.fit:
        fit("tune", options.count, encoder)
    for half in ("tune", "held"):
        started = time.perf_counter()
        figures = measure(half, options.count, encoder)
        sys.stdout.write(f"{half} { {name: round(value, 3) for name, value in figures.items()} }\n")
        sys.stdout.write(f"{(time.perf_counter() - started) / options.count:.2f} s a person\n")


if __name__ == "__main__":
    main()
