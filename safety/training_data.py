"""The risk classifier's lessons: the committed corpus and the development sets, relabelled by our conventions.

A label is 1, 0, or not a number where a source does not say; such cells teach nothing.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .classifier import HEADS, STEPS
from .danger import context_of
from .patterns import DATA
from .risk import CATEGORIES, Category, Level, rank

SEED = 7
CORPORA = ("risk_corpus", "risk_corpus_second", "risk_corpus_third")
"""What is learned from. The fourth and the dialogues are only measured on: learning them made nothing better."""

CORPUS_WEIGHT = 4.0
MIXED_WEIGHT = 1.5
OTHER_WEIGHT = 1.0
SITUATION_WEIGHT = 2.0
TEXT_LIMIT = 600
_GRAVE_WORDS = re.compile(
    r"(?i)suicid|kill|\bdie\b|dead|overdos|hurt (?:my|him|her|them)|cut(?:ting)? my|weapon|abus|rape|hits me"
)

_GUARDIAN: tuple[tuple[str, Category], ...] = (
    ("suicid|death|burden|goodbye|passive|means|final|existential|hopeless", "suicide"),
    ("self.?harm|self.?injur|cutting|asphyx", "self_harm"),
    ("violence against others|homicid|harm to others|threat to|violence risk", "harm_to_others"),
    ("domestic|\\bdv\\b|abuse|assault|coerc|stalk|perpetrator|family violence|strangul", "abuse"),
    ("eating|purg|anorex|bulimi|restrict", "eating_disorder"),
    ("psychos|psychot|hallucin|delusion|paranoi|mania", "psychosis"),
    ("overdose|medical", "medical_emergency"),
    ("substance|alcohol|drug|sobriety|relapse|withdrawal|drinking|meth", "substance"),
)
"""Words of the source's own pattern notes, and the category they speak of."""


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A text, its labels over `HEADS` (1, 0 or nan), its weight, what the person said before it, and how it speaks."""

    text: str
    labels: NDArray[np.float32]
    weight: float
    context: str = ""
    kind: str | None = None


def read_corpus(name: str, split: str | None = None) -> list[dict[str, Any]]:
    """A committed corpus, or one split of it (`train`, `held`)."""
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    return [row for row in rows if split is None or row["split"] == split]


def read_dialogues(split: str | None = None, name: str = "risk_dialogues") -> list[dict[str, Any]]:
    """Committed risk dialogues, or one split of them; every user turn has the level to be assumed after it."""
    return read_corpus(name, split)


def labels_of(level: Level | None, categories: Sequence[Category] | None, unsure: Sequence[str] = ()) -> Any:
    """Labels over `HEADS`; a level or categories of None, and the heads named unsure, are left open."""
    row = np.full(len(HEADS), np.nan, dtype=np.float32)
    if level is not None:
        row[: len(STEPS)] = [float(rank(level) >= rank(step)) for step in STEPS]
    if categories is not None:
        row[len(STEPS) :] = [float(category in categories) for category in CATEGORIES]
    for head in unsure:
        row[HEADS.index(head)] = np.nan
    return row


_EXCHANGEABLE: tuple[tuple[str, ...], ...] = (
    ("husband", "boyfriend", "partner", "fiance"),
    ("wife", "girlfriend"),
    ("mum", "mom", "mother"),
    ("dad", "father"),
    ("stepdad", "uncle", "mum's boyfriend"),
    ("brother", "cousin", "flatmate"),
    ("sister", "friend", "best friend"),
    ("boss", "manager", "supervisor"),
    ("tonight", "this evening"),
    ("tablets", "pills", "meds"),
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    ("yesterday", "last night", "this morning"),
    ("i want to", "i wanna", "i really want to"),
    ("i'm going to", "i'm gonna", "i am going to"),
    ("can't", "cannot", "cant"),
    ("every day", "daily", "all the time"),
    ("two", "three", "four", "five", "six"),
    ("really", "honestly", "truly"),
)
"""Words that may stand for one another without changing a label."""


def varied(text: str, chance: random.Random) -> str:
    """The text with every exchangeable word or phrase exchanged at random; itself where there is none."""
    for group in _EXCHANGEABLE:
        expression = re.compile(rf"(?i)\b(?:{'|'.join(re.escape(word) for word in group)})\b")
        text = expression.sub(lambda _, group=group: chance.choice(group), text)  # type: ignore[misc]
    return text


def corpus_lessons(rows: Sequence[dict[str, Any]]) -> list[Lesson]:
    """Each message alone, and set among everyday sentences, as people wrap what is hard to say."""
    chance = random.Random(SEED)
    everyday = [row["text"] for row in rows if row["kind"] == "everyday" and row["level"] == "none"]
    lessons: list[Lesson] = []
    for row in rows:
        labels = labels_of(row["level"], row["categories"])
        lessons.append(Lesson(row["text"], labels, CORPUS_WEIGHT))
        variant = varied(row["text"], chance)
        if variant != row["text"]:
            lessons.append(Lesson(variant, labels, MIXED_WEIGHT))
        if row["categories"] != ["injection"]:
            before, after = chance.choice(everyday), chance.choice(everyday)
            wrapped = chance.choice((f"{before}. {row['text']}", f"{row['text']}. {after}"))
            lessons.append(Lesson(wrapped, labels, MIXED_WEIGHT))
    return lessons


def source_lessons(folder: Path) -> list[Lesson]:
    """Lessons from the development sets under a data folder with `safety`, `esconv` and `goemotions`."""
    safety = folder / "safety"
    return [
        *_guardian(safety / "guardian_nz_risk.jsonl"),
        *_moderation(safety / "openai_moderation_1680.jsonl"),
        *_requests(safety),
        *_injections(safety / "injecguard_valid.jsonl"),
        *_dialogue_negatives(folder / "esconv" / "esconv_train.jsonl"),
        *_comment_negatives(folder / "goemotions" / "train.tsv"),
    ]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _guardian(path: Path) -> Iterator[Lesson]:
    for row in _lines(path):
        notes = (row["patterns"] or "").lower()
        if row["label"] in ("LOW", "MEDIUM"):
            unsure = () if row["label"] == "LOW" else ("low",)
            yield Lesson(row["text"], labels_of("none", (), unsure), OTHER_WEIGHT)
            continue
        found = [category for words, category in _GUARDIAN if re.search(words, notes)]
        if not found:
            continue
        labels = labels_of("elevated", found, ("high", "imminent", *CATEGORIES))
        for category in found[:1]:
            labels[HEADS.index(category)] = 1.0
        if row["label"] == "CRITICAL" and re.search("active|intent|plan|means|immediate|imminent|attempt", notes):
            labels[HEADS.index("high")] = 1.0 if not re.search("passive|ambiguous|burden|indirect", notes) else np.nan
        yield Lesson(row["text"], labels, OTHER_WEIGHT * 0.7)


def _moderation(path: Path) -> Iterator[Lesson]:
    for row in _lines(path):
        text = row["text"]
        if len(text) > TEXT_LIMIT:
            continue
        if row["self_harm"] == 1:
            category: Category = "suicide" if re.search("suicid|kill|die", text.lower()) else "self_harm"
            labels = labels_of("elevated", None, ("high", "imminent"))
            labels[HEADS.index(category)] = 1.0
            yield Lesson(text, labels, OTHER_WEIGHT * 0.5)
        elif row["label"] == ["none"]:
            yield Lesson(text, labels_of("none", ()), OTHER_WEIGHT)


def _requests(folder: Path) -> Iterator[Lesson]:
    unsure = ("low", "elevated", "harm_to_others", "suicide", "self_harm")
    wanted = {"Violence", "Illegal goods and services", "Non-violent crimes"}
    for row in _lines(folder / "strongreject.jsonl"):
        if row["label"] in wanted:
            yield Lesson(row["text"], labels_of("none", ("dangerous_request",), unsure), OTHER_WEIGHT)
    for row in _lines(folder / "advbench.jsonl"):
        yield Lesson(row["text"], labels_of("none", ("dangerous_request",), unsure), OTHER_WEIGHT * 0.5)
    for row in _lines(folder / "ailuminate_demo.jsonl"):
        if row["locale"] == "en_US" and row["label"].startswith("spc_"):
            yield Lesson(row["text"], labels_of("none", (), ("low",)), OTHER_WEIGHT)


def _injections(path: Path) -> Iterator[Lesson]:
    for row in _lines(path):
        categories: tuple[Category, ...] = ("injection",) if row["label"] == 1 else ()
        labels = labels_of("none", categories, ("low", "dangerous_request"))
        yield Lesson(row["text"][:TEXT_LIMIT], labels, CORPUS_WEIGHT if categories else OTHER_WEIGHT)


def _dialogue_negatives(path: Path, wanted: int = 4000) -> list[Lesson]:
    """Seekers' turns, and how each person told the situation: everyday distress in the first person."""
    situations = [row["situation"] for row in _lines(path) if not _GRAVE_WORDS.search(row["situation"])]
    return calm_turns(path, wanted) + [
        Lesson(text, labels_of("none", (), ("low",)), SITUATION_WEIGHT) for text in situations
    ]


def calm_turns(path: Path, wanted: int) -> list[Lesson]:
    """Seekers' turns of talks, in a fixed shuffled order, each with those before it."""
    turns = [turn for row in _lines(path) for turn in _calm_turns(row["turns"])]
    chosen = random.Random(SEED).sample(turns, wanted)
    return [Lesson(text, labels_of("none", (), ("low",)), OTHER_WEIGHT, before) for text, before in chosen]


def _calm_turns(turns: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """The person's turns without grave words, and what they said before, where that has none either."""
    said: list[str] = []
    for turn in turns:
        if turn["speaker"] == "seeker":
            if not _GRAVE_WORDS.search(turn["text"]):
                yield turn["text"], "" if any(map(_GRAVE_WORDS.search, said)) else context_of(said)
            said.append(turn["text"])


def _comment_negatives(path: Path, wanted: int = 3000) -> list[Lesson]:
    texts = [line.split("\t")[0] for line in path.read_text(encoding="utf-8").splitlines()]
    chosen = random.Random(SEED).sample(texts, wanted)
    return [Lesson(text, labels_of("none", (), ("dangerous_request",)), OTHER_WEIGHT * 0.7) for text in chosen]
