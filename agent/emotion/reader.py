"""Reads the emotion of a message from its words and vectors, and from nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...memory.lexicon import SparseRow, dot
from ...memory.message import Message
from .cause import cause, telling_words
from .families import LABELS
from .features import strength_features, surface
from .named import pulled
from .reading import FAMILIES, Reading
from .weights import Array, Tensors, Weights

VECTOR_SCALE = np.float32(2.0)
"""How much the vector weighs beside the TF-IDF row, in training and here (research: 1.14 MB, F1 .456)."""

NEUTRAL = FAMILIES.index("neutral")
SECOND_FROM = 0.15
SECOND_LIMIT = 2


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """Numbers of n windows or messages: labels (n, 28), families (n, 13), vad (n, 3), intensity (n,)."""

    labels: Array
    families: Array
    vad: Array
    intensity: Array


def signals(tensors: Tensors, vectors: Array, rows: Sequence[SparseRow], texts: Sequence[str]) -> Signals:
    """All heads on n texts; vectors have shape (n, d)."""
    dense: Array = (vectors * VECTOR_SCALE).astype(np.float32)
    z: Array = dense @ tensors.label_dense + dot(rows, tensors.label_sparse) + tensors.label_bias
    labels = (1.0 / (1.0 + np.exp(-np.clip(z, -30, 30)))).astype(np.float32)
    scores: Array = dense @ tensors.family_dense + dot(rows, tensors.family_sparse) + tensors.family_bias
    families = softmax(scores)
    hidden = np.maximum(vad_inputs(vectors, z) @ tensors.vad_in + tensors.vad_in_bias, 0.0)
    standard = hidden @ tensors.vad_out + tensors.vad_out_bias
    vad = np.clip(standard * tensors.vad_scale[1] + tensors.vad_scale[0], -1.0, 1.0).astype(np.float32)
    surfaces = np.stack([surface(text) for text in texts])
    intensity = strength_features(vectors, families, labels, vad, surfaces) @ tensors.strength
    return Signals(labels, families, vad, np.clip(intensity, 1.0, 5.0))


def vad_inputs(vectors: Array, label_logits: Array) -> Array:
    """Columns of the VAD network: the vector to unit variance and the label logits, centred near 0."""
    centred = (np.clip(label_logits, -10, 4) + 5.0) / 3.0
    return np.concatenate([vectors * np.float32(np.sqrt(vectors.shape[1])), centred], axis=1).astype(np.float32)


def softmax(logits: Array) -> Array:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    out: Array = (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)
    return out


class EmotionReader:
    """The reader for one set of weights; it keeps no state, so one serves every person and thread."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    @classmethod
    def load(cls, folder: Path | None = None) -> EmotionReader:
        """Reads the weights of `folder`, by default those that ship. Raises WeightsUnreadable."""
        return cls(Weights.load(folder or Path(__file__).parent / "weights"))

    @property
    def version(self) -> str:
        """Identity of the weights, in every reading too."""
        return self._weights.version

    def read(self, message: Message) -> Reading:
        return self.read_all([message])[0]

    def read_all(self, messages: Sequence[Message]) -> list[Reading]:
        """One reading a message, in order. A long message is the mean of its windows, by how much each feels."""
        if not messages:
            return []
        texts = [window for message in messages for window in message.windows]
        rows = self._weights.lexicon.transform(texts)
        vectors = np.concatenate([message.vectors for message in messages]).astype(np.float32)
        found = signals(self._weights.tensors, vectors, rows, texts)
        readings: list[Reading] = []
        start = 0
        for message in messages:
            part = slice(start, start + len(message.windows))
            readings.append(self._reading(message, _merge(found, part), rows[part]))
            start = part.stop
        return readings

    def _reading(self, message: Message, found: Signals, rows: Sequence[SparseRow]) -> Reading:
        if not any(character.isalnum() for character in message.text[:100_000]) and not rows[0][0].size:
            found = _unmoved(found)
        probabilities = pulled(found.families[0], message.text)
        top = int(probabilities.argmax())
        order = [int(i) for i in np.argsort(-probabilities) if i not in (top, NEUTRAL)]
        second = [FAMILIES[i] for i in order[:SECOND_LIMIT] if probabilities[i] >= SECOND_FROM]
        labels = found.labels[0]
        thresholds = self._weights.tensors.thresholds
        valence, arousal, dominance = (float(value) for value in found.vad[0])
        return Reading(
            dominant=FAMILIES[top],
            families=dict(zip(FAMILIES, _summing_to_one(probabilities), strict=True)),
            labels=dict(zip(LABELS, map(float, labels), strict=True)),
            tags=tuple(label for label, p, t in zip(LABELS, labels, thresholds, strict=True) if p > t),
            intensity=1 if top == NEUTRAL else int(np.clip(np.floor(found.intensity[0] + 0.5), 1, 5)),
            valence=valence,
            arousal=arousal,
            dominance=dominance,
            secondary=tuple(second) if top != NEUTRAL else (),
            cause=None if top == NEUTRAL else cause(message.text, lambda parts: self._evidence(parts, top)),
            words=() if top == NEUTRAL else self._words(message.text, rows, top),
            version=self.version,
        )

    def _evidence(self, parts: Sequence[str], family: int) -> Array:
        weights = self._weights.tensors.family_sparse
        scores = dot(self._weights.lexicon.transform(parts), weights)
        against: Array = scores[:, family] - scores.mean(axis=1)
        return against

    def _words(self, text: str, rows: Sequence[SparseRow], family: int) -> tuple[str, ...]:
        lexicon, sparse = self._weights.lexicon, self._weights.tensors.family_sparse
        terms: list[tuple[str, float]] = []
        for indices, values in rows:
            weights = sparse[indices]
            pulls = values * (weights[:, family] - weights.mean(axis=1))
            best = np.argsort(-pulls)[:12]
            terms += [(lexicon.terms[int(indices[i])], float(pulls[i])) for i in best]
        return telling_words(text, terms)


def _merge(found: Signals, part: slice) -> Signals:
    """Windows of one message into one row; a window counts by the probability that it is not neutral."""
    if part.stop - part.start == 1:
        return Signals(found.labels[part], found.families[part], found.vad[part], found.intensity[part])
    weight = 1.05 - found.families[part, NEUTRAL]
    weight = (weight / weight.sum()).astype(np.float32)
    labels, families, vad = (weight[None] @ rows[part] for rows in (found.labels, found.families, found.vad))
    return Signals(labels, families, vad, np.atleast_1d(weight @ found.intensity[part]))


def _unmoved(found: Signals) -> Signals:
    """Nothing was said (blank, or marks the vocabulary does not know): neutral, at rest."""
    families = np.zeros((1, len(FAMILIES)), dtype=np.float32)
    families[0, NEUTRAL] = 1.0
    return Signals(found.labels, families, np.zeros((1, 3), dtype=np.float32), np.ones(1, dtype=np.float32))


def _summing_to_one(probabilities: Array) -> list[float]:
    total = float(probabilities.sum(dtype=np.float64))
    return [float(p) / total for p in probabilities]
