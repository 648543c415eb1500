"""Reads the emotion of a message from its words and what was said before it, and from nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ...memory.lexicon import SparseRow, TfidfLexicon
from ...memory.message import Message
from .affect import AffectEncoder, Felt, Said, context_of
from .cause import cause, telling_words
from .export import SHIPPED, exported_affect
from .families import LABELS
from .heads import Signals, merged, signals, unmoved
from .named import pulled
from .reading import APPRAISALS, FAMILIES, MARKS, NEUTRAL_AT, Appraisal, Reading
from .weights import Array, Tensors, Weights

SECOND_FROM = 0.15
SECOND_LIMIT = 2
NOTHING_MEANT = APPRAISALS.index("none")


class EmotionReader:
    """The reader for one set of weights; it keeps no state, so one serves every person and thread."""

    def __init__(self, weights: Weights, encoder: AffectEncoder) -> None:
        self._weights, self._encoder = weights, encoder

    @classmethod
    def load(cls, folder: Path | None = None) -> EmotionReader:
        """Reads the weights of `folder`, by default those that ship. Raises WeightsUnreadable, EncoderMissing."""
        place = folder or SHIPPED
        return cls(Weights.load(place), AffectEncoder(exported_affect(place)))

    @property
    def version(self) -> str:
        """Identity of the weights, in every reading too."""
        return self._weights.version

    @property
    def lexicon(self) -> TfidfLexicon:
        return self._weights.lexicon

    @property
    def tensors(self) -> Tensors:
        return self._weights.tensors

    def read(self, message: Message, before: Sequence[Said] = ()) -> Reading:
        """One reading; `before` is what was said in this conversation so far, oldest first."""
        return self.read_all([message], [before])[0]

    def read_all(self, messages: Sequence[Message], before: Sequence[Sequence[Said]] | None = None) -> list[Reading]:
        """One reading a message, in order. A long message is the mean of its windows, by how much each feels;
        what was said before stands beside the first of them."""
        if not messages:
            return []
        contexts = [context_of(said) for said in before] if before is not None else [""] * len(messages)
        texts = [window for message in messages for window in message.windows]
        beside = [
            context if n == 0 else ""
            for message, context in zip(messages, contexts, strict=True)
            for n in range(len(message.windows))
        ]
        felt = self._encoder.feel(texts, beside)
        rows = self._weights.lexicon.transform(texts)
        found = signals(self._weights.tensors, np.stack([item.vector for item in felt]), rows, texts)
        readings: list[Reading] = []
        start = 0
        for message in messages:
            part = slice(start, start + len(message.windows))
            telling = part.start + int(found.families[part, NEUTRAL_AT].argmin())
            own = merged(found, part)
            if not rows[start][0].size and not any(mark.isalnum() for mark in message.text[:100_000]):
                own = unmoved(own)
            readings.append(self._reading(message, own, rows[part], (texts[telling], felt[telling])))
            start = part.stop
        return readings

    def _reading(self, message: Message, found: Signals, rows: Sequence[SparseRow], told: tuple[str, Felt]) -> Reading:
        probabilities = pulled(found.families[0], message.text)
        top = int(probabilities.argmax())
        felt = top != NEUTRAL_AT
        labels = found.labels[0]
        thresholds = self._weights.tensors.thresholds
        valence, arousal, dominance = (float(value) for value in found.vad[0])
        return Reading(
            dominant=FAMILIES[top],
            families=dict(zip(FAMILIES, _summing_to_one(probabilities), strict=True)),
            labels=dict(zip(LABELS, map(float, labels), strict=True)),
            tags=tuple(label for label, p, t in zip(LABELS, labels, thresholds, strict=True) if p > t),
            intensity=int(np.clip(np.floor(found.intensity[0] + 0.5), 1, 5)) if felt else 1,
            valence=valence,
            arousal=arousal,
            dominance=dominance,
            secondary=tuple(FAMILIES[i] for i in _second(probabilities, top)) if felt else (),
            cause=cause(message.text, *told, float(self._weights.tensors.cause_from[0])) if felt else None,
            words=self._words(message.text, rows, top) if felt else (),
            appraisal=_meant(found.appraisals[0]) if felt else "none",
            marks=dict(zip(MARKS, map(float, found.marks[0]), strict=True)),
            version=self.version,
        )

    def _words(self, text: str, rows: Sequence[SparseRow], family: int) -> tuple[str, ...]:
        lexicon, sparse = self._weights.lexicon, self._weights.tensors.family_sparse
        terms: list[tuple[str, float]] = []
        for indices, values in rows:
            weights = sparse[indices]
            pulls = values * (weights[:, family] - weights.mean(axis=1))
            best = np.argsort(-pulls)[:12]
            terms += [(lexicon.terms[int(indices[i])], float(pulls[i])) for i in best]
        return telling_words(text, terms)


def _second(probabilities: Array, top: int) -> list[int]:
    order = [int(i) for i in np.argsort(-probabilities) if i not in (top, NEUTRAL_AT)]
    return [i for i in order[:SECOND_LIMIT] if probabilities[i] >= SECOND_FROM]


def _meant(probabilities: Array) -> Appraisal:
    """The likeliest meaning other than none: somebody who feels takes it to mean something."""
    ranked = [int(i) for i in np.argsort(-probabilities) if int(i) != NOTHING_MEANT]
    return APPRAISALS[ranked[0]]


def _summing_to_one(probabilities: Array) -> list[float]:
    total = float(probabilities.sum(dtype=np.float64))
    return [float(p) / total for p in probabilities]
