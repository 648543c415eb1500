"""The shipped scripts, played to the real agent."""

from __future__ import annotations

import json
from pathlib import Path

from holdspace.agent.replay.replay import replay
from holdspace.agent.runtime import SupportAgent
from holdspace.agent.settings import Settings

SCRIPTS = Path(__file__).parents[2] / "agent" / "replay" / "scripts"


def test_two_runs_write_the_same_turns_and_no_part_fails(tmp_path: Path) -> None:
    files = [str(SCRIPTS / "imminent.yaml"), str(SCRIPTS / "thanks_and_goodbye.yaml")]
    runs = []
    for name in ("one.jsonl", "two.jsonl"):
        replay(files, lambda: SupportAgent(Settings(seed=3)), str(tmp_path / name))
        runs.append((tmp_path / name).read_bytes())
    assert runs[0] == runs[1]
    turns = [json.loads(line) for line in runs[0].splitlines()]
    assert len(turns) == 7
    assert all(turn["reply"] for turn in turns)
    assert [event for turn in turns for event in turn["events"] if event["type"] == "fault"] == []


def test_every_shipped_script_meets_its_expectations() -> None:
    assert replay([str(SCRIPTS)], SupportAgent) == 0
