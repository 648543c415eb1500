"""JSON lines in, JSON lines out: any number of them in the memory of one batch.

A line that cannot be used is reported as `IN:LINE: what is wrong` and passed over; every result is
written before the next batch is read, so that a run that is killed keeps what it made.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Generic, TextIO

from ..usage_error import UsageError
from .plain import to_plain
from .records import Numbered, Record, Tally, opened_source, read_records

BATCH = 16
PROGRESS_SECONDS = 10
"""How often somebody watching is told how far it is."""

Work = Callable[[Sequence[Record]], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Lines(Generic[Record]):
    """One verb over one file. `work` turns records into as many results, in order.

    `weigh` tells how many units one record holds, for the summary. When `work` fails on a batch its
    records are tried one by one, and only those that fail alone are skipped.
    """

    record: type[Record]
    work: Work[Record]
    weigh: Callable[[Record], int]
    unit: str = "turns"
    batch: int = BATCH

    def run(self, source: str, target: str, report: TextIO | None = None) -> Tally:
        """Reads `source` and writes `target` (`-`: stdin, stdout). Raises UsageError when either cannot be opened."""
        out = report or sys.stderr
        tally = Tally()
        refuse_same_file(source, target)
        with opened_source(source) as reading, opened_target(target) as writing:
            name = "stdin" if source == "-" else source
            began = told = time.perf_counter()
            try:
                for batch in self._batches(read_records(reading, self.record, name, tally, out)):
                    made = [to_line(result) for result in self._results(batch, name, tally, out)]
                    write_all(writing, made, target)
                    if out.isatty() and time.perf_counter() - told > PROGRESS_SECONDS:
                        told = time.perf_counter()
                        print("so far:", tally.summary(told - began, self.unit), file=out)
            finally:
                print(tally.summary(time.perf_counter() - began, self.unit), file=out)
        return tally

    def _batches(self, records: Iterator[Numbered[Record]]) -> Iterator[list[Numbered[Record]]]:
        batch: list[Numbered[Record]] = []
        for numbered in records:
            batch.append(numbered)
            if len(batch) == self.batch:
                yield batch
                batch = []
        if batch:
            yield batch

    def _results(
        self, batch: Sequence[Numbered[Record]], name: str, tally: Tally, report: TextIO
    ) -> Iterator[Mapping[str, Any]]:
        try:
            results = self.work([numbered.record for numbered in batch])
        except Exception as error:
            if len(batch) > 1:
                for numbered in batch:
                    yield from self._results([numbered], name, tally, report)
                return
            tally.skipped += 1
            print(f"{name}:{batch[0].line}: failed ({type(error).__name__}: {error}); skipped", file=report)
            return
        for numbered, result in zip(batch, results, strict=True):
            tally.done += 1
            tally.weight += self.weigh(numbered.record)
            yield result


def to_line(value: Mapping[str, Any]) -> bytes:
    """One value as a JSON line in UTF-8."""
    text = json.dumps(to_plain(value), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"


def write_all(writing: BinaryIO, lines: Sequence[bytes], target: str) -> None:
    """Writes and flushes. Raises UsageError when the disk refuses; what was written before stays."""
    rest = memoryview(b"".join(lines))
    try:
        while rest:
            rest = rest[writing.write(rest) :]
        writing.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(f"{target}: cannot write on ({error.strerror}); the lines before are kept") from error


def refuse_same_file(source: str, target: str) -> None:
    """Raises UsageError when the output would overwrite the input."""
    if "-" in (source, target) or not (Path(target).is_file() and Path(source).is_file()):
        return
    if Path(source).samefile(target):
        raise UsageError(f"{target} is the input too; give the output another name")


@contextmanager
def opened_target(target: str) -> Iterator[BinaryIO]:
    """The output as bytes, an old file emptied; `-` is stdout. Raises UsageError when it cannot be opened."""
    if target == "-":
        yield sys.stdout.buffer
        return
    try:
        file = Path(target).open("wb", buffering=0)  # noqa: SIM115 - closed below; the writer's errors are told apart
    except OSError as error:
        raise UsageError(f"{target}: cannot write ({error.strerror}); does its folder exist?") from error
    with file:
        yield file
