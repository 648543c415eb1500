"""What was expected of a turn held against what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...safety.risk import LEVELS, rank
from ..events import Completed, Ended, Perceived, Planned, RiskFound
from .played import PlayedTurn
from .script import Expect, RiskRange, Wording

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation; `evidence` is what the program had to go by, in its own fields."""

    field: str
    met: bool
    expected: str
    got: str
    evidence: str = ""


def checks(expect: Expect, played: PlayedTurn) -> tuple[Check, ...]:
    """One check for every expectation that was set, in the order of the fields."""
    return (*_perceived(expect, played), *_risk(expect, played), *_answered(expect, played))


def _perceived(expect: Expect, played: PlayedTurn) -> Iterator[Check]:
    event = played.find(Perceived)
    reading, moved = (event.reading, event.shift) if event else (None, None)
    if expect.emotion is not None:
        families = sorted((reading.families if reading else {}).items(), key=lambda pair: -pair[1])[:3]
        words = f"; words: {', '.join(reading.words)}" if reading and reading.words else ""
        evidence = ", ".join(f"{name} {p:.2f}" for name, p in families) + words
        yield _among("emotion", expect.emotion, reading.dominant if reading else None, evidence)
    if expect.intensity is not None:
        low, high = expect.intensity.min, expect.intensity.max
        met = reading is not None and low <= reading.intensity <= high
        yield Check("intensity", met, f"{low} to {high}", str(reading.intensity) if reading else NOTHING)
    if expect.shift is not None:
        evidence = f"{moved.source or 'no turn before'} -> {moved.target}, size {moved.size}" if moved else ""
        yield _among("shift", expect.shift, moved.direction if moved else None, evidence)


def _risk(expect: Expect, played: PlayedTurn) -> Iterator[Check]:
    found = played.find(RiskFound)
    evidence = ""
    if found:
        spans = ", ".join(f'"{span}"' for span in found.evidence) or "none"
        evidence = f"evidence: {spans}; {found.reason or 'no reason given'}"
    if expect.risk is not None:
        met = found is not None and _in_range(expect.risk, found.level)
        yield Check("risk", met, _range_words(expect.risk), found.level if found else NOTHING, evidence)
    if expect.categories is not None:
        got = found.categories if found else ()
        met = set(expect.categories) <= set(got)
        yield Check("categories", met, " and ".join(expect.categories), ", ".join(got) or NOTHING, evidence)


def _answered(expect: Expect, played: PlayedTurn) -> Iterator[Check]:
    ended, planned, completed = played.find(Ended), played.find(Planned), played.find(Completed)
    if expect.route is not None:
        why = f"completed as {completed.kind}" if completed else ""
        yield _among("route", (expect.route,), ended.route if ended else None, why)
    if expect.strategy is not None:
        first = ended.strategies[0] if ended and ended.strategies else None
        yield _among("strategy", expect.strategy, first, _ranking(planned))
    if expect.reply is not None:
        yield from _wording(expect.reply, played.reply)


def _wording(expect: Wording, reply: str) -> Iterator[Check]:
    shown = " ".join(reply.split())
    lower = shown.casefold()
    for text in expect.contains or ():
        yield Check("reply", text.casefold() in lower, f'contains "{text}"', shown or NOTHING)
    for text in expect.excludes or ():
        yield Check("reply", text.casefold() not in lower, f'excludes "{text}"', shown or NOTHING)


def _ranking(planned: Planned | None) -> str:
    if planned is None:
        return "nothing was planned"
    return ", ".join(f"{strategy} {chance:.2f}" for strategy, chance in planned.plan.ranked[:3])


def _among(field: str, allowed: Iterable[str], got: str | None, evidence: str) -> Check:
    allowed = tuple(allowed)
    return Check(field, got in allowed, " or ".join(allowed), got or NOTHING, evidence)


def _in_range(expected: RiskRange, level: str) -> bool:
    return level in _levels(expected)


def _levels(expected: RiskRange) -> tuple[str, ...]:
    if expected.any_of:
        return expected.any_of
    low, high = rank(expected.at_least or LEVELS[0]), rank(expected.at_most or LEVELS[-1])
    return LEVELS[low : high + 1]


def _range_words(expected: RiskRange) -> str:
    return " or ".join(_levels(expected))
