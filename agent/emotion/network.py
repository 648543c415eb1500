"""A small regression network, for the VAD head; used by training only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


def fit_network(inputs: Array, goals: Array, hidden: int = 192, epochs: int = 40) -> tuple[Array, Array, Array, Array]:
    """One ReLU layer by AdamW on the squared error; returns its weights and biases, in and out.

    `inputs` (n, d) of about unit variance, `goals` (n, k) standardised. Seeded, one thread.
    """
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    first, last = torch.nn.Linear(inputs.shape[1], hidden), torch.nn.Linear(hidden, goals.shape[1])
    model = torch.nn.Sequential(torch.nn.Dropout(0.2), first, torch.nn.ReLU(), torch.nn.Dropout(0.5), last)
    x, y = torch.tensor(inputs), torch.tensor(goals.astype(np.float32))
    batch = 64
    steps = epochs * -(-len(x) // batch)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 1e-3, total_steps=steps)
    for _ in range(epochs):
        for rows in torch.split(torch.randperm(len(x)), batch):
            loss = ((model(x[rows]) - y[rows]) ** 2).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    weights = (first.weight.T, first.bias, last.weight.T, last.bias)
    w1, b1, w2, b2 = (tensor.detach().numpy().astype(np.float32) for tensor in weights)
    return w1, b1, w2, b2
