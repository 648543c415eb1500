"""How much of an answer the simulated seeker foresees, beside what the place alone and the moment alone foresee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .answering import Answered, answered, fit_answers, fitted, usual_of
from .exchanges import Exchange
from .moment import ANSWER, AT, MOMENT, NUMBERS, PHASES
from .simulate import SimulatedSeeker
from .transitions import auc

Array = NDArray[np.float64]

PLACE = [AT["place"], *(AT[f"phase {i}"] for i in range(PHASES))]
TO_COURSE = [i for i in range(MOMENT) if i < AT["refused"] or i in PLACE]
"""What a moment holds besides the strategies used so far."""


@dataclass(frozen=True, slots=True)
class Foresight:
    """One column of an answer: Pearson r of the foreseen number, or AUC of the chance.

    `place` knows the position alone, `moment` the person's last turn and the position, `whole` also the
    strategies. `share` is the mean of the target.
    """

    target: str
    measure: Literal["r", "AUC"]
    place: float
    moment: float
    whole: float
    share: float


def foresights(learned: Sequence[Exchange], met: Sequence[Exchange]) -> list[Foresight]:
    """Fits on `learned`, measures on `met`."""
    usual = usual_of(learned)
    train, test = answered(learned, usual), answered(met, usual)
    seeker = SimulatedSeeker(fit_answers(train, usual))
    whole = np.einsum("ns,nst->nt", test.shares, seeker.answers(test.moments))
    place, moment = (_without(train, test, columns) for columns in (PLACE, TO_COURSE))
    return [_foresight(t, test, place[:, t], moment[:, t], whole[:, t]) for t in range(len(ANSWER))]


def _without(train: Answered, test: Answered, columns: list[int]) -> Array:
    mean, spread = train.moments.mean(axis=0), np.maximum(train.moments.std(axis=0), 0.05)
    rows, asked = (((data.moments - mean) / spread)[:, columns] for data in (train, test))
    out = np.zeros_like(test.answers)
    for t in range(len(ANSWER)):
        intercept, slope = fitted(rows, train.answers[:, t], t < NUMBERS)
        out[:, t] = intercept + asked @ slope
    return out


def _auc(foreseen: Array, true: Array) -> float:
    """NaN where the target never varies."""
    high, low = foreseen[true > 0.5], foreseen[true <= 0.5]
    return auc(high, low) if len(high) and len(low) else float("nan")


def _r(foreseen: Array, true: Array) -> float:
    """NaN where either never varies."""
    return float(np.corrcoef(foreseen, true)[0, 1]) if foreseen.std() and true.std() else float("nan")


def _foresight(t: int, test: Answered, *foreseen: Array) -> Foresight:
    true, share = test.answers[:, t], float(test.answers[:, t].mean())
    if t >= NUMBERS:
        place, moment, whole = (_auc(f, true) for f in foreseen)
        return Foresight(ANSWER[t], "AUC", place, moment, whole, share)
    place, moment, whole = (_r(f, true) for f in foreseen)
    return Foresight(ANSWER[t], "r", place, moment, whole, share)
