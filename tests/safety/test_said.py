"""What the tuned encoder says of an outgoing sentence: beside the rules, never instead of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from holdspace.memory.tuned.encode import Encoded, TunedEncoder
from holdspace.safety.classifier import WeightsUnreadable
from holdspace.safety.review import NO_NUMBERS, Reviewer
from holdspace.safety.review_rules import ReviewPatterns
from holdspace.safety.said import GATE, SAID, SaidHead, SaidReader
from holdspace.safety.said_lessons import labels_of, part_of
from holdspace.safety.violations import Line
from holdspace.safety.weighing import write_said

BLAME = SAID.index("blame")


def head() -> SaidHead:
    """The first part of the vector speaks for blame, the second for the gate alone."""
    dense = np.zeros((2, GATE + 1), dtype=np.float32)
    dense[0, BLAME], dense[1, GATE] = 1.0, 1.0
    thresholds = np.full(GATE + 1, 0.5, np.float32)
    thresholds[SAID.index("preaching")] = 0.1
    return SaidHead(dense, np.zeros(GATE + 1, np.float32), thresholds)


class Ears:
    """Hears blame in a sentence with "kite", something unnamed in one with "gate"."""

    def __init__(self) -> None:
        self.contexts: list[str] = []

    def encode(self, texts: Sequence[str], contexts: Sequence[str]) -> list[Encoded]:
        self.contexts += contexts
        nothing = np.zeros(0, np.float32)
        return [Encoded(np.array(["kite" in t, "gate" in t], np.float32), [], nothing) for t in texts]


class Deaf:
    def encode(self, texts: Sequence[str], contexts: Sequence[str]) -> list[Encoded]:
        raise RuntimeError("the session is gone")


def reviewer(ears: Any) -> Reviewer:
    reader = SaidReader(cast("TunedEncoder", ears), head())
    return Reviewer(ReviewPatterns.load(), NO_NUMBERS, ears=reader)


def test_a_sentence_is_named_by_its_columns_and_by_the_likeliest_where_only_the_gate_opens() -> None:
    vectors = np.array([[1, 0], [0, 1], [0, 0]], dtype=np.float32)
    assert head().told(vectors) == [("blame",), ("preaching",), ()]


def test_the_review_hears_it_beside_the_rules_and_reads_what_the_person_said() -> None:
    ears = Ears()
    found = reviewer(ears).review("The kite is yours. The sky is blue.", [Line("user", "I\nfell  out with her")])
    assert found.names == ("blame",)
    assert found.violations[0].evidence == "The kite is yours."
    assert ears.contexts == ["I fell out with her"] * 2


def test_without_it_or_with_a_fault_in_it_the_rules_stand() -> None:
    said = "You only have yourself to blame for the kite."
    ruled = Reviewer(ReviewPatterns.load(), NO_NUMBERS).review(said)
    assert ruled.names == ("blame",)
    assert reviewer(Deaf()).review(said) == ruled
    assert reviewer(Ears()).review("").verdict == Reviewer(ReviewPatterns.load(), NO_NUMBERS).review("").verdict


def test_what_is_written_comes_back_and_what_is_broken_is_named(tmp_path: Path) -> None:
    write_said(head(), tmp_path)
    back = SaidHead.load(tmp_path)
    assert np.allclose(back.dense, head().dense)
    assert np.array_equal(back.thresholds, head().thresholds)
    (tmp_path / "said.json").write_text(json.dumps({"names": ["other"]}))
    with pytest.raises(WeightsUnreadable, match="another version"):
        SaidHead.load(tmp_path)
    (tmp_path / "said.safetensors").unlink()
    with pytest.raises(WeightsUnreadable):
        SaidHead.load(tmp_path)


def test_labels_leave_open_what_is_not_known_and_the_gate_knows_of_any() -> None:
    row = labels_of(["blame"], frozenset({"minimising"}))
    assert row[BLAME] == row[GATE] == 1.0
    assert np.isnan(row[SAID.index("minimising")])
    assert np.nansum(row) == 2.0


def test_what_is_held_back_teaches_nothing_and_tunes_nothing() -> None:
    row = {"core": "You did this.", "split": "held"}
    assert part_of(row, "review_corpus_fourth") == "held"
    parts = {part_of({"core": str(n), "split": "train"}, "review_corpus_fourth") for n in range(60)}
    assert parts == {"train", "tuning"}
    assert {part_of({"core": str(n), "split": "train"}, "review_corpus.jsonl") for n in range(60)} == {"train"}
