"""The clause of the person's own words that carries the emotion, and the single words that mattered."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

SCAN = 4_000
"""Characters from the start of a long message that are searched."""

_BREAK = re.compile(
    r"[.!?;:\n…]+\s*|,\s+|\s+[-–—]+\s+"
    r"|\s+(?=(?:and|but|so|because|since|cos|cuz|after|when|until|while|although|though|then)\b)",
    re.IGNORECASE,
)
_MARKER = re.compile(r"^(?:because|since|after|when|ever since|cos|cuz|now that|about|over)\b", re.IGNORECASE)
_EVENT = re.compile(
    r"\b(?:died|dead|death|passed away|killed|lost|left|leaving|broke|broken|divorce\w*|fired|laid off|failed|cheated|"
    r"lied|hit|hurt|took|stole|told|said|called|found|gave|forgot|refused|rejected|cancelled|closed|sold|buried|funeral|"
    r"moved|promoted|read|sent|yelled|shouted|laughed|blocked|ignored|won|passed|born|accepted|offered|helped|bought|"
    r"following|outside|coming|results?|exams?|interview|rent|debts?|hospital|surgery|cancer|diagnos\w*|scan|court|accident)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\b(?:he|she|they|him|her|his|my|our|mum|mom|dad|boss|everyone|nobody|no one)\b", re.IGNORECASE)
_FEELING = re.compile(
    r"^(?:(?:and|but|so)\s+)?(?:i\s?a?'?m|i am|i feel|i felt|i've been feeling|i was|it feels|feeling)\s+"
    r"(?:\w+\s+){0,2}(?:sad|down|low|depressed|anxious|worried|stressed|scared|afraid|terrified|angry|furious|mad|upset|"
    r"ashamed|guilty|lonely|alone|happy|glad|grateful|relieved|hopeful|confused|lost|hurt|fine|ok|okay|devastated)\b",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^(?:hi|hello|hey|good (?:morning|evening|afternoon)|thanks|thank you|ok|okay|well|yeah|yes|no)\W*$", re.I
)
_PLAIN = frozenset(
    re.findall(
        r"\w+",
        "a an the and or but so to of in on at for with from by as is am are was were be been do did does have has had "
        "i me my you your he him his she her it its they them their we us our this that these those there what which "
        "who not no if then than just about into out up s t m re ve ll d im",
    )
)


def clauses(text: str) -> list[tuple[int, int]]:
    """Start and end of each clause, in order; cut at punctuation and before conjunctions."""
    marks = [(0, 0), *((m.start(), m.end()) for m in _BREAK.finditer(text)), (len(text), len(text))]
    return [(before[1], after[0]) for before, after in pairwise(marks) if text[before[1] : after[0]].strip()]


def cause(text: str, evidence: Callable[[Sequence[str]], NDArray[np.float32]]) -> str | None:
    """The best clause, verbatim; None when it is a single word.

    `evidence` gives each clause a number for how much its words speak for the dominant family. To this
    are added: event words, other people, causal markers; a clause that only names the feeling, a
    greeting, and one of under four words lose. A short clause beside the best one joins it.
    """
    searched = text[:SCAN]
    spans = clauses(searched)
    pieces = [searched[start:end] for start, end in spans]
    if not pieces:
        return None
    scores = np.tanh(evidence(pieces)) + np.array([_situation(piece) for piece in pieces], dtype=np.float32)
    best = int(scores.argmax())
    start, end = spans[best]
    if len(pieces[best].split()) < 3 and len(spans) > 1:
        start, end = (spans[best - 1][0], end) if best else (start, spans[1][1])
    found = searched[start:end].strip()
    found = re.sub(r"^(?:and|but|so|then|because|since|cos|cuz)\s+", "", found, flags=re.IGNORECASE).strip(" ,;:")
    return found if len(found.split()) >= 2 else None


def _situation(clause: str) -> float:
    words = len(clause.split())
    score = 0.8 * min(len(_EVENT.findall(clause)), 2) + 0.4 * min(len(_OTHER.findall(clause)), 2)
    score += 0.6 if _MARKER.search(clause.strip()) else 0.0
    score -= 1.2 if _FEELING.search(clause.strip()) else 0.0
    score -= 3.0 if _GREETING.match(clause.strip()) else 0.0
    score -= 1.0 if words < 4 else 0.0
    return score + min(words, 12) / 12


def telling_words(text: str, terms: Sequence[tuple[str, float]], limit: int = 5) -> tuple[str, ...]:
    """The person's own spelling of the terms that speak most for the family, strongest first."""
    chosen: list[str] = []
    searched = text[: 2 * SCAN]
    for term, weight in sorted(terms, key=lambda pair: -pair[1]):
        parts = term.split()
        if weight <= 0 or len(chosen) == limit:
            break
        if all(part in _PLAIN or not part[0].isalnum() for part in parts):
            continue
        found = re.search(r"\b" + r"\W+".join(map(re.escape, parts)) + r"\b", searched, re.IGNORECASE)
        if found and not any(found.group().lower() in word.lower() for word in chosen):
            chosen.append(found.group())
    return tuple(chosen)
