"""What the person's earlier messages add: an answer to the direct question, a plan taken further, hope sinking.

Reads words only; the messages before are those of the same person and session, oldest first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .patterns import Tables
from .plain import PlainText, plain_text
from .risk import Category, Level, Signal, rank
from .rules import find

REACH: Final = 6
"""Only the last six messages count."""

_EARLIER_LIMIT = 1_000
_YES: Final = re.compile(
    r"^ (?:i guess |i suppose |honestly |maybe |um |well |tbh |, ){0,2}"
    r"(?:yes|yeah|yep|yea|yh|i do|i did|sometimes|a bit|a little|kind of|sort of|maybe|often|every day|most days"
    r"|all the time|i guess|i suppose|i think so|probably|not sure|it has|true|aye|(?:im|ive)(?= [.,!] | $))"
    r"(?: \S+){0,9} $"
)
_NO: Final = re.compile(
    r"^ (?:no|nah|nope|not at all|never|god no|of course not|im not|i dont|i havent|not really)(?= )"
)


def context_signals(message: str, now: PlainText, earlier: Sequence[str], asked: bool, tables: Tables) -> list[Signal]:
    """Signs that only the conversation shows. `asked`: the reply before this message asked the direct question."""
    before = [text[:_EARLIER_LIMIT] for text in earlier[-REACH:]]
    hopeless = tables.cues["hopeless"]
    signals: list[Signal] = []
    if asked and not _NO.search(now.text) and _YES.search(now.text):
        signals.append(_sign("suicide", "elevated", message, now))
    if before and (further := tables.cues["further"].search(now.text)):
        known = _known(before, tables)
        if known is not None:
            soon = tables.cues["at_once"].search(now.text) is not None and rank(known.level) >= rank("elevated")
            level: Level = "imminent" if soon and known.subject == "self" else "high"
            evidence = now.verbatim(further.start() + 1, further.end())
            signals.append(Signal(known.category, level, evidence, plan=True, timeframe=soon, confidence=0.7))
    if len(before) >= 2 and (sinking := hopeless.search(now.text)):
        count = sum(bool(hopeless.search(plain_text(text, tables.spelling).text)) for text in before)
        if count >= 2:
            evidence = now.verbatim(sinking.start() + 1, sinking.end())
            signals.append(Signal("suicide", "elevated", evidence, confidence=0.6))
    return signals


def _known(before: Sequence[str], tables: Tables) -> Signal | None:
    """The gravest standing sign of the messages before that a plan could carry further."""
    carried: tuple[Category, ...] = ("suicide", "self_harm", "harm_to_others")
    signals = [
        signal
        for text in before
        for signal in find(text, tables).signals
        if signal.category in carried and rank(signal.level) >= rank("elevated")
    ]
    return max(signals, key=lambda signal: rank(signal.level), default=None)


def _sign(category: Category, level: Level, message: str, now: PlainText) -> Signal:
    evidence = now.verbatim(0, len(now.text)) or message
    return Signal(category, level, evidence[:200], confidence=0.7)
