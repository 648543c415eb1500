"""The measures, on cases whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest

from holdspace.strategies.bias import preference_bias, preferences
from holdspace.strategies.metrics import bootstrap_by_dialogue, confusion_of, score

GOLD = np.arange(80) % 8


def test_a_constant_answer_is_the_most_biased() -> None:
    table = confusion_of(np.zeros(80, dtype=np.int64), GOLD)
    assert preference_bias(table) == pytest.approx(np.sqrt(7), abs=0.01)
    assert preferences(table)[0] == pytest.approx(8.0, abs=0.05)


def test_right_answers_have_no_bias() -> None:
    found = score(np.eye(8)[GOLD], GOLD)
    assert (found.accuracy, found.macro_f1, found.weighted_f1, found.top3) == (1.0, 1.0, 1.0, 1.0)
    assert found.bias == pytest.approx(0.0, abs=1e-6)


def test_an_even_mistake_has_no_bias() -> None:
    found = score(np.eye(8)[(GOLD + 1) % 8], GOLD)
    assert found.accuracy == 0.0
    assert found.bias == pytest.approx(0.0, abs=1e-3)


def test_the_table_counts_predictions_in_rows() -> None:
    table = confusion_of(np.array([2, 2, 1]), np.array([2, 0, 1]))
    assert table[2, 0] == 1
    assert table.sum() == 3


def test_the_interval_holds_the_value() -> None:
    rng = np.random.default_rng(0)
    chances = np.eye(8)[GOLD] + rng.random((80, 8))
    low, high = bootstrap_by_dialogue(chances, GOLD, np.arange(80) // 8, rounds=200)["accuracy"]
    assert low <= score(chances, GOLD).accuracy <= high


def test_the_interval_is_the_same_every_time_and_draws_whole_dialogues() -> None:
    chances = np.eye(8)[np.where(np.arange(80) < 40, GOLD, 0)]
    by_two = [bootstrap_by_dialogue(chances, GOLD, np.arange(80) // 40, rounds=50) for _ in range(2)]
    assert by_two[0] == by_two[1]
    low, high = by_two[0]["accuracy"]
    assert (low, high) == (pytest.approx(0.125), 1.0), "one dialogue is all right, the other right in one of eight"


def test_the_ratio_is_what_is_given_over_what_is_true() -> None:
    rows = score(np.eye(8)[[0, 0, 1]], np.array([0, 1, 2])).per_strategy
    assert [row.ratio for row in rows[:4]] == [pytest.approx(2.0), pytest.approx(1.0), 0.0, None]
