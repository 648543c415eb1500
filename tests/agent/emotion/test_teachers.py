"""Networks of the dimensions alone: what they say of texts nobody rated, and of our writers' dominance."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from holdspace.agent.emotion.learning import teachers
from holdspace.agent.emotion.learning.corpora import Situation
from holdspace.agent.emotion.learning.lessons import Corpora, Lesson, Scale
from holdspace.agent.emotion.learning.teachers import TEACHERS, WRITTEN, Teachers
from holdspace.agent.emotion.learning.tune import Pace, Pupil
from holdspace.memory.export import carried_model

SCALE = Scale(np.zeros(3, np.float32), np.array([0.4, 0.4, 0.5], np.float32))


class Rater:
    """Rates by the length of a text, and a little higher for a later seed."""

    def __init__(self, source: Path, seed: int) -> None:
        self.seed = seed

    def opinions(self, name: str, texts: Sequence[str]) -> Any:
        assert name == "vad"
        return np.array([[len(text), 0.0, len(text) + self.seed - TEACHERS[0]] for text in texts], dtype=np.float32)


def situation(text: str, dominance: float) -> Situation:
    known = {"family": "fear", "secondary": (), "intensity": 3, "valence": -0.5, "arousal": 0.4, "cause": None}
    rest = {"appraisal": None, "marks": None, "split": "train", "before": ()}
    return Situation(text=text, dominance=dominance, **{**known, **rest})  # type: ignore[arg-type]


@pytest.fixture
def rated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Corpora:
    monkeypatch.setattr(teachers, "Pupil", Rater)
    monkeypatch.setattr(teachers, "stage", lambda *_: None)
    labels = np.zeros(28, dtype=np.float32)
    corpora = Corpora(
        general=[Lesson("a", labels=labels)],
        aside=([], np.zeros((0, 28), np.float32)),
        dimensions=[Lesson("kept", vad=np.ones(3, np.float32))],
        told=[Lesson("ab", intensity=4.0)],
        own=[situation("a", 0.1)],
        scripts=[situation("a" * 9, -0.2)],
        own_aside=[situation("aside", 0.3)],
        scale=SCALE,
    )
    return Teachers(tmp_path, corpora.dimensions, tmp_path).rate(corpora)


def test_texts_without_dimensions_get_the_mean_of_all_teachers_and_keep_what_else_is_known(rated: Corpora) -> None:
    assert rated.general[0].vad == pytest.approx([1.0, 0.0, 1.5])
    assert rated.told[0].vad == pytest.approx([2.0, 0.0, 2.5])
    assert rated.general[0].labels is not None
    assert rated.told[0].intensity == 4.0
    assert rated.dimensions[0].vad == pytest.approx([1, 1, 1])


def test_our_writers_dominance_meets_the_teachers_halfway_and_the_rest_stays_theirs(rated: Corpora) -> None:
    assert rated.own[0].dominance == pytest.approx(WRITTEN * 0.1 + (1 - WRITTEN) * 0.75)
    assert rated.scripts[0].dominance == pytest.approx(WRITTEN * -0.2 + (1 - WRITTEN) * 1.0)
    assert (rated.own[0].valence, rated.own[0].arousal) == (-0.5, 0.4)
    assert rated.own_aside[0].dominance == 0.3


@pytest.mark.slow
def test_a_network_tells_of_texts_what_it_was_taught_each_in_its_place() -> None:
    pupil = Pupil(carried_model())
    low, high = np.full(3, -2, np.float32), np.full(3, 2, np.float32)
    pupil.learn([Lesson("they took it all from me", vad=low), Lesson("i won", vad=high)] * 40, Pace(4, 3e-4))
    told = pupil.opinions("vad", ["i won", "they took it all from me", "i won"])
    assert told.shape == (3, 3)
    assert (told[0] > told[1]).all()
    assert told[0] == pytest.approx(told[2], abs=1e-4)
