"""What was learned, as plain arrays: loaded once, read by the reader, written by training."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...memory.lexicon import LexiconUnreadable, TfidfLexicon
from .families import LABELS
from .reading import APPRAISALS, FAMILIES, MARKS

Array = NDArray[np.float32]

STRENGTH_COLUMNS = 31
"""Of `heads.strength_columns`."""

ARRAYS, WORDS, ADAPTER = "emotion.safetensors", "lexicon.json", "adapter.safetensors"
OF = "adapter_sha256"

RULES = "feel6"
"""Raised whenever what happens around the weights changes a reading: windows, context, named feelings, causes."""


NEVER = 2.0
"""A chance that nothing reaches."""


class WeightsUnreadable(RuntimeError):
    """The emotion weights are missing or broken; the message says what to do."""


@dataclass(frozen=True, slots=True, eq=False)
class Tensors:
    """Every learned array; d is the width of the tuned encoder, t the size of the vocabulary.

    Labels: one sigmoid each, on vector and words. Families: one softmax on both; beside a context their logits are
    scaled by the first of `family_after` and corrected by the rest. `vad_*`: on both,
    giving EmoBank's z-scores, which `vad_scale` (rows: mean, spread) turns into [-1, 1]. Marks: one
    sigmoid each, on both; `mark_from` is the chance from which each is told. Appraisals: one softmax, on the
    vector. `strength_*`: on the vector, and `strength_mix` on `heads.strength_columns`. Each of shape (1,):
    `cause_from`, the chance from which a word piece belongs to the cause, and `second_from`, the chance from which
    another family is told too. What no chance allows to be told is told from `NEVER`.
    """

    label_dense: Array
    label_sparse: Array
    label_bias: Array
    thresholds: Array
    family_dense: Array
    family_sparse: Array
    family_bias: Array
    family_after: Array
    vad_dense: Array
    vad_sparse: Array
    vad_bias: Array
    vad_scale: Array
    mark_dense: Array
    mark_sparse: Array
    mark_bias: Array
    mark_from: Array
    appraisal_dense: Array
    appraisal_bias: Array
    strength_dense: Array
    strength_bias: Array
    strength_mix: Array
    cause_from: Array
    second_from: Array


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """The vocabulary, the arrays, and `version`: `RULES` and 12 hexadecimal digits of the hash of all three files."""

    lexicon: TfidfLexicon
    tensors: Tensors
    version: str

    @classmethod
    def load(cls, folder: Path) -> Weights:
        """Reads the folder that `save` wrote. Raises WeightsUnreadable."""
        from safetensors import SafetensorError
        from safetensors.numpy import load

        try:
            raw, words, tuned = ((folder / name).read_bytes() for name in (ARRAYS, WORDS, ADAPTER))
            lexicon = TfidfLexicon.load(folder / WORDS)
            arrays = load(raw)
            belongs = arrays[OF].tobytes() == hashlib.sha256(tuned).digest()
            tensors = Tensors(**{f.name: arrays[f.name].astype(np.float32) for f in fields(Tensors)})
        except (OSError, KeyError, ValueError, LexiconUnreadable, SafetensorError) as error:
            raise WeightsUnreadable(_advice(folder, str(error))) from error
        problem = _misfit(tensors, len(lexicon)) if belongs else f"{ARRAYS} and {ADAPTER} are not of the same making"
        if problem:
            raise WeightsUnreadable(_advice(folder, problem))
        return cls(lexicon, tensors, f"{RULES}.{hashlib.sha256(raw + words + tuned).hexdigest()[:12]}")

    @staticmethod
    def save(folder: Path, lexicon: TfidfLexicon, tensors: Tensors) -> None:
        """Writes what goes with the adapter there; arrays as float16, which costs under .001 of any measure."""
        from safetensors.numpy import save

        folder.mkdir(parents=True, exist_ok=True)
        lexicon.save(folder / WORDS)
        tuned = hashlib.sha256((folder / ADAPTER).read_bytes()).digest()
        halves = {f.name: np.ascontiguousarray(getattr(tensors, f.name), np.float16) for f in fields(Tensors)}
        (folder / ARRAYS).write_bytes(save({**halves, OF: np.frombuffer(tuned, dtype=np.uint8)}))


def _misfit(tensors: Tensors, terms: int) -> str:
    d = tensors.vad_dense.shape[0]
    outputs = {"label": len(LABELS), "family": len(FAMILIES), "mark": len(MARKS), "appraisal": len(APPRAISALS)}
    due: dict[str, tuple[int, ...]] = {f"{name}_dense": (d, k) for name, k in outputs.items()}
    due |= {f"{name}_bias": (k,) for name, k in outputs.items()}
    due |= {f"{name}_sparse": (terms, outputs[name]) for name in ("label", "family", "mark")}
    due |= {
        "thresholds": (len(LABELS),),
        "mark_from": (len(MARKS),),
        "vad_dense": (d, 3),
        "vad_sparse": (terms, 3),
        "vad_bias": (3,),
        "vad_scale": (2, 3),
    }
    due |= {"strength_dense": (d, 1), "strength_bias": (1,), "strength_mix": (STRENGTH_COLUMNS,)}
    due |= {"cause_from": (1,), "second_from": (1,), "family_after": (1 + len(FAMILIES),)}
    for name, shape in due.items():
        if getattr(tensors, name).shape != shape:
            return f"{name} of shape {getattr(tensors, name).shape}, not {shape}"
    if not all(np.isfinite(getattr(tensors, name)).all() for name in due):
        return "a weight is not a finite number"
    return ""


def _advice(folder: Path, problem: str) -> str:
    return (
        f"the emotion weights in {folder} cannot be read ({problem}); "
        "reinstall holdspace, or run `python -m holdspace.agent.emotion.learning.train` to make them again"
    )
