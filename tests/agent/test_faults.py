"""Each part killed in turn: one safe, warm reply still comes, and the turn says what broke."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from holdspace.agent.events import Fault, Notice
from holdspace.agent.nodes import COMPLETIONS
from holdspace.agent.parts import Deps
from holdspace.memory.store import Store, StoreUnwritable
from holdspace.safety.violations import Review, Violation

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


class Blocking:
    """The shipped reviewer, but for the first replies it is shown, which it blocks."""

    def __init__(self, reviewer: Any, blocked: int) -> None:
        self.reviewer, self.blocked, self.seen = reviewer, blocked, list[str]()

    def review(self, reply: str, *about: Any) -> Review:
        self.seen.append(reply)
        if len(self.seen) <= self.blocked:
            return Review("block", (Violation("promise_of_secrecy", reply, "block"),))
        return self.reviewer.review(reply, *about)


GRAVE = "i feel so alone. i want to die tonight"

THEIRS = ("so alone", "want to die")


@pytest.mark.parametrize("blocked", [1, 2])
def test_a_blocked_completion_is_tried_again_in_other_words_and_without_theirs(
    make_agent: MakeAgent, shipped: Deps, blocked: int
) -> None:
    reviewer = Blocking(shipped.reviewer, blocked)
    reply = make_agent(reviewer=reviewer, country="GB").reply(GRAVE)
    assert reply.route == "completion"
    assert not [event for event in reply.events if isinstance(event, Fault)]
    assert len(set(reviewer.seen)) == blocked + 1
    assert reviewer.seen[-1] == reply.text
    assert any(words in reviewer.seen[0] for words in THEIRS)
    assert not any(words in reply.text for words in THEIRS)


def test_where_every_completion_is_blocked_the_last_words_stand_in(make_agent: MakeAgent, shipped: Deps) -> None:
    reviewer = Blocking(shipped.reviewer, 99)
    reply = make_agent(reviewer=reviewer).reply(GRAVE)
    assert len(reviewer.seen) == COMPLETIONS
    assert [event.node for event in reply.events if isinstance(event, Fault)] == ["complete"]
    assert len(reply.text.split()) >= 4


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
