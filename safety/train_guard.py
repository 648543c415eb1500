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
from ..memory.tuned import adapter
from ..memory.tuned.encode import TunedEncoder, padded, pieces
from ..memory.tuned.network import adapted, exported_tuned, learned, put_on
from ..memory.tuned.teaching import Pace, Steps, batches
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
    pupil = Pupil(options.start)
    pupil.learn(passes(options.data))
    with tempfile.TemporaryDirectory(dir=options.out) as folder:
        made = Path(folder)
        pupil.save(made / ADAPTER)
        encoder = TunedEncoder(exported_tuned(VERSION, made / ADAPTER))
        write_danger(danger_head(pupil.head("danger"), encoder, RiskClassifier.load(options.out)), made)
        write_said(said_head(pupil.head("said"), encoder, said_lessons.clean(options.data)), made)
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


class Pupil:
    """The network with a linear head a task; begins as the carried model with an adapter put on."""

    def __init__(self, start: Path) -> None:
        import torch
        from tokenizers import Tokenizer

        torch.manual_seed(SEED)
        source = carried_model()
        self._torch = torch
        self._tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._network = adapted(source, attention="sdpa")
        self._base = learned(self._network)
        put_on(self._network, adapter.read(start))
        self._network.inner.embeddings.requires_grad_(False)
        self._drop = torch.nn.Dropout(0.1)
        width = self._network.inner.config.hidden_size
        sizes = {"danger": len(HEADS), "said": len(SAID) + 1}
        self._heads: Any = torch.nn.ModuleDict({name: torch.nn.Linear(width, size) for name, size in sizes.items()})

    def learn(self, whole: Sequence[Sequence[Lesson]]) -> None:
        """All passes, one after the other."""
        plan = []
        for number, lessons in enumerate(whole):
            rows = [pieces(self._tokenizer, lesson.text, lesson.context) for lesson in lessons]
            order = batches([len(row.ids) for row in rows], SEED * 100 + number)
            plan += [([lessons[i] for i in batch], [rows[i] for i in batch]) for batch in order]
        body = [p for p in self._network.inner.parameters() if p.requires_grad]
        steps = Steps(body, list(self._heads.parameters()), PACE.rate, len(plan))
        self._network.train()
        for lessons, rows in plan:
            steps.take(self._losses(padded(rows), lessons), TASKS)
        self._network.eval()

    def _losses(self, inputs: dict[str, Any], lessons: Sequence[Lesson]) -> dict[str, Any]:
        vectors, _ = self._network(*(self._torch.from_numpy(inputs[name]) for name in ("ids", "mask", "kind")))
        vectors = self._drop(vectors)
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
        """Cross-entropy of every label that is known, 0 elsewhere."""
        torch = self._torch
        goals = torch.from_numpy(np.stack([row for row in labels if row is not None]))
        logits = self._heads[name](vectors)
        each = torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.nan_to_num(goals), reduction="none")
        return each * ~torch.isnan(goals)

    def save(self, file: Path) -> None:
        from safetensors.numpy import save

        file.write_bytes(save(adapter.pack(self._base, learned(self._network))))

    def head(self, name: str) -> Taught:
        """Weights and bias of a task, as taught."""
        linear = self._heads[name]
        return Taught(linear.weight.detach().numpy().T.copy(), linear.bias.detach().numpy().copy())


if __name__ == "__main__":
    raise SystemExit(main())
