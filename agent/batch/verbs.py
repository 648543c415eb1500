"""The batch verbs by name: which records they take and who does the work."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from ..usage_error import UsageError
from .evaluate import Gauge, run_gauge
from .lines import Lines, refuse_same_file

T = TypeVar("T")


def run_verb(name: str, source: str, target: str) -> None:
    """Runs one verb over one file; the parts are loaded after the file is known to be there. Raises UsageError."""
    refuse_same_file(source, target)
    _started(name, source, _VERBS[name]).run(source, target)


def run_evaluation(what: str, source: str, target: str | None) -> None:
    """Measures one file and prints the report, and writes it to `target` as JSON if given. Raises UsageError."""
    if target is not None:
        refuse_same_file(source, target)
    run_gauge(_started(f"evaluate {what}", source, _GAUGES[what]), source, target)


def _started(name: str, source: str, load: Callable[[], T]) -> T:
    if source != "-" and not Path(source).exists():
        raise UsageError(f"{source}: cannot read (no such file)")
    if source == "-" and sys.stdin.isatty():
        sys.stderr.write("reading JSON lines from the keyboard; Ctrl-D ends\n")
    try:
        return load()
    except RuntimeError as error:  # a part that is not installed as it should be; its message says what to do
        raise UsageError(f"{name} cannot start: {error}") from error


def _annotate() -> Lines[Any]:
    from ..loading import load_batch_parts
    from .annotate import AnnotateRecord, annotate_all

    parts = load_batch_parts()
    return Lines(AnnotateRecord, lambda records: annotate_all(records, parts), weigh=lambda record: len(record.turns))


def _recall() -> Lines[Any]:
    from ...memory.encoder import open_encoder
    from ...memory.probing import recall_user
    from ...memory.records import RecallRecord

    encoder = open_encoder()
    return Lines(
        RecallRecord,
        lambda people: [recall_user(person, encoder) for person in people],
        weigh=lambda person: len(person.probes),
        unit="probes",
        batch=1,  # a whole history is a batch of texts in itself
    )


def _review() -> Lines[Any]:
    from ...memory.encoder import open_encoder
    from ...safety.resources import ResourceTable
    from ...safety.review import Reviewer
    from ...safety.review_records import ReplyRecord, review_records

    reviewer, encoder = Reviewer.load(ResourceTable.load()), open_encoder()
    return Lines(
        ReplyRecord,
        lambda rows: list(review_records(reviewer, rows, encoder.encode)),
        weigh=lambda _: 1,
        unit="replies",
    )


_VERBS: dict[str, Callable[[], Lines[Any]]] = {"annotate": _annotate, "recall": _recall, "review": _review}


def _strategy() -> Gauge[Any]:
    from ...memory.encoder import open_encoder
    from ...strategies.evaluate import Systems
    from .gauges import StrategyGauge

    return StrategyGauge(open_encoder(), Systems().predict)


def _initiative() -> Gauge[Any]:
    from ..emotion.reader import EmotionReader
    from .gauges import InitiativeGauge

    return InitiativeGauge(EmotionReader.load())


def _risk() -> Gauge[Any]:
    from ...memory.encoder import open_encoder
    from ...safety.detect import RiskDetector
    from .risk_gauge import RiskGauge

    return RiskGauge(open_encoder(), RiskDetector.load())


def _reviewed() -> Gauge[Any]:
    from ...memory.encoder import open_encoder
    from ...safety.review import Reviewer
    from .review_gauge import ReviewGauge

    return ReviewGauge(Reviewer.load(), open_encoder())


def _refusals() -> Gauge[Any]:
    from ...memory.encoder import open_encoder
    from ...safety.detect import RiskDetector
    from ...safety.measure_signs import MeasureSigns
    from .reply_gauges import RefusalGauge

    return RefusalGauge(MeasureSigns.load(), open_encoder(), RiskDetector.load())


def _companionship() -> Gauge[Any]:
    from ...memory.encoder import open_encoder
    from ...safety.measure_signs import MeasureSigns
    from ...safety.review import Reviewer
    from .reply_gauges import CompanionshipGauge

    return CompanionshipGauge(MeasureSigns.load(), Reviewer.load(), open_encoder())


def _replies() -> Gauge[Any]:
    from .adherence import Adherence
    from .words_gauge import ReplyGauge

    return ReplyGauge(Adherence.load())


_GAUGES: dict[str, Callable[[], Gauge[Any]]] = {
    "strategy": _strategy,
    "initiative": _initiative,
    "risk": _risk,
    "review": _reviewed,
    "refusals": _refusals,
    "companionship": _companionship,
    "replies": _replies,
}
