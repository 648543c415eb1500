"""Where words appear: a terminal that wraps them, or a plain stream for a pipe."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Protocol, TextIO

from ..visible import visible

WIDEST = 88
"""Longer lines are hard to read back, however wide the window."""

DIM, BOLD, PLAIN = "\x1b[2m", "\x1b[1m", "\x1b[0m"


class Page(Protocol):
    """What the conversation is written on. Everything given is made safe to show first."""

    @property
    def width(self) -> int: ...

    def can_show(self, text: str) -> bool:
        """Whether the letters of the text exist where this page is read."""
        ...

    def sentence(self, text: str) -> None:
        """One more sentence of a reply."""
        ...

    def end_reply(self) -> None: ...

    def quiet(self, text: str) -> None:
        """A remark beside the conversation."""
        ...

    def lines(self, lines: Iterable[str]) -> None:
        """An answer to a command, a paragraph a line."""
        ...

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None: ...


@dataclass(slots=True)
class PlainPage:
    """For pipes and files: a reply is one line on `out`, remarks go to `aside`, no colour, no wrapping."""

    out: TextIO
    aside: TextIO
    width: int = 100
    _begun: bool = False

    def can_show(self, text: str) -> bool:
        return _encodable(text, self.out)

    def sentence(self, text: str) -> None:
        self.out.write((" " if self._begun else "") + " ".join(visible(text).split()))
        self.out.flush()
        self._begun = True

    def end_reply(self) -> None:
        if self._begun:
            self.out.write("\n")
            self.out.flush()
        self._begun = False

    def quiet(self, text: str) -> None:
        self.aside.write(visible(text) + "\n")
        self.aside.flush()

    def lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.out.write(visible(line) + "\n")
        self.out.flush()

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.out.write(drawn_table(headings, rows, self.width, colour=False))
        self.out.flush()


@dataclass(slots=True)
class TerminalPage:
    """For a person at a terminal: words wrapped at the window's width as they come, remarks dimmed."""

    out: TextIO
    cells: Callable[[str], int] = len
    """How many columns a text takes up."""
    colour: bool = True
    columns: Callable[[], int] = field(default=lambda: shutil.get_terminal_size().columns)
    _column: int = 0
    _begun: bool = False
    _blank: bool = True

    @property
    def width(self) -> int:
        return max(20, min(WIDEST, self.columns() - 1))

    def can_show(self, text: str) -> bool:
        return _encodable(text, self.out)

    def sentence(self, text: str) -> None:
        if not self._begun:
            self.out.write("\n")
        for number, line in enumerate(visible(text).strip().split("\n")):
            if number:
                self._break()
            for word in line.split():
                self._word(word)
        self._begun = True
        self.out.flush()

    def end_reply(self) -> None:
        if self._begun:
            self.out.write("\n\n")
            self.out.flush()
            self._blank = True
        self._begun, self._column = False, 0

    def rest(self) -> None:
        """An empty line before the next prompt, unless there is one."""
        if not self._blank:
            self._break()
            self.out.flush()

    def quiet(self, text: str) -> None:
        self._paragraph(text, DIM)

    def lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._paragraph(line)

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.out.write(drawn_table(headings, rows, self.width, colour=self.colour))
        self.out.flush()
        self._blank = False

    def heading(self, text: str) -> None:
        self._paragraph(text, BOLD)

    def _paragraph(self, text: str, style: str = "") -> None:
        if self._begun:
            self._break()
        if style and self.colour:
            self.out.write(style)
        for word in visible(text).split():
            self._word(word)
        if style and self.colour:
            self.out.write(PLAIN)
        self._break()
        self.out.flush()

    def _word(self, word: str) -> None:
        size = self.cells(word)
        if self._column and self._column + 1 + size > self.width:
            self._break()
        if self._column:
            self.out.write(" ")
            self._column += 1
        self.out.write(word)
        self._column += size

    def _break(self) -> None:
        self.out.write("\n")
        self._blank, self._column = not self._column, 0


def _encodable(text: str, out: TextIO) -> bool:
    try:
        text.encode(out.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def drawn_table(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int, *, colour: bool) -> str:
    """A table without frames, so that a screen reader and a narrow window can take it."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD if colour else None, pad_edge=False, padding=(0, 1), show_header=any(headings))
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    drawing = StringIO()
    Console(
        file=drawing, width=width, force_terminal=colour, no_color=not colour, highlight=False, legacy_windows=False
    ).print(table)
    return "\n".join(line.rstrip() for line in drawing.getvalue().splitlines()) + "\n"
