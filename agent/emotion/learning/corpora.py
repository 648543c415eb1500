"""The corpora the heads learn from, as texts and targets; the situations ship, the others are given by path."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..context import Said
from ..families import FAMILY_OF_ESCONV, FAMILY_OF_LABEL, LABELS
from ..reading import FAMILIES, Appraisal, Direction, Family, Mark, Reading
from ..shift import shift

Array = NDArray[np.float32]
DATA = Path(__file__).parent.parent / "data"
MESSAGES, DIALOGUES, SCRIPTS = DATA / "messages.jsonl", DATA / "dialogues.jsonl", DATA / "scripts.jsonl"
"""Messages and talks told through situations, and scripts: talks as people really type to a support chat."""

STRANGER_MESSAGES, STRANGER_DIALOGUES, STRANGER_SCRIPTS = (
    DATA / f"stranger_{name}.jsonl" for name in ("messages", "dialogues", "scripts")
)
"""By people who saw none of the others; never learned from."""

Split = Literal["train", "tuning", "held"]
OPENING_WORDS = 9
ASIDE_SHARE = 0.10


@dataclass(frozen=True, slots=True)
class Situation:
    """One message of our own corpora, with what was said before it in the same talk (oldest first).

    `cause` is a verbatim span, or None where the whole message carries it; `appraisal` and `marks` are
    None where the writer did not tell. `talk` names the dialogue a message belongs to, `moved` says by the
    published convention how it moved since the person's turn before; None for the first.
    """

    text: str
    family: Family
    secondary: tuple[Family, ...]
    intensity: int
    valence: float
    arousal: float
    dominance: float
    cause: str | None
    split: Split
    appraisal: Appraisal | None = None
    marks: tuple[Mark, ...] | None = None
    before: tuple[Said, ...] = ()
    talk: str = ""
    moved: Direction | None = None
    twin_of_line_before: bool = False
    second_family: Family | None = None
    second_intensity: int = 1
    """What a second reader said, who saw the talk without labels; for the stranger's dialogues only."""


def messages(path: Path = MESSAGES) -> list[Situation]:
    """Single messages, one JSON object a line."""
    return [_situation(json.loads(line), ()) for line in path.read_text(encoding="utf-8").splitlines()]


def dialogues(path: Path = DIALOGUES) -> list[list[Situation]]:
    """The person's messages of each dialogue, in order, each with what was said before it."""
    found: list[list[Situation]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        talk = json.loads(line)
        said: list[Said] = []
        own: list[Situation] = []
        for turn in talk["turns"]:
            if turn["role"] == "user":
                row = _situation({**turn, "split": talk["split"], "talk": talk["id"]}, tuple(said))
                own.append(replace(row, moved=moved(own[-1], row) if own else None))
            said.append((turn["role"], turn["text"]))
        found.append(own)
    return found


def moved(before: Situation, now: Situation) -> Direction:
    """The published direction between two turns, by their labels."""
    return shift(labelled(before.family, before.intensity), labelled(now.family, now.intensity)).direction


def labelled(family: Family, intensity: int) -> Reading:
    """What a person said of a turn, as far as a shift looks at it."""
    return Reading(family, {}, {}, (), intensity, 0.0, 0.0, 0.0)


def _situation(row: Mapping[str, Any], before: tuple[Said, ...]) -> Situation:
    known = {field.name for field in fields(Situation)}
    plain = {name: value for name, value in row.items() if name in known}
    marks = plain.get("marks")
    plain |= {"secondary": tuple(plain["secondary"]), "marks": None if marks is None else tuple(marks)}
    return Situation(**plain, before=before)


def goemotions(path: Path) -> tuple[list[str], Array]:
    """Texts and 28 targets in 0/1 from a file of text, comma-separated label numbers and id."""
    texts: list[str] = []
    targets: list[Array] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            text, numbers, *_ = line.split("\t")
            row = np.zeros(len(LABELS), dtype=np.float32)
            row[[int(number) for number in numbers.split(",")]] = 1.0
            texts.append(text)
            targets.append(row)
    return texts, np.stack(targets)


def kept_aside(count: int) -> NDArray[np.bool_]:
    """Which rows of GoEmotions' train split no head learns from: thresholds and mixing are fitted on them."""
    aside: NDArray[np.bool_] = np.random.default_rng(0).random(count) < ASIDE_SHARE
    return aside


def family_targets(labels: Array) -> Array:
    """28 labels to 13 families, 0/1; rows whose labels speak for none, or for several, keep that sum."""
    out = np.zeros((len(labels), len(FAMILIES)), dtype=np.float32)
    for k, label in enumerate(LABELS):
        family = FAMILY_OF_LABEL.get(label)
        if family is not None:
            column = FAMILIES.index(family)
            out[:, column] = np.maximum(out[:, column], labels[:, k])
    return out


def emobank(path: Path, split: str) -> tuple[list[str], Array]:
    """Texts and valence, arousal, dominance in [-1, 1]: (x - 3) / 2 of EmoBank's 1..5 scale."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == split]
    scores = [[(float(row[name]) - 3.0) / 2.0 for name in "VAD"] for row in rows]
    return [row["text"] for row in rows], np.array(scores, dtype=np.float32)


def esconv(path: Path) -> tuple[list[str], list[Family], list[bool], list[int]]:
    """Situations and first two longer seeker turns: texts, families, whether a situation, intensity 1..5."""
    out: tuple[list[str], list[Family], list[bool], list[int]] = ([], [], [], [])
    for line in path.read_text(encoding="utf-8").splitlines():
        dialogue = json.loads(line)
        family = FAMILY_OF_ESCONV.get(dialogue["emotion_type"])
        if family is None:
            continue
        said = [turn["text"] for turn in dialogue["turns"] if turn["speaker"] == "seeker"]
        opening = [text for text in said if len(text.split()) >= OPENING_WORDS][:2]
        for text, told in [(dialogue["situation"], True), *((text, False) for text in opening)]:
            for column, value in zip(
                out, (text, family, told, int(dialogue["initial_emotion_intensity"])), strict=True
            ):
                column.append(value)  # type: ignore[attr-defined]
    return out


def one_hot(families: Sequence[Family]) -> Array:
    out = np.zeros((len(families), len(FAMILIES)), dtype=np.float32)
    out[np.arange(len(families)), [FAMILIES.index(family) for family in families]] = 1.0
    return out
