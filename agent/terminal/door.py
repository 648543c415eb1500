"""The way in to the agent: made in a thread, so that nobody waits at the prompt for libraries to load."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..companion import Companion

GLANCE_SECONDS = 0.1


class Door:
    """Makes the companion once, warm for `user`. `make` runs in a thread after `open`, or in an early `enter`."""

    def __init__(self, make: Callable[[], Companion], user: str | None = None) -> None:
        self._make, self._user = make, user
        self._thread: threading.Thread | None = None
        self._made = threading.Event()
        self._companion: Companion | None = None
        self._error: BaseException | None = None

    @property
    def ready(self) -> bool:
        return self._made.is_set()

    def open(self) -> None:
        """Starts making. A second call does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._prepare, name="holdspace-door", daemon=True)
            self._thread.start()

    def enter(self, wait: Callable[[float], bool]) -> Companion | None:
        """The companion, once made; None when `wait` (given seconds) says that the person would rather not.

        Raises what making it raised.
        """
        self.open()
        while not self._made.wait(GLANCE_SECONDS):
            if wait(0.0):
                return None
        if self._error is not None:
            error, self._error, self._thread = self._error, None, None  # the next one at the door may try again
            self._made.clear()
            raise error
        return self._companion

    def close(self) -> None:
        """Closes the companion, once made: a thread that is loading libraries may not be left to the end."""
        if self._thread is not None:
            self._thread.join()
        if self._made.is_set() and self._companion is not None:
            self._companion.close()

    def _prepare(self) -> None:
        try:
            companion = self._make()
            companion.warm(self._user)
            self._companion = companion
        except BaseException as error:  # told to whoever enters, in their own thread
            self._error = error
        finally:
            self._made.set()
