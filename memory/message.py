"""A message heard once: its words, cut into windows the encoder can hold, and their vectors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .encoder import Encoder

Vector = NDArray[np.float32]

WINDOW_WORDS = 150
"""A window of about 150 words fits the 256 word pieces of the default encoder."""

WINDOW_LIMIT = 16
"""Longer texts are read by their first and last eight windows; the rest is kept but not encoded."""

CHARACTER_LIMIT = WINDOW_WORDS * 8
"""No window is longer than this, so that a text without blanks is cut too."""


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """One utterance with its vectors; `vectors` has shape (len(windows), dimension), rows L2-normalised."""

    text: str
    windows: tuple[str, ...]
    vectors: NDArray[np.float32]

    @property
    def vector(self) -> Vector:
        """The L2-normalised mean of the windows, shape (dimension,)."""
        if len(self.windows) == 1:
            row: Vector = self.vectors[0]
            return row
        mean = self.vectors.mean(axis=0)
        norm = float(np.linalg.norm(mean))
        unit: Vector = (mean / norm if norm else mean).astype(np.float32)
        return unit


def cut_windows(text: str) -> tuple[str, ...]:
    """Cuts a text at white space into at most `WINDOW_LIMIT` windows; a short text is one window."""
    head, tail = text, ""
    reach = CHARACTER_LIMIT * WINDOW_LIMIT // 2
    if len(text) > 2 * reach:
        head, tail = text[:reach], text[-reach:]
    windows = _windows_of(head) + (_windows_of(tail) if tail else [])
    if len(windows) > WINDOW_LIMIT:
        windows = windows[: WINDOW_LIMIT // 2] + windows[-WINDOW_LIMIT // 2 :]
    return tuple(windows) or ("",)


def _windows_of(text: str) -> list[str]:
    if len(text) <= CHARACTER_LIMIT:
        return [text]
    windows: list[str] = []
    words: list[str] = []
    length = 0
    for word in re.findall(rf"\S{{1,{CHARACTER_LIMIT}}}", text):
        if words and (len(words) == WINDOW_WORDS or length + len(word) + 1 > CHARACTER_LIMIT):
            windows.append(" ".join(words))
            words, length = [], 0
        words.append(word)
        length += len(word) + 1
    return [*windows, " ".join(words)] if words else windows


def hear(texts: Sequence[str], encoder: Encoder) -> list[Message]:
    """Encodes all texts in one call, so that each is encoded once in its life."""
    cut = [cut_windows(text) for text in texts]
    vectors = encoder.encode([window for windows in cut for window in windows])
    messages: list[Message] = []
    start = 0
    for text, windows in zip(texts, cut, strict=True):
        messages.append(Message(text, windows, vectors[start : start + len(windows)]))
        start += len(windows)
    return messages
