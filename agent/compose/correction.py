"""A person putting us right: a word of our last reply asked back or denied, or a plain complaint about the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from ...prompts.sentences import split_sentences
from ..emotion.reading import Family
from . import english as en
from .brief import Brief
from .reflect import plain, words_of
from .situation import low


@dataclass(frozen=True, slots=True)
class Correction:
    """That we were put right, and what else was said."""

    rest: str
    """The message without what puts us right; empty where nothing is left."""
    unanswered: bool
    """Whether the complaint is that something they asked was not answered."""


_CUT = re.compile(
    r"(?<=[.!?…])\s+|\n+|\s+[-–—]+\s+|,\s*(?=(?:no|i|i'm|i've|i just|it's|it was|she|he|nobody|no one|nothing)\b)",
    re.IGNORECASE,
)
_SMALL = (
    en.DANGLING
    | en.LEADS
    | en.TRAILS
    | en.SUBJECTS
    | en.DETERMINERS
    | en.CONTRACTED
    | en.word_set(
        "what no not yes me you your you're i've i'd i'll don't didn't isn't wasn't never nothing nobody anything "
        "something do does did done have has had will would can could get got go going say said mean meant ask asked "
        "about there here now all any one more much some thing things that's what's who's how why when where "
        "much know "
        "think feel out up down off over again still only even too him her them us our after before than life want "
        "need tell"
    )
)
"""Words too common to be known as ours."""
_ECHO = re.compile(
    r"(?!(?:i|so|guess|you know|don't know|no idea|or) )(?:(?:no|wait|but|sorry|haha|lol) )*(?!i )(?:[\w'-]+ ){0,2}?"
    r"(?:[\w'-]+) (?:(?:to|at|from|on|of|with|about|in|for|up|by|than) )?(?:what|who|whom|where|whose|which)"
    r"(?: what| exactly| lol| haha| both| mate| then| is| are)*"
)
"""A word of ours with a question mark for its object: "open what", "say to who", "keeps me where"."""
_STEMS = {"anger": "angry", "grief": "griev", "loss": "lost", "death": "dead", "died": "dead", "peaceful": "peace"}
_STEM = 4
_MOST_ASKED = 8
"""Words of a piece that only asks a word of ours back."""
_NEAR_THE_START = 3
"""Pieces of a message in which we are put right; what comes later is telling."""
_DENIES = re.compile(r"\b(?:not|no|never|nobody|no one|nothing|none)\b|n't\b")
_NOT_SAID = re.compile(
    r"\bi (?:never|didn't|did not|haven't) (?:even )?(?:say|said|ask|asked|mention|mentioned|talk|talked|tell|told) "
    r"(?:you )?(?:anything|for|about|that|any|i was|i'm|i)\b"
)
_UNANSWERED = re.compile(
    r"^(?:(?:no|but|well|ok|okay|sorry|wow|um|hey|yeah|again|and) )*(?:(?:that|this|it) (?:is not|isn't|was not|"
    r"wasn't|"
    r"does not|doesn't|did not|didn't|still doesn't) (?:really |even |exactly |actually |"
    r"much of )?(?:an? )?(?:answer|"
    r"help me|what i asked)|that's (?:not|no|hardly) (?:really |even |exactly |much of )?(?:an? |the )?(?:answer|"
    r"help|"
    r"what i asked)|you (?:still )?(?:didn't|haven't|did not|never|don't|won't) (?:even |really )?answer|"
    r"(?:answer|can you answer|could you answer|just answer) (?:me|my question|the question|what i asked)|"
    r"i asked you(?: something| a question)?$|you(?:'re| are) (?:dodging|avoiding|ignoring) (?:it|my|the|what))\b"
)
_MISSED = re.compile(
    r"^(?:(?:no|but|well|ok|okay|sorry|wow|um|hey|yeah|right|god|and|omg|hang on|wait) )*(?:are you (?:even |"
    r"actually |"
    r"really )*(?:reading|listening|following|hearing)|(?:did|do|can) you (?:even |actually |really )+(?:read|hear|"
    r"listen)|you(?:'re| are) not (?:even |really )?(?:reading|listening|hearing|following|getting)|you (?:just )?(?:"
    r"don't|didn't) (?:get it|get me|listen|hear me|read (?:it|that|what))|(?:that's|that is|it's) not what i "
    r"(?:said|meant|wrote|told|am|was|mean)|i (?:don't|can't|do not) follow(?: you| that)?$|what are you (?:on|"
    r"talking|"
    r"going on) about|where did (?:you get )?that come from|where did you get that|"
    r"(?:that|this|it) (?:makes no sense|doesn't make (?:any )?sense)$|you(?:'ve| have)? (?:got (?:it|that|me|this) "
    r"(?:all )?wrong|misunderstood|misread|misheard)(?: (?:me|that|it|this))?$|that's not it$|not that$|wrong$|"
    r"why (?:are you|you are|do you say|do you keep saying|did you say|you say|would you say)\b|(?:it|that)(?:'s|"
    r" is| was) "
    r"(?:just |only )?(?:a |an |our )?(?:joke|sarcasm|figure of speech|funny story)\b|i(?:'m| am| was) (?:only |"
    r"just )?(?:joking|"
    r"teasing|kidding|being sarcastic)$|that's quite a leap|is that all you got|are you having a laugh|"
    r"(?:please )?read (?:it )?"
    r"again$|you (?:mix|mixed up|misunderstand|have misunderstood)|you(?:'re| are) stuck on|"
    r"i think (?:you do not|you don't|you "
    r"have mis|we're at cross|we are at cross)|you think you do not understand|how did you get|"
    r"i do not understand you|"
    r"i am not sure we talk|what's that got to do with|(?:that|this|it) has nothing to do with)\b"
)
_TOLD_AGAIN = re.compile(
    r"^(?:(?:no|but|well|ok|okay|sorry|what|wow|and|because|yeah) )*"
    r"(?:i (?:just |only |already |was |literally )*(?:said|meant|mean|asked|told you|wrote)|i'm talking about|"
    r"i was talking about)\b(?: (?:that|about|you))?(?= )"
)
_HOLLOW = en.word_set(
    "no what omg wait lol haha hang on huh eh sorry jesus god wow right ok okay well hm hmm um er oh nope nah ugh "
    "jeez yeah yes but and so again anyway please thanks thank you"
)
_ASKED_AGAIN = re.compile(r"\bi (?:just |only |already |was )?ask(?:ed|ing) (?:you )?(?:about|for) ")
"""What was asked for stays a request: "i asked about the bill"."""


def correction_in(text: str, last_reply: str | None, earlier: tuple[str, ...]) -> Correction | None:
    """How the message puts our last reply right; None where it does not."""
    if not last_reply:
        return None
    theirs = {_stem(word) for message in earlier[-4:] for word in words_of(message)}
    stated, asked = _ours(last_reply, theirs)
    wrong: list[int] = []
    unanswered = False
    kept = [piece for piece in _CUT.split(plain(text)) if piece and piece.strip(" .,!?")]
    for at, piece in enumerate(kept):
        lowered = " ".join(words_of(piece))
        complains = _UNANSWERED.search(lowered) is not None
        unanswered = unanswered or complains
        complains = complains or any(pattern.search(lowered) for pattern in (_MISSED, _NOT_SAID))
        follows = " ".join(kept[at + 1 : at + 3])
        asks = _asks_back(piece, follows, stated, asked) or _echoes(lowered, last_reply)
        back = at < _NEAR_THE_START and (asks or _denies(lowered, stated))
        if complains or back:
            wrong.append(at)
    if not wrong and not _insists(kept):
        return None
    rest = [_again(piece) for at, piece in enumerate(kept) if at not in wrong]
    told = [piece for piece in rest if not set(words_of(piece)) <= _HOLLOW]
    return Correction(" ".join(piece if piece[-1] in ".,!?" else f"{piece}," for piece in told).strip(" ,"), unanswered)


def put_right(brief: Brief, heard: Correction) -> Brief:
    """The brief of what is left to answer: the rest, else the question that went unanswered, else the message.

    What was felt at our mistake is not what they came with; and what they tell is heard out, with no second guess.
    """
    before = brief.earlier[-1] if brief.earlier else ""
    text = heard.rest or (before if heard.unanswered and _ASKING.search(low(before)) else "")
    if not text:
        return brief
    family = "neutral" if brief.family in _AT_US else brief.family
    told = not _ASKING.search(low(text))
    return replace(
        brief,
        text=text,
        family=family,
        strategies=("Others",) if told else ("Question",) if family == "neutral" else brief.strategies,
        cause=brief.cause if brief.cause and brief.cause in text else None,
        vector=None,
    )


_AT_US: tuple[Family, ...] = ("anger", "disgust", "confusion")
_ASKING = re.compile(r"\?|^(?:\w+ ){0,6}(?:what|how|which|do you|should i|can you|could you)\b")


def _ours(reply: str, theirs: set[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Stems of our own words: those we stated, and those we only asked with."""
    stated: set[str] = set()
    asked: set[str] = set()
    for sentence in split_sentences(reply):
        words = {_stem(word) for word in words_of(sentence) if word not in _SMALL and word not in en.UNSPEAKABLE}
        (asked if sentence.endswith("?") else stated).update(words - theirs)
    return frozenset(stated), frozenset(asked - stated)


