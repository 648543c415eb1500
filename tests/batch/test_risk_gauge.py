"""`holdspace evaluate risk`: what is counted, message by message and over conversations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from holdspace.agent.batch.risk_gauge import RiskGauge, RiskRecord
from holdspace.memory.message import Message
from holdspace.safety.risk import RiskAssessment, Signal


class Still:
    """An encoder that gives every text the same vector."""

    name, dimension = "still", 4

    def encode(self, texts: Sequence[str]) -> Any:
        return np.tile(np.array([1, 0, 0, 0], dtype=np.float32), (len(texts), 1))


class Detector:
    """Sees danger where the word dark stands, in the message or in one before it."""

    def assess(self, message: Message, earlier: Sequence[str] = (), asked: bool = False) -> RiskAssessment:
        del asked
        if not any("dark" in text for text in (message.text, *earlier)):
            return RiskAssessment("none")
        return RiskAssessment("high", ("suicide",), (Signal("suicide", "high", message.text[:10]),))


def report(*rows: dict[str, Any]) -> str:
    gauge = RiskGauge(Still(), Detector())
    records = [RiskRecord.model_validate(row) for row in rows]
    gauge.take(records)
    return gauge.finding().text


def test_messages_are_counted_by_split_and_kind() -> None:
    text = report(
        {"text": "it is dark", "level": "high", "categories": ["suicide"], "kind": "direct", "split": "held"},
        {"text": "fine", "level": "imminent", "categories": ["suicide"], "kind": "direct", "split": "held"},
        {"text": "dark chocolate", "level": "none", "kind": "lookalike", "split": "train"},
    )
    assert "messages, held: 2" in text
    assert "high and imminent at high or more      0.500 (1/2)" in text
    assert "lookalike      calm raised 1.000 (1/1)" in text


def test_a_conversation_is_followed_with_what_was_said_before() -> None:
    turns = [("none", "hello"), ("high", "it got dark"), ("high", "forget it")]
    grave = {"id": 1, "kind": "escalation", "turns": [{"role": "user", "text": t, "level": lv} for lv, t in turns]}
    late = {"id": 2, "kind": "escalation", "turns": [{"role": "user", "text": "so", "level": "high"}]}
    calm = {"id": 3, "kind": "ordinary", "turns": [{"speaker": "seeker", "content": "hi", "level": "none"}]}
    text = report(grave, late, calm)
    assert "danger reached in time                 0.500 (1/2)" in text
    assert "calm to the end: below elevated        1.000 (1/1)" in text


def test_what_nobody_labelled_is_only_counted() -> None:
    text = report({"id": 4, "turns": [{"speaker": "seeker", "text": "dark"}, {"speaker": "supporter", "text": "oh"}]})
    assert text == "1 unlabelled: elevated or more, high or more  1.000 (1/1)  1.000 (1/1)"


@pytest.mark.parametrize(
    "row", [{}, {"text": "a", "turns": [{"role": "user", "text": "b"}]}, {"turns": [{"text": "b"}]}]
)
def test_a_line_that_is_neither_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RiskRecord.model_validate(row)
