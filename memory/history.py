"""A person's turns made ready for lexical search: their terms, the concepts behind them, who is named."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from .dates import day_of
from .store import Store
from .turns import Turn
from .windows import joined_question
from .words import concepts, people, terms

_BECOMING = re.compile(
    r"\bI(?:'m| am|’m) (?:with|seeing|dating|going out with) (?:a |an )?(?:[A-Z]|guy|girl|man|woman)"
)
_RESIDING = re.compile(r"\b(?:I live|I moved|we moved|moving to|unpacked|is home now|new place)\b", re.IGNORECASE)
_TAKING = re.compile(
    r"\b(?:I'm|I am|put me|switched me|I’m) (?:now )?on (?:\d|[a-z]+(?:ine|am|pram|one|ium)\b)", re.IGNORECASE
)
_READINGS = (
    (_BECOMING, frozenset({"partner", "relationship"})),
    (_RESIDING, frozenset({"home", "city"})),
    (_TAKING, frozenset({"medicine"})),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One turn as recall sees it. `question` is what a short answer answered, if it leans on it."""

    turn: Turn
    day: date | None
    terms: frozenset[str]
    concepts: frozenset[str]
    people: frozenset[str]
    question: tuple[str, str] | None


@dataclass(slots=True)
class History:
    """Every turn of a store in order, with postings; `refresh` takes in what was said or forgotten since."""

    store: Store
    lines: dict[str, Line] = field(default_factory=dict)
    by_term: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_concept: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    days: Counter[date] = field(default_factory=Counter)
    _extent: tuple[int, int, int] = (0, 0, 0)
    _last: Turn | None = None

    def refresh(self) -> None:
        extent = self.store.extent()
        if extent == self._extent:
            return
        grown = self.store.transcript(after=self._extent[1] - 1)
        size = sum(len(turn.content) for turn in grown)
        if (self._extent[0] + len(grown), self._extent[2] + size) != (extent[0], extent[2]):
            self.lines.clear()
            self.by_term.clear()
            self.by_concept.clear()
            self.days.clear()
            self._last = None
            grown = self.store.transcript()
        for turn in grown:
            self._take(turn)
        self._extent = extent

    def weight(self, postings: set[str] | None) -> float:
        """BM25's inverse document frequency, ln(1 + (N - n + 0.5) / (n + 0.5))."""
        count = len(postings) if postings else 0
        return math.log(1 + (len(self.lines) - count + 0.5) / (count + 0.5))

    def _take(self, turn: Turn) -> None:
        before = self._last if self._last is not None and self._last.session == turn.session else None
        question = joined_question(turn.content, before.content) if before and before.role != turn.role else None
        text = f"{question} {turn.content}" if question else turn.content
        found = frozenset(terms(text))
        groups = frozenset[str]().union(
            *(concepts(term) for term in found), *(names for pattern, names in _READINGS if pattern.search(text))
        )
        line = Line(
            turn=turn,
            day=day_of(turn.at),
            terms=found,
            concepts=groups,
            people=frozenset[str]().union(*(people(term) for term in found), groups & {"partner"}),
            question=(before.id, question) if before and question else None,
        )
        self.lines[turn.id] = line
        for term in found:
            self.by_term[term].add(turn.id)
        for group in groups:
            self.by_concept[group].add(turn.id)
        if line.day is not None:
            self.days[line.day] += 1
        self._last = turn
