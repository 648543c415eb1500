"""Talks with simulated seekers: what is said to the voice, and what is kept of it."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from holdspace.agent.batch import talks
from holdspace.agent.runtime import SupportAgent


def dialogue(*turns: tuple[str, str], problem: str = "work") -> talks.ProblemRecord:
    told = [
        {"speaker": who, "text": text, "strategy": "Question" if who == "supporter" else None} for who, text in turns
    ]
    return talks.ProblemRecord.model_validate(
        {"dialogue_id": "a", "problem_type": problem, "situation": "i am stuck in a job i never wanted", "turns": told}
    )


HELLO = dialogue(
    ("supporter", "hi"), ("seeker", "hello"), ("supporter", "what is it"), ("seeker", "my boss moved the"),
    ("seeker", "deadline again and again"), ("supporter", "when"), ("seeker", "today"), ("supporter", "oh"),
)  # fmt: skip


def test_utterances_in_a_row_are_one_message_and_the_first_long_one_opens() -> None:
    said = talks.messages(HELLO, {("work", 0): ["more"]}, 3, random.Random(1))
    assert said[0] == "my boss moved the deadline again and again"
    assert set(said[1:]) <= {"more", *talks.A_WORD_OR_TWO}


def test_where_nothing_is_told_the_situation_opens() -> None:
    assert talks.messages(dialogue(("seeker", "hi")), {}, 1, random.Random(1)) == ["i am stuck in a job i never wanted"]


def test_answers_are_pooled_by_problem_and_part() -> None:
    long = dialogue(*((who, str(at)) for at in range(20) for who in ("seeker", "supporter")), problem="school")
    pool = talks.answers_of([long])
    assert pool["school", 0] == ["2", "3"]
    assert pool["school", 3] == ["12", "13", "14", "15", "16", "17", "18", "19"]


def test_the_human_talk_begins_with_the_seeker_and_has_as_many_replies() -> None:
    kept = talks.humans(HELLO, 2)
    assert [turn["role"] for turn in kept] == ["user", "assistant"] * 2
    assert kept[0]["content"] == "hello"


def one_dialogue(data: Path) -> None:
    """A folder of the data sets with one dialogue in each file."""
    folder = data / "esconv"
    folder.mkdir()
    line = {**json.loads(HELLO.model_dump_json(by_alias=False)), "dialogue_id": "a"}
    for part in ("valid", "train"):
        (folder / f"esconv_{part}.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")


def test_a_file_is_written_that_can_be_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one_dialogue(tmp_path)
    out = tmp_path / "talks.jsonl"
    monkeypatch.setattr("sys.argv", ["talks", str(tmp_path), str(out), "--talks", "1", "--turns", "2"])
    talks.main()
    written: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    assert [turn["role"] for turn in written["turns"]] == ["user", "assistant"] * 2
    assert all(turn["content"] for turn in written["turns"])
    assert (tmp_path / "talks.jsonl.human").exists()


def test_a_folder_without_the_data_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["talks", str(tmp_path), str(tmp_path / "out")])
    with pytest.raises(SystemExit, match="esconv_valid"):
        talks.main()


def test_the_same_seed_writes_the_same_talk() -> None:
    def once() -> list[dict[str, object]]:
        with SupportAgent() as agent:
            return list(talks.talked(agent, ["my boss moved the deadline again"], "seeker 0"))

    assert once() == once()


@pytest.mark.parametrize("option", ["--talks", "--turns"])
def test_less_than_one_talk_or_turn_is_refused_in_words(
    option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["talks", str(tmp_path), str(tmp_path / "out"), option, "-1"])
    with pytest.raises(SystemExit):
        talks.main()
    assert f"{option}: -1 is no count; give 1 or more" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one_dialogue(tmp_path)
    monkeypatch.setattr("sys.argv", ["talks", str(tmp_path), str(tmp_path / "nowhere" / "out"), "--talks", "1"])
    with pytest.raises(SystemExit, match="nowhere"):
        talks.main()


def test_a_dialogue_in_which_no_seeker_speaks_leaves_no_human_talk() -> None:
    assert talks.humans(dialogue(("supporter", "hi")), 2) == []
