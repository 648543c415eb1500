"""Reading JSON lines as typed records: what cannot be used is reported with its line number and passed over."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Generic, TextIO, TypeVar

from pydantic import BaseModel, ValidationError

from ..usage_error import UsageError

LINE_LIMIT = 64 * 1024 * 1024
"""Bytes in one line; what is longer is reported and passed over, never held."""

Record = TypeVar("Record", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Numbered(Generic[Record]):
    """A record and the number of the line it stood on, from 1."""

    line: int
    record: Record


@dataclass(slots=True)
class Tally:
    """What a run has done so far; `weight` counts turns, or whatever the verb works on."""

    done: int = 0
    skipped: int = 0
    weight: int = 0

    def summary(self, seconds: float, unit: str = "turns") -> str:
        """One line for the person who ran it."""
        rate = self.weight / seconds if seconds > 0 else 0.0
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.done} lines done{skipped}; {self.weight} {unit} in {seconds:.1f} s ({rate:.1f}/s)"


def read_records(
    reading: BinaryIO, record: type[Record], name: str, tally: Tally, report: TextIO
) -> Iterator[Numbered[Record]]:
    """The usable records with their line numbers; the others are counted and reported. Empty lines pass silently."""
    for number, raw in enumerate(_raw_lines(reading), start=1):
        try:
            text = None if raw is None else raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
            if text == "":
                continue
            yield Numbered(number, parse_record(text, record))
        except (UsageError, UnicodeDecodeError) as error:
            tally.skipped += 1
            said = f"not UTF-8 at byte {error.start + 1}" if isinstance(error, UnicodeDecodeError) else str(error)
            print(f"{name}:{number}: {said}; skipped", file=report)


def parse_record(text: str | None, record: type[Record]) -> Record:
    """One line as a record. Raises UsageError saying what is wrong with it."""
    if text is None:
        raise UsageError(f"longer than {LINE_LIMIT // 1024 // 1024} MB")
    try:
        value = json.loads(text)
        if "\\ud" in text.lower():  # half of a surrogate pair is no text to a database or a tokenizer
            value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except RecursionError:
        raise UsageError("nested too deeply") from None
    except ValueError as error:
        where = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise UsageError(f"not JSON{where}") from None
    if not isinstance(value, dict):
        raise UsageError(f"not a JSON object but {_KIND.get(type(value), 'something else')}")
    try:
        return record.model_validate(value)
    except ValidationError as error:
        raise UsageError(complaint(error)) from None


_KIND = {list: "a list", str: "a string", int: "a number", float: "a number", bool: "true or false", type(None): "null"}


def complaint(error: ValidationError) -> str:
    """The first fault in plain words, with its path, such as "turns[2].role: Field required"."""
    found = error.errors(include_url=False)
    first = found[0]
    path = ""
    for step in first["loc"]:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else str(step)
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    said = "missing" if first["type"] == "missing" else first["msg"][:1].lower() + first["msg"][1:]
    return f"{path or 'the line'}: {said}{more}"


def _raw_lines(reading: BinaryIO) -> Iterator[bytes | None]:
    """Lines as bytes; None for one that is over the limit."""
    while raw := reading.readline(LINE_LIMIT):
        if len(raw) == LINE_LIMIT and not raw.endswith(b"\n"):
            while (rest := reading.readline(LINE_LIMIT)) and not rest.endswith(b"\n"):
                pass
            yield None
        else:
            yield raw


@contextmanager
def opened_source(source: str) -> Iterator[BinaryIO]:
    """The input as bytes; `-` is stdin. Raises UsageError when it cannot be opened."""
    if source == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(source).open("rb")  # noqa: SIM115 - closed below; the reader's own errors are not this file's
    except OSError as error:
        raise UsageError(f"{source}: cannot read ({error.strerror})") from error
    with file:
        yield file
