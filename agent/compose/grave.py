"""What no passing word may answer: one's death, the means of it, harm, a body in trouble, told anywhere in a message.

Detection of risk is the safety room's; this only keeps a farewell, a joke, good news or a kind verdict from being the
answer where it heard nothing.
"""

from __future__ import annotations

import re
from typing import Final

from .acts import Act

IN_PASSING: Final[frozenset[Act]] = frozenset(
    {"goodbye", "thanks", "joking", "good_news", "for_another", "own_idea", "will_do", "asks_verdict", "asks_others",
     "asks_future", "asks_deed", "asks_check", "asks_words", "asks_if", "asks_outcome", "asks_joke", "asks_glad"}
)  # fmt: skip
"""Acts whose answers wave something off, approve of it, or call it common."""

_DEATH = (
    r"suicid\w*|kill(?:ing)? myself|(?:want|wants|wanted|wanting|ready|going|like) to die|like dying|"
    r"(?:end|ending) (?:it|things|everything|my life)|(?:won't|don't|not|never|didn't) wake(?: up)?|not get up|"
    r"(?:not|never|won't be|won't) (?:come|coming) back|won't be (?:here|around)|(?:when|after|once) i'm gone|"
    r"tomorrow i'm gone|hear (?:from|of) me again|hear from me$|the last (?:time )?you(?:'ll)? hear|find my body|"
    r"when they find me|(?:kids|children|family|them) to find|look for me|on the other side|in heaven|this world|"
    r"i'm (?:finally |now )?at peace|goodbye (?:letters?|notes?|to everyone)|say goodbye|disappear\w*|"
    r"(?:better|fine|manage|happier) (?:off )?without me|did it tonight|do it tonight|it all to stop|for the note|"
    r"the letters? (?:is|are) (?:on|in)|them (?:all )?for good|(?:be with|see you) (?:my )?(?:mum|mom|dad|"
    r"husband|wife) soon"
)
_MEANS = (
    r"drank (?:it|them)|pills?|tablets?|insulin|medication|my meds|overdos\w*|a few extra|"
    r"the whole (?:bottle|box|pack\w*|strip|lot)|"
    r"(?:take|took|taken|have|had) (?:them all|them|the lot|all of (?:them|it)|what i need)|lined (?:them|it) up|"
    r"have (?:them|it) in my hand|razors?|blades?|bleach|(?:the|a) (?:rope|knife|gun|roof|bridge|tracks?|ledge|cliff)|"
    r"on the edge|send the note"
)
_HARM = (
    r"(?:hits?|hitting|beats?|beating|chok(?:es?|ed)|slap(?:s|ped)?|punch(?:es|ed)?|push(?:es|ed)?|touch(?:es|ed)|"
    r"grab(?:s|bed)?|force[sd]?|lock(?:s|ed)) (?:me|him|her|them|us|my \w+)|hurts? me|rape\w*|abus(?:e|es|ed|ing|ive)|"
    r"cut(?:ting)? (?:myself|themselves)|(?:and|is|been|keeps) cutting|make (?:him|her|them) pay|not safe|in danger"
)
_BODY = (
    r"bleed(?:s|ing)?|chest pains?|(?:can't|couldn't) breathe|(?:stop|stopped) (?:eating|breathing|taking)|"
    r"hear(?:ing)? voices|starv\w*"
)
_GRAVE = re.compile(rf"\b(?:{_DEATH}|{_MEANS}|{_HARM}|{_BODY})\b")


def is_grave(words: str) -> bool:
    """Whether a message, its words in lower case and one blank apart, holds any of these."""
    return _GRAVE.search(words) is not None
