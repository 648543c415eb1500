"""Cases from both layouts, baselines from what ships, and a report that adds up."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from holdspace.strategies.baselines import COUNTS, Baselines, counted, write_counts
from holdspace.strategies.catalogue import CATALOGUE, STRATEGIES
from holdspace.strategies.corpus import TalkRecord, cases_of, read_talks
from holdspace.strategies.evaluate import DEFAULT, VETOED, _foreseen, _intended, evaluated, published, report
from holdspace.strategies.parameters import WEIGHTS, WeightsUnreadable
from holdspace.strategies.planner import Planner
from holdspace.strategies.seeker import SeekerState, Utterance

OURS = {
    "id": 7,
    "turns": [
        {"role": "user", "content": "the rota changed again"},
        {"role": "assistant", "content": "again?", "strategy": "Question"},
        {"role": "assistant", "content": "mm", "strategy": None},
        {"role": "assistant", "content": "so it moved", "strategy": "Restatement or Paraphrasing"},
    ],
}
THEIRS = {
    "dialogue_id": 7,
    "situation": "not looked at",
    "turns": [
        {
            "speaker": {"user": "seeker", "assistant": "supporter"}[str(turn["role"])],
            "text": turn["content"],
            "strategy": turn.get("strategy"),
            "feedback": None,
        }
        for turn in OURS["turns"]  # type: ignore[attr-defined]
    ],
}


def utterances(record: TalkRecord) -> list[Utterance]:
    return record.utterances([np.zeros(384, dtype=np.float32)] * len(record.turns))


@pytest.mark.parametrize("layout", [OURS, THEIRS], ids=["ours", "ESConv's"])
def test_every_supporter_utterance_with_a_strategy_is_a_case_with_the_real_history(layout: dict[str, object]) -> None:
    record = TalkRecord.model_validate(layout)
    cases = cases_of([utterances(record)], first=3)
    assert record.id == 7
    assert [STRATEGIES[i] for i in cases.gold] == ["Question", "Restatement or Paraphrasing"]
    assert [state.history for state in cases.states] == [(), ("Question",)]
    assert [state.position for state in cases.states] == [1, 3]
    assert cases.dialogue.tolist() == [3, 3]
    assert cases.following == [(0, 1), (1,)]


def test_a_strategy_of_another_scheme_is_neither_case_nor_history() -> None:
    turns = [{**turn, "strategy": "Direct Guidance"} for turn in OURS["turns"][:2]] + OURS["turns"][3:]  # type: ignore[index]
    record = TalkRecord.model_validate({"id": "x", "turns": turns})
    assert record.strangers() == [1], "the seeker's is passed over"
    assert [state.history for state in cases_of([utterances(record)]).states] == [()]


def test_a_line_that_is_no_conversation_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"id": 1, "turns": [{"speaker": "robot", "text": "hi"}]}\n', "utf-8")
    with pytest.raises(ValidationError):
        list(read_talks(tmp_path / "x.jsonl"))


def state(history: tuple[str, ...], position: int) -> SeekerState:
    return SeekerState((), history, position)  # type: ignore[arg-type]


def test_baselines_stand_on_what_ships() -> None:
    baselines = Baselines.load()
    assert STRATEGIES[int(baselines.majority([state((), 0)])[0].argmax())] == "Question"
    rows = baselines.markov_2([state((), 0), state(("Question",), 4), state(("Question", "Others"), 30)])
    assert rows.sum(axis=1) == pytest.approx(1.0, abs=0.01)
    assert STRATEGIES[int(rows[2].argmax())] == "Others", "goodbyes follow goodbyes"
    assert not np.allclose(rows[0], rows[1])


def test_counts_are_of_all_and_of_the_first() -> None:
    made = counted([TalkRecord.model_validate(OURS)] * 2)
    assert made["all"]["Question"] == made["all"]["Restatement or Paraphrasing"] == made["opening"]["Question"] == 2
    assert sum(made["opening"].values()) == 2
    shipped = json.loads((WEIGHTS / COUNTS).read_text("utf-8"))
    assert {name: sum(shipped[name].values()) for name in shipped} == {"all": 12759, "opening": 910}


def test_training_writes_the_counts_as_they_are_read(tmp_path: Path) -> None:
    (tmp_path / "esconv").mkdir()
    (tmp_path / "esconv" / "esconv_train.jsonl").write_text(f"{json.dumps(THEIRS)}\n{json.dumps(OURS)}\n", "utf-8")
    write_counts(tmp_path, tmp_path)
    written = (tmp_path / COUNTS).read_text("utf-8")
    assert json.loads(written)["all"]["Question"] == 2
    assert list(json.loads(written)["opening"]) == list(STRATEGIES)
    shipped = (WEIGHTS / COUNTS).read_text("utf-8")
    assert json.dumps(json.loads(shipped), indent=1) + "\n" == shipped, "the layout is the same"
    with pytest.raises(OSError, match="esconv_train"):
        write_counts(tmp_path / "nowhere", tmp_path)


@pytest.mark.parametrize("content", ["", "{}", '{"all": {}, "opening": {}}', '{"all": 3, "opening": 4}'])
def test_broken_counts_are_named(tmp_path: Path, content: str) -> None:
    (tmp_path / COUNTS).write_text(content, "utf-8")
    with pytest.raises(WeightsUnreadable, match=COUNTS):
        Baselines.load(tmp_path)


def test_the_planner_foresees_by_score_and_intends_by_plan() -> None:
    plan = Planner.without_weights().plan(
        SeekerState((Utterance("seeker", "i feel so low", np.zeros(384, dtype=np.float32)),), (), 1)
    )
    foreseen, intended = _foreseen(plan), _intended(plan)
    assert plan.vetoes, "nothing is suggested to somebody who has said one thing"
    assert STRATEGIES[int(foreseen.argmax())] == plan.candidates[0].strategy
    assert STRATEGIES[int(intended.argmax())] == plan.steps[0].strategy
    assert sorted(intended) == list(range(1, 9))
    lowest = {STRATEGIES[i] for i in np.argsort(intended)[: len({veto.strategy for veto in plan.vetoes})]}
    assert lowest == {veto.strategy for veto in plan.vetoes}


def test_the_report_and_its_data_say_the_same() -> None:
    gold = np.arange(40) % 8
    right, constant = np.eye(8)[gold], np.tile(np.eye(8)[0], (40, 1))
    found = evaluated({"majority": constant, DEFAULT: right, VETOED: constant}, gold, np.arange(40) // 8)
    plain = json.loads(json.dumps(published(found)))
    assert (plain["utterances"], plain["conversations"]) == (40, 5)
    assert plain["systems"][DEFAULT]["macro_f1"] == 1.0
    assert plain["systems"]["majority"]["per_strategy"]["Question"]["ratio"] == pytest.approx(8.0)
    assert plain["systems"][plain["default"]]["confusion"] == (np.eye(8, dtype=int) * 5).tolist()
    assert plain["interval_95"]["accuracy"] == [1.0, 1.0]
    shown = report(found)
    assert "40 supporter utterances with a strategy, 5 conversations" in shown
    assert "1.0000 1.0000  1.0000 1.0000  0.000" in shown
    assert all(f"\n{name}" in shown for name in CATALOGUE)


def test_a_strategy_nobody_used_has_no_ratio() -> None:
    found = evaluated({DEFAULT: np.eye(8)[[1, 2]], VETOED: np.eye(8)[[1, 2]]}, np.array([0, 0]), np.array([0, 1]))
    rows = published(found)["systems"][DEFAULT]["per_strategy"]
    assert rows["Restatement or Paraphrasing"]["ratio"] is None
    assert rows["Question"]["ratio"] == 0.0
    assert "     -" in report(found)
