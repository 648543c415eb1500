"""Rules: explicit and euphemistic signs of risk in plain text, and what around them lifts them.

A floor, never the whole detector (a keyword rule alone finds 5 % of indirect risk: research note, D).
Every expression has bounded gaps, so a message is read in time linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .patterns import CUES, Pattern, Tables
from .plain import PlainText, plain_text
from .risk import Boundary, Category, Level, Polarity, Signal, Subject, Time, rank

_SENTENCE_END = re.compile(r" (?:[.!?;]|but)(?= )")
_CLAUSE_END = re.compile(r" (?:[,.!?;:]|but|because|and then)(?= )")
_FIRST_PERSON = re.compile(r" (?:i|im|ive|id|ill|me|myself)(?= )")
_AGAINST: frozenset[Category] = frozenset({"abuse", "harm_to_others", "dangerous_request", "injection"})
_OWN_LIMIT = 40
"""At most this many signs are kept of one message: a page of them says no more."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules say of one message. `cues` are names out of `CUES` found anywhere in it,
    `idiom` tells of a grave word in a harmless phrase."""

    signals: tuple[Signal, ...]
    boundaries: tuple[Boundary, ...]
    cues: frozenset[str]
    plain: PlainText
    idiom: bool = False


def find(message: str, tables: Tables) -> Findings:
    """Reads a message by the tables; signals that something lifted stay, at the level left to them."""
    plain = plain_text(message, tables.spelling)
    cues = frozenset(name for name in CUES if tables.cues[name].search(plain.text))
    signals: list[Signal] = []
    for pattern in tables.patterns:
        for match in pattern.expression.finditer(plain.text):
            signals.extend(_signals(pattern, match, plain, cues, tables.cues))
        if len(signals) > _OWN_LIMIT:
            break
    signals.extend(_minors(plain, cues, signals, tables.cues))
    boundaries = tuple(name for name, expression in tables.boundaries.items() if expression.search(plain.text))
    return Findings(tuple(signals), boundaries, cues, plain, tables.idioms.search(plain.text) is not None)


def _signals(
    pattern: Pattern,
    match: re.Match[str],
    plain: PlainText,
    cues: frozenset[str],
    expressions: Mapping[str, re.Pattern[str]],
) -> list[Signal]:
    subject, time, polarity, level = _standing(pattern, match, plain, cues, expressions)
    return [
        Signal(
            category=category,
            level=level,
            evidence=plain.verbatim(match.start() + 1, match.end()),
            subject=subject,
            time=time,
            polarity=polarity,
            intent="intent" in pattern.ladder,
            plan="plan" in pattern.ladder,
            means="means" in pattern.ladder,
            timeframe="timeframe" in pattern.ladder,
            protective="helper" in cues,
            confidence=0.9 if level == pattern.level else 0.6,
        )
        for category in pattern.categories
    ]


def _standing(
    pattern: Pattern,
    match: re.Match[str],
    plain: PlainText,
    cues: frozenset[str],
    expressions: Mapping[str, re.Pattern[str]],
) -> tuple[Subject, Time, Polarity, Level]:
    """Whose it is, when, how meant, and the level that leaves."""
    text, start = plain.text, match.start()
    clause = text[_last_end(_CLAUSE_END, text, start) : start + 1]
    if _negated(pattern, match, clause, expressions["negation"]):
        return pattern.subject, "now", "negated", "none"
    if "fiction" in cues and "real" not in cues and "fiction" in pattern.lifted_by:
        return "fiction", "now", "hypothetical", "none"
    told = "reported" in pattern.lifted_by and expressions["reported"].search(f"{clause}| ")
    if told or ("worry" in cues and _of_another(pattern, match, clause)):
        worry: Level = "none" if "calm_after" in cues else "low"
        return "other", "now", "asserted", worry
    if "past" in pattern.lifted_by and _past(text, match, cues, expressions["past"]):
        return pattern.subject, "past", "asserted", "low"
    if "humour" in cues and "earnest" not in cues and "humour" in pattern.lifted_by:
        return pattern.subject, "now", "hypothetical", "elevated" if pattern.level == "imminent" else "none"
    return pattern.subject, "now", "asserted", pattern.level


def _negated(pattern: Pattern, match: re.Match[str], clause: str, negation: re.Pattern[str]) -> bool:
    if negation.search(f"{clause}| "):
        return True
    return not pattern.denying and re.search(r" (?:not|never|dont|havent|no) ", match.group() + " ") is not None


def _of_another(pattern: Pattern, match: re.Match[str], clause: str) -> bool:
    """A wording of one's own state, below imminent, in a clause that says neither I nor me."""
    own = pattern.subject == "self" and pattern.level != "imminent" and not _AGAINST & set(pattern.categories)
    return own and not _FIRST_PERSON.search(f"{clause}{match.group()} ")


def _past(text: str, match: re.Match[str], cues: frozenset[str], past: re.Pattern[str]) -> bool:
    if "past" not in cues or "returned" in cues:
        return False
    if "resolved" in cues:
        return True
    begin = _last_end(_SENTENCE_END, text, match.start())
    following = _SENTENCE_END.search(text, match.end())
    end = following.start() if following else len(text)
    return past.search(text[begin : end + 1]) is not None


def _last_end(expression: re.Pattern[str], text: str, before: int) -> int:
    """Where the last match that ends before a place ends; looks back 400 characters at most."""
    begin = max(before - 400, 0)
    ends = [found.end() for found in expression.finditer(text, begin, before + 1)]
    return ends[-1] if ends else begin


def _minors(
    plain: PlainText, cues: frozenset[str], signals: list[Signal], expressions: Mapping[str, re.Pattern[str]]
) -> list[Signal]:
    """A person under 18 by age or school stage, where anything else in the message is a risk to a person."""
    grave = [signal for signal in signals if rank(signal.level) >= rank("low") and signal.category != "injection"]
    match = expressions["minor"].search(plain.text) if grave and "minor" in cues else None
    if match is None or "past" in cues:
        return []
    level = max((signal.level for signal in grave), key=rank)
    return [Signal("minor_at_risk", level, plain.verbatim(match.start() + 1, match.end()), confidence=0.9)]
