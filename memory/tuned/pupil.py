"""A network being taught: the carried model with a linear head a task, and the loop over its lessons; training only."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from .encode import Pieces, padded, pieces
from .network import adapted, learned
from .teaching import Steps, batches


class Told(Protocol):
    """A lesson of any room: a text, and what was said before it (may be empty)."""

    @property
    def text(self) -> str: ...

    @property
    def context(self) -> str: ...


L = TypeVar("L", bound=Told)


@dataclass(frozen=True, slots=True, eq=False)
class Batch(Generic[L]):
    """Lessons as word pieces and as the network reads them: `vectors` (n, 384), `carries` a score a piece
    (n, longest); both torch tensors with a gradient."""

    lessons: Sequence[L]
    rows: Sequence[Pieces]
    vectors: Any
    carries: Any


class Pupil(ABC, Generic[L]):
    """The network with its tokenizer and heads; rooms add the losses their lessons mean.

    `source` is the folder of the carried model, `sizes` the columns of each task's head, `weights` how much each
    loss counts. The embeddings stay as they are.
    """

    def __init__(self, source: Path, sizes: Mapping[str, int], weights: Mapping[str, float], seed: int) -> None:
        import torch
        from tokenizers import Tokenizer

        torch.manual_seed(seed)
        self._torch = torch
        self._seed, self._weights = seed, weights
        self._tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.network = adapted(source, attention="sdpa")
        self.network.inner.embeddings.requires_grad_(False)
        width = self.network.inner.config.hidden_size
        self.drop = torch.nn.Dropout(0.1)
        self.heads: Any = torch.nn.ModuleDict({name: torch.nn.Linear(width, size) for name, size in sizes.items()})

    @abstractmethod
    def losses(self, batch: Batch[L]) -> dict[str, Any]:
        """The mean loss over the batch of every task some lesson in it tells of."""

    def teach(self, passes: Sequence[Sequence[L]], rate: float) -> None:
        """All passes, one after the other, each in an order of its own."""
        self._torch.manual_seed(self._seed)
        plan: list[tuple[list[L], list[Pieces]]] = []
        for number, lessons in enumerate(passes):
            rows = [self._pieces(lesson.text, lesson.context) for lesson in lessons]
            order = batches([len(row.ids) for row in rows], self._seed * 100 + number)
            plan += [([lessons[i] for i in batch], [rows[i] for i in batch]) for batch in order]
        body = [p for p in self.network.inner.parameters() if p.requires_grad]
        steps = Steps(body, [*self.heads.parameters(), *self.network.cause.parameters()], rate, len(plan))
        self._teaching(True)
        for taught, pieced in plan:
            vectors, carries = self._read(pieced)
            steps.take(self.losses(Batch(taught, pieced, self.drop(vectors), carries)), self._weights)
        self._teaching(False)

    def opinions(self, name: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """What a task's head says of texts, shape (n, k), each by itself."""
        rows = [self._pieces(text, "") for text in texts]
        out = np.zeros((len(rows), self.heads[name].out_features), dtype=np.float32)
        with self._torch.no_grad():
            for batch in batches([len(row.ids) for row in rows], self._seed):
                out[batch] = self.heads[name](self._read([rows[i] for i in batch])[0]).numpy()
        return out

    def state(self) -> dict[str, Any]:
        """What is to be kept of the network: every array that learning may have changed."""
        return learned(self.network)

    def head(self, name: str) -> tuple[Any, Any]:
        """Weights (384, k) and bias (k,) of a task."""
        return self.heads[name].weight.detach().numpy().T.copy(), self.heads[name].bias.detach().numpy().copy()

    def _pieces(self, text: str, context: str) -> Pieces:
        return pieces(self._tokenizer, text, context)

    def _read(self, rows: Sequence[Pieces]) -> tuple[Any, Any]:
        inputs = {name: self._torch.from_numpy(array) for name, array in padded(rows).items()}
        vectors, carries = self.network(inputs["ids"], inputs["mask"], inputs["kind"])
        return vectors, carries

    def _teaching(self, begins: bool) -> None:
        self.network.train(begins)
        self.drop.train(begins)
