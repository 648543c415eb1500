"""Trains the head over whole replies: `python -m holdspace.safety.review_whole_training --data PATH --cache PATH`.

Run it after `train_review`, whose rows, neutral utterances and cross-validation folds it shares. A clean reply is
learned from as it grows, sentence by sentence, since that is how it is reviewed; thresholds are quantiles of what
whole clean replies reach out of fold.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..memory.encoder import open_encoder
from ..memory.vectors import CachedEncoder
from .reply_text import read_sentence, sentences_of
from .review_head import ReviewHead
from .review_rules import ReviewPatterns
from .review_whole import WHOLE, WholeHead, features, plain_signs
from .risk import rank
from .train_review import FOLDS, fit, gather, given, spoken, utterances, written

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

SHARES = {"risk_ignored": 0.03, "bare_refusal": 0.002, "abrupt_ending": 0.002}
"""The share of clean replies (in danger, for the first) that each violation alone may touch."""

GATE_SHARE = 0.015
"""The share of clean replies that the gate may touch."""

STRENGTH = 4.0
"""Inverse regularisation (C) of the logistic regressions."""


@dataclass(frozen=True, slots=True)
class Grown:
    """A reply at one moment of its growth: its features, its sentences, and how much it counts."""

    row: dict[str, Any]
    features: Floats
    sentences: tuple[str, ...]
    weight: float
    whole: bool


def grown(rows: Sequence[dict[str, Any]], encoder: CachedEncoder, patterns: ReviewPatterns) -> list[Grown]:
    """Every reply whole, and every clean one after each of its sentences."""
    found: list[Grown] = []
    for row in rows:
        sentences = sentences_of(row["reply"])
        read = [read_sentence(sentence) for sentence in sentences]
        vectors = encoder.encode(list(sentences))
        for end in range(1, len(sentences) + 1):
            whole = end == len(sentences)
            if whole or not row["violations"]:
                made = features(vectors[:end], plain_signs(read[:end], patterns.signs, row["input_level"]))
                found.append(Grown(row, made, sentences[:end], row.get("weight", 1.0) * (1.0 if whole else 0.5), whole))
    return found


def learn(replies: Sequence[Grown]) -> Floats:
    """Weights of shape (features + 1, len(WHOLE) + 1).

    Passing over risk is learned from whole replies to somebody in danger, clean ones and those that do; a reply bad
    in another way may do it too, and says nothing. The other columns do not hear how grave the danger is.
    """
    from sklearn.linear_model import LogisticRegression

    columns: list[Floats] = []
    for name in (*WHOLE, None):
        used = [reply for reply in replies if name != "risk_ignored" or _tells_of_risk(reply)]
        rows = np.stack([reply.features for reply in used])
        if name != "risk_ignored":
            rows[:, -1] = 0.0
        target = np.array([_shows(reply.row, name) for reply in used])
        model = LogisticRegression(C=STRENGTH, max_iter=500, class_weight="balanced")
        found = model.fit(rows, target, sample_weight=np.array([reply.weight for reply in used]))
        columns.append(np.array([*found.coef_[0], found.intercept_[0]], dtype=np.float32))
    return np.stack(columns, axis=1)


def _tells_of_risk(reply: Grown) -> bool:
    known = not reply.row["violations"] or "risk_ignored" in reply.row["violations"]
    return reply.whole and known and in_danger(reply.row)


def in_danger(row: dict[str, Any]) -> bool:
    """Whether the reply was to somebody at elevated or above."""
    return rank(row["input_level"]) >= rank("elevated")


def _shows(row: dict[str, Any], name: str | None) -> bool:
    return bool(row["violations"]) if name is None else name in row["violations"]


def thresholds(reached: Floats, rows: Sequence[dict[str, Any]]) -> Floats:
    """Quantiles of the logits of clean replies, by `SHARES` and `GATE_SHARE`; `reached` is (len(rows), columns)."""
    clean: Bools = np.array([not row["violations"] for row in rows])
    danger: Bools = np.array([in_danger(row) for row in rows])
    levels = [
        _level(reached[clean & danger if name == "risk_ignored" else clean, n], SHARES[name])
        for n, name in enumerate(WHOLE)
    ]
    levels.append(_level(reached[clean, -1], GATE_SHARE))
    return np.array(levels, dtype=np.float32)


def _level(reached: Floats, share: float) -> float:
    """What so many exceed; where there are none, anything does."""
    return float(np.quantile(reached, 1 - share)) if len(reached) else -math.inf


def calm(texts: Sequence[str], weight: float, kind: str) -> list[dict[str, Any]]:
    """Texts that are clean, as rows."""
    return [
        {"id": f"{kind}-{n}", "reply": text, "violations": [], "input_level": "none", "weight": weight}
        for n, text in enumerate(texts)
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Cross-validates for the blend and the thresholds, then trains on everything and saves."""
    options = given(arguments, __doc__)
    encoder, patterns = CachedEncoder(open_encoder(), options.cache), ReviewPatterns.load()
    rows, own = written(), spoken()[::3]
    neutral = utterances(options.data / "esconv" / "esconv_train.jsonl")[:1500]
    beside = grown([*calm(own, 0.3, "own"), *calm(neutral, 0.1, "neutral")], encoder, patterns)
    replies = grown(rows, encoder, patterns)
    folds = {row["id"]: n % FOLDS for n, row in enumerate(rows)}
    logits: Floats = np.zeros((len(replies), len(WHOLE) + 1), dtype=np.float32)
    heard: Floats = np.zeros(len(replies), dtype=np.float32)
    for fold in range(FOLDS):
        head, weights = _without(fold, rows, replies, beside, (neutral, own), encoder)
        for n, reply in enumerate(replies):
            if folds[reply.row["id"]] == fold:
                logits[n] = reply.features @ weights[:-1] + weights[-1]
                heard[n] = head.scores(reply.sentences, encoder.encode(list(reply.sentences)))[:, -1].max()
    clean = np.array([not reply.row["violations"] for reply in replies])
    blend = float(logits[clean, -1].std() / heard[clean].std())
    logits[:, -1] += blend * heard
    reached = logits[[reply.whole for reply in replies]]
    levels = thresholds(reached, rows)
    _tell(np.asarray(reached > levels), rows)
    WholeHead(learn([*replies, *beside]), blend, levels).save(options.out)


