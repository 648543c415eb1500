"""Finished stages: taken up again when everything about them is the same, and never otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from holdspace.agent.emotion.learning.lessons import Lesson
from holdspace.agent.emotion.learning.stages import stage
from holdspace.agent.emotion.learning.tune import Pace, Pupil


class Apprentice:
    """Stands in for the network: each lesson adds one to its only number."""

    def __init__(self, number: float = 0.0) -> None:
        self.number, self.taught = number, 0

    def snapshot(self) -> dict[str, Any]:
        import torch

        return {"network.inner.one": torch.tensor([self.number])}

    def restore(self, earlier: dict[str, Any]) -> None:
        self.number = float(earlier["network.inner.one"])

    def learn(self, lessons: list[Lesson], pace: Pace) -> None:
        self.number += len(lessons)
        self.taught += pace.epochs


def after(work: Path, lessons: list[Lesson], epochs: int = 1, number: float = 0.0) -> Apprentice:
    apprentice = Apprentice(number)
    stage(cast("Pupil", apprentice), lessons, Pace(epochs), work)
    return apprentice


LESSONS = [Lesson("two cups again", intensity=3.0), Lesson("fine, thanks")]


@pytest.mark.slow
def test_a_finished_stage_is_taken_up_and_an_unfinished_one_learned_again(tmp_path: Path) -> None:
    first = after(tmp_path, LESSONS)
    assert (first.number, first.taught) == (2.0, 1)
    again = after(tmp_path, LESSONS)
    assert (again.number, again.taught) == (2.0, 0)
    (kept,) = tmp_path.iterdir()
    kept.rename(kept.with_suffix(".part"))
    assert after(tmp_path, LESSONS).taught == 1


@pytest.mark.slow
def test_other_lessons_another_pace_or_another_beginning_is_another_stage(tmp_path: Path) -> None:
    after(tmp_path, LESSONS)
    assert after(tmp_path, LESSONS[:1]).taught == 1
    assert after(tmp_path, [*LESSONS[:1], Lesson("fine, thanks", context="she left")]).taught == 1
    assert after(tmp_path, LESSONS, epochs=2).taught == 2
    assert after(tmp_path, LESSONS, number=1.0).taught == 1
