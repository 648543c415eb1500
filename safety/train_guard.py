"""Teaches the encoder of this room: `python -m holdspace.safety.train_guard --data DIR --start FILE --out DIR`.

One network learns both what this room hears: danger in a person's message, violations in a sentence meant for them.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..memory.export import carried_model
from ..memory.tuned import adapter, pupil
from ..memory.tuned.encode import TunedEncoder
from ..memory.tuned.network import exported_tuned, put_on
from ..memory.tuned.teaching import Pace
from . import danger_lessons, said_lessons
from .classifier import HEADS, STEPS, RiskClassifier
from .danger import ADAPTER, VERSION
from .said import SAID
from .weighing import Taught, danger_head, said_head, write_danger, write_said

PACE = Pace(epochs=3, rate=1e-4)
SEED: Final = 7
TASKS: Final = {"steps": 1.0, "categories": 0.3, "said": 0.5}
"""What each counts in the loss; not searched."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A text beside what came before it; labels over `HEADS`, or over `SAID` and the gate; nan teaches nothing."""

    text: str
    context: str
    weight: float
    danger: Floats | None = None
    said: Floats | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Teaches, weighs both opinions of danger, sets thresholds, and writes adapter and heads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with safety, esconv and goemotions")
    parser.add_argument("--start", type=Path, required=True, help="adapter to go on from (that of the emotions)")
    parser.add_argument("--out", type=Path, required=True, help="folder of the weights; the classifier's are there")
    options = parser.parse_args(arguments)
    taught = Pupil(options.start)
    taught.teach(passes(options.data), PACE.rate)
    with tempfile.TemporaryDirectory(dir=options.out) as folder:
        made = Path(folder)
        taught.save(made / ADAPTER)
        encoder = TunedEncoder(exported_tuned(VERSION, made / ADAPTER))
        write_danger(danger_head(Taught(*taught.head("danger")), encoder, RiskClassifier.load(options.out)), made)
        write_said(said_head(Taught(*taught.head("said")), encoder, said_lessons.clean(options.data)), made)
        for file in made.iterdir():
            file.replace(options.out / file.name)
    return 0


def passes(data: Path) -> list[list[Lesson]]:
    """What each pass holds: both kinds of lesson."""
    heard = danger_lessons.passes(data, PACE.epochs, SEED)
    said = said_lessons.passes(data, PACE.epochs, SEED)
    return [
        [Lesson(one.text, one.context, one.weight, danger=one.labels) for one in messages]
        + [Lesson(one.text, one.context, 1.0, said=one.labels) for one in sentences]
        for messages, sentences in zip(heard, said, strict=True)
    ]


class Pupil(pupil.Pupil[Lesson]):
    """The network with a head for danger and one for what is said; begins with an adapter put on the carried model."""

    def __init__(self, start: Path) -> None:
        super().__init__(carried_model(), {"danger": len(HEADS), "said": len(SAID) + 1}, TASKS, SEED)
        self._base = self.state()
        put_on(self.network, adapter.read(start))

    def losses(self, batch: pupil.Batch[Lesson]) -> dict[str, Any]:
        """Cross-entropy of every label that is known, summed over a head's columns, the mean over the batch."""
        lessons, vectors = batch.lessons, batch.vectors
        found: dict[str, Any] = {}
        heard = [i for i, lesson in enumerate(lessons) if lesson.danger is not None]
        if heard:
            each = self._each("danger", vectors[heard], [lessons[i].danger for i in heard])
            each = each * self._torch.tensor([[lessons[i].weight] for i in heard]) / len(lessons)
            found |= {"steps": each[:, : len(STEPS)].sum(), "categories": each[:, len(STEPS) :].sum()}
        said = [i for i, lesson in enumerate(lessons) if lesson.said is not None]
        if said:
            found["said"] = self._each("said", vectors[said], [lessons[i].said for i in said]).sum() / len(lessons)
        return found

    def _each(self, name: str, vectors: Any, labels: Sequence[Floats | None]) -> Any:
        """0 where a label is not known."""
        torch = self._torch
        goals = torch.from_numpy(np.stack([row for row in labels if row is not None]))
        logits = self.heads[name](vectors)
        each = torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.nan_to_num(goals), reduction="none")
        return each * ~torch.isnan(goals)

    def save(self, file: Path) -> None:
        """Writes the differences to the carried model."""
        from safetensors.numpy import save

        file.write_bytes(save(adapter.pack(self._base, self.state())))


if __name__ == "__main__":
    raise SystemExit(main())
