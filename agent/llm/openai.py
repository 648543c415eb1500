"""The one adapter: any model behind an OpenAI-compatible endpoint, and every way it fails as a value."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from ...prompts.port import ChatFailure, ChatMessage, ChatReply, ChatValue, ValueT
from .answers import StreamedReply, read_answer
from .endpoint import Endpoint
from .failures import failure_of_exception
from .sse import DONE, read_events
from .values import ValueReader

if TYPE_CHECKING:
    from .client import Connection, httpx2

T = TypeVar("T")

_OPTIONAL = ("stream_options", "temperature")
"""Fields that an endpoint may refuse; they are left out from then on."""


class OpenAIModel:
    """One endpoint's model. No method raises for what the endpoint does; cancelling a task cancels its call.

    May be used from one event loop after another; `aclose` lets go of the connections of the last one.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._values = ValueReader(endpoint.dialect)
        self._left_out: set[str] = set()
        self._tokens_field = "max_completion_tokens" if endpoint.openai else "max_tokens"
        self._connection: tuple[asyncio.AbstractEventLoop, Connection] | None = None
        self._closed = False

    def __repr__(self) -> str:
        return f"OpenAIModel({self.endpoint.model!r} at {self.endpoint.base_url!r})"

    @property
    def name(self) -> str:
        """The model's name, as the endpoint knows it."""
        return self.endpoint.model

    async def text(self, messages: Sequence[ChatMessage]) -> ChatReply | ChatFailure:
        """The whole reply at once."""
        return await self._whole(messages, None)

    async def value(self, messages: Sequence[ChatMessage], of: type[ValueT]) -> ChatValue[ValueT] | ChatFailure:
        """The reply as a value of the pydantic type `of`; one call, or a few where JSON comes out broken."""

        async def ask(said: Sequence[ChatMessage], response_format: dict[str, Any] | None) -> ChatReply | ChatFailure:
            return await self._whole(said, response_format, arguments=True)

        return await self._values.read(ask, messages, of)

    async def stream(self, messages: Sequence[ChatMessage]) -> AsyncIterator[str | ChatReply | ChatFailure]:
        """Pieces of text as they come, then exactly one `ChatReply` (the whole) or `ChatFailure`."""
        loop, limits = asyncio.get_running_loop(), self.endpoint.limits
        ends = loop.time() + limits.call
        extra = {"stream": True, "stream_options": {"include_usage": True}}
        opened = await self._asked(self._body(messages, extra), lambda door, body: door.open(body), limits.first)
        if isinstance(opened, ChatFailure):
            yield opened
            return
        told = StreamedReply(self.name, limits.characters)
        finished = False
        try:
            if "json" in opened.headers.get("content-type", ""):  # asked for a stream, answered at once
                async for said in self._unstreamed(opened, ends - loop.time()):
                    yield said
                return
            async with aclosing(read_events(opened.aiter_bytes())) as events:
                wait = limits.first
                while told.failure is None and not finished:
                    try:
                        async with asyncio.timeout(min(wait, ends - loop.time())):
                            data = await anext(events, None)
                    except Exception as error:  # whatever the transport raises has a name in failures
                        told.failure = self._own(failure_of_exception(error, told.text))
                        break
                    if data is None:
                        break
                    wait, finished = limits.between, data == DONE
                    for piece in told.take(data) if not finished else ():
                        yield piece
        finally:
            await opened.aclose()
        for piece in told.end():
            yield piece
        yield told.outcome()

    async def listed(self) -> list[dict[str, Any]] | ChatFailure:
        """The models that the endpoint lists, as it describes them."""
        answer = await self._asked({}, lambda door, _: door.models(), self.endpoint.limits.call)
        if isinstance(answer, ChatFailure):
            return answer
        try:
            rows = answer.json()["data"]
            return [row for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)]
        except (ValueError, TypeError, KeyError, RecursionError):
            return ChatFailure("unreadable", "no list of models")

    async def aclose(self) -> None:
        """Lets go of the connections; calls made afterwards fail with `cancelled`."""
        self._closed = True
        await self.release()

    async def release(self) -> None:
        """Lets go of the connections that belong to this event loop; the model may be asked again."""
        held, self._connection = self._connection, None
        if held is not None and held[0] is asyncio.get_running_loop():
            await held[1].close()

    async def _whole(
        self, messages: Sequence[ChatMessage], response_format: dict[str, Any] | None, arguments: bool = False
    ) -> ChatReply | ChatFailure:
        limits = self.endpoint.limits
        extra = {"response_format": response_format} if response_format else {}
        answer = await self._asked(self._body(messages, extra), lambda door, body: door.post(body), limits.call)
        if isinstance(answer, ChatFailure):
            return answer
        reply = read_answer(answer.text, self.name, arguments)
        if isinstance(reply, ChatReply) and len(reply.text) > limits.characters:
            return ChatFailure("unfit", f"longer than {limits.characters} characters", usage=reply.usage)
        return reply

    async def _unstreamed(
        self, opened: httpx2.Response, seconds: float
    ) -> AsyncIterator[str | ChatReply | ChatFailure]:
        try:
            async with asyncio.timeout(seconds):
                await opened.aread()
        except Exception as error:  # as in `stream`
            yield self._own(failure_of_exception(error))
            return
        reply = read_answer(opened.text, self.name)
        if isinstance(reply, ChatReply) and len(reply.text) <= self.endpoint.limits.characters:
            yield reply.text
        elif isinstance(reply, ChatReply):
            reply = ChatFailure("unfit", f"longer than {self.endpoint.limits.characters} characters")
        yield reply

    async def _asked(
        self, body: dict[str, Any], send: Callable[[Connection, dict[str, Any]], Awaitable[T]], seconds: float
    ) -> T | ChatFailure:
        """Sends, and once more for every field that the endpoint turns out not to take."""
        failure = ChatFailure("cancelled", "the model was closed")
        while not self._closed:
            try:
                async with asyncio.timeout(seconds):
                    return await send(self._door(), self._fitted(body))
            except Exception as error:  # as in `stream`
                failure = self._own(failure_of_exception(error))
            if not self._adapts(body, failure):
                break
        return failure

    def _own(self, failure: ChatFailure) -> ChatFailure:
        """The failure without our key, should the endpoint have said it back to us."""
        key = self.endpoint.key.get_secret_value() if self.endpoint.key else ""
        return replace(failure, detail=failure.detail.replace(key, "[key]")) if key else failure

    def _door(self) -> Connection:
        from .client import Connection

        loop = asyncio.get_running_loop()
        if self._connection is None or self._connection[0] is not loop:
            self._connection = (loop, Connection(self.endpoint))
        return self._connection[1]

    def _body(self, messages: Sequence[ChatMessage], extra: dict[str, Any]) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self.endpoint.model,
            "messages": [{"role": message.speaker, "content": message.content} for message in messages],
        }
        if self.endpoint.temperature is not None:
            body["temperature"] = self.endpoint.temperature
        return body | extra

    def _fitted(self, body: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in body.items() if name not in self._left_out}
        return kept | {self._tokens_field: self.endpoint.reply_tokens}

    def _adapts(self, body: dict[str, Any], failure: ChatFailure) -> bool:
        if failure.kind != "bad_request":
            return False
        refused = [name for name in _OPTIONAL if name in failure.detail and name in body.keys() - self._left_out]
        self._left_out.update(refused)
        if self._tokens_field in failure.detail and "tokens" not in self._left_out:
            self._left_out.add("tokens")  # the field has two names, and each is tried once
            self._tokens_field = "max_tokens" if self._tokens_field != "max_tokens" else "max_completion_tokens"
            return True
        return bool(refused)
