"""A model that says what it is given: for tests, and for embedders' tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ValidationError

from ...prompts.port import ChatFailure, ChatMessage, ChatReply, ChatValue, ValueT


@dataclass(frozen=True, slots=True)
class Pieces:
    """A stream in these very pieces; `failure` breaks it off after them."""

    texts: tuple[str, ...]
    failure: ChatFailure | None = None


Line = str | BaseModel | ChatReply | ChatFailure | Pieces
"""What is said to one call. A string is a reply to `text` and `stream`, and to `value` the JSON of it."""
Script = Line | Callable[[Sequence[ChatMessage]], Line]


class ScriptEnded(AssertionError):
    """More was asked than was written; for whoever wrote the test."""


class ScriptedModel:
    """Gives its lines in order and keeps what it was asked in `asked`. Raises `ScriptEnded` when they run out.

    >>> model = ScriptedModel(["You set two plates again.", ChatFailure("timeout")])
    """

    def __init__(self, lines: Iterable[Script], name: str = "scripted") -> None:
        self._lines = list(lines)
        self._name = name
        self.asked: list[tuple[ChatMessage, ...]] = []

    @property
    def name(self) -> str:
        """As given."""
        return self._name

    def assert_complete(self) -> None:
        """Raises AssertionError while lines are left that nobody asked for."""
        left = len(self._lines) - len(self.asked)
        if left > 0:
            raise AssertionError(f"{left} of {len(self._lines)} lines of {self._name!r} were not asked for")

    async def text(self, messages: Sequence[ChatMessage]) -> ChatReply | ChatFailure:
        """The next line as a reply."""
        return self._reply(self._next(messages))

    async def value(self, messages: Sequence[ChatMessage], of: type[ValueT]) -> ChatValue[ValueT] | ChatFailure:
        """The next line as a value: a model of that type, or its JSON as a string."""
        line = self._next(messages)
        if isinstance(line, of):
            return ChatValue(line, self._name)
        reply = self._reply(line)
        if isinstance(reply, ChatFailure):
            return reply
        try:
            return ChatValue(of.model_validate_json(reply.text), self._name, reply.usage)
        except ValidationError as error:
            return ChatFailure("unreadable", f"no {of.__name__}: {error.error_count()} faults", usage=reply.usage)

    async def stream(self, messages: Sequence[ChatMessage]) -> AsyncIterator[str | ChatReply | ChatFailure]:
        """The next line word by word, or in its own pieces, then its reply or failure."""
        line = self._next(messages)
        reply = self._reply(line)
        texts = line.texts if isinstance(line, Pieces) else _words(reply.text) if isinstance(reply, ChatReply) else ()
        for piece in texts:
            yield piece
        yield reply

    def _next(self, messages: Sequence[ChatMessage]) -> Line:
        if len(self.asked) >= len(self._lines):
            raise ScriptEnded(f"{self._name!r} has {len(self._lines)} lines and was asked for one more")
        line = self._lines[len(self.asked)]
        self.asked.append(tuple(messages))
        return line(messages) if callable(line) else line

    def _reply(self, line: Line) -> ChatReply | ChatFailure:
        if isinstance(line, Pieces):
            said = "".join(line.texts)
            if line.failure is None:
                return ChatReply(said, self._name)
            return ChatFailure(line.failure.kind, line.failure.detail, line.failure.retry_after, said)
        if isinstance(line, BaseModel):
            return ChatReply(line.model_dump_json(), self._name)
        return ChatReply(line, self._name) if isinstance(line, str) else line


def _words(text: str) -> tuple[str, ...]:
    words = text.split(" ")
    return tuple(f"{word} " for word in words[:-1]) + tuple(words[-1:])
