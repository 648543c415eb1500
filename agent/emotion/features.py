"""How loudly a message is said: marks on its surface, for the intensity head."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

_INTENSE = re.compile(
    r"\b(so+|very|really|totally|completely|absolutely|extremely|every|never|always|nothing|nobody|can'?t|cannot|"
    r"anymore|any more|all|still|again|fuck\w*|shit|hell|god|please)\b",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"\b(a bit|a little|kind of|kinda|sort of|slightly|maybe|somewhat|i guess|tbh|lol|haha)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def surface(text: str) -> Array:
    """Seven numbers in 0..1: capitals, exclamations, questions, intensifiers, softeners, length, dots."""
    words = _WORD.findall(text)
    capital = sum(word.isupper() for word in words) / len(words) if words else 0.0
    return np.array(
        [
            capital if len(words) > 1 else 0.0,
            min(text.count("!"), 3) / 3,
            min(text.count("?"), 3) / 3,
            min(len(_INTENSE.findall(text)), 4) / 4,
            min(len(_SOFT.findall(text)), 2) / 2,
            min(np.log1p(len(words)) / 5, 1.0),
            min(text.count("..") + text.count("…"), 2) / 2,
        ],
        dtype=np.float32,
    )
