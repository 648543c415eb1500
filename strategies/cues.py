"""Cues in a single utterance, read by pattern: thanks, goodbye, a greeting, a wish for advice, a refusal."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

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
_MEANT_THANKS = re.compile(
    r"\b(thanks?\b(?! (god|goodness|heaven))|thank (you|u)|thx|ty|(?<!n't )(?<!not )(?<!never )appreciate)\b"
)
_MEANT_FAREWELL = re.compile(
    r"\b(bye+|goodbye|good ?night\b(?!'?s\b| of)|take care\b(?! of)"
    r"|(?<!\bi )(?<!\bto )(?<!n't )have a (good|great|nice|wonderful|lovely)\b"
    r"(?! (job|life|relationship|family|friend|husband|wife|marriage|partner|home|house|boss|mother|father))"
    r"|(?<!\bto )see (you|ya)\b(?= (later|soon|tomorrow|around|again|next|then)|\W*$)|talk (to you )?later"
    r"|(i|we)('ve| have)?( really| just| do)? (got|have|need) to (go|run|leave)\b"
    r"(?! (to (?!bed|sleep)|for (a|my)|there|home|him|her|them|it|the|my|this|that|an?|through|back|over|on|into|"
    r"without|around|down|up)\b)"
    r"|(?<![a-z] )got to go|gotta (go|run)|nice (talking|chatting)|signing off"
    r"|((don'?t have|there'?s) (anything|nothing) else|nothing else)\b"
    r"(?=\W*$| (to (say|add|ask|tell|talk)|for (now|today|you)|thank)|, )"
    r"|please (finish|end)( (this|here|now|the (chat|talk|conversation)))?(?=\W*$))\b",
)
_WANTS_ADVICE = re.compile(
    r"\b((i'?d|i would) (really |also |still )?(love|like|appreciate|welcome)"
    r"|(i|we) (really |also |still |just )?(want|need)|can i (have|get)|give me|offer me|share)\b"
    r"(?![^.!?]* (own|no|not|thank) )[^.!?]{0,25}"
    r"\b(suggestions?|advice|tips|ideas|pointers)\b"
    r"|\b(more|other|another) (tips?|ideas?|suggestions?|advice)\b(?=[^.!]*\?)"
)
_NO_ADVICE = re.compile(
    r"(n't|\bnot|\bno more|\bstop|\bwithout)\b[^.!?]{0,20}\b(advice|suggestions?|tips|ideas)\b(?![^.!]*\?)"
)
_RELIEF = re.compile(
    r"\b(feel(ing)? (a (lot|little|bit) )?(better|calmer|relieved|hopeful|lighter)|(really |so )?help(ed|ful|s me)"
    r"|good (idea|advice|point|suggestion)|(i('ll| will)|going to|gonna) (try|do (that|it)|give (that|it)))",
)
_ABOUT_HELPER = re.compile(
    r"\b((are|r) (you|u) (a |an |the |really |actually |just |even |some |sort of |kind of |like )*"
    r"(real|human|person|bot|chatbot|robot|ai|machine|computer|program|software|alive|conscious|sentient"
    r"|(real|actual|live|licensed|trained|qualified) (person|human|being|therapist|counsell?or|doctor|professional)"
    r"|therapist|counsell?or|psychologist)\b(?! (with|about|to)\b)"
    r"|is (this|it|that) (just )?(an? )?(bot|chatbot|robot|ai|program|real person|human|automated)\b"
    r"|(am i|i'?m) (really |actually |just )?(talking|speaking|chatting|writing) (to|with) (an? )?"
    r"(real |actual |live )?(person|human|bot|chatbot|robot|ai|machine|computer|program)\b"
    r"|(what'?s|what is|do you have) (your|a) name\b(?! for)|who are you\b|what are you(?= called|\W*$)"
    r"|what (do|should|can) i call you\b)",
)
_MANNERLY = frozenset(
    re.findall(
        r"\S+",
        "a again all also and appreciate awesome been being bunch chat chatting cool cheers did do everything "
        "for good great have help helped helpful helping helps here i i'll ideas info information is it just "
        "kind kindness "
        "listening lot lots lovely many me much nice of oh ok okay really reply so suggestion suggestions "
        "support sure talk talking thank thanks that the this thx time to today too try ty u very was well will "
        "with words wow yeah yes you you've your",
    )
)
"""Words out of which a thanks that says no more is made."""

ASIDE = 14
"""Words up to which a message that holds a question about the helper is that question, and no tale with one in it."""

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
    """Reads one utterance, as the weights learned to: widely. Never raises; an empty text shows nothing."""
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


def meant_cues(text: str) -> Cues:
    """`cues_of`, with thanks and a goodbye only where they are meant and no part of a tale, and every wish for advice.

    What is done rests on these; what is foreseen, on the wider ones the weights were learned with.
    """
    cues, plain = cues_of(text), clipped(text).lower().replace("’", "'")
    thanks = bool(_MEANT_THANKS.search(plain))
    asks = (cues.asks_advice or bool(_WANTS_ADVICE.search(plain))) and not _NO_ADVICE.search(plain)
    farewell = cues.farewell and bool(_MEANT_FAREWELL.search(plain))
    return replace(cues, thanks=thanks, farewell=farewell, asks_advice=asks)


def asks_about_helper(text: str) -> bool:
    """Whether the utterance asks who or what is answering: a person, a program, by what name."""
    text = clipped(text).lower().replace("’", "'")
    return bool(_ABOUT_HELPER.search(text)) and len(re.findall(r"\w+", text)) <= ASIDE


def only_thanks(text: str) -> bool:
    """Whether the utterance says thanks and nothing else that would want an answer."""
    cues = meant_cues(text)
    plain = clipped(text).lower().replace("’", "'")
    said = set(re.findall(r"[\w']+", plain))
    return cues.thanks and not (cues.question or cues.refusal or cues.farewell) and said <= _MANNERLY
