"""An encoder that remembers on disk what it encoded: for training, where the same texts return."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .encoder import Encoder

CHUNK = 512


class CachedEncoder:
    """Wraps an encoder; rows are kept in the SQLite file `path`, keyed by encoder name and text."""

    def __init__(self, encoder: Encoder, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._encoder = encoder
        self._db = sqlite3.connect(path, timeout=60.0)
        self._db.execute("create table if not exists vectors (key blob primary key, row blob not null)")
        self.name = encoder.name
        self.dimension = encoder.dimension

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        keys = [hashlib.sha256(f"{self.name}\0{text}".encode("utf-8", "replace")).digest() for text in texts]
        rows: dict[bytes, NDArray[np.float32]] = {}
        for key in set(keys):
            found = self._db.execute("select row from vectors where key = ?", (key,)).fetchone()
            if found:
                rows[key] = np.frombuffer(found[0], dtype=np.float32)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in rows}
        pending = list(missing.items())
        for start in range(0, len(pending), CHUNK):
            chunk = pending[start : start + CHUNK]
            made = self._encoder.encode([text for _, text in chunk])
            for (key, _), row in zip(chunk, made, strict=True):
                rows[key] = row
            self._db.executemany(
                "insert or ignore into vectors values (?, ?)", [(key, rows[key].tobytes()) for key, _ in chunk]
            )
            self._db.commit()
        return np.stack([rows[key] for key in keys]) if keys else np.zeros((0, self.dimension), dtype=np.float32)
