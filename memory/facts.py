"""What of a user's message is worth keeping: verbatim spans found by rule, nothing inferred beyond them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..prompts.sentences import split_sentences
from .concepts import PEOPLE
from .memories import Memory, MemoryKind, memory_id
from .turns import Turn
from .words import people, people_in, stem, terms

_I = re.IGNORECASE
_STOP = (
    r"(?=[.,;!?]|\s+(?:and|but|because|so|again|today|tonight|anymore|any more|right now|for now|please|ok|okay)\b|$)"
)

AVOID = re.compile(
    r"\b(?:(?:please )?(?:do not|don['’]t|never|stop|no more|quit|avoid)(?: ever)? "
    r"(?:bring(?:ing)?(?: it)? up|mention(?:ing)?|talk(?:ing)? about|ask(?:ing)?(?: me)? about"
    r"|remind(?:ing)? me (?:of|about)|refer(?:ring)? to)"
    r"|i(?:['’]d| would) rather not (?:talk|speak) about"
    r"|i (?:really )?(?:don['’]t|do not) want to (?:talk|speak|hear|be reminded) (?:about|of))"
    r"\s+(?P<subject>[^.,;!?]{2,60}?)" + _STOP + r"|\bleave (?P<left>[^.,;!?]{2,40}?) out of (?:this|it)\b",
    _I,
)
ALLOW = re.compile(
    r"\b(?:(?:you can|we can|it['’]s (?:ok|okay|fine|all right) to|i(?:['’]m| am) (?:ready|okay|ok) to|let['’]s) "
    r"(?:bring up|mention|talk about|ask(?: me)? about|speak about))\s+"
    r"(?P<subject>[^.,;!?]{2,60}?)(?=\s+(?:again|now)\b|[.,;!?]|$)",
    _I,
)
NOT_HELPED = re.compile(
    r"\b(?:(?:do|does|did)(?:n['’]t| not) (?:help|work)|makes? (?:it|me|things?"
    r"|everything)[\w ,]{0,15}\b(?:worse|anxious|panic)"
    r"|made (?:it|me|things?|everything)[\w ,]{0,15}\bworse|never (?:helps|helped|works|worked)|no (?:help"
    r"|use)\b|useless for me)",
    _I,
)
HELPED = re.compile(
    r"\b(?:(?:really |actually |always |sometimes )?(?:helps?|helped|calms?|calmed|soothe[sd]?|works for me"
    r"|worked for me)\b"
    r"(?! (?:him|her|them|you|people)\b)|what (?:helps|helped|works)|keeps me (?:going|sane|grounded)"
    r"|feel(?:s)? better (?:when|after))",
    _I,
)
HYPOTHETICAL = re.compile(r"\b(?:would|could|might|can you|please) help|\bhelp me\b|\bneed (?:your )?help\b|\?\s*$", _I)
LOSS = re.compile(
    r"\b(?:died|passed away|(?:is|was|are) dead|funeral|miscarr\w+|stillborn|put (?:our|my|the)[\w ]{0,20} to sleep"
    r"|lost (?:my|our|the|him|her)\b|broke up|(?:has|have|had|he|she|they) left me|divorc\w+|widow\w*|(?:was"
    r"|got|been) (?:laid off|fired|evicted))",
    _I,
)
TIME = (
    r"(?:on |by |in |at |this |next |until )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight|next \w+"
    r"|the \d{1,2}(?:st|nd|rd|th)|(?:january|february|march|april|june|july|august|september|october|november|december)"
    r"|in (?:\d+|an?|two|three|four|a few) (?:days?|weeks?|months?)|\d{1,2}(?::\d\d)? ?(?:am|pm)|\d{1,2} o['’]clock)"
)
PLAN = re.compile(
    rf"\b(?:i(?:['’]m| am| have| will|['’]ll|['’]ve got)|we(?:['’]re| are| have|['’]ll)|my|there['’]s)\b.*\b{TIME}\b"
    r"|\bi(?:['’]m| am) (?:going|planning) to\b|\bi plan to\b|\bi(?:['’]ve| have) (?:decided|got an appointment)",
    _I,
)
PREFERENCE = re.compile(
    r"\b(?:i (?:really |absolutely |just )?(?:love|like|enjoy|hate|prefer|can['’]t stand|adore)\b"
    r"|my favou?rite|i['’]m (?:a )?(?:vegan|vegetarian)"
    r"|call me [A-Z]|i(?:['’]d| would) (?:rather|prefer))",
    _I,
)
SELF = re.compile(
    r"\bi (?:live|work|study|grew up)\b|\bi(?:['’]m| am) (?:\d{1,3}\b|from\b|a (?:nurse|teacher|student"
    r"|single|mother|father|mum|mom|dad)\b)"
    r"|\bmy name is\b|\bi (?:moved|started|quit|resigned)\b|\bi(?:['’]ve| have) been (?:sober|diagnosed)\b",
    _I,
)
EVENT = re.compile(
    r"\b(?:i|we|he|she|they|my \w+) (?:\w+ )?(?:got|had|moved|failed|passed|quit|started|finished|told|met"
    r"|went|broke|lost|called|hit|found|came out)\b",
    _I,
)
NAMED = re.compile(
    r"\bmy (?:(?:best|older|younger|big|little|oldest|youngest|late|ex) )?(?P<who>[a-z]+),? (?:is (?:called"
    r"|named) |called |named )?(?P<name>[A-Z][\w-]+)"
    r"|\b(?P<name2>[A-Z][\w-]+),? (?:who is )?my (?:(?:best|older|younger|big|little) )?(?P<who2>[a-z]+)\b"
)
STATE_OF_SELF = (
    (re.compile(r"\bi (?:live|moved)\b", _I), "home"),
    (re.compile(r"\bi (?:work|started at|started a)\b|\bnew job\b", _I), "work"),
    (re.compile(r"\bmy name is\b|\bcall me [A-Z]", 0), "name"),
    (re.compile(r"\bi(?:['’]m| am) \d{1,3}\b(?! (?:minutes|percent|weeks|days))", _I), "age"),
)

_ORDER: tuple[tuple[MemoryKind, re.Pattern[str]], ...] = (
    ("not_helped", NOT_HELPED),
    ("helped", HELPED),
    ("loss", LOSS),
    ("plan", PLAN),
    ("preference", PREFERENCE),
    ("self", SELF),
)


def facts_in(turn: Turn) -> tuple[Memory, ...]:
    """Memories in a user turn, in the order of its sentences; an assistant turn has none."""
    if turn.role != "user":
        return ()
    found: dict[str, Memory] = {}
    for sentence in split_sentences(turn.content):
        for memory in _of_sentence(sentence, turn):
            found.setdefault(memory.id, memory)
    return tuple(found.values())


def _of_sentence(sentence: str, turn: Turn) -> Iterator[Memory]:
    for kind, pattern in (("avoid", AVOID), ("allow", ALLOW)):
        if (wish := pattern.search(sentence)) and (subject := _subject(_wished(wish))):
            yield _memory("avoid" if kind == "avoid" else "allow", sentence, turn, (subject, ""))
            return
    if sentence.rstrip().endswith("?") or len(sentence.split()) < 3:
        return
    named = NAMED.search(sentence)
    if named and (who := people(stem((named["who"] or named["who2"]).casefold()))):
        yield _memory("person", sentence, turn, ("/".join(sorted(who)), "name"))
    for kind, pattern in _ORDER:
        if pattern.search(sentence) and not (kind == "helped" and HYPOTHETICAL.search(sentence)):
            yield _memory(kind, sentence, turn, _about(kind, sentence))
            return
    if named:
        return
    who = people_in(sentence) & PEOPLE.keys()
    if who:
        yield _memory("person", sentence, turn, ("/".join(sorted(who)), ""))
    elif EVENT.search(sentence):
        yield _memory("event", sentence, turn, ("", ""))


def _wished(wish: re.Match[str]) -> str:
    return next(part for name, part in wish.groupdict().items() if name in ("subject", "left") and part)


def _subject(words: str) -> str:
    """The bare noun of a wish: "my dad" is "dad"; a pronoun names nothing that could be kept from."""
    bare = re.sub(r"^(?:my|the|our|this|that|anything about|about|her|his)\s+", "", words.strip(), flags=_I).casefold()
    return bare if terms(bare) and bare not in ("it", "this", "that", "me alone", "him", "her", "them") else ""


def _about(kind: MemoryKind, sentence: str) -> tuple[str, str]:
    if kind in ("self", "preference"):
        for pattern, attribute in STATE_OF_SELF:
            if pattern.search(sentence):
                return "self", attribute
    return "/".join(sorted(people_in(sentence) & PEOPLE.keys())), ""


def _memory(kind: MemoryKind, text: str, turn: Turn, about: tuple[str, str]) -> Memory:
    return Memory(memory_id(turn.id, kind, text), kind, text, about[0], about[1], turn.id, turn.at)
