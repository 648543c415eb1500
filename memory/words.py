"""Content words, and the concepts behind them, for the lexical half of recall."""

from __future__ import annotations

import re
from functools import lru_cache

from .concepts import BROADER, PEOPLE, THINGS

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

_STOPWORDS = """
a about above actually after again against ain all also am an and another any anyone anything are aren as ask
    asked at be because been before being below between both but by can can't cannot could couldn did didn didn't do
    does doesn doesn't doing don don't down during each else ever every everything few for from further get gets
    getting got had hadn has hasn have haven having he he's her here hers herself him himself his how i i'd i'll i'm
    i've if in into is isn isn't it it's its itself just kind know let like lot made make many may maybe me mean
    mention mentioned might mine more most much must my myself need no nor not now of off oh ok okay on once one only
    or other our ours ourselves out over own please quite re really remember remind same say saying says see she
    she's should so some someone something sort still such sure tell telling than that that's the their theirs them
    themselves then there these they they're thing things think this those though through to told too under until up
    us usually very want wanted was wasn we we're well were weren what what's when where which while who whom whose
    why will with won won't would wouldn yeah yes yet you you're you've your yours yourself yourselves currently
    anymore recall talked talk talking discussed said spoke moment days
    going go went come came feel feeling felt thought"""
STOPWORDS = frozenset(_STOPWORDS.split())

_SUFFIXES = ("ingly", "edly", "ings", "ing", "ied", "ies", "ed", "es", "s", "ly", "er", "ment")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Strips one English ending from a lower-case word of five letters or more; three letters remain."""
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    if len(word) < 4 or (len(word) == 4 and not word.endswith("s")) or word.endswith("ss"):
        return word
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            root = word[: -len(suffix)]
            if suffix in ("ied", "ies"):
                return root + "y"
            if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "ls":
                return root[:-1]
            return root.rstrip("e") if len(root) > 3 else root
    return word.rstrip("e") if len(word) > 4 else word


def words(text: str) -> list[str]:
    """All words, lower case."""
    return [word.casefold().replace("’", "'") for word in WORD.findall(text)]


def terms(text: str) -> list[str]:
    """Stems of the content words, in order, with repeats."""
    return [stem(word) for word in words(text) if word not in STOPWORDS]


def _inverted(groups: dict[str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, members in groups.items():
        for member in members.split():
            found.setdefault(stem(member), set()).add(name)
    return {member: frozenset(names) for member, names in found.items()}


_PEOPLE = _inverted(PEOPLE)
_THINGS = _inverted(THINGS)
_BROADER = {stem(name): frozenset(members.split()) for name, members in BROADER.items()}


@lru_cache(maxsize=65536)
def concepts(term: str) -> frozenset[str]:
    """Names of the groups of THINGS and PEOPLE that a stem belongs to; a wider word has its members' groups."""
    return _THINGS.get(term, frozenset()) | people(term)


@lru_cache(maxsize=65536)
def people(term: str) -> frozenset[str]:
    """Who a stem may mean: "mum" is {"mother"}, "sibling" is {"sister", "brother"}; empty for other words."""
    return _PEOPLE.get(term, frozenset()) | _BROADER.get(term, frozenset())


def people_in(text: str) -> frozenset[str]:
    """Everyone a text names by relation."""
    return frozenset[str]().union(*(people(term) for term in terms(text)))
