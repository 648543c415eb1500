"""Memory handed out blank, for libraries that write to disk what they never filled."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

_M_PERTURB = -6  # malloc.h of the GNU C library: new and freed blocks are filled with a fixed byte
_FILL = 0xFF


class _Depth:
    """How many threads are inside; the filling ends when the last one leaves."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0

    def change(self, mallopt: Callable[[int, int], int], step: int) -> None:
        with self._lock:
            self._inside += step
            mallopt(_M_PERTURB, _FILL if self._inside else 0)


_depth = _Depth()


@contextmanager
def scrubbed_allocations() -> Iterator[None]:
    """While inside, the C library fills each block it hands out or takes back, so no old bytes show through.

    May be nested and entered by several threads. Works with the GNU C library; elsewhere it does nothing, and
    what must be proved absent has to be looked for (`forget.traces`).
    """
    mallopt = _mallopt()
    if mallopt is None:
        yield
        return
    _depth.change(mallopt, +1)
    try:
        yield
    finally:
        _depth.change(mallopt, -1)


@cache
def _mallopt() -> Callable[[int, int], int] | None:
    try:
        library = ctypes.CDLL(None)
        if not hasattr(library, "gnu_get_libc_version"):
            return None
        function: Callable[[int, int], int] = library.mallopt
    except (OSError, TypeError, AttributeError):
        return None
    return function
