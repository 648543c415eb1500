"""Cues in a single utterance, read by pattern: thanks, goodbye, a greeting, a wish for advice, a refusal."""

from __future__ import annotations

import re
from dataclasses import dataclass

_GREETING = re.compile(r"^\W*(hi+|hello|hey+|good (morning|afternoon|evening|day)|greetings)\b")
_THANKS = re.compile(r"\b(thanks?|thank (you|u)|thx|ty|appreciate)\b")
_FAREWELL = re.compile(
    r"\b(bye+|goodbye|good ?night|take care|have a (good|great|nice|wonderful|lovely)|see (you|ya)|talk (to you )?later"
    r"|(got|have|need) to (go|run|leave)\b(?! (through|back|over|on|into|without|around|down|up))|gotta (go|run)"
    r"|nice (talking|chatting)|signing off|(don'?t have|there'?s) (anything|nothing) else|nothing else (to|for)"
    r"|please (finish|end)( (this|here|now))?)\b",
)
_ASKS_ADVICE = re.compile(
    r"\b(what (should|can|could|would|do) (i|you (suggest|recommend|advise|think i))"
    r"|how (do|can|should|could|would) i\b|any (advice|suggestions?|ideas?|tips?)|(your|some) (advice|suggestions?)"
    r"|should i\b"
    r"|(do|would) you have any|help me (figure|decide|find|with)"
    r"|do you (know|think i)|tell me (what|how)|what would you do)",
)
_REFUSAL = re.compile(
    r"(\b(i('ve| have)? (already )?tried (that|it|this)|(doesn'?t|didn'?t|won'?t|wouldn'?t|not going to) (help|work)"
    r"|not (helpful|interested|for me|an option|possible)"
    r"|(don'?t|do not) (want|need) (any )?(advice|suggestions?|tips?)"
    r"|i (can'?t|cannot|couldn'?t) do (that|this|it)|(stop|quit) (telling|giving)|that'?s no(t| )?(help|use)"
    r"|easier said)|^\W*(no|nope|nah)\b(?! (problem|worries|doubt|idea|clue|one)))",
)
_AGREEMENT = re.compile(
    r"^\W*(yes|yeah|yep|yup|ok(ay)?|sure|right|exactly|true|definitely|absolutely|i (agree|will|think so))\b",
)
_RELIEF = re.compile(
    r"\b(feel(ing)? (a (lot|little|bit) )?(better|calmer|relieved|hopeful|lighter)|(really |so )?help(ed|ful|s me)"
    r"|good (idea|advice|point|suggestion)|(i('ll| will)|going to|gonna) (try|do (that|it)|give (that|it)))",
)
READ_CHARACTERS = 2000
"""Longer utterances are read by their first and last thousand characters."""


@dataclass(frozen=True, slots=True)
class Cues:
    """What one utterance shows on its surface; `words` counts word-like runs."""

    question: bool
    exclamation: bool
    greeting: bool
    thanks: bool
    farewell: bool
    asks_advice: bool
    refusal: bool
    agreement: bool
    relief: bool
    words: int


def clipped(text: str) -> str:
    """The text itself, or the first and last thousand characters of a longer one."""
    half = READ_CHARACTERS // 2
    return text if len(text) <= READ_CHARACTERS else f"{text[:half]} {text[-half:]}"


def cues_of(text: str) -> Cues:
    """Reads one utterance. Never raises; an empty text shows nothing."""
    text = clipped(text).lower().replace("’", "'")
    return Cues(
        question="?" in text,
        exclamation="!" in text,
        greeting=bool(_GREETING.search(text)),
        thanks=bool(_THANKS.search(text)),
        farewell=bool(_FAREWELL.search(text)),
        asks_advice=bool(_ASKS_ADVICE.search(text)),
        refusal=bool(_REFUSAL.search(text)),
        agreement=bool(_AGREEMENT.search(text)),
        relief=bool(_RELIEF.search(text)),
        words=len(re.findall(r"\w+", text)),
    )
