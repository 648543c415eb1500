"""Closing, stopping and crowding: nobody hangs, nobody is locked out, nothing said is lost."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from holdspace.agent.events import Fault, Notice, Sentence, Started
from holdspace.agent.parts import Deps
from holdspace.agent.runtime import SupportAgent
from holdspace.agent.settings import Settings
from holdspace.memory.home import open_home, place_of
from holdspace.memory.store import Store

from .conftest import MakeAgent

LINE = "they gave my shifts to someone else and told me by text"
GRAVE = "i've written the note and i'm going to do it tonight"


class Held:
    """A composer that waits until it is let go, so that a turn can be caught in the middle."""

    def __init__(self, inner: object) -> None:
        self.inner, self.reached, self.go = inner, threading.Event(), threading.Event()

    def compose(self, brief: object) -> object:
        self.reached.set()
        self.go.wait()
        return self.inner.compose(brief)  # type: ignore[attr-defined]


def transcript(root: Path, user_id: str = "me") -> list[tuple[str, str]]:
    store = Store.open(place_of(root, user_id).database)
    try:
        return [(turn.role, turn.status) for turn in store.transcript()]
    finally:
        store.close()


def test_closing_during_a_turn_lets_its_caller_go_and_frees_the_folder(
    make_agent: MakeAgent, shipped: Deps, tmp_path: Path
) -> None:
    held = Held(shipped.composer)
    agent = make_agent(tmp_path, composer=held)
    errors: list[BaseException] = []

    def talk() -> None:
        try:
            agent.reply(LINE)
        except RuntimeError as error:
            errors.append(error)

    talker = threading.Thread(target=talk)
    talker.start()
    held.reached.wait()
    closer = threading.Thread(target=agent.close)
    closer.start()
    held.go.set()
    talker.join()
    closer.join()
    assert "closed during this turn" in str(errors[0])
    home = open_home(tmp_path, "me")
    assert home.kind == "durable"
    home.release()
    assert transcript(tmp_path) == [("user", "complete"), ("assistant", "interrupted")]


async def test_a_cancelled_turn_raises_what_it_should_and_keeps_the_message(
    make_agent: MakeAgent, shipped: Deps, tmp_path: Path
) -> None:
    held = Held(shipped.composer)
    agent = make_agent(tmp_path, composer=held)
    turn = asyncio.create_task(agent.areply(LINE))
    await asyncio.to_thread(held.reached.wait)
    turn.cancel()
    held.go.set()
    with pytest.raises(asyncio.CancelledError):
        await turn
    agent.close()
    assert transcript(tmp_path) == [("user", "complete"), ("assistant", "interrupted")]


def test_a_stream_left_half_read_locks_nobody_out(make_agent: MakeAgent, tmp_path: Path) -> None:
    agent = make_agent(tmp_path)
    events = agent.stream(LINE)
    next(event for event in events if isinstance(event, Sentence))
    agent.close()
    events.close()
    home = open_home(tmp_path, "me")
    assert home.kind == "durable"
    home.release()
    assert transcript(tmp_path)[-1] == ("assistant", "interrupted")


def test_the_message_is_stored_when_the_turn_says_it_has_started(make_agent: MakeAgent, tmp_path: Path) -> None:
    agent = make_agent(tmp_path)
    events = agent.stream(LINE)
    assert isinstance(next(events), Started)
    assert transcript(tmp_path) == [("user", "complete")]
    events.close()


def test_a_crowd_keeps_its_risk_though_only_two_may_stay_open(shipped: Deps) -> None:
    with SupportAgent(Settings(open_people=2), shipped) as agent:
        first = agent.reply(GRAVE, user_id="ana")
        for name in ("bo", "cy", "di", "ed"):
            agent.reply("hello", user_id=name)
        again = agent.reply("hi", user_id="ana")
    assert first.risk is not None
    assert again.risk is not None
    assert again.risk.level == first.risk.level == "imminent"


async def test_a_crowd_at_once_is_closed_only_between_turns(shipped: Deps, tmp_path: Path) -> None:
    with SupportAgent(Settings(data_root=tmp_path, open_people=2), shipped) as agent:
        replies = await asyncio.gather(*(agent.areply(LINE, user_id=f"p{i % 5}") for i in range(15)))
    assert all(reply.saved for reply in replies)
    assert [event for reply in replies for event in reply.events if isinstance(event, Fault)] == []
    assert len(transcript(tmp_path, "p0")) == 6


def test_a_store_damaged_while_open_still_gets_words(make_agent: MakeAgent, tmp_path: Path) -> None:
    agent = make_agent(tmp_path)
    agent.reply(LINE)
    for path in place_of(tmp_path, "me").folder.glob("holdspace.sqlite*"):
        path.write_bytes(b"damaged" * 4000)
    reply = agent.reply(GRAVE)
    assert reply.text
    assert reply.route == "completion"


def test_a_folder_that_was_removed_is_not_called_saved(make_agent: MakeAgent, tmp_path: Path) -> None:
    agent = make_agent(tmp_path)
    assert agent.reply(LINE).saved
    place_of(tmp_path, "me").database.unlink()
    reply = agent.reply("and then")
    assert not reply.saved
    assert [event.kind for event in reply.events if isinstance(event, Notice)] == ["unsaved"]


def test_damaged_checkpoints_are_put_aside_and_told(make_agent: MakeAgent, tmp_path: Path) -> None:
    agent = make_agent(tmp_path)
    agent.reply(LINE)
    agent.close()
    place_of(tmp_path, "me").checkpoints.write_bytes(b"damaged" * 4000)
    reply = make_agent(tmp_path).reply("hello again")
    assert [event.kind for event in reply.events if isinstance(event, Notice)] == ["restored"]
    assert list(place_of(tmp_path, "me").folder.glob("checkpoints.sqlite.*"))


def test_a_repeated_grave_turn_says_the_same_road(make_agent: MakeAgent) -> None:
    agent = make_agent()
    assert [agent.reply(GRAVE, turn_id="t").route for _ in range(2)] == ["completion", "completion"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_child_talks_too() -> None:
    script = (
        "import os, warnings\n"
        "warnings.simplefilter('ignore')\n"
        "from holdspace.agent.runtime import SupportAgent\n"
        "agent = SupportAgent()\n"
        "agent.reply('hi')\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    os._exit(0 if agent.reply('hi again').text else 1)\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.strip() == "0", done.stderr[-1000:]


def test_the_libraries_leave_nothing_outside_the_home(tmp_path: Path) -> None:
    script = (
        "import pathlib, sys\n"
        "from holdspace.agent.runtime import SupportAgent\n"
        "from holdspace.agent.settings import Settings\n"
        "with SupportAgent(Settings(data_root=pathlib.Path(sys.argv[1]))) as agent:\n"
        "    agent.reply('my flatmate moved out without a word')\n"
    )
    outside = tmp_path / "outside"
    outside.mkdir()
    homes = {name: str(outside) for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "TMPDIR")}
    subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "people")], env={**os.environ, **homes}, timeout=120, check=True
    )
    assert [str(path) for path in outside.rglob("*")] == []
