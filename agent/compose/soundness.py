"""Whether a person's words make a statement that can be said back: whole, of one piece, and without their slips."""

from __future__ import annotations

import re

from . import english as en

_CRAMPED = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}|^[bcdfghjklmnpqrstvwxz]{4,}$")
_SECOND = frozenset({"you", "your", "yours", "yourself", "you're", "you've", "you'll", "you'd", "u", "ur", "y'all"})
SHORTEST, LONGEST = 3, 16
"""Words in a turned clause."""


_BROKEN = re.compile(
    r"\bto (?:much|many|late|today|early|long|far)\b|\bth(?:at|is) (?:men|women|people|kids|things|days)\b|"
    r"\b(?:i'm|am|is|are|was|were) (?:worry|feel|want|need|have|think|know|go|suffer|live|work|lose|afraid to lost)\b|"
    r"\btr(?:y|ied|ying) (?:study|sleep|talk|work|go|do|get|find|make|focus|forget|be)\b|\ball most\b|\bgot use\b|"
    r"\b(?:broke|lost|got|had|left|failed) .* and (?:sad|upset|angry|depressed|scared|worried|lonely|hurt)\b|"
    r"\bdidn't \w+(?:ed|nt)\b|\b(?:a|an) (?:\w+ )?(?:problems|friends|people|things|issues|feelings)\b|"
    r"\b(?:have|has|had) (?:good|bad|higher|lower|big|strong|little) (?:degree|job|relationship|boss|grade|"
    r"marriage)\b|"
    r"\b(?:any|many|some|ones?|about|the same|what happens|going|doing that)$|\bcan able\b|\bi (?:not|no) \w+|"
    r"\b\w+n't$|"
    r"\bmost days? now\b|\b(?:[2-9]|\d\d+) (?:class|year|month|friend|kid|day|hour|time|week)\b|\b(?:but|"
    r"and) (?:today|now) \w+ (?:in|on|at)\b|\bthe the\b|\b(\w+) \1\b|\bsomehow right now\b|\bbeen feel\b|\b(?:do|"
    r"does|did|is|are|was) \w+n't (?:they|he|she|it|we|i)$|^it (?:does|is|was|did) sometimes\b|"
    r"\bages? \d+$|\bthere(?: is|'s) (?:a lot of|many) (?:\w+ )?\w+s$|^i(?:'ve| have) been and\b|"
    r"\bit(?:'s| is) (?:very )?(?:difficult|hard|bad|good) time\b|\bit(?:'s| is) (?:not )?(?:new )?issues\b|"
    r"\b\w+ing of (?:taking|doing|having|going)\b|\b(?:easy|hard|true|okay|right) my friend$|"
    r"^that (?:i|i'm|my|he|she|they|we|it)\b|^i tried (?:it|that|them|this)\b|\b(?:have|has) not (?:\w+s|"
    r"any|a|an|idea)\b|\bcheating with me\b"
)
"""Slips of theirs, and loose ends, that would be ours if said back."""


