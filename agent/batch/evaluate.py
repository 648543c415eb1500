"""`holdspace evaluate WHAT FILE`: one report over all conversations of a file.

A gauge takes the file batch by batch, so that no more than one batch is in memory beside what it counts, and in the
end says what it found. Another WHAT is another gauge, named in `verbs`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO, Protocol, TextIO

from ..usage_error import UsageError
from .lines import BATCH, PROGRESS_SECONDS, opened_target, refuse_same_file, to_line, write_all
from .records import Numbered, Record, Tally, opened_source, read_records


@dataclass(frozen=True, slots=True)
class Finding:
    """What a gauge found: to read, and as plain data."""

    text: str
    plain: Mapping[str, Any]


class Gauge(Protocol[Record]):
    """Measures the records of one file. `unit` names what `take` counts, for the summary."""

    @property
    def record(self) -> type[Record]: ...

    @property
    def unit(self) -> str: ...

    def remark(self, record: Record) -> str | None:
        """What of a usable record cannot be used, in one line; None when all of it can."""
        ...

    def take(self, records: Sequence[Record]) -> int:
        """Measures some more records; returns how many units they held."""
        ...

    def finding(self) -> Finding:
        """What was found in all records taken, one at least. Raises UsageError when nothing could be measured."""
        ...


def run_gauge(
    gauge: Gauge[Record],
    source: str,
    target: str | None = None,
    out: TextIO | None = None,
    report: TextIO | None = None,
) -> Tally:
    """Reads `source` (`-`: stdin) and prints what was found; as a JSON line to `target` too, if given (`-`: stdout,
    the text then goes to stderr). Lines that cannot be used are reported and skipped.

    Raises UsageError when a file cannot be opened or there is nothing in it to measure.
    """
    out, report = out or sys.stdout, report or sys.stderr
    name = "stdin" if source == "-" else source
    tally = Tally()
    if target is not None:
        refuse_same_file(source, target)
    with opened_source(source) as reading, _opened(target) as writing:
        began = told = time.perf_counter()
        records = read_records(reading, gauge.record, name, tally, report)
        while batch := list(islice(_remarked(records, gauge, name, report), BATCH)):
            tally.weight += gauge.take(batch)
            tally.done += len(batch)
            if report.isatty() and time.perf_counter() - told > PROGRESS_SECONDS:
                told = time.perf_counter()
                print("so far:", tally.summary(told - began, gauge.unit), file=report)
        print(tally.summary(time.perf_counter() - began, gauge.unit), file=report)
        if not tally.done:
            raise UsageError(f"{name}: no conversation in it that can be read; --help shows what a line holds")
        try:
            found = gauge.finding()
        except UsageError as error:
            raise UsageError(f"{name}: {error}") from error
        if writing is not None:
            write_all(writing, [to_line({"file": name, "skipped": tally.skipped, **found.plain})], target or "")
        print(found.text, file=report if target == "-" else out)
    return tally


def _opened(target: str | None) -> AbstractContextManager[BinaryIO | None]:
    return nullcontext() if target is None else opened_target(target)


def _remarked(records: Iterator[Numbered[Record]], gauge: Gauge[Record], name: str, report: TextIO) -> Iterator[Record]:
    for numbered in records:
        remark = gauge.remark(numbered.record)
        if remark:
            print(f"{name}:{numbered.line}: {remark}", file=report)
        yield numbered.record
