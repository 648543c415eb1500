"""Feelings that a person says they do not have, or have no longer: they are heard less, not more."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .named import LIMIT, NAMED
from .reading import NEGATIVE, POSITIVE, Family

_NOT = (
    r"\b(?:(?:i|we)\s+(?:\w+\s+)?(?:don['’]?t|do\s+not|didn['’]?t|did\s+not|never|no\s+longer|haven['’]?t|wasn['’]?t"
    r"|was\s+not|am\s+not|am\s+no\s+longer|(?<!can['’]t )(?<!cant )(?<!cannot )stopped)"
    r"|(?:i['’]?m|im)\s+(?:\w+\s+)?(?:not|no\s+longer|never)|not\s+feeling)\s+"
    r"(?!(?:just|only|simply|merely|(?:\w+\s+)?so)\b)"
    r"(?:(?:all|any|as|at\s+all|even|feel|feeling|felt|been|be|being|really|that|too|very|quite|actually|exactly)\s+)*"
)
_WAS = r"\b(?:i|we)\s+(?:used\s+to\s+(?:feel|be)|was|felt)\s+(?:(?:so|very|really|always|quite|all|just)\s+)*"
_MADE = r"\b(?:makes?|made|making)\s+me\s+(?:feel\s+)?(?:(?:so|very|really|quite|all)\s+)*"
_NOT_FELT = {family: re.compile(rf"{_NOT}(?:{words})\b", re.IGNORECASE) for family, words in NAMED.items()}
_WAS_FELT = {family: re.compile(rf"{_WAS}(?:{NAMED[family]})\b", re.IGNORECASE) for family in POSITIVE}
_FELT = {
    family: re.compile(
        rf"(?:{_WAS}|{_MADE}|\bi\s+(?:am|feel)\s+(?:so\s+)?|\bi?['’]?m\s+(?:so\s+)?)(?:{NAMED[family]})\b",
        re.IGNORECASE,
    )
    for family in POSITIVE
}
_NO_LONGER = re.compile(r"\bno\s+longer\b|\bstopped\b", re.IGNORECASE)
_ANY_MORE = re.compile(r"[^.!?]{0,24}?\b(?:any\s?more|any\s+longer)\b", re.IGNORECASE)
_THEN = re.compile(r"[^.!?]{0,16}?\b(?:before|until|till?|(?:and|but)\s+then|then)\b", re.IGNORECASE)
_HARM = re.compile(
    r"[^.!?]{0,32}?\b(?:then|but|before|until|till?|after|later|next)\b[^.!?]{0,24}?"
    r"\b(?:hits?|beats?|slap(?:s|ped)|punch(?:es|ed)|kick(?:s|ed)|chok(?:es|ed)|strangle[sd]|hurts?|rape[sd]|shov(?:es|ed)"
    r"|push(?:es|ed)|threaten(?:s|ed)|scream(?:s|ed)\s+at|shout(?:s|ed)\s+at|yell(?:s|ed)\s+at|spit(?:s)?\s+(?:at|on))"
    r"\s+(?:me|us|my|the\s+(?:kids|baby))\b",
    re.IGNORECASE,
)
_BETTER_GONE = re.compile(
    r"\bbetter\s+off\s+(?:dead|gone|without\s+me)\b|\bbetter\s+if\s+i\s+(?:was|were)\s+(?:dead|gone)\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"\b(?:numb|empty|(?:feel|felt|feeling)\s+(?:nothing|anything))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unfelt:
    """`denied`: said not to be there, which may be a mask. `over`: was there and is not any more, or is undone in the
    same breath. `eased`: those of `over` that were hard to bear, so that their end is a relief."""

    denied: frozenset[Family] = frozenset()
    over: frozenset[Family] = frozenset()
    eased: frozenset[Family] = frozenset()


def unfelt(text: str) -> Unfelt:
    """What `text` says is not, or no longer, felt by the one who writes.

    "I don't feel lonely any more" and "no longer afraid" are over and eased (not beside "I feel nothing"); "I was happy
    before he died" and "he makes me feel happy, then he hits me" are over; that somebody is better off dead undoes
    every gladness; "I'm not angry" is denied. "Never so sad" and "not just sad" say the feeling.
    """
    heard = text[:LIMIT]
    denied: set[Family] = set()
    over: set[Family] = set()
    for family, pattern in _NOT_FELT.items():
        for match in pattern.finditer(heard):
            gone = _NO_LONGER.search(match.group()) or _ANY_MORE.match(heard, match.end())
            (over if gone else denied).add(family)
    over.update(family for family in POSITIVE if _is_undone(heard, family))
    if _BETTER_GONE.search(heard):
        over |= POSITIVE
    eased = frozenset() if _NOTHING.search(heard) else frozenset(over & NEGATIVE)
    return Unfelt(frozenset(denied - over), frozenset(over), eased)


def _is_undone(text: str, gladness: Family) -> bool:
    """Whether it is told as past and followed by what ended it, or followed by harm that somebody does."""
    if any(_THEN.match(text, match.end()) for match in _WAS_FELT[gladness].finditer(text)):
        return True
    return any(_HARM.match(text, match.end()) for match in _FELT[gladness].finditer(text))
