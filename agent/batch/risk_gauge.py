"""`holdspace evaluate risk FILE`: how well danger is seen, message by message and over whole conversations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, Field, model_validator

from ...memory.encoder import Encoder
from ...memory.message import Message, hear
from ...safety.control import RiskState, decide
from ...safety.measure import Course, Judged, courses_table, table, unlabelled_line
from ...safety.risk import Boundary, Category, Level
from ..nodes import EARLIER_MESSAGES
from ..parts import Detector
from .evaluate import Finding


class RiskTurn(BaseModel):
    """One turn; `level` is what must be assumed after it, knowing all that was said."""

    role: Literal["user", "assistant"] | None = None
    speaker: Literal["seeker", "supporter"] | None = None
    text: str | None = None
    content: str | None = None
    level: Level | None = None
    categories: list[Category] = Field(default_factory=list)

    @model_validator(mode="after")
    def _whole(self) -> RiskTurn:
        if self.role is None and self.speaker is None:
            raise ValueError("a turn needs `role` (or `speaker`)")
        if self.said is None:
            raise ValueError("a turn needs `text` (or `content`)")
        return self

    @property
    def theirs(self) -> bool:
        return self.role == "user" or self.speaker == "seeker"

    @property
    def said(self) -> str | None:
        return self.text if self.text is not None else self.content


class RiskRecord(BaseModel):
    """A labelled message (`text`, `level`) or a conversation (`turns`); `kind` and `split` group the report."""

    id: str | int | None = None
    text: str | None = None
    level: Level | None = None
    categories: list[Category] = Field(default_factory=list)
    boundaries: list[Boundary] = Field(default_factory=list)
    kind: str = "all"
    split: str = "all"
    turns: list[RiskTurn] = Field(default_factory=list)

    @model_validator(mode="after")
    def _either(self) -> RiskRecord:
        if (self.text is None) == (not self.turns):
            raise ValueError("a line needs either `text` or `turns`")
        return self

    @property
    def own(self) -> list[str]:
        """The person's messages, in order."""
        return [self.text] if self.text is not None else [turn.said or "" for turn in self.turns if turn.theirs]


class RiskGauge:
    """Assesses every message with those before it, as in a conversation, and follows the sticky level."""

    record = RiskRecord
    unit = "messages"

    def __init__(self, encoder: Encoder, detector: Detector) -> None:
        self._encoder, self._detector = encoder, detector
        self._alone: list[Judged] = []
        self._courses: list[Course] = []
        self._unlabelled: list[Judged] = []

    def remark(self, record: RiskRecord) -> str | None:
        """A conversation of which only some turns are labelled counts as unlabelled."""
        own = [turn for turn in record.turns if turn.theirs]
        some = any(turn.level for turn in own) and not all(turn.level for turn in own)
        return "only some turns have a level; counted as unlabelled" if some else None

    def take(self, records: Sequence[RiskRecord]) -> int:
        """Assesses all messages of the records."""
        messages = hear([text for record in records for text in record.own], self._encoder)
        coming = iter(messages)
        for record in records:
            heard = [next(coming) for _ in record.own]
            if record.turns:
                self._follow(record, heard)
            else:
                judged = Judged(_plain(record), self._detector.assess(heard[0]))
                (self._alone if record.level else self._unlabelled).append(judged)
        return len(messages)

    def _follow(self, record: RiskRecord, heard: Sequence[Message]) -> None:
        turns = [turn for turn in record.turns if turn.theirs]
        labelled = all(turn.level for turn in turns)
        state, asked, earlier = RiskState(), False, list[str]()
        course = Course(str(record.id or ""), record.kind, record.split)
        for turn, message in zip(turns, heard, strict=True):
            assessment = self._detector.assess(message, earlier[-EARLIER_MESSAGES:], asked)
            decision = decide(state, assessment)
            state, asked = decision.state, decision.ask_directly
            earlier.append(message.text)
            if turn.level and labelled:
                course.add(turn.level, decision.level, decision.route == "completion")
            else:
                self._unlabelled.append(Judged({"level": "none", "text": message.text}, assessment))
        if labelled and turns:
            self._courses.append(course)

    def finding(self) -> Finding:
        """Tables by split: single messages, conversations, and what of the unlabelled reaches a level."""
        lines: list[str] = []
        for split in dict.fromkeys(str(judged.row["split"]) for judged in self._alone):
            part = [judged for judged in self._alone if judged.row["split"] == split]
            lines += [f"messages, {split}: {len(part)}", *table(part), ""]
        for split in dict.fromkeys(course.split for course in self._courses):
            own = [course for course in self._courses if course.split == split]
            lines += [f"conversations, {split}: {len(own)}", *courses_table(own), ""]
        if self._unlabelled:
            lines.append(unlabelled_line(self._unlabelled))
        return Finding("\n".join(lines), {"what": "risk", "lines": [line for line in lines if line]})


def _plain(record: RiskRecord) -> dict[str, Any]:
    return record.model_dump(include={"text", "level", "categories", "boundaries", "kind", "split"})
