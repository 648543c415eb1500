"""What `holdspace evaluate` can measure: the prediction of strategies, and who leads a conversation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from ...memory.encoder import Encoder
from ...memory.message import Message, Vector, cut_windows, hear
from ...memory.turns import Role
from ...strategies.catalogue import STRATEGIES
from ...strategies.corpus import Cases, TalkRecord, cases_of
from ...strategies.evaluate import Matrix, Rows, evaluated, published, report
from ...strategies.initiative import MEASURES, SPEAKERS, Measure, Shape, Speaker, Spoken, Summary, shape_of, summarised
from ..emotion.context import Said
from ..emotion.reading import Reading
from ..emotion.shift import signed_value
from ..nodes import CONTEXT_TURNS
from ..parts import BatchReader
from ..usage_error import UsageError
from .evaluate import Finding

ROLES: dict[Speaker, Role] = {"seeker": "user", "supporter": "assistant"}


def strangers_told(record: TalkRecord) -> str | None:
    """Names the first strategy that is none of the eight."""
    found = record.strangers()
    if not found:
        return None
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    named = record.turns[found[0]].strategy
    return f"turns[{found[0]}].strategy: {named!r} is none of the eight{more}; passed over"


class StrategyGauge:
    """How well the planner and its baselines predict the strategies of a file."""

    record = TalkRecord
    unit = "supporter utterances"

    def __init__(self, encoder: Encoder, predict: Callable[[Cases], Rows]) -> None:
        self._encoder, self._predict = encoder, predict
        self._rows: dict[str, list[Matrix]] = {}
        self._gold: list[int] = []
        self._dialogue: list[int] = []
        self._taken = 0

    def remark(self, record: TalkRecord) -> str | None:
        """A strategy that is none of the eight: that utterance is neither predicted nor history."""
        return strangers_told(record)

    def take(self, records: Sequence[TalkRecord]) -> int:
        """Predicts every supporter utterance with a strategy; a conversation without one is not encoded."""
        labelled = [record for record in records if any(turn.known for turn in record.turns)]
        if not labelled:
            return 0
        vectors = iter(self._vectors(labelled))
        talks = [record.utterances([next(vectors) for _ in record.turns]) for record in labelled]
        cases = cases_of(talks, self._taken)
        self._taken += len(labelled)
        for name, rows in self._predict(cases).items():
            self._rows.setdefault(name, []).append(rows)
        self._gold += cases.gold.tolist()
        self._dialogue += cases.dialogue.tolist()
        return len(cases.gold)

    def _vectors(self, records: Sequence[TalkRecord]) -> list[Vector]:
        return [m.vector for m in hear([turn.content for record in records for turn in record.turns], self._encoder)]

    def finding(self) -> Finding:
        """All systems on all cases. Raises UsageError when there is no case."""
        if not self._gold:
            raise UsageError(
                "no supporter utterance in it has a strategy, so nothing can be scored; `strategy` of an assistant's "
                f"turn must be one of: {', '.join(STRATEGIES)}"
            )
        rows = {name: np.concatenate(parts) for name, parts in self._rows.items()}
        found = evaluated(rows, np.array(self._gold), np.array(self._dialogue))
        return Finding(report(found), {"what": "strategy", **published(found)})


class InitiativeGauge:
    """The mixed-initiative measures of a file; the seeker's distress is what the emotion reader reads."""

    record = TalkRecord
    unit = "utterances"

    def __init__(self, reader: BatchReader) -> None:
        self._reader = reader
        self._ids: list[str | int] = []
        self._shapes: list[Shape] = []

    def remark(self, record: TalkRecord) -> str | None:
        """A strategy that is none of the eight: it is not known whether that utterance leads."""
        return strangers_told(record)

    def take(self, records: Sequence[TalkRecord]) -> int:
        """Reads every seeker utterance, each with what came before it in its conversation."""
        felt = iter(self._read(records))
        for record in records:
            talk = [
                Spoken(turn.speaker, turn.content, turn.known, next(felt) if turn.speaker == "seeker" else None)
                for turn in record.turns
            ]
            self._ids.append(record.id)
            self._shapes.append(shape_of(talk))
        return sum(len(record.turns) for record in records)

    def _read(self, records: Sequence[TalkRecord]) -> list[float]:
        heard: list[Message] = []
        before: list[list[Said]] = []
        for record in records:
            said: list[Said] = [(ROLES[turn.speaker], turn.content) for turn in record.turns]
            for i, (role, text) in enumerate(said):
                if role == "user":
                    heard.append(_unheard(text))
                    before.append(said[max(0, i - CONTEXT_TURNS) : i])
        return [distress_of(reading) for reading in self._reader.read_all(heard, before)]

    def finding(self) -> Finding:
        """Every measure, over conversations and over the file, and for each conversation."""
        found = summarised(self._shapes)
        each = [
            {"id": name, **{str(speaker): {m: mean.value for m, mean in own.items()} for speaker, own in shape.items()}}
            for name, shape in zip(self._ids, self._shapes, strict=True)
        ]
        plain = {"what": "initiative", "conversations": len(each), **{str(s): found[s] for s in SPEAKERS}, "each": each}
        return Finding("\n".join(_table(found, len(each))), plain)


def distress_of(reading: Reading) -> float:
    """How strong negative feeling is, 0..5: what of `signed_value` lies below 0."""
    return float(max(0, -signed_value(reading)))


def _unheard(text: str) -> Message:
    """A message without vectors: the emotion reader has an encoder of its own."""
    windows = cut_windows(text)
    return Message(text, windows, np.zeros((len(windows), 0), dtype=np.float32))


def _table(found: Mapping[Speaker, Mapping[Measure, Summary]], conversations: int) -> list[str]:
    lines = [f"{conversations} conversations; mean over conversations, and over all utterances that have a value", ""]
    lines.append(f"{'':12} " + " ".join(f"{speaker:>12} {'overall':>8} {'of':>7}" for speaker in SPEAKERS))
    for measure in MEASURES:
        cells = []
        for speaker in SPEAKERS:
            summary = found[speaker][measure]
            cells.append(f"{_shown(summary.per_conversation):>12} {_shown(summary.overall):>8} {summary.utterances:7d}")
        lines.append(f"{measure:12} " + " ".join(cells))
    return lines


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
