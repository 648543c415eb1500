"""A moderation endpoint as one more voice on danger: what it flags may raise a level; nothing it says lowers one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ...prompts.port import ChatFailure
from ...safety.risk import Category, Level, highest
from .endpoint import Endpoint
from .failures import failure_of_exception

if TYPE_CHECKING:
    from .client import Connection

FLAGS: Mapping[str, tuple[Level, Category]] = {
    "self-harm/intent": ("high", "suicide"),
    "self-harm": ("elevated", "self_harm"),
    "self-harm/instructions": ("elevated", "suicide"),
    "sexual/minors": ("elevated", "minor_at_risk"),
}
"""OpenAI's categories that say something about a person's danger. Its violence and harassment are left out: they are
flagged for what somebody tells of a film or a boss as well."""


@dataclass(frozen=True, slots=True)
class Moderated:
    """What a voice besides the detector makes of a message."""

    level: Level = "none"
    categories: tuple[Category, ...] = ()


class Moderator(Protocol):
    """Judges one message. Never raises for what an endpoint does."""

    async def judge(self, text: str) -> Moderated | ChatFailure: ...


class ModerationEndpoint:
    """`/moderations` as OpenAI describes it, at the address of the endpoint."""

    def __init__(self, endpoint: Endpoint, name: str | None = None) -> None:
        self._endpoint, self._name = endpoint, name
        self._connection: tuple[asyncio.AbstractEventLoop, Connection] | None = None

    async def judge(self, text: str) -> Moderated | ChatFailure:
        """The gravest of what is flagged."""
        from .client import Connection

        loop = asyncio.get_running_loop()
        if self._connection is None or self._connection[0] is not loop:
            self._connection = (loop, Connection(self._endpoint))
        body = {"input": text, **({"model": self._name} if self._name else {})}
        try:
            async with asyncio.timeout(self._endpoint.limits.call):
                answer = await self._connection[1].moderate(body)
            return read_moderation(answer.json())
        except Exception as error:  # whatever the transport raises has a name in failures
            return failure_of_exception(error)

    async def release(self) -> None:
        """Lets go of the connection that belongs to this event loop."""
        held, self._connection = self._connection, None
        if held is not None and held[0] is asyncio.get_running_loop():
            await held[1].close()


def read_moderation(payload: Any) -> Moderated | ChatFailure:
    """What an answer says; the categories that are true count, whatever `flagged` says of the whole."""
    try:
        rows = [row["categories"] for row in payload["results"]]
        flagged = {str(name).replace("_", "-") for row in rows for name, hit in row.items() if hit is True}
    except (TypeError, KeyError, AttributeError):
        return ChatFailure("unreadable", "no moderation")
    if not rows:
        return ChatFailure("unreadable", "no moderation")
    found = [FLAGS[name] for name in FLAGS if name in flagged]
    return Moderated(highest(*(level for level, _ in found)), tuple(dict.fromkeys(category for _, category in found)))
