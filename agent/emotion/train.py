"""Makes the weights again: python -m holdspace.agent.emotion.train --data DIR --cache FILE --out DIR."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ...memory.encoder import open_encoder
from ...memory.lexicon import TfidfLexicon
from ...memory.vectors import CachedEncoder
from .corpora import (
    Array,
    Situation,
    emobank,
    esconv,
    family_targets,
    goemotions,
    one_hot,
    situations,
)
from .families import LABELS
from .features import strength_features, surface
from .linear import Design, Linear, fit_linear
from .measure import best_thresholds, measure
from .network import fit_network
from .reader import NEUTRAL, VECTOR_SCALE, signals, vad_inputs
from .reading import FAMILIES, Family
from .weights import Tensors, Weights

TERMS, MIN_DF = 12_000, 4
TUNING_SHARE = 0.15
GENERAL_SHARE, SITUATION_SHARE = 0.6, 0.7
"""How the two family heads are added, near the best of a small grid; their sum keeps probabilities calibrated."""

OWN_WEIGHT, ESCONV_WEIGHT, OPENING_WEIGHT = 10.0, 2.0, 1.0
NEUTRAL_KEPT, JOY_KEPT = 0.35, 0.40
VAD_SPREAD = 2.0
"""EmoBank's readers huddle near the middle (sd .18, .13, .11 in [-1, 1]); answers are spread twice as wide around 0."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Where texts become features."""

    encoder: CachedEncoder
    lexicon: TfidfLexicon

    def vectors(self, texts: Sequence[str]) -> Array:
        return self.encoder.encode(texts)

    def design(self, texts: Sequence[str]) -> Design:
        return Design.of(VECTOR_SCALE * self.vectors(texts), self.lexicon.transform(texts), len(self.lexicon))


def train(data: Path, cache: Path, out: Path) -> None:
    """Fits every head on the training splits and writes the weights and their measures to `out`."""
    encoder = CachedEncoder(open_encoder(), cache)
    own = [item for item in situations() if item.split == "train"]
    texts, targets = goemotions(data / "goemotions/train.tsv")
    told = esconv(data / "esconv/esconv_train.jsonl")
    bench = Bench(encoder, TfidfLexicon.fit(texts + told[0] + [item.text for item in own], TERMS, MIN_DF))
    design = bench.design(texts)
    part = np.random.default_rng(0).random(len(texts)) < TUNING_SHARE
    _say("labels, for the thresholds")
    tuning = fit_linear(design.take(~part), targets[~part], "sigmoid", 3.0)
    thresholds = best_thresholds(_sigmoid(tuning.logits(design.take(part))), targets[part])
    _say("labels")
    labels = fit_linear(design, targets, "sigmoid", 3.0)
    _say("families")
    families = fit_families(bench, (design, targets), told, own)
    _say("valence, arousal, dominance")
    vad = fit_vad(bench, labels, data / "emobank/emobank_train_dev.csv", own)
    tensors = Tensors(
        label_dense=labels.dense,
        label_sparse=labels.sparse,
        label_bias=labels.bias,
        thresholds=thresholds,
        family_dense=families.dense,
        family_sparse=families.sparse,
        family_bias=families.bias,
        vad_in=vad[0],
        vad_in_bias=vad[1],
        vad_out=vad[2],
        vad_out_bias=vad[3],
        vad_scale=vad[4],
        strength=np.zeros(1 + len(FAMILIES) + len(LABELS) + 4 + 7 + encoder.dimension, dtype=np.float32),
    )
    _say("intensity")
    tensors = fit_strength(bench, tensors, own, (told[0], told[3]))
    Weights.save(out, bench.lexicon, tensors)
    measures = measure(Weights.load(out), encoder, data)
    (out / "measures.json").write_text(json.dumps(measures, indent=1) + "\n", encoding="utf-8")
    _say(json.dumps(measures, indent=1))


