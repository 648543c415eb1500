"""JSON as models write it: in fences, with words around it, with commas too many, or broken off."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

DEEPEST = 64

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_WORD = re.compile(r"[A-Za-z_$][\w$-]*")
_SPACE = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/|#[^\n]*)+", re.DOTALL)
_LITERALS: dict[str, Any] = {"true": True, "false": False, "null": None, "none": None, "undefined": None}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "`": "`"}


@dataclass(frozen=True, slots=True)
class Mended:
    """What was read. `repaired`: it was no plain JSON. `cut`: it broke off and was closed where it ended."""

    value: Any
    repaired: bool = False
    cut: bool = False


class _Unreadable(Exception):
    pass


def mend(text: str) -> Mended | None:
    """The JSON object or array in a text; None when there is none. What is missing is never made up."""
    plain = text.strip().removeprefix("\ufeff")
    try:
        return Mended(json.loads(plain, parse_constant=_no_constant))
    except (ValueError, RecursionError):
        pass
    best: Mended | None = None
    at = -1
    for _ in range(8):
        starts = [found for mark in "{[" if (found := plain.find(mark, at + 1)) >= 0]
        if not starts:
            break
        at = min(starts)
        reader = _Reader(plain, at)
        try:
            value = reader.value(0)
        except _Unreadable:
            continue
        found_one = Mended(value, repaired=True, cut=reader.cut)
        if best is None or len(str(value)) > len(str(best.value)):
            best = found_one
        at = max(at, reader.at - 1)
    return best


def _no_constant(name: str) -> Any:
    raise ValueError(name)


class _Reader:
    """Reads one value from a place in a text and forgives what can be forgiven without guessing."""

    def __init__(self, text: str, at: int) -> None:
        self.text, self.at = text, at
        self.cut = False

    def value(self, depth: int) -> Any:
        if depth > DEEPEST:
            raise _Unreadable
        self._space()
        letter = self._letter()
        if letter == "{":
            return self._object(depth)
        if letter == "[":
            return self._array(depth)
        if letter in _QUOTES:
            return self._string()
        return self._atom()

    def _object(self, depth: int) -> dict[str, Any]:
        self.at += 1
        found: dict[str, Any] = {}
        while True:
            self._space(",")
            letter = self._letter()
            if letter == "":
                self.cut = True
            if letter in ("", "}"):
                self.at += 1
                return found
            name = self._string() if letter in _QUOTES else self._word()
            self._space()
            if self._letter() != ":":
                if self._letter() == "":
                    self.cut = True
                    return found
                raise _Unreadable
            self.at += 1
            self._space()
            if self._letter() == "":
                self.cut = True
                return found
            found[name] = self.value(depth + 1)

    def _array(self, depth: int) -> list[Any]:
        self.at += 1
        found: list[Any] = []
        while True:
            self._space(",")
            letter = self._letter()
            if letter == "":
                self.cut = True
            if letter in ("", "]"):
                self.at += 1
                return found
            found.append(self.value(depth + 1))

    def _string(self) -> str:
        closing = _QUOTES[self.text[self.at]]
        self.at += 1
        found: list[str] = []
        while self.at < len(self.text):
            letter = self.text[self.at]
            if letter == closing and self._closes():
                self.at += 1
                return "".join(found)
            if letter == "\\":
                found.append(self._escape())
                continue
            found.append(letter)
            self.at += 1
        self.cut = True
        return "".join(found)

    def _closes(self) -> bool:
        """A quotation mark inside a text is told from its end by what follows it."""
        after = _SPACE.match(self.text, self.at + 1)
        at = after.end() if after else self.at + 1
        return at >= len(self.text) or self.text[at] in ",:}]"

    def _escape(self) -> str:
        letter = self.text[self.at + 1 : self.at + 2]
        if letter == "u":
            digits = self.text[self.at + 2 : self.at + 6]
            self.at += 6
            try:
                point = int(digits, 16)
            except ValueError:
                return ""
            low = self.text[self.at + 2 : self.at + 6] if self.text.startswith("\\u", self.at) else ""
            if 0xD800 <= point < 0xDC00 and re.fullmatch(r"[dD][c-fC-F][0-9a-fA-F]{2}", low):
                self.at += 6
                return chr(0x10000 + ((point - 0xD800) << 10) + int(low, 16) - 0xDC00)
            return "\ufffd" if 0xD800 <= point < 0xE000 else chr(point)
        self.at += 2
        return _ESCAPES.get(letter, letter)

    def _atom(self) -> Any:
        number = _NUMBER.match(self.text, self.at)
        if number:
            self.at = number.end()
            self.cut = self.cut or self.at >= len(self.text)
            try:
                return json.loads(number.group().lstrip("+"))
            except ValueError:
                return float(number.group())
        word = self._word()
        if word.lower() not in _LITERALS:
            if self.at >= len(self.text):
                self.cut = True
                return None
            raise _Unreadable
        return _LITERALS[word.lower()]

    def _word(self) -> str:
        word = _WORD.match(self.text, self.at)
        if not word:
            raise _Unreadable
        self.at = word.end()
        return word.group()

    def _letter(self) -> str:
        return self.text[self.at : self.at + 1]

    def _space(self, also: str = "") -> None:
        while True:
            space = _SPACE.match(self.text, self.at)
            if space:
                self.at = space.end()
            elif also and self._letter() == also:
                self.at += 1
            else:
                return