def _stem(word: str) -> str:
    word = _STEMS.get(word, word)
    return word[:_STEM] if len(word) > _STEM else word


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in words_of(text) if word not in _SMALL}


def _asks_back(piece: str, follows: str, stated: frozenset[str], asked: frozenset[str]) -> bool:
    """ "preparing for what?", "what loss?", "angry? I'm not angry"; not "that hour? terrible", which is an answer."""
    words = words_of(piece)
    stems = _stems(piece)
    if len(words) > _MOST_ASKED or not stems & (stated | asked):
        return False
    if words[0] in ("what", "which") or words[-1] == "what" or (words[-1] == "lol" and words[-2:-1] == ("what",)):
        return not {"should", "can", "could", "if", "about", "do", "would"}.intersection(words[1:3])
    fragment = piece.rstrip().endswith("?") and stems <= stated | asked
    denied = _DENIES.search(follows.lower()) is not None
    return fragment and bool(follows) and (bool(stems & stated) or (denied and bool(_stems(follows) & stems)))


def _echoes(lowered: str, last_reply: str) -> bool:
    """ "open what", "told who": a word of our last reply, with nothing of theirs for it to stand for."""
    own = {word for word in lowered.split() if word not in _NO_CONTENT}
    ours = {_TENSES.get(word, word) for word in words_of(last_reply)}
    return _ECHO.fullmatch(lowered) is not None and bool(ours & {_TENSES.get(word, word) for word in own})


