"""Cutting text into sentences, and the key by which two sentences count as the same."""

from __future__ import annotations

import re
import unicodedata

_END = re.compile(r"""(?<=[.!?…])["'”’)\]]*\s+(?=[^\s])|\n+""")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|st|no)\.)$", re.IGNORECASE)


def split_sentences(text: str) -> tuple[str, ...]:
    """Sentences in order, stripped; closing quotes stay with theirs. A text without a stop is one sentence."""
    found: list[str] = []
    start = 0
    for gap in _END.finditer(text):
        end = gap.end() if gap.group().isspace() else gap.start() + len(gap.group().rstrip())
        piece = text[start:end].strip()
        if not piece or _ABBREVIATION.search(piece):
            continue
        found.append(piece)
        start = end
    rest = text[start:].strip()
    return tuple([*found, rest] if rest else found)


def sentence_key(sentence: str) -> str:
    """Letters and digits only, case folded: "Oh, I see." and "oh I see" share a key."""
    folded = unicodedata.normalize("NFKC", sentence).casefold()
    return " ".join(re.findall(r"\w+", folded))
