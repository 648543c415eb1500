"""What every tuning shares: the order of batches, the optimiser, and telling how far it has come; training only."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

BATCH = 32
POOL = 40
"""Batches that are sorted by length together, so that little is padded and order stays random."""

HEADS_RATE = 1e-3


@dataclass(frozen=True, slots=True)
class Pace:
    """Passes over the lessons, and the highest learning rate of the layers."""

    epochs: int
    rate: float = 1e-4


def batches(lengths: Sequence[int], seed: int) -> Iterator[list[int]]:
    """Each index once; batches of alike lengths, in random order."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(lengths))
    made: list[list[int]] = []
    for start in range(0, len(order), BATCH * POOL):
        part = sorted(map(int, order[start : start + BATCH * POOL]), key=lambda i: lengths[i])
        made += [part[i : i + BATCH] for i in range(0, len(part), BATCH)]
    for k in rng.permutation(len(made)):
        yield made[int(k)]


class Steps:
    """AdamW with a linear warm-up over a twelfth of the steps and a linear decay after it; gradients of norm 1."""

    def __init__(self, body: Sequence[Any], heads: Sequence[Any], rate: float, total: int) -> None:
        import torch

        self._torch, self._body = torch, list(body)
        self._optimiser = torch.optim.AdamW(
            [{"params": self._body, "lr": rate, "weight_decay": 0.01}, {"params": list(heads), "lr": HEADS_RATE}],
            fused=True,
        )
        warm = max(1, total // 12)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser, lambda step: min((step + 1) / warm, max(0.02, (total - step) / max(1, total - warm)))
        )
        self._told = _Told(total)

    def take(self, losses: Mapping[str, Any], weights: Mapping[str, float]) -> None:
        """One step down the weighted sum of the losses."""
        self._optimiser.zero_grad()
        loss: Any = self._torch.stack([weights[name] * value for name, value in losses.items()]).sum()
        loss.backward()
        self._torch.nn.utils.clip_grad_norm_(self._body, 1.0)
        self._optimiser.step()
        self._schedule.step()
        self._told.step({name: float(value.detach()) for name, value in losses.items()})


class _Told:
    """Tells the moving mean of each loss every hundred steps."""

    def __init__(self, total: int) -> None:
        self._total, self._step, self._began = total, 0, time.monotonic()
        self._mean: dict[str, float] = {}

    def step(self, losses: Mapping[str, float]) -> None:
        self._step += 1
        for name, value in losses.items():
            self._mean[name] = 0.98 * self._mean.get(name, value) + 0.02 * value
        if self._step % 100 == 0 or self._step == self._total:
            parts = "  ".join(f"{name} {value:.3f}" for name, value in self._mean.items())
            sys.stdout.write(f"  {self._step}/{self._total}  {time.monotonic() - self._began:.0f} s  {parts}\n")
            sys.stdout.flush()
