"""Windows of one message become one reading, whatever their number."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from holdspace.agent.emotion.families import LABELS
from holdspace.agent.emotion.features import surface
from holdspace.agent.emotion.heads import Signals, beside, merged, strength_columns, unmoved
from holdspace.agent.emotion.reading import APPRAISALS, FAMILIES, MARKS, NEUTRAL_AT
from holdspace.agent.emotion.weights import STRENGTH_COLUMNS


def some(windows: int) -> Signals:
    rng = np.random.default_rng(windows)
    families = rng.dirichlet(np.ones(len(FAMILIES)), windows)
    parts = (
        rng.random((windows, len(LABELS))),
        families,
        rng.uniform(-1, 1, (windows, 3)),
        rng.uniform(1, 5, windows),
        rng.random((windows, len(MARKS))),
        rng.dirichlet(np.ones(len(APPRAISALS)), windows),
    )
    return Signals(*(part.astype(np.float32) for part in parts))


@pytest.mark.parametrize("windows", [1, 2, 3, 16])
def test_windows_become_one(windows: int) -> None:
    found = some(windows)
    one = merged(found)
    for field in fields(Signals):
        assert getattr(one, field.name).shape == (1, *getattr(found, field.name).shape[1:]), field.name
    assert one.families.sum() == pytest.approx(1)
    assert found.intensity.min() <= float(one.intensity[0]) <= found.intensity.max()


def test_the_window_that_feels_counts_most() -> None:
    families = np.zeros((3, len(FAMILIES)), dtype=np.float32)
    families[:2, NEUTRAL_AT] = 1
    families[2, FAMILIES.index("grief")] = 1
    found = some(3)
    one = merged(Signals(found.labels, families, found.vad, found.intensity, found.marks, found.appraisals))
    assert FAMILIES[int(one.families[0].argmax())] == "grief"


def test_nothing_said_is_at_rest() -> None:
    still = unmoved(some(1))
    assert still.families[0, NEUTRAL_AT] == 1
    assert still.intensity[0] == 1
    assert not still.vad.any()
    assert not still.marks.any()


def test_the_columns_of_intensity_are_as_many_as_its_weights() -> None:
    found = some(2)
    columns = strength_columns(
        np.ones(2, np.float32), found.families, found.vad, np.stack([surface("a"), surface("b!")])
    )
    assert columns.shape == (2, STRENGTH_COLUMNS)


def test_beside_a_context_chances_are_corrected_and_alone_they_are_not() -> None:
    logits = np.array([[2.0, 0.0], [2.0, 0.0]], dtype=np.float32)
    found = beside(logits, np.array([0.5, 0.0, 1.0], dtype=np.float32), [False, True])
    assert found.tolist() == [[2.0, 0.0], [1.0, 1.0]]
