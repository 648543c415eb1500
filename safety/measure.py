"""Measures the detector: `python -m holdspace.safety.measure --data DIR --cache FILE`.

Prints, for each corpus and split, how often each level is met, how often calm messages are raised, and how well
categories and boundaries are named; then how many unlabelled turns of other sources reach a level at all.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..memory.encoder import open_encoder
from ..memory.message import hear
from ..memory.vectors import CachedEncoder
from .detect import RiskDetector
from .risk import RiskAssessment, rank
from .training_data import CORPORA, SEED, read_corpus

SAMPLE = 800
_ELEVATED, _HIGH, _IMMINENT = rank("elevated"), rank("high"), rank("imminent")


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled message and what the detector read in it; `meant` and `read` are ranks of levels."""

    row: dict[str, Any]
    assessment: RiskAssessment

    @property
    def meant(self) -> int:
        return rank(self.row["level"])

    @property
    def read(self) -> int:
        return rank(self.assessment.level)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the tables; `--data` adds the unlabelled sources."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with esconv and goemotions")
    parser.add_argument("--cache", type=Path, required=True, help="SQLite file that keeps encoded vectors")
    parser.add_argument("--misses", action="store_true", help="list what was misread in the training parts")
    options = parser.parse_args(arguments)
    encoder = CachedEncoder(open_encoder(), options.cache)
    detector = RiskDetector.load()
    for name in CORPORA:
        judged = judge(read_corpus(name), detector, encoder)
        for split in ("train", "held"):
            part = [item for item in judged if item.row["split"] == split]
            if not part:
                continue
            sys.stdout.write("\n".join([f"# {name}: {split}, {len(part)} messages", *table(part), ""]) + "\n")
        if options.misses:
            sys.stdout.write("\n".join(misread(judged)) + "\n")
    if options.data:
        for title, texts in samples(options.data):
            ranks = [rank(read.level) for read in detector.assess_all(hear(texts, encoder))]
            shares = (_share([r >= level for r in ranks]) for level in (_ELEVATED, _HIGH))
            sys.stdout.write(f"{title}, {len(texts)} unlabelled: elevated or more, high or more  {'  '.join(shares)}\n")
    return 0


def judge(rows: Sequence[dict[str, Any]], detector: RiskDetector, encoder: CachedEncoder) -> list[Judged]:
    """Each message alone, without what was said before."""
    read = detector.assess_all(hear([row["text"] for row in rows], encoder))
    return [Judged(row, assessment) for row, assessment in zip(rows, read, strict=True)]


def table(judged: Sequence[Judged]) -> list[str]:
    """The lines of one split: shares with their counts."""
    grave = [j for j in judged if j.meant >= _HIGH]
    elevated = [j for j in judged if j.meant == _ELEVATED]
    imminent = [j for j in judged if j.meant == _IMMINENT]
    calm = [j for j in judged if j.meant < _ELEVATED]
    lines = [
        f"high and imminent at elevated or more  {_share([j.read >= _ELEVATED for j in grave])}",
        f"high and imminent at high or more      {_share([j.read >= _HIGH for j in grave])}",
        f"imminent as imminent                   {_share([j.read == _IMMINENT for j in imminent])}",
        f"elevated at elevated or more           {_share([j.read >= _ELEVATED for j in elevated])}",
        f"none and low at elevated or more       {_share([j.read >= _ELEVATED for j in calm])}",
        f"none and low at high or more           {_share([j.read >= _HIGH for j in calm])}",
        f"within one step                        {_share([abs(j.meant - j.read) <= 1 for j in judged])}",
        f"exact                                  {_share([j.meant == j.read for j in judged])}",
    ]
    for kind in sorted({j.row["kind"] for j in judged}):
        of_kind = [j for j in judged if j.row["kind"] == kind]
        raised = _share([j.read >= _ELEVATED for j in of_kind if j.meant < _ELEVATED])
        met = _share([j.read >= _ELEVATED for j in of_kind if j.meant >= _ELEVATED])
        lines.append(f"  {kind:<14} calm raised {raised:<16} risk met {met}")
    return [*lines, *_named(judged)]


def _named(judged: Sequence[Judged]) -> list[str]:
    told = sum(len(j.row["categories"]) for j in judged)
    said = sum(len(j.assessment.categories) for j in judged)
    both = sum(len(set(j.row["categories"]) & set(j.assessment.categories)) for j in judged)
    asked = [(b, j) for j in judged for b in j.row["boundaries"]]
    spurious = [bool(set(j.assessment.boundaries) - set(j.row["boundaries"])) for j in judged]
    return [
        f"categories: precision {both / max(said, 1):.3f}, recall {both / max(told, 1):.3f}",
        f"boundaries: met {_share([b in j.assessment.boundaries for b, j in asked])}, without cause {_share(spurious)}",
    ]


def misread(judged: Sequence[Judged]) -> list[str]:
    """What of the training part was missed, raised, or put two steps off: the held part is never listed."""
    wrong = [
        j
        for j in judged
        if j.row["split"] == "train" and ((j.meant >= _ELEVATED) != (j.read >= _ELEVATED) or abs(j.meant - j.read) > 1)
    ]
    return [f"{j.row['kind']:<14} {j.row['level']:<9} read {j.assessment.level:<9} {j.row['text']}" for j in wrong]


def samples(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Turns that training never sees: what ESConv's seekers say, and the comments of GoEmotions."""
    with (folder / "esconv" / "esconv_valid.jsonl").open(encoding="utf-8") as file:
        dialogues = [json.loads(line) for line in file]
    turns = [turn["text"] for row in dialogues for turn in row["turns"] if turn["speaker"] == "seeker"]
    yield "ESConv validation turns", random.Random(SEED).sample(turns, min(SAMPLE, len(turns)))
    lines = (folder / "goemotions" / "dev.tsv").read_text(encoding="utf-8").splitlines()
    yield "GoEmotions dev comments", random.Random(SEED).sample([line.split("\t")[0] for line in lines], SAMPLE)


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / len(hits):.3f} ({sum(hits)}/{len(hits)})" if hits else "-"


if __name__ == "__main__":
    raise SystemExit(main())
