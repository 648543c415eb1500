"""Makes the weights again: python -m holdspace.agent.emotion.learning.train --data DIR --out DIR."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ....memory.export import carried_model
from ....memory.lexicon import SparseRow, TfidfLexicon, dot
from .. import adapter
from ..affect import AffectEncoder, context_of
from ..cause import cause, overlap
from ..export import exported_affect
from ..features import surface
from ..heads import sigmoid, softmax, strength_columns
from ..reading import APPRAISALS, MARKS
from ..weights import ADAPTER, Tensors, Weights
from .corpora import (
    Array,
    Situation,
    dialogues,
    emobank,
    family_targets,
    goemotions,
    kept_aside,
    messages,
    one_hot,
)
from .lessons import Lesson, Scale, dimension_lessons, label_lessons, own_lessons, told_lessons
from .linear import Design, Linear, fit_linear
from .measure import best_thresholds, measure
from .mixing import mix, ridge
from .openings import openings
from .tune import Pace, Pupil

TERMS, MIN_DF = 12_000, 4
GENERAL, OWN = Pace(epochs=3, rate=1e-4), Pace(epochs=2, rate=7e-5)
GENERAL_KEPT = 0.4
"""Of GoEmotions in the second stage, so that it is not forgotten."""

OWN_WEIGHT = 4.0
"""How much a row of ours counts in the word head for families, beside a row of the large corpora."""

TUNING_HINT = 0.1
"""What a GoEmotions row counts in fitting the families' chances: people here tell more than they name."""


@dataclass(frozen=True, slots=True, eq=False)
class Corpora:
    """Everything to learn from, and the rows kept aside for tuning."""

    general: list[Lesson]
    aside: tuple[list[str], Array]
    dimensions: list[Lesson]
    told: list[Lesson]
    own: list[Situation]
    own_aside: list[Situation]
    scale: Scale

    @classmethod
    def read(cls, data: Path) -> Corpora:
        texts, labels = goemotions(data / "goemotions/train.tsv")
        aside = kept_aside(len(texts))
        scale = Scale.of(emobank(data / "emobank/emobank_train_dev.csv", "train")[1])
        rows = messages() + [turn for talk in dialogues() for turn in talk]
        return cls(
            general=label_lessons([text for text, kept in zip(texts, aside, strict=True) if not kept], labels[~aside]),
            aside=([text for text, kept in zip(texts, aside, strict=True) if kept], labels[aside]),
            dimensions=dimension_lessons(data / "emobank/emobank_train_dev.csv", scale),
            told=told_lessons(data / "esconv/esconv_train.jsonl"),
            own=[row for row in rows if row.split == "train"],
            own_aside=[row for row in rows if row.split == "tuning"],
            scale=scale,
        )


