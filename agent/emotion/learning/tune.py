"""Adapting MiniLM to feeling: all its layers, on several tasks at once; used by training only.

The embeddings stay as they are, and so does the encoder that memory searches with: what is learned here
makes a second encoder, kept as small differences to the first one (`memory/tuned`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ....memory.tuned import pupil
from ....memory.tuned.encode import Pieces
from ....memory.tuned.teaching import Pace
from ..families import LABELS
from ..reading import APPRAISALS, DIRECTIONS, FAMILIES, MARKS
from .lessons import Lesson

WEIGHTS: Mapping[str, float] = {
    "labels": 0.7,
    "families": 1.0,
    "vad": 0.7,
    "intensity": 0.4,
    "marks": 0.4,
    "appraisal": 0.4,
    "move": 0.5,
    "cause": 0.5,
}
"""How much each task counts in the loss; chosen by their size, not searched. How a turn moved is learned for the sake
of the others only: read from its own head, directions were no better than read from the two turns (within .01)."""

SIZES: Mapping[str, int] = {
    "labels": len(LABELS),
    "families": len(FAMILIES),
    "vad": 3,
    "intensity": 1,
    "marks": len(MARKS),
    "appraisal": len(APPRAISALS),
    "move": len(DIRECTIONS),
}


class Pupil(pupil.Pupil[Lesson]):
    """The network with a head a task of feeling; what it has learned can be kept, taken up again and blended."""

    def __init__(self, source: Path, seed: int = 0) -> None:
        super().__init__(source, SIZES, WEIGHTS, seed)

    def learn(self, lessons: Sequence[Lesson], pace: Pace) -> None:
        """All tasks of the lessons together, at the pace given."""
        self.teach([lessons] * pace.epochs, pace.rate)

    def snapshot(self) -> dict[str, Any]:
        """Everything learned so far, to come back to in part."""
        parts = self._parts.items()
        return {f"{part}.{k}": v.clone() for part, module in parts for k, v in module.state_dict().items()}

    def restore(self, earlier: dict[str, Any]) -> None:
        """Becomes what a snapshot was; heads it does not have stay as they are."""
        for part, module in self._parts.items():
            state = module.state_dict()
            module.load_state_dict({k: earlier.get(f"{part}.{k}", v) for k, v in state.items()})
        self._teaching(False)

    @property
    def _parts(self) -> dict[str, Any]:
        return {"network": self.network, "heads": self.heads}

    def blend(self, earlier: dict[str, Any], share: float, heads: Sequence[str]) -> None:
        """Moves the layers, and the heads named, a share of the way back to a snapshot.

        Averaging weights before and after fine-tuning keeps what the first taught on text unlike the second's
        (WiSE-FT, Wortsman et al. 2022).
        """
        back = ("network.inner.", *(f"heads.{name}." for name in heads))
        for part, module in self._parts.items():
            state = module.state_dict()
            for name, now in state.items():
                before = earlier[f"{part}.{name}"]
                if f"{part}.{name}".startswith(back) and now.dtype.is_floating_point:
                    state[name] = (1 - share) * now + share * before
            module.load_state_dict(state)

    def losses(self, batch: pupil.Batch[Lesson]) -> dict[str, Any]:
        """The mean loss over the batch of every task some lesson in it tells of."""
        torch, lessons, carries = self._torch, batch.lessons, batch.carries
        from torch.nn import functional

        found: dict[str, Any] = {}
        for name in SIZES:
            known = [i for i, lesson in enumerate(lessons) if getattr(lesson, name) is not None]
            if known:
                goals = torch.tensor(np.array([getattr(lessons[i], name) for i in known]))
                each = _errors(functional, name, self.heads[name](batch.vectors[known]), goals)
                if name in ("families", "intensity"):
                    each = each * torch.tensor([lessons[i].sure for i in known])
                found[name] = each.sum() / len(lessons)
        known = [i for i, lesson in enumerate(lessons) if lesson.cause is not None]
        if known:
            spans = torch.from_numpy(
                _spans([lessons[i] for i in known], [batch.rows[i] for i in known], carries.shape[1])
            )
            own = torch.from_numpy(_own([batch.rows[i] for i in known], carries.shape[1]))
            each = functional.binary_cross_entropy_with_logits(carries[known], spans, reduction="none")
            found["cause"] = ((each * own).sum(1) / own.sum(1)).sum() / len(lessons)
        return found


def _errors(functional: Any, name: str, out: Any, goals: Any) -> Any:
    if name in ("labels", "marks"):
        return functional.binary_cross_entropy_with_logits(out, goals, reduction="none").sum(1)
    if name == "families":
        return -(goals * functional.log_softmax(out, 1)).sum(1)
    if name in ("appraisal", "move"):
        return functional.cross_entropy(out, goals.long(), reduction="none")
    return ((out - goals.float().reshape(out.shape)) ** 2).mean(1)


def _spans(lessons: Sequence[Lesson], rows: Sequence[Pieces], width: int) -> Any:
    out = np.zeros((len(lessons), width), dtype=np.float32)
    for r, (lesson, row) in enumerate(zip(lessons, rows, strict=True)):
        first, last = lesson.cause or (0, 0)
        for t, ((a, b), kind) in enumerate(zip(row.offsets, row.kinds, strict=True)):
            out[r, t] = float(kind == 0 and b > a and a < last and b > first)
    return out


def _own(rows: Sequence[Pieces], width: int) -> Any:
    """1 where a piece is of the message itself, (n, width)."""
    return np.array(
        [[1.0] * row.kinds.count(0) + [0.0] * (width - row.kinds.count(0)) for row in rows], dtype=np.float32
    )
