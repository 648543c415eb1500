"""What a person's words, these and those before, say beside the danger: whose it is, who is near, what a body needs.

Read from words alone and only to choose between reviewed sentences; the level of the risk is never changed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

_HERS = "wife|girlfriend|mum|mom|mother|sister|daughter|aunt|auntie|nan|gran|grandma|grandmother|niece|stepmum|stepmom"
_HIS = "husband|boyfriend|dad|father|brother|son|uncle|grandad|grandpa|grandfather|nephew|stepdad|fella"
_ANYONES = (
    "partner|mate|friend|bestie|roommate|flatmate|housemate|colleague|coworker|neighbour|neighbor|cousin|kid|child|"
    "ex|student|therapist|counsellor|counselor|nurse|teacher|boss"
)
_KIN = rf"(?:(?:best|older|elder|big|little|younger|twin|old|close|good)\s+)?(?:{_HERS}|{_HIS}|{_ANYONES})"
_WHO = rf"\bmy\s+(?P<kin>{_KIN})\b"
_SUBJECT = rf"(?:{_WHO}|\b(?:an?|this)\s+(?P<one>{_KIN})\b|\b(?P<pronoun>she|he|they)\b(?!\s+say))"
_IN_DANGER = re.compile(
    _SUBJECT + r"[^.!?;\n]{0,60}?(?:"
    r"\b(?:kill|hurt|harm|cut|starv)\w*\s+(?:him|her|them)sel(?:f|ves)\b"
    r"|\bend(?:s|ing)?\s+(?:it\b|(?:his|her|their)\b)"
    r"|\b(?:wants?|wanted|going|gonna|about|threat\w+|wishes)\s+(?:to\s+)?(?:die|jump|be dead|hang)\b"
    r"|\bsuicid\w*|\bn(?:'t|ot)\s+want\s+to\s+(?:be here|live|wake)"
    r"|\b(?:took|taken|swallow\w*|drank|drunk)\s+(?:\w+\s+){0,5}?(?:pills?|tablets?|pack\w*|box|bottle|bleach|meds?|"
    r"medication|something|all|loads?|lots?|too many|too much|poison|paracetamol|heroin)\b|\boverdos\w*|\bod'?d\b"
    r"|\b(?:not|n'?t|stopped|barely)\s+breathing|\bunconscious|\bunresponsive|\b(?:won|can|doesn)'?t\s+wake"
    r"|\bpassed out|\bcollaps\w+|\bblue\b|\bgone\s+gr[ea]y|\bbleeding|\bseizure|\bchest pains?\b"
    r"|\bcut(?:s|ting)?\s+(?:her|his|their)\b|\bhear(?:s|ing)\s+voices"
    r"|\b(?:not|n'?t|stopped)\s+(?:\w+\s+)?eat\w*|\bstarving|\b(?:drinking|using)\s+again|\brelaps\w*"
    r"|\bgoodbye|\bunreachable|\bbeing\s+(?:hit|beaten|abused|hurt)\b"
    r")",
    re.IGNORECASE,
)
_IN_DANGER_MYSELF = re.compile(
    r"\b(?:kill|hurt|harm|cut|starv|hang|drown|shoot)\w*\s+(?:my|our)sel(?:f|ves)\b|\bend(?:ing)?\s+my\b"
    r"|\bi(?:'?m|'?ve|'?d|'?ll)?\s+(?:\w+\s+){0,3}?(?:took|taken|swallowed|overdosed|cut|"
    r"want(?:ed)?\s+(?:to\s+die|it\s+to\s+end|out)|want\s+to\s+(?:be dead|go too|join)|follow\w*|suicidal|"
    r"done with (?:it|life)|can'?t\s+(?:go on|do this|carry on))\b"
    r"|\bi\s+(?:don'?t|do not)\s+want\s+to\s+(?:be here|live|wake|exist)|\bwithout me\b|\bfor a friend\b"
    r"|\b(?:hit|hits|hitting|beats?|hurts?|hurting|chok\w+|strangl\w+|kick\w*|touch\w*|grab\w*|threat\w*|kills?|"
    r"rap(?:es?|ed)|lock\w*|punch\w*|slap\w*|push\w*|burn\w*)\s+(?:me|us)\b"
    r"|\bi(?:'?ll| will| want to| have to| could| might|'?m going to|'?m gonna| wanna)\s+"
    r"(?:\w+\s+)?(?:hurt|kill|stab|hit|choke)\b"
    r"|\bme too\b|\bso do i\b",
    re.IGNORECASE,
)
_NEAR = (
    r"here\b(?!\s+(?:for|to)\b)|with me\b|next to me|beside me|in the (?:next )?(?:room|house|kitchen)"
    r"|staying (?:over|with me|tonight)|at (?:the|my) (?:front )?door\b|(?:down|up)stairs\b|on the sofa"
    r"|arrived\b|got here|let (?:him|her|them)sel(?:f|ves) in\b|(?:walked|come|came) in\b"
)
_LATER = (
    r"(?!\s+(?:\w+\s+)?(?:next|tomorrow|on\s+\w+day|at\s+(?:the\s+)?weekend|for\s+(?:christmas|easter)"
    r"|(?:out|apart)\b))"
)
_COMES = rf"coming\b{_LATER}|on (?:her|his|their|the) way|driving (?:over|here|up|down)|heading (?:over|here)"
_BE = r"(?:'?s|'?re|\s+is|\s+are|\s+has|\s+have)"
_IS = (
    rf"{_BE}?\s+(?:(?:right|still|now|already|just|finally|back|over|sat|sitting|standing|waiting|home|both|all)"
    r"\s+){0,2}"
)
_HERE = re.compile(
    rf"{_WHO}{_IS}(?:{_NEAR})|\b(?:i(?:'?m| am)|we(?:'?re| are))\s+(?:(?:now|here|back|still|over|round|staying|sat|"
    rf"sitting|just|safe|already)\s+){{0,2}}(?:at\s+my\s+(?P<at>{_KIN})"
    rf"(?!(?:'s|s)?\s+(?:grave|funeral|wake|wedding|bedside))(?:'s|s)?\b|"
    rf"(?<!still )(?<!back )with\s+my\s+(?P<with>{_KIN})\b)",
    re.IGNORECASE,
)
_SO_HERE = re.compile(rf"\b(?:she|he|they){_IS}(?:{_NEAR})|\b(?:arrived|got here|just came in)\b", re.IGNORECASE)
_COMING = re.compile(rf"{_WHO}{_IS}(?:{_COMES})", re.IGNORECASE)
_SO_COMING = re.compile(rf"\b(?:she|he|they){_IS}(?:{_COMES})", re.IGNORECASE)
_TOLD = re.compile(
    rf"\bi(?:'?ve| have)?\s+(?:just\s+|finally\s+|already\s+)?(?:texted|called|rang|rung|phoned|told|messaged|"
    rf"spoke\s+(?:to|with)|wrote\s+to)\s+my\s+(?P<told>{_KIN})\b",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"\b(?:not|isn'?t|aren'?t|wish|if|used to|never|won'?t|wouldn'?t|can'?t|didn'?t|hasn'?t|asleep|dead|died|nobody|"
    r"no one|you\s+(?:just\s+)?(?:said|say|keep|think|thought|told|wrote|assumed?|invented|made))\b",
    re.IGNORECASE,
)
_OTHERS = rf"(?:{_WHO}|\b(?P<pronoun>she|he|they)\b)"
_AWAY = re.compile(
    _OTHERS + r"(?:"
    r"[^.!?;,\n]{0,20}?(?:\b(?:not|never|no longer|nowhere)|n'?t)\s+(?:\w+\s+){0,2}?(?:com(?:e|es|ing)|came|here|there|"
    r"with me|mak(?:e|ing) it|show(?:ed|ing)?(?: up)?|turn(?:ed|ing)? up|arrived?|near|around|about|home)\b(?! yet)"
    r"|\s+(?:cancel\w*|bailed|stood me up|let me down|changed (?:her|his|their) mind|hung up)\b"
    rf"|(?:{_BE})?\s+(?:just\s+|already\s+)?(?:left|gone|went home|had to go|died|dead|passed away|"
    r"moved (?:to|away|out))\b"
    rf"|(?:{_BE}|\s+lives?|\s+living)\s+(?:(?:still|away|back|off|over|out|always|now|stuck|living)\s+)?"
    r"(?:abroad|overseas|miles away|far away|away\b|at work|in hospital|in the (?:states|us|uk|army|navy)|"
    r"in\s+(?!(?:the|here|my|bed|on|it|a|with|love|trouble|pain|tears|charge|and|now|there|this|our|front|touch)\b)[a-z]+)"
    r")",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:nobody|no one|no-one)(?:'s|\s+is|\s+has|\s+ever)?\s+(?:\w+\s+)?(?:came|come|coming|here|with me|there)\b"
    r"|\balone (?:again|now)\b|\bi(?:'?m| am)\s+(?:\w+\s+)?(?:alone|on my own|by myself)\b",
    re.IGNORECASE,
)
_YOUNG = re.compile(
    r"\b(?:i'?m|i am|im)\s+(?:only\s+|just\s+)?(?:[6-9]|1[0-7])\b"
    r"(?!\s*(?:%|days|weeks|months|st\b|kg|stone|mins?|hours?))"
    r"|\byear\s+(?:[5-9]|1[0-3])\b|\b(?:my|mum'?s|mom'?s)\s+(?:new\s+)?(?:step\s?(?:dad|mum|mom|father|mother)|bf)\b"
    r"|\bat school\b|\bmy\s+(?:school|homework|form tutor|head ?teacher|coach|teacher|scouts|class)\b",
    re.IGNORECASE,
)
_SIGNS: dict[str, str] = {
    "swallowed": r"\b(?:took|taken|swallow\w*|drank|drunk|overdos\w*|od'?d)\b",
    "breath": r"breathing|unconscious|unresponsive|(?:won|can|doesn)'?t wake|turn\w* blue"
    r"|gone (?:gr[ea]y|blue)|gurgling",
    "withdrawal": r"\b(?:seeing|hearing)\s+(?:things|people|spiders|bugs)|hallucinat\w*|\b(?:fit|seizure|confused)\b",
    "choked": r"\bchok(?:e|ed|es|ing)\s+me|strangl\w+|throttl\w+|\b(?:my|the)\s+(?:neck|throat)\b|held me under",
    "struck": r"\b(?:hits?|punch\w*|kick\w*|beats?|slap\w*|burn\w*|slam\w*|threw \w+ at) me\b",
    "attempt": r"\bi\s+(?:tried|attempted)\s+to\s+(?:kill myself|end (?:it|my life)|die|hang|od|overdose)"
    r"|\bmy (?:last )?attempt",
    "written": r"\b(?:wrote|written|writing)\s+(?:\w+\s+){0,2}(?:notes?|letters?)\b",
    "fasting": r"\b(?:not|n'?t|nothing|without|stopped)\s+(?:\w+\s+){0,3}(?:eat\w*|ate|food|eaten)\b"
    r"[^.!?]*\b(?:days?|week|since)\b",
    "faint": r"\bfaint\w*|passed out|collaps\w+|blacked out|fell down|\bdizzy",
    "heart": r"\bheart\b|palpitat\w*|chest",
    "amount": r"\bhow\s+(?:many|much)\b.*(?:tablets?|pills?|paracetamol|takes?\b|to (?:die|kill|od|overdose))",
    "spying": r"\b(?:get into|hack|track|spy|read|see|look at)\b.*"
    r"\b(?:phone|messages|texts|location|account|emails?|car)\b",
    "friends": r"\bmy\s+(?:friends|mates)\b",
    "relief": r"\bthanks?\b|calmer|quieter|\bbetter\b|easier|lighter|\b(?:slept|ate|eaten|toast|laughed|flushed)\b"
    r"|\bput (?:them|it) (?:away|in)\b|\bgave (?:them|it)\b|\bsafe now\b|\bok(?:ay)? now\b",
    "commands": r"\b(?:voices?|angels?|demons?|devil|god|spirits?|they|he|she|it)\b.{0,25}"
    r"\b(?:says?|said|tell(?:s|ing)?|told|wants?|orders?|commands?)\b.{0,25}\b(?:me|i|my)\b",
}  # fmt: skip
_COMPILED = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _SIGNS.items()}
_UNDONE = re.compile(r"\b(?:not|no|never|isn'?t|don'?t|doesn'?t|didn'?t|can'?t|won'?t|any)\b", re.IGNORECASE)
_EARLIER = ("fasting", "choked", "swallowed", "commands")
"""Signs that stay what they are when they stood in an earlier message."""

Pronoun = Literal["she", "he", "they"]
_THEM = {"she": ("her", "her"), "he": ("him", "his"), "they": ("them", "their")}


@dataclass(frozen=True, slots=True)
class Someone:
    """Another person: `who` is "your wife", or "" where only a pronoun was used."""

    who: str = ""
    they: Pronoun = "they"

    @property
    def them(self) -> str:
        """The pronoun as an object."""
        return _THEM[self.they][0]

    @property
    def their(self) -> str:
        """The pronoun as a possessive."""
        return _THEM[self.they][1]


@dataclass(frozen=True, slots=True)
class Company:
    """Somebody they have let in: told, on the way, or there with them."""

    person: Someone
    how: Literal["told", "coming", "here"]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """All of it for one message. `signs` are names of what these words show, such as "swallowed" or "fasting", `before`
    those of earlier messages that still stand."""

    other: Someone | None = None
    company: Company | None = None
    young: bool = False
    signs: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()


def circumstances(text: str, earlier: Sequence[str] = (), *, about_other: bool = False) -> Circumstances:
    """What these words and the earlier ones (oldest first) show; `about_other` is what the assessment says."""
    told = [_plain(words) for words in (*earlier, text)]
    now = told[-1]
    other: Someone | None = None
    for words in told:
        other = None if _IN_DANGER_MYSELF.search(words) else (_another(words) or other)
    if other is None and about_other and not _IN_DANGER_MYSELF.search(now):
        other = _someone(now, now)
    signs = {name for name, pattern in _COMPILED.items() if pattern.search(now)}
    before = {name for name in _EARLIER if any(_COMPILED[name].search(words) for words in told[:-1])}
    if _UNDONE.search(now):
        signs.discard("relief")
    return Circumstances(
        other, _company(told), any(_YOUNG.search(words) for words in told), frozenset(signs), frozenset(before)
    )


def another_in_danger(text: str) -> bool:
    """Whether the words put another person in danger and not the one who writes."""
    words = _plain(text)
    return not _IN_DANGER_MYSELF.search(words) and _another(words) is not None


def _another(words: str) -> Someone | None:
    match = _IN_DANGER.search(words)
    if match is None:
        return None
    return _someone(match["kin"] or match["one"] or "", words)


def _someone(kin: str, words: str) -> Someone:
    found = re.search(_KIN, kin, re.IGNORECASE) or re.search(_WHO, words, re.IGNORECASE)
    name = (found["kin"] if found and "kin" in found.re.groupindex else found[0] if found else "").lower()
    last = name.split()[-1] if name else ""
    if last in _HERS.split("|"):
        return Someone(f"your {name}", "she")
    if last in _HIS.split("|"):
        return Someone(f"your {name}", "he")
    said = re.search(r"\b(?:(she|her)|(he|him|his))\b", words, re.IGNORECASE)
    they: Pronoun = "they" if said is None else "she" if said[1] else "he"
    return Someone(f"your {name}" if name else "", they)


def _company(told: Iterable[str]) -> Company | None:
    """Who is believed near after these messages: what was said last holds, and who is said to be away is away."""
    now: Company | None = None
    for words in told:
        named: Someone | None = None
        for clause in re.split(r"[.!?;,\n]+|\bbut\b|\bso\b", words):
            if found := re.search(_WHO, clause, re.IGNORECASE):
                named = _someone(found["kin"], "")
            if now is not None and _ended(clause, now.person, named):
                now = None
            if not _ABSENT.search(clause):
                now = _joined(clause, now)
    return now


def _ended(clause: str, near: Someone, named: Someone | None) -> bool:
    """Whether a clause says that this one is not there; `named` is the last one the message spoke of."""
    if _NOBODY.search(clause):
        return True
    away = _AWAY.search(clause)
    if away is None:
        return False
    if away["pronoun"] is None:
        return _someone(away["kin"], "") == near
    they = away["pronoun"].lower()
    spoken = named if named is not None and named.they in (they, "they") else near
    return spoken == near and (near.they in (they, "they") or they == "they")


def _joined(clause: str, before: Company | None) -> Company | None:
    now = before
    if found := _TOLD.search(clause):
        now = Company(_someone(found["told"], ""), "told")
    if found := _COMING.search(clause):
        now = Company(_someone(found["kin"], ""), "coming")
    elif now is not None and now.how == "told" and _SO_COMING.search(clause):
        now = replace(now, how="coming")
    if found := _HERE.search(clause):
        now = Company(_someone(found["kin"] or found["at"] or found["with"], ""), "here")
    elif now is not None and _SO_HERE.search(clause):
        now = replace(now, how="here")
    return now


def _plain(text: str) -> str:
    return text[:4000].replace("’", "'")
