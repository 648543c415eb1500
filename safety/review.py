"""The outgoing review: may this reply, or this sentence of it, be shown to the person?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .reply_numbers import AllowedNumbers, NoNumbers, countries_named, dialled, is_allowed
from .reply_text import Sentence, fold, read_sentence, sentences_of
from .resources import ResourceTable
from .review_ear import IN_SENTENCE, IN_WHOLE, ReviewEar
from .review_head import ReviewHead
from .review_rules import ReviewPatterns
from .review_whole import WHOLE, WholeHead, WholeOpinion, features, plain_signs
from .risk import Level
from .violations import COULD_NOT_REVIEW, Line, Review, Violation, ViolationName, judge, severity_of

Vectors = NDArray[np.float32]

REPLY_LIMIT = 20_000
"""A longer reply is read up to here and counts as not reviewed."""


@dataclass(frozen=True, slots=True)
class _Circumstances:
    """What a sentence is read against; `heard` are the person's last words, folded; `own` the sentences that the
    tuned encoder does not judge."""

    heard: str
    level: Level
    allowed: frozenset[str]
    minor: bool
    own: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """Of some sentences: `logits` of the learned opinions together (n, names and gate), the head's own highest `gate`,
    and the violations each shows."""

    logits: NDArray[np.float32]
    gate: float
    names: list[tuple[ViolationName, ...]]


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Rules, the table of numbers that may be shown, and what learned the same violations: the heads of a sentence and
    of a whole reply, and a tuned encoder beside both. Each may be missing; the later ones speak only beside the first.
    """

    patterns: ReviewPatterns
    table: AllowedNumbers
    head: ReviewHead | None = None
    whole: WholeHead | None = None
    ear: ReviewEar | None = None

    @classmethod
    def load(cls, table: AllowedNumbers | None = None, *, tuned: bool = True) -> Reviewer:
        """The packaged rules, heads and help lines, and the tuned encoder if wanted: the product's own words need none.
        Raises PatternsUnreadable; a missing head or encoder is done without."""
        head, whole, ear = ReviewHead.load_or_none(), WholeHead.load_or_none(), None
        if tuned:
            ear = ReviewEar.load_or_none()
        return cls(ReviewPatterns.load(), table or ResourceTable.load(), head, whole, ear)

    def review(
        self,
        reply: str,
        context: Sequence[Line] = (),
        level: Level = "none",
        country: str | None = None,
        vectors: Vectors | None = None,
        own: Iterable[str] = (),
    ) -> Review:
        """Reviews a whole reply.

        `level` is the risk of the person's message; `country` an ISO 3166 code, otherwise read from what
        the person said where they named one. `vectors`, shape (len(sentences_of(reply)), dimension), lets
        the classifier hear meaning beside words. `own` are sentences of it that the product wrote: hands reviewed
        them, and the heads learned them as clean, so that rules and heads alone judge them. Never raises: what
        cannot be reviewed says so.
        """
        try:
            texts = sentences_of(reply[:REPLY_LIMIT])
            sentences = [read_sentence(text) for text in texts]
            around = self._circumstances(context, level, country, own)
            told = self._told(texts, vectors, around)
            found = list(self._in_sentences(sentences, around, told))
            found += self._in_reply(sentences, around, vectors, told, named=bool(found))
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
            told = self._told(texts, vectors, around)
            found = self._in_sentences([read_sentence(text) for text in texts], around, told)
            return judge([_at(violation, sentence) for violation in found], len(sentence) <= REPLY_LIMIT)
        except Exception:
            return COULD_NOT_REVIEW

    def _circumstances(
        self, context: Sequence[Line], level: Level, country: str | None, own: Iterable[str] = ()
    ) -> _Circumstances:
        said = [line.content[-4000:] for line in context if line.role == "user"][-12:]
        countries = (country.upper(),) if country else countries_named("\n".join(said), self.patterns.countries)
        return _Circumstances(
            heard=" ".join(fold(said[-1]).split()) if said else "",
            level=level,
            allowed=_numbers_of(self.table, countries),
            minor=any(self.patterns.signs.young.search(fold(words)) for words in said),
            own=frozenset(own),
        )

    def _in_sentences(
        self, sentences: Sequence[Sentence], around: _Circumstances, told: _Told | None
    ) -> Iterable[Violation]:
        rules = [rule for rule in self.patterns.rules if rule.applies(around.heard, around.level)]
        concerned = {rule.violation for rule in rules}
        for at, sentence in enumerate(sentences):
            named: dict[ViolationName, str] = {}
            for rule in rules:
                if rule.violation not in named and (evidence := rule.find(sentence)) is not None:
                    named[rule.violation] = evidence
            if (number := _invented(sentence, around.allowed)) is not None:
                named["invented_number"] = number
            for name in sorted(concerned.intersection(told.names[at] if told else ())):
                named.setdefault(name, sentence.text)
            for name, evidence in named.items():
                yield Violation(name, evidence, severity_of(name, around.level, around.minor))

    def _told(self, texts: Sequence[str], vectors: Vectors | None, around: _Circumstances) -> _Told | None:
        """What the learned opinions together name in each sentence; None without the head, or without vectors of its
        encoder."""
        if not texts or self.head is None or vectors is None or not self.head.fits(texts, vectors):
            return None
        logits = self.head.scores(texts, vectors)
        names, gate = self.head.told(logits, self.head.thresholds), float(logits[:, -1].max())
        judged = [at for at, text in enumerate(texts) if text not in around.own]
        heard = self._heard([texts[at] for at in judged], around)
        if self.ear and heard is not None:
            logits[judged] += self.ear.share[0] * heard[:, IN_SENTENCE]
            for at, shown in zip(judged, self.head.told(logits[judged], self.ear.sentence), strict=True):
                names[at] = shown
        return _Told(logits, gate, names)

    def _heard(self, texts: Sequence[str], around: _Circumstances) -> NDArray[np.float32] | None:
        """What the tuned encoder says of each text; None without it, without a text, or where it fails."""
        try:
            return self.ear.hear(texts, around.heard, around.level) if self.ear and texts else None
        except Exception:  # the rules and the heads are left
            return None

    def _in_reply(
        self,
        sentences: Sequence[Sentence],
        around: _Circumstances,
        vectors: Vectors | None,
        inside: _Told | None,
        *,
        named: bool,
    ) -> Iterable[Violation]:
        """What only the whole shows. Where the learned opinion can be had, it says whether risk was passed over;
        what its gate alone finds is named after the likeliest violation of the likeliest sentence.
        """
        signs, heard, level = self.patterns.signs, around.heard, around.level
        told = self._told_of_whole(sentences, vectors, inside, around)
        seen: dict[ViolationName, str | None] = {
            "bare_refusal": signs.refuses_barely(sentences),
            "abrupt_ending": signs.closes_the_door(sentences, heard, level),
        }
        if told is None and signs.passes_over_risk(sentences, heard, level):
            seen["risk_ignored"] = sentences[0].text if sentences else ""
        elif told and "risk_ignored" in told.names and signs.asks_for_care(heard, level):
            seen["risk_ignored"] = sentences[0].text
        for name in WHOLE:
            evidence = seen.get(name)
            if told and evidence is None and name in told.names - {"risk_ignored"}:
                evidence = sentences[-1].text
            if evidence is not None:
                named = True
                yield Violation(name, evidence, severity_of(name, level))
        if told and told.anything and not named and self.head and inside:
            likeliest, at = self.head.likeliest(inside.logits)
            yield Violation(likeliest, sentences[at].text, severity_of(likeliest, level, around.minor))

    def _told_of_whole(
        self, sentences: Sequence[Sentence], vectors: Vectors | None, inside: _Told | None, around: _Circumstances
    ) -> WholeOpinion | None:
        """The learned opinion of the whole reply; None where it cannot be had."""
        if inside is None or vectors is None or self.whole is None or not self.whole.fits(vectors):
            return None
        signs = plain_signs(sentences, self.patterns.signs, around.level)
        logits, thresholds = self.whole.scores(features(vectors, signs), inside.gate), self.whole.thresholds
        judged = " ".join(sentence.text for sentence in sentences if sentence.text not in around.own)
        heard = self._heard([judged] if judged else (), around)
        if self.ear and heard is not None:
            logits, thresholds = logits + self.ear.share[1] * heard[0, IN_WHOLE], self.ear.whole
        return self.whole.told(logits, thresholds)


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
