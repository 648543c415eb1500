"""A message, with what was said before it, to a vector of a tuned encoder.

Such vectors are for the heads taught along with it alone; memory searches with the untouched encoder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..encoder import encodable, open_export

Array = NDArray[np.float32]

MESSAGE_TOKENS = 320
CONTEXT_TOKENS = 48
"""Of a message as many word pieces are read, half of them from its end where it has more; of what came before
it the last."""


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """A message as word pieces: `kinds` is 0 for its own and 1 for the context; `offsets` are characters."""

    ids: list[int]
    kinds: list[int]
    offsets: list[tuple[int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """One message encoded: a vector (384,), and for each word piece its characters and how much it carries (logit)."""

    vector: Array
    offsets: list[tuple[int, int]]
    carries: Array


def pieces(tokenizer: Any, text: str, context: str) -> Pieces:
    """[CLS] text [SEP], then the tail of the context and [SEP]."""
    own = tokenizer.encode(encodable(text))
    ids, offsets = list(own.ids), list(own.offsets)
    if len(ids) > MESSAGE_TOKENS:
        half = MESSAGE_TOKENS // 2
        ids, offsets = ids[:half] + ids[-half:], offsets[:half] + offsets[-half:]
    kinds = [0] * len(ids)
    if context:
        tail = tokenizer.encode(encodable(context)).ids[1:][-CONTEXT_TOKENS:]
        ids, kinds, offsets = ids + tail, kinds + [1] * len(tail), offsets + [(0, 0)] * len(tail)
    return Pieces(ids, kinds, offsets)


def padded(rows: Sequence[Pieces]) -> dict[str, NDArray[np.int64]]:
    """The inputs of the network, shape (n, longest)."""
    width = max(len(row.ids) for row in rows)
    found = {name: np.zeros((len(rows), width), dtype=np.int64) for name in ("ids", "mask", "kind")}
    for i, row in enumerate(rows):
        found["ids"][i, : len(row.ids)] = row.ids
        found["mask"][i, : len(row.ids)] = 1
        found["kind"][i, : len(row.ids)] = row.kinds
    return found


class TunedEncoder:
    """An exported network on ONNX Runtime, one thread. Raises EncoderMissing when a file cannot be read."""

    def __init__(self, folder: Path) -> None:
        self._session, self._tokenizer = open_export(folder)

    def encode(self, texts: Sequence[str], contexts: Sequence[str]) -> list[Encoded]:
        """Encodes each text with its context (may be empty), in order.

        One by one: eight-bit arithmetic scales a whole batch together, so that a message would read a little
        differently beside others, and a batch is no faster.
        """
        found: list[Encoded] = []
        for text, context in zip(texts, contexts, strict=True):
            row = pieces(self._tokenizer, text, context)
            vectors, carries = self._session.run(None, padded([row]))
            own = row.kinds.count(0)
            found.append(Encoded(vectors[0], row.offsets[:own], carries[0, :own]))
        return found
