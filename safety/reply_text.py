"""A reply made ready for matching: sentences, and a folded form of the same length as the original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ..prompts.sentences import split_sentences

SENTENCE_LIMIT = 400
"""Longer sentences are cut, so that matching time grows with the length of a reply and no faster."""

_QUOTED = re.compile(r'"[^"]{1,200}"')
_SINGLY_QUOTED = re.compile(r"(?<![\w'])'(?:[^']|(?<=\w)'(?=\w)){1,120}'(?![\w'])")
_SINGLE = str.maketrans(dict.fromkeys("‘’‛ʼ`´", "'") | dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‐‑‒–—―−", "-"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the reply and its folded form; both have the same length, so spans carry over."""

    text: str
    folded: str

    def span(self, start: int, end: int) -> str:
        """The verbatim words between two positions of the folded form."""
        return self.text[start:end].strip()


def fold(text: str) -> str:
    """Lower case, straight quotes and dashes, plain blanks, compatibility forms; of the same length."""
    straight = text.translate(_SINGLE)
    return straight.lower() if straight.isascii() else "".join(map(_fold_character, straight))


def _fold_character(character: str) -> str:
    if character.isspace():
        return " "
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character


def hide_quotes(folded: str) -> str:
    """Blanks out what stands in quotes (someone else's words), unless that is most of the text."""
    hidden = _SINGLY_QUOTED.sub(_blank, _QUOTED.sub(_blank, folded))
    return folded if hidden.count("~") > len(folded) // 2 else hidden


def _blank(quoted: re.Match[str]) -> str:
    mark = quoted.group()[0]
    return mark + "~" * (len(quoted.group()) - 2) + mark


def read_sentence(text: str, quotes: bool = True) -> Sentence:
    """One sentence folded, white space already single, quoted words hidden when `quotes`."""
    plain = " ".join(text.split())
    folded = fold(plain)
    return Sentence(plain, hide_quotes(folded) if quotes else folded)


def sentences_of(reply: str) -> tuple[str, ...]:
    """The sentences of a reply as reviewed, in order; each is a verbatim span of it.

    White space inside a sentence is kept as it came; sentences longer than `SENTENCE_LIMIT` are cut.
    """
    pieces: list[str] = []
    for sentence in split_sentences(reply):
        pieces.extend(sentence[at : at + SENTENCE_LIMIT] for at in range(0, len(sentence), SENTENCE_LIMIT))
    return tuple(pieces)
