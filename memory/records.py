"""The batch verb's records: a person's dated sessions, and questions about them. Unknown fields are passed over."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from .turns import Role

Id = str | int
"""Returned as it was given."""


class _Record(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class TurnRecord(_Record):
    id: Id
    role: Role
    content: str


class SessionRecord(_Record):
    """`date` is ISO 8601, a day or a moment; anything else counts as undated."""

    id: Id
    date: Annotated[str, BeforeValidator(lambda given: given or "")] = ""
    turns: list[TurnRecord] = Field(default_factory=list)


class ProbeRecord(_Record):
    """`date` is the day the question is asked on; the last session's when it is not given."""

    id: Id
    question: str
    date: str | None = None


class RecallRecord(_Record):
    user: Id
    sessions: list[SessionRecord]
    probes: list[ProbeRecord]
