"""A session in a few of the person's own sentences: central to it, and with feeling in them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..prompts.sentences import sentence_key, split_sentences
from .turns import Turn
from .words import stem, terms, words

DEFAULT_SENTENCES = 3
MIN_WORDS, MAX_WORDS = 4, 40

DAMPING = 0.85
ROUNDS = 30
FEELING_WORTH = 0.6

_FEELINGS = """afraid alone angry anger anxious anxiety ashamed awful bad better betrayed broken calm confused cry
crying dead death depressed desperate died disappointed disgust empty exhausted fail failed failure fear frightened
glad grateful grief guilt guilty happy hate heartbroken helpless hope hopeless hurt joy lonely lost love mad miserable
miss nervous numb overwhelmed pain panic proud relief relieved sad scared shame sick sorry stress stressed stuck
suffer terrified tired trapped upset useless worried worry worse worthless"""
FEELINGS = frozenset(stem(word) for word in _FEELINGS.split())


@dataclass(frozen=True, slots=True)
class Summary:
    """Verbatim sentences in the order they were said, and the row ids of the turns they come from."""

    sentences: tuple[str, ...]
    turn_ids: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


def summarise(turns: Sequence[Turn], limit: int = DEFAULT_SENTENCES) -> Summary:
    """At most `limit` sentences of the user turns; empty when nobody has said anything.

    Centrality is TextRank (Mihalcea and Tarau 2004): overlap of content words over the logarithms of
    their counts, 30 rounds, damping 0.85. A feeling word adds to it; a sentence much like one already
    chosen is passed over.
    """
    spoken = _sentences(turns)
    if not spoken:
        return Summary((), ())
    bags = [frozenset(terms(sentence)) for _, sentence in spoken]
    worth = [
        rank * len(spoken) + FEELING_WORTH * _feeling(sentence)
        for rank, (_, sentence) in zip(_centrality(bags), spoken, strict=True)
    ]
    chosen: list[int] = []
    for i in sorted(range(len(spoken)), key=lambda i: (-worth[i], i)):
        if len(chosen) == limit:
            break
        if all(_overlap(bags[i], bags[j]) < 0.6 for j in chosen):
            chosen.append(i)
    chosen.sort()
    ids = dict.fromkeys(spoken[i][0] for i in chosen)
    return Summary(tuple(spoken[i][1] for i in chosen), tuple(ids))


def _sentences(turns: Sequence[Turn]) -> list[tuple[str, str]]:
    """(row id, sentence), each sentence once; questions to the other one only when there is nothing else."""
    seen: set[str] = set()
    told: list[tuple[str, str]] = []
    asked: list[tuple[str, str]] = []
    for turn in turns:
        if turn.role != "user":
            continue
        for sentence in split_sentences(turn.content):
            key = sentence_key(sentence)
            if key in seen or not MIN_WORDS <= len(words(sentence)) <= MAX_WORDS:
                continue
            seen.add(key)
            (asked if re.search(r"\?\W*$", sentence) else told).append((turn.id, sentence))
    return told or asked


def _feeling(sentence: str) -> float:
    """1 for one feeling word, a little more for each further, at most 2."""
    count = sum(stem(word) in FEELINGS for word in words(sentence))
    return min(2.0, math.log2(1 + count))


def _centrality(bags: Sequence[frozenset[str]]) -> list[float]:
    count = len(bags)
    links: list[dict[int, float]] = [{} for _ in bags]
    holders: dict[str, list[int]] = {}
    for i, bag in enumerate(bags):
        for term in bag:
            holders.setdefault(term, []).append(i)
    for i, bag in enumerate(bags):
        shared = Counter(j for term in bag for j in holders[term] if j != i)
        for j, common in shared.items():
            links[i][j] = common / (math.log(1 + len(bag)) + math.log(1 + len(bags[j])))
    totals = [sum(row.values()) for row in links]
    rank = [1.0 / count] * count
    for _ in range(ROUNDS):
        rank = [
            (1 - DAMPING) / count + DAMPING * sum(rank[j] * w / totals[j] for j, w in links[i].items())
            for i in range(count)
        ]
    return rank


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
