"""The keyboard while the program speaks: what is typed ahead waits for the prompt and stays out of the answer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def hushed_keyboard() -> Iterator[None]:
    """Turns the terminal's own echo off; prompts echo for themselves. Does nothing where there is no such terminal."""
    try:
        import termios

        keyboard = sys.stdin.fileno()
        before = termios.tcgetattr(keyboard)
    except (ImportError, OSError, ValueError, AttributeError):
        yield
        return
    hushed = [*before]
    hushed[3] = before[3] & ~termios.ECHO
    termios.tcsetattr(keyboard, termios.TCSADRAIN, hushed)
    try:
        yield
    finally:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
