"""How far a reading may be leaned on: nothing bright is said on a guess, least of all into something heavy."""

from __future__ import annotations

import re

from ..emotion.reading import NEGATIVE, POSITIVE
from .brief import Brief
from .situation import low, topics_of

GLAD = re.compile(
    r"(?<!not )(?<!no )(?<!n't )(?<!be )\b(?:(?<!done )(?<!as )good(?! enough)|great|nice|"
    r"lovely|laugh(?:ed|ing)?|(?:feel|feeling|felt|much|bit|little|getting|is|am|i'm|it's|sleeping) better|happy|"
    r"happier|fun|"
    r"funny|smiled|"
    r"smiling|waved|enjoyed|enjoy|helped|helps|thanks?|thank you|grateful|thankful|appreciate|glad|relieved|"
    r"relief|proud|"
    r"excited|hopeful|amazing|wonderful|best (?:day|news|thing|week|night|time)|love (?:it|this|that)|loved it|yay|"
    r"finally|passed|engaged|promoted|"
    r"promotion|got (?:the job|in|it)|won(?!')|(?:it|that) work(?:s|ed)|calm|calmer|lighter|easier|peaceful|beautiful|"
    r"sweet|"
    r"delighted|"
    r"pleased|lucky|celebrat\w+|sober|cleared|healed|recover\w+|accepted|reconciled|made up|sleeping again)\b"
)
"""Words that speak for something good, unless denied right before."""
_WAS = re.compile(
    r"\b(?:used to|(?:would|could|should)(?: have|'ve) \w+|would be proud|were supposed to|was supposed to|should be|"
    r"(?:i've|have) been better)\b"
)
_DARK = re.compile(
    r"\b(?:died|dead|death|funeral|grief|cry|cried|crying|lonely|alone|scared|afraid|anxious|worried|hate|hates|angry|"
    r"awful|terrible|ashamed|guilty|fault|hurt|hurts|sad|lost|losing|miss|fired|redundant|divorce|broke up|"
    r"left me|cancer|"
    r"dementia|sick|ill|can't|couldn't|nobody|no one|never|tired|exhausted|failed|failure|kicked|evict\w+|debt|drank|"
    r"relapsed?|panic|stuck|hopeless|stupid|worthless|rude|shout\w*|yell\w*|scream\w*|cheat\w*|unhelpful|"
    r"pretend\w*|fake|hard|tough|stress\w*|depress\w*|struggl\w*|overwhelm\w*|pointless|worse|pain|unhappy|mean to|"
    r"so mean|making fun|made fun|bull(?:y|ied|ying)|mock\w*|insult\w*|problems? with)\b"
)
_BUT = re.compile(
    r"\b(?:but|though|although|except|so (?:she|he|they)'?d? (?:think|thought)|treated like a (?:king|queen))\b"
)


def is_believed(brief: Brief) -> bool:
    """Whether the family may be spoken to as it was read.

    A bright one needs a word that speaks for it and no turn against it; after something heavy it needs that in this
    message itself. A sad reading in the middle of good news needs a dark word.
    """
    text = low(brief.text)
    if brief.family in POSITIVE:
        bright = GLAD.search(text) is not None or "goodnews" in topics_of(brief.text)
        turned = _BUT.search(text) or _WAS.search(text) or _DARK.search(text)
        return bright and not turned
    if brief.family in NEGATIVE and brief.family != "anxiety" and good_lately(brief.earlier):
        return _DARK.search(text) is not None and "cried" not in text
    return True


def good_lately(earlier: tuple[str, ...]) -> bool:
    """Whether the talk has been about good news and nothing dark since."""
    for message in reversed(earlier[-3:]):
        if _DARK.search(low(message)):
            return False
        if "goodnews" in topics_of(message):
            return True
    return False


def dark_lately(earlier: tuple[str, ...]) -> bool:
    """Whether one of the last messages named something hard."""
    return any(_DARK.search(low(message)) for message in earlier[-4:])
