"""How good the reader is on rows it did not learn from (`python -m holdspace.agent.emotion.learning.measure`)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ....memory.message import Message, cut_windows
from ..context import Said
from ..export import SHIPPED
from ..families import LABELS
from ..reader import EmotionReader
from ..reading import DIRECTIONS, FAMILIES, MARKS, NEUTRAL_AT, Mark, Reading
from ..shift import shift
from .corpora import (
    DIALOGUES,
    MESSAGES,
    SCRIPTS,
    STRANGER_DIALOGUES,
    STRANGER_MESSAGES,
    STRANGER_SCRIPTS,
    Array,
    Situation,
    dialogues,
    emobank,
    esconv,
    family_targets,
    goemotions,
    kept_aside,
    labelled,
    messages,
)
from .openings import openings
from .scores import best_thresholds, calibration_error, ekman, f1, honest_error, label_error, overlap, ranking, told_too

TINY = ("s10", "s11")
"""The hands asked for tiny and halting talk; the labels of all others were settled by two readers and a third."""

SIX = ("sadness", "anxiety", "anger", "shame_guilt", "fear", "disgust")


def measure(weights: Path, data: Path) -> dict[str, float]:
    """All measures by name: GoEmotions dev, EmoBank dev, ESConv valid, our held-back third, and a stranger's set."""
    reader = EmotionReader.load(weights)
    found = _labels(reader, data) | _dimensions(reader, data) | _told(reader, data)
    held = [row for row in messages(MESSAGES) if row.split == "held"]
    found |= {f"held_{name}": value for name, value in of_messages(reader, held).items()}
    found |= {f"stranger_{name}": value for name, value in of_messages(reader, messages(STRANGER_MESSAGES)).items()}
    for name, own, strange in (("talks", DIALOGUES, STRANGER_DIALOGUES), ("scripts", SCRIPTS, STRANGER_SCRIPTS)):
        talks = [talk for talk in dialogues(own) if talk[0].split == "held"]
        found |= {f"held_{name}_{key}": value for key, value in of_talks(reader, talks).items()}
        others = dialogues(strange)
        found |= {f"stranger_{name}_{key}": value for key, value in of_talks(reader, others).items()}
        found |= {f"stranger_{name}_second_reader_{key}": value for key, value in second_reader(others).items()}
    found |= by_hand(reader, [talk for talk in dialogues(SCRIPTS) if talk[0].split == "held"])
    return {name: round(float(value), 4) for name, value in found.items()}


def by_hand(reader: EmotionReader, talks: Sequence[Sequence[Situation]]) -> dict[str, float]:
    """What is measured of moves, for the scripts of each hand (the id up to its dash) and for those three settled."""
    hands: dict[str, list[Sequence[Situation]]] = {}
    for talk in talks:
        hand = talk[0].talk.partition("-")[0]
        for name in (hand,) if hand in TINY else (hand, "settled"):
            hands.setdefault(name, []).append(talk)
    measured = {name: of_talks(reader, some) for name, some in hands.items()}
    kept = ("accuracy_13", "direction_macro_f1")
    return {f"held_scripts_{name}_{key}": found[key] for name, found in measured.items() for key in kept}


def read_texts(
    reader: EmotionReader, texts: Sequence[str], before: Sequence[Sequence[Said]] | None = None
) -> list[Reading]:
    """Readings of bare texts; the vectors of memory play no part in them."""
    blank = np.zeros((16, 1), dtype=np.float32)
    heard = [Message(text, windows, blank[: len(windows)]) for text in texts for windows in (cut_windows(text),)]
    return [
        reading
        for start in range(0, len(heard), 512)
        for reading in reader.read_all(heard[start : start + 512], before[start : start + 512] if before else None)
    ]


def families_of(readings: Sequence[Reading]) -> Array:
    return np.array([[reading.families[family] for family in FAMILIES] for reading in readings], dtype=np.float32)


def _labels(reader: EmotionReader, data: Path) -> dict[str, float]:
    texts, truth = goemotions(data / "goemotions/dev.tsv")
    readings = read_texts(reader, texts)
    chances = np.array([[reading.labels[label] for label in LABELS] for reading in readings], dtype=np.float32)
    known, known_truth = goemotions(data / "goemotions/train.tsv")
    aside = kept_aside(len(known))
    tuning = read_texts(reader, [text for text, kept in zip(known, aside, strict=True) if kept])
    tuned = np.array([[reading.labels[label] for label in LABELS] for reading in tuning], dtype=np.float32)
    thresholds = best_thresholds(ekman(tuned), ekman(known_truth[aside]))
    mapped = family_targets(truth)
    single = np.flatnonzero(mapped.sum(axis=1) == 1)
    families = families_of([readings[i] for i in single])
    return {
        "goemotions_dev_macro_f1": float(f1(truth, chances > reader.thresholds).mean()),
        "goemotions_dev_ekman_macro_f1": float(f1(ekman(truth), ekman(chances) > thresholds).mean()),
        "goemotions_dev_mean_label_ece": label_error(chances, truth),
        "goemotions_dev_family_accuracy": float((families.argmax(axis=1) == mapped[single].argmax(axis=1)).mean()),
        "goemotions_dev_family_ece": calibration_error(families, mapped[single].argmax(axis=1)),
    }


