"""Training the recurrent half of the policy with torch; needed for `train` only."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .features import Features
from .network import NAMES

HIDDEN, DROPOUT, EPOCHS, BATCH, RATE, DECAY, SMOOTHING, NEXT = 64, 0.45, 10, 128, 2e-3, 3e-2, 0.02, 0.5
"""Chosen on dialogues held back from train. NEXT weighs a second task, naming the strategy after this one,
which regularises and is thrown away."""

Arrays = dict[str, NDArray[np.float32]]


def train_member(features: Features, gold: NDArray[np.int64], after: NDArray[np.int64], seed: int) -> Arrays:
    """One network's weights under the names of `network.NAMES`. `after` is 8 where nothing followed."""
    import torch
    from torch.nn import functional

    torch.manual_seed(seed)
    model = _module(features.steps.shape[2], features.dense.shape[1])
    dense, steps = torch.from_numpy(features.dense), torch.from_numpy(features.steps)
    labels, later = torch.from_numpy(gold), torch.from_numpy(after)
    batches = (len(gold) + BATCH - 1) // BATCH
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=EPOCHS * batches)
    model.train()
    for _ in range(EPOCHS):
        order = torch.randperm(len(gold))
        for start in range(0, len(gold), BATCH):
            chosen = order[start : start + BATCH]
            now, then = model(dense[chosen], steps[chosen])
            loss: Any = functional.cross_entropy(now, labels[chosen], label_smoothing=SMOOTHING)
            loss = loss + NEXT * functional.cross_entropy(then, later[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return _exported(model)


def stack_members(members: list[Arrays]) -> Arrays:
    """Members along a new first axis, named as `UtteranceNetwork` reads them."""
    return {f"net.{name}": np.stack([member[name] for member in members]) for name in NAMES}


def _module(utterance: int, dense: int) -> Any:
    import torch
    from torch import nn
    from torch.nn import functional

    class Network(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.project = nn.Linear(utterance, HIDDEN)
            self.read = nn.GRU(HIDDEN, HIDDEN, batch_first=True)
            self.branch = nn.Linear(dense, HIDDEN)
            self.now = nn.Linear(2 * HIDDEN, 8)
            self.then = nn.Linear(2 * HIDDEN, 9)
            self.drop = nn.Dropout(DROPOUT)

        def forward(self, rows: Any, steps: Any) -> Any:
            seen = self.drop(functional.gelu(self.project(self.drop(steps)), approximate="tanh"))
            _, state = self.read(seen)
            branch = functional.gelu(self.branch(rows), approximate="tanh")
            both = self.drop(torch.cat([state[0], branch], dim=1))
            return self.now(both), self.then(both)

    return Network()


def _exported(model: Any) -> Arrays:
    tensors = (
        model.project.weight.T,
        model.project.bias,
        model.read.weight_ih_l0.T,
        model.read.bias_ih_l0,
        model.read.weight_hh_l0.T,
        model.read.bias_hh_l0,
        model.branch.weight.T,
        model.branch.bias,
        model.now.weight.T,
        model.now.bias,
    )
    return {name: tensor.detach().numpy().copy() for name, tensor in zip(NAMES, tensors, strict=True)}
