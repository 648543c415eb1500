"""How well one turn answers one question: features, their weights, and the chance that it does."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .history import History, Line
from .windows import bare_question
from .words import concepts, people, stem, terms

Vectors = NDArray[np.float32]

FEATURES = (
    "nearest",
    "whole",
    "coverage",
    "other_person",
    "same_person",
    "question",
    "reply",
    "short",
    "fits",
    "unfit",
)

WEIGHTS = np.array([3.8, 4.3, 4.5, -1.3, 0.0, -0.7, -2.4, -1.1, 0.6, -1.5], dtype=np.float64)
"""One weight a feature: logistic regression of "this turn is the answer", rounded."""

ASSISTANT_ASKING = 3.0
"""A question put to the person holds no answer of theirs: counted so many times as a question."""

CHANCE = (1.1, -4.1)
"""Slope and offset of the logistic curve from the best turn's score to the chance that it answers."""

_ADVICE = re.compile(
    r"\b(?:(?:did|do|have|had|were|if|that|what|as) you(?: ever| already| once)? "
    r"(?:suggest|say|said|tell|told|advise|think|recommend|propose|mention|offer|ask|give|gave)\w*"
    r"|you (?:suggested|said|told|advised|recommended|proposed|mentioned|offered|gave)"
    r"|your (?:idea|advice|suggestion|recommendation|proposal|tip|answer|reply|opinion|question))\b",
    re.IGNORECASE,
)
_WHEN_WORDS = """previous previously current currently former formerly originally initially last latest recent recently
beginning start now today yesterday day week weekend month year ago time session conversation january february march
april june july august september october november december monday tuesday wednesday thursday friday saturday sunday
spring summer autumn winter first earlier early"""
_WHEN = frozenset(stem(word) for word in _WHEN_WORDS.split())
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundred|thousand|first|second|third|half|dozen)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\d|\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|june|july|august|september"
    r"|october|november|december|tomorrow|tonight|mornings?|evenings?|noon|midnight|o'clock|weeks?|months?|years?|spring"
    r"|summer|autumn|winter|christmas|easter|weekends?|yesterday|ago|since|birthday)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?<=[\w,;:] )[A-Z][\w-]+|^[A-Z]\w+(?=,| (?:is|was|left|broke|died|has|and|called|said)\b)|^[A-Z]\w+\W*$"
)
_ASKS = (
    (re.compile(r"\bwhen\b|\bwhat (?:time|date|day|month)\b", re.IGNORECASE), _TIME),
    (re.compile(r"\bhow (?:long|many|much|old|often)\b|\bwhat age\b", re.IGNORECASE), _NUMBER),
    (
        re.compile(r"\bwho(?:se|m)?\b|\bnamed?\b|\bcalled\b|\bwhich (?:city|town|country)\b|\bwhere\b", re.IGNORECASE),
        _NAME,
    ),
)


@dataclass(frozen=True, slots=True)
class Sought:
    """A question made ready: what it is about, whom it names, what kind of answer it wants, whose words."""

    terms: frozenset[str]
    concepts: frozenset[str]
    people: frozenset[str]
    answer: re.Pattern[str] | None
    asks_reply: bool

    @classmethod
    def of(cls, question: str) -> Sought:
        bare = bare_question(question)
        every = frozenset(terms(bare))
        found = every - _WHEN or every
        return cls(
            terms=found,
            concepts=frozenset[str]().union(*(concepts(term) for term in found)),
            people=frozenset[str]().union(*(people(term) for term in found)),
            answer=next((wants for asks, wants in _ASKS if asks.search(bare)), None),
            asks_reply=bool(_ADVICE.search(question)),
        )


def coverage(sought: Sought, history: History) -> dict[str, float]:
    """Share of the question's terms that a turn holds, in [0, 1], by row id, for turns that hold any.

    The word itself counts 1; another word of the same concept counts the concept's inverse document
    frequency over its greatest value, so that a concept present in every second turn hardly counts.
    """
    found: dict[str, float] = {}
    if not sought.terms or not history.lines:
        return found
    share = 1.0 / len(sought.terms)
    most = history.weight(None)
    for term in sought.terms:
        best: dict[str, float] = {}
        for concept in concepts(term):
            postings = history.by_concept.get(concept)
            if postings:
                worth = history.weight(postings) / most
                for row in postings:
                    best[row] = max(best.get(row, 0.0), worth)
        for row in history.by_term.get(term, ()):
            best[row] = 1.0
        for row, worth in best.items():
            found[row] = found.get(row, 0.0) + share * worth
    return found


def features(sought: Sought, line: Line, cosines: tuple[float, float], covered: float) -> NDArray[np.float64]:
    """Shape (len(FEATURES),). `cosines` are those of the nearest window and of the whole turn."""
    content = line.turn.content
    shared = sought.people & line.people
    fits = sought.answer is not None and sought.answer.search(content) is not None
    reply = line.turn.role == "assistant"
    asks = content.rstrip().endswith("?")
    return np.array(
        [
            cosines[0],
            cosines[1],
            covered,
            bool(sought.people) and not shared,
            bool(shared),
            asks * (ASSISTANT_ASKING if reply and not sought.asks_reply else 1.0),
            (reply and not sought.asks_reply) or (sought.asks_reply and not reply),
            len(content.split()) < 5 and line.question is None,
            fits,
            sought.answer is not None and not fits,
        ],
        dtype=np.float64,
    )


def chance(score: float) -> float:
    """The calibrated chance, in (0, 1), that the best turn of a search with this score answers the question."""
    slope, offset = CHANCE
    return 1.0 / (1.0 + math.exp(-(slope * score + offset)))
