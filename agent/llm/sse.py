"""Server-sent events as endpoints really write them."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterator

DONE = "[DONE]"


class EventReader:
    """Cuts bytes into the data of events.

    Follows the WHATWG text on event streams and forgives what is seen in the field: a byte-order mark, a last event
    without its empty line, `data:` without a space, a bare JSON object on a line of its own, comments and other
    fields in between, events without data. Bytes that are no UTF-8 become replacement characters.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[str] = []
        self._begun = False

    def feed(self, chunk: bytes) -> Iterator[str]:
        """The events that are whole with this chunk."""
        self._rest += chunk
        whole, mark, rest = self._rest.rpartition(b"\n")
        if not mark:
            return
        self._rest = rest
        yield from self._lines(whole)

    def end(self) -> Iterator[str]:
        """What is left when no more bytes come."""
        yield from self._lines(self._rest)
        self._rest = b""
        yield from self._event()

    def _lines(self, whole: bytes) -> Iterator[str]:
        for raw in whole.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
            line = raw.decode("utf-8", errors="replace")
            if not self._begun:
                self._begun, line = True, line.removeprefix("\ufeff")
            if not line.strip():
                yield from self._event()
            elif line.startswith("{"):
                yield from self._event()
                yield line
            else:
                name, _, value = line.partition(":")
                if name == "data":
                    self._data.append(value.removeprefix(" "))

    def _event(self) -> Iterator[str]:
        data, self._data = "\n".join(self._data).strip(), []
        if data:
            yield data


async def read_events(chunks: AsyncIterator[bytes]) -> AsyncGenerator[str, None]:
    """The data of each event, up to and without `[DONE]`, then that mark itself if it came."""
    reader = EventReader()
    async for chunk in chunks:
        for data in reader.feed(chunk):
            yield data
            if data == DONE:
                return
    for data in reader.end():
        yield data
        if data == DONE:
            return
