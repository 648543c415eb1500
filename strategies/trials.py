"""What looking ahead is worth: every setting on recorded choices and in rehearsed conversations.

On recorded choices the unit is every supporter utterance of valid, real strategies as history, vetoes left out. In
rehearsal every plan keeps its vetoes, and the planner's simulated seeker is fitted on other dialogues of train than
those whose answers are met: even numbers against odd ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..memory.encoder import Encoder
from .answering import answered, fit_answers, usual_of
from .catalogue import STRATEGIES
from .corpus import Cases
from .exchanges import read_exchanges, read_felt_cases
from .features import NONE, phase_of, strategy_index
from .foresight import Foresight, foresights
from .lookahead import Lookahead
from .metrics import Scores, score
from .parameters import WEIGHTS, read_arrays, read_settings
from .planner import Planner
from .policy import Policy, StrategyPolicy
from .prior import PriorPolicy
from .rehearsal import RecordedSeeker, Rehearsal, entropy, openings_of, rehearse
from .seeker import SeekerState
from .value import TERMS

Matrix = NDArray[np.float64]
LENGTH = 12
"""Exchanges of a rehearsed conversation."""


class HistoryPolicy:
    """The history prior alone: P(next | phase, last two strategies), counted on ESConv train."""

    def __init__(self, follows: NDArray[Any]) -> None:
        self._follows = np.asarray(follows, dtype=np.float64)

    def probabilities(self, states: Sequence[SeekerState]) -> Matrix:
        """Shape (n, 8). Before any strategy the table's mean stands in."""
        rows = np.zeros((len(states), len(STRATEGIES)))
        for row, state in zip(rows, states, strict=True):
            table = self._follows[phase_of(state.position), strategy_index(state, 2)]
            last = strategy_index(state, 1)
            row[:] = table[last] if last != NONE else table.mean(axis=0)
        return rows


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """One way to plan; `terms` None stands for the shipped weights."""

    name: str
    policy: StrategyPolicy
    weight: float = 0.0
    depth: int = 0
    terms: dict[Any, float] | None = None

    def lookahead(self, tables: dict[str, NDArray[Any]]) -> Lookahead:
        """Over these tables, width 6."""
        return Lookahead(tables, self.depth, weights=self.terms)


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One setting's figures. `better` and `lower`: mean difference to greedy of final valence and of the drop in
    distress, with the 95 % interval over conversations."""

    setting: Setting
    scores: Scores
    rehearsals: list[Rehearsal]
    better: tuple[float, float, float]
    lower: tuple[float, float, float]


def settings_of(tables: dict[str, NDArray[Any]], weight: float, policy: StrategyPolicy) -> Iterator[Setting]:
    """The rows of the ablation; greedy comes first."""
    yield Setting("greedy (policy alone)", policy)
    yield Setting("history prior alone", HistoryPolicy(tables["look.follows"]))
    yield Setting("helping-skills prior alone", PriorPolicy())
    for depth in (1, 2, 3):
        yield Setting(f"all shipped terms, L={depth}", policy, weight, depth)
    yield Setting("all shipped terms, L=2, lambda 1", policy, 1.0, 2)
    for name in TERMS:
        yield Setting(f"{name} alone, L=2", policy, weight, 2, {name: 1.0})


def try_all(
    data: Path, readings: Path, encoder: Encoder, rounds: int, folder: Path | None = None
) -> tuple[list[Trial], list[Foresight]]:
    """All settings, and what the simulated seeker foresees on valid.

    Raises WeightsUnreadable, OSError or ValueError when weights, data or readings cannot be read.
    """
    folder = folder or WEIGHTS
    esconv = data / "esconv"
    train = read_exchanges(esconv / "esconv_train.jsonl", readings / "feelings_train.jsonl", encoder)
    valid = esconv / "esconv_valid.jsonl", readings / "feelings_valid.jsonl"
    met, cases = read_exchanges(*valid, encoder), read_felt_cases(*valid, encoder)
    tables: dict[str, Any] = dict(read_arrays(folder))
    own = [e for e in train if e.dialogue % 2]
    usual = usual_of(own)
    apart = tables | fit_answers(answered(own, usual), usual)
    judge = RecordedSeeker([e for e in train if e.dialogue % 2 == 0], usual)
    openings = openings_of(met)
    settings = settings_of(tables, float(read_settings(folder)["lambda"]), Policy.load(folder))
    trials: list[Trial] = []
    for setting in settings:
        planner = Planner(setting.policy, setting.lookahead(apart), setting.weight)
        rehearsed = [r for luck in range(rounds) for r in rehearse(planner, judge, openings, LENGTH, luck)]
        first = trials[0].rehearsals if trials else rehearsed
        gains = [_interval([getattr(a, n) - getattr(b, n) for a, b in zip(rehearsed, first, strict=True)], rounds)
                 for n in ("valence", "drop")]  # fmt: skip
        trials.append(Trial(setting, _scored(setting, tables, cases), rehearsed, gains[0], gains[1]))
    return trials, foresights(train, met)


def _scored(setting: Setting, tables: dict[str, Any], cases: Cases) -> Scores:
    rows = np.log(np.maximum(setting.policy.probabilities(cases.states), 1e-12))
    if setting.depth:
        rows = rows + setting.weight * setting.lookahead(tables).outlook(cases.states).expected
    return score(rows, cases.gold)


def _interval(differences: Sequence[float], rounds: int) -> tuple[float, float, float]:
    """Mean and 95 % interval; the rounds of one opening are averaged first."""
    means = np.array(differences).reshape(rounds, -1).mean(axis=0)
    error = 1.96 * float(means.std()) / max(len(means), 1) ** 0.5
    return float(means.mean()), float(means.mean()) - error, float(means.mean()) + error


def told(trials: Sequence[Trial], foreseen: Sequence[Foresight]) -> str:
    """The tables, to read."""
    lines = ["What of the next turn the simulated seeker foresees (valid; place: position alone, moment: the last turn"]
    lines += ["too, whole: the strategies too; r for numbers, AUC for chances)"]
    lines.append(f"{'':12} {'':4} {'place':>6} {'moment':>6} {'whole':>6} {'mean':>6}")
    lines += [
        f"{f.target:12} {f.measure:4} {f.place:6.3f} {f.moment:6.3f} {f.whole:6.3f} {f.share:6.3f}" for f in foreseen
    ]
    lines += ["", "Recorded choices (valid), then rehearsed conversations"]
    lines.append(
        f"{'':34} {'mF1':>5} {'bias':>5} {'acc':>5} {'top3':>5} {'ratios':>9} | {'val':>5} {'drop':>5} {'ref':>4} "
        f"{'agr':>4} {'bits':>4} {'len':>4}  valence against greedy"
    )
    for trial in trials:
        s, r = trial.scores, trial.rehearsals
        ratios = [row.predicted_share / row.gold_share for row in s.per_strategy if row.gold_share]
        mean, low, high = trial.better
        lines.append(
            f"{trial.setting.name:34} {s.macro_f1:5.3f} {s.bias:5.3f} {s.accuracy:5.3f} {s.top3:5.3f} "
            f"{min(ratios):4.2f}-{max(ratios):4.2f} | {_mean(r, 'valence'):5.3f} {_mean(r, 'drop'):5.2f} "
            f"{_mean(r, 'refusals'):4.2f} {_mean(r, 'agreements'):4.2f} {entropy(r):4.2f} "
            f"{np.mean([len(x.used) for x in r]):4.1f}  {mean:+.3f} ({low:+.3f} to {high:+.3f})"
        )
    return "\n".join(lines)


def _mean(rehearsals: Sequence[Rehearsal], name: str) -> float:
    return float(np.mean([getattr(r, name) for r in rehearsals]))
