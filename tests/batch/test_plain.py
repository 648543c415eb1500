"""Events and results as plain JSON data."""

from __future__ import annotations

import json
from types import MappingProxyType

import numpy as np

from holdspace.agent.batch.plain import event_to_plain, to_plain
from holdspace.agent.emotion.reading import Reading, Shift
from holdspace.agent.events import Perceived, Sentence


def test_an_event_keeps_everything_and_says_its_type_first() -> None:
    reading = Reading(
        dominant="grief",
        families=MappingProxyType({"grief": np.float32(0.5)}),  # type: ignore[dict-item]
        labels={},
        tags=("sadness",),
        intensity=4,
        valence=-0.5,
        arousal=0.0,
        dominance=0.1,
        words=("empty chair",),
    )
    shift = Shift(direction="steady", source=None, target="grief", size=0)
    plain = event_to_plain(Perceived(reading, shift))
    assert next(iter(plain)) == "type"
    assert plain["type"] == "perceived"
    assert plain["reading"]["families"] == {"grief": 0.5}
    assert plain["reading"]["words"] == ["empty chair"]
    assert plain["shift"]["source"] is None
    assert json.loads(json.dumps(plain)) == plain


def test_arrays_sets_and_odd_numbers_have_a_plain_form() -> None:
    assert to_plain({"row": np.ones(2, dtype=np.float32), "some": frozenset({"b", "a"})}) == {
        "row": [1.0, 1.0],
        "some": ["a", "b"],
    }
    assert to_plain([float("inf"), np.float64("nan")]) == [None, None]
    assert event_to_plain(Sentence(0, "Back at the table, then."))["text"] == "Back at the table, then."
