"""Each part killed in turn: one safe, warm reply still comes, and the turn says what broke."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from holdspace.agent.events import Fault, Notice
from holdspace.memory.store import Store, StoreUnwritable

from .conftest import MakeAgent

LINE = "they gave my shifts to someone else and told me by text"


class Broken:
    """Any part: whatever is asked of it fails."""

    name = "broken"
    dimension = 384

    def __getattr__(self, name: str) -> Any:
        def fail(*_: object, **__: object) -> Any:
            raise RuntimeError(f"{name} is broken")

        return fail


@pytest.mark.parametrize("part", ["encoder", "reader", "detector", "planner", "composer", "completer", "reviewer"])
@pytest.mark.parametrize("line", [LINE, "i've written the note and i'm going to do it tonight"])
def test_a_broken_part_never_ends_a_conversation(make_agent: MakeAgent, part: str, line: str) -> None:
    agent = make_agent(**{part: Broken()})
    replies = [agent.reply(line), agent.reply("are you there")]
    for reply in replies:
        assert len(reply.text.split()) >= 4
        assert "broken" not in reply.text
        assert "Traceback" not in reply.text


def test_a_broken_detector_counts_as_elevated_and_stays(make_agent: MakeAgent) -> None:
    reply = make_agent(detector=Broken()).reply(LINE)
    assert reply.route == "completion"
    assert reply.risk is not None
    assert not reply.risk.assessed
    assert "?" in reply.text
    assert [event.node for event in reply.events if isinstance(event, Fault)] == ["risk_control"]


def test_a_disk_that_fills_up_moves_the_person_to_memory(
    make_agent: MakeAgent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = make_agent(tmp_path)
    assert agent.reply(LINE).saved
    append = Store.append

    def full(self: Store, **said: Any) -> Any:
        if self.durable:
            raise StoreUnwritable("database or disk is full")
        return append(self, **said)

    monkeypatch.setattr(Store, "append", full)
    reply = agent.reply("and then nobody rang")
    assert reply.text
    assert not reply.saved
    assert [event.kind for event in reply.events if isinstance(event, Notice)] == ["unsaved"]
    again = agent.reply("so i sat there")
    assert again.text
    assert [event for event in again.events if isinstance(event, Notice)] == []


def test_a_folder_that_cannot_be_made_is_told_once(make_agent: MakeAgent, tmp_path: Path) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("not a folder")
    agent = make_agent(blocked)
    first, second = agent.reply(LINE), agent.reply("still here")
    assert not first.saved
    assert [event.kind for event in first.events if isinstance(event, Notice)] == ["unsaved"]
    assert [event for event in second.events if isinstance(event, Notice)] == []
