"""What said before answers a question, or matters to a message; or nothing, when nothing is good enough.

Candidates come from the vector index and from shared words and concepts; both are scored by one weighted
sum (`ranking`), then shifted by what the question says of time. `tests/memory/recall_calibration.py`
fits and measures.
"""

from __future__ import annotations

import threading
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
FAINT = 0.25
"""A search keeps no hit below this behind its first."""

IN_SPAN = (2.5, 6.0)
"""What it is worth, in units of the score, to have been said in the days the question names; on its topic, more."""

KIN_REACH = (3.5, 5.0)
"""Turns scoring within this of the best are taken for states of one changing thing: if they resemble it, or,
when the question asks for now or before, if they are on the question's topic."""

KIN_COSINE = 0.3
KIN_LIFT = 2.0
LATER = {"now": 2.5, "past": -3.0, None: 0.5}
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
        self._lock = threading.Lock()

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
        if result.abstained:
            return NOTHING
        return RecallResult(
            result.hits[:1] + tuple(hit for hit in result.hits[1:] if hit.score >= FAINT), abstained=False
        )

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
        sought = Sought.of(question)
        with self._lock:
            self._history.refresh()
            found = self._scored(question, sought, vector, exclude)
        if not found:
            return NOTHING
        today = (day_of(now) if now else None) or datetime.now(UTC).date()
        best = max(item.score for item in found)
        span = span_of(question, today, list(self._history.days))
        ordered = _timed(found, question, sought.concepts, span)
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
        return _answers_for_questions(found)

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


def _answers_for_questions(found: list[_Found]) -> list[_Found]:
    """A turn that is little but a question gives its place and score to the short answer it got."""
    by_row = {item.line.turn.id: item for item in found}
    answered: set[str] = set()
    raised: list[_Found] = []
    for item in found:
        before = by_row.get(item.line.question[0]) if item.line.question else None
        if item.line.question and before and 2 * len(item.line.question[1]) >= len(before.line.turn.content):
            answered.add(before.line.turn.id)
            raised.append(_Found(item.line, max(item.score, before.score), item.vector))
        else:
            raised.append(item)
    return [item for item in raised if item.line.turn.id not in answered]


def _timed(found: list[_Found], question: str, topic: frozenset[str], span: Span | None) -> list[_Found]:
    """Best first, once the days named and the order of changing facts have had their say."""
    shifted = {item.line.turn.id: 0.0 for item in found}
    within = [item for item in found if span is not None and item.line.day is not None and item.line.day in span]
    for item in within:
        shifted[item.line.turn.id] = IN_SPAN[bool(topic & item.line.concepts)]
    if not within:
        tense = tense_of(question)
        top = max(found, key=lambda item: item.score)
        kin = sorted((item for item in found if _akin(item, top, tense, topic)), key=lambda item: item.line.turn.index)
        for place, item in enumerate(kin):
            lift = max(0.0, top.score - KIN_LIFT - item.score) if tense else 0.0
            shifted[item.line.turn.id] = lift + LATER[tense] * place / max(1, len(kin) - 1)
    return sorted(found, key=lambda item: -(item.score + shifted[item.line.turn.id]))


def _akin(item: _Found, top: _Found, tense: Tense | None, topic: frozenset[str]) -> bool:
    if item is top:
        return True
    behind = top.score - item.score
    if item.line.turn.role != top.line.turn.role or behind > KIN_REACH[1]:
        return False
    if tense and topic & item.line.concepts:
        return True
    alike = bool(item.line.concepts & top.line.concepts) or float(np.dot(item.vector, top.vector)) > KIN_COSINE
    return alike and behind <= KIN_REACH[0]
