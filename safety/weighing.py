"""From taught heads to those that ship: shares and thresholds from what nothing has learned from; training only."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..memory.encoder import open_encoder
from ..memory.message import hear
from ..memory.tuned.encode import TunedEncoder
from .classifier import HEADS, STEPS, RiskClassifier
from .danger import HEAD, SCALES, DangerHead, Scales
from .danger_lessons import everyday_lessons, own_lessons
from .patterns import load_tables
from .risk import Level, rank
from .rules import find
from .train import CATEGORY_THRESHOLD, THRESHOLDS
from .training_data import Lesson, calm_turns

EVERYDAY: Final = 900
LET_THROUGH: Final[dict[Level, tuple[float, float]]] = {
    "low": (0.30, 0.10),
    "elevated": (0.15, 0.008),
    "high": (0.06, 0.003),
    "imminent": (0.02, 0.001),
}
"""Shares that may at most reach a step from below it (for imminent: from below high): of our own messages, half of
them twins of grave ones, and of everyday turns. Of those raised many are only watched at first (`control.FAINT`)."""

HOLD: Final = 1.0
"""Inverse regularisation (C in scikit-learn) in weighing the two opinions of a head."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """A linear head: `dense` (384, columns), `bias` (columns,)."""

    dense: Floats
    bias: Floats


def danger_head(taught: Taught, encoder: TunedEncoder, classifier: RiskClassifier, data: Path) -> DangerHead:
    """Shares, corrections and thresholds from what neither has learned from: the tuning part of ours, messages and
    turns that have others before them, and everyday turns, alone and with their past: seekers' of ESConv's validation
    talks, and those of our calm everyday talks, whose later turns say too little without those before."""
    ours, turns = own_lessons("tuning"), calm_turns(data / "esconv" / "esconv_valid.jsonl", EVERYDAY)
    talked = everyday_lessons("tuning")
    scales = []
    for name in SCALES:
        alone = name == "alone"
        written = [one for one in ours if (one.kind is not None if alone else one.context)]
        others = [replace(turn, context="") if alone else turn for turn in turns if alone or turn.context]
        others += [turn for turn in talked if alone != bool(turn.context)]
        sys.stdout.write(f"{name}: {len(written)} of ours and {len(others)} everyday turns for tuning\n")
        known, heard = _logits([*written, *others], taught, encoder, classifier)
        goals = np.stack([lesson.labels for lesson in (*written, *others)])
        shares, shift = _shares(heard, known, goals)
        plain = Scales(shares, shift, _categories())
        found = plain.mixed(heard, known)
        scales.append(replace(plain, thresholds=_steps(plain, found, goals[: len(written)])))
    return DangerHead(taught.dense, taught.bias, *scales)


def _logits(
    lessons: Sequence[Lesson], taught: Taught, encoder: TunedEncoder, classifier: RiskClassifier
) -> tuple[Floats, Floats]:
    """The classifier's and the encoder's, (n, heads) each."""
    tables = load_tables()
    messages = hear([lesson.text for lesson in lessons], open_encoder())
    known = classifier.logits(messages, [find(lesson.text, tables) for lesson in lessons])
    heard = [item.vector for item in encoder.encode([one.text for one in lessons], [one.context for one in lessons])]
    return known, np.stack(heard) @ taught.dense + taught.bias


def _shares(heard: Floats, known: Floats, goals: Floats) -> tuple[Floats, Floats]:
    """Logistic regression on the two logits, head by head; a head hardly ever met keeps the encoder's own."""
    from sklearn.linear_model import LogisticRegression

    shares = np.stack([np.ones(len(HEADS)), np.zeros(len(HEADS))])
    shift = np.zeros(len(HEADS))
    for place in range(len(HEADS)):
        told = ~np.isnan(goals[:, place])
        if np.nansum(goals[:, place]) >= 10:
            columns = np.stack([heard[told, place], known[told, place]], axis=1)
            found = LogisticRegression(C=HOLD).fit(columns, goals[told, place])
            shares[:, place], shift[place] = np.maximum(found.coef_[0], 0.0), found.intercept_[0]
    return shares.astype(np.float32), shift.astype(np.float32)


def _categories() -> Floats:
    return np.array([THRESHOLDS.get(head, CATEGORY_THRESHOLD) for head in HEADS], dtype=np.float32)


def _steps(scales: Scales, found: Floats, goals: Floats) -> Floats:
    """The least threshold of each step that lets through few enough below it; the first rows are ours, with labels."""
    chosen = scales.thresholds.copy()
    levels = goals[:, : len(STEPS)].sum(axis=1)
    ours, everyday = found[: len(goals)], found[len(goals) :]
    for place, step in enumerate(STEPS):
        below = ours[levels < min(rank(step), rank("high")), place]
        twins, others = LET_THROUGH[step]
        chosen[place] = max(np.quantile(below, 1.0 - twins), np.quantile(everyday[:, place], 1.0 - others))
        met = np.mean(ours[levels >= rank(step), place] >= chosen[place])
        through = [round(float(np.mean(rows >= chosen[place])), 3) for rows in (below, everyday[:, place])]
        sys.stdout.write(f"  {step}: threshold {chosen[place]:.3f}, met {met:.3f}, let through {through}\n")
    return chosen


def write_danger(head: DangerHead, folder: Path) -> None:
    """Writes the head (float16) and the thresholds."""
    from safetensors.numpy import save_file

    both = (head.alone, head.beside)
    arrays = {
        "dense": head.dense,
        "bias": head.bias,
        "shares": np.stack([scales.shares for scales in both]),
        "shift": np.stack([scales.shift for scales in both]),
    }
    thresholds = {
        name: {step: round(float(value), 4) for step, value in zip(HEADS, scales.thresholds, strict=True)}
        for name, scales in zip(SCALES, both, strict=True)
    }
    kept = {name: np.ascontiguousarray(array.astype(np.float16)) for name, array in arrays.items()}
    save_file(kept, folder / f"{HEAD}.safetensors")
    plain = {"heads": list(HEADS), "thresholds": thresholds}
    (folder / f"{HEAD}.json").write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