def train(data: Path, out: Path) -> None:
    """Tunes the encoder, fits every head, and writes adapter, weights and their measures to `out`."""
    corpora = Corpora.read(data)
    source = carried_model()
    pupil = Pupil(source)
    base = {name: array.copy() for name, array in pupil.state().items()}
    _say("first stage: labels and dimensions")
    pupil.learn(corpora.general + corpora.dimensions, GENERAL)
    _say("second stage: situations and talks too")
    pupil.learn(second_stage(corpora), OWN)
    finish(corpora, pupil, base, out)
    found = measure(out, data)
    (out / "measures.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    _say(json.dumps(found, indent=1))


def second_stage(corpora: Corpora) -> list[Lesson]:
    """All corpora; ours twice, the second time after the beginning of a talk that must not matter."""
    kept = np.random.default_rng(2).random(len(corpora.general)) < GENERAL_KEPT
    general = [lesson for lesson, keep in zip(corpora.general, kept, strict=True) if keep]
    own = own_lessons(corpora.own, corpora.scale)
    begun = zip(own, openings(len(own), seed=3, part=0), strict=True)
    again = [replace(lesson, context=lesson.context or context_of(opening)) for lesson, opening in begun]
    return general + corpora.dimensions + corpora.told + own + again


def finish(corpora: Corpora, pupil: Pupil, base: adapter.Arrays, out: Path) -> None:
    """From a taught network to the files that ship: the adapter, and heads fitted to what it becomes in eight bits."""
    from safetensors.numpy import save

    out.mkdir(parents=True, exist_ok=True)
    (out / ADAPTER).write_bytes(save(adapter.pack(base, pupil.state())))
    encoder = AffectEncoder(exported_affect(out))
    words = [lesson.text for lesson in corpora.general + corpora.told] + [row.text for row in corpora.own]
    lexicon = TfidfLexicon.fit(words, TERMS, MIN_DF)
    _say("heads")
    Weights.save(out, lexicon, Fitting(corpora, pupil, encoder, lexicon).tensors())


class Fitting:
    """The heads on a finished encoder, fitted on the rows kept aside."""

    def __init__(self, corpora: Corpora, pupil: Pupil, encoder: AffectEncoder, lexicon: TfidfLexicon) -> None:
        self._corpora, self._pupil, self._encoder, self._lexicon = corpora, pupil, encoder, lexicon

    def tensors(self) -> Tensors:
        texts, labels = self._corpora.aside
        own = self._corpora.own_aside
        general_vectors, general_rows = self._vectors(texts), self._lexicon.transform(texts)
        felt = self._encoder.feel([row.text for row in own], [context_of(row.before) for row in own])
        vectors, rows = np.stack([item.vector for item in felt]), self._lexicon.transform([row.text for row in own])
        label = self._labels(general_vectors, general_rows, labels)
        z = general_vectors @ label.dense + dot(general_rows, label.sparse) + label.bias
        family = self._families((general_vectors, general_rows, labels), vectors, rows)
        vad_dense, vad_bias = self._pupil.head("vad")
        scale = np.stack([self._corpora.scale.mean, self._corpora.scale.spread]).astype(np.float32)
        mark_dense, mark_bias = self._marks(vectors)
        meant_dense, meant_bias = self._appraisals(vectors)
        said_dense, said_bias = self._pupil.head("intensity")
        families = softmax(vectors @ family.dense + dot(rows, family.sparse) + family.bias)
        vad = np.clip((vectors @ vad_dense + vad_bias) * scale[1] + scale[0], -1, 1).astype(np.float32)
        surfaces = np.stack([surface(row.text) for row in own])
        columns = strength_columns(vectors @ said_dense + said_bias, families, vad, surfaces)
        affect = np.array([row.family != "neutral" for row in own])
        goals = np.array([row.intensity for row in own], dtype=np.float32)
        found = [(row, item) for row, item in zip(own, felt, strict=True) if row.cause]
        return Tensors(
            label_dense=label.dense,
            label_sparse=label.sparse,
            label_bias=label.bias,
            thresholds=best_thresholds(sigmoid(z), labels),
            family_dense=family.dense,
            family_sparse=family.sparse,
            family_bias=family.bias,
            vad_dense=vad_dense,
            vad_bias=vad_bias,
            vad_scale=scale,
            mark_dense=mark_dense,
            mark_bias=mark_bias,
            appraisal_dense=meant_dense,
            appraisal_bias=meant_bias,
            strength_dense=said_dense,
            strength_bias=said_bias,
            strength_mix=ridge(columns[affect], goals[affect], 3.0),
            cause_from=_best(
                lambda least: _mean(
                    [overlap(cause(row.text, row.text, item, least) or "", row.cause or "") for row, item in found]
                )
            ),
        )

    def _labels(self, vectors: Array, rows: Sequence[SparseRow], labels: Array) -> Linear:
        known = self._corpora.general
        goals = np.stack([lesson.labels for lesson in known if lesson.labels is not None])
        words = fit_linear(self._design([lesson.text for lesson in known]), goals, "sigmoid", 3.0)
        return self._joined("labels", words, (vectors, rows), labels, None)

    def _families(
        self, general: tuple[Array, Sequence[SparseRow], Array], vectors: Array, rows: Sequence[SparseRow]
    ) -> Linear:
        known = [lesson for lesson in self._corpora.general + self._corpora.told if lesson.families is not None]
        own = self._corpora.own
        goals = [lesson.families for lesson in known if lesson.families is not None]
        weight = np.concatenate([[lesson.sure for lesson in known], np.full(len(own), OWN_WEIGHT)]).astype(np.float32)
        texts = [lesson.text for lesson in known] + [row.text for row in own]
        targets = np.concatenate([np.stack(goals), one_hot([row.family for row in own])])
        words = fit_linear(self._design(texts), targets, "softmax", 1.0, weight)
        mapped = family_targets(general[2])
        one = np.flatnonzero(mapped.sum(axis=1) == 1)
        beside = np.concatenate([vectors, general[0][one]])
        truth = np.concatenate([one_hot([row.family for row in self._corpora.own_aside]), mapped[one]])
        sample = np.concatenate([np.ones(len(vectors)), np.full(len(one), TUNING_HINT)]).astype(np.float32)
        return self._joined("families", words, (beside, [*rows, *(general[1][int(i)] for i in one)]), truth, sample)

    def _joined(
        self, name: str, words: Linear, known: tuple[Array, Sequence[SparseRow]], truth: Array, sample: Array | None
    ) -> Linear:
        """The encoder's head and the words' head as one, in the shares that fit the rows kept aside."""
        dense, bias = self._pupil.head(name)
        opinions = (known[0] @ dense + bias, dot(known[1], words.sparse) + words.bias)
        shares, shift = mix(opinions, truth, "sigmoid" if name == "labels" else "softmax", sample)
        _say(f"  {name}: the encoder counts {shares[0]:.2f}, the words {shares[1]:.2f}")
        return Linear(shares[0] * dense, shares[1] * words.sparse, shares[0] * bias + shares[1] * words.bias + shift)

    def _marks(self, vectors: Array) -> tuple[Array, Array]:
        dense, bias = self._pupil.head("marks")
        known = [i for i, row in enumerate(self._corpora.own_aside) if row.marks is not None]
        told = [self._corpora.own_aside[i].marks or () for i in known]
        truth = np.array([[float(mark in marks) for mark in MARKS] for marks in told], dtype=np.float32)
        shares, shift = mix([vectors[known] @ dense + bias], truth, "sigmoid")
        return shares[0] * dense, shares[0] * bias + shift

    def _appraisals(self, vectors: Array) -> tuple[Array, Array]:
        dense, bias = self._pupil.head("appraisal")
        known = [i for i, row in enumerate(self._corpora.own_aside) if row.appraisal is not None]
        truth = np.zeros((len(known), len(APPRAISALS)), dtype=np.float32)
        for r, i in enumerate(known):
            truth[r, APPRAISALS.index(self._corpora.own_aside[i].appraisal or "none")] = 1.0
        shares, shift = mix([vectors[known] @ dense + bias], truth, "softmax")
        return shares[0] * dense, shares[0] * bias + shift

    def _vectors(self, texts: Sequence[str]) -> Array:
        out: Array = np.stack([item.vector for item in self._encoder.feel(texts, [""] * len(texts))])
        return out

    def _design(self, texts: Sequence[str]) -> Design:
        return Design.of(self._lexicon.transform(texts), len(self._lexicon))


def _best(score: Callable[[float], float]) -> Array:
    return np.array([max(np.arange(0.10, 0.60, 0.04), key=lambda least: score(float(least)))], dtype=np.float32)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with goemotions/, emobank/ and esconv/")
    parser.add_argument("--out", type=Path, required=True, help="folder the weights are written to")
    given = parser.parse_args()
    train(given.data, given.out)


if __name__ == "__main__":
    main()
