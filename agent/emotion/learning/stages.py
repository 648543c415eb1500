"""Finished stages of learning, kept on disk: an hour on two cores is not to be lost to a closed lid."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from ....memory.tuned.teaching import BATCH, Pace
from .lessons import Lesson
from .tune import WEIGHTS, Pupil


def stage(pupil: Pupil, lessons: Sequence[Lesson], pace: Pace, work: Path) -> None:
    """Learns the lessons, or takes up what this very network learned from just these at this pace before.

    Raises OSError where `work` cannot be written.
    """
    from safetensors.torch import load_file, save_file

    kept = work / f"stage-{_fingerprint(pupil, lessons, pace)}.safetensors"
    if kept.is_file():
        sys.stdout.write(f"  taken from {kept}\n")
        pupil.restore(load_file(kept))
        return
    work.mkdir(parents=True, exist_ok=True)
    pupil.learn(lessons, pace)
    unfinished = kept.with_suffix(".part")
    save_file(pupil.snapshot(), unfinished)
    unfinished.replace(kept)


def _fingerprint(pupil: Pupil, lessons: Sequence[Lesson], pace: Pace) -> str:
    """Of what is learned, how, and where from. Heads no lesson speaks of do not count."""
    rows = [
        {f.name: told for f in fields(lesson) if (told := getattr(lesson, f.name)) is not None} for lesson in lessons
    ]
    tasks = {name: weight for name, weight in WEIGHTS.items() if any(name in row for row in rows)}
    told = hashlib.sha256(repr((pace, BATCH, sorted(tasks.items()))).encode())
    for name, tensor in pupil.snapshot().items():
        if name.split(".")[0] != "heads" or name.split(".")[1] in tasks:
            told.update(tensor.numpy().tobytes())
    for row in rows:
        told.update(repr(row).encode())
    return told.hexdigest()[:16]
