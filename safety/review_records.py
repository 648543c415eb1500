"""The rows of `holdspace review`: one reply a row in, its verdict out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from .reply_text import sentences_of
from .review import Reviewer
from .risk import Level
from .violations import Line, Review, Verdict, ViolationName

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Sentences to vectors, shape (len(sentences), dimension); `Encoder.encode` is one."""

BATCH = 64


class LineRecord(BaseModel):
    """One line of the conversation before the reply."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    role: str
    content: str


class ReplyRecord(BaseModel):
    """A reply to review. `input_level` is the risk of the person's last message; `country` an ISO 3166 code."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str | int
    reply: str
    context: tuple[LineRecord, ...] = ()
    input_level: Level = "none"
    country: str | None = None


class ReviewRecord(BaseModel):
    """The review of one reply; `violations[i]` was seen in `evidence[i]`, a verbatim span of the reply."""

    model_config = ConfigDict(frozen=True)

    id: str | int
    verdict: Verdict
    violations: list[ViolationName] = Field(default_factory=list)
    evidence: list[str] = Field(default_factory=list)


def review_record(
    reviewer: Reviewer, record: ReplyRecord | Mapping[str, Any], encode: Encode | None = None
) -> dict[str, Any]:
    """Reviews one row. Raises pydantic.ValidationError when the row is not a reply."""
    row = record if isinstance(record, ReplyRecord) else ReplyRecord.model_validate(record)
    return next(iter(review_records(reviewer, [row], encode)))


def review_records(
    reviewer: Reviewer, records: Iterable[ReplyRecord], encode: Encode | None = None
) -> Iterator[dict[str, Any]]:
    """Reviews rows in order, `BATCH` at a time, so that `encode` (if given) is called once for many sentences."""
    rows = iter(records)
    while batch := list(islice(rows, BATCH)):
        for row, vectors in zip(batch, _vectors_of(batch, encode), strict=True):
            context = [Line(line.role, line.content) for line in row.context]
            review = reviewer.review(row.reply, context, row.input_level, row.country, vectors)
            yield _outcome(row, review).model_dump()


def _vectors_of(batch: Sequence[ReplyRecord], encode: Encode | None) -> list[NDArray[np.float32] | None]:
    if encode is None:
        return [None] * len(batch)
    cut = [sentences_of(row.reply) for row in batch]
    encoded = encode([sentence for sentences in cut for sentence in sentences])
    ends = np.cumsum([len(sentences) for sentences in cut])
    return [encoded[end - len(sentences) : end] for end, sentences in zip(ends, cut, strict=True)]


def _outcome(row: ReplyRecord, review: Review) -> ReviewRecord:
    first = {violation.name: violation.evidence for violation in reversed(review.violations)}
    return ReviewRecord(
        id=row.id,
        verdict=review.verdict,
        violations=list(review.names),
        evidence=[first[name] for name in review.names],
    )
