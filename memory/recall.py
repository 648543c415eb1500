"""What said before answers a question, or matters to a message; or nothing, when nothing is good enough.

Candidates come from the vector index and from shared words and concepts; both are scored by one weighted
sum (`ranking`), then shifted by what the question says of time. Fitted as `tests/memory/calibrate.py` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from .dates import Span, Tense, day_of, span_of, tense_of
from .history import History, Line
from .index import VectorIndex
from .ranking import WEIGHTS, Sought, chance, coverage, features
from .store import Store
from .words import people, terms

Vectors = NDArray[np.float32]

POOL = 64
"""Candidates from each of the two sources."""

ABSTAIN_BELOW = 0.5
IN_SPAN = 2.5
"""What it is worth, in units of the score, to have been said in the days the question names."""

KIN_REACH = 3.0
"""Turns scoring within this of the best, and on its topic, are taken for states of one changing thing."""

KIN_COSINE = 0.3
LATER = {"now": 2.0, "past": -2.0, None: 0.5}
"""Worth of being the latest of such turns, by what the question asks for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something said before. `turn_ids` are row ids: the turn itself, then the question it answered, if any.

    `score` in (0, 1) is the calibrated chance that it answers.
    """

    turn_ids: tuple[str, ...]
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class RecallResult:
    """Best first, unless asked for in the order of time. When `abstained`, there are no hits to speak of."""

    hits: tuple[Hit, ...]
    abstained: bool


NOTHING = RecallResult(hits=(), abstained=True)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    line: Line
    score: float
    vector: Vectors


class Recall:
    """Searches one person's store. `encoder` names the weights whose vectors are compared."""

    def __init__(self, store: Store, index: VectorIndex, encoder: str) -> None:
        self._store, self._index, self._encoder = store, index, encoder
        self._history = History(store)

    def search(
        self,
        question: str,
        vector: Vectors,
        *,
        limit: int = 5,
        now: str | None = None,
        exclude: frozenset[str] = frozenset(),
    ) -> RecallResult:
        """At most `limit` hits; `vector` is the question's, L2-normalised, `now` ISO 8601 (else today).

        Leaves out the row ids in `exclude`, turns of the very same words as the question, and whatever the
        person asked not to be reminded of, unless the question itself names it.
        """
        result = self.candidates(question, vector, limit=limit, now=now, exclude=exclude)
        return NOTHING if result.abstained else result

    def candidates(
        self,
        question: str,
        vector: Vectors,
        *,
        limit: int = 5,
        now: str | None = None,
        exclude: frozenset[str] = frozenset(),
    ) -> RecallResult:
        """As `search`, but the best there is stays in `hits` even when it is not good enough."""
        self._history.refresh()
        sought = Sought.of(question)
        found = self._scored(question, sought, vector, exclude)
        if not found:
            return NOTHING
        today = (day_of(now) if now else None) or datetime.now(UTC).date()
        best = max(item.score for item in found)
        ordered = _timed(found, tense_of(question), span_of(question, today, list(self._history.days)))
        hits = tuple(self._hit(item) for item in ordered[:limit])
        return RecallResult(hits, abstained=chance(best) < ABSTAIN_BELOW)

    def in_order(self, result: RecallResult) -> RecallResult:
        """The same hits in the order in which they were said."""
        lines = self._history.lines
        hits = sorted(result.hits, key=lambda hit: lines[hit.turn_ids[0]].turn.index)
        return RecallResult(tuple(hits), result.abstained)

    def _scored(self, question: str, sought: Sought, vector: Vectors, exclude: frozenset[str]) -> list[_Found]:
        history = self._history
        covered = coverage(sought, history)
        near = [item.turn for item in self._index.nearest(vector, POOL)]
        worded = sorted(covered, key=lambda row: -covered[row])[:POOL]
        hidden = self._hidden(sought)
        rows = [
            row
            for row in dict.fromkeys([*near, *worded])
            if row in history.lines and row not in exclude and not self._unwelcome(row, question, hidden)
        ]
        found: list[_Found] = []
        for row, vectors in self._store.vectors(self._encoder, rows):
            cosines = vectors @ vector
            line = history.lines[row]
            values = features(sought, line, (float(cosines.max()), float(cosines[0])), covered.get(row, 0.0))
            found.append(_Found(line, float(WEIGHTS @ values), vectors[0]))
        return found

    def _hidden(self, sought: Sought) -> Mapping[str, frozenset[str]]:
        """What must not be brought up: terms of each subject, and the people it means."""
        subjects = {}
        for subject in self._store.memories.avoided():
            words = frozenset(terms(subject))
            who = frozenset[str]().union(*(people(word) for word in words))
            if words and not (words & sought.terms or who & sought.people):
                subjects[subject] = words | who
        return subjects

    def _unwelcome(self, row: str, question: str, hidden: Mapping[str, frozenset[str]]) -> bool:
        line = self._history.lines[row]
        if line.turn.content == question:
            return True
        return any(words & line.terms or words & line.people for words in hidden.values())

    def _hit(self, item: _Found) -> Hit:
        turn = item.line.turn
        if item.line.question is None:
            return Hit((turn.id,), turn.content, chance(item.score))
        before, question = item.line.question
        return Hit((turn.id, before), f"{question} {turn.content}", chance(item.score))


def _timed(found: list[_Found], tense: Tense | None, span: Span | None) -> list[_Found]:
    """Best first, once the days named and the order of changing facts have had their say."""
    within = [item for item in found if span is not None and item.line.day is not None and item.line.day in span]
    shifted = {item.line.turn.id: IN_SPAN for item in within}
    top = max(found, key=lambda item: item.score + shifted.get(item.line.turn.id, 0.0))
    if not within:
        kin = sorted((item for item in found if _akin(item, top)), key=lambda item: item.line.turn.index)
        for place, item in enumerate(kin):
            shifted[item.line.turn.id] = LATER[tense] * place / max(1, len(kin) - 1)
    return sorted(found, key=lambda item: -(item.score + shifted.get(item.line.turn.id, 0.0)))


def _akin(item: _Found, top: _Found) -> bool:
    if item is top:
        return True
    if item.score < top.score - KIN_REACH or item.line.turn.role != top.line.turn.role:
        return False
    return bool(item.line.concepts & top.line.concepts) or float(np.dot(item.vector, top.vector)) > KIN_COSINE