_BARE = "get|make|take|feel|want|need|have|do|go|come|seem|work|look|say|think|know|keep|help|start|find|give|tell|try"
_NOT_ENGLISH = re.compile(
    rf"^(?:it|he|she|that|this) (?:always |also |really |just |even |sometimes |only |still )?(?:{_BARE})\b|"
    rf"\b(?:want|wants|wanted|need|needs|like) (?!help|work|love)(?:hit|{_BARE}|talk|sleep|leave|quit|be|become|cry)\b|"
    rf"\babout (?!need|want|work|help)(?:{_BARE}|leave|quit|stop)\b|"
    r"\b(?:did|does|do)(?: not|n't) (?:honest|happy|sure|able|sad|good|\w+ing)\b(?! in\b)|n't \w+ or \w+ing\b|"
    r"\b(?:is|am|are|was|were|i'm|'s|'re) (?:\w+ )?suppose\b|\bi use to\b|\bmuch (?:sad|happy|angry|worried|anxious)\b|"
    r"\b(?:how|what|why|where|when) (?:would|will|can|could|should|do|does|did) (?:i|they|he|she|it|we)\b|"
    r"\b(?:i|he|she|they|we) (?:think|know|guess|believe) (?:is|was|are)\b|\bbeen to (?:have|be)\b|"
    r"\b(?:has|have|had) (?:broke|went|came|took|gave|wrote|drove|began|fell)\b|(?<!if )\bi were\b|\bi do i\b|"
    r"^i (?:can't|couldn't|don't|won't) .* and (?:just|also|now) \w+ing\b|\bwant(?:s|ed)? to (?:me|him|them|us)\b|"
    r"\b(?:before|after|because|when|while|if|since) (?:him|them|me|us) (?:\w+ed|came|left|went|got)\b|"
    r"\b(?:his|my|their|our|your) (?:in|on|at|to|of|and|or|is|was|for|with)\b|"
    r"\b(?:to|can|can't|will|won't|could|would|should|must|don't|didn't) (?:chose|lost|went|took|came|felt|gave)\b|"
    r"^i (?:have|had) an? (?:small |big |very )?(?:traumatic|bad|horrible|terrible) experience\b|"
    r"\bdo a (?:little|bit) \d|\bwith out\b|"
    r"(?<!the )(?<!these )(?<!those )(?<!past )\blast \d+ (?:days|weeks|months|years)\b"
)
"""What no speaker of English would say, by kind: agreement, a verb without its "to", an asking order in a statement,
the wrong case, an owner with nothing owned."""
_BASE = "say|make|want|need|have|go|come|tell|change|shout|forget|blame|turn|call|love|think|know|work|ask|live|give"
_SOMEBODY = (
    "husband|wife|boss|manager|mother|father|mum|mom|dad|son|daughter|friend|teacher|doctor|sister|brother|cousin|"
    "landlord"
)
_LEARNER = re.compile(
    r"\b(?<!did )(?<!does )(?<!make )(?<!let )(?<!and )(?<!or )"
    rf"(?:he|she|(?:my|the|his|her) (?:{_SOMEBODY})) (?:{_BASE})\b|"
    rf"\b(?:he|she|you) (?:is|are|was) \w+ (?:but|and) (?:{_BASE})\b|\bwithout to\b|"
    r"\bfor (?:protect|make|go|get|see|tell|do|give|take|keep|find|ask|buy|learn|become)\b|"
    r"\b(?:i'm|i am|i was|is|are) (?:so |very |a )?(?:shame|confuse|stress|finish|agree|disagree|since|worry)\b|"
    r"\b(?:i'm|i am) little \w+(?:ed|ous|ing|y)\b|"
    r"\b(?:did|do|does|can)(?: not|n't) \w+ (?:yet|already) (?:to|the|my)\b|"
    r"\b(?:i|we|they|he|she) (?:can|could|must|will) to\b|\bhow i can\b|\b(?:one|a) news\b|\bin the road$|"
    r"\bon telephone\b|"
    r"\bit(?:'s| is) (?:only |just )?be\b|\bnot been only\b|\band (?:him|her|me|them) (?:are|is|were|was)\b|"
    r"\b(?:i've|i have) been an? (?:\w+ )?(?:year|week|month|day|time)\b|"
    r"\b(?:another|a|an|one) (?:\w+ )?(?:women|men|people|children)\b|\b(?:my|his|her|their|our) name are\b|"
    r"\bdon't ever \w+ (?:\w+ ){0,3}again$|\bstrong on (?:my|his|her|their) emotions\b"
)
"""Slips of those who learn the language; their meaning is heard, and their words are left with them."""
_DIALECT = re.compile(
    r"\bme (?:own|dad|da|mam|mum|ma|nan|gran|head|back|hands?|feet|legs?|arms?|heart|mates?|wife|missus|brother|"
    r"sister|job|car|house|phone|bed|chair|tea|lads?|son|daughter|kids|eyes|face|hair|knees?|life|work|money)\b|"
    r"\b(?:would|could|should|might|must) of\b|\bthem (?:boys|lads|days|two|things|kids)\b|\b(?:we|you|they) was\b"
)
"""Speech that is right where it is spoken, and mockery when a program says it back."""
_LOOSE = re.compile(
    r"\b(?:ever|even|especially|until|till|than|without|during|via|per|of course|to which(?: of \w+)?|\w+ing (?:poor|"
    r"good|bad|more|less|new|old|own))$|^the way\b|^(?:the|my|our|his|her|their) \w+ \w+ing (?:to|for|at|in|with|on)\b"
    r"|^i have (?:coming|going)\b|\bthat's why\b|\bthat now that\b|\bfrom now i\b|^i meant to say\b|"
    r"\bi (?:didn't|don't|can't) i\b|^(?:it|that|this) (?:is|was|'s) (?:not )?(?:that|because|why|what|how)\b|"
    r"\b(?:and|but|or) (?:since|before|after|until) (?:this|that|then)$|\bit's (?:\S+ ){1,4}it's\b|"
    r"^(?:it|that) was (?:\w+ )?(?:\w+ )?(?:talking|chatting|speaking) (?:to|with)\b|^i know right\b"
)
"""Clauses cut off or run together, so that the sense is lost."""

