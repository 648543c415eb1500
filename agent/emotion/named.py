"""Feelings named outright: what a person says they feel weighs more than what their words resemble."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from .reading import FAMILIES, Family

Array = NDArray[np.float32]

PULL = 3.0
"""Added to the log-odds of a family that is named: about twenty to one."""

_NAMED: dict[Family, str] = {
    "sadness": "sad|down|low|miserable|unhappy|depressed|heartbroken|devastated|hopeless|empty|gutted|blue",
    "anxiety": "anxious|worried|nervous|stressed|overwhelmed|on edge|tense|panicky|stressed out|restless",
    "anger": "angry|furious|mad|livid|irritated|annoyed|resentful|pissed off|fuming|frustrated|bitter",
    "shame_guilt": "ashamed|guilty|embarrassed|humiliated|mortified|worthless|pathetic|disgusted with myself",
    "loneliness": "lonely|alone|isolated|left out|invisible|abandoned|cut off",
    "grief": "bereaved|grief[- ]stricken|heartsick",
    "fear": "scared|afraid|terrified|frightened|petrified",
    "disgust": "disgusted|repulsed|sickened|grossed out",
    "joy": "happy|glad|delighted|excited|proud|thrilled|over the moon|cheerful|content|elated",
    "relief_hope": "relieved|hopeful|lighter|calmer|optimistic|better|at peace|reassured|encouraged",
    "gratitude": "grateful|thankful|blessed|touched",
    "confusion": "confused|lost|torn|unsure|baffled|puzzled|mixed up",
}
_FEEL = (
    r"\b(?:i\s+(?:(?:really|just|still|now|do|actually)\s+)*(?:feel|felt|am feeling|was feeling|am|was)"
    r"|i['’]?m(?:\s+feeling)?|im|feeling|i['’]?ve been(?:\s+feeling)?|makes? me(?:\s+feel)?|left me(?:\s+feeling)?)"
    r"\s+(?:(?:so|very|really|just|quite|pretty|a bit|a little|kind of|kinda|sort of|too|totally|completely|all"
    r"|incredibly|extremely|more|much)\s+)*"
)
_PATTERNS = {
    family: re.compile(
        rf"{_FEEL}(?P<word>{words})\b(?!\s+(?:of\s+friends|to\s+(?:say|hear\s+that\s+you)))", re.IGNORECASE
    )
    for family, words in _NAMED.items()
}
_DENIED = re.compile(
    r"\b(?:not|never|don['’]?t|didn['’]?t|wasn['’]?t|ain['’]?t|isn['’]?t)\b[^.!?]{0,20}$", re.IGNORECASE
)
_LIMIT = 4_000


def named(text: str) -> dict[Family, str]:
    """The families named in the first person and not denied, each with the word that named it."""
    found: dict[Family, str] = {}
    for family, pattern in _PATTERNS.items():
        for match in pattern.finditer(text[:_LIMIT]):
            said = text[max(0, match.start() - 24) : match.start("word")]
            if not _DENIED.search(said):
                found[family] = match.group("word")
                break
    return found


def pulled(families: Array, text: str) -> Array:
    """Family probabilities, shape (13,), with the named ones raised by `PULL` log-odds; sums to 1."""
    said = named(text)
    if not said:
        return families
    raised = families.astype(np.float64)
    for family in said:
        raised[FAMILIES.index(family)] *= np.exp(PULL)
    out: Array = (raised / raised.sum()).astype(np.float32)
    return out
