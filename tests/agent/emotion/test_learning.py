"""What training stands on: mixing opinions, measures, and the rows it makes of each corpus."""

from __future__ import annotations

import numpy as np
import pytest

from holdspace.agent.emotion.families import EKMAN_OF_LABEL, LABELS
from holdspace.agent.emotion.heads import sigmoid, softmax
from holdspace.agent.emotion.learning.corpora import Situation, kept_aside
from holdspace.agent.emotion.learning.lessons import Scale, label_lessons, own_lessons
from holdspace.agent.emotion.learning.mixing import mix, ridge
from holdspace.agent.emotion.learning.openings import openings
from holdspace.agent.emotion.learning.scores import best_thresholds, calibration_error, ekman, f1, honest_error, ranking
from holdspace.agent.emotion.reading import APPRAISALS, FAMILIES, MARKS


def test_mixing_makes_boasting_honest() -> None:
    """Logits three times too sure come back to what they can know, and noise is given no say."""
    rng = np.random.default_rng(0)
    honest = rng.normal(size=(4000, 3)).astype(np.float32)
    truth = np.array([rng.choice(3, p=p / p.sum()) for p in softmax(honest).astype(np.float64)])
    noise = rng.normal(size=honest.shape).astype(np.float32)
    shares, shift = mix([3 * honest, noise], np.eye(3, dtype=np.float32)[truth], "softmax")
    assert shares == pytest.approx([1 / 3, 0], abs=0.06)
    assert np.abs(shift).max() < 0.15
    mixed = softmax(3 * honest * shares[0] + noise * shares[1] + shift)
    assert calibration_error(mixed, truth) < calibration_error(softmax(3 * honest), truth) / 2


def test_mixing_of_labels_stands_each_on_its_own() -> None:
    rng = np.random.default_rng(1)
    logits = rng.normal(size=(5000, 2)).astype(np.float32)
    truth = (rng.random(logits.shape) < sigmoid(logits + np.array([1.0, -1.0], np.float32))).astype(np.float32)
    shares, shift = mix([logits], truth, "sigmoid")
    assert shares[0] == pytest.approx(1, abs=0.15)
    assert shift == pytest.approx([1, -1], abs=0.3)


def test_ridge_leaves_the_constant_free() -> None:
    columns = np.array([[1, 0], [1, 1], [1, 2]], dtype=np.float32)
    assert ridge(columns, np.array([7, 7, 7], np.float32), 5.0) == pytest.approx([7, 0], abs=1e-3)


def test_measures_on_known_answers() -> None:
    truth = np.array([[1, 0], [1, 1], [0, 1]])
    assert f1(truth, truth) == pytest.approx([1, 1])
    assert f1(truth, 1 - truth) == pytest.approx([0, 0])
    assert ranking(np.array([0.1, 0.2, 0.9]), np.array([False, False, True])) == 1.0
    assert ranking(np.array([0.5, 0.5]), np.array([False, True])) == 0.5
    sure = np.array([[0.9, 0.1]] * 10)
    assert calibration_error(sure, np.array([0] * 9 + [1])) == pytest.approx(0)
    assert calibration_error(sure, np.array([1] * 10)) == pytest.approx(0.9)
    chances = np.linspace(0, 1, 200, dtype=np.float32)[:, None]
    assert 0.2 < best_thresholds(chances, (chances > 0.4).astype(np.float32))[0] <= 0.42


def test_few_rows_show_an_error_even_where_chances_are_honest_and_many_show_little() -> None:
    rng = np.random.default_rng(3)
    chances = softmax(rng.normal(size=(40_000, 4)).astype(np.float32))
    few, many = honest_error(chances[:100], draws=50), honest_error(chances, draws=5)
    assert 0.04 < few < 0.15
    assert many < 0.01
    assert honest_error(np.eye(4, dtype=np.float32)) == 0.0


def test_ekmans_groups_cover_every_label() -> None:
    assert set(EKMAN_OF_LABEL) == set(LABELS)
    one = np.eye(len(LABELS), dtype=np.float32)
    assert ekman(one).shape == (len(LABELS), 7)
    assert (ekman(one).sum(axis=1) == 1).all()


def test_a_row_of_ours_teaches_all_it_knows() -> None:
    scale = Scale(np.zeros(3, np.float32), np.full(3, 0.5, np.float32))
    row = Situation(
        "so, they sold the boat",
        "grief",
        ("anger",),
        4,
        -0.5,
        0.2,
        -0.4,
        "sold the boat",
        "train",
        "loss",
        ("understatement",),
        (("user", "it was my father's"), ("assistant", "hello")),
    )
    (lesson,) = own_lessons([row], scale)
    assert lesson.families is not None
    assert lesson.families[FAMILIES.index("grief")] == pytest.approx(0.7)
    assert lesson.families[FAMILIES.index("anger")] == pytest.approx(0.3)
    assert lesson.vad == pytest.approx([-1.0, 0.4, -0.8])
    assert lesson.marks is not None
    assert lesson.marks[MARKS.index("understatement")] == 1
    assert lesson.marks.sum() == 1
    assert lesson.appraisal == APPRAISALS.index("loss")
    assert lesson.cause is not None
    assert row.text[slice(*lesson.cause)] == "sold the boat"
    assert lesson.context == "it was my father's"


def test_labels_that_speak_for_several_families_hint_at_none() -> None:
    both = np.zeros((2, len(LABELS)), dtype=np.float32)
    both[0, LABELS.index("grief")] = both[0, LABELS.index("anger")] = 1
    both[1, LABELS.index("grief")] = 1
    mixed, plain = label_lessons(["a", "b"], both)
    assert mixed.families is None
    assert plain.families is not None
    assert plain.families.argmax() == FAMILIES.index("grief")


def test_openings_are_the_same_for_the_same_seed_and_of_both_kinds() -> None:
    begun = openings(200, seed=5)
    assert begun == openings(200, seed=5)
    said = {turns[0][1] for turns in begun}
    assert any("," in text for text in said)
    assert any(len(text.split()) <= 3 for text in said)


def test_the_rows_kept_aside_are_always_the_same() -> None:
    assert kept_aside(1000).sum() == kept_aside(1000).sum() > 50
    assert (kept_aside(1000)[:500] == kept_aside(500)).all()
