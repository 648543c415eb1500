"""The person's own words, taken up only where they can be given back without harm.

A span is quoted only if every word of it stands in `data/plain_words.txt`, a list of everyday
words: what is not on it (a method, an amount, a slur, an instruction, a name for a drug, sexual
content) cannot be echoed, whatever it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_CLAUSE = re.compile(
    r"[.!?…;:\n\"“”()]+|,\s+|\s+-+\s+|\s[—–]\s|\s+(?=(?:but|because|so|and)\s+(?:i|i'm|im|my|it|nobody)\b)",
    re.IGNORECASE,
)
_ASKING = re.compile(r"[^.!?\n]*\?")
_LEADING = re.compile(r"^(?:and|but|so|because|cos|well|like|just|also|then|ok|okay|please|honestly)\s+", re.IGNORECASE)
_FEELING = _listed(
    "feel feeling felt alone lonely tired scared afraid hurt hurting empty numb ashamed lost trapped stuck exhausted"
    " angry sad cry crying miss sleep hopeless worried guilty hate broken heavy hard"
)
_JUDGING = _listed(
    "worthless stupid useless failure burden idiot pathetic ugly fat disgusting hate bad deserve die dead dying weak"
    " nothing better crazy mad fault broken unlovable mess wrong end disappear gone"
)
_ADDRESSED = _listed("you your yours yourself u ur we us our ours let's lets")
_SELF = _listed("i i'm im i've ive i'd my me myself")
_DANGLING = _listed(
    "just and but to the a an my of so do am is are was with that because if when then than as like for"
)
_ORDERING = _listed(
    "don't dont do tell say promise give let make act keep stop help go take listen look be answer talk never"
)
_TURNED = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "am": "are",
    "i'm": "you're", "im": "you're", "i've": "you've", "ive": "you've", "i'd": "you'd", "i'll": "you'll",
    "dont": "don't", "cant": "can't", "wont": "won't", "didnt": "didn't", "isnt": "isn't", "doesnt": "doesn't",
    "couldnt": "couldn't", "havent": "haven't",
}  # fmt: skip
_WEIGHING = re.compile(r"\bhow\s+(?:to|many|much|long|far|fast|i|would|could|can)\b", re.IGNORECASE)
_WEIGHING_DOWN = _listed("can't cant cannot nobody never anymore without")
_WONDERING = _listed("where what how who why when which is are was were does did can could would should will if")
_BELIEF = re.compile(
    r"\b(?:voices?|angels?|demons?|devil|spirits?|chosen|implant\w*|cameras?|breathing)\b"
    r"|\b(?:they|people|everyone|neighbou?rs)(?:'?re| are)?\s+(?:\w+\s+)?"
    r"(?:watch|follow|spy|track|listen|record|poison|read)\w*",
    re.IGNORECASE,
)
"""What is believed is neither confirmed nor fought, so it is not said back; nor is a sign for the ambulance."""
_PRETEXT = re.compile(r"\b(?:because|cos|coz|cause|since|when|after)\s+(?:i|my|we)\b[^.!?,;\n]*", re.IGNORECASE)
_WAS = {"was": "were", "wasn't": "weren't", "wasnt": "weren't"}
_PERSON = re.compile(
    r"\b[Mm]y\s+(?:(?:best|older|big|little|younger|twin|good|old|close)\s+)?"
    r"(mum|mom|mother|dad|father|sister|brother|friend|nan|gran|grandma|"
    r"grandad|grandpa|grandmother|aunt|uncle|auntie|cousin|teacher|flatmate|roommate|neighbour|"
    r"neighbor|therapist|counsellor|"
    r"counselor|doctor|gp|nurse|pastor|coach)\b(?:,?\s+([A-Z][a-z]{2,11})\b)?"
)
_HELPING = re.compile(
    r"\b(?:texts?|texted|calls?|called|rang|rings?|checks? (?:in|on me)|visits?|came|comes|listens?|"
    r"helps?|helped|cares|"
    r"loves me|kind(?! of)|there for me|supports?|supportive|close to|talk(?:s|ed)? to|told|knows|"
    r"trust|nice to|nearby|next door|"
    r"downstairs|upstairs|here|with me|at home|asks? (?:how|me)|worries about me|on my side)\b",
    re.IGNORECASE,
)
_NOT_A_HELPER = re.compile(
    r"\b(?:died|dead|dies|dying|passed|funeral|lost|left|leaving|gone|ex|hates?|hits?|hit|hurts?|beats?|touch\w*|"
    r"yell\w*|scream\w*|threat\w*|kill\w*|abus\w*|rap\w*|broke|dumped|cheat\w*|blocked|ignor\w*|"
    r"never|no|not|don'?t|doesn'?t|"
    r"won'?t|"
    r"without|better off|burden|used to|if my|afraid|scared|late|miss|divorc\w*|argu\w*|fight\w*|fought|"
    r"angry|mad|again|world|split|apolog\w*|disagree\w*|temper|problems|demand\w*|terrified|"
    r"pressure|should|goes through|"
    r"hid\w*|from my|secret|nobody|no one|"
    r"wants? to|drunk|stole|caught|found out|kicked|disown\w*|sick|ill|cancer|hospital|because of|fault|suicid\w*)\b",
    re.IGNORECASE,
)
_NO_CALL = re.compile(
    r"\bi(?:'m|m)?\s+(?:\w+\s+)?(?:can'?t|cannot|won'?t|don'?t (?:want|dare|like) to|not going to|never going to|"
    r"too scared to|hate(?: to)?)\s+"
    r"(?:\w+\s+)?(?:call|calling|ring|ringing|phone|phoning|dial|talk to (?:a stranger|strangers|them))\b"
    r"|\bno (?:phone ?calls?|calls?|hot ?lines?|help ?lines?)\b|\bcan'?t talk (?:out loud|on the phone|aloud)\b",
    re.IGNORECASE,
)
_CLINGING = re.compile(r"\b(?:need|want|trust|have)\b.*\b(?:anyone|anybody|nobody|no one)\b", re.IGNORECASE)
"""Said back to them, "you don't need anyone else" would be ours."""
MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What can be given back: `quote` verbatim, `told` turned to the second person, `person` a helper they named.

    Each is "" where nothing safe was found. `weighty` says that the words are those of the danger or name a feeling:
    only such words may be called hard to say.
    """

    quote: str = ""
    told: str = ""
    person: str = ""
    weighty: bool = False


