"""Reads the emotion of a message from its words and what was said before it, and from nothing else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ...memory.lexicon import SparseRow
from ...memory.message import Message
from ...memory.tuned.encode import Encoded, TunedEncoder
from .cause import cause, telling_words
from .context import Said, context_of
from .export import SHIPPED, exported_affect
from .families import LABELS
from .heads import Signals, merged, signals, signed, unmoved
from .parts import GRAVE, parts
from .reading import APPRAISALS, FAMILIES, MARKS, NEGATIVE, NEUTRAL_AT, Appraisal, Family, Mark, Reading
from .said import weighed
from .signs import in_words
from .waved import WAVED, waved_off
from .weights import NEVER, Array, Weights

SECOND_LIMIT = 2
MANY, THREADS = 32, 2
"""From so many messages on they are shared out; the network and the tokenizer let go of the interpreter."""

SCANNED = 100_000
"""Characters looked through for a letter or a digit."""
STOPS = frozenset("!?.,;…-–—*\"'" + " \t\n\r")
"""Marks that alone say no feeling: "!!!" may be joy or horror. Faces (":(") and emoji are made of others too."""
NOTHING_MEANT = APPRAISALS.index("none")
HEAVY_AT = [FAMILIES.index(family) for family in FAMILIES if family in NEGATIVE]


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """Windows or parts of one message, with what was found in each."""

    texts: Sequence[str]
    felt: Sequence[Encoded]
    rows: Sequence[SparseRow]
    found: Signals

    def part(self, kept: Sequence[int]) -> _Heard:
        texts, felt, rows = [self.texts[i] for i in kept], [self.felt[i] for i in kept], [self.rows[i] for i in kept]
        return _Heard(texts, felt, rows, self.found.part(kept))

    @property
    def telling(self) -> tuple[str, Encoded]:
        """The one with the most feeling in it."""
        most = int(self.found.families[:, NEUTRAL_AT].argmin())
        return self.texts[most], self.felt[most]


SURELY_HEAVY = 0.8
"""How likely a negative feeling must be before the heads may say that it is masked or meant ironically: a sincere "it's
all good, we made up" is far more frequent in life than among what was written for them."""

HINTED = 0.1
"""What the head must make of it where it is waved off in so many words: "can't complain, sun's out" hides nothing."""


class EmotionReader:
    """The reader for one set of weights; it keeps no state, so one serves every person and thread."""

    def __init__(self, weights: Weights, encoder: TunedEncoder) -> None:
        self._weights, self._encoder = weights, encoder
        self._second_from = float(weights.tensors.second_from[0])
        self._mark_from = dict(zip(MARKS, map(float, weights.tensors.mark_from), strict=True))

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
        if silent and (words := in_words(message.text[:SCANNED])):
            return self._of_signs(message, words)
        beside = [context if n == 0 and not silent else "" for n in range(len(message.windows))]
        heard = self._hear(message.windows, beside)
        own = merged(heard.found)
        if silent and (not heard.rows[0][0].size or STOPS.issuperset(message.text[:SCANNED])):
            own = unmoved(own)
        elif silent:
            own = signed(own)
        elif own.families[0].argmax() == NEUTRAL_AT and (grave := self._grave(message.windows)) is not None:
            heard, own = grave, merged(grave.found)
        return self._reading(message, own, heard)

    def _of_signs(self, message: Message, words: str) -> Reading:
        """Signs alone, read as the words they stand for; those words are not the person's, so none is quoted."""
        heard = self._hear([words], [""])
        return replace(self._reading(message, signed(merged(heard.found)), heard), cause=None, words=())

    def _hear(self, texts: Sequence[str], beside: Sequence[str]) -> _Heard:
        felt = self._encoder.encode(texts, beside)
        rows = self._weights.lexicon.transform(texts)
        vectors = np.stack([item.vector for item in felt])
        return _Heard(texts, felt, rows, signals(self._weights.tensors, vectors, rows, texts, list(map(bool, beside))))

    def _grave(self, windows: Sequence[str]) -> _Heard | None:
        """The grave parts of a message that reads neutral as a whole."""
        cut = parts(" ".join(windows))
        heard = self._hear(cut, [""] * len(cut)) if cut else None
        grave = np.flatnonzero(heard.found.families[:, HEAVY_AT].sum(axis=1) >= GRAVE) if heard else ()
        return heard.part([int(i) for i in grave]) if heard and len(grave) else None

    def _reading(self, message: Message, found: Signals, heard: _Heard) -> Reading:
        probabilities, named = weighed(found.families[0], message.text)
        top = int(probabilities.argmax())
        felt = top != NEUTRAL_AT
        labels = found.labels[0]
        thresholds = self._weights.tensors.thresholds
        meant, chance = _meant(found.appraisals[0])
        marks, mark_from = self._ways(message.text, found, top in HEAVY_AT, float(probabilities[HEAVY_AT].sum()))
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
            secondary=tuple(FAMILIES[i] for i in second(probabilities, self._second_from, named)) if felt else (),
            cause=cause(message.text, *heard.telling, float(self._weights.tensors.cause_from[0])) if felt else None,
            words=self._words(message.text, heard.rows, top) if felt else (),
            appraisal=meant if felt else "none",
            appraisal_chance=chance if felt else 0.0,
            marks=marks,
            mark_from=mark_from,
            version=self.version,
        )

    def _ways(
        self, text: str, found: Signals, heavy: bool, surely: float
    ) -> tuple[dict[Mark, float], dict[Mark, float]]:
        """The chance of each way of telling, and from which it is told; `heavy` when a negative family is dominant,
        `surely` the chance that any is. Nothing is hidden or turned round where nothing heavy is felt."""
        marks: dict[Mark, float] = dict(zip(MARKS, map(float, found.marks[0]), strict=True))
        told = self._mark_from if surely >= SURELY_HEAVY else {**self._mark_from, "masking": NEVER, "irony": NEVER}
        if not heavy or marks["masking"] < HINTED or not waved_off(text):
            return marks, told
        hides = max(marks["masking"], WAVED)
        return {**marks, "masking": hides}, {**told, "masking": min(told["masking"], WAVED)}

    def _words(self, text: str, rows: Sequence[SparseRow], family: int) -> tuple[str, ...]:
        lexicon, sparse = self._weights.lexicon, self._weights.tensors.family_sparse
        terms: list[tuple[str, float]] = []
        for indices, values in rows:
            weights = sparse[indices]
            pulls = values * (weights[:, family] - weights.mean(axis=1))
            best = np.argsort(-pulls)[:12]
            terms += [(lexicon.terms[int(indices[i])], float(pulls[i])) for i in best]
        return telling_words(text, terms)


def second(probabilities: Array, least: float, named: Collection[Family] = ()) -> list[int]:
    """The other families clearly there, likelier ones first, at most two: those that reach `least`, shape (13,), and
    those the person names."""
    top = int(probabilities.argmax())
    order = [int(i) for i in np.argsort(-probabilities) if i not in (top, NEUTRAL_AT)]
    return [i for i in order if probabilities[i] >= least or FAMILIES[i] in named][:SECOND_LIMIT]


def _meant(probabilities: Array) -> tuple[Appraisal, float]:
    """The likeliest meaning other than none, and its chance: somebody who feels takes it to mean something."""
    ranked = [int(i) for i in np.argsort(-probabilities) if int(i) != NOTHING_MEANT]
    return APPRAISALS[ranked[0]], float(probabilities[ranked[0]])


def _summing_to_one(probabilities: Array) -> list[float]:
    total = float(probabilities.sum(dtype=np.float64))
    return [float(p) / total for p in probabilities]
