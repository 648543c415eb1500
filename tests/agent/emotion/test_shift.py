"""The published direction of a move, and the mood that follows the readings."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.agent.emotion.dynamics import Mood, advance, from_plain, half_life, to_plain
from holdspace.agent.emotion.reading import FAMILIES, Family, Reading
from holdspace.agent.emotion.shift import shift, signed_value


def reading(family: Family, intensity: int = 1, valence: float = 0.0, cause: str | None = "he left") -> Reading:
    return Reading(family, {family: 1.0}, {}, (), intensity, valence, 0.0, 0.0, cause=cause)


@pytest.mark.parametrize(
    ("family", "intensity", "value"),
    [
        ("joy", 3, 3),
        ("gratitude", 2, 2),
        ("grief", 5, -5),
        ("neutral", 1, 0),
        ("confusion", 3, -2),
        ("confusion", 2, -1),
    ],
)
def test_every_turn_has_a_value_on_one_line(family: Family, intensity: int, value: int) -> None:
    assert signed_value(reading(family, intensity)) == value


@pytest.mark.parametrize(
    ("before", "after", "direction", "size"),
    [
        (("sadness", 4), ("relief_hope", 2), "improving", 6),
        (("sadness", 4), ("sadness", 2), "improving", 2),
        (("neutral", 1), ("anxiety", 3), "worsening", -3),
        (("joy", 3), ("neutral", 1), "worsening", -3),
        (("sadness", 3), ("anger", 4), "switch", -1),
        (("sadness", 2), ("anger", 5), "worsening", -3),
        (("sadness", 3), ("sadness", 4), "steady", -1),
        (("confusion", 3), ("sadness", 3), "steady", -1),
        (("neutral", 1), ("joy", 1), "steady", 1),
    ],
)
def test_the_direction_of_a_move(
    before: tuple[Family, int], after: tuple[Family, int], direction: str, size: int
) -> None:
    moved = shift(reading(*before), reading(*after))
    assert (moved.direction, moved.size, moved.source, moved.target) == (direction, size, before[0], after[0])
    assert moved.cause == (None if direction == "steady" else "he left")


def test_the_first_turn_is_steady_and_comes_from_nowhere() -> None:
    first = shift(None, reading("grief", 5))
    assert (first.direction, first.source, first.target, first.size, first.cause) == ("steady", None, "grief", 0, None)


def test_one_joke_does_not_end_grief() -> None:
    mood = Mood()
    for _ in range(5):
        mood = advance(mood, reading("grief", 4, -0.7))
    assert advance(mood, reading("joy", 2, 0.6)).valence < -0.3


def test_the_first_reading_sets_the_mood_and_the_next_push_it() -> None:
    mood = advance(Mood(), reading("sadness", 4, -0.8))
    assert (mood.begun, mood.valence, mood.velocity) == (True, -0.8, (0.0, 0.0, 0.0))
    assert -0.8 < advance(mood, reading("joy", 4, 0.8)).valence < 0
    assert half_life(0.5) == pytest.approx(1.0)


@given(st.lists(st.tuples(st.sampled_from(FAMILIES), st.integers(1, 5), st.floats(-1, 1)), max_size=40))
def test_a_mood_stays_bounded_and_survives_a_checkpoint(turns: list[tuple[Family, int, float]]) -> None:
    mood = Mood()
    for family, intensity, valence in turns:
        mood = advance(mood, reading(family, intensity, valence))
    assert all(-1 <= value <= 1 for value in (mood.valence, mood.arousal, mood.dominance))
    assert from_plain(json.loads(json.dumps(to_plain(mood)))) == mood


@pytest.mark.parametrize("plain", [{}, {"valence": "x", "begun": 3}, {"velocity": [1], "begun": None}])
def test_a_damaged_checkpoint_gives_a_mood_at_rest(plain: dict[str, object]) -> None:
    assert from_plain(plain).valence == 0.0