def fit_families(
    bench: Bench,
    general: tuple[Design, Array],
    told: tuple[list[str], list[Family], list[bool], list[int]],
    own: Sequence[Situation],
) -> Linear:
    """Two softmax heads added into one: all corpora on words and vector, and our situations on the vector alone.

    GoEmotions rows that speak for one family, neutral and joy thinned; ESConv; our corpus, weighted up.
    """
    from scipy.sparse import csr_matrix, vstack

    design, targets = general
    mapped = family_targets(targets)
    chance = np.random.default_rng(1).random(len(mapped))
    keep = mapped.sum(axis=1) == 1
    keep &= (mapped[:, NEUTRAL] == 0) | (chance < NEUTRAL_KEPT)
    keep &= (mapped[:, FAMILIES.index("joy")] == 0) | (chance < JOY_KEPT)
    thinned = design.take(keep)
    stories, mine = bench.design(told[0]), bench.design([item.text for item in own])
    own_targets = one_hot([item.family for item in own])
    parts = (thinned, stories, mine)
    everything = Design(np.concatenate([p.dense for p in parts]), vstack([p.sparse for p in parts]).tocsr())
    sample = np.concatenate(
        [
            np.ones(len(thinned.dense)),
            np.where(told[2], ESCONV_WEIGHT, OPENING_WEIGHT),
            np.full(len(own), OWN_WEIGHT),
        ]
    ).astype(np.float32)
    goals = np.concatenate([mapped[keep], one_hot(told[1]), own_targets])
    wide = fit_linear(everything, goals, "softmax", 1.0, sample)
    bare = Design(mine.dense, csr_matrix((len(own), 1), dtype=np.float32))
    close = fit_linear(bare, own_targets, "softmax", 1.0)
    return Linear(
        GENERAL_SHARE * wide.dense + SITUATION_SHARE * close.dense,
        GENERAL_SHARE * wide.sparse,
        GENERAL_SHARE * wide.bias + SITUATION_SHARE * close.bias,
    )


def fit_vad(
    bench: Bench, labels: Linear, path: Path, own: Sequence[Situation]
) -> tuple[Array, Array, Array, Array, Array]:
    """The VAD network on EmoBank's train split and our situations; its outputs are EmoBank's z-scores.

    The last array scales them back; our own values are already on that wider scale.
    """
    texts, scores = emobank(path, "train")
    mean, spread = scores.mean(axis=0), scores.std(axis=0)
    scale = np.stack([mean * VAD_SPREAD, spread * VAD_SPREAD]).astype(np.float32)
    ours = np.array([(item.valence, item.arousal, item.dominance) for item in own], dtype=np.float32)
    goals = np.concatenate([(scores - mean) / spread, np.clip((ours - scale[0]) / scale[1], -3, 3)])
    texts += [item.text for item in own]
    inputs = vad_inputs(bench.vectors(texts), labels.logits(bench.design(texts)))
    return (*fit_network(inputs, goals), scale)


def fit_strength(
    bench: Bench, tensors: Tensors, own: Sequence[Situation], told: tuple[list[str], list[int]]
) -> Tensors:
    """Ridge regression of intensity on our corpus, with ESConv's dialogue-wide ratings as a faint hint."""
    texts = [item.text for item in own] + told[0]
    goals = np.array([item.intensity for item in own] + told[1], dtype=np.float32)
    weight = np.array([1.0] * len(own) + [0.03] * len(told[0]), dtype=np.float32)
    vectors = bench.vectors(texts)
    found = signals(tensors, vectors, bench.lexicon.transform(texts), texts)
    surfaces = np.stack([surface(text) for text in texts])
    columns = strength_features(vectors, found.families, found.labels, found.vad, surfaces)
    penalty = np.full(columns.shape[1], 3.0)
    penalty[0], penalty[-vectors.shape[1] :] = 1e-3, 8.0
    weighted = columns * weight[:, None]
    solved = np.linalg.solve(columns.T @ weighted + np.diag(penalty), weighted.T @ goals)
    return replace(tensors, strength=solved.astype(np.float32))


def _sigmoid(z: Array) -> Array:
    out: Array = (1.0 / (1.0 + np.exp(-z))).astype(np.float32)
    return out


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with goemotions/, emobank/ and esconv/")
    parser.add_argument("--cache", type=Path, required=True, help="SQLite file that keeps vectors between runs")
    parser.add_argument("--out", type=Path, required=True, help="folder the weights are written to")
    given = parser.parse_args()
    train(given.data, given.cache, given.out)


if __name__ == "__main__":
    main()
