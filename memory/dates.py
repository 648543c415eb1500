"""Which days a question points at, and whether it asks for how things are or how they were."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Tense = Literal["now", "past"]

MONTHS = ("january", "february", "march", "april", "may", "june",
          "july", "august", "september", "october", "november", "december")  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "few": 3, "couple of": 2}

_AGO = re.compile(r"\b(\d+|an?|one|two|three|four|five|six|(?:a )?few|a couple of) (day|week|month|year)s? ago\b")
_MONTH = re.compile(rf"\b(?:in|of|during|since|last|early|late|mid|back in) ({'|'.join(MONTHS)})(?:,? (\d{{4}}))?\b")
_DAY_MONTH = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({'|'.join(MONTHS)})"
    rf"|({'|'.join(MONTHS)}) (\d{{1,2}})(?:st|nd|rd|th)?)(?:,? (\d{{4}}))?\b"
)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_SEASON = re.compile(rf"\b(?:in|last|this|during) (?:the )?({'|'.join(SEASONS)})\b")
_WEEKDAY = re.compile(rf"\b(?:on|last|this past) ({'|'.join(DAYS)})\b")
_FIRST = re.compile(r"\b(?:first (?:session|conversation|time we|talk|chat|met)|when we (?:first )?(?:met|started))\b")
_LAST = re.compile(r"\b(?:last (?:time|session|conversation|chat)|previous (?:session|conversation))\b")
_NOW = re.compile(
    r"\b(?:now|nowadays|currently|current|these days|at the moment|still|latest|newest|today|anymore|any more"
    r"|most recent(?:ly)?|at present|so far|presently|lately|recently)\b"
)
_PAST = re.compile(
    r"\b(?:before|previous(?:ly)?|originally|original|used to|formerly|former|at first|first|in the beginning|initially"
    r"|earlier|back then|prior|old job|at the start|earliest)\b"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def day_of(at: str) -> date | None:
    """The day of an ISO 8601 moment or date; None for anything else."""
    try:
        return date.fromisoformat(at.strip()[:10])
    except ValueError:
        return None


def tense_of(question: str) -> Tense | None:
    """Whether the question says that it means the present state, or a former one."""
    text = question.casefold()
    if _NOW.search(text):
        return "now"
    return "past" if _PAST.search(text) else None


def span_of(question: str, now: date, sessions: Sequence[date]) -> Span | None:
    """The days the question names, counted from `now`; `sessions` are the days anything was said."""
    text = question.casefold()
    earlier = sorted(day for day in sessions if day <= now)
    if earlier and _FIRST.search(text):
        return Span(earlier[0], earlier[0])
    if earlier and _LAST.search(text):
        return Span(earlier[-1], earlier[-1])
    return _named_day(text, now) or _relative(text, now) or _named_period(text, now)


def _named_day(text: str, now: date) -> Span | None:
    if found := _ISO.search(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_MONTH.search(text):
        number, name = (found[1], found[2]) if found[1] else (found[4], found[3])
        month = MONTHS.index(name) + 1
        year = int(found[5]) if found[5] else now.year
        span = _day(year, month, int(number))
        if span and not found[5] and span.first > now:
            span = _day(year - 1, month, int(number))
        return span
    if found := _WEEKDAY.search(text):
        back = (now.weekday() - DAYS.index(found[1])) % 7 or 7
        day = now - timedelta(days=back)
        return Span(day, day)
    return None


def _day(year: int, month: int, number: int) -> Span | None:
    try:
        day = date(year, month, number)
    except ValueError:
        return None
    return Span(day, day)


def _relative(text: str, now: date) -> Span | None:
    if found := _AGO.search(text):
        return _ago(found, now)
    monday = now - timedelta(days=now.weekday())
    month_end = now.replace(day=1) - timedelta(days=1)
    spans = (
        (r"the day before yesterday", now - timedelta(days=2), now - timedelta(days=2)),
        (r"yesterday|last night", now - timedelta(days=1), now - timedelta(days=1)),
        (r"earlier today|this morning", now, now),
        (r"this week", monday, now),
        (r"(?:last|past) week", monday - timedelta(days=7), max(monday, now - timedelta(days=1))),
        (r"(?:last|past) weekend", monday - timedelta(days=2), monday),
        (r"(?:last|past) month", month_end.replace(day=1), month_end),
        (r"last year", date(now.year - 1, 1, 1), date(now.year - 1, 12, 31)),
    )
    return next((Span(first, last) for words, first, last in spans if re.search(rf"\b(?:{words})\b", text)), None)


def _ago(found: re.Match[str], now: date) -> Span:
    """Around the day so long ago: people round, the more the longer ago."""
    word = found[1].removeprefix("a ")
    count = int(word) if word.isdigit() else NUMBERS.get(word, 1)
    step = {"day": 1, "week": 7, "month": 30, "year": 365}[found[2]]
    slack = timedelta(days={"day": 1, "week": 4, "month": 16, "year": 120}[found[2]])
    middle = now - timedelta(days=min(count * step, 36_500))
    return Span(middle - slack, middle + slack)


def _named_period(text: str, now: date) -> Span | None:
    if found := _MONTH.search(text):
        month = MONTHS.index(found[1]) + 1
        year = int(found[2]) if found[2] else now.year - (month > now.month)
        return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    if found := _SEASON.search(text):
        start = SEASONS[found[1]]
        year = now.year - (start > now.month)
        end = start + 2
        last_year, last_month = year + (end > 12), (end - 1) % 12 + 1
        return Span(date(year, start, 1), date(last_year, last_month, monthrange(last_year, last_month)[1]))
    return None
