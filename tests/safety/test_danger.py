"""The tuned encoder's opinion: weighed with the classifier's, never a way to lose what they would say alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from holdspace.memory.message import Message
from holdspace.memory.tuned.encode import Encoded, TunedEncoder
from holdspace.safety.classifier import HEADS, STEPS, WEIGHTS, RiskClassifier, WeightsUnreadable
from holdspace.safety.danger import REACH, DangerHead, DangerReader, Scales, context_of
from holdspace.safety.detect import RiskDetector
from holdspace.safety.patterns import load_tables
from holdspace.safety.risk import rank
from holdspace.safety.weighing import write_danger as write

WIDTH = 4
NOTHING = np.zeros(len(HEADS), dtype=np.float32)
SUICIDE = HEADS.index("suicide")


def scales(share: float = 1.0, known: float = 0.0, threshold: float = 0.5) -> Scales:
    return Scales(np.stack([NOTHING + share, NOTHING + known]), NOTHING, NOTHING + threshold)


def head(alone: Scales | None = None, beside: Scales | None = None) -> DangerHead:
    """The first part of the vector speaks for every step and for suicide."""
    dense = np.zeros((WIDTH, len(HEADS)), dtype=np.float32)
    dense[0, [*range(len(STEPS)), SUICIDE]] = 1.0
    return DangerHead(dense, NOTHING - 2.0, alone or scales(), beside or scales())


class Ears:
    """Hears danger as loud as the number in a text, and remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[tuple[str, str]] = []

    def encode(self, texts: Sequence[str], contexts: Sequence[str]) -> list[Encoded]:
        self.given += list(zip(texts, contexts, strict=True))
        return [Encoded(np.array([float(text.split()[-1]), 0, 0, 0], np.float32), [], NOTHING) for text in texts]


class Deaf:
    def encode(self, texts: Sequence[str], contexts: Sequence[str]) -> list[Encoded]:
        raise RuntimeError("the session is gone")


def message(text: str, windows: Sequence[str] = ()) -> Message:
    parts = tuple(windows) or (text,)
    return Message(text, parts, np.zeros((len(parts), 384), dtype=np.float32))


def reader(ears: Any, its: DangerHead | None = None) -> DangerReader:
    return DangerReader(cast("TunedEncoder", ears), its or head())


def test_a_level_is_the_gravest_step_over_its_threshold_and_names_its_category() -> None:
    its = scales(threshold=0.5)
    opinion = its.opinion(np.array([3.0, 2.0, 1.0, -1.0, *NOTHING[4:]], np.float32), NOTHING)
    assert opinion.level == "high"
    assert "suicide" in opinion.categories


def test_a_graver_step_is_never_likelier_than_the_one_below_it() -> None:
    found = scales().mixed(np.array([[0.0, -1.0, 4.0, 2.0, *NOTHING[4:]]], np.float32), NOTHING[None])
    steps = found[0, : len(STEPS)]
    assert (np.diff(steps) <= 0).all()


def test_both_opinions_count_by_their_shares() -> None:
    loud, quiet = NOTHING[None] + 2.0, NOTHING[None] - 2.0
    assert scales(1.0, 0.0).mixed(loud, quiet)[0, 1] > 0.8
    assert scales(0.0, 1.0).mixed(loud, quiet)[0, 1] < 0.2


def test_danger_of_no_kind_goes_no_further_than_low() -> None:
    steps = np.array([3.0] * len(STEPS) + [-4.0] * (len(HEADS) - len(STEPS)), np.float32)
    named = steps.copy()
    named[SUICIDE] = 3.0
    levels = [scales().opinion(logits, NOTHING).level for logits in (steps, named)]
    assert levels == ["low", "imminent"]


def test_both_count_alike_where_their_shares_are_alike() -> None:
    loud, quiet = NOTHING[None] + 2.0, NOTHING[None] - 2.0
    assert scales(0.5, 0.5).mixed(loud, quiet)[0, 1] == pytest.approx(0.5)


def test_a_long_message_is_as_grave_as_its_gravest_window() -> None:
    heard = reader(Ears()).hear(message("quiet 0 loud 9", ["quiet 0", "loud 9", "quiet 1"]))
    assert heard[1] == pytest.approx(7.0)


def test_a_message_is_heard_beside_the_last_ones_on_one_line() -> None:
    ears = Ears()
    reader(ears).hear(message("now 1"))
    reader(ears).hear(message("now 2"), ["first\nline", "second"])
    assert ears.given == [("now 1", ""), ("now 2", "first line / second")]
    assert context_of([f"line\n{i}" for i in range(9)]) == " / ".join(f"line {i}" for i in range(9 - REACH, 9))
    assert context_of([]) == ""
    assert len(context_of(["long " * 90_000] * 9)) < 10_000


def test_what_is_heard_beside_earlier_messages_is_weighed_by_scales_of_its_own() -> None:
    mild = scales(threshold=0.8)
    ears, said = reader(Ears(), head(mild, scales(0.1))), message("now 3")
    alone, beside = ears.judge([said, said], [(), ("before",)], np.zeros((2, len(HEADS)), np.float32))
    assert alone.steps[1] > 0.7
    assert beside.steps[1] < 0.6


def test_what_is_imminent_by_itself_stays_so_beside_anything_said_before() -> None:
    ears, said = reader(Ears(), head(scales(), scales(0.1, threshold=0.9))), message("now 9")
    (beside,) = ears.judge([said], [("before",)], np.zeros((1, len(HEADS)), np.float32))
    assert beside.level == "imminent"


@pytest.fixture(scope="module")
def classifier() -> RiskClassifier:
    return RiskClassifier.load(WEIGHTS)


def test_the_detector_hears_it_and_without_it_judges_as_before(classifier: RiskClassifier) -> None:
    tables, calm = load_tables(), message("the bus was late 9")
    alone = RiskDetector(tables, classifier).assess(calm)
    assert rank(alone.level) < rank("elevated")
    assert rank(RiskDetector(tables, classifier, reader(Ears())).assess(calm).level) >= rank("elevated")
    assert RiskDetector(tables, classifier, reader(Deaf())).assess(calm) == alone


def test_what_is_written_comes_back_and_what_is_broken_is_named(tmp_path: Path) -> None:
    its = head(scales(0.5, 0.25, 0.4), scales(0.75, 0.125, 0.3))
    write(its, tmp_path)
    back = DangerHead.load(tmp_path)
    assert all(np.allclose(getattr(back, name), getattr(its, name), atol=1e-3) for name in ("dense", "bias"))
    for there, here in ((back.alone, its.alone), (back.beside, its.beside)):
        assert np.allclose(there.shares, here.shares)
        assert there.thresholds == pytest.approx(here.thresholds)
    plain = json.loads((tmp_path / "danger.json").read_text())
    (tmp_path / "danger.json").write_text(json.dumps({**plain, "heads": ["other"]}))
    with pytest.raises(WeightsUnreadable, match="another version"):
        DangerHead.load(tmp_path)
    (tmp_path / "danger.safetensors").write_bytes(b"torn")
    with pytest.raises(WeightsUnreadable):
        DangerHead.load(tmp_path)
    write(DangerHead(its.dense + np.nan, its.bias, its.alone, its.beside), tmp_path)
    with pytest.raises(WeightsUnreadable, match="not a number"):
        DangerHead.load(tmp_path)
