"""A bounded set of open things, one a person, of which the least recently used is closed first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

DEFAULT_LIMIT = 16
"""An open index costs about 5 MB, 6 threads and 11 file handles."""


class Closable(Protocol):
    def close(self) -> None: ...


Item = TypeVar("Item", bound=Closable)


class Pool(Generic[Item]):
    """Keeps at most `limit` items open. What is evicted is closed, and must open itself again when used."""

    def __init__(self, limit: int = DEFAULT_LIMIT) -> None:
        self._limit = max(1, limit)
        self._items: OrderedDict[str, Item] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._items)

    def get(self, person: str, opened: Callable[[], Item]) -> Item:
        """The person's item, made by `opened` if it is not here; may close another person's."""
        evicted: list[Item] = []
        with self._lock:
            item = self._items.pop(person, None)
            if item is None:
                item = opened()
            self._items[person] = item
            while len(self._items) > self._limit:
                evicted.append(self._items.popitem(last=False)[1])
        for old in evicted:
            old.close()
        return item

    def drop(self, person: str) -> None:
        """Closes a person's item and lets go of it; nothing happens when there is none."""
        with self._lock:
            item = self._items.pop(person, None)
        if item is not None:
            item.close()

    def close(self) -> None:
        with self._lock:
            items = list(self._items.values())
            self._items.clear()
        for item in items:
            item.close()
