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
"""Of a message over twice this, the first and the last `READ_LIMIT` characters are read whole, and between them
what stands around every grave word (`_GRAVE`), `AROUND` characters either way."""

AROUND = 160
PLACES = 120
"""At most this many different places between the ends are read: a repeated sentence counts once."""

_GRAVE = re.compile(
    r"(?i)suic|k[i1!]ll|unalive|\bd[i1]e\b|dying|dead|death|overdos|swallow|pills|tablets|\bgun|knife|blade|rope|noose"
    r"|bridge|railing|jump|cut(?:ting)? |burn|myself|my (?:own )?life|not wake|wake up|better off|burden|hopeless"
    r"|\b(?:hit|hits|beat|beats|chok|strangl|rap(?:e|ed)|abus|touch|stab|shoot|hurt|harm|threat|weapon|bomb)"
    r"|starv|purg|throw up|threw up|voices|chosen one|withdrawal|bleed|breath|chest|poison|\bend it|goodbye"
)

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
    """Reads a message; linear in its length; of a long one, by `_pieces`."""
    words = _join(_spelled_out([*_words(message, spelling)], spelling), spelling.joined)
    starts: list[int] = []
    position = 1
    for word in words:
        starts.append(position)
        position += len(word.plain) + 1
    text = f" {' '.join(word.plain for word in words)} "
    return PlainText(message, text, tuple(words), tuple(starts))


def _words(message: str, spelling: Spelling) -> Iterator[Word]:
    for start, end in _pieces(message):
        for match in _TOKEN.finditer(message, start, end):
            plain = _undo(match.group(), spelling)
            if plain:
                yield Word(plain, match.start(), match.end())


def _pieces(message: str) -> list[tuple[int, int]]:
    """The spans to be read, in order and apart."""
    if len(message) <= 2 * READ_LIMIT:
        return [(0, len(message))]
    head, tail = READ_LIMIT, len(message) - READ_LIMIT
    pieces = [(0, head)]
    known: set[str] = set()
    place = head
    while len(pieces) <= PLACES and (found := _GRAVE.search(message, place, tail)):
        start, end = max(found.start() - AROUND, pieces[-1][1]), min(found.end() + AROUND, tail)
        place = found.end()
        near = message[max(found.start() - 30, 0) : found.end() + 30]
        if near not in known and end > start:
            known.add(near)
            pieces.append((start, end))
    return [*pieces, (max(tail, pieces[-1][1]), len(message))]


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
