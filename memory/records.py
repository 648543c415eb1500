"""The batch verb's records: a person's dated sessions, and questions about them. Unknown fields are passed over."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from .turns import Role


class _Record(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class TurnRecord(_Record):
    id: str
    role: Role
    content: str


class SessionRecord(_Record):
    """`date` is ISO 8601, a day or a moment; anything else counts as undated."""

    id: str
    date: str = ""
    turns: list[TurnRecord] = Field(default_factory=list)


class ProbeRecord(_Record):
    """`date` is the day the question is asked on; the last session's when it is not given."""

    id: str
    question: str
    date: str | None = None


class RecallRecord(_Record):
    user: str
    sessions: list[SessionRecord]
    probes: list[ProbeRecord]