def own_words(text: str, evidence: Sequence[str] = (), *, around: bool = False, pretext: bool = True) -> OwnWords:
    """The best safe span of a message: the evidence first or, with `around`, only what lies outside it.

    Without `pretext` a reason given for what was done to them ("because i came home late") is never said back.
    """
    told_of = text if pretext else _PRETEXT.sub(" ", text)
    clauses = [span for span in _clauses(told_of) if quotable(span)]
    spans = [span for span in clauses if _telling(span) or any(_overlap(span, e) for e in evidence)]
    marked = [span for span in spans if any(_overlap(span, e) for e in evidence)]
    rest = [span for span in spans if span not in marked]
    if around:
        ranked = sorted(rest, key=_rank)
    else:
        within = [part for e in evidence for part in _clauses(e) if quotable(part) and part in told_of]
        ranked = [*sorted(marked, key=_rank), *within, *sorted(rest, key=_rank)]
    quote = ranked[0] if ranked else ""
    told = next((found for span in ranked if (found := turned(span))), "")
    near = [e for e in evidence if _overlap(quote, e) and len(_words(e)) <= len(_words(quote)) + 4]
    return OwnWords(quote, told, person_named(text), bool(near or set(_words(quote)) & (_FEELING | _WEIGHING_DOWN)))


def quotable(span: str) -> bool:
    """Two to ten plain words, no digit, no mark that could close a quotation, not addressed to us."""
    words = _words(span)
    plain = re.fullmatch(r"[A-Za-z'’,\s-]+", span.strip()) is not None and not _WEIGHING.search(span)
    if not words or words[0] in _ORDERING or words[0] in _WONDERING or _BELIEF.search(span):
        return False
    return plain and 2 <= len(words) <= MOST_WORDS and all(w in _plain() and w not in _ADDRESSED for w in words)


def turned(span: str) -> str | None:
    """A first-person clause said back: "i can't sleep" gives "you can't sleep".

    None where the turn is not certain, or where it would make a judgement of theirs ours
    ("I'm worthless" must never come back as a sentence about them).
    """
    words = _words(_LEADING.sub("", span.strip()))
    if not quotable(span) or not words or words[0] not in {"i", "i'm", "im", "i've", "ive"} or len(words) < 3:
        return None
    if set(words) & _JUDGING or _CLINGING.search(span) or (len(words) < 4 and not set(words) & _FEELING):
        return None
    said: list[str] = []
    for before, word in zip(["", *words], words, strict=False):
        said.append(_WAS.get(word, _TURNED.get(word, word)) if before == "i" else _TURNED.get(word, word))
    return " ".join(said)


def declines_call(text: str) -> bool:
    """Whether they say that they will not or cannot make a call."""
    return _NO_CALL.search(text.replace("’", "'")) is not None


def person_named(text: str) -> str:
    """Someone in their life who may be a help: "Dana" or "your sister"; "" unless the clause says so.

    Someone merely mentioned may be dead, gone or the danger itself, so being named is not enough.
    """
    for clause in re.split(r"[.!?;\n]+|,\s+(?=and|but)", text):
        match = _PERSON.search(clause)
        if match and _HELPING.search(clause) and not _NOT_A_HELPER.search(clause):
            return match[2] or ("your GP" if match[1] == "gp" else f"your {match[1]}")
    return ""


def _telling(span: str) -> bool:
    words = _words(span)
    return len(words) >= 3 and bool(set(words) & _SELF) and words[-1] not in _DANGLING


def _clauses(text: str) -> list[str]:
    statements = _ASKING.sub(" ", text)
    return [c for part in _CLAUSE.split(statements) if (c := _LEADING.sub("", part.strip(" ,'’-")).strip())]


def _words(span: str) -> list[str]:
    return [w.strip("-'") for w in span.casefold().replace("’", "'").replace(",", " ").split() if w.strip("-'")]


def _overlap(span: str, evidence: str) -> bool:
    one, other = " ".join(_words(span)), " ".join(_words(evidence))
    return bool(one and other) and (one in other or other in one)


def _rank(span: str) -> tuple[bool, bool, bool, int]:
    words = _words(span)
    return (
        len(words) < 3,
        not set(words) & _FEELING,
        words[0] not in {"i", "i'm", "im", "i've", "ive", "my"},
        -len(words),
    )


@cache
def _plain() -> frozenset[str]:
    text = resources.files(__package__).joinpath("data/plain_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split() if not line.startswith("#"))
