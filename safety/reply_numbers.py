"""Telephone numbers in a reply: which of its digits are meant to be dialled, and whether they may be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from .reply_text import fold


class AllowedNumbers(Protocol):
    """The help-line table as seen from here: digit strings without blanks or signs."""

    def numbers(self, country: str) -> Collection[str]:
        """The numbers of one country (ISO 3166 alpha-2, upper case); empty where there is no row."""
        ...

    def all_numbers(self) -> Collection[str]:
        """The numbers of all countries."""
        ...


class NoNumbers:
    """Stands in for an unreadable table: no number may be shown."""

    def numbers(self, country: str) -> Collection[str]:  # noqa: ARG002
        """Nothing, whatever the country."""
        return ()

    def all_numbers(self) -> Collection[str]:
        """Nothing."""
        return ()


_ONE_TO_NINE = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DIGIT_WORDS = {w: str(i) for i, w in enumerate(("zero", *_ONE_TO_NINE))}
_DIGIT_WORDS["oh"] = "0"
_WORD = "|".join(_DIGIT_WORDS)
_SPELLED = re.compile(rf"\b(?:{_WORD})(?:[ ,-]+(?:{_WORD}|hundred)){{2,}}\b")

_UNITS = (
    r"percent|dollars?|euros?|pounds|bucks|usd|eur|gbp|mg|ml|g|kg|km|miles?|minutes?|mins?|hours?|hrs?|days?|weeks?"
    r"|months?|years?|times|people|words?|steps?|calories|kcal|points?|seconds?|things?|degrees"
)
_NOT_DIALLED = re.compile(
    r"24/7|\b\d{1,2}:\d\d\b|\b\d{1,2} ?(?:a\.?m\b|p\.?m\b|o'clock)"
    r"|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b(?:19|20)\d\d ?- ?(?:19|20)?\d\d\b"
    rf"|[$€£¥] ?\d[\d,. ]*|(?<!\d )\b\d+(?:[.,]\d+)*(?: ?%| ?(?:{_UNITS})\b)"
    r"|\b\d(?:-\d){2,4}\b(?!-?\d)|\b\d{1,3}(?:,\d{3})+\b"
)
_LONG = re.compile(
    r"(?<![\w\d])\+?\(?\d(?:[ ().\-/]{0,3}\d){6,}(?!\d)|\b(?:1-)?8\d\d-(?=[a-z-]*[a-z])[a-z0-9]{2,}(?:-?[a-z0-9]+)*\b"
)
_SHORT = re.compile(r"(?<![\w\d.,$€£])\d{2,4}(?:[ -]\d{2,4}){0,2}(?![\w\d]|[.,]\d)|(?<![\w\d.,$€£])\d{5,6}(?!\d)")
_DIAL_BEFORE = re.compile(
    r"\b(?:call(?:ing|s)?|dial(?:l?ing)?|ring(?:ing)?|phone|phoning|text(?:ing)?|sms|whatsapp|numbers?(?: is| are)?"
    r"|(?:help|hot|crisis|life|distress|text|care|support|free)?-? ?lines?|samaritans|lifeline|childline"
    r"|reach(?:ed)?|at|on|to|via|tel|telephone|or|and|emergency(?: services| number)?|hello|home|shout|talk|help)\b"
    r"[^.!?\d]{0,28}$"
)
_DIAL_CUE = re.compile(
    r"\b(?:call|dial|ring|phone|text|sms|whatsapp|number|hot ?line|help ?line"
    r"|(?:crisis|distress|support|text|free) line|lifeline|samaritans|emergency|tel|reach|counsell?ors?|volunteer)"
)
MAX_GROUPS = 16
"""No row of real numbers has more groups of digits."""

_US = re.compile(r"\b(?:in|from|across|throughout) the (?:u\.s\.?|us)\b")
_US_WRITTEN = re.compile(r"\bUSA?\b")


def countries_named(text: str, countries: Mapping[str, re.Pattern[str]]) -> tuple[str, ...]:
    """ISO codes of the countries a text names by themselves, their people or a large city."""
    folded = fold(text)
    found = {code for code, names in countries.items() if names.search(folded)}
    if _US_WRITTEN.search(text) or _US.search(folded):
        found.add("US")
    if "new mexico" in folded:
        found.discard("MX")
    return tuple(sorted(found))


def dialled(folded: str) -> tuple[tuple[int, int], ...]:
    """Spans meant to be dialled, in order; times, dates, sums and counts are not.

    Seven digits or more always count; two to six only beside a word such as "call" or "text".
    """
    masked = _NOT_DIALLED.sub(lambda found: "~" * len(found.group()), folded)
    found = [m.span() for m in _LONG.finditer(masked)]
    if _DIAL_CUE.search(masked):
        masked = _blank(masked, found)
        found += [m.span() for m in _SHORT.finditer(masked) if _is_cued(m, masked)]
        found += [m.span() for m in _SPELLED.finditer(masked)]
    return tuple(sorted(found))


def _is_cued(number: re.Match[str], text: str) -> bool:
    cue = _DIAL_BEFORE.search(text[max(0, number.start() - 60) : number.start()])
    return cue is not None and len(_digits(number.group())) >= 3


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "~" * (end - start) + text[end:]
    return text


def _digits(text: str) -> str:
    words = [_DIGIT_WORDS.get(word, "00" if word == "hundred" else word) for word in re.findall(r"[a-z]+|\d+|\+", text)]
    return "".join(words)


def is_allowed(shown: str, allowed: Collection[str]) -> bool:
    """Whether what was shown is one of the allowed numbers, or several of them written in a row.

    A leading 1 may be missing or added before the ten digits of a North American number; no other
    prefix is passed, since a short code behind a country code does not dial.
    """
    groups = [_digits(group) for group in re.findall(r"[a-z0-9]+", shown)]
    if shown.lstrip(" (").startswith("+") and groups[:1] != ["1"]:
        return False
    return len(groups) <= MAX_GROUPS and _row_of_allowed(groups, allowed)


def _row_of_allowed(groups: list[str], allowed: Collection[str]) -> bool:
    for end in range(len(groups), 0, -1):
        digits = "".join(groups[:end])
        known = digits in allowed or (len(digits) == 10 and "1" + digits in allowed)
        known = known or (len(digits) == 11 and digits[0] == "1" and digits[1:] in allowed)
        if known and _row_of_allowed(groups[end:], allowed):
            return True
    return not groups
