"""Values of a pydantic type from a model that only writes text."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from ...prompts.catalog import render
from ...prompts.port import ChatFailure, ChatMessage, ChatReply, ChatValue, Usage, ValueT
from .endpoint import Dialect
from .fitness import is_bare_refusal
from .formats import Format, formats, with_schema
from .mending import Mended, mend

Ask = Callable[[Sequence[ChatMessage], dict[str, Any] | None], Awaitable[ChatReply | ChatFailure]]
"""Sends messages with a `response_format`, or without one."""

_QUOTED = 4_000
"""How much of a broken answer is shown to the model again."""
_ABOUT_FORMAT = re.compile(r"response_format|json_schema|json_object|schema|grammar|guided|structured", re.IGNORECASE)


class ValueReader:
    """Asks in the most binding way the endpoint takes, mends what comes, and asks again once.

    Which way the endpoint took is remembered, so that only the first value pays for finding out.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect: Dialect = dialect
        self._way = 0

    async def read(
        self, ask: Ask, messages: Sequence[ChatMessage], of: type[ValueT]
    ) -> ChatValue[ValueT] | ChatFailure:
        """The value, or why there is none; its usage counts every call made for it."""
        ways = formats(self._dialect, of)
        usage = Usage()
        first: ChatFailure | None = None
        for number in range(self._way, len(ways)):
            told = with_schema(list(messages), of) if ways[number].told else list(messages)
            answer = await ask(told, ways[number].response_format)
            usage += answer.usage
            if isinstance(answer, ChatReply):
                self._way = number
                return await self._read(ask, (told, ways[number]), answer, of, usage)
            first = first or answer
            if not _about_format(answer):
                return replace(answer, usage=usage)
        return replace(first or ChatFailure("bad_request"), usage=usage)

    async def _read(
        self,
        ask: Ask,
        asked: tuple[list[ChatMessage], Format],
        answer: ChatReply,
        of: type[ValueT],
        usage: Usage,
    ) -> ChatValue[ValueT] | ChatFailure:
        value, found, fault = _validated(answer.text, of)
        if value is not None and found is not None and not found.cut:
            return ChatValue(value, answer.model, usage, found.repaired)
        if found is None and is_bare_refusal(answer.text):
            return ChatFailure("refused", "a bare refusal instead of a value", usage=usage)
        messages, way = asked
        again = [
            *(messages if way.told else with_schema(messages, of)),
            ChatMessage("assistant", answer.text[:_QUOTED]),
            ChatMessage("user", render("value_again", fault=fault or "it breaks off before its end")),
        ]
        second = await ask(again, way.response_format)
        usage += second.usage
        if isinstance(second, ChatReply):
            mended, how, fault_again = _validated(second.text, of)
            if mended is not None and how is not None and (value is None or not how.cut):
                return ChatValue(mended, second.model, usage, how.repaired)
            fault = fault_again or fault
        if value is not None:
            return ChatValue(value, answer.model, usage, repaired=True)
        if isinstance(second, ChatFailure) and second.kind not in ("empty", "unreadable"):
            return replace(second, usage=usage)
        return ChatFailure("unreadable", f"no {of.__name__}: {fault}", usage=usage)


def _validated(text: str, of: type[ValueT]) -> tuple[ValueT | None, Mended | None, str]:
    """The value if there is one, how it was read, and what is wrong with it."""
    found = mend(text)
    if found is None:
        return None, None, "there is no JSON object in it"
    try:
        return of.model_validate_json(json.dumps(found.value)), found, ""
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc'])) or 'the whole'}: {fault['msg']}" for fault in error.errors()]
        return None, found, "; ".join(faults[:5])


def _about_format(failure: ChatFailure) -> bool:
    """Whether an endpoint may not know this way of asking: some say so with 400, llama-cpp-python with 500."""
    if failure.kind == "bad_request":
        return True
    return failure.kind == "overloaded" and bool(_ABOUT_FORMAT.search(failure.detail))
