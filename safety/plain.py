"""A message in plain words: masking, slang and contractions undone, every word tied to where it stood.

Rules read the plain text; what they cite is the verbatim span of the message behind it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

READ_LIMIT = 4_000
"""Of a longer message the first and the last `READ_LIMIT` characters are read."""

_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f"
_APOSTROPHES = "'\u2018\u2019\u02bc\u00b4`"
_TOKEN = re.compile(rf"\w(?:[\w{_APOSTROPHES}*@$!|{_HIDDEN}]*[\w*])?|[^\w\s{_HIDDEN}]")
_DROPPED = re.compile(f"[{_HIDDEN}{_APOSTROPHES}]")
_MASK = re.compile(r"[\d*@$!|]")
_LONG_RUN = re.compile(r"(\w)\1{2,}")
_LEET = str.maketrans("013457@$!|", "oieastasii")
_LOOKALIKE = str.maketrans("\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0456\u0455\u0501", "aeopcxyisd")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as understood (`plain`, possibly several words) and its span in the message."""

    plain: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spelling:
    """How odd spellings are undone: `masked` words worth guessing, `slang` and `joined` pairs to replace."""

    masked: tuple[str, ...] = ()
    slang: Mapping[str, str] = field(default_factory=dict)
    joined: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlainText:
    """`text` is lower case, single-spaced, with a blank at both ends; punctuation stands as words of its own."""

    message: str
    text: str
    words: tuple[Word, ...]
    starts: tuple[int, ...]

    def verbatim(self, start: int, end: int) -> str:
        """The span of the message behind the plain characters from `start` to `end`."""
        if not self.words:
            return ""
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = max(bisect_left(self.starts, end) - 1, first)
        return self.message[self.words[first].start : self.words[last].end]


def plain_text(message: str, spelling: Spelling) -> PlainText:
    """Reads a message; linear in its length, which is cut at twice `READ_LIMIT`."""
    words = _join(_spelled_out([*_words(message, spelling)], spelling), spelling.joined)
    starts: list[int] = []
    position = 1
    for word in words:
        starts.append(position)
        position += len(word.plain) + 1
    text = f" {' '.join(word.plain for word in words)} "
    return PlainText(message, text, tuple(words), tuple(starts))


def _words(message: str, spelling: Spelling) -> Iterator[Word]:
    pieces = [(0, message)]
    if len(message) > 2 * READ_LIMIT:
        pieces = [(0, message[:READ_LIMIT]), (len(message) - READ_LIMIT, message[-READ_LIMIT:])]
    for offset, piece in pieces:
        for match in _TOKEN.finditer(piece):
            plain = _undo(match.group(), spelling)
            if plain:
                yield Word(plain, offset + match.start(), offset + match.end())


def _undo(token: str, spelling: Spelling) -> str:
    word = unicodedata.normalize("NFKD", _DROPPED.sub("", token).lower())
    word = "".join(c for c in word if not unicodedata.combining(c) and not c.isspace())
    if not word.isascii():
        word = word.translate(_LOOKALIKE)
    word = spelling.slang.get(word, word)
    if len(word) > 2 and _MASK.search(word):
        word = _unmask(word, spelling)
    if _LONG_RUN.search(word):
        doubled, single = _LONG_RUN.sub(r"\1\1", word), _LONG_RUN.sub(r"\1", word)
        word = doubled if doubled in spelling.masked else single
    return spelling.slang.get(word, word)


def _unmask(word: str, spelling: Spelling) -> str:
    """The word of the list a digit- or star-masked token stands for, or the token without trailing marks."""
    guess = word.translate(_LEET)
    if guess in spelling.masked or guess in spelling.slang:
        return guess
    ell = word.replace("1", "l").replace("!", "l").replace("|", "l").translate(_LEET)
    if ell in spelling.masked:
        return ell
    if "*" in word and len(word) <= 20:
        shape = re.compile(re.escape(guess).replace(r"\*", "[a-z]?"))
        return next((known for known in spelling.masked if shape.fullmatch(known)), word.replace("*", ""))
    return word


def _spelled_out(words: Sequence[Word], spelling: Spelling) -> list[Word]:
    """Letters set apart by blanks, dots or dashes, put together where they give a word of the list."""
    out: list[Word] = []
    run: list[Word] = []

    def close() -> None:
        letters = "".join(word.plain for word in run if word.plain.isalnum())
        if len(letters) > 2 and (letters in spelling.masked or letters in spelling.slang):
            out.append(Word(spelling.slang.get(letters, letters), run[0].start, run[-1].end))
        else:
            out.extend(run)
        run.clear()

    for word in words:
        single = word.end - word.start == 1 and (word.plain.isalnum() or (run and word.plain in "._-*"))
        if not single:
            close()
            out.append(word)
        else:
            run.append(word)
    close()
    return out


def _join(words: Sequence[Word], joined: Mapping[str, str]) -> list[Word]:
    out: list[Word] = []
    skip = False
    for word, following in pairwise([*words, Word("", 0, 0)]):
        if skip:
            skip = False
            continue
        short = joined.get(f"{word.plain} {following.plain}")
        if short is not None:
            out.append(Word(short, word.start, following.end))
            skip = True
        else:
            out.append(word)
    return out
