"""What the safety encoder learns from: said otherwise, never meant otherwise."""

from __future__ import annotations

import random

import numpy as np
import pytest

from holdspace.safety import danger_lessons
from holdspace.safety.danger_lessons import (
    CORPORA,
    DIALOGUES,
    KINDS,
    by_itself,
    misspelt,
    otherwise,
    own_lessons,
    part_of,
)
from holdspace.safety.training_data import Lesson, labels_of, read_corpus

WORDS = (
    "I've packed her dishes, and labelled them, and the window is shut. Won't need mine after tonight, nor the coat."
)
GRAVE = Lesson(WORDS, labels_of("high", ("suicide",)), 2.0, "")


def test_every_message_speaks_in_a_known_way_and_belongs_to_one_part() -> None:
    rows = [(row, name) for name in (*CORPORA, *DIALOGUES) for row in read_corpus(name)]
    assert {row["kind"] for row, name in rows if name in CORPORA} == set(KINDS)
    assert {part_of(row, name) for row, name in rows} == {"train", "tuning", "held"}
    assert all(part_of(row, name) == "held" for row, name in rows if row["split"] == "held")


def test_nothing_held_back_is_a_lesson() -> None:
    held = {row["text"] for name in CORPORA for row in read_corpus(name, "held")}
    assert not held & {lesson.text for lesson in own_lessons("train") if not lesson.context}


@pytest.mark.parametrize("share", ["WRAPPED", "SPELT", "RELAXED"])
def test_a_lesson_said_otherwise_means_the_same(share: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WRAPPED", "SPELT", "RELAXED"):
        monkeypatch.setattr(danger_lessons, name, float(name == share))
    told = Lesson(GRAVE.text, GRAVE.labels, GRAVE.weight, "", "euphemism")
    said = otherwise(told, ["the bus was late"], random.Random(5))
    assert said.text != told.text
    assert np.array_equal(said.labels, told.labels)
    assert (said.weight, said.context, said.kind) == (told.weight, told.context, told.kind)
    assert ("the bus was late" in said.text) == (share == "WRAPPED")


def test_a_turn_of_a_talk_is_not_set_among_other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(danger_lessons, "WRAPPED", 1.0)
    monkeypatch.setattr(danger_lessons, "SPELT", 0.0)
    monkeypatch.setattr(danger_lessons, "RELAXED", 0.0)
    assert otherwise(GRAVE, ["the bus was late"], random.Random(4)).text == GRAVE.text


def test_a_turn_from_elsewhere_is_heard_with_its_past_and_at_times_without() -> None:
    turn = Lesson("thanks for listening", labels_of("none", ()), 1.0, "she left in may")
    chance = random.Random(1)
    assert {by_itself(turn, chance).context for _ in range(20)} == {"", "she left in may"}


def test_thumbs_drop_double_or_swap_letters_and_keep_the_rest() -> None:
    text = "she laid out two plates again and then put one of them back into the cupboard " * 3
    found = {misspelt(text, random.Random(seed)) for seed in range(8)}
    assert len(found) == 8
    for one in found:
        assert abs(len(one) - len(text)) <= 8
        assert one.split()[0] in text.split() or len(one.split()) == len(text.split())
