"""What must hold for every reply, however little the model that wrote it understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import TypeVar

from holdspace.agent.events import Asked, Event, Fault, Sentence
from holdspace.agent.gate import UNFINISHED
from holdspace.agent.llm.fitness import unfit
from holdspace.agent.runtime import Reply
from holdspace.prompts.sentences import sentence_key, split_sentences
from holdspace.safety.review import Reviewer, Vectors
from holdspace.safety.risk import Level
from holdspace.safety.violations import Line, Review

T = TypeVar("T")


@dataclass(frozen=True)
class RecordingReviewer(Reviewer):
    """The shipped review; `passed` are the texts that it let pass, in order."""

    passed: list[str] = field(default_factory=list)

    @classmethod
    def like(cls, reviewer: Reviewer) -> RecordingReviewer:
        return cls(**{each.name: getattr(reviewer, each.name) for each in fields(reviewer)})

    def review(
        self,
        reply: str,
        context: Sequence[Line] = (),
        level: Level = "none",
        country: str | None = None,
        vectors: Vectors | None = None,
        own: Iterable[str] = (),
    ) -> Review:
        found = super().review(reply, context, level, country, vectors, own)
        if found.verdict == "ok":
            self.passed.append(reply)
        return found

    def has_passed(self, shown: Sequence[str]) -> bool:
        """Whether these sentences stand at the beginning of a text that passed."""
        return any(text.startswith(" ".join(shown)) for text in self.passed)


def of(events: Sequence[Event], kind: type[T]) -> list[T]:
    """The events of one kind, in order."""
    return [event for event in events if isinstance(event, kind)]


def assert_safe(reply: Reply, reviewer: RecordingReviewer) -> None:
    """The reply may be shown, each sentence was checked before it was, and of whatever failed the cause is told."""
    sentences = [event.text for event in of(reply.events, Sentence)]
    assert sentences
    assert reply.text == " ".join(sentences)
    assert Reviewer.review(reviewer, reply.text, level=reply.risk.level if reply.risk else "none").verdict == "ok"
    if reply.route == "support":
        assert all(reviewer.has_passed(sentences[:count]) for count in range(1, len(sentences) + 1))
    assert unfit(reply.text) is None
    assert not reply.text.rstrip("\"'”’)* ").endswith(UNFINISHED)
    assert reply.text.count("?") <= 2
    keys = [sentence_key(sentence) for sentence in split_sentences(reply.text)]
    assert len(keys) == len(set(keys))
    assert "Traceback" not in reply.text
    for fault in of(reply.events, Fault):
        assert fault.node in ("perceive", "plan", "respond", "review"), fault
        assert re.match(r"[a-z_]+: \S", fault.error), fault
    for asked in of(reply.events, Asked):
        assert asked.outcome
        assert asked.outcome in ("used", "raised", "said") or asked.detail or asked.attempts