def _dimensions(reader: EmotionReader, data: Path) -> dict[str, float]:
    texts, scores = emobank(data / "emobank/emobank_train_dev.csv", "dev")
    readings = read_texts(reader, texts)
    return {
        f"emobank_dev_r_{name}": float(np.corrcoef([getattr(r, name) for r in readings], scores[:, i])[0, 1])
        for i, name in enumerate(("valence", "arousal", "dominance"))
    }


def _told(reader: EmotionReader, data: Path) -> dict[str, float]:
    texts, families, whole, _ = esconv(data / "esconv/esconv_valid.jsonl")
    kept = [(text, family) for text, family, situation in zip(texts, families, whole, strict=True) if situation]
    readings = read_texts(reader, [text for text, _ in kept])
    truth = [family for _, family in kept]
    return {
        "esconv_valid_situation_accuracy": _share(r.dominant == t for r, t in zip(readings, truth, strict=True)),
        "esconv_valid_situation_accuracy_of_six": _share(
            forced(r, SIX) == t for r, t in zip(readings, truth, strict=True) if t in SIX
        ),
    }


def forced(reading: Reading, among: Sequence[str]) -> str:
    """The likeliest of some families."""
    return max(among, key=lambda name: reading.families[name])  # type: ignore[index]


def of_messages(reader: EmotionReader, rows: Sequence[Situation]) -> dict[str, float]:
    """Measures of single messages, each read alone."""
    readings = read_texts(reader, [row.text for row in rows])
    truth = np.array([FAMILIES.index(row.family) for row in rows])
    chances = families_of(readings)
    order = np.argsort(-chances, axis=1)
    affect = truth != NEUTRAL_AT
    six = [(forced(r, SIX), row.family) for r, row in zip(readings, rows, strict=True) if row.family in SIX]
    strength = np.array([row.intensity for row in rows], dtype=np.float32)
    said = np.array([r.intensity for r in readings], dtype=np.float32)
    found = {
        "rows": float(len(rows)),
        "accuracy_13": float((order[:, 0] == truth).mean()),
        "accuracy_13_top_3": float((order[:, :3] == truth[:, None]).any(axis=1).mean()),
        "macro_f1_13": float(f1(np.eye(13)[truth], np.eye(13)[order[:, 0]]).mean()),
        "accuracy_of_six": _share(guess == true for guess, true in six),
        "affect_auroc": ranking(1 - chances[:, NEUTRAL_AT], affect),
        "neutral_recall": float((order[~affect, 0] == NEUTRAL_AT).mean()),
        "family_ece": calibration_error(chances, truth),
        "family_ece_if_honest": honest_error(chances),
        "intensity_mae_of_affect": float(np.abs(said - strength)[affect].mean()),
        "intensity_r_of_affect": float(np.corrcoef(said[affect], strength[affect])[0, 1]),
        "valence_r": float(np.corrcoef([r.valence for r in readings], [row.valence for row in rows])[0, 1]),
        "cause_overlap": float(
            np.mean([overlap(r.cause or "", row.cause) for r, row in zip(readings, rows, strict=True) if row.cause])
        ),
    }
    found |= _secondary(readings, rows)
    return found | _ways(readings, rows) | _after_openings(reader, rows, readings)


def _secondary(readings: Sequence[Reading], rows: Sequence[Situation]) -> dict[str, float]:
    found, true = [r.secondary for r in readings], [row.secondary for row in rows]
    return {"secondary_told": float(sum(map(len, found))), "secondary_f1": told_too(found, true)}


def _after_openings(reader: EmotionReader, rows: Sequence[Situation], alone: Sequence[Reading]) -> dict[str, float]:
    """How often the family stays the same after a greeting or after saying who one is (`openings.json`)."""
    begun = read_texts(reader, [row.text for row in rows], openings(len(rows), seed=4))
    return {"same_family_after_openings": _share(r.dominant == a.dominant for r, a in zip(begun, alone, strict=True))}


