"""`holdspace evaluate refusals` and `evaluate companionship`: how the replies of any transcript treat the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

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

ROLES = {"seeker": "user", "supporter": "assistant"}
NO_REPLY = "no utterance of the assistant (or supporter) in it, so there is nothing to measure"


class RefusalGauge:
    """Which refusal patterns the replies show, and how many turn away a message that held no risk."""

    record = TalkRecord
    unit = "replies"

    def __init__(self, signs: MeasureSigns, encoder: Encoder, detector: Detector) -> None:
        self._signs, self._encoder, self._detector = signs, encoder, detector
        self._readings: list[RefusalReading] = []

    def remark(self, record: TalkRecord) -> str | None:
        """None: nothing of a usable conversation is passed over."""
        del record
        return None

    def take(self, records: Sequence[TalkRecord]) -> int:
        """Reads every reply; what it refuses is judged by the risk of the message right before it."""
        before = len(self._readings)
        for record in records:
            heard: list[str] = []
            for i, turn in enumerate(record.turns):
                if turn.speaker == "seeker":
                    heard.append(turn.content)
                    continue
                reading = read_refusal(self._signs, turn.content)
                if reading.refuses and i and record.turns[i - 1].speaker == "seeker":
                    message = hear([heard[-1]], self._encoder)[0]
                    earlier = heard[:-1][-EARLIER_MESSAGES:]
                    reading = read_refusal(self._signs, turn.content, self._detector.assess(message, earlier))
                self._readings.append(reading)
        return len(self._readings) - before

    def finding(self) -> Finding:
        """Counts and shares. Raises UsageError when there is no reply."""
        if not self._readings:
            raise UsageError(NO_REPLY)
        found = report_refusals(self._readings)
        lines = [f"{found.replies} replies", "", *_shares(dict(found.patterns), REFUSAL_PATTERNS, found.replies), ""]
        lines += _shares({"refuse": found.refused}, ("refuse",), found.replies)
        lines += _shares({"bare": found.bare, "over-refusal": found.over}, ("bare", "over-refusal"), found.refused)
        lines.append("bare and over-refusal are shares of the refusals; --help says what they mean")
        plain = {"what": "refusals", "replies": found.replies, "patterns": dict(found.patterns)}
        plain |= {"refused": found.refused, "bare": found.bare, "over": found.over}
        return Finding("\n".join(lines), plain)


class CompanionshipGauge:
    """Whether the replies tie the person to the program, keep a boundary, or do neither."""

    record = TalkRecord
    unit = "replies"

    def __init__(self, signs: MeasureSigns, reviewer: Reviewer, encoder: Encoder) -> None:
        self._signs, self._reviewer, self._encoder = signs, reviewer, encoder
        self._readings: list[CompanionshipReading] = []

    def remark(self, record: TalkRecord) -> str | None:
        """None: nothing of a usable conversation is passed over."""
        del record
        return None

    def take(self, records: Sequence[TalkRecord]) -> int:
        """Reads every reply with what was said before it."""
        before = len(self._readings)
        for record in records:
            said: list[Line] = []
            for turn in record.turns:
                if turn.speaker == "supporter":
                    sentences = sentences_of(turn.content)
                    vectors = self._encoder.encode(list(sentences)) if sentences else None
                    self._readings.append(
                        read_companionship(self._signs, self._reviewer, turn.content, said, vectors=vectors)
                    )
                said.append(Line(ROLES[turn.speaker], turn.content))
        return len(self._readings) - before

    def finding(self) -> Finding:
        """Counts and shares. Raises UsageError when there is no reply."""
        if not self._readings:
            raise UsageError(NO_REPLY)
        found = report_companionship(self._readings)
        lines = [f"{found.replies} replies", "", *_shares(dict(found.labels), COMPANIONSHIP, found.replies), ""]
        lines += _shares(dict(found.traits), TRAITS, found.replies)
        plain = {"what": "companionship", "replies": found.replies}
        return Finding("\n".join(lines), plain | {"labels": dict(found.labels), "traits": dict(found.traits)})


def _shares(counts: Mapping[Any, int], names: Sequence[str], of: int) -> list[str]:
    return [f"{name.replace('_', ' '):24} {counts[name]:6d}  {counts[name] / of if of else 0.0:6.3f}" for name in names]
