"""The opinion of a whole reply: what it is made of, what it adds to the review, and how it is done without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from holdspace.memory.encoder import Encoder
from holdspace.safety.reply_text import read_sentence, sentences_of
from holdspace.safety.review import Reviewer
from holdspace.safety.review_rules import ReviewPatterns
from holdspace.safety.review_whole import SIGNS, WHOLE, WholeHead, WholeOpinion, features, plain_signs
from holdspace.safety.risk import Level
from holdspace.safety.violations import Line

LISTS = ReviewPatterns.load().signs
EXCLAMATION, REFUSES = 2, 6


def signs_of(reply: str) -> list[float]:
    return [float(sign) for sign in plain_signs([read_sentence(text) for text in sentences_of(reply)], LISTS, "none")]


def head(column: int, sign: int, dimension: int = 384) -> WholeHead:
    """A head that has one opinion, whose only reason is one plain sign."""
    weights = np.zeros((dimension + SIGNS + 1, len(WHOLE) + 1), dtype=np.float32)
    weights[dimension + sign, column] = 4.0
    weights[-1, :] = -2.0
    return WholeHead(weights, 0.0, np.zeros(len(WHOLE) + 1, dtype=np.float32))


@pytest.fixture(scope="module")
def reviewer() -> Reviewer:
    """Rules and heads: the thresholds of the tuned encoder are of sums with the shipped head, not with a made one."""
    return Reviewer.load(tuned=False)


def test_the_signs_say_what_a_reply_does() -> None:
    plain = signs_of("That was a long night.")
    assert signs_of("That was a long night!")[EXCLAMATION] == 1.0 > plain[EXCLAMATION]
    assert signs_of("I can't help with that.")[REFUSES] == 1.0 > plain[REFUSES]


def test_a_reply_is_the_mean_of_its_sentences_beside_its_signs() -> None:
    vectors = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    row = features(vectors, np.ones(SIGNS, dtype=np.float32))
    assert row.tolist() == [0.5, 0.5, *[1.0] * SIGNS]


def test_what_was_saved_is_what_is_read(tmp_path: Path) -> None:
    made = replace(head(0, EXCLAMATION), blend=0.25)
    made.save(tmp_path)
    read = WholeHead.load_or_none(tmp_path)
    assert read is not None
    assert read.blend == 0.25
    assert np.array_equal(read.weights, made.weights)


def test_a_missing_or_foreign_head_is_done_without(tmp_path: Path) -> None:
    assert WholeHead.load_or_none(tmp_path) is None
    head(0, EXCLAMATION).save(tmp_path)
    (tmp_path / "review_whole.json").write_text('{"names": ["blame"], "blend": 1}', encoding="utf-8")
    assert WholeHead.load_or_none(tmp_path) is None


def test_the_sentence_gate_adds_to_the_gate_of_the_whole() -> None:
    calm = replace(head(0, EXCLAMATION), blend=1.0)
    row = features(np.zeros((1, 384), dtype=np.float32), np.zeros(SIGNS, dtype=np.float32))
    opinions = [calm.told(calm.scores(row, gate), calm.thresholds) for gate in (1.0, 3.0)]
    assert opinions == [WholeOpinion(frozenset(), False), WholeOpinion(frozenset(), True)]


def names(reviewer: Reviewer, reply: str, level: Level, encoder: Encoder | None) -> Sequence[str]:
    vectors = encoder.encode(list(sentences_of(reply))) if encoder else None
    return reviewer.review(reply, [Line("user", "i wrote the letters")], level, None, vectors).names


def test_where_it_can_be_had_it_says_whether_risk_was_passed_over(reviewer: Reviewer, encoder: Encoder) -> None:
    reply = "Guitars age well!"
    deaf = replace(reviewer, whole=None)
    never = replace(reviewer, whole=replace(head(0, EXCLAMATION), thresholds=np.full(4, np.inf, dtype=np.float32)))
    assert names(replace(reviewer, whole=head(0, EXCLAMATION)), reply, "high", encoder) == ("risk_ignored",)
    assert "risk_ignored" in names(deaf, reply, "high", encoder)
    assert "risk_ignored" in names(never, reply, "high", None)
    assert "risk_ignored" not in names(never, reply, "high", encoder)
    assert "risk_ignored" not in names(replace(reviewer, whole=head(0, EXCLAMATION)), reply, "low", encoder)


def test_what_only_the_gate_finds_is_named_and_shown_where_it_stands(reviewer: Reviewer, encoder: Encoder) -> None:
    wary = replace(reviewer, whole=head(len(WHOLE), EXCLAMATION))
    reply = "The kettle is on. What a long grey afternoon!"
    review = wary.review(reply, vectors=encoder.encode(list(sentences_of(reply))))
    assert len(review.violations) == 1
    assert review.violations[0].evidence in sentences_of(reply)
    assert wary.review(reply).verdict == "ok"


def test_at_elevated_only_what_sounds_like_passing_over_is_passed_over(reviewer: Reviewer) -> None:
    assert names(reviewer, "Have you tried a warm bath and a podcast?", "elevated", None) == ("risk_ignored",)
    assert names(reviewer, "Which part of that was the longest?", "elevated", None) == ()
