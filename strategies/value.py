"""What a course of strategies is worth, term by term.

relief    the person feels better: change of valence (-1..1) plus the fall of distress (1..5) in quarters, as far
          as they had been heard when the course began (to tell what hurts is no setback); less a half for every
          suggestion turned down
progress  the way to a goal: being heard, being comforted and a step agreed on, a third each, each growing no
          further than the one before; less a third for every suggestion turned down
likeness  how much the course looks like those of good conversations (see `transitions.value_tables`)
feedback  the rating 1..5 people gave after such a strategy in such a phase; weak, off unless weighted

From a term is taken its mean for the strategy on ESConv train: what counts is how much better than usual a strategy
serves this moment, or one strategy would be favoured everywhere. It is then centred over the eight and divided by its
root mean square, so that weights compare: with weight 1 and lambda 1 it moves scores by about one unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from .features import NONE
from .moment import ADVISES, ANSWER, AT, PHASES, SIZE

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

TermName = Literal["relief", "progress", "likeness", "feedback"]
TERMS: tuple[TermName, ...] = get_args(TermName)

REFUSES = ANSWER.index("refuses")
UNWANTED = 0.5
"""What a suggestion turned down takes from relief."""

FAR = 3
"""Strategies of a course that `likeness` has tables for."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """m courses of `steps` strategies: shapes (m, steps) for codes and phases, (m, MOMENT) for both moments."""

    codes: Whole
    phases: Whole
    begun: Array
    ended: Array
    refusals: Array
    """Expected suggestions turned down, shape (m,)."""


class Value:
    """The tables behind the terms. `look.*` as in `transitions`, `look.rating` (4, 8) where it was fitted.

    Raises KeyError or ValueError when tables are absent or of other shapes.
    """

    def __init__(self, tables: Mapping[str, NDArray[Any]]) -> None:
        self._by_place = [np.asarray(tables[f"look.{n}"], dtype=np.float64) for n in ("first", "second", "third")]
        self._pair = np.asarray(tables["look.pair"], dtype=np.float64)
        rating = tables.get("look.rating")
        self._rating = np.zeros((PHASES, SIZE)) if rating is None else np.asarray(rating, dtype=np.float64)
        if self._pair.shape != (SIZE, SIZE) or any(t.shape != (PHASES, SIZE) for t in (*self._by_place, self._rating)):
            raise ValueError("the look-ahead tables have other shapes")

    def of(self, course: Course) -> Array:
        """Every term of every course, shape (m, len(TERMS)), unscaled."""
        return np.stack([getattr(self, f"_{name}_of")(course) for name in TERMS], axis=1)

    @staticmethod
    def _relief_of(course: Course) -> Array:
        change: Array = course.ended - course.begun
        better: Array = change[:, AT["valence"]] - change[:, AT["intensity"]] / 4.0
        return course.begun[:, AT["heard"]] * better - UNWANTED * course.refusals

    @staticmethod
    def _progress_of(course: Course) -> Array:
        columns = [AT["heard"], AT["comforted"], AT["agreed"]]
        gained: Array = (course.ended - course.begun)[:, columns].sum(axis=1)
        return (gained - course.refusals) / 3.0

    def _likeness_of(self, course: Course) -> Array:
        worth = np.zeros(len(course.codes))
        for k in range(min(FAR, course.codes.shape[1])):
            worth += self._by_place[k][course.phases[:, k], course.codes[:, k]]
            if k:
                worth += self._pair[course.codes[:, k - 1], course.codes[:, k]]
        return worth

    def _feedback_of(self, course: Course) -> Array:
        return self._rating[course.phases[:, 0], course.codes[:, 0]]


def turned_down(codes: Whole, answers: Array) -> Array:
    """Chance that the strategies were suggestions and were refused, shape (m,)."""
    return ADVISES[codes] * answers[:, REFUSES]


def last_of(moments: Array) -> Whole:
    """Index of the last strategy, 8 for none, shape (m,)."""
    first = AT["last 0"]
    codes: Whole = moments[:, first : first + NONE + 1].argmax(axis=1)
    return codes
