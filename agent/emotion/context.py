"""What of a conversation stands beside a message when it is read: the person's own words, less who they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...memory.turns import Role
from ...prompts.sentences import split_sentences

Said = tuple[Role, str]
"""Who said it, and what."""

OWN_TURNS = 3
TURN_REACH = 600
"""Characters from the end of an earlier turn that are looked at."""

_NUMBER = (
    r"\d|(?:ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety)\b"
)
_KIND = (
    r"(?:male|female|gay|straight|bi|bisexual|lesbian|trans|queer|nonbinary|deaf|blind|disabled|autistic|bipolar|adhd"
    r"|married|divorced|retired|unemployed|widowed|muslim|christian|jewish|hindu|sikh|buddhist|catholic|atheist|black"
    r"|white|brown|asian|indian|british|american|rich|poor|called|named|self[- ]employed)\b"
)
_WHO = re.compile(
    r"^\W*(?:(?:hi|hey|hello|so|well|ok|okay|and|also|anyway|about me)\b[\s,:]*)*(?:"
    r"(?:i['’]?m|i\s+am|im|we['’]?re|we\s+are)\s+(?:(?:just|only|also|actually|currently|now|originally)\s+)*"
    rf"(?:an?\b|the\b|from\b|in\s+my\b|{_NUMBER}|{_KIND}|(?-i:[A-Z][a-z]+))"
    r"|my\s+(?:name|pronouns|job|age)\b|call\s+me\b|as\s+an?\b"
    r"|i\s+(?:work\s+(?:as|in|for|at)|live\s+(?:in|with)|come\s+from|was\s+born|teach|drive|study|sign|use\s+a\s+wheelchair"
    r"|have\s+been\s+(?:an?|one)|have\s+(?:bipolar|autism|adhd|ptsd|ocd|two\s+kids|three\s+kids))\b"
    r"|\w+\s+is\s+my\s+(?:first|second|third)\s+language"
    r"|\d{1,2}\s*(?:yo|y/o|(?:yrs?|years?)\s+old|m|f|here)\b|(?:male|female|nonbinary|he/him|she/her|they/them)\b)",
    re.IGNORECASE,
)
_GREETING = re.compile(r"^\W*(?:hi|hello|hey|yo|good\s+(?:morning|afternoon|evening))\b[^.!?]{0,20}\W*$", re.IGNORECASE)


def context_of(before: Sequence[Said]) -> str:
    """The person's own last three messages as one line, oldest first; empty at the start of a talk.

    Left out, for none of it may reach a reading: replies, which may quote what is remembered of somebody, and
    sentences that say who the person is ("I'm a surgeon", "19, from Leeds"); greetings, which say nothing.
    """
    own = [text[-TURN_REACH:] for role, text in before if role == "user"][-OWN_TURNS:]
    told = [" ".join(part for part in split_sentences(" ".join(text.split())) if _tells(part)) for text in own]
    return " / ".join(part for part in told if part)


def _tells(sentence: str) -> bool:
    return not _WHO.match(sentence) and not _GREETING.match(sentence)
