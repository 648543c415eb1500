"""Teaches the encoder of this room: `python -m holdspace.safety.train_guard --data DIR --start FILE --out DIR`.

It goes on from the emotions' encoder, and learns how grave a message is, of which kind, and how it speaks.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from ..memory.export import carried_model
from ..memory.tuned import adapter, pupil
from ..memory.tuned.encode import TunedEncoder
from ..memory.tuned.network import exported_tuned, put_on
from ..memory.tuned.teaching import Pace
from .classifier import HEADS, STEPS, RiskClassifier
from .danger import ADAPTER, VERSION
from .danger_lessons import KINDS, passes
from .training_data import Lesson
from .weighing import Taught, danger_head, write_danger

PACE = Pace(epochs=2, rate=1e-4)
SEED: Final = 7
TASKS: Final = {"steps": 1.0, "categories": 0.3, "kinds": 0.3}
"""What each counts in the loss; not searched."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Teaches, weighs both opinions of danger, sets thresholds, and writes adapter and heads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with safety, esconv and goemotions")
    parser.add_argument("--start", type=Path, required=True, help="adapter to go on from (that of the emotions)")
    parser.add_argument("--out", type=Path, required=True, help="folder of the weights; the classifier's are there")
    options = parser.parse_args(arguments)
    taught = Pupil(options.start)
    taught.teach(list(passes(options.data, PACE.epochs, SEED)), PACE.rate)
    with tempfile.TemporaryDirectory(dir=options.out) as folder:
        made = Path(folder)
        taught.save(made / ADAPTER)
        encoder = TunedEncoder(exported_tuned(VERSION, made / ADAPTER))
        write_danger(
            danger_head(Taught(*taught.head("danger")), encoder, RiskClassifier.load(options.out), options.data), made
        )
        for file in made.iterdir():
            file.replace(options.out / file.name)
    return 0


class Pupil(pupil.Pupil[Lesson]):
    """The network with a head for danger and one for how it is told; begins with an adapter put on."""

    def __init__(self, start: Path) -> None:
        super().__init__(carried_model(), {"danger": len(HEADS), "kinds": len(KINDS)}, TASKS, SEED)
        self._base = self.state()
        put_on(self.network, adapter.read(start))

    def losses(self, batch: pupil.Batch[Lesson]) -> dict[str, Any]:
        """Cross-entropy of every label that is known, summed over a head's columns, the mean over the batch."""
        torch, lessons = self._torch, batch.lessons
        goals = torch.from_numpy(np.stack([lesson.labels for lesson in lessons]))
        logits = self.heads["danger"](batch.vectors)
        each = torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.nan_to_num(goals), reduction="none")
        each = each * ~torch.isnan(goals) * torch.tensor([[lesson.weight] for lesson in lessons]) / len(lessons)
        found = {"steps": each[:, : len(STEPS)].sum(), "categories": each[:, len(STEPS) :].sum()}
        kinds = [(i, KINDS.index(lesson.kind)) for i, lesson in enumerate(lessons) if lesson.kind is not None]
        if kinds:
            logits = self.heads["kinds"](batch.vectors[[i for i, _ in kinds]])
            told = torch.tensor([kind for _, kind in kinds])
            found["kinds"] = torch.nn.functional.cross_entropy(logits, told, reduction="sum") / len(lessons)
        return found

    def save(self, file: Path) -> None:
        """Writes the differences to the carried model."""
        from safetensors.numpy import save

        file.write_bytes(save(adapter.pack(self._base, self.state())))


if __name__ == "__main__":
    raise SystemExit(main())
