"""Good news plainly told, a joke that was taken for earnest, and somebody else's trouble: known by their wording."""

from __future__ import annotations

import re
from typing import Literal

from .reflect import words_of

News = Literal["good_news", "joking", "for_another"]

_ONE = (
    r"(?:my |our )(?:\w+ )?(?:mate|friend|best friend|bestie|pal|son|lad|daughter|brother|sister|cousin|nephew|niece|"
    r"colleague|co-?worker|workmate|neighbour|neighbor|flatmate|housemate|roommate|boss|manager|uncle|aunt|"
    r"auntie|mentor|"
    r"teacher|landlady|grandson|granddaughter|stepson|stepdaughter|buddy)(?: \w+)?"
)
_BEFELL = (
    r"(?:(?:(?:has|have|'s|had|is|was|has just|'s just|just|got|gets|has been|'s been|been|being|have been|"
    r"getting|going to "
    r"be) )+(?:dumped|sacked|fired|laid off|made redundant|mugged|robbed|bullied|evicted|ghosted|suspended|expelled|"
    r"burgled|jilted|scammed|struggling|in bits|in a (?:bad way|state)|gutted|losing it|having a (?:hard|bad|rough|"
    r"terrible|tough) time|heartbroken|divorced|getting divorced|crying|really low|stressed|upset|in debt|homesick|"
    r"lonely|so lonely)|(?:just )?(?:lost (?:his|her|their) (?:job|house|place|licence|money)|failed (?:his|her|"
    r"their) "
    r"\w+|split up|broke up|(?:won't|doesn't|does not|will not) (?:leave|come out of) (?:his|her|their) room|"
    r"keeps crying|"
    r"(?:can't|cannot) stop crying))\b"
)
_FOR_ANOTHER = re.compile(
    rf"\b{_ONE}(?:'s)? {_BEFELL}|"
    r"\b(?:it's|it is|that's|that was|it was) (?:him|her|them|my \w+|[a-z]+)(?:,)? (?:and )?not me\b|"
    rf"^(?:(?:no|nah|lol|but) )*not me(?: (?:lol|mate|pal|though|love))* (?:it's|its|it is|that's) "
    rf"(?:him|her|them|{_ONE})\b|"
    rf"\bi(?:'m| am) (?:fine|ok|okay|all right|alright|grand|good) (?:\w+ )?(?:it's|it is) (?:him|her|them|{_ONE}|"
    r"[a-z]+ who(?:'s| is| has| was))\b|\b(?:(?:he|she) is|(?:he|she)'s|(?!(?:it|this|that|what|here|there) )[a-z]+ is|"
    r"my \w+ is) the (?:(?:sad|lonely|upset|ill|sick|worried)(?: one\b|$)|one (?:sad|lonely|upset|ill|sick|worried|"
    r"crying)\b)|"
    r"\b(?:asking|ask|i ask) for (?:my|a) (?!help|advice|friend to|raise|rise|pay|divorce)\w+(?: really)?$|"
    r"\b(?:it's|it is|that's|that is) (?:my )?\w+'s (?:problem|trouble|mess) not mine\b|"
    r"\bit is my (?:\w+'s) problem\b|\bwasn't (?:the one crying|me crying)\b|\bi ain't been \w+ed\b"
)
_TOO_GRAVE = re.compile(
    r"\b(?:died|dead|dying|cancer|leuk\w+|suicid\w*|kill\w*|overdose\w*|hospital|attack\w*|rape\w*|beat\w*|hits?|"
    r"abus\w*|"
    r"stabbed|my fault|because of me|blames? me|hates? me|to me\b.*\bcrying)\b"
)
"""Too grave for a passing word, or the person's own trouble after all."""

