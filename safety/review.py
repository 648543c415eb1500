"""The outgoing review: may this reply, or this sentence of it, be shown to the person?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .reply_numbers import AllowedNumbers, NoNumbers, countries_named, dialled, is_allowed
from .reply_signs import ReplySigns
from .reply_text import Sentence, fold, read_sentence, sentences_of
from .resources import ResourceTable
from .review_head import ReviewHead
from .review_rules import ReviewPatterns
from .risk import Level
from .said import SaidReader
from .violations import COULD_NOT_REVIEW, Line, Review, Violation, ViolationName, judge, severity_of

Vectors = NDArray[np.float32]

REPLY_LIMIT = 20_000
"""A longer reply is read up to here and counts as not reviewed."""


@dataclass(frozen=True, slots=True)
class _Circumstances:
    """What a sentence is read against; `heard` are the person's last words, folded, and `words` as they stand."""

    heard: str
    words: str
    level: Level
    allowed: frozenset[str]
    minor: bool


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Rules, learned opinions of the same violations, which may be missing, and the table of numbers that may be shown.

    `ears` are not among what `load` gives: they still take some of our own sentences for violations.
    """

    patterns: ReviewPatterns
    table: AllowedNumbers
    head: ReviewHead | None = None
    ears: SaidReader | None = None

    @classmethod
    def load(cls, table: AllowedNumbers | None = None) -> Reviewer:
        """The packaged rules, heads and help lines. Raises PatternsUnreadable; a missing head is done without."""
        return cls(ReviewPatterns.load(), table or ResourceTable.load(), ReviewHead.load_or_none())

    def review(
        self,
        reply: str,
        context: Sequence[Line] = (),
        level: Level = "none",
        country: str | None = None,
        vectors: Vectors | None = None,
    ) -> Review:
        """Reviews a whole reply.

        `level` is the risk of the person's message; `country` an ISO 3166 code, otherwise read from what
        the person said where they named one. `vectors`, shape (len(sentences_of(reply)), dimension), lets
        the classifier hear meaning beside words. Never raises: what cannot be reviewed says so.
        """
        try:
            texts = sentences_of(reply[:REPLY_LIMIT])
            sentences = [read_sentence(text) for text in texts]
            around = self._circumstances(context, level, country)
            found = list(self._in_sentences(sentences, around, vectors))
            found += _in_reply(self.patterns.signs, sentences, around)
            whole = bool(sentences) and len(reply) <= REPLY_LIMIT
            return judge([_at(violation, reply) for violation in found], reviewed=whole)
        except Exception:
            return COULD_NOT_REVIEW

    def review_sentence(
        self,
        sentence: str,
        context: Sequence[Line] = (),
        level: Level = "none",
        country: str | None = None,
        vectors: Vectors | None = None,
    ) -> Review:
        """Reviews one sentence before it is shown, by everything but what only a whole reply can show."""
        try:
            texts = sentences_of(sentence[:REPLY_LIMIT])
            around = self._circumstances(context, level, country)
            found = self._in_sentences([read_sentence(text) for text in texts], around, vectors)
            return judge([_at(violation, sentence) for violation in found], len(sentence) <= REPLY_LIMIT)
        except Exception:
            return COULD_NOT_REVIEW

    def _circumstances(self, context: Sequence[Line], level: Level, country: str | None) -> _Circumstances:
        said = [line.content[-4000:] for line in context if line.role == "user"][-12:]
        countries = (country.upper(),) if country else countries_named("\n".join(said), self.patterns.countries)
        return _Circumstances(
            heard=" ".join(fold(said[-1]).split()) if said else "",
            words=said[-1] if said else "",
            level=level,
            allowed=_numbers_of(self.table, countries),
            minor=any(self.patterns.signs.young.search(fold(words)) for words in said),
        )

    def _in_sentences(
        self, sentences: Sequence[Sentence], around: _Circumstances, vectors: Vectors | None
    ) -> Iterable[Violation]:
        rules = [rule for rule in self.patterns.rules if rule.applies(around.heard, around.level)]
        concerned = {rule.violation for rule in rules}
        told = self._told([sentence.text for sentence in sentences], around.words, vectors)
        for at, sentence in enumerate(sentences):
            named: dict[ViolationName, str] = {}
            for rule in rules:
                if rule.violation not in named and (evidence := rule.find(sentence)) is not None:
                    named[rule.violation] = evidence
            if (number := _invented(sentence, around.allowed)) is not None:
                named["invented_number"] = number
            for name in sorted(told[at] & concerned):
                named.setdefault(name, sentence.text)
            for name, evidence in named.items():
                yield Violation(name, evidence, severity_of(name, around.level, around.minor))

    def _told(self, texts: Sequence[str], words: str, vectors: Vectors | None) -> list[set[ViolationName]]:
        """What the learned opinions name in each sentence; a fault in one leaves the other."""
        told: list[set[ViolationName]] = [set() for _ in texts]
        if self.head and vectors is not None and self.head.fits(texts, vectors):
            for names, more in zip(told, self.head.tell(texts, vectors), strict=True):
                names.update(more)
        if self.ears is not None:
            with suppress(Exception):
                for names, more in zip(told, self.ears.tell(texts, words), strict=True):
                    names.update(more)
        return told


def _in_reply(signs: ReplySigns, sentences: Sequence[Sentence], around: _Circumstances) -> Iterable[Violation]:
    if signs.passes_over_risk(sentences, around.heard, around.level):
        evidence = sentences[0].text if sentences else ""
        yield Violation("risk_ignored", evidence, severity_of("risk_ignored", around.level))
    if (refusal := signs.refuses_barely(sentences)) is not None:
        yield Violation("bare_refusal", refusal, severity_of("bare_refusal", around.level))
    if (farewell := signs.closes_the_door(sentences, around.heard, around.level)) is not None:
        yield Violation("abrupt_ending", farewell, severity_of("abrupt_ending", around.level))


def _numbers_of(table: AllowedNumbers, countries: Sequence[str]) -> frozenset[str]:
    if not countries:
        return frozenset(table.all_numbers())
    return frozenset(number for country in countries for number in table.numbers(country))


def _invented(sentence: Sentence, allowed: frozenset[str]) -> str | None:
    folded = fold(sentence.text)
    for start, end in dialled(folded):
        if not is_allowed(folded[start:end], allowed):
            return sentence.span(start, end)
    return None


def _at(violation: Violation, reply: str) -> Violation:
    """The violation with its evidence as it stands in the reply, white space included."""
    if violation.evidence in reply:
        return violation
    loose = r"\s+".join(re.escape(word) for word in violation.evidence.split())
    found = re.search(loose, reply)
    return Violation(violation.name, found.group() if found else "", violation.severity)


NO_NUMBERS: AllowedNumbers = NoNumbers()
"""For tests and for a runtime whose table is gone: every number counts as invented."""
