"""Direct requests of the listener, wherever in a message they stand."""

from __future__ import annotations

import re
from typing import Literal, get_args

from .news import News
from .questions import Question, asks_idea, question_in
from .reflect import plain, words_of

_Choice = Literal["asks_understanding", "asks_first", "asks_either"]
Request = _Choice | Question | News
REQUESTS: tuple[Request, ...] = (*get_args(_Choice), *get_args(Question), *get_args(News))

_LEAD = r"^(?:(?:so|and|but|ok|okay|well|yeah|no|right|wow|please|then|ideas?|now|just) )*"
_PATTERNS: tuple[tuple[_Choice, re.Pattern[str]], ...] = (
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
            r"\b(?:should|do|shall) i (?:\w+ ){1,8}or (?:not|leave|just|wait|keep|let|don't|stay|do|in|at|nah|no|"
            r"ring|"
            r"tell|ask|say|go|write|text|take|try|should i|do i)\b|"
            r"^(?:\w+ ){1,6}or (?:just )?(?:leave it|not|let it (?:be|go)|wait)$|"
            r"^(?:so |then |but |ok |saturday is the party )*do i (?:even |really |just )?(?:go|tell|ring|call|"
            r"stay|leave|text|reply|"
            r"answer|send|sign|take)(?: \w+){0,3}$|"
            r"^(?!i don't)(?:\w+ ){1,12}(?:yes or no|or nah)$|\b(?:good|clever|sensible|"
            r"bright) idea or (?:a )?(?:bad|foolish|"
            r"daft|not|stupid|mad|silly)\b|\b(?:asking|asked) (?:\w+ ){0,5}\w+ or \w+$|\b(?:need|have|"
            r"ought) to (?:\w+ ){1,5}"
            r"or not$|\b(?:trying to figure out|can't decide) if i \w+(?: \w+){0,4} or "
        ),
    ),
)
_MOST = 22
"""Words of a sentence that is a request."""
_TOLD_OF = re.compile(
    r"\b(?:he|she|they|who|mum|mom|dad|boss|teacher) (?:asked|asks|said|says|wondered|wanted|keeps asking|"
    r"kept asking)\b|"
    r"\bdon't know\b|\b(?:asked|asking|wondered|asks) (?:me|us|myself|him|her|them|whether|if)\b"
)
_QUOTED = re.compile(r"(?<!\w)(['\"“])(?=\w)[^\n]*?[\w.,!?](?:\1|”)(?!\w)")
"""Words of somebody else, or a sentence that is being tried."""
_LATELY = 3
"""Sentences from the end of a message in which what is asked still waits for its answer."""


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of a message as words in lower case."""
    parts = (" ".join(words_of(part)) for part in re.split(r"[.!?\n]+", plain(text)))
    return tuple(part for part in parts if part)


def unquoted(text: str) -> str:
    """The message without what stands in quotation marks, unless that is all of it."""
    left = _QUOTED.sub(" , ", plain(text))
    return left if re.search(r"\w", left) else text


def request_in(text: str) -> Request | None:
    """What the last sentence that is a request asks for."""
    quoted = _QUOTED.search(plain(text)) is not None
    for sentence in reversed(sentences_of(unquoted(text))[-_LATELY:]):
        if len(sentence.split()) <= _MOST and not _TOLD_OF.search(sentence):
            for request, pattern in _PATTERNS:
                if pattern.search(sentence):
                    return request
            if found := question_in(sentence):
                return found
            if quoted and _ON_THE_QUOTED.search(sentence):
                return "asks_check"
    return None


_ON_THE_QUOTED = re.compile(
    r"\b(?:what do you think|what(?:'s| is) your (?:view|opinion|take)|is (?:it|that|this) (?:good|ok|okay|fine|"
    r"alright|"
    r"right))\b"
)


def wants_idea(text: str) -> bool:
    """Whether one of the last sentences takes up an idea that was offered, or asks for one."""
    return any(asks_idea(sentence) for sentence in sentences_of(unquoted(text))[-_LATELY:])
