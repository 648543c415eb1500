"""Teaches the review's encoder: `python -m holdspace.safety.train_ear --data DIR --cache FILE --out DIR`.

Run it after `train_review` and `review_whole_training`, whose heads it stands beside.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from ..memory.encoder import open_encoder
from ..memory.export import carried_model
from ..memory.tuned import adapter, pupil
from ..memory.tuned.encode import TunedEncoder
from ..memory.tuned.network import exported_tuned
from ..memory.tuned.teaching import Pace
from ..memory.vectors import CachedEncoder
from .classifier import WEIGHTS
from .ear_lessons import Lesson, lessons, passes, rows_of
from .ear_weighing import weighed, write_ear
from .review_ear import ADAPTER, COLUMNS, VERSION
from .review_whole import WholeHead
from .train_review import spoken, utterances

PACE: Final = Pace(epochs=3, rate=1e-4)
SEED: Final = 5
POSITIVE: Final = 3.0
"""How much more a violation counts than its absence: each shows in few replies."""
NEUTRAL: Final = 1500


def main(arguments: Sequence[str] | None = None) -> int:
    """Teaches, weighs the opinions, sets thresholds, and writes adapter and head."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with esconv")
    parser.add_argument("--cache", type=Path, required=True, help="SQLite file that keeps encoded vectors")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="folder for the weights")
    options = parser.parse_args(arguments)
    whole = WholeHead.load_or_none(options.out)
    if whole is None:
        parser.error("review_whole is not in --out; python -m holdspace.safety.review_whole_training makes it")
    others, own = utterances(options.data / "esconv" / "esconv_train.jsonl"), spoken()
    taught = Pupil()
    taught.teach(list(passes(lessons(rows_of("train"), others[:NEUTRAL], own[::3]), PACE.epochs, SEED)), PACE.rate)
    with tempfile.TemporaryDirectory(dir=options.out) as folder:
        made = Path(folder)
        taught.save(made / ADAPTER)
        encoder = TunedEncoder(exported_tuned(VERSION, made / ADAPTER))
        plain = CachedEncoder(open_encoder(), options.cache)
        write_ear(weighed(encoder, taught.head("faults"), whole.blend, plain, others, own), made)
        for file in made.iterdir():
            file.replace(options.out / file.name)
    return 0


class Pupil(pupil.Pupil[Lesson]):
    """The network with one head: what a sentence or a reply does wrong."""

    def __init__(self) -> None:
        super().__init__(carried_model(), {"faults": len(COLUMNS)}, {"faults": 1.0}, SEED)
        self._base = self.state()

    def losses(self, batch: pupil.Batch[Lesson]) -> dict[str, Any]:
        """Cross-entropy of every label that is known, summed over the columns, the mean over the batch."""
        torch = self._torch
        goals = torch.from_numpy(np.stack([lesson.labels for lesson in batch.lessons]))
        known, goals = ~torch.isnan(goals), torch.nan_to_num(goals)
        logits = self.heads["faults"](batch.vectors)
        each = torch.nn.functional.binary_cross_entropy_with_logits(logits, goals, reduction="none")
        weight = torch.tensor([[lesson.weight] for lesson in batch.lessons]) * (1 + (POSITIVE - 1) * goals)
        return {"faults": (each * known * weight).sum() / len(batch.lessons)}

    def save(self, file: Path) -> None:
        """Writes the differences to the carried model."""
        from safetensors.numpy import save

        file.write_bytes(save(adapter.pack(self._base, self.state())))


if __name__ == "__main__":
    raise SystemExit(main())
