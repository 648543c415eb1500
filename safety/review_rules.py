"""The pattern rules of the outgoing review: word classes and regular expressions read from YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .reply_signs import ReplySigns
from .reply_text import Sentence
from .risk import LEVELS, Level, rank
from .violations import VIOLATIONS, ViolationName

PATTERNS = Path(__file__).parent / "data" / "review_patterns.yaml"

_CLASS = re.compile(r"<(\w+)>")


class PatternsUnreadable(RuntimeError):
    """The pattern file is missing or broken; the message says where."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Fires on a sentence when `any` matches and `unless` does not.

    With `level` or `heard` given, one of the two must also hold: the input level is at least `level`, or
    `heard` matches what the person said last.
    """

    violation: ViolationName
    any: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    heard: re.Pattern[str] | None = None
    level: Level | None = None

    def applies(self, heard: str, level: Level) -> bool:
        """Whether the circumstances call for this rule; `heard` is folded."""
        if self.level is None and self.heard is None:
            return True
        if self.level is not None and rank(level) >= rank(self.level):
            return True
        return self.heard is not None and self.heard.search(heard) is not None

    def find(self, sentence: Sentence) -> str | None:
        """The verbatim span that matched, or None."""
        found = self.any.search(sentence.folded)
        if found is None or (self.unless is not None and self.unless.search(sentence.folded)):
            return None
        return sentence.span(*found.span()) or sentence.text


@dataclass(frozen=True, slots=True)
class ReviewPatterns:
    """All that the pattern file holds; `countries` finds in folded text the places of an ISO code."""

    rules: tuple[Rule, ...]
    signs: ReplySigns
    countries: Mapping[str, re.Pattern[str]]

    @classmethod
    def load(cls, path: Path = PATTERNS) -> ReviewPatterns:
        """Reads and compiles the file. Raises PatternsUnreadable."""
        try:
            loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
            plain = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 (a safe loader both ways)
            classes = _expand_classes(plain["classes"])
            signs = {name: _signs(lines, classes) for name, lines in plain["signs"].items()}
            countries = {code: re.compile(rf"\b(?:{names})") for code, names in plain["countries"].items()}
            return cls(tuple(_rule(row, classes) for row in plain["rules"]), ReplySigns(**signs), countries)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, re.error, yaml.YAMLError) as error:
            raise PatternsUnreadable(f"the review patterns {path.name} cannot be read ({error})") from error


def _signs(lines: str, classes: Mapping[str, str]) -> re.Pattern[str]:
    found = _compile(lines.splitlines(), classes)
    if found is None:
        raise ValueError("a sign without a pattern")
    return found


def _expand_classes(plain: Mapping[str, str]) -> dict[str, str]:
    classes: dict[str, str] = {}
    for name, pattern in plain.items():
        classes[name] = _expand(pattern, classes)
    return classes


def _expand(pattern: str, classes: Mapping[str, str]) -> str:
    return _CLASS.sub(lambda found: classes[found.group(1)], pattern)


def _rule(row: Mapping[str, Any], classes: Mapping[str, str]) -> Rule:
    violation, level = row["violation"], row.get("level")
    if violation not in VIOLATIONS or (level is not None and level not in LEVELS):
        raise ValueError(f"unknown violation or level in {violation}")
    found = _compile(row["any"].splitlines(), classes)
    if found is None:
        raise ValueError(f"no pattern for {violation}")
    unless = _compile(row.get("unless", "").splitlines(), classes)
    return Rule(violation, found, unless, _compile(row.get("heard", "").splitlines(), classes), level)


def _compile(lines: Sequence[str], classes: Mapping[str, str]) -> re.Pattern[str] | None:
    """One expression of all lines; those that begin at a word boundary share it, which is several times faster."""
    wanted = [part for line in lines if line.strip() for part in _alternatives(_expand(line.strip(), classes))]
    words = [part.removeprefix(r"\b") for part in wanted if part.startswith(r"\b")]
    others = [part for part in wanted if not part.startswith(r"\b")]
    if words:
        others.insert(0, rf"\b(?:{'|'.join(words)})")
    return re.compile("|".join(others)) if others else None


def _alternatives(pattern: str) -> list[str]:
    """Cuts a pattern at the bars outside any bracket."""
    parts, depth, inside, start = list[str](), 0, False, 0
    at = 0
    while at < len(pattern):
        mark = pattern[at]
        if mark == "\\":
            at += 1
        elif inside:
            inside = mark != "]"
        elif mark == "[":
            inside = True
            at += pattern[at + 1] == "^"
            at += pattern[at + 1] == "]"
        elif mark in "()":
            depth += 1 if mark == "(" else -1
        elif mark == "|" and depth == 0:
            parts.append(pattern[start:at])
            start = at + 1
        at += 1
    return [*parts, pattern[start:]]
