"""The stretch of the person's own words that carries the emotion, and the single words that mattered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ...memory.tuned.encode import Encoded
from .heads import sigmoid

SCAN = 8_000
"""Characters from the start of a long message that telling words are looked for in."""

_BREAK = re.compile(
    r"[.!?;:\n…]+\s*|,\s+|\s+[-–—]+\s+"
    r"|\s+(?=(?:and|but|because|since|cos|cuz|after|when|until|while|although|though|then)\b)"
    r"|\s+(?=so\s+(?:i|you|he|she|it|we|they|that|there|my|your|his|her|our|their|the|no|now|then)\b)",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^(?:and|but|so|then|because|since|cos|cuz|that)\s+", re.IGNORECASE)
LONGEST = 24
"""Words; more is a story, not a cause."""

_PLAIN = frozenset(
    re.findall(
        r"\w+",
        "a an the and or but so to of in on at for with from by as is am are was were be been do did does have has had "
        "i me my you your he him his she her it its they them their we us our this that these those there what which "
        "who not no if then than just about into out up s t m re ve ll d im",
    )
)


def clauses(text: str) -> list[tuple[int, int]]:
    """Start and end of each clause, in order; cut at punctuation and before conjunctions, but not inside "so tired"."""
    marks = [(0, 0), *((m.start(), m.end()) for m in _BREAK.finditer(text)), (len(text), len(text))]
    return [(before[1], after[0]) for before, after in pairwise(marks) if text[before[1] : after[0]].strip()]


def cause(text: str, window: str, felt: Encoded, least: float) -> str | None:
    """The stretch of words that carries the emotion, verbatim from `text`; None when it is a single word.

    `felt` holds a logit for each word piece of `window`, a part of the text. The stretch with the largest
    sum of (chance - `least`) is taken (Kadane), widened to whole words and to the end of its clause where
    that keeps it within `LONGEST` words, and freed of a leading conjunction and of marks at its ends. Where
    no piece reaches `least`, the clause with the highest mean chance stands in.
    """
    chances = sigmoid(felt.carries)
    own = [i for i, (start, end) in enumerate(felt.offsets) if end > start]
    if not own:
        return None
    first, last = _best_run([float(chances[i]) - least for i in own])
    start, end = felt.offsets[own[first]][0], felt.offsets[own[last]][1]
    if chances[own[first : last + 1]].max() < least:
        start, end = _best_clause(window, felt, chances, own)
    while start > 0 and _inside_word(window, start):
        start -= 1
    while end < len(window) and _inside_word(window, end):
        end += 1
    words = window[start : _clause_end(window, start, end)].split()
    if len(words) > LONGEST:
        words = words[:LONGEST]
    found = _LEADING.sub("", " ".join(words)).strip(' ,;:.!?…"()')
    return _verbatim(found, text) if len(found.split()) >= 2 else None


def _best_run(values: Sequence[float]) -> tuple[int, int]:
    """First and last index of the stretch with the largest sum (Kadane 1984, in Bentley's column)."""
    best, where, total, start = -np.inf, (0, 0), 0.0, 0
    for i, value in enumerate(values):
        if total <= 0:
            total, start = 0.0, i
        total += value
        if total > best:
            best, where = total, (start, i)
    return where


def _best_clause(window: str, felt: Encoded, chances: NDArray[np.float32], own: Sequence[int]) -> tuple[int, int]:
    def mean(span: tuple[int, int]) -> float:
        inside = [float(chances[i]) for i in own if felt.offsets[i][0] < span[1] and felt.offsets[i][1] > span[0]]
        return sum(inside) / len(inside) if inside else 0.0

    return max(clauses(window), key=mean, default=(0, len(window)))


def _clause_end(window: str, start: int, end: int) -> int:
    """Where the clause ends that `end` lies in, so that no stretch stops at "the"; `end` where it would be too long."""
    whole = next((after for before, after in clauses(window) if before < end < after), end)
    return whole if len(window[start:whole].split()) <= LONGEST else end


def _inside_word(text: str, at: int) -> bool:
    return all(mark.isalnum() or mark in "'’-" for mark in text[at - 1 : at + 1])


def _verbatim(found: str, text: str) -> str | None:
    """The stretch as it stands in the text, where blanks may be line ends."""
    match = re.search(r"\s+".join(map(re.escape, found.split())), text)
    return match.group() if match else None


def telling_words(text: str, terms: Sequence[tuple[str, float]], limit: int = 5) -> tuple[str, ...]:
    """The person's own spelling of the terms that speak most for the family, strongest first."""
    chosen: list[str] = []
    searched = text[:SCAN]
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
