"""The movement of a session in a live turn: told with what was perceived, carried, and kept over a restart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from holdspace.agent.emotion.context import Said
from holdspace.agent.emotion.movement import Movement
from holdspace.agent.emotion.reading import Family, Reading
from holdspace.agent.events import Perceived
from holdspace.agent.runtime import Reply
from holdspace.agent.unread import UnreadReader
from holdspace.memory.message import Message

from .conftest import MakeAgent

FAMILY: dict[str, tuple[Family, int]] = {
    "the house is quiet": ("grief", 4),
    "my brother came": ("relief_hope", 3),
}


class MadeUpReader:
    """Reads what the test says it reads."""

    def read(self, message: Message, before: Sequence[Said] = ()) -> Reading:
        del before
        family, intensity = FAMILY[message.text]
        return Reading(family, {family: 1.0}, {}, (), intensity, 0.0, 0.0, 0.0, cause=message.text)


class BrokenReader:
    """Reads nothing."""

    def read(self, message: Message, before: Sequence[Said] = ()) -> Reading:
        raise RuntimeError("no weights")


def movement(reply: Reply) -> Movement:
    (event,) = (event for event in reply.events if isinstance(event, Perceived))
    return event.movement


def play(agent: Any, *lines: str) -> list[Movement]:
    return [movement(agent.reply(line, session="s")) for line in lines]


def test_a_session_moves_against_its_own_past(make_agent: MakeAgent) -> None:
    agent = make_agent(reader=MadeUpReader())
    moves = play(agent, "the house is quiet", "the house is quiet", "my brother came", "my brother came")
    assert [move.value for move in moves] == [-4.0, -4.0, -3.0, 0.0]
    assert [move.direction for move in moves] == ["steady", "steady", "steady", "improving"]
    assert (moves[-1].recovery, moves[-1].cause) == (2, "my brother came")
    (fresh,) = (movement(agent.reply("my brother came", session="another")),)
    assert (fresh.value, fresh.told) == (3.0, 1)


def test_it_goes_on_after_a_restart(make_agent: MakeAgent, tmp_path: Path) -> None:
    first = make_agent(tmp_path, reader=MadeUpReader())
    play(first, "the house is quiet", "the house is quiet")
    first.close()
    (back,) = play(make_agent(tmp_path, reader=MadeUpReader()), "my brother came")
    assert (back.value, back.told, back.about) == (-3.0, 3, "grief")


def test_what_was_not_read_moves_next_to_nothing(make_agent: MakeAgent, tmp_path: Path) -> None:
    first = make_agent(tmp_path, reader=MadeUpReader())
    play(first, "the house is quiet")
    first.close()
    unread = make_agent(tmp_path, reader=UnreadReader())
    (blank,) = play(unread, "anything")
    assert (blank.direction, blank.about, blank.stuck) == ("steady", "grief", 1)
    unread.close()
    broken = make_agent(tmp_path, reader=BrokenReader())
    assert [e for e in broken.reply("anything", session="s").events if isinstance(e, Perceived)] == []
    broken.close()
    (after,) = play(make_agent(tmp_path, reader=MadeUpReader()), "the house is quiet")
    assert (after.told, after.stuck) == (3, 2)
