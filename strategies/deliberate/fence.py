"""Fencing: what people wrote, laid before a model so that it cannot pass for anything else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

OPEN, CLOSE = "<<<", ">>>"
BAR = " | "
MOST_CHARACTERS = 2000
"""Of longer texts the first and the last half of this are kept."""

_JOINERS = frozenset("\u200c\u200d")


def fenced(title: str, said: Iterable[tuple[str, str]]) -> str:
    """A block of (name, text). Titles and names are ours; texts are anybody's.

    Every line of a text, however it is broken, begins with its name and a bar. So no text can begin a line:
    it can neither close the block nor speak under another name.
    """
    lines = [f"{name}{BAR}{line}" for name, text in said for line in _lines(text)]
    return "\n".join((f"{OPEN} {title}", *lines, CLOSE))


def one_line(text: str, most: int) -> str:
    """The text as one clean line of at most `most` characters."""
    return " ".join(" ".join(_lines(text)).split())[:most].rstrip()


def _lines(text: str) -> list[str]:
    half = MOST_CHARACTERS // 2
    kept = text if len(text) <= MOST_CHARACTERS else f"{text[:half]} [...] {text[-half:]}"
    return [_visible(line) for line in kept.splitlines()] or [""]


def _visible(line: str) -> str:
    """Without control, bidi, tag and lone surrogate characters, which can hide words or break an encoding."""
    return "".join(
        " " if char == "\t" else char
        for char in line
        if char == "\t" or char in _JOINERS or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )
