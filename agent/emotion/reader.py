"""Reads the emotion of a message from its words and what was said before it, and from nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from ...memory.lexicon import SparseRow
from ...memory.message import Message
from ...memory.tuned.encode import Encoded, TunedEncoder
from .cause import cause, telling_words
from .context import Said, context_of
from .export import SHIPPED, exported_affect
from .families import LABELS
from .heads import Signals, merged, signals, unmoved
from .named import pulled
from .reading import APPRAISALS, FAMILIES, MARKS, NEUTRAL_AT, Appraisal, Reading
from .weights import Array, Weights

SECOND_LIMIT = 2
MANY, THREADS = 32, 2
"""From so many messages on they are shared out; the network and the tokenizer let go of the interpreter."""

SCANNED = 100_000
"""Characters looked through for a letter or a digit."""
STOPS = frozenset("!?.,;…-–—*\"'" + " \t\n\r")
"""Marks that alone say no feeling: "!!!" may be joy or horror. Faces (":(") and emoji are made of others too."""
NOTHING_MEANT = APPRAISALS.index("none")


class EmotionReader:
    """The reader for one set of weights; it keeps no state, so one serves every person and thread."""

    def __init__(self, weights: Weights, encoder: TunedEncoder) -> None:
        self._weights, self._encoder = weights, encoder
        self._second_from = float(weights.tensors.second_from[0])

    @classmethod
    def load(cls, folder: Path | None = None) -> EmotionReader:
        """Reads the weights of `folder`, by default those that ship. Raises WeightsUnreadable, EncoderMissing."""
        place = folder or SHIPPED
        return cls(Weights.load(place), TunedEncoder(exported_affect(place)))

    @property
    def version(self) -> str:
        """Identity of the weights, in every reading too."""
        return self._weights.version

    @property
    def thresholds(self) -> Array:
        """The chance from which a label is a tag, shape (28,)."""
        return self._weights.tensors.thresholds

    def read(self, message: Message, before: Sequence[Said] = ()) -> Reading:
        """One reading; `before` is what was said in this conversation so far, oldest first."""
        return self.read_all([message], [before])[0]

    def read_all(self, messages: Sequence[Message], before: Sequence[Sequence[Said]] | None = None) -> list[Reading]:
        """One reading a message, in order, the same as `read` gives: each is worked out by itself."""
        contexts = [context_of(said) for said in before] if before is not None else [""] * len(messages)
        if len(messages) < MANY:
            return [self._read(message, context) for message, context in zip(messages, contexts, strict=True)]
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(self._read, messages, contexts))

    def _read(self, message: Message, context: str) -> Reading:
        """A long message is the mean of its windows, by how much each feels; the context stands beside the first."""
        silent = not any(mark.isalnum() for mark in message.text[:SCANNED])
        beside = [context if n == 0 and not silent else "" for n in range(len(message.windows))]
        felt = self._encoder.encode(message.windows, beside)
        rows = self._weights.lexicon.transform(message.windows)
        vectors = np.stack([item.vector for item in felt])
        found = signals(self._weights.tensors, vectors, rows, message.windows, list(map(bool, beside)))
        telling = int(found.families[:, NEUTRAL_AT].argmin())
        own = merged(found)
        if silent and (not rows[0][0].size or STOPS.issuperset(message.text[:SCANNED])):
            own = unmoved(own)
        return self._reading(message, own, rows, (message.windows[telling], felt[telling]))

    def _reading(
        self, message: Message, found: Signals, rows: Sequence[SparseRow], told: tuple[str, Encoded]
    ) -> Reading:
        probabilities = pulled(found.families[0], message.text)
        top = int(probabilities.argmax())
        felt = top != NEUTRAL_AT
        labels = found.labels[0]
        thresholds = self._weights.tensors.thresholds
        meant, chance = _meant(found.appraisals[0])
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
            secondary=tuple(FAMILIES[i] for i in second(probabilities, self._second_from)) if felt else (),
            cause=cause(message.text, *told, float(self._weights.tensors.cause_from[0])) if felt else None,
            words=self._words(message.text, rows, top) if felt else (),
            appraisal=meant if felt else "none",
            appraisal_chance=chance if felt else 0.0,
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


def second(probabilities: Array, least: float) -> list[int]:
    """The other families clearly there, at most two; `probabilities` has shape (13,)."""
    top = int(probabilities.argmax())
    order = [int(i) for i in np.argsort(-probabilities) if i not in (top, NEUTRAL_AT)]
    return [i for i in order[:SECOND_LIMIT] if probabilities[i] >= least]


def _meant(probabilities: Array) -> tuple[Appraisal, float]:
    """The likeliest meaning other than none, and its chance: somebody who feels takes it to mean something."""
    ranked = [int(i) for i in np.argsort(-probabilities) if int(i) != NOTHING_MEANT]
    return APPRAISALS[ranked[0]], float(probabilities[ranked[0]])


def _summing_to_one(probabilities: Array) -> list[float]:
    total = float(probabilities.sum(dtype=np.float64))
    return [float(p) / total for p in probabilities]
