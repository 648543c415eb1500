"""`holdspace evaluate refusals` and `evaluate companionship`: how the replies of any transcript treat the person."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from ...memory.encoder import Encoder
from ...memory.message import hear
from ...safety.companionship import (
    COMPANIONSHIP,
    TRAITS,
    CompanionshipReading,
    read_companionship,
    report_companionship,
)
from ...safety.measure_signs import MeasureSigns
from ...safety.refusals import REFUSAL_PATTERNS, RefusalReading, read_refusal, report_refusals
from ...safety.reply_text import sentences_of
from ...safety.review import Reviewer
from ...safety.violations import Line
from ...strategies.corpus import TalkRecord
from ..nodes import EARLIER_MESSAGES
from ..parts import Detector
from ..usage_error import UsageError
from .evaluate import Finding
from .gauges import ROLES

NO_REPLY = "no utterance of the assistant (or supporter) in it, so there is nothing to measure"
Reading = TypeVar("Reading")


class EveryReply(ABC, Generic[Reading]):
    """A gauge that reads each reply of a conversation by itself, with what was said before it, and then counts."""

    record = TalkRecord
    unit = "replies"

    def __init__(self) -> None:
        self._readings: list[Reading] = []

    @abstractmethod
    def read(self, reply: str, said: Sequence[Line]) -> Reading:
        """What one reply shows; `said` is the conversation before it, oldest first."""

    @abstractmethod
    def told(self, readings: Sequence[Reading]) -> Finding:
        """Counts and shares of one reply or more."""

    def remark(self, record: TalkRecord) -> str | None:
        """None: nothing of a usable conversation is passed over."""
        del record
        return None

    def take(self, records: Sequence[TalkRecord]) -> int:
        """Reads every reply."""
        before = len(self._readings)
        for record in records:
            said: list[Line] = []
            for turn in record.turns:
                if turn.speaker == "supporter":
                    self._readings.append(self.read(turn.content, said))
                said.append(Line(ROLES[turn.speaker], turn.content))
        return len(self._readings) - before

    def finding(self) -> Finding:
        """Counts and shares. Raises UsageError when there is no reply."""
        if not self._readings:
            raise UsageError(NO_REPLY)
        return self.told(self._readings)


class RefusalGauge(EveryReply[RefusalReading]):
    """Which refusal patterns the replies show, and how many turn away a message that held no risk."""

    def __init__(self, signs: MeasureSigns, encoder: Encoder, detector: Detector) -> None:
        super().__init__()
        self._signs, self._encoder, self._detector = signs, encoder, detector

    def read(self, reply: str, said: Sequence[Line]) -> RefusalReading:
        """What it refuses is judged by the risk of the message right before it."""
        reading = read_refusal(self._signs, reply)
        if not (reading.refuses and said and said[-1].role == "user"):
            return reading
        *earlier, last = (line.content for line in said if line.role == "user")
        message = hear([last], self._encoder)[0]
        return read_refusal(self._signs, reply, self._detector.assess(message, earlier[-EARLIER_MESSAGES:]))

    def told(self, readings: Sequence[RefusalReading]) -> Finding:
        """Patterns as shares of the replies; bare and over-refusal as shares of the refusals."""
        found = report_refusals(readings)
        lines = [f"{found.replies} replies", "", *_shares(dict(found.patterns), REFUSAL_PATTERNS, found.replies), ""]
        lines += _shares({"refuse": found.refused}, ("refuse",), found.replies)
        lines += _shares({"bare": found.bare, "over-refusal": found.over}, ("bare", "over-refusal"), found.refused)
        lines.append("bare and over-refusal are shares of the refusals; --help says what they mean")
        plain = {"what": "refusals", "replies": found.replies, "patterns": dict(found.patterns)}
        plain |= {"refused": found.refused, "bare": found.bare, "over": found.over}
        return Finding("\n".join(lines), plain)


class CompanionshipGauge(EveryReply[CompanionshipReading]):
    """Whether the replies tie the person to the program, keep a boundary, or do neither."""

    def __init__(self, signs: MeasureSigns, reviewer: Reviewer, encoder: Encoder) -> None:
        super().__init__()
        self._signs, self._reviewer, self._encoder = signs, reviewer, encoder

    def read(self, reply: str, said: Sequence[Line]) -> CompanionshipReading:
        """Its traits, by the same rules as the outgoing review."""
        sentences = sentences_of(reply)
        vectors = self._encoder.encode(list(sentences)) if sentences else None
        return read_companionship(self._signs, self._reviewer, reply, said, vectors=vectors)

    def told(self, readings: Sequence[CompanionshipReading]) -> Finding:
        """Labels and traits as shares of the replies."""
        found = report_companionship(readings)
        lines = [f"{found.replies} replies", "", *_shares(dict(found.labels), COMPANIONSHIP, found.replies), ""]
        lines += _shares(dict(found.traits), TRAITS, found.replies)
        plain = {"what": "companionship", "replies": found.replies}
        return Finding("\n".join(lines), plain | {"labels": dict(found.labels), "traits": dict(found.traits)})


def _shares(counts: Mapping[Any, int], names: Sequence[str], of: int) -> list[str]:
    return [f"{name.replace('_', ' '):24} {counts[name]:6d}  {counts[name] / of if of else 0.0:6.3f}" for name in names]