_SAYING = en.word_set(
    "think thinks thought know knows knew feel feels felt say says said hope hopes hoped wish wished guess believe "
    "believed realise realised realize realized mean meant found see saw hear heard swear wonder wondered suppose "
    "understand remember forget forgot decided promised worry admit admitted agreed noticed assumed assume expect "
    "expected imagine told tells learned learnt figured is was are do can could would should did have had will"
)
"""Verbs that a clause may follow without a joining word; after others "i" begins a new statement."""

_LEADING_ON = en.word_set(
    "and but or because that when if where what how why as since while than then so who which until before after "
    "though although once whenever wherever whether cause till like wish hope guess believe realize realise "
    "sure glad sometimes now today day days night time week year things everything all thing way something anything "
    "someone person people one moment reason more much nobody anybody anyone everyone"
)
"""Words after which "i" may go on within one statement."""


def is_statement(words: list[str]) -> bool:
    """Whether the words, lower case, can be turned and said back."""
    return bool(words) and _sound(words) and not _runs_on(words) and not is_broken(" ".join(words))


def is_broken(text: str) -> bool:
    """Whether a slip or a loose end stands in the clause, lower case."""
    return any(pattern.search(text) for pattern in (_BROKEN, _NOT_ENGLISH, _LEARNER, _DIALECT, _LOOSE))


def _sound(words: list[str]) -> bool:
    """A known subject, a verb, no loose ends."""
    length = len(words) + words[0].startswith("i'")
    if not SHORTEST <= length <= LONGEST or " ".join(words) in en.HOLLOW:
        return False
    if _SECOND.intersection(words) or words[-1] in en.DANGLING or " ".join(words).startswith(en.REQUESTS):
        return False
    if any(_CRAMPED.search(word) or "/" in word or "@" in word or not word.isascii() for word in words):
        return False
    thin = words[0] in {"it's", "there's", "it", "this", "that", "there"} and len(words) < 5
    hollow = not set(words) - en.EMPTY - en.ADVERBS - en.DANGLING
    return not thin and not hollow and _has_subject(words)


def _runs_on(words: list[str]) -> bool:
    """Whether a second statement starts without a stop or a joining word: "i feel okay i am kind of stressed"."""
    begins = {"i", "i'm", "i've", "i'd", "i'll", "he", "she", "they", "we", "he's", "she's", "they're"}
    ends = en.CLOSING | (en.STATES - en.FEARING)
    inner = list(enumerate(words[1:]))
    loose = any(word in {"i", "i'm", "i've"} and not leads_on(words[at]) for at, word in inner)
    return loose or any(word in begins and words[at] in ends for at, word in inner)


def leads_on(word: str) -> bool:
    """Whether "i" may follow the word within one statement."""
    return word in _LEADING_ON or word in en.ADVERBS or word in _SAYING or word in en.FEARING


def _has_subject(words: list[str]) -> bool:
    first, second = words[0], words[1]
    if first == "i":
        return second not in {
            "could",
            "might",
            "would",
            "should",
            "may",
            "and",
            "or",
            "with",
            "of",
            "the",
            "a",
            "my",
            "me",
            "i",
            "you're",
            "is",
            "are",
        }
    if first in {"i'm", "i've", "i'd", "i'll"} or first in en.CONTRACTED:
        return True
    if first in en.SUBJECTS or (first == "no" and second == "one") or first in en.PROPER:
        return any(_verb(word) for word in words[1:4])
    if first in en.DETERMINERS and second.endswith("'s"):
        return words[2] in en.ADVERBS | {"been", "not", "got"} or words[2].endswith("ing")
    if first in en.DETERMINERS:
        whole = {"that", "which", "who", "how"}.isdisjoint(words[1:5])
        return whole and any(_verb(word) for word in words[2:6])
    return words[:2] == ["me", "and"] and any(_verb(word) for word in words[3:6])


def _verb(word: str) -> bool:
    return word in en.VERBS or word in en.PAST or (word.endswith("ed") and len(word) > 4) or word.endswith("n't")
