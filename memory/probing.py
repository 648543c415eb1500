"""Questions put to a whole history at once: what the batch verb does for one person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .dates import day_of
from .encoder import Encoder
from .facts import facts_in
from .index import ExactIndex
from .message import cut_windows
from .recall import Recall
from .records import Id, ProbeRecord, RecallRecord, SessionRecord, TurnRecord
from .store import Store, row_id
from .windows import bare_question, recall_windows

Vectors = NDArray[np.float32]

PROBE_LIMIT = 5


def recall_user(record: RecallRecord, encoder: Encoder) -> dict[str, Any]:
    """Answers every probe of one person with at most five hits and whether to abstain; encodes once.

    Turn ids come back as given, the turn itself first. The hits of an abstained probe score below 0.5.
    """
    turns = [(session, turn) for session in sorted(record.sessions, key=_when) for turn in session.turns]
    windows = [_windows(turns, i) for i in range(len(turns))]
    questions = [_readings(probe.question) for probe in record.probes]
    rows = encoder.encode([text for texts in (*windows, *questions) for text in texts])
    vectors = _grouped(rows, [len(texts) for texts in (*windows, *questions)])
    store = Store.unsaved()
    try:
        _fill(store, turns, vectors, encoder.name)
        recall = Recall(store, ExactIndex(store, encoder.name), encoder.name)
        given = {row_id(str(n), turn.role): turn.id for n, (_, turn) in enumerate(turns)}
        last = max((day for s in record.sessions if (day := day_of(s.date))), default=None)
        asked_on = last.isoformat() if last else None
        probes = [
            _answer(recall, probe, _mean(vectors[len(turns) + n]), (given, asked_on))
            for n, probe in enumerate(record.probes)
        ]
    finally:
        store.close()
    return {"user": record.user, "probes": probes}


def _when(session: SessionRecord) -> str:
    day = day_of(session.date)
    return session.date if day else ""


def _windows(turns: Sequence[tuple[SessionRecord, TurnRecord]], i: int) -> tuple[str, ...]:
    session, turn = turns[i]
    before = turns[i - 1] if i else None
    leans = before is not None and before[0] is session and before[1].role != turn.role
    found = recall_windows(turn.content, before[1].content if before and leans else None)
    long = cut_windows(turn.content)
    return found if len(long) == 1 else (*found, *long)


def _readings(question: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((question, bare_question(question))))


def _grouped(rows: Vectors, sizes: Sequence[int]) -> list[Vectors]:
    return np.split(rows, np.cumsum(sizes)[:-1]) if sizes else []


def _mean(readings: Vectors) -> Vectors:
    mean = readings.mean(axis=0)
    norm = float(np.linalg.norm(mean))
    unit: Vectors = mean / norm if norm else mean
    return unit


def _fill(
    store: Store, turns: Sequence[tuple[SessionRecord, TurnRecord]], vectors: Sequence[Vectors], encoder: str
) -> None:
    for n, (session, turn) in enumerate(turns):
        stored = store.append(
            turn_id=str(n),
            role=turn.role,
            content=turn.content,
            session=str(session.id),
            at=session.date,
            vector=vectors[n],
            encoder=encoder,
        )
        if facts := [fact for fact in facts_in(stored) if fact.kind in ("avoid", "allow")]:
            store.memories.add(facts)


def _answer(
    recall: Recall, probe: ProbeRecord, vector: Vectors, context: tuple[dict[str, Id], str | None]
) -> dict[str, Any]:
    given, asked_on = context
    found = recall.candidates(probe.question, vector, limit=PROBE_LIMIT, now=probe.date or asked_on)
    hits = [
        {"turn_ids": [given[row] for row in hit.turn_ids], "text": hit.text, "score": round(hit.score, 4)}
        for hit in found.hits
    ]
    return {"id": probe.id, "hits": hits, "abstained": found.abstained}
