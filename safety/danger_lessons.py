"""What the tuned encoder of danger learns from: the corpora and dialogues written for it, and some of elsewhere."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from .danger import context_of
from .training_data import Lesson, labels_of, read_corpus, read_dialogues, source_lessons

CORPORA = (
    "risk_corpus",
    "risk_corpus_second",
    "risk_corpus_third",
    "risk_corpus_fourth",
    "risk_corpus_fifth",
    "risk_corpus_sixth",
    "risk_corpus_seventh",
)
UNSEEN_BY_CLASSIFIER = CORPORA[3:]
"""Of these a part is kept for weighing both opinions: neither has learned from it."""

EVERYDAY_TALKS = ("risk_dialogues_fifth", "risk_dialogues_sixth")
"""Talks told flatly and in odd detail, three in four of them calm from first to last; and what people in no danger said
to this very program."""

DIALOGUES = (
    "risk_dialogues",
    "risk_dialogues_second",
    "risk_dialogues_third",
    "risk_dialogues_fourth",
    *EVERYDAY_TALKS,
)
ELSEWHERE_SHARE = 0.3
"""Of the lessons from elsewhere that each pass takes; another part each time."""

OWN_WEIGHT = 2.0

KINDS = (
    "direct",
    "euphemism",
    "coded",
    "negated",
    "past_resolved",
    "third_person",
    "disguise",
    "idiom",
    "quote_fiction",
    "everyday",
    "lookalike",
    "injection",
    "multi",
)
"""How a message speaks of danger, or of none; learned for the levels' sake, and not kept."""

ALONE = 0.5
WRAPPED, SPELT, RELAXED = 0.3, 0.15, 0.2
"""Shares of our messages that a pass sets among everyday words, spells as thumbs do, or strips of case and stops."""

Part = Literal["train", "tuning", "held"]


def part_of(row: dict[str, Any], name: str) -> Part:
    """By the file's own split; of what would teach, an eighth of the files the classifier does not know is kept
    for tuning, and a quarter of the everyday talks, which bound what may be raised."""
    if row["split"] == "held":
        return "held"
    number = int(hashlib.sha256(row.get("text", row.get("id", "")).encode()).hexdigest(), 16)
    among = 4 if name in EVERYDAY_TALKS else 8
    return "tuning" if name in (*UNSEEN_BY_CLASSIFIER, *DIALOGUES) and (number // 3) % among == 0 else "train"


def own_lessons(part: Part) -> list[Lesson]:
    """Each message of the corpora, and each turn of the dialogues beside the turns before it."""
    alone = [
        Lesson(row["text"], labels_of(row["level"], row["categories"]), OWN_WEIGHT, kind=row["kind"])
        for name in CORPORA
        for row in read_corpus(name)
        if part_of(row, name) == part
    ]
    return alone + [lesson for name in DIALOGUES for talk in _talks(name, part) for lesson in _turns(talk)]


def everyday_lessons(part: Part) -> list[Lesson]:
    """The turns of everyday talks in which nobody is in danger."""
    talks = [talk for name in EVERYDAY_TALKS for talk in _talks(name, part)]
    return [lesson for talk in talks if _is_calm(talk) for lesson in _turns(talk)]


def _is_calm(talk: Sequence[dict[str, Any]]) -> bool:
    return all(turn["level"] == "none" for turn in talk if turn["role"] == "user")


def _talks(name: str, part: Part) -> list[list[dict[str, Any]]]:
    return [row["turns"] for row in read_dialogues(name=name) if part_of(row, name) == part]


def _turns(turns: Sequence[dict[str, Any]]) -> Iterator[Lesson]:
    before: list[str] = []
    for turn in turns:
        if turn["role"] == "user":
            labels = labels_of(turn["level"], turn["categories"])
            yield Lesson(turn["text"], labels, OWN_WEIGHT, context_of(before))
            before.append(turn["text"])


def passes(data: Path, count: int, seed: int) -> Iterator[list[Lesson]]:
    """The lessons of each pass: all of ours, some of them set or written otherwise, and each time another part of
    those from elsewhere."""
    own, others = own_lessons("train"), source_lessons(data)
    everyday = [lesson.text for lesson in own if lesson.kind == "everyday" and not lesson.labels.any()]
    for number in range(count):
        chance = random.Random(seed * 1000 + number)
        kept = np.random.default_rng((seed, number)).random(len(others)) < ELSEWHERE_SHARE
        taken = [by_itself(lesson, chance) for lesson, keep in zip(others, kept, strict=True) if keep]
        yield [otherwise(lesson, everyday, chance) for lesson in own] + taken


def by_itself(lesson: Lesson, chance: random.Random) -> Lesson:
    """Half of the turns without what was said before them."""
    return replace(lesson, context="") if chance.random() < ALONE else lesson


def otherwise(lesson: Lesson, everyday: Sequence[str], chance: random.Random) -> Lesson:
    """The same danger, or none: often just as it stands; at times wrapped in everyday words, misspelt, or without case
    and stops."""
    text = lesson.text
    if lesson.kind not in (None, "injection") and chance.random() < WRAPPED:
        other = chance.choice(everyday)
        text = chance.choice((f"{other}. {text}", f"{text} {other}"))
    if chance.random() < SPELT:
        text = misspelt(text, chance)
    if chance.random() < RELAXED:
        text = re.sub(r"[.,!?;:]+(?= |$)", "", text.lower()).replace("'", "")
    return replace(lesson, text=text)


def misspelt(text: str, chance: random.Random) -> str:
    """One letter in some sixty is dropped, doubled or changed with the next."""
    out = list(text)
    for at in range(len(out) - 2, 0, -1):
        if out[at].isalpha() and out[at + 1].isalpha() and chance.random() < 1 / 60:
            out[at : at + 2] = chance.choice(([out[at + 1]], [out[at], *out[at : at + 2]], [out[at + 1], out[at]]))
    return "".join(out)
