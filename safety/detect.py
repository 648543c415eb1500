"""The detector's door: rules as a floor, what was learned over them, and the messages before.

Any fault inside is a value, `COULD_NOT_ASSESS`; without the tuned encoder the classifier judges alone, and without
either what the rules hold still stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..memory.message import Message
from .classifier import HEADS, STEPS, WEIGHTS, Floats, Opinion, RiskClassifier, WeightsUnreadable
from .danger import DangerReader
from .patterns import PatternsUnreadable, Tables, load_tables
from .risk import (
    CATEGORIES,
    COULD_NOT_ASSESS,
    REQUEST_CATEGORIES,
    Category,
    Level,
    RiskAssessment,
    Signal,
    highest,
    rank,
)
from .rules import Findings, find
from .trajectory import context_signals

EVIDENCE_LIMIT = 240
FIRM = 0.8
SURE = 0.99
"""How sure the classifier must be where every sign was lifted: negated or idiom, and story or resolved past."""

VAGUE = 0.4
"""Without any sign of the rules, and with no category at least this likely, the classifier's word goes no
further than elevated: an emergency number on a guess about nothing in particular frightens and helps nobody."""

ALARM = 0.5
"""Nor further than high where it is less sure than this that the danger is imminent: they are asked before they are
told to call. "She took the kettle", of a wife who had left, was met with an emergency number that no denial undid."""

LEAST_LIKELIHOOD = 0.12
"""A grave level must name a category: the likeliest one, if it is at least this likely."""

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


class RiskDetector:
    """Reads one message in its context. `assess` and `assess_all` never raise.

    `tables` or `classifier` may be None where loading failed: the other half then works alone, and a
    message of which it finds nothing counts as not assessed. Without `danger` the classifier judges alone.
    """

    def __init__(
        self, tables: Tables | None, classifier: RiskClassifier | None, danger: DangerReader | None = None
    ) -> None:
        self._tables = tables
        self._classifier = classifier
        self._danger = danger

    @classmethod
    def load(cls, folder: Path | None = None) -> RiskDetector:
        """The packaged patterns and the weights of `folder` (default: the packaged ones). Never raises."""
        tables: Tables | None
        classifier: RiskClassifier | None
        try:
            tables = load_tables()
        except PatternsUnreadable:
            tables = None
        try:
            classifier = RiskClassifier.load(folder or WEIGHTS)
        except WeightsUnreadable:
            classifier = None
        danger: DangerReader | None
        try:
            danger = DangerReader.load(folder or WEIGHTS)
        except Exception:  # unreadable weights, or no place for the export
            danger = None
        return cls(tables, classifier, danger)

    @property
    def complete(self) -> bool:
        """Whether rules and classifier are there: without either, what the other does not know is not assessed."""
        return self._tables is not None and self._classifier is not None

    @property
    def attuned(self) -> bool:
        """Whether the tuned encoder listens too."""
        return self._danger is not None

    def assess(self, message: Message, earlier: Sequence[str] = (), asked: bool = False) -> RiskAssessment:
        """The risk in a message; `earlier` are the same person's previous ones of the session, oldest first.

        `asked`: the reply before this message asked directly about suicide.
        """
        return self.assess_all([message], [earlier], [asked])[0]

    def assess_all(
        self,
        messages: Sequence[Message],
        earlier: Sequence[Sequence[str]] | None = None,
        asked: Sequence[bool] | None = None,
    ) -> list[RiskAssessment]:
        """As `assess` for many messages at once; `earlier` and `asked` run along with them."""
        before = earlier if earlier is not None else [()] * len(messages)
        answers = asked if asked is not None else [False] * len(messages)
        found = [self._find(m.text, b, a) for m, b, a in zip(messages, before, answers, strict=True)]
        opinions = self._opinions(messages, found, before)
        return [self._conclude(m, f, o) for m, f, o in zip(messages, found, opinions, strict=True)]

    def _find(self, text: str, earlier: Sequence[str], asked: bool) -> tuple[Findings, list[Signal]] | None:
        if self._tables is None:
            return None
        try:
            findings = find(text, self._tables)
            return findings, context_signals(text, findings.plain, earlier, asked, self._tables)
        except Exception:  # a fault in the rules must not end a conversation
            return None

    def _opinions(
        self,
        messages: Sequence[Message],
        found: Sequence[tuple[Findings, list[Signal]] | None],
        before: Sequence[Sequence[str]],
    ) -> list[Opinion | None]:
        """None where there is no classifier, where it failed, or where the rules gave it no words to read."""
        opinions: list[Opinion | None] = [None] * len(messages)
        readable = [(i, pair[0]) for i, pair in enumerate(found) if pair is not None]
        if self._classifier is None or not readable:
            return opinions
        try:
            chosen, earlier = [messages[i] for i, _ in readable], [before[i] for i, _ in readable]
            known = self._classifier.logits(chosen, [findings for _, findings in readable])
            made = self._heard(chosen, earlier, known) or self._classifier.judged(known)
        except Exception:  # a fault in the classifier leaves the rules alone
            return opinions
        for (i, _), opinion in zip(readable, made, strict=True):
            opinions[i] = opinion
        return opinions

    def _heard(
        self, messages: Sequence[Message], earlier: Sequence[Sequence[str]], known: Floats
    ) -> list[Opinion] | None:
        """None where there is no tuned encoder, or where it failed."""
        if self._danger is None:
            return None
        try:
            return self._danger.judge(messages, earlier, known)
        except Exception:  # a fault in the tuned encoder leaves the classifier alone
            return None

    def _conclude(
        self, message: Message, found: tuple[Findings, list[Signal]] | None, opinion: Opinion | None
    ) -> RiskAssessment:
        if found is None:
            return COULD_NOT_ASSESS
        findings, context = found
        signals = [*findings.signals, *context]
        standing = [s for s in signals if rank(s.level) > 0 or (s.category == "injection" and s.polarity != "negated")]
        if opinion is None:
            return _of_rules(signals, standing, findings)
        try:
            return self._combined(message, findings, signals, standing, opinion)
        except Exception:  # as above: the rules alone
            return _of_rules(signals, standing, findings)

    def _combined(
        self,
        message: Message,
        findings: Findings,
        signals: list[Signal],
        standing: list[Signal],
        opinion: Opinion,
    ) -> RiskAssessment:
        learned: Level = settled(opinion, signals, standing, findings)
        level: Level = highest(learned, *(signal.level for signal in standing))
        categories = _categories(level, standing, opinion)
        if not standing:
            learned = level = _bounded(level, opinion)
        signals.extend(self._learned_signals(message.text, categories, learned, standing, opinion))
        steps = opinion.steps[rank(level) - 1] if rank(level) else 1.0 - opinion.steps[1]
        confidence = max(steps, *(s.confidence for s in standing), 0.0) if standing else steps
        return RiskAssessment(level, categories, tuple(signals), round(float(confidence), 4), True, findings.boundaries)

    def _learned_signals(
        self,
        text: str,
        categories: Sequence[Category],
        level: Level,
        standing: Sequence[Signal],
        opinion: Opinion,
    ) -> list[Signal]:
        """One signal for each category the rules did not name, or named less gravely than the classifier."""
        told = {signal.category for signal in standing}
        graver = rank(level) > rank(highest(*_levels(standing)))
        return [
            Signal(
                category,
                level,
                self._span(text, category),
                confidence=opinion.likelihood[category],
                source="classifier",
            )
            for category in categories
            if category not in told or (graver and category not in REQUEST_CATEGORIES)
        ]

    def _span(self, text: str, category: Category) -> str:
        """The sentence that speaks most for a category by its words; verbatim, at most `EVIDENCE_LIMIT` long."""
        sentences = [found.group().strip() for found in _SENTENCE.finditer(text[: EVIDENCE_LIMIT * 20])]
        sentences = [sentence for sentence in sentences if sentence][:24]
        if not sentences or self._classifier is None:
            return text.strip()[:EVIDENCE_LIMIT]
        if len(sentences) == 1:
            return sentences[0][:EVIDENCE_LIMIT]
        head = HEADS.index(category)
        rows = self._classifier.word_lexicon.transform(sentences)
        weights = self._classifier.words[:, head]
        scores = [float(values @ weights[columns]) if columns.size else -1.0 for columns, values in rows]
        return sentences[int(np.argmax(scores))][:EVIDENCE_LIMIT]


def _bounded(level: Level, opinion: Opinion) -> Level:
    """How far an opinion goes that no rule shares: elevated where it is of nothing in particular, high where it is not
    sure of more."""
    if rank(level) > rank("elevated") and max(opinion.likelihood.values()) < VAGUE:
        return "elevated"
    return "high" if level == "imminent" and opinion.steps[-1] < ALARM else level


def settled(opinion: Opinion, signals: Sequence[Signal], standing: Sequence[Signal], findings: Findings) -> Level:
    """The classifier's level; where the words give a reason to lower it, only a firm opinion goes against that.

    Reasons: every sign was lifted, a grave idiom, a denial nothing contradicts; worry for another with no act of
    theirs, and a past that is over, leave at most low.
    """
    if any(rank(signal.level) > rank("low") for signal in standing):
        return opinion.level
    cues = findings.cues
    told = any(signal.subject == "fiction" or signal.time == "past" for signal in signals)
    over = {"past", "resolved"} <= cues and "relapsed" not in cues
    if over or told or ("worry" in cues and "others_act" not in cues):
        bar = SURE
    elif findings.idiom or "denied" in cues or any(s.category not in REQUEST_CATEGORIES for s in signals):
        bar = FIRM
    else:
        return opinion.level
    firm = [step for step, chance in zip(STEPS, opinion.steps, strict=True) if chance >= bar or step == "low"]
    level: Level = firm[-1] if bar == SURE or len(firm) > 1 else "none"
    return level if rank(level) < rank(opinion.level) else opinion.level


def _of_rules(signals: list[Signal], standing: list[Signal], findings: Findings) -> RiskAssessment:
    if not standing:
        return COULD_NOT_ASSESS
    categories = tuple(c for c in CATEGORIES if any(s.category == c for s in standing))
    level = highest(*_levels(standing))
    return RiskAssessment(level, categories, tuple(signals), 0.6, True, findings.boundaries)


def _levels(signals: Sequence[Signal]) -> list[Level]:
    return [signal.level for signal in signals]


def _categories(level: Level, standing: Sequence[Signal], opinion: Opinion) -> tuple[Category, ...]:
    """Those of the rules and those likely; a grave level names at least one, no level only requests."""
    named = {signal.category for signal in standing}
    likely = set(opinion.categories) if rank(level) else set(opinion.categories) & REQUEST_CATEGORIES
    chosen = named | likely
    persons = [c for c in CATEGORIES if c not in REQUEST_CATEGORIES]
    if rank(level) >= rank("elevated") and not chosen - {"injection", "minor_at_risk"}:
        best = max([*persons, "dangerous_request"], key=lambda c: opinion.likelihood.get(c, 0.0))
        if opinion.likelihood[best] >= LEAST_LIKELIHOOD:
            chosen.add(best)
    return tuple(c for c in CATEGORIES if c in chosen)
