"""Feelings named outright: what a person says they feel weighs more than what their words resemble."""

from __future__ import annotations

import re

from .reading import Family

NAMED: dict[Family, str] = {
    "sadness": "sad|down|low|miserable|unhappy|depressed|heartbroken|devastated|hopeless|empty|gutted|blue"
    "|better off (?:dead|gone|without me)",
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
    for family, words in NAMED.items()
}
_ALSO = {
    family: re.compile(
        r"\s*(?:,|/|&|\band\b|\bbut\b|\byet\b|\bor\b)\s*(?:(?:and|but|also|so|very|really|just|quite|kind\s+of|kinda|a\s+bit"
        rf"|then|still|even|more|i\s+feel|feel|feeling|i['’]?m|im)\s+)*(?P<word>{words})\b",
        re.IGNORECASE,
    )
    for family, words in NAMED.items()
}
"""A feeling named in the same breath: "sad and angry", "glad, but also a bit guilty"."""
_DENIED = re.compile(
    r"\b(?:not|never|don['’]?t|didn['’]?t|wasn['’]?t|ain['’]?t|isn['’]?t)\b[^.!?]{0,20}$", re.IGNORECASE
)
_OTHERWISE: dict[str, re.Pattern[str]] = {
    word: re.compile(rf"\s+(?:{after})\b", re.IGNORECASE)
    for word, after in {
        "afraid": "so|not",
        "alone": r"with (?:him|them|(?:the|my|our|his) (?:kids?|child(?:ren)?|baby|boys?|girls?|son|daughter))",
        "better": "off (?:dead|gone|alone|without me)|at (?!night|home|last|least)|about nothing",
        "down": "at|for|from|here|in|on|the|there|to|with",
        "empty": "handed",
        "low": "on",
        "lost": "for words",
        "mad": "about|for|to",
        "touched": "by (?:a|my|the|his|him|some|men)|up|when|every|again|as a",
    }.items()
}
"""Words that name no feeling before these: "better off dead", "down the shops", "low on petrol", "touched by a man"."""
_PAST = re.compile(r"\b(?:was|felt)\b", re.IGNORECASE)
_OVER = re.compile(r"\s+(?:before|until|till?)\b", re.IGNORECASE)
_UNREAL = re.compile(
    r"\b(?:if|wish(?:ed|ing)?|pretend(?:s|ed|ing)?|can(?:['’]?t|not)\s+say)\W+(?:that\W+)?$",
    re.IGNORECASE,
)
_ANOTHERS = re.compile(
    r"\b(?:he|she|they|you|people|everyone|everybody|no ?(?:one|body)|some(?:one|body)|my\s+\w+)\s+(?:\w+\s+)?"
    r"(?:says?|said|saying|thinks?|thought|believes?|believed|reckons?|texted|wrote|told\s+(?:me|everyone))"
    r"\W*(?:that\W+)?$",
    re.IGNORECASE,
)
LIMIT = 4_000


def named(text: str) -> dict[Family, str]:
    """The families the writer names as their own, and now, each with the word that named it.

    Not those that are denied, wished for or supposed, said or thought by somebody else, or over ("i was happy before
    he died"), nor words that mean something else before the next one ("better off dead", "low on petrol").
    Of what others say of the writer, what shames is the writer's all the same ("he says i'm pathetic").
    """
    found: dict[Family, str] = {}
    heard = text[:LIMIT]
    for family, pattern in _PATTERNS.items():
        for match in pattern.finditer(heard):
            if _is_own(heard, match) and (family == "shame_guilt" or not _ANOTHERS.search(_ahead(heard, match))):
                found.setdefault(family, match.group("word"))
                _name_the_rest(found, heard, match)
                break
    return {family: found[family] for family in NAMED if family in found}


def _name_the_rest(found: dict[Family, str], text: str, match: re.Match[str]) -> None:
    """Adds what is named in the same breath."""
    while match_after := next(
        ((family, also) for family, one in _ALSO.items() if (also := one.match(text, match.end()))), None
    ):
        family, match = match_after
        if _means_something_else(text, match):
            return
        found.setdefault(family, match.group("word"))


def _is_own(text: str, match: re.Match[str]) -> bool:
    if _DENIED.search(text[max(0, match.start() - 24) : match.start("word")]):
        return False
    if _UNREAL.search(_ahead(text, match)):
        return False
    if _PAST.search(match.group()) and _OVER.match(text, match.end()):
        return False
    return not _means_something_else(text, match)


def _means_something_else(text: str, match: re.Match[str]) -> bool:
    word = match.group("word").lower()
    return word in _OTHERWISE and _OTHERWISE[word].match(text, match.end()) is not None


def _ahead(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 48) : match.start()]
