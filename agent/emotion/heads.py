"""From vectors of the tuned encoder and TF-IDF rows to numbers: all heads at once, in numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from ...memory.lexicon import SparseRow, dot
from .features import surface
from .reading import FAMILIES, NEUTRAL_AT
from .weights import Array, Tensors


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """Numbers of n windows or messages: labels (n, 28), families (n, 13), vad (n, 3), intensity (n,),
    marks (n, 7), appraisals (n, 17)."""

    labels: Array
    families: Array
    vad: Array
    intensity: Array
    marks: Array
    appraisals: Array

    def part(self, kept: Sequence[int]) -> Signals:
        return Signals(*(getattr(self, field.name)[list(kept)] for field in fields(self)))


def signals(
    tensors: Tensors, vectors: Array, rows: Sequence[SparseRow], texts: Sequence[str], after: Sequence[bool]
) -> Signals:
    """All heads on n texts; vectors have shape (n, d), as the tuned encoder gives them; `after` tells which of them
    were read beside a context."""
    labels = sigmoid(vectors @ tensors.label_dense + dot(rows, tensors.label_sparse) + tensors.label_bias)
    told = vectors @ tensors.family_dense + dot(rows, tensors.family_sparse) + tensors.family_bias
    families = softmax(beside(told, tensors.family_after, after))
    standard = vectors @ tensors.vad_dense + dot(rows, tensors.vad_sparse) + tensors.vad_bias
    vad: Array = np.clip(standard * tensors.vad_scale[1] + tensors.vad_scale[0], -1.0, 1.0).astype(np.float32)
    said = vectors @ tensors.strength_dense + tensors.strength_bias
    surfaces = np.stack([surface(text) for text in texts])
    intensity = strength_columns(said, families, vad, surfaces) @ tensors.strength_mix
    return Signals(
        labels,
        families,
        vad,
        np.clip(intensity, 1.0, 5.0).astype(np.float32),
        sigmoid(vectors @ tensors.mark_dense + dot(rows, tensors.mark_sparse) + tensors.mark_bias),
        softmax(vectors @ tensors.appraisal_dense + tensors.appraisal_bias),
    )


def beside(logits: Array, correction: Array, after: Sequence[bool]) -> Array:
    """Logits (n, 13); those read beside a context are scaled by the first number of the correction and shifted by the
    others."""
    out: Array = np.where(np.array(after)[:, None], logits * correction[0] + correction[1:], logits)
    return out


def strength_columns(said: Array, families: Array, vad: Array, surfaces: Array) -> Array:
    """Columns of the intensity head, shape (n, 31): a constant, the encoder's own estimate, its square and its
    product with the share of feeling, families (13), VAD and its size (6), surface (7), the share of feeling."""
    said = said.reshape(-1, 1)
    affect = 1.0 - families[:, NEUTRAL_AT : NEUTRAL_AT + 1]
    columns = [np.ones_like(said), said, said**2, affect * said, families, vad, np.abs(vad), surfaces, affect]
    return np.concatenate(columns, axis=1).astype(np.float32)


def merged(own: Signals) -> Signals:
    """Windows of one message into one row; a window counts by the probability that it is not neutral."""
    if len(own.families) == 1:
        return own
    weight = 1.05 - own.families[:, NEUTRAL_AT]
    weight = (weight / weight.sum()).astype(np.float32)
    return Signals(*(np.asarray(weight @ getattr(own, field.name), dtype=np.float32)[None] for field in fields(own)))


def unmoved(found: Signals) -> Signals:
    """Nothing was said (blank, or marks that tell no feeling or are not known): neutral, at rest."""
    families = np.zeros((1, len(FAMILIES)), dtype=np.float32)
    families[0, NEUTRAL_AT] = 1.0
    still, one = np.zeros((1, 3), dtype=np.float32), np.ones(1, dtype=np.float32)
    return Signals(found.labels, families, still, one, np.zeros_like(found.marks), found.appraisals)


SIGN_SAYS_LITTLE = 0.6
"""What neutral counts where signs alone were sent ("😭"): nobody sends one to say nothing."""


def signed(found: Signals) -> Signals:
    """Signs without a word: less neutral than the network, which hardly knows them, takes them for."""
    families = found.families.copy()
    families[:, NEUTRAL_AT] *= SIGN_SAYS_LITTLE
    families /= families.sum(axis=1, keepdims=True)
    return replace(found, families=families.astype(np.float32))


def sigmoid(logits: Array) -> Array:
    out: Array = (1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32)
    return out


def softmax(logits: Array) -> Array:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    out: Array = (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)
    return out
