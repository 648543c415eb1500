"""The one door to a model while thinking: every call is counted, timed, and ends in a value."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeVar

from pydantic import BaseModel

from ...prompts.catalog import PromptName, render
from ...prompts.port import ChatFailure, ChatMessage, ChatModel, ChatReply, ChatValue, FailureKind, Usage
from .budget import FREE, Ledger, Limit

Doing = Literal["move", "answer", "judgement", "steps"]
Trouble = FailureKind | Literal["refused", "raised"]
ValueT = TypeVar("ValueT", bound=BaseModel)
AnswerT = TypeVar("AnswerT", ChatReply, ChatValue[BaseModel])

_REFUSAL = re.compile(
    r"^\W*((i'?m|i am) )?(very |so |truly )?(sorry|afraid)\b.{0,40}\b(can'?t|cannot|won'?t|unable|not able)\b.{0,30}"
    r"\b(help|assist|comply|engage|provide|create|write|fulfil\w*|role-?play|simulate|participate)\b"
    r"|\bas an? (ai|artificial intelligence|language model)( language model| model| assistant)?,? i\b"
    r"|^\W*i('m| am)? (can'?t|cannot|won'?t|unable to|not able to) (assist|comply|help with (that|this)|fulfil\w*"
    r"|role-?play|simulate|engage in|participate in|create|generate)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Failed:
    """A call that gave nothing to go on with. `detail` is for the trace."""

    doing: Doing
    kind: Trouble
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Halted:
    """A call that did not begin because a limit forbids it."""

    cause: Limit


class Asker:
    """Asks models under one ledger and remembers what failed. Never raises for what a model does.

    Cancelling the task that asks cancels the call.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.failures: list[Failed] = []

    async def text(self, model: ChatModel, messages: Sequence[ChatMessage], doing: Doing) -> str | Failed | Halted:
        """The reply's text, stripped and not empty; a refusal is a failure."""
        reply = await self._ask(lambda: model.text(messages), self.ledger.worst(messages), doing)
        if isinstance(reply, Failed | Halted):
            return reply
        text: object = reply.text if isinstance(reply, ChatReply) else reply
        if not isinstance(text, str):
            return self.fail(doing, "unreadable", f"expected text, got {type(text).__name__}")
        return self.checked(text.strip(), doing, filtered=reply.ending == "filtered")

    async def value(
        self, model: ChatModel, messages: Sequence[ChatMessage], of: type[ValueT], doing: Doing
    ) -> ValueT | Failed | Halted:
        """The reply as a value of that type."""
        worst = self.ledger.worst(messages, schema=_schema_bytes(of))
        reply = await self._ask(lambda: _as_any(model.value(messages, of)), worst, doing)
        if isinstance(reply, Failed | Halted):
            return reply
        if not isinstance(reply, ChatValue) or not isinstance(reply.value, of):
            given = reply.value if isinstance(reply, ChatValue) else reply
            return self.fail(doing, "unreadable", f"expected {of.__name__}, got {type(given).__name__}")
        return reply.value

    def checked(self, text: str, doing: Doing, filtered: bool = False) -> str | Failed:
        """The text, unless it is empty, was filtered or refuses."""
        if filtered or refuses(text):
            return self.fail(doing, "refused", "filtered by the endpoint" if filtered else "")
        return text if text else self.fail(doing, "empty")

    def fail(self, doing: Doing, kind: Trouble, detail: str = "") -> Failed:
        """Remembers a failure and hands it back."""
        failed = Failed(doing, kind, detail)
        self.failures.append(failed)
        return failed

    async def _ask(
        self, call: Callable[[], Awaitable[AnswerT | ChatFailure]], worst: float, doing: Doing
    ) -> AnswerT | Failed | Halted:
        limit = self.ledger.begin(worst)
        if limit is not None:
            return Halted(limit)
        try:
            async with asyncio.timeout(self.ledger.seconds_left) as limited:
                answer = await call()
                usage = answer.usage if isinstance(answer.usage, Usage) else None
        except TimeoutError:
            self.ledger.settle(worst, None)
            return self.fail(doing, "timeout", "the time for thinking ran out" if limited.expired() else "")
        except Exception as error:  # an injected model that breaks its protocol must not end the talk
            self.ledger.settle(worst, None)
            return self.fail(doing, "raised", type(error).__name__)
        if isinstance(answer, ChatFailure):
            if answer.kind in FREE and not (usage and usage.total):
                self.ledger.release(worst)
            else:
                self.ledger.settle(worst, usage)
            return self.fail(doing, answer.kind, answer.detail)
        self.ledger.settle(worst, usage)
        return answer


def prompt(name: PromptName, data: Sequence[str], **values: str) -> tuple[ChatMessage, ChatMessage]:
    """What is asked, as the system's word, and the fenced data apart from it."""
    told = render("told", data="\n\n".join(data))
    return ChatMessage("system", render(name, **values)), ChatMessage("user", told)


def refuses(text: str) -> bool:
    """Whether a model declines to play instead of playing."""
    return bool(_REFUSAL.search(text[:400].replace("’", "'")))


async def _as_any(call: Awaitable[ChatValue[ValueT] | ChatFailure]) -> ChatValue[BaseModel] | ChatFailure:
    answer = await call
    return answer if isinstance(answer, ChatFailure) else ChatValue(answer.value, answer.model, answer.usage)


@cache
def _schema_bytes(of: type[BaseModel]) -> int:
    return len(json.dumps(of.model_json_schema()).encode())
