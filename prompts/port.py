"""The one door to any chat model: what is asked of it, what it answers, and how it may fail."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    from pydantic import BaseModel

Speaker = Literal["system", "user", "assistant"]
Ending = Literal["complete", "length", "filtered"]
FailureKind = Literal[
    "unreachable",
    "timeout",
    "unauthorised",
    "unknown_model",
    "rate_limited",
    "overloaded",
    "bad_request",
    "too_long",
    "unreadable",
    "empty",
    "cut",
    "refused",
    "unfit",
    "cancelled",
]
"""`too_long`: the prompt does not fit the model. `cut`: the reply broke off. `refused`: the model would not answer.
`unfit`: there is a text, but not one for a person (gibberish, another language, the prompt itself, without end)."""
ValueT = TypeVar("ValueT", bound="BaseModel")


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message of the conversation as a model sees it."""

    speaker: Speaker
    content: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the endpoint counted them; 0 where it does not say."""

    prompt_tokens: int = 0
    reply_tokens: int = 0

    @property
    def total(self) -> int:
        """Prompt and reply together."""
        return self.prompt_tokens + self.reply_tokens

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.prompt_tokens + other.prompt_tokens, self.reply_tokens + other.reply_tokens)


@dataclass(frozen=True, slots=True)
class ChatReply:
    """A whole reply. `ending` says whether the model stopped by itself."""

    text: str
    model: str
    usage: Usage = Usage()
    ending: Ending = "complete"


@dataclass(frozen=True, slots=True)
class ChatValue(Generic[ValueT]):
    """A reply read into a pydantic type; `repaired` when its JSON had to be mended first."""

    value: ValueT
    model: str
    usage: Usage = Usage()
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class ChatFailure:
    """Why there is no (further) reply: an expected outcome, so a value and not an exception.

    `detail` is for the trace, never for the person; `retry_after` is in seconds where the endpoint gave one;
    `said` is the text of a stream that came before it failed; `usage` what was counted all the same.
    """

    kind: FailureKind
    detail: str = ""
    retry_after: float | None = None
    said: str = ""
    usage: Usage = Usage()


class ChatModel(Protocol):
    """Any chat model. No method raises for what an endpoint does; cancelling the task cancels the call."""

    @property
    def name(self) -> str:
        """The model's name, as the trace shows it."""
        ...

    async def text(self, messages: Sequence[ChatMessage]) -> ChatReply | ChatFailure:
        """The whole reply at once."""
        ...

    def stream(self, messages: Sequence[ChatMessage]) -> AsyncIterator[str | ChatReply | ChatFailure]:
        """Pieces of text as they come, then exactly one `ChatReply` (the whole) or `ChatFailure`."""
        ...

    async def value(self, messages: Sequence[ChatMessage], of: type[ValueT]) -> ChatValue[ValueT] | ChatFailure:
        """The reply as a value of the pydantic type `of`."""
        ...