def _ways(readings: Sequence[Reading], rows: Sequence[Situation]) -> dict[str, float]:
    known = [(r, row) for r, row in zip(readings, rows, strict=True) if row.marks is not None]
    felt = [(r, row) for r, row in known if row.family != "neutral"]
    if not felt:
        return {}
    found = {"appraisal_accuracy": _share(r.appraisal == row.appraisal for r, row in felt)}
    for mark in MARKS:
        truth = np.array([mark in (row.marks or ()) for _, row in felt])
        if 5 <= truth.sum() < len(truth):
            found[f"{mark}_auroc"] = ranking(np.array([r.marks[mark] for r, _ in felt], dtype=np.float32), truth)
            found |= _told_marks(mark, known)
    return found


def _told_marks(mark: Mark, known: Sequence[tuple[Reading, Situation]]) -> dict[str, float]:
    """How often a way of telling is told, and how rightly; neutral messages count too. Precision is 0 where none is."""
    table = np.array([[mark in (row.marks or ()), mark in r.told] for r, row in known]) * 1
    hits, (there, told) = int((table[:, 0] & table[:, 1]).sum()), map(int, table.sum(axis=0))
    return {
        f"{mark}_told": float(told),
        f"{mark}_precision": hits / max(1, told),
        f"{mark}_recall": hits / max(1, there),
        f"{mark}_f1": float(f1(table[:, :1], table[:, 1:])[0]),
    }


def of_talks(reader: EmotionReader, talks: Sequence[Sequence[Situation]]) -> dict[str, float]:
    """Measures of the turns of dialogues, each read with what came before it, and of the moves between them."""
    flat = [row for talk in talks for row in talk]
    read = read_texts(reader, [row.text for row in flat], [row.before for row in flat])
    alone = read_texts(reader, [row.text for row in flat])
    truth, guess = _moves(talks, read)
    scores = _direction_scores(truth, guess)
    return {
        "turns": float(len(flat)),
        "accuracy_13": _share(r.dominant == row.family for r, row in zip(read, flat, strict=True)),
        "accuracy_13_without_context": _share(r.dominant == row.family for r, row in zip(alone, flat, strict=True)),
        "family_ece": calibration_error(families_of(read), np.array([FAMILIES.index(row.family) for row in flat])),
        "family_ece_if_honest": honest_error(families_of(read)),
        **{
            name: value for name, value in _ways(read, flat).items() if name.split("_")[0] in ("masking", "ambivalence")
        },
        "direction_accuracy": _share(t == g for t, g in zip(truth, guess, strict=True)),
        "direction_macro_f1": float(np.mean(list(scores.values()))),
        **{f"direction_f1_{name}": value for name, value in scores.items()},
    }


def second_reader(talks: Sequence[Sequence[Situation]]) -> dict[str, float]:
    """How far two people agree on the same turns: what a reader can at best be asked for."""
    flat = [row for talk in talks for row in talk]
    read = [labelled(row.second_family or "neutral", row.second_intensity) for row in flat]
    return {
        "accuracy_13": _share(row.family == row.second_family for row in flat),
        "direction_macro_f1": float(np.mean(list(_direction_scores(*_moves(talks, read)).values()))),
    }


def _direction_scores(truth: Sequence[str], guess: Sequence[str]) -> dict[str, float]:
    table = {name: np.array([[t == name, g == name] for t, g in zip(truth, guess, strict=True)]) for name in DIRECTIONS}
    return {name: float(f1(rows[:, :1] * 1, rows[:, 1:] * 1)[0]) for name, rows in table.items()}


def _moves(talks: Sequence[Sequence[Situation]], read: Sequence[Reading]) -> tuple[list[str], list[str]]:
    """The published direction of every turn after the first: by the writer's labels, and as read."""
    truth: list[str] = []
    guess: list[str] = []
    start = 0
    for talk in talks:
        own = read[start : start + len(talk)]
        start += len(talk)
        for i in range(1, len(talk)):
            truth.append(talk[i].moved or "steady")
            guess.append(shift(own[i - 1], own[i]).direction)
    return truth, guess


def _share(hits: Any) -> float:
    found = [bool(hit) for hit in hits]
    return sum(found) / len(found) if found else 0.0


def compared(found: Mapping[str, float], kept: Mapping[str, float]) -> list[str]:
    return [
        f"{name:45s} {value:8.4f}  ({kept.get(name, float('nan')):.4f} in measures.json)"
        for name, value in found.items()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with goemotions/, emobank/ and esconv/")
    parser.add_argument("--weights", type=Path, default=SHIPPED)
    given = parser.parse_args()
    kept = json.loads((given.weights / "measures.json").read_text(encoding="utf-8"))
    sys.stdout.write("\n".join(compared(measure(given.weights, given.data), kept)) + "\n")


if __name__ == "__main__":
    main()
