"""One report over a file, and a word on everything in it that cannot be used."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from holdspace.agent.batch import verbs
from holdspace.agent.batch.evaluate import Gauge, run_gauge
from holdspace.agent.batch.fields import EVALUATION
from holdspace.agent.batch.gauges import InitiativeGauge, StrategyGauge, distress_of
from holdspace.agent.emotion.context import Said
from holdspace.agent.emotion.reading import Family, Reading
from holdspace.agent.usage_error import UsageError
from holdspace.memory.encoder import Encoder
from holdspace.memory.message import Message
from holdspace.strategies.catalogue import STRATEGIES
from holdspace.strategies.corpus import Cases
from holdspace.strategies.evaluate import DEFAULT


def reading(family: Family, intensity: int) -> Reading:
    return Reading(family, {family: 1.0}, {}, (), intensity, 0.0, 0.0, 0.0)


class Dim:
    """Reads grief wherever there is a kitchen, and keeps what it was given."""

    def __init__(self) -> None:
        self.given: list[tuple[str, Sequence[Said]]] = []

    def read(self, message: Message, before: Sequence[Said] = ()) -> Reading:
        self.given.append((message.text, list(before)))
        return reading("grief", 4) if "kitchen" in message.text else reading("neutral", 1)

    def read_all(self, messages: Sequence[Message], before: Sequence[Sequence[Said]] | None = None) -> list[Reading]:
        return [self.read(message, said) for message, said in zip(messages, before or [], strict=True)]


class Flat:
    """Vectors without meaning; counts the texts it was asked for."""

    name, dimension = "flat", 384

    def __init__(self) -> None:
        self.texts = 0

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.texts += len(texts)
        return np.zeros((len(texts), 384), dtype=np.float32)


def asks(cases: Cases) -> dict[str, np.ndarray]:
    """One system, which always asks."""
    return {DEFAULT: np.tile(np.eye(8)[0], (len(cases.gold), 1))}


def strategy_gauge() -> StrategyGauge:
    return StrategyGauge(Flat(), asks)


def talk(*strategies: str | None, name: object = "t") -> str:
    turns = [{"role": "user", "content": "the kitchen is quiet"}]
    turns += [{"role": "assistant", "content": "mm", "strategy": strategy} for strategy in strategies]  # type: ignore[dict-item]
    return json.dumps({"id": name, "turns": [*turns, {"role": "user", "content": "yes"}]})


ESCONV = json.dumps(
    {
        "dialogue_id": "e",
        "turns": [
            {"speaker": "seeker", "text": "hi", "strategy": None, "feedback": None},
            {"speaker": "supporter", "text": "hello", "strategy": "Others", "feedback": None},
        ],
    }
)


def run(folder: Path, gauge: Gauge[Any], *lines: str | bytes) -> tuple[str, str, dict[str, Any]]:
    source, target = folder / "in.jsonl", folder / "out.json"
    source.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
    out, report = io.StringIO(), io.StringIO()
    run_gauge(gauge, str(source), str(target), out, report)
    return out.getvalue(), report.getvalue().replace(f"{folder}/", ""), json.loads(target.read_text("utf-8"))


def test_both_layouts_are_scored_together(tmp_path: Path) -> None:
    shown, report, plain = run(tmp_path, strategy_gauge(), talk("Question", None, "Question"), ESCONV)
    assert "3 supporter utterances with a strategy, 2 conversations" in shown
    assert report.startswith("2 lines done; 3 supporter utterances in")
    assert plain["systems"][DEFAULT]["accuracy"] == pytest.approx(2 / 3)
    assert plain["systems"][DEFAULT]["confusion"][0] == [2, 0, 0, 0, 0, 0, 0, 1]


def test_a_long_file_is_taken_batch_by_batch(tmp_path: Path) -> None:
    sizes: list[int] = []

    def counting(cases: Cases) -> dict[str, np.ndarray]:
        sizes.append(len(cases.gold))
        return asks(cases)

    _, _, plain = run(tmp_path, StrategyGauge(Flat(), counting), *[talk("Question", name=i) for i in range(40)])
    assert sizes == [16, 16, 8]
    assert (plain["utterances"], plain["conversations"]) == (40, 40)


def test_a_conversation_without_a_strategy_is_not_encoded(tmp_path: Path) -> None:
    encoder = Flat()
    _, _, plain = run(tmp_path, StrategyGauge(encoder, asks), *[talk(None)] * 17, talk("Information"))
    assert encoder.texts == 3
    assert (plain["utterances"], plain["conversations"]) == (1, 1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{broken", "in.jsonl:2: not JSON at column 2; skipped"),
        (b'{"id":"\xff"}', "in.jsonl:2: not UTF-8 at byte 8; skipped"),
        ('{"turns": []}', "in.jsonl:2: id: missing; skipped"),
        ('{"id": 1, "turns": [{"role": "user"}]}', "in.jsonl:2: turns[0].content: missing; skipped"),
        (
            '{"id": 1, "turns": [{"speaker": "sys", "text": ""}]}',
            "in.jsonl:2: turns[0].speaker: input should be 'user', 'assistant', 'seeker' or 'supporter'; skipped",
        ),
        (
            '{"id": 1, "turns": [{"role": "user", "content": "", "strategy": 3}]}',
            "in.jsonl:2: turns[0].strategy: input should be a valid string; skipped",
        ),
    ],
)
@pytest.mark.parametrize("gauge", [strategy_gauge, lambda: InitiativeGauge(Dim())], ids=["strategy", "initiative"])
def test_a_bad_line_is_named_and_passed_over(gauge: Any, line: str | bytes, said: str, tmp_path: Path) -> None:
    _, report, plain = run(tmp_path, gauge(), talk("Question"), line, talk("Question"))
    assert report.splitlines()[0] == said
    assert "2 lines done, 1 skipped" in report
    assert plain["skipped"] == 1
    assert plain["conversations"] == 2


def test_a_strategy_that_is_none_of_the_eight_is_named_and_the_rest_is_used(tmp_path: Path) -> None:
    _, report, plain = run(tmp_path, strategy_gauge(), talk("Question", "Direct Guidance", "question"))
    first = report.splitlines()[0]
    assert first == "in.jsonl:1: turns[2].strategy: 'Direct Guidance' is none of the eight (and 1 more); passed over"
    assert plain["utterances"] == 1


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "in.jsonl: no conversation in it that can be read; --help shows what a line holds"),
        (["", "{}"], "in.jsonl: no conversation in it that can be read"),
        ([talk(None)], "in.jsonl: no supporter utterance in it has a strategy, so nothing can be scored"),
        ([talk("Guess")], "must be one of: Question, Restatement or Paraphrasing"),
    ],
)
def test_nothing_to_score_is_told(lines: list[str], said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        run(tmp_path, strategy_gauge(), *lines)
    assert said in str(error.value)


def test_the_json_line_may_take_standard_output(tmp_path: Path, capsysbinary: Any) -> None:
    source, report = tmp_path / "in.jsonl", io.StringIO()
    source.write_text(talk("Question"), "utf-8")
    run_gauge(strategy_gauge(), str(source), "-", report=report)
    assert json.loads(capsysbinary.readouterr().out)["what"] == "strategy"
    assert "system" in report.getvalue()


def test_the_report_never_overwrites_its_input(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(talk("Question"), "utf-8")
    with pytest.raises(UsageError, match="is the input too"):
        run_gauge(strategy_gauge(), str(source), str(source))
    assert source.read_text("utf-8") == talk("Question")


def test_leading_is_told_for_both_speakers_and_each_conversation(tmp_path: Path) -> None:
    reader = Dim()
    shown, report, plain = run(tmp_path, InitiativeGauge(reader), talk("Question", "Others", name=5), talk(None))
    assert "2 conversations" in shown
    assert report.startswith("2 lines done; 7 utterances in")
    assert plain["supporter"]["proactivity"] == {
        "per_conversation": 0.5,
        "conversations": 1,
        "overall": 0.5,
        "utterances": 2,
    }
    assert plain["supporter"]["relaxation"]["overall"] == 4.0
    assert plain["seeker"]["relaxation"]["overall"] is None
    assert [one["id"] for one in plain["each"]] == [5, "t"]
    assert plain["each"][1]["supporter"]["proactivity"] is None
    assert reader.given[1] == ("yes", [("user", "the kitchen is quiet"), ("assistant", "mm"), ("assistant", "mm")])
    assert reader.given[2] == ("the kitchen is quiet", [])


@pytest.mark.parametrize(
    ("family", "distress"), [("grief", 4.0), ("confusion", 2.0), ("neutral", 0.0), ("joy", 0.0), ("anger", 4.0)]
)
def test_distress_is_what_of_a_reading_is_negative(family: Family, distress: float) -> None:
    assert distress_of(reading(family, 4)) == distress


@pytest.mark.parametrize("what", ["initiative", "strategy"])
def test_help_names_every_field_of_the_json_line(what: str, tmp_path: Path) -> None:
    gauges: dict[str, Gauge[Any]] = {"strategy": strategy_gauge(), "initiative": InitiativeGauge(Dim())}
    _, _, plain = run(tmp_path, gauges[what], talk(*STRATEGIES))
    fields = set(plain)
    if what == "strategy":
        system = plain["systems"][DEFAULT]
        fields |= set(system) | set(system["per_strategy"]["Question"])
    else:
        fields |= set(plain["supporter"]["proactivity"]) | set(plain["each"][0])
    assert [field for field in sorted(fields) if field not in EVALUATION[what]] == []


def test_the_shipped_planner_is_measured_from_the_command(
    tmp_path: Path, capsys: Any, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdspace.memory.encoder.open_encoder", lambda: encoder)
    source = tmp_path / "in.jsonl"
    source.write_text(talk("Question", "Reflection of feelings") + "\n" + ESCONV, "utf-8")
    verbs.run_evaluation("strategy", str(source), None)
    shown = capsys.readouterr().out
    for system in ("majority", "Markov-2", "helping-skills prior", "policy only, accuracy", "policy only, balanced"):
        assert f"\n{system} " in shown
    assert f"\n{DEFAULT} " in shown
    assert "\nplan after vetoes (no prediction) " in shown
