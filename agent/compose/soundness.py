"""Whether a person's words make a statement that can be said back: whole, of one piece, and without their slips."""

from __future__ import annotations

import re

from . import english as en

_CRAMPED = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}|^[bcdfghjklmnpqrstvwxz]{4,}$")
_SECOND = frozenset({"you", "your", "yours", "yourself", "you're", "you've", "you'll", "you'd", "u", "ur", "y'all"})
SHORTEST, LONGEST = 3, 16
"""Words in a turned clause."""


_BROKEN = re.compile(
    r"\bto (?:much|many|late|today|early|long|far)\b|\bth(?:at|is) (?:men|women|people|kids|things|days)\b|"
    r"\b(?:i'm|am|is|are|was|were) (?:worry|feel|want|need|have|think|know|go|suffer|live|work|lose|afraid to lost)\b|"
    r"\btr(?:y|ied|ying) (?:study|sleep|talk|work|go|do|get|find|make|focus|forget|be)\b|\ball most\b|\bgot use\b|"
    r"\b(?:broke|lost|got|had|left|failed) .* and (?:sad|upset|angry|depressed|scared|worried|lonely|hurt)\b|"
    r"\bdidn't \w+(?:ed|nt)\b|\b(?:a|an) (?:\w+ )?(?:problems|friends|people|things|issues|feelings)\b|"
    r"\b(?:have|has|had) (?:good|bad|higher|lower|big|strong|little) (?:degree|job|relationship|boss|grade|"
    r"marriage)\b|"
    r"\b(?:any|many|some|ones?|about|the same|what happens|going|doing that)$|\bcan able\b|\bi (?:not|no) \w+|"
    r"\b\w+n't$|"
    r"\bmost days? now\b|\b(?:[2-9]|\d\d+) (?:class|year|month|friend|kid|day|hour|time|week)\b|\b(?:but|"
    r"and) (?:today|now) \w+ (?:in|on|at)\b|\bthe the\b|\b(\w+) \1\b|\bsomehow right now\b|\bbeen feel\b|\b(?:do|"
    r"does|did|is|are|was) \w+n't (?:they|he|she|it|we|i)$|^it (?:does|is|was|did) sometimes\b|"
    r"\bages? \d+$|\bthere(?: is|'s) (?:a lot of|many) (?:\w+ )?\w+s$|^i(?:'ve| have) been and\b|"
    r"\bit(?:'s| is) (?:very )?(?:difficult|hard|bad|good) time\b|\bit(?:'s| is) (?:not )?(?:new )?issues\b|"
    r"\b\w+ing of (?:taking|doing|having|going)\b|\b(?:easy|hard|true|okay|right) my friend$|"
    r"^that (?:i|i'm|my|he|she|they|we|it)\b|^i tried (?:it|that|them|this)\b|\b(?:have|has) not (?:\w+s|"
    r"any|a|an|idea)\b|\bcheating with me\b"
)
"""Slips of theirs, and loose ends, that would be ours if said back."""


_LEADING_ON = en.word_set(
    "and but or because that when if where what how why as since while than then so who which until before after "
    "though although once whenever wherever whether cause till like wish hope guess believe realize realise "
    "sure glad sometimes now today day days night time week year things everything all thing way something anything "
    "someone person people one moment reason more much nobody anybody anyone everyone"
)
"""Words after which "i" may go on within one statement."""


def is_statement(words: list[str]) -> bool:
    """Whether the words, lower case, can be turned and said back."""
    return bool(words) and _sound(words) and not _runs_on(words) and not _BROKEN.search(" ".join(words))


def _sound(words: list[str]) -> bool:
    """A known subject, a verb, no loose ends."""
    length = len(words) + words[0].startswith("i'")
    if not SHORTEST <= length <= LONGEST or " ".join(words) in en.HOLLOW:
        return False
    if _SECOND.intersection(words) or words[-1] in en.DANGLING or " ".join(words).startswith(en.REQUESTS):
        return False
    if any(_CRAMPED.search(word) or "/" in word or "@" in word or not word.isascii() for word in words):
        return False
    thin = words[0] in {"it's", "there's", "it", "this", "that", "there"} and len(words) < 5
    hollow = not set(words) - en.EMPTY - en.ADVERBS - en.DANGLING
    return not thin and not hollow and _has_subject(words)


def _runs_on(words: list[str]) -> bool:
    """Whether a second statement starts without a stop or a joining word: "i feel okay i am kind of stressed"."""
    begins = {"i", "i'm", "i've", "i'd", "i'll", "he", "she", "they", "we", "he's", "she's", "they're"}
    ends = en.CLOSING | (en.STATES - en.FEARING)
    inner = list(enumerate(words[1:]))
    loose = any(word in {"i", "i'm", "i've"} and not leads_on(words[at]) for at, word in inner)
    return loose or any(word in begins and words[at] in ends for at, word in inner)


def leads_on(word: str) -> bool:
    """Whether "i" may follow the word within one statement."""
    return word in _LEADING_ON or word in en.ADVERBS or _verb(word) or word in en.FEARING


def _has_subject(words: list[str]) -> bool:
    first, second = words[0], words[1]
    if first == "i":
        return second not in {
            "could",
            "might",
            "would",
            "should",
            "may",
            "and",
            "or",
            "with",
            "of",
            "the",
            "a",
            "my",
            "me",
            "i",
            "you're",
            "is",
            "are",
        }
    if first in {"i'm", "i've", "i'd", "i'll"} or first in en.CONTRACTED:
        return True
    if first in en.SUBJECTS or (first == "no" and second == "one") or first in en.PROPER:
        return any(_verb(word) for word in words[1:4])
    if first in en.DETERMINERS and second.endswith("'s"):
        return words[2] in en.ADVERBS | {"been", "not", "got"} or words[2].endswith("ing")
    if first in en.DETERMINERS:
        whole = {"that", "which", "who", "how"}.isdisjoint(words[1:5])
        return whole and any(_verb(word) for word in words[2:6])
    return words[:2] == ["me", "and"] and any(_verb(word) for word in words[3:6])


def _verb(word: str) -> bool:
    return word in en.VERBS or word in en.PAST or (word.endswith("ed") and len(word) > 4) or word.endswith("n't")
