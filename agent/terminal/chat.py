"""The verb `chat`: a conversation at a terminal, or over a pipe in plain text."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from . import words
from .conversation import Conversation
from .door import Door
from .keyboard import hushed_keyboard
from .page import PlainPage, TerminalPage

if TYPE_CHECKING:
    from ..companion import Companion

LINE_LIMIT = 4 * 1024 * 1024
"""Bytes taken in of one piped line."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who talks and how. `home` is where words are kept, None where nothing is."""

    user: str = "me"
    home: Path | None = None
    colour: bool = True
    on_error: Callable[[BaseException], object] = repr
    """Told of an error the person is only told of gently."""
    endpoint: str = ""
    """The address of the language model that reads along; empty where none does."""


def chat(sitting: Sitting, make: Callable[[], Companion]) -> int:
    """Talks until the person leaves. Plain when stdin or stdout is no terminal."""
    door = Door(make, sitting.user)
    try:
        if sys.stdin.isatty() and sys.stdout.isatty():
            with hushed_keyboard():
                page = TerminalPage(sys.stdout, colour=sitting.colour)
                open_page(sitting, page)
                from .prompt import talk_at_terminal  # slower to load than the first words are to read

                talk_at_terminal(sitting, door, page)
        else:
            talk_over_pipe(sitting, door, sys.stdin.buffer)
    finally:
        door.close()
    return 0


def talk_over_pipe(sitting: Sitting, door: Door, source: BinaryIO) -> None:
    """Every line that is not empty is a turn or a command; one line of reply for each turn."""
    page = PlainPage(sys.stdout, sys.stderr)
    talk = Conversation(door, page, sitting.user, keeps=sitting.home is not None, on_error=sitting.on_error)
    for line in _piped_lines(source, page):
        if not talk.take(line):
            return


def _piped_lines(source: BinaryIO, page: PlainPage) -> Iterator[str]:
    """Lines as text, bytes that are none replaced; of a line over the limit the first part only."""
    while raw := source.readline(LINE_LIMIT):
        if len(raw) == LINE_LIMIT and not raw.endswith(b"\n"):
            page.quiet(words.TOO_LONG.format(megabytes=LINE_LIMIT // 1024 // 1024))
            while (rest := source.readline(LINE_LIMIT)) and not rest.endswith(b"\n"):
                pass
        yield raw.decode("utf-8", "replace").rstrip("\r\n")


def open_page(sitting: Sitting, page: TerminalPage) -> None:
    """The first words at a terminal: what this is, what it is not, where words go."""
    title, *rest = words.OPENING
    page.heading(title)
    page.lines((*rest, *_kept(sitting), words.HOW, "", words.START, ""))


def _kept(sitting: Sitting) -> Iterator[str]:
    """Where words are kept and where they go: never nowhere, when they go to somebody's endpoint."""
    if not sitting.endpoint:
        yield words.NOT_KEPT if sitting.home is None else words.KEPT.format(home=_short(sitting.home))
        return
    host = urlsplit(sitting.endpoint).netloc
    yield words.NOT_KEPT_HERE if sitting.home is None else words.KEPT_HERE.format(home=_short(sitting.home))
    yield words.READ_ELSEWHERE.format(host=host)


def _short(home: Path) -> str:
    """The folder with `~` for the person's own."""
    try:
        return str(Path("~") / home.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(home)
