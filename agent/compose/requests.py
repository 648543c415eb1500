"""Direct requests of the listener, and taking leave at the end of a longer message."""

from __future__ import annotations

import re
from typing import Literal, get_args

from .reflect import plain, words_of

Request = Literal["asks_understanding", "asks_first", "asks_either"]
REQUESTS: tuple[Request, ...] = get_args(Request)

_LEAD = r"^(?:(?:so|and|but|ok|okay|well|yeah|no|right|wow|please|then|ideas?|now|just) )*"
_PATTERNS: tuple[tuple[Request, re.Pattern[str]], ...] = (
    (
        "asks_understanding",
        re.compile(
            rf"{_LEAD}(?:(?:do|can|did) you (?:even |actually |really |truly |ever )*(?:understand|comprehend|"
            rf"follow|get|"
            r"know) (?:me|it|this|any of (?:this|it)|a word|what (?:i'm|i am|i)(?: \w+){1,4})|(?:is it|is this|"
            r"are you) (?:just |only |all )?(?:keywords?|matching|guessing)|how do you know what i (?:mean|feel))\b"
        ),
    ),
    (
        "asks_first",
        re.compile(
            rf"(?:{_LEAD}(?:which|what)(?: (?!he|she|they|came|was|went|happened|hurt)\w+){{0,6}} first$|"
            r"\b(?:which|what) (?:\w+ ){0,3}(?:do|should|shall|would) i (?:\w+ ){0,3}first$|"
            r"where (?:do|should|would|could) i (?:even )?(?:start|begin) (?:with|on|revising|learning|clearing|"
            r"packing|"
            r"cleaning)|what (?:do|should) i (?:start|begin) with|(?:what|which) to (?:revise|study|learn|"
            r"tackle|do first)|"
            r"like \w+ first)\b"
        ),
    ),
    (
        "asks_either",
        re.compile(
            r"\b(?:what|which) would you (?:do|pick|choose)\b.* or |"
            r"\b(?:should|do|shall) i (?:\w+ ){1,8}or (?:not|leave|just|wait|keep|let|don't|stay|do)\b|"
            r"^(?:\w+ ){1,6}or (?:just )?(?:leave it|not|let it (?:be|go)|wait)$"
        ),
    ),
)
_MOST = 22
"""Words of a sentence that is a request."""
_TOLD_OF = re.compile(r"\b(?:he|she|they|who) (?:asked|said|says|wondered|wanted)\b|\bdon't know\b")


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of a message as words in lower case."""
    parts = (" ".join(words_of(part)) for part in re.split(r"[.!?\n]+", plain(text)))
    return tuple(part for part in parts if part)


def request_in(text: str) -> Request | None:
    """The first request that one of the sentences is."""
    for sentence in sentences_of(text):
        if len(sentence.split()) <= _MOST and not _TOLD_OF.search(sentence):
            for request, pattern in _PATTERNS:
                if pattern.search(sentence):
                    return request
    return None


_PIECE = re.compile(r"[.!?,;\n]+|\s+[-–—]+\s+")
_THANKS = re.compile(r"(?:(?:ok|okay|right|anyway|well|so|and|many) )*(?:thanks?|thank you|thx|ty|cheers|ta)"
                     r"(?: (?:so much|very much|a lot|again|anyway|then|for (?:\w+ ?){1,4}))?")  # fmt: skip
_BYE = re.compile(
    r"(?:(?:ok|okay|right|anyway|well|so|and|thanks|thank you|cheers) )*(?:bye+(?: bye)?|goodbye|good ?night|"
    r"night night|"
    r"ttyl|gtg|g2g|see (?:you|ya)(?: (?:later|soon|tomorrow))?|talk (?:later|soon)|wish me luck|take care)"
    r"(?: (?:for now|then|now|and thanks|and thank you|x+))*"
)
_NIGHT = frozenset({"night", "nite"})
_DANGER = re.compile(
    r"\b(?:any ?more|can't (?:go|take|do|keep|live|cope)|done with (?:life|everything|it all|living)|"
    r"end(?:ing)? (?:it|things|my)|"
    r"it's over|all over|kill\w*|suicid\w*|die|dying|dead|pills?|overdose|knife|rope|gun|jump\w*|bridge|nothing left|"
    r"no (?:point|way out|"
    r"reason)|hopeless|forever|final(?:ly)?|last time|one last|better off|sorry for everything|do it|did it|"
    r"took|hurt\w*|cut\w*|disappear|"
    r"without me|burden|worthless|nobody|no one|never)\b"
)  # fmt: skip
"""What makes a farewell more than one."""
_STEP = re.compile(r"\bi(?:'ll| will|'m going to| am going to|'m gonna)\b")
_UNEASY = re.compile(
    r"\b(?:but|though|hard|can't|couldn't|don't|didn't|isn't|not|died|lost|scared|worried|afraid|sad|angry|"
    r"hate\w*|alone|lonely|"
    r"cr(?:y|ying|ied)|help|what|how|why|should|can you|could you|please)\b"
)  # fmt: skip


def leave_in(text: str) -> Literal["goodbye", "thanks"] | None:
    """Taking leave, or thanks, as the last piece of a message in which nothing is in danger."""
    told, byes, thanks = _parted(text)
    if not told or not byes + thanks or _DANGER.search(told):
        return None
    if byes:
        return "goodbye"
    if _UNEASY.search(told) or "?" in text:
        return None
    return "goodbye" if _STEP.search(told) and len(told.split()) >= _A_PLAN else "thanks"


def is_no_mere_leave(text: str) -> bool:
    """Whether what stands before a farewell, or before thanks, asks for an answer of its own."""
    told, byes, thanks = _parted(text)
    return bool(told) and bool(_DANGER.search(told) if byes else thanks and (_UNEASY.search(told) or "?" in text))


_A_PLAN = 6
"""Words of a step that is told of and not only promised."""


def _parted(text: str) -> tuple[str, int, int]:
    """What is told before the last pieces of a message that only take leave or thank, and how many do either."""
    pieces = [" ".join(words_of(part)) for part in _PIECE.split(plain(text))]
    pieces = [piece for piece in pieces if piece]
    byes = thanks = 0
    while pieces:
        last = pieces[-1]
        if _BYE.fullmatch(last) or (last in _NIGHT and (thanks or byes or _THANKS.fullmatch(" ".join(pieces[-2:-1])))):
            byes += 1
        elif _THANKS.fullmatch(last):
            thanks += 1
        else:
            break
        pieces.pop()
    return " ".join(pieces), byes, thanks