_GOT = (
    r"(?:got (?:the|a|my|our|that|into|in to|in at) (?:\w+ ){0,2}?(?:job|place|visa|flat|house|promotion|"
    r"allotment|mortgage|"
    r"offer|scholarship|grant|council|contract|keys|role|part|uni\w*|all clear|[a-z]+ job)|"
    r"pass(?:ed|es)? (?:my|the|her|his|it|all|every|first time|on the|with)|(?:i|we) passed\b|i pass\b|"
    r"(?:got|been|just) (?:promoted|engaged|accepted)|(?:he|she|they) said yes|(?:she|he) say yes|"
    r"going to be (?:a |an )?(?:grand\w+|dad|mum|mom|father|mother|uncle|aunt\w*|nan)|"
    r"(?:is|are|'s) expecting|had (?:a |the )?bab(?:y|ies)|all clear|(?:it|they) came back clear|"
    r"won\b(?!')|gained admission|finished my (?:degree|thesis|phd|book|course))"
)
_SURELY_GOOD = re.compile(
    r"\b(?:(?:i (?:said|told you) |it's |it is |that's |that is |this is |some |have |had |i've |"
    r"got )+(?:such )?(?:really |very |"
    r"only )?good news\b(?! (?:but|though))|good news for once|it is a good day\b|i(?:'m| am) (?:only |just |"
    r"so )?happy "
    r"(?:only|today|here)\b|no it's (?:a )?good thing|best (?:day|news|night) (?:ever|of my life|in (?:years|"
    r"ages|months)))"
)
_GOOD = re.compile(rf"\b{_GOT}")
_AGAINST = re.compile(
    r"\b(?:but (?!i pass)|though|however|thing is|except|if|hope|wish|haven't|hasn't|didn't|don't|not (?!bad|me|"
    r"for now)|never|"
    r"can't|won't|wasn't|nobody told|failed|lost|died|dead|cancer|scared|afraid|worried|guilty|thief|alone|"
    r"lonely|sad|cry|"
    r"crying|miss|jealous|envy|afford|fees|money|instead of me|over me|without me|and i (?:wasn't|didn't|"
    r"haven't)|they all|"
    r"everyone else|my ex|supposed to|used to|would have|should|until|unless|before he|before she|someone else|"
    r"somebody else|hospital|rehab|hospice|took (?:her|him|them)|last day|decided|to stop|"
    r"passed (?:away|out|on\b"
    r"(?! (?:my|the|her|his))|by|me|over|it on))\b"
)
_ENOUGH = 30
"""Words of a message that is news and no more."""

_JOKING = re.compile(
    r"\b(?:(?:it|that|this)(?:'s| is| was|'s just| was just) (?:only |just )?(?:a |an |our |"
    r"my )?(?:\w+ )?(?:joke|sarcasm|"
    r"figure of speech|funny story|pun)\b(?: (?:we|i) (?:have|made|had))?|i(?:'m| am| was|'m only|"
    r"'m just) (?:only |just )?"
    r"(?:joking|kidding|teasing|having a laugh|messing(?: about)?|pulling your leg|being (?:sarcastic|silly))|"
    r"just (?:joking|kidding)|only (?:joking|kidding)|joke i made)\b"
)
_NOT_FUNNY = re.compile(
    r"\b(?:not (?:a |an )?(?:joke|joking|kidding|funny)|isn't a joke|no joke|(?:he|she|they|everyone|it) (?:said|"
    r"says|told|"
    r"thinks?|thought)|treats? me|lonely|alone|scared|hurts?|sad|worried|my life is|i(?:'m| am) (?:a|the) joke|"
    r"life is a|what a joke|such a joke)\b"
)
_LAUGHED_AT = 22


def news_in(text: str) -> News | None:
    """What is told, where it is one of these and nothing graver."""
    lowered = " ".join(words_of(text))
    length = len(lowered.split())
    if length <= _LAUGHED_AT and _JOKING.search(lowered) and not _NOT_FUNNY.search(lowered):
        return "joking"
    if "?" not in text and _FOR_ANOTHER.search(lowered) and not _TOO_GRAVE.search(lowered) and length <= _ENOUGH:
        return "for_another"
    good = _SURELY_GOOD.search(lowered) or (("!" in text or text.isupper()) and _GOOD.search(lowered))
    return "good_news" if good and length <= _ENOUGH and not _AGAINST.search(lowered) else None


JOKE = re.compile(
    r"\b(?:i'm (?:so )?(?:dead(?! inside)|deceased|dying)|i can't even)\b.*\b(?:lol|lmao|haha+|rofl)\b|^(?:lol|lmao|"
    r"ha(?:ha)+|rofl|hehe+|😂+)+$|\b(?:lol|lmao|haha+) (?:i'm )?dead(?! inside)\b|💀|^(?:\w+ ){0,12}(?:lmao|hahaha+)$"
)
IDLE = re.compile(
    r"^(?:nice weather|it's (?:raining|sunny|snowing|hot|cold)|what's the weather|tell me a joke|"
    r"do you like \w+|what's your favou?rite \w+|i'm bored|bored|just (?:chilling|bored|hanging out)|"
    r"not much|nothing much|same old)\b"
)
