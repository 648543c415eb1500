"""What a message says about an alarm of ours: that nobody is in danger, that we misread, or only thanks and goodbye.

Read from words alone and strictly: a denial with a condition ("not tonight", "I think") is none, nor is a bare "no".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .control import RemarkKind

_MOST_WORDS = 24
_I = r"\b(?:i(?:'?m| am)|we(?:'?re| are))\s+"
_SURELY = r"(?:(?:really|honestly|definitely|absolutely|certainly|just|perfectly|quite|both|all|totally)\s+){0,2}"
_HARM = (
    r"(?:(?:hurt|harm|kill|cut)(?:ing)?\s+(?:my\s?sel(?:f|ves)|ourselves|any(?:one|body)|him|her|them)"
    r"|(?:die|dying)\b|end(?:ing)?\s+(?:my life|it all|it|things)|(?:do|doing)\s+anything\b|suicide)"
)
_NO_DANGER = re.compile(
    r"\b(?:nobody|no one|no-one|noone|none of us)(?:'?s|\s+is|\s+here is|\s+was)?\s+(?:\w+\s+)?"
    rf"(?:in\s+(?:any\s+|real\s+)?danger|at risk|unsafe|dying|suicidal|(?:going to|"
    rf"gonna)\s+(?:\w+\s+)?(?:get hurt|{_HARM}))"
    r"|\b(?:there(?:'?s| is)\s+)?no\s+(?:real\s+)?(?:danger|emergency|crisis)\b"
    rf"|{_I}{_SURELY}not\s+(?:at all\s+|even\s+|remotely\s+)?(?:in\s+(?:any\s+)?(?:danger|crisis)|suicidal|"
    rf"a danger|at risk"
    rf"|(?:going to|gonna|about to|trying to|planning to|planning on|thinking (?:of|about))\s+(?:\w+\s+)?{_HARM})"
    rf"|\bi\s+(?:do ?n'?t|do not|would never|wouldn'?t|would not|have no|haven'?t any)\s+(?:(?:ever|even|actually|"
    rf"really)\s+)?"
    rf"(?:(?:want|plan|mean|intend|wish|plans|intention|thoughts|thought)\s+(?:to|of)\s+)?{_HARM}"
    rf"|{_I}{_SURELY}safe\b"
    r"|\bnot an emergency\b",
    re.IGNORECASE,
)
_JUST = re.compile(
    r"^\W*(?:no+|nope|nah|god no|what no|lol no)\b[\s,.!]*i(?:'?m| am)\s+(?:really\s+)?(?:just|only)\s+"
    r"(?:(?:a|an)\s+(?:\w+\s+){0,2}?(?!burden|mess|failure|waste|ghost|problem|weight|coward|nothing)\w+"
    r"|(?:so |very |a bit |really )?(?:tired|knackered|exhausted|worn out|sad|cross|angry|annoyed|stressed|upset|"
    r"fed up|"
    r"asking|revising|venting|moaning|grumpy|sleepy|hungry)(?!\s+of))\b",
    re.IGNORECASE,
)
_MISREAD = re.compile(
    r"\byou(?:'?ve| have)?\s+(?:\w+\s+)?(?:misread|misunderstood|misunderstand|misheard|got\s+(?:me|it|that|this|"
    r"the)\s+"
    r"(?:\w+\s+)?wrong|(?:read|took|taken)\s+(?:me|it|that|this)\s+(?:\w+\s+)?wrong)"
    r"|\b(?:mis(?:read|understood|heard) me|wrong end of the stick|wrong idea)\b"
    r"|\bthat(?:'?s| is| was|s)\s+not\s+(?:at all\s+)?what\s+i\s+(?:said|meant|mean|asked|wrote|was saying|am saying)"
    r"|\bi\s+(?:didn'?t|did not|never)\s+(?:even\s+)?(?:say|said|mention|mentioned|write|wrote|ask|asked)\s+"
    r"(?:you\s+)?(?:that|it|anything|about)\b"
    r"|\b(?:it(?:'?s| is| was)|that(?:'?s| is))\s+(?:\w+\s+)?(?:not\s+(?:like that|about that|that)|"
    r"nothing like that)\b"
    r"|\bnothing\s+(?:like that|to do with (?:that|dying|death|suicide))\b|\bnot\s+like\s+that\b"
    r"|\bare you even (?:reading|listening)|\bwho said anything about\b|\bwhy (?:are|do|did|"
    r"would) you (?:keep )?(?:ask|think)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\bi\s*(?:'?m|am|was)?\s*(?:only\s+|just\s+)?(?:asked|asking|talking|on)\s+(?:you\s+)?(?:only\s+|just\s+)?"
    r"(?:about|for|how|what|which|if|whether)\b|\bi\s+(?:only\s+|just\s+)?meant\b(?!\s+(?:it|to|what i)\b)",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:yet|tonight|today|right now|this time|any\s?more|again|for now|at the moment|maybe|perhaps|probably|"
    r"i think|"
    r"i guess|i suppose|don'?t know|not sure|until|soon|necessarily|as such|this week)\b",
    re.IGNORECASE,
)
_SAVE = re.compile(
    r"\b(?:except|apart from|but me|unless|only me|other than|other people)\b|\bif\s+(?:i|he|she)\b", re.IGNORECASE
)
_BAFFLED = re.compile(r"^(?:\w+\s+)?what$|\bwhat are you (?:on|talking)\b", re.IGNORECASE)
_OPENING = re.compile(
    r"^(?:no+|nope|nah|oh|what|lol|haha|god|please|sorry|wait|hang on|look|honestly|um|er|and|so|but)\b\W*",
    re.IGNORECASE,
)

_PART = r"(?:it'?s|that'?s|you|for\s+(?!every|all|trying)\w+(?:\s+\w+)?|so much|very much|a lot|then|again|now|mate)"
_GOODBYE = re.compile(
    rf"^(?:ok(?:ay)?\s+|well\s+|right\s+|and\s+)?(?:good\s?night|night(?:\s+night)?|nighty night|bye(?:\s?bye)?|"
    rf"goodbye|see (?:you|ya)|"
    rf"talk (?:later|tomorrow|soon)|speak (?:later|tomorrow|soon)|sleep well|take care|off to bed|"
    rf"sweet dreams)(?:\s+{_PART})*$",
    re.IGNORECASE,
)
_THANKS = re.compile(
    rf"^(?:ok(?:ay)?\s+|right\s+|yes\s+|no\s+|and\s+)?(?:thanks|thank you|thx|ta|cheers|"
    rf"much appreciated)(?:\s+{_PART})*"
    r"(?:\s+(?:that|this|it)\s+(?:\w+\s+)?(?:help(?:s|ed)|was (?:nice|good|kind|helpful)))?$",
    re.IGNORECASE,
)
_ACK = re.compile(
    r"^(?:ok(?:ay)?|right|yes|yeah|yep|sure|fine|great|good|nice|lovely|will do|got it|fair enough|makes sense|"
    r"(?:that(?:'?s| is| was)\s+)?(?:helps|helped|really helps|not bad|helpful|good|fair|nice|kind)|(?:she|he|"
    r"the baby)(?:'?s|"
    r" is)\s+(?:asleep|awake)(?: now)?)$",
    re.IGNORECASE,
)
_DOING = re.compile(
    r"^(?:so\s+|and\s+|then\s+|ok(?:ay)?\s+)?(?:i(?:'?ll| will|'?m going to|'?m gonna)|let'?s|going to|"
    r"gonna)\s+(?:just\s+|try\s+and\s+|try to\s+|"
    r"go and\s+|go to\s+)?(?:ask|ring|call|phone|text|message|email|tell|visit|meet|book|cook|eat|have (?:a|some|"
    r"my)|make\s+(?:a|some|tea|"
    r"dinner|lunch|toast)|walk|shower|study|revise|read|watch|do\s+(?:the|my)\s+(?:dishes|washing|laundry|"
    r"shopping|homework))\b",
    re.IGNORECASE,
)
_PRACTICAL = re.compile(
    r"^(?:so\s+|and\s+|but\s+|ok(?:ay)?\s+)?(?:how (?:do|does|can|should|would)|what (?:do|does|should|would|can|"
    r"time|about)|"
    r"which|when (?:do|does|should|is)|where (?:do|does|should|can|is)|any (?:ideas|tips)|can you (?:help|tell|"
    r"explain|show))\b",
    re.IGNORECASE,
)
_NOT_LIGHT = re.compile(
    r"\b(?:die\w*|dying|dead|death|kill\w*|hurt\w*|harm\w*|suicid\w*|end(?:s|ing)?|over|last|final\w*|forever|"
    r"long|ever|enough|done|"
    r"never|nobody|no one|nothing|without me|any\s?more|goodbye|sorry|forgive|letters?|"
    r"notes?|will and|"
    r"a will|my will|keys?|insurance|password\w*|funeral\w*|grave|cremat\w*|give (?:away|up)|gave|given|everyone|"
    r"everything|"
    r"pills?|tablets?|meds?|medication|dose|alcohol|drink\w*|drunk|vodka|knife|blade\w*|rope|gun|bridge|roof|"
    r"train|trains|rail\w*|cliff|river|car|garage|peace|quiet|rest|alone|how (?:many|much|far|fast)|sleep (?:for|"
    r"and)|"
    r"disappear\w*|gone|stop|it|hits?|scared|afraid|voices?)\b",
    re.IGNORECASE,
)
"""None of these stands in what is taken for plainly practical; most of it is harmless, and is then read as usual."""


def remark_kind(text: str) -> RemarkKind:
    """What the message is beside an alarm of ours; "other" for most."""
    words = _plain(text)
    if denies(text):
        return "denial"
    parts = [re.sub(r"\s*,\s*", " ", part) for part, _ in _sentences(words)]
    parts = [part for whole in parts if (part := whole.strip(" -'\"()"))]
    if not parts or len(words.split()) > _MOST_WORDS:
        return "other"
    leaving = [part for part in parts if _GOODBYE.search(part) or _leaves(part)]
    rest = [part for part in parts if part not in leaving]
    if not all(_THANKS.search(part) or _ACK.search(part) or _practical(part) for part in rest):
        return "other"
    return "goodbye" if leaving else "light"


def denies(text: str) -> bool:
    """Whether they say plainly that nobody is in danger, or that we misread them."""
    words = _plain(text)
    if _SAVE.search(words):
        return False
    return _JUST.search(words) is not None or any(
        _denial(*clause) or _ABOUT.search(clause[0]) for clause in _clauses(words)
    )


def asked_about(text: str, earlier: Sequence[str]) -> str:
    """What a reply to a denial goes on with: the rest of it, or the message misread (`earlier`: oldest first)."""
    left: list[str] = []
    named = ""
    for clause, asks in _clauses(_plain(text)):
        told = _OPENING.sub("", clause).strip()
        if _ABOUT.search(clause):
            named = _ABOUT.sub(" ", told)
        elif not _denial(clause, asks) and len(told.split()) > 1 and not _BAFFLED.search(clause):
            left.append(told + ("?" if asks else "."))
    if left:
        return " ".join(left)
    kinds = ("other", "light")
    before = [words for words in reversed(earlier) if len(words.split()) > 3 and remark_kind(words) in kinds]
    if named:
        stems = {word[:5] for word in re.findall(r"\w{4,}", named.lower())}
        meant = [words for words in before if stems & {word[:5] for word in re.findall(r"\w{4,}", words.lower())}]
        before = meant or before
    return before[0] if before else text


def _denial(clause: str, asks: bool) -> bool:
    if _MISREAD.search(clause):
        return True
    return not asks and _NO_DANGER.search(clause) is not None and not _HEDGED.search(clause)


def _practical(part: str) -> bool:
    asked = _PRACTICAL.search(part) and not re.search(r"\b(?:him|her|them)\b", part, re.IGNORECASE)
    return bool(_DOING.search(part) or asked) and not _NOT_LIGHT.search(part)


def _leaves(part: str) -> bool:
    """A goodbye with thanks before or after it, in one breath."""
    pieces = [piece.strip() for piece in re.split(r"\band\b|\b(?=bye|good\s?night|thank)", part) if piece.strip()]
    found = [bool(_GOODBYE.search(piece)) for piece in pieces]
    return any(found) and all(ok or _THANKS.search(p) or _ACK.search(p) for ok, p in zip(found, pieces, strict=True))


def _clauses(words: str) -> Iterator[tuple[str, bool]]:
    """Each clause, and whether its sentence asks."""
    for sentence, asks in _sentences(words):
        for clause in re.split(r",\s*|\bbut\b|\s+-+\s+|\s[—–]\s", sentence):
            if clause.strip():
                yield clause.strip(), asks


def _sentences(words: str) -> Iterator[tuple[str, bool]]:
    for found in re.finditer(r"([^.!?;\n]+)([.!?;\n]*)", words):
        yield found[1].strip(), "?" in found[2]


def _plain(text: str) -> str:
    return text[:2000].replace("’", "'").strip()
