"""How near a message lies to the examples the bank's situations give, so that a situation is known in new words."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from ...memory.encoder import Encoder, open_encoder
from ...memory.message import Vector
from .bank import Bank
from .sheets import load

FILE = Path(__file__).parent / "weights" / "examples.safetensors"

NEAR_ENOUGH = 0.7
"""Cosine of message and example from which the example speaks for it; read off ESConv train."""


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Vectors of shape (n, 384), rows L2-normalised, and the situation of each row."""

    names: tuple[str, ...]
    vectors: NDArray[np.float32]

    @classmethod
    def load(cls, bank: Bank, file: Path = FILE) -> Examples | None:
        """The vectors as made from the bank; None where there are none or the bank has other examples by now."""
        if not file.exists():
            return None
        found = load_file(file)
        rows = _rows(bank)
        if bytes(found["digest"]).hex() != _digest(rows):
            return None
        return cls(tuple(name for name, _ in rows), found["vectors"].astype(np.float32) / np.float32(127))

    def near(self, vector: Vector | None) -> Mapping[str, float]:
        """The one situation whose example is nearest and its cosine, if near enough; empty for no vector or another."""
        if vector is None or vector.shape != self.vectors.shape[1:]:
            return {}
        cosines = self.vectors @ vector
        at = int(cosines.argmax())
        return {self.names[at]: float(cosines[at])} if cosines[at] >= NEAR_ENOUGH else {}


def write(encoder: Encoder, bank: Bank, file: Path = FILE) -> int:
    """Encodes the examples anew and returns how many there are."""
    rows = _rows(bank)
    vectors = np.round(encoder.encode([text for _, text in rows]) * 127).astype(np.int8)
    digest = np.frombuffer(bytes.fromhex(_digest(rows)), dtype=np.uint8)
    file.parent.mkdir(exist_ok=True)
    save_file({"vectors": vectors, "digest": digest}, file)
    return len(rows)


def _rows(bank: Bank) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in bank.examples.items() for text in texts]


def _digest(rows: list[tuple[str, str]]) -> str:
    return sha256("\n".join(f"{name}\t{text}" for name, text in rows).encode()).hexdigest()


if __name__ == "__main__":
    sys.stdout.write(f"{write(open_encoder(), load())} examples in {FILE.name}\n")