def _without(
    fold: int,
    rows: Sequence[dict[str, Any]],
    replies: Sequence[Grown],
    beside: Sequence[Grown],
    clean: tuple[Sequence[str], Sequence[str]],
    encoder: CachedEncoder,
) -> tuple[ReviewHead, Floats]:
    kept = [row for n, row in enumerate(rows) if n % FOLDS != fold]
    names = {row["id"] for row in kept}
    examples = gather(kept, *clean)
    head = fit(examples, encoder.encode(examples.texts))
    return head, learn([*(reply for reply in replies if reply.row["id"] in names), *beside])


def _tell(over: Bools, rows: Sequence[dict[str, Any]]) -> None:
    danger = np.array([in_danger(row) for row in rows])
    over[~danger, 0] = False
    clean = np.array([not row["violations"] for row in rows])
    for n, name in enumerate((*WHOLE, "anything")):
        held = np.array([_shows(row, None if name == "anything" else name) for row in rows])
        sys.stdout.write(f"{name:14s} {over[held, n].sum()}/{held.sum()} clean {over[clean, n].sum()}/{clean.sum()}\n")
    both: Bools = np.asarray(over.any(axis=1))
    sys.stdout.write(f"together       {both[~clean].sum()}/{(~clean).sum()} clean {both[clean].sum()}/{clean.sum()}\n")


if __name__ == "__main__":
    main()
