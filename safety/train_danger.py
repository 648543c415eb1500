"""Teaches the encoder of danger: `python -m holdspace.safety.train_danger --data DIR --start FILE --out DIR`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from ..memory.encoder import open_encoder
from ..memory.export import carried_model
from ..memory.message import hear
from ..memory.tuned import adapter
from ..memory.tuned.encode import TunedEncoder, padded, pieces
from ..memory.tuned.network import adapted, exported_tuned, learned, put_on
from ..memory.tuned.teaching import Pace, Steps, batches
from .classifier import HEADS, STEPS, Floats, RiskClassifier
from .danger import ADAPTER, HEAD, PLAIN, VERSION, DangerHead
from .danger_lessons import own_lessons, passes
from .patterns import load_tables
from .risk import rank
from .rules import find
from .training_data import Lesson

PACE = Pace(epochs=3, rate=1e-4)
SEED: Final = 7
TASKS: Final = {"steps": 1.0, "categories": 0.3}
"""What each counts in the loss; not searched."""

SPURIOUS: Final = {"low": 0.15, "elevated": 0.08, "high": 0.03, "imminent": 0.01}
"""Share of the tuning messages below a step (for imminent: below high) that may reach it. They are half twins of
grave messages, and so harder than life."""

CATEGORY_THRESHOLD: Final = 0.4
HOLD: Final = 1.0
"""Inverse regularisation (C in scikit-learn) in weighing the two opinions of a head."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Teaches, weighs the opinion against the classifier's, and writes adapter, head and thresholds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with safety, esconv and goemotions")
    parser.add_argument("--start", type=Path, required=True, help="adapter to go on from (that of the emotions)")
    parser.add_argument("--out", type=Path, required=True, help="folder of the weights; the classifier's are there")
    options = parser.parse_args(arguments)
    pupil = Pupil(options.start)
    pupil.learn(options.data)
    with tempfile.TemporaryDirectory(dir=options.out) as folder:
        made = Path(folder)
        pupil.save(made / ADAPTER)
        encoder = TunedEncoder(exported_tuned(VERSION, made / ADAPTER))
        head = weighed(pupil.head(), encoder, RiskClassifier.load(options.out))
        write(head, made)
        for file in made.iterdir():
            file.replace(options.out / file.name)
    return 0


class Pupil:
    """The network with one linear head for all of `HEADS`; begins as the carried model with an adapter put on."""

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
        self._head: Any = torch.nn.Linear(self._network.inner.config.hidden_size, len(HEADS))

    def learn(self, data: Path) -> None:
        """All passes at the pace given."""
        whole = list(passes(data, PACE.epochs, SEED))
        body = [p for p in self._network.inner.parameters() if p.requires_grad]
        total = sum(-(-len(lessons) // 32) for lessons in whole)
        steps = Steps(body, list(self._head.parameters()), PACE.rate, total)
        self._network.train()
        for number, lessons in enumerate(whole):
            rows = [pieces(self._tokenizer, lesson.text, lesson.context) for lesson in lessons]
            for batch in batches([len(row.ids) for row in rows], SEED * 100 + number):
                inputs = padded([rows[i] for i in batch])
                steps.take(self._losses(inputs, [lessons[i] for i in batch]), TASKS)
        self._network.eval()

    def _losses(self, inputs: dict[str, Any], lessons: Sequence[Lesson]) -> dict[str, Any]:
        torch = self._torch
        vectors, _ = self._network(*(torch.from_numpy(inputs[name]) for name in ("ids", "mask", "kind")))
        logits = self._head(self._drop(vectors))
        goals = torch.from_numpy(np.stack([lesson.labels for lesson in lessons]))
        weight = torch.tensor([[lesson.weight] for lesson in lessons])
        each = torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.nan_to_num(goals), reduction="none")
        each = each * ~torch.isnan(goals) * weight / len(lessons)
        return {"steps": each[:, : len(STEPS)].sum(), "categories": each[:, len(STEPS) :].sum()}

    def save(self, file: Path) -> None:
        from safetensors.numpy import save

        file.write_bytes(save(adapter.pack(self._base, learned(self._network))))

    def head(self) -> DangerHead:
        """The head as taught, alone: no share of the classifier, and thresholds of one half."""
        dense = self._head.weight.detach().numpy().T.copy()
        shares = np.stack([np.ones(len(HEADS)), np.zeros(len(HEADS))]).astype(np.float32)
        nothing = np.zeros(len(HEADS), dtype=np.float32)
        return DangerHead(dense, self._head.bias.detach().numpy().copy(), shares, nothing, nothing + 0.5)


def weighed(head: DangerHead, encoder: TunedEncoder, classifier: RiskClassifier) -> DangerHead:
    """Shares, corrections and thresholds from the tuning part of what neither has learned from."""
    lessons = own_lessons("tuning")
    tables = load_tables()
    messages = hear([lesson.text for lesson in lessons], open_encoder())
    known = classifier.logits(messages, [find(lesson.text, tables) for lesson in lessons])
    felt = encoder.encode([lesson.text for lesson in lessons], [lesson.context for lesson in lessons])
    heard = np.stack([item.vector for item in felt]) @ head.dense + head.bias
    goals = np.stack([lesson.labels for lesson in lessons])
    shares, shift = _shares(heard, known, goals)
    fitted = replace(head, shares=shares, shift=shift)
    return replace(fitted, thresholds=_thresholds(fitted.mixed(heard, known), goals))


def _shares(heard: Floats, known: Floats, goals: Floats) -> tuple[Floats, Floats]:
    """Logistic regression on the two logits, head by head; a head hardly ever met keeps the encoder's own."""
    from sklearn.linear_model import LogisticRegression

    shares = np.stack([np.ones(len(HEADS)), np.zeros(len(HEADS))])
    shift = np.zeros(len(HEADS))
    for place in range(len(HEADS)):
        if goals[:, place].sum() >= 10:
            columns = np.stack([heard[:, place], known[:, place]], axis=1)
            found = LogisticRegression(C=HOLD).fit(columns, goals[:, place])
            shares[:, place], shift[place] = np.maximum(found.coef_[0], 0.0), found.intercept_[0]
    return shares.astype(np.float32), shift.astype(np.float32)


def _thresholds(found: Floats, goals: Floats) -> Floats:
    """The least that raises few enough below each step."""
    chosen = np.full(len(HEADS), CATEGORY_THRESHOLD, dtype=np.float32)
    levels = goals[:, : len(STEPS)].sum(axis=1)
    for place, step in enumerate(STEPS):
        below = found[levels < min(rank(step), rank("high")), place]
        chosen[place] = np.quantile(below, 1.0 - SPURIOUS[step])
        met = np.mean(found[levels >= rank(step), place] >= chosen[place])
        sys.stdout.write(f"{step}: threshold {chosen[place]:.3f}, met among {len(found)} for tuning {met:.3f}\n")
    return chosen


def write(head: DangerHead, folder: Path) -> None:
    """Writes the head (float16) and the thresholds."""
    from safetensors.numpy import save

    names = ("dense", "bias", "shares", "shift")
    arrays = {name: np.ascontiguousarray(getattr(head, name).astype(np.float16)) for name in names}
    (folder / HEAD).write_bytes(save(arrays))
    thresholds = {name: round(float(value), 4) for name, value in zip(HEADS, head.thresholds, strict=True)}
    plain = {"heads": list(HEADS), "thresholds": thresholds}
    (folder / PLAIN).write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
