"""The connection to one endpoint: the openai package with its retries, its telemetry and its environment left out.

The only module that imports openai, which takes about half a second: import this one when the first call is made.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import openai
from openai import AsyncOpenAI, AsyncStream

from .endpoint import Endpoint


class AnswerTooLarge(Exception):
    """An endpoint sent more bytes than `Limits.bytes`."""


class _Bounded(httpx2.AsyncByteStream):
    """A body that ends with an error when it does not end by itself."""

    def __init__(self, stream: httpx2.AsyncByteStream, most: int) -> None:
        self._stream, self._most = stream, most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = self._most
        async for chunk in self._stream:
            left -= len(chunk)
            if left < 0:
                raise AnswerTooLarge(f"more than {self._most} bytes")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Client(AsyncOpenAI):
    """Sends what the protocol needs and nothing about this machine; variables such as OPENAI_ORG_ID go nowhere."""

    @property
    def default_headers(self) -> dict[str, Any]:
        return {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Content-Type": "application/json",
            "User-Agent": "holdspace",
            "Authorization": f"Bearer {self.api_key}",
        }


class Connection:
    """Calls to one endpoint on one event loop. Raises what openai and httpx2 raise; see `failures`."""

    def __init__(self, endpoint: Endpoint) -> None:
        limits = endpoint.limits
        timeout = httpx2.Timeout(limits.call, connect=limits.connect, pool=limits.connect)

        async def bound(response: httpx2.Response) -> None:
            if isinstance(response.stream, httpx2.AsyncByteStream):
                response.stream = _Bounded(response.stream, limits.bytes)

        self._http = httpx2.AsyncClient(
            timeout=timeout,
            verify=endpoint.base_url.startswith("https:"),  # a plain address needs no certificates, 50 ms to load
            trust_env=endpoint.trust_environment and not endpoint.local,
            follow_redirects=False,
            event_hooks={"response": [bound]},
        )
        self._client = _Client(
            api_key=endpoint.key.get_secret_value() if endpoint.key else "none",
            base_url=endpoint.base_url,
            timeout=timeout,
            max_retries=0,
            http_client=self._http,
        )

    async def post(self, body: dict[str, Any]) -> httpx2.Response:
        """A whole answer, read to its end."""
        return await self._client.post("/chat/completions", cast_to=httpx2.Response, body=body)

    async def open(self, body: dict[str, Any]) -> httpx2.Response:
        """An answer of which only the head is there; the caller reads and closes it."""
        stream = await self._client.post(
            "/chat/completions", cast_to=object, body=body, stream=True, stream_cls=AsyncStream[object]
        )
        return stream.response

    async def models(self) -> httpx2.Response:
        """What the endpoint lists."""
        return await self._client.get("/models", cast_to=httpx2.Response)

    async def moderate(self, body: dict[str, Any]) -> httpx2.Response:
        """What a moderation endpoint makes of a text."""
        return await self._client.post("/moderations", cast_to=httpx2.Response, body=body)

    async def close(self) -> None:
        await self._client.close()


__all__ = ["AnswerTooLarge", "Connection", "httpx2", "openai"]
