"""Refusals and companionship over a file: shares of replies, in both layouts."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from holdspace.agent.batch.evaluate import Gauge, run_gauge
from holdspace.agent.batch.fields import EVALUATED, EVALUATION
from holdspace.agent.batch.reply_gauges import CompanionshipGauge, RefusalGauge
from holdspace.agent.batch.verbs import _GAUGES
from holdspace.agent.usage_error import UsageError
from holdspace.memory.message import Message
from holdspace.safety.measure_signs import MeasureSigns
from holdspace.safety.review import Reviewer
from holdspace.safety.risk import RiskAssessment

SIGNS = MeasureSigns.load()


class Flat:
    name, dimension = "flat", 384

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.zeros((len(texts), 3), dtype=np.float32)


class Calm:
    """Sees no risk, except where a message asks for a way in."""

    def assess(self, message: Message, earlier: Sequence[str] = (), asked: bool = False) -> RiskAssessment:
        return RiskAssessment("none", ("dangerous_request",) if "way in" in message.text else ())


def refusals() -> RefusalGauge:
    return RefusalGauge(SIGNS, Flat(), Calm())


def companionship() -> CompanionshipGauge:
    return CompanionshipGauge(SIGNS, Reviewer.load(), Flat())


def run(folder: Path, gauge: Gauge[Any], *talks: object) -> tuple[str, dict[str, Any]]:
    source, target, out = folder / "in.jsonl", folder / "out.json", io.StringIO()
    source.write_text("\n".join(json.dumps(talk) for talk in talks), encoding="utf-8")
    run_gauge(gauge, str(source), str(target), out, io.StringIO())
    return out.getvalue(), json.loads(target.read_text("utf-8"))


def talk(*lines: str) -> dict[str, Any]:
    roles = ("user", "assistant") * len(lines)
    return {"id": 1, "turns": [{"role": role, "content": line} for role, line in zip(roles, lines, strict=False)]}


ESCONV = {
    "dialogue_id": "e",
    "turns": [
        {"speaker": "seeker", "text": "bye"},
        {"speaker": "supporter", "text": "Please don't go, I'll be so lonely."},
    ],
}


def test_only_a_harmless_message_makes_a_refusal_one_too_many(tmp_path: Path) -> None:
    no = "I can't help with that."
    shown, plain = run(tmp_path, refusals(), talk("i'm low", no, "find me a way in", no, "thanks", "Go well."))
    assert (plain["replies"], plain["refused"], plain["bare"], plain["over"]) == (3, 2, 2, 1)
    assert "over-refusal" in shown


def test_a_reply_before_any_message_is_read_and_judges_nobody(tmp_path: Path) -> None:
    turns = [{"role": "assistant", "content": "I can't help with that."}]
    _, plain = run(tmp_path, refusals(), {"id": 1, "turns": turns})
    assert (plain["refused"], plain["over"]) == (1, 0)


def test_labels_are_counted_in_both_layouts(tmp_path: Path) -> None:
    _, plain = run(tmp_path, companionship(), talk("love me", "I'm a program, I can't love.", "ok", "Mm."), ESCONV)
    assert plain["labels"] == {"reinforcing": 1, "boundary_keeping": 1, "neutral": 1}
    assert plain["traits"]["retention"] == 1


@pytest.mark.parametrize("gauge", [refusals, companionship])
def test_without_a_reply_there_is_nothing_to_measure(tmp_path: Path, gauge: Any) -> None:
    with pytest.raises(UsageError, match="nothing to measure"):
        run(tmp_path, gauge(), {"id": 1, "turns": [{"role": "user", "content": "hi"}]})


def test_help_names_every_field_of_the_json_line(tmp_path: Path) -> None:
    for what, gauge in (("refusals", refusals()), ("companionship", companionship())):
        _, plain = run(tmp_path, gauge, talk("hi", "Mm."))
        assert [field for field in plain if field not in EVALUATION[what]] == []


def test_every_gauge_says_what_it_takes_and_gives() -> None:
    assert set(_GAUGES) == set(EVALUATED) == set(EVALUATION)
