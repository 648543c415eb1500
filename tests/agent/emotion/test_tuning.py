"""The taught network: what is kept of it, and the way back towards an earlier state."""

from __future__ import annotations

import numpy as np
import pytest

from holdspace.agent.emotion.learning.lessons import Lesson
from holdspace.agent.emotion.learning.tune import Pace, Pupil
from holdspace.agent.emotion.reading import FAMILIES
from holdspace.memory.export import carried_model


@pytest.mark.slow
def test_a_lesson_changes_layers_and_heads_but_no_embedding_and_a_blend_goes_part_of_the_way_back() -> None:
    pupil = Pupil(carried_model())
    base, first = pupil.state(), pupil.snapshot()
    grief = np.eye(len(FAMILIES), dtype=np.float32)[FAMILIES.index("grief")]
    pupil.learn([Lesson("laid out two cups again", families=grief, cause=(0, 17))] * 4, Pace(epochs=1))
    taught, second = pupil.state(), pupil.snapshot()
    assert not any(name.startswith("inner.embeddings") for name in taught)
    moved = [name for name in taught if not np.array_equal(taught[name], base[name])]
    assert any("layer.0" in name for name in moved)
    assert "cause.weight" in moved

    pupil.blend(first, 0.25, heads=("labels",))

    name = next(name for name in moved if name.endswith("dense.weight"))
    assert np.allclose(pupil.state()[name], 0.75 * taught[name] + 0.25 * base[name], atol=1e-6)
    assert np.array_equal(pupil.state()["cause.weight"], taught["cause.weight"])
    assert (pupil.snapshot()["heads.families.weight"] == second["heads.families.weight"]).all()
