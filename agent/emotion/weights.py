"""What was learned, as plain arrays: loaded once, read by the reader, written by training."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...memory.lexicon import LexiconUnreadable, TfidfLexicon
from .families import LABELS
from .reading import FAMILIES

Array = NDArray[np.float32]

ARRAYS, WORDS = "emotion.safetensors", "lexicon.json"


class WeightsUnreadable(RuntimeError):
    """The emotion weights are missing or broken; the message says what to do."""


@dataclass(frozen=True, slots=True, eq=False)
class Tensors:
    """Every learned array; d is the encoder's dimension, t the size of the vocabulary.

    Labels: one sigmoid each. Families: one softmax. `vad_*`: a network on vector and label logits
    giving EmoBank's z-scores, which `vad_scale` (rows: mean, spread) turns into [-1, 1].
    `strength`: a linear head on `features.strength_features`.
    """

    label_dense: Array
    label_sparse: Array
    label_bias: Array
    thresholds: Array
    family_dense: Array
    family_sparse: Array
    family_bias: Array
    vad_in: Array
    vad_in_bias: Array
    vad_out: Array
    vad_out_bias: Array
    vad_scale: Array
    strength: Array


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """The vocabulary, the arrays, and `version`: 12 hexadecimal digits of the hash of both files."""

    lexicon: TfidfLexicon
    tensors: Tensors
    version: str

    @classmethod
    def load(cls, folder: Path) -> Weights:
        """Reads the folder that `save` wrote. Raises WeightsUnreadable."""
        from safetensors import SafetensorError
        from safetensors.numpy import load

        try:
            raw, words = (folder / ARRAYS).read_bytes(), (folder / WORDS).read_bytes()
            lexicon = TfidfLexicon.load(folder / WORDS)
            arrays = load(raw)
            tensors = Tensors(**{f.name: arrays[f.name].astype(np.float32) for f in fields(Tensors)})
        except (OSError, KeyError, ValueError, LexiconUnreadable, SafetensorError) as error:
            raise WeightsUnreadable(_advice(folder, str(error))) from error
        problem = _misfit(tensors, len(lexicon))
        if problem:
            raise WeightsUnreadable(_advice(folder, problem))
        return cls(lexicon, tensors, hashlib.sha256(raw + words).hexdigest()[:12])

    @staticmethod
    def save(folder: Path, lexicon: TfidfLexicon, tensors: Tensors) -> None:
        """Writes both files; arrays as float16, which costs less than .001 of any measure here."""
        from safetensors.numpy import save

        folder.mkdir(parents=True, exist_ok=True)
        lexicon.save(folder / WORDS)
        halves = {f.name: np.ascontiguousarray(getattr(tensors, f.name), np.float16) for f in fields(Tensors)}
        (folder / ARRAYS).write_bytes(save(halves))


def _misfit(tensors: Tensors, terms: int) -> str:
    if tensors.label_sparse.shape != (terms, len(LABELS)):
        return f"label weights of shape {tensors.label_sparse.shape} for {terms} terms"
    if tensors.family_sparse.shape != (terms, len(FAMILIES)):
        return f"family weights of shape {tensors.family_sparse.shape} for {terms} terms"
    if not all(np.isfinite(getattr(tensors, f.name)).all() for f in fields(Tensors)):
        return "a weight is not a finite number"
    return ""


def _advice(folder: Path, problem: str) -> str:
    return (
        f"the emotion weights in {folder} cannot be read ({problem}); "
        "reinstall holdspace, or run `python -m holdspace.agent.emotion.train` to make them again"
    )
