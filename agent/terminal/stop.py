"""Ctrl-C while the program is speaking: a wish to stop the answer, not the conversation."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any, Self


class StopSwitch:
    """Holds the interrupt signal while an answer is on its way. A second press interrupts in earnest."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._before: Any = None

    @property
    def pressed(self) -> bool:
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Waits, but no longer than until the switch is pressed; tells whether it is."""
        return self._event.wait(seconds)

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _press(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if self._event.is_set():
            raise KeyboardInterrupt
        self._event.set()
