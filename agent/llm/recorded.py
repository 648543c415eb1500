"""Exchanges with a model kept as JSON lines, and played again without it."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from ...prompts.port import ChatFailure, ChatMessage, ChatModel, ChatReply, ChatValue, Speaker, ValueT
from ..usage_error import UsageError
from .failures import hide_keys


class Exchange(BaseModel):
    """One call as it is kept: a line of the file. Neither address nor key is part of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ask: Literal["text", "stream", "value"]
    of: str = ""
    """The name of the type that was asked for."""
    messages: tuple[tuple[Speaker, str], ...]
    pieces: tuple[str, ...] = ()
    reply: ChatReply | None = None
    value: dict[str, Any] | None = None
    repaired: bool = False
    failure: ChatFailure | None = None

    def question(self) -> tuple[Any, ...]:
        """What must be the same for this exchange to be an answer."""
        return (self.ask, self.of, self.messages)


class RecordingMissed(AssertionError):
    """Something was asked that was not recorded; for whoever plays the recording."""


class RecordingModel:
    """Passes everything on to `model` and appends each exchange to `file`, which only its owner may read.

    What looks like a key is written as [key], wherever it stands.
    """

    def __init__(self, model: ChatModel, file: Path) -> None:
        self._model, self._file = model, file

    @property
    def name(self) -> str:
        """The name of the model itself."""
        return self._model.name

    async def text(self, messages: Sequence[ChatMessage]) -> ChatReply | ChatFailure:
        """The whole reply at once."""
        answer = await self._model.text(messages)
        self._keep("text", messages, answer)
        return answer

    async def value(self, messages: Sequence[ChatMessage], of: type[ValueT]) -> ChatValue[ValueT] | ChatFailure:
        """The reply as a value of the pydantic type `of`."""
        answer = await self._model.value(messages, of)
        self._keep("value", messages, answer, of=of.__name__)
        return answer

    async def stream(self, messages: Sequence[ChatMessage]) -> AsyncIterator[str | ChatReply | ChatFailure]:
        """Pieces of text, then exactly one `ChatReply` or `ChatFailure`. A stream that is left early is not kept."""
        pieces: list[str] = []
        async for item in self._model.stream(messages):
            if isinstance(item, str):
                pieces.append(item)
            else:
                self._keep("stream", messages, item, pieces=tuple(pieces))
            yield item

    def _keep(
        self,
        ask: Literal["text", "stream", "value"],
        messages: Sequence[ChatMessage],
        answer: ChatReply | ChatValue[Any] | ChatFailure,
        pieces: tuple[str, ...] = (),
        of: str = "",
    ) -> None:
        got = answer if isinstance(answer, ChatValue) else None
        line = Exchange(
            ask=ask,
            of=of,
            messages=_said(messages),
            pieces=pieces,
            reply=answer if isinstance(answer, ChatReply) else ChatReply("", got.model, got.usage) if got else None,
            value=got.value.model_dump(mode="json") if got else None,
            repaired=got.repaired if got else False,
            failure=answer if isinstance(answer, ChatFailure) else None,
        )
        opened = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(opened, "a", encoding="utf-8") as out:
            out.write(hide_keys(line.model_dump_json(exclude_defaults=True)) + "\n")


class RecordedModel:
    """Answers as recorded: each question with its own exchanges, in the order in which they were kept.

    Raises UsageError for a file that is no recording, `RecordingMissed` for a question that is not (or no longer)
    in it.
    """

    def __init__(self, file: Path, name: str = "recorded") -> None:
        self._name, self._file = name, file
        self._left = _exchanges(file)

    @property
    def name(self) -> str:
        """As given."""
        return self._name

    def assert_complete(self) -> None:
        """Raises AssertionError while exchanges are left that nobody asked for."""
        if self._left:
            raise AssertionError(f"{self._file}: {len(self._left)} exchanges were not asked for")

    async def text(self, messages: Sequence[ChatMessage]) -> ChatReply | ChatFailure:
        """The reply that was recorded."""
        return _outcome(self._next("text", messages))

    async def value(self, messages: Sequence[ChatMessage], of: type[ValueT]) -> ChatValue[ValueT] | ChatFailure:
        """The value that was recorded, read again."""
        kept = self._next("value", messages, of.__name__)
        if kept.failure is not None:
            return kept.failure
        reply = _outcome(kept)
        try:
            value = of.model_validate_json(json.dumps(kept.value))
        except ValidationError as error:
            return ChatFailure("unreadable", f"no {of.__name__}: {error.error_count()} faults")
        model, usage = (reply.model, reply.usage) if isinstance(reply, ChatReply) else (self._name, reply.usage)
        return ChatValue(value, model, usage, kept.repaired)

    async def stream(self, messages: Sequence[ChatMessage]) -> AsyncIterator[str | ChatReply | ChatFailure]:
        """The pieces that were recorded, then their reply or failure."""
        kept = self._next("stream", messages)
        for piece in kept.pieces:
            yield piece
        yield _outcome(kept)

    def _next(self, ask: Literal["text", "stream", "value"], messages: Sequence[ChatMessage], of: str = "") -> Exchange:
        question = (ask, of, tuple((speaker, hide_keys(words)) for speaker, words in _said(messages)))
        for at, kept in enumerate(self._left):
            if kept.question() == question:
                return self._left.pop(at)
        raise RecordingMissed(f"{self._file}: no exchange is left for this {ask} call; record the conversation again")


def _said(messages: Sequence[ChatMessage]) -> tuple[tuple[Speaker, str], ...]:
    return tuple((message.speaker, message.content) for message in messages)


def _outcome(kept: Exchange) -> ChatReply | ChatFailure:
    return kept.failure or kept.reply or ChatFailure("unreadable", "an exchange without an answer")


def _exchanges(file: Path) -> list[Exchange]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: the recording cannot be read ({error})") from error
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(Exchange.model_validate_json(line))
        except ValidationError as error:
            raise UsageError(f"{file}:{number}: no exchange ({error.errors()[0]['msg']}); record it again") from error
    return found
