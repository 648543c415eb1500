"""What a message is about, by the name they give it: "your college finals", so that a reply can use it as a noun."""

from __future__ import annotations

import re

from . import english as en
from .situation import low
from .vocabulary import is_spelt

_NOUNS = (
    "job|work|company|office|shifts?|career|contract|interview|exams?|finals?|midterms?|class|classes|course|degree|"
    "thesis|dissertation|essay|paper|grades?|gpa|college|school|university|homework|studies|assignments?|rent|bills|"
    "debts?|loans?|mortgage|savings|salary|finances|weight|skin|diet|sleep|health|surgery|diagnosis|treatment|"
    "medication|house|flat|apartment|room|marriage|relationship|divorce|breakup|break up|wedding|anniversary|birthday|"
    "presentation|speech|project|deadlines?|business|shop|visa|applications?|appointment|results|drinking|anxiety|"
    "depression|anger|temper|confidence|loneliness|schedule|hours|commute|music|writing|painting|book|faith|church|"
    "friendships?|future|childhood|plans|dreams?|studying|procrastination|isolation|insomnia|nightmares|panic attacks|"
    "promotion|probation|licen[cs]e|custody|neighbou?rs|neighbou?rhood|garden|savings|test|tests|driving test|"
    "final exam|student loans?|bank account|social life|love life|sex life|home life|work life|self esteem|stutter|"
    "back pain|chronic pain|rejection|accent|routine|workload|performance|reputation"
)
_ENDS = (
    "and|but|is|isn't|was|wasn't|are|aren't|were|has|had|have|to|for|in|on|with|because|so|that|at|from|or|since|as|"
    "which|when|will|would|just|right|now|lately|again|due|while|if|who|can|can't|after|before|today|tomorrow|this|"
    "next|last|also|then|too|all|anymore|instead|makes?|keeps?|feels?|starts?|i|he|she|they|we|it|it's|i'm"
)
_MATTER = re.compile(
    r"\b(?<!by )(?<!near )(?<!at )(?<!in )(?<!from )(?<!on )(?<!of )(?:my|our) "
    rf"((?:(\w+) )?(?:{_NOUNS}))(?=$|[.,;:!?)]| (?:{_ENDS})\b)"
)
"""Not where it only says where or whose: "a park by my house"."""
_NO_KIND = (
    en.ADVERBS | en.DANGLING | en.SUBJECTS | en.DETERMINERS | en.UNSPEAKABLE | en.LABELS | en.SWEARING | en.VERBS
) - {"work", "home", "love", "live"}
"""Words that are no part of a name where they stand before the noun."""


def matter_in(text: str) -> str | None:
    """The last matter of theirs that is named, in the second person: "your college finals"; None for none."""
    found = None
    for match in _MATTER.finditer(low(text)):
        kind = match.group(2)
        if kind is None or (kind not in _NO_KIND and is_spelt(kind)):
            found = f"your {match.group(1)}"
    return found
