"""`holdspace evaluate replies FILE`: whether the replies do what they set out to do, and how they read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from ...strategies.catalogue import STRATEGIES, Strategy
from ...strategies.corpus import TalkRecord
from ..usage_error import UsageError
from .adherence import Adherence
from .evaluate import Finding
from .gauges import strangers_told
from .reply_gauges import NO_REPLY
from .reply_measures import Count

MEANING = {
    "words": "words a reply",
    "sentences": "sentences a reply",
    "grade": "Flesch-Kincaid grade",
    "distinct_1": "different words / words",
    "distinct_2": "different pairs / pairs",
    "repeated_sentences": "sentences said before in the conversation",
    "questions": "replies that ask",
    "two_questions": "replies that ask twice or more",
    "second_person": "replies that say you",
    "empathy_markers": "replies with a marker of empathy",
    "grounded": "replies with a telling word of the message before",
    "over_length": "replies longer than 26 words and twice the message",
}


class ReplyGauge:
    """Counts over all replies; adherence over those that name a strategy."""

    record = TalkRecord
    unit = "replies"

    def __init__(self, adherence: Adherence) -> None:
        self._adherence = adherence
        self._count = Count()
        self._planned: Counter[Strategy] = Counter()
        self._shown: Counter[Strategy] = Counter()
        self._nearest: Counter[Strategy] = Counter()

    def remark(self, record: TalkRecord) -> str | None:
        """A strategy that is none of the eight: the reply is read, and its adherence is not."""
        return strangers_told(record)

    def take(self, records: Sequence[TalkRecord]) -> int:
        """Reads every reply with what was said before it."""
        before = self._count.replies
        for record in records:
            heard: list[str] = []
            said: set[str] = set()
            for turn in record.turns:
                if turn.speaker == "seeker":
                    heard.append(turn.content)
                    continue
                if not turn.content.strip():
                    continue
                self._count.add(turn.content, heard, said)
                if turn.known:
                    self._judge(turn.content, heard[-1] if heard else "", turn.known)
        return self._count.replies - before

    def _judge(self, reply: str, before: str, planned: Strategy) -> None:
        self._planned[planned] += 1
        self._shown[planned] += planned in self._adherence.shown(reply, before)
        self._nearest[planned] += planned == self._adherence.nearest(reply, before)

    def finding(self) -> Finding:
        """All measures. Raises UsageError when there is no reply."""
        if not self._count.replies:
            raise UsageError(NO_REPLY)
        measures = self._count.measures()
        lines = [f"{self._count.replies} replies", ""]
        lines += [f"{name.replace('_', ' '):20} {value:8.3f}  {MEANING[name]}" for name, value in measures.items()]
        adherence = self._adherence_plain()
        lines += ["", *self._adherence_lines(adherence)]
        plain = {"what": "replies", "replies": self._count.replies, "measures": measures, "adherence": adherence}
        return Finding("\n".join(lines), plain)

    def _adherence_plain(self) -> dict[str, Any] | None:
        planned = self._planned.total()
        if not planned:
            return None
        by = {s: self._shown[s] / self._planned[s] for s in STRATEGIES if self._planned[s]}
        return {
            "replies": planned,
            "shown": self._shown.total() / planned,
            "nearest": self._nearest.total() / planned,
            "by_strategy": by,
        }

    def _adherence_lines(self, found: dict[str, Any] | None) -> list[str]:
        if found is None:
            return ["no reply names its strategy, so adherence is not measured"]
        head = f"strategy shown by the words {found['shown']:.3f}, nearest of the eight {found['nearest']:.3f}"
        rows = [f"  {name:28} {share:.3f}  of {self._planned[name]}" for name, share in found["by_strategy"].items()]
        return [f"{head}, of {found['replies']} replies with a strategy", *rows]
