"""Learns what looking ahead stands on: python -m holdspace.strategies.ahead --data DIR --cache FILE --out DIR.

Adds to weights that `train` made: the simulated seeker, the terms' scales and weights, lambda, and when a reply
holds a second strategy. DIR/esconv is read, and beside FILE what `agent.batch.feelings` made of its train and
valid part (feelings_train.jsonl, feelings_valid.jsonl). Everything is fitted on train; only the feedback term, which
ships switched off, needs ratings, and those exist on valid alone: it is fitted on every second dialogue there.
Weights are chosen on predictions for dialogues held back from training, by folds.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..memory.encoder import Encoder
from . import parameters
from .answering import answered, fit_answers, usual_of
from .catalogue import STRATEGIES
from .corpus import Cases, chosen_cases, read_cases
from .exchanges import Exchange, read_exchanges, read_felt_cases
from .lookahead import Lookahead
from .moment import PHASES, SIZE, moments_of, phases_of
from .sequence import OPENS
from .train import FOLDS, HELD
from .transitions import look_tables
from .tuning import choose_lambda
from .value import TERMS, TermName

SECONDS, THIRDS = 0.143, 0.019
"""Shares of merged supporter turns with at least two, and three, distinct strategies in ESConv."""

STRENGTH = 20.0
"""Pseudo-counts lent to a pair of strategies within one turn by the second one's share."""

RATING_PENALTY = 40.0

DEPTHS = (1, 2, 3)
SHIPPED_DEPTH = 2
LEAST = 1e-3
"""A term that hardly differs between moments is not blown up."""

COUNTED: dict[TermName, float] = {"relief": 1.0, "progress": 0.0, "likeness": 0.0, "feedback": 0.0}
"""What each term counts for, after the ablation (model card)."""

Matrix = NDArray[np.float64]
Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """What is learned from: cases with feelings, the failed ones, exchanges of train, rated exchanges of valid."""

    cases: Cases
    badly: Cases
    exchanges: list[Exchange]
    rated: list[Exchange]

    @classmethod
    def read(cls, data: Path, readings: Path, encoder: Encoder) -> Lessons:
        """Raises OSError or ValueError when data or readings cannot be used."""
        esconv = data / "esconv"
        failed = read_cases(esconv / "esconv_failed.jsonl", encoder)
        train, felt = esconv / "esconv_train.jsonl", readings / "feelings_train.jsonl"
        rated = read_exchanges(esconv / "esconv_valid.jsonl", readings / "feelings_valid.jsonl")
        return cls(
            cases=read_felt_cases(train, felt, encoder),
            badly=chosen_cases(failed, failed.dialogue % FOLDS != 0),
            exchanges=read_exchanges(train, felt, encoder),
            rated=[e for e in rated if e.rating and e.dialogue % 2],
        )


def tables_of(lessons: Lessons, cases: Cases, exchanges: Sequence[Exchange]) -> Arrays:
    """All that `Lookahead` reads, from these cases and exchanges, every term as it is."""
    usual = usual_of(exchanges)
    tables: Arrays = dict(look_tables(cases, lessons.badly))
    return {
        **tables,
        **fit_answers(answered(exchanges, usual), usual),
        "look.rating": rating_table(lessons.rated),
        "look.usual": np.zeros((len(DEPTHS), SIZE, len(TERMS))),
        "look.scales": np.ones((len(DEPTHS), len(TERMS))),
        "look.weights": np.ones(len(TERMS)),
    }


def rating_table(rated: Sequence[Exchange]) -> Matrix:
    """How feedback differs by phase and last strategy, beyond the phase: (4, 8), ridge, mean 0 in each phase."""
    phases = phases_of(np.array([e.state.position for e in rated]))
    last = np.array([e.strategies[-1] for e in rated])
    places, used = np.eye(PHASES)[phases], np.eye(SIZE)[last]
    both = (places[:, :, None] * used[:, None]).reshape(len(rated), -1)
    rows = np.concatenate([places, used, both], axis=1)
    target = np.array([float(e.rating or 0) for e in rated])
    gram = rows.T @ rows + RATING_PENALTY * np.eye(rows.shape[1])
    slope = np.linalg.solve(gram, rows.T @ (target - target.mean()))
    own, apart = slope[PHASES : PHASES + SIZE], slope[PHASES + SIZE :].reshape(PHASES, SIZE)
    table: Matrix = own + apart
    table -= table.mean(axis=1, keepdims=True)
    return table


def held_terms(lessons: Lessons, depth: int) -> Matrix:
    """Every term for every case, from tables that have not seen its dialogue: (n, 8, len(TERMS)), as they are."""
    out = np.zeros((len(lessons.cases.gold), SIZE, len(TERMS)))
    for fold in range(FOLDS):
        held = lessons.cases.dialogue % FOLDS == fold
        seen = [e for e in lessons.exchanges if e.dialogue % FOLDS != fold]
        look = Lookahead(tables_of(lessons, chosen_cases(lessons.cases, ~held), seen), depth)
        out[held] = look.outlook(chosen_cases(lessons.cases, held).states).terms
    return out


