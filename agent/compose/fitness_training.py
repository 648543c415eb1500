"""Teaches how lines are taken: `python -m holdspace.agent.compose.fitness_training [--marks FILE] [--out FILE]`.

Learns from `data/marks.jsonl`, tells what the opinion is worth on people it has not met, and writes
`weights/fitness.json`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .bank import Bank
from .fitness import FILE, Fitness, Line, Moment, of_line, of_moment
from .sheets import load

MARKS: Final = Path(__file__).parent / "data" / "marks.jsonl"
STRENGTH: Final = 0.3
"""Inverse regularisation (C) of both regressions."""
LEAST: Final = 0.005
"""Weights smaller than this are not kept."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A line somebody was given or might have been given, what it was for, and how it was taken (0..2)."""

    who: str
    split: str
    moment: Moment
    line: Line
    said: bool
    mark: int


def read(file: Path = MARKS) -> list[Marked]:
    """Every marked line of the file, in order."""
    found: list[Marked] = []
    for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
        moment = Moment(**row["moment"])
        for told in row["lines"]:
            line = Line(**{name: told[name] for name in Line.__slots__})
            found.append(Marked(row["id"].partition("/")[0], row["split"], moment, line, told["said"], told["mark"]))
    return found


def learn(marked: Sequence[Marked], bank: Bank) -> Fitness:
    """Both regressions on all features of the lines. A line that has left the bank says nothing of its group, which has
    others by now."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    standing = {phrase.text for group in bank.groups for phrase in group.phrases}
    rows = [features_of(one, grouped=one.line.phrase in standing) for one in marked]
    names = sorted({name for row in rows for name in row})
    place = {name: at for at, name in enumerate(names)}
    data = [(value, at, place[name]) for at, row in enumerate(rows) for name, value in row.items()]
    values, lines, columns = zip(*data, strict=True)
    matrix = csr_matrix((values, (lines, columns)), shape=(len(rows), len(names)))
    goals = [np.array([one.mark >= least for one in marked]) for least in (1, 2)]
    told = [LogisticRegression(C=STRENGTH, max_iter=3000, fit_intercept=False).fit(matrix, goal) for goal in goals]
    both = {name: tuple(round(float(one.coef_[0][at]), 3) for one in told) for name, at in place.items()}
    return Fitness({name: (row[0], row[1]) for name, row in both.items() if max(map(abs, row)) >= LEAST})


def features_of(one: Marked, *, grouped: bool) -> dict[str, float]:
    """The features of a marked line by name, with or without those of its group."""
    found = dict([*of_moment(one.moment), *of_line(one.line, one.moment)])
    return {name: value for name, value in found.items() if grouped or not name.startswith("group ")}


def passing(fitness: Fitness, marked: Iterable[Marked]) -> NDArray[np.float64]:
    """The chance of each line to pass."""
    return np.array([fitness.taken(one.line, one.moment).passes for one in marked])


def report(marked: Sequence[Marked], bank: Bank) -> dict[str, float]:
    """On people kept back: how well passing lines are told from others (AUC), and how often the line thought best of
    a moment passes beside any line of it."""
    from sklearn.metrics import roc_auc_score

    held = [one for one in marked if one.split == "held"]
    chance = passing(learn([one for one in marked if one.split != "held"], bank), held)
    passed = np.array([one.mark > 0 for one in held])
    moments: dict[Any, list[int]] = {}
    for at, one in enumerate(held):
        moments.setdefault((one.who, one.moment.turn), []).append(at)
    best = [passed[max(rows, key=lambda at: chance[at])] for rows in moments.values()]
    return {
        "lines": len(held),
        "auc": round(float(roc_auc_score(passed, chance)), 3),
        "any line passes": round(float(passed.mean()), 3),
        "said line passes": round(float(passed[[one.said for one in held]].mean()), 3),
        "best line passes": round(float(np.mean(best)), 3),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Reports on the people kept back, then learns from everybody and writes the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--marks", type=Path, default=MARKS, help="marked lines, JSON lines")
    parser.add_argument("--out", type=Path, default=FILE, help="where the weights go")
    options = parser.parse_args(arguments)
    marked, bank = read(options.marks), load()
    held = report(marked, bank)
    sys.stdout.write(json.dumps(held) + "\n")
    weights = dict(sorted(learn(marked, bank).weights.items()))
    options.out.write_text(json.dumps({"held": held, "weights": weights}, indent=0) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