_TENSES = {"told": "tell", "said": "say", "keeps": "keep", "hidden": "hide", "called": "call"}
_NO_CONTENT = en.word_set(
    "what who whom where whose which to at from on of with about in for up by than that's it's is are the a an "
    "and me my "
    "i you he she they it that this do does did was lol haha no but wait sorry then"
)


def _denies(lowered: str, stated: frozenset[str]) -> bool:
    """ "i'm not angry" after we spoke of anger; what only answers a question of ours is no denial."""
    own = re.match(
        r"^(?:no |nah |but |well |um |omg )*(?:not(?! sure| really| yet)|i|i'm|i am|it|it's|that's|she|she's|he|"
        r"he's|nobody|no one|nothing)\b",
        lowered,
    )
    denied = own is not None and len(lowered.split()) <= _MOST_ASKED and _DENIES.search(lowered) is not None
    return denied and bool(_stems(lowered) & stated)


def _insists(pieces: list[str]) -> bool:
    """ "no. i said my wife left", "i'm not cross, i asked about the bill"."""
    for before, after in pairwise(pieces):
        lowered = " ".join(words_of(after))
        first = " ".join(words_of(before))
        if re.match(r"i (?:said|asked|meant)\b|i'm talking about\b", lowered) and re.fullmatch(
            r"no+|what|(?:no )?i'm not (?:\w+ ?){1,3}|(?:no )?(?:that|it)'s not (?:\w+ ?){1,4}", first
        ):
            return True
    return False


def _again(piece: str) -> str:
    """What they tell or ask a second time, without the "i said"."""
    lowered = piece.lower()
    if asked := _ASKED_AGAIN.search(lowered):
        return f"any advice about {piece[asked.end() :]}"
    told = _TOLD_AGAIN.match(re.sub(r"[,!?.]+(?= )", "", lowered))
    return piece[told.end() :].strip() if told and told.end() < len(piece) else piece