def levelled(terms: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """Terms less their mean for the strategy, over their root mean square; those means (8, t) and scales (t,)."""
    usual = terms.mean(axis=0)
    left = terms - usual
    scales = np.maximum(np.sqrt((left**2).mean(axis=(0, 1))), LEAST)
    return left / scales, usual, scales


def second_tables(exchanges: Sequence[Exchange], usual: tuple[float, float]) -> Arrays:
    """The arrays of `SecondStrategy`: a logistic regression on the moment and the first strategy."""
    from sklearn.linear_model import LogisticRegression

    firsts = np.array([e.strategies[0] for e in exchanges])
    pairs = [tuple(dict.fromkeys(e.strategies))[:2] for e in exchanges]
    moments = moments_of([e.state for e in exchanges], usual)
    mean, spread = moments.mean(axis=0), np.maximum(moments.std(axis=0), 0.05)
    rows = np.concatenate([np.eye(SIZE)[firsts], (moments - mean) / spread], axis=1)
    model: Any = LogisticRegression(C=0.1, max_iter=400).fit(rows, [len(pair) > 1 for pair in pairs])
    slope = model.coef_[0, SIZE:] / spread
    follows = np.zeros((SIZE, SIZE))
    for pair in pairs:
        if len(pair) > 1:
            follows[pair] += 1.0
    share = follows.sum(axis=0) / follows.sum()
    follows += STRENGTH * share
    np.fill_diagonal(follows, 0.0)
    return {
        "second.bias": model.coef_[0, :SIZE] + model.intercept_[0] - mean @ slope,
        "second.w": slope,
        "second.follows": follows / follows.sum(axis=1, keepdims=True),
    }


def second_from(arrays: Arrays, exchanges: Sequence[Exchange], firsts: NDArray[np.int64]) -> tuple[float, float]:
    """The chances from which a second and a third are given, so that as many are as people gave.

    `firsts` are the strategies a plan begins with before each exchange, shape (n,).
    """
    from .sequence import SecondStrategy

    chances = SecondStrategy(arrays, 0.0, 0.0).chances([e.state for e in exchanges])
    own = chances[np.arange(len(firsts)), firsts]
    own[[STRATEGIES[s] not in OPENS for s in firsts]] = 0.0
    ranked = np.sort(own)[::-1]
    return float(ranked[int(SECONDS * len(ranked))]), float(ranked[int(THIRDS * len(ranked))])


def learn(lessons: Lessons, held: Matrix, folder: Path) -> None:
    """Adds everything to the weights in `folder`; `held` is log pi out of fold, shape (n, 8), before offsets."""
    arrays: Arrays = dict(parameters.read_arrays(folder))
    settings = parameters.read_settings(folder)
    offsets = np.array([settings["offsets"]["balanced"][name] for name in STRATEGIES])
    levels = [levelled(held_terms(lessons, depth)) for depth in DEPTHS]
    terms, counted = levels[SHIPPED_DEPTH - 1][0], np.array([COUNTED[name] for name in TERMS])
    adjusted, outlook = held - offsets, terms @ counted
    weight = choose_lambda(adjusted, outlook, lessons.cases.gold)
    for i, name in enumerate(TERMS):
        _say(f"{name} alone: lambda {choose_lambda(adjusted, terms[:, :, i], lessons.cases.gold)}")
    arrays |= tables_of(lessons, lessons.cases, lessons.exchanges) | {"look.weights": counted}
    arrays |= {"look.usual": np.stack([level[1] for level in levels])}
    arrays |= {"look.scales": np.stack([level[2] for level in levels])}
    arrays |= second_tables(lessons.exchanges, usual_of(lessons.exchanges))
    firsts = _firsts(lessons, adjusted + weight * outlook)
    since, again = second_from(arrays, lessons.exchanges, firsts)
    settings |= {"lambda": weight, "second_from": round(since, 4), "third_from": round(again, 4)}
    parameters.write(folder, arrays, settings)
    _say(f"written to {folder.name}: lambda {weight}, a second strategy from {since:.3f}, a third from {again:.3f}")


def _firsts(lessons: Lessons, scores: Matrix) -> NDArray[np.int64]:
    """The best strategy before each exchange, vetoes observed."""
    from .stages import stage_of
    from .vetoes import vetoes_of

    by_place = {
        (int(d), s.position): row
        for d, s, row in zip(lessons.cases.dialogue, lessons.cases.states, scores, strict=True)
    }
    firsts = []
    for exchange in lessons.exchanges:
        row = by_place.get((exchange.dialogue, exchange.state.position))
        row = np.zeros(SIZE) if row is None else row.copy()
        barred = [STRATEGIES.index(v.strategy) for v in vetoes_of(exchange.state, stage_of(exchange.state))]
        row[barred] = -np.inf
        firsts.append(int(row.argmax()))
    return np.array(firsts)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def main() -> None:
    """The command line."""
    from ..memory.encoder import open_encoder
    from ..memory.vectors import CachedEncoder

    parser = argparse.ArgumentParser(prog="holdspace.strategies.ahead", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds esconv/")
    parser.add_argument("--cache", type=Path, required=True, help="SQLite file of sentence vectors, as for train")
    parser.add_argument("--out", type=Path, required=True, help="folder of the weights train made")
    given = parser.parse_args()
    try:
        held = np.load(given.cache.with_name(HELD))
        lessons = Lessons.read(given.data, given.cache.parent, CachedEncoder(open_encoder(), given.cache))
    except (OSError, ValueError) as error:
        parser.exit(2, f"{error}\n")
    learn(lessons, held, given.out)


if __name__ == "__main__":
    main()
