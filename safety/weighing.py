"""From taught heads to those that ship: shares and thresholds from what nothing has learned from; training only."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..memory.encoder import open_encoder
from ..memory.message import hear
from ..memory.tuned.encode import TunedEncoder
from . import danger, said
from .classifier import HEADS, STEPS, RiskClassifier
from .danger import DangerHead
from .danger_lessons import own_lessons
from .patterns import load_tables
from .risk import rank
from .rules import find
from .said import GATE, SAID, SaidHead
from .said_lessons import SaidLesson, written
from .train import CATEGORY_THRESHOLD, SPURIOUS, THRESHOLDS

HOLD: Final = 1.0
"""Inverse regularisation (C in scikit-learn) in weighing the two opinions of a head."""

TOUCHED, OWN_TOUCHED = 0.03, 0.0005
"""Share of clean tuning sentences, twins of violations half of them, and of our own words and supporters', that may be
touched by the gate; a violation by itself may touch a sixth of it."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """A linear head: `dense` (384, columns), `bias` (columns,)."""

    dense: Floats
    bias: Floats


def danger_head(taught: Taught, encoder: TunedEncoder, classifier: RiskClassifier) -> DangerHead:
    """Shares, corrections and thresholds from the tuning part of what neither has learned from."""
    lessons = own_lessons("tuning")
    tables = load_tables()
    messages = hear([lesson.text for lesson in lessons], open_encoder())
    known = classifier.logits(messages, [find(lesson.text, tables) for lesson in lessons])
    heard = _logits(taught, encoder, [lesson.text for lesson in lessons], [""] * len(lessons))
    goals = np.stack([lesson.labels for lesson in lessons])
    shares, shift = _shares(heard, known, goals)
    whole = DangerHead(taught.dense, taught.bias, shares, shift, _categories())
    return replace(whole, thresholds=_steps(whole, whole.mixed(heard, known), goals))


def _logits(taught: Taught, encoder: TunedEncoder, texts: Sequence[str], contexts: Sequence[str]) -> Floats:
    vectors = np.stack([item.vector for item in encoder.encode(texts, contexts)])
    out: Floats = vectors @ taught.dense + taught.bias
    return out


def _shares(heard: Floats, known: Floats, goals: Floats) -> tuple[Floats, Floats]:
    """Logistic regression on the two logits, head by head; a head hardly ever met keeps the encoder's own."""
    from sklearn.linear_model import LogisticRegression

    shares = np.stack([np.ones(len(HEADS)), np.zeros(len(HEADS))])
    shift = np.zeros(len(HEADS))
    for place in range(len(HEADS)):
        if goals[:, place].sum() >= 10:
            columns = np.stack([heard[:, place], known[:, place]], axis=1)
            found = LogisticRegression(C=HOLD).fit(columns, goals[:, place])
            shares[:, place], shift[place] = np.maximum(found.coef_[0], 0.0), found.intercept_[0]
    return shares.astype(np.float32), shift.astype(np.float32)


def _categories() -> Floats:
    return np.array([THRESHOLDS.get(head, CATEGORY_THRESHOLD) for head in HEADS], dtype=np.float32)


def _steps(head: DangerHead, found: Floats, goals: Floats) -> Floats:
    """The least threshold of each step that raises few enough below it."""
    chosen = head.thresholds.copy()
    levels = goals[:, : len(STEPS)].sum(axis=1)
    for place, step in enumerate(STEPS):
        below = found[levels < min(rank(step), rank("high")), place]
        chosen[place] = np.quantile(below, 1.0 - SPURIOUS[step])
        met = np.mean(found[levels >= rank(step), place] >= chosen[place])
        sys.stdout.write(f"{step}: threshold {chosen[place]:.3f}, met among {len(found)} for tuning {met:.3f}\n")
    return chosen


def said_head(taught: Taught, encoder: TunedEncoder, harmless: Sequence[SaidLesson]) -> SaidHead:
    """Thresholds that touch few enough clean sentences, of the corpora and of our own."""
    lessons = written("tuning")
    found = _logits(taught, encoder, [one.text for one in lessons], [one.context for one in lessons])
    wrong = np.array([one.labels[GATE] > 0 for one in lessons])
    ours = _logits(taught, encoder, [one.text for one in harmless], [""] * len(harmless))
    share = np.full(GATE + 1, 1 / 6)
    share[GATE] = 1.0
    highest = [
        [np.quantile(column, 1.0 - part * its) for column, its in zip(rows.T, share, strict=True)]
        for rows, part in ((found[~wrong], TOUCHED), (ours, OWN_TOUCHED))
    ]
    thresholds = np.max(np.array(highest), axis=0).astype(np.float32)
    head = SaidHead(taught.dense, taught.bias, thresholds)
    met = np.mean((found[wrong] > thresholds).any(axis=1))
    touched = np.mean((found[~wrong] > thresholds).any(axis=1))
    sys.stdout.write(f"violations met among {wrong.sum()} for tuning {met:.3f}, clean touched {touched:.3f}\n")
    return head


def write_danger(head: DangerHead, folder: Path) -> None:
    """Writes the head (float16) and the thresholds."""
    names = ("dense", "bias", "shares", "shift")
    thresholds = {name: round(float(value), 4) for name, value in zip(HEADS, head.thresholds, strict=True)}
    plain = {"heads": list(HEADS), "thresholds": thresholds}
    _write(folder, danger.HEAD, {name: getattr(head, name).astype(np.float16) for name in names}, plain)


def write_said(head: SaidHead, folder: Path) -> None:
    """Writes the head (float16; thresholds in full) and the names of its columns."""
    arrays = {name: getattr(head, name).astype(np.float16) for name in ("dense", "bias")}
    _write(folder, said.HEAD, arrays | {"thresholds": head.thresholds}, {"names": list(SAID)})


def _write(folder: Path, name: str, arrays: Mapping[str, NDArray[Any]], plain: Mapping[str, Any]) -> None:
    from safetensors.numpy import save_file

    save_file({key: np.ascontiguousarray(array) for key, array in arrays.items()}, folder / f"{name}.safetensors")
    (folder / f"{name}.json").write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
