"""Some models think aloud before they answer; what they think is not for the person."""

from __future__ import annotations

_MARKS = (("<think>", "</think>"), ("<thinking>", "</thinking>"), ("<thought>", "</thought>"))


class ThoughtFilter:
    """Takes text as it comes and gives back what is no thought.

    Only a thought at the very beginning counts, as models write it; what may become its mark is held back until it
    is clear. A thought that is not closed leaves nothing.
    """

    def __init__(self) -> None:
        self._held = ""
        self._closing: str | None = None
        self._open = True

    def feed(self, text: str) -> str:
        """What may go on of everything that came so far."""
        if not self._open:
            return text
        self._held += text
        if self._closing is None:
            begun = self._held.lstrip()
            for opening, closing in _MARKS:
                if begun.startswith(opening):
                    self._closing = closing
            if self._closing is None:
                if any(opening.startswith(begun) for opening, _ in _MARKS):
                    return ""
                return self._release(self._held)
        thought, mark, rest = self._held.partition(self._closing)
        if not mark:
            return ""
        del thought
        self._held, self._closing = rest.lstrip(), None
        return self.feed("") if self._held else ""

    def end(self) -> str:
        """What was still held back and turned out to be no thought."""
        return "" if self._closing is not None else self._release(self._held)

    def _release(self, text: str) -> str:
        self._open, self._held = False, ""
        return text


def without_thoughts(text: str) -> str:
    """A whole text without the thought it begins with."""
    sieve = ThoughtFilter()
    return sieve.feed(text) + sieve.end()
