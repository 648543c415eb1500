"""The doors: sync, async, streaming; what is stored around a turn, and what a repeat or a stop does."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from holdspace.agent.events import Ended, Notice, Sentence, Started
from holdspace.memory.home import place_of
from holdspace.memory.store import Store
from holdspace.testing import Dialogue

from .conftest import MakeAgent

LINE = "they gave my shifts to someone else and told me by text"


def stored(root: Path, user_id: str = "me") -> list[tuple[str, str, str]]:
    store = Store.open(place_of(root, user_id).database)
    try:
        return [(turn.role, turn.content, turn.status) for turn in store.transcript()]
    finally:
        store.close()


def test_events_come_in_order_and_end_with_the_reply(make_agent: MakeAgent) -> None:
    events = list(make_agent().stream(LINE))
    kinds = [event.type for event in events]
    assert kinds[:3] == ["started", "perceived", "risk"]
    assert kinds[3:7] == ["recalled", "planned", "drafted", "reviewed"]
    assert kinds[-1] == "ended"
    ended = events[-1]
    assert isinstance(ended, Ended)
    assert ended.reply == " ".join(event.text for event in events if isinstance(event, Sentence))


async def test_the_asynchronous_doors_say_the_same(make_agent: MakeAgent) -> None:
    reply = await make_agent().areply(LINE)
    streamed = [event async for event in make_agent().astream(LINE)]
    assert reply.text == " ".join(event.text for event in streamed if isinstance(event, Sentence))


def test_whoever_comes_back_is_not_greeted_in_the_same_words(make_agent: MakeAgent, tmp_path: Path) -> None:
    agent = make_agent(tmp_path)
    greetings = [agent.reply("hi", session=f"day {day}").text for day in range(5)]
    assert len(set(greetings)) >= 3
    agent.close()
    again = make_agent(tmp_path / "elsewhere")
    assert [again.reply("hi", session=f"day {day}").text for day in range(5)] == greetings


async def test_people_talk_at_once_without_mixing(make_agent: MakeAgent, tmp_path: Path) -> None:
    agent = make_agent(tmp_path)
    names = [f"person-{i}" for i in range(6)]
    replies = await asyncio.gather(*(agent.areply(f"{LINE}, says {name}", user_id=name) for name in names))
    assert all(reply.saved for reply in replies)
    agent.close()
    for name, reply in zip(names, replies, strict=True):
        assert stored(tmp_path, name) == [
            ("user", f"{LINE}, says {name}", "complete"),
            ("assistant", reply.text, "complete"),
        ]


def test_a_turn_is_on_disk_when_it_ends(make_agent: MakeAgent, tmp_path: Path) -> None:
    agent = make_agent(tmp_path)
    reply = agent.reply(LINE)
    agent.close()
    assert reply.saved
    assert stored(tmp_path) == [("user", LINE, "complete"), ("assistant", reply.text, "complete")]


def test_a_repeated_turn_id_answers_the_same_and_stores_nothing_new(make_agent: MakeAgent, tmp_path: Path) -> None:
    agent = make_agent(tmp_path)
    first = agent.reply(LINE, turn_id="t1")
    again = agent.reply(LINE, turn_id="t1")
    agent.close()
    assert again.text == first.text
    assert len(stored(tmp_path)) == 2


def test_a_stopped_reply_is_kept_as_interrupted(make_agent: MakeAgent, tmp_path: Path) -> None:
    agent = make_agent(tmp_path)
    events = agent.stream(LINE)
    shown = next(event.text for event in events if isinstance(event, Sentence))
    events.close()
    agent.reply("are you still there")
    agent.close()
    turns = stored(tmp_path)
    assert turns[1] == ("assistant", shown, "interrupted")
    assert [role for role, _, _ in turns] == ["user", "assistant", "user", "assistant"]


def test_a_message_whose_reply_was_lost_is_answered_around(make_agent: MakeAgent, tmp_path: Path) -> None:
    """Killed between message and reply: the next turn never sees two user messages in a row."""
    agent = make_agent(tmp_path)
    session = agent.new_session()
    agent.close()
    place_of(tmp_path, "me").folder.mkdir(parents=True)
    store = Store.open(place_of(tmp_path, "me").database)
    store.append(turn_id="lost", role="user", content=LINE, session=session, at="2026-01-01T00:00:00+00:00")
    store.close()
    agent = make_agent(tmp_path)
    agent.reply("hello?", session=session, turn_id="next")
    agent.close()
    assert [(role, status) for role, _, status in stored(tmp_path)] == [
        ("user", "complete"),
        ("assistant", "interrupted"),
        ("user", "complete"),
        ("assistant", "complete"),
    ]


def test_memory_outlives_the_process(make_agent: MakeAgent, tmp_path: Path) -> None:
    agent = make_agent(tmp_path)
    agent.reply("my sister Marta moved to Porto in march and i miss our sunday walks")
    agent.close()
    agent = make_agent(tmp_path)
    reply = agent.reply("i keep thinking about those walks with my sister")
    recalled = next(event for event in reply.events if event.type == "recalled")
    assert any("Porto" in text for text in recalled.texts)


def test_a_second_agent_on_one_person_talks_unsaved_and_says_so(make_agent: MakeAgent, tmp_path: Path) -> None:
    first, second = make_agent(tmp_path), make_agent(tmp_path)
    first.reply(LINE)
    reply = second.reply("is anyone there")
    assert not reply.saved
    assert [event.kind for event in reply.events if isinstance(event, Notice)] == ["busy"]
    first.close(), second.close()
    assert len(stored(tmp_path)) == 2


def test_a_damaged_store_is_put_aside_never_overwritten(make_agent: MakeAgent, tmp_path: Path) -> None:
    place = place_of(tmp_path, "me")
    place.folder.mkdir(parents=True)
    place.database.write_bytes(b"this is no database" * 100)
    reply = make_agent(tmp_path).reply(LINE)
    assert reply.saved
    assert [event.kind for event in reply.events if isinstance(event, Notice)] == ["restored"]
    assert any(path.read_bytes() == b"this is no database" * 100 for path in place.folder.iterdir() if path.is_file())


def test_checkpoints_stay_flat(make_agent: MakeAgent, tmp_path: Path) -> None:
    agent = make_agent(tmp_path)
    talk = Dialogue(agent, "me")
    sizes = []
    for i in range(24):
        talk.say(f"{LINE} again, week {i}")
        with sqlite3.connect(place_of(tmp_path, "me").checkpoints) as db:
            rows = db.execute("select count(*), sum(length(checkpoint) + length(metadata)) from checkpoints")
            count, size = rows.fetchone()
        db.close()
        assert count == 1
        sizes.append(size)
    assert max(sizes[12:]) <= 1.1 * max(sizes[:12])


def test_a_country_is_kept_with_the_person(make_agent: MakeAgent, tmp_path: Path) -> None:
    agent = make_agent(tmp_path)
    assert agent.set_country("New Zealand") == "NZ"
    with pytest.raises(ValueError, match="two-letter code"):
        agent.set_country("Atlantis")
    agent.close()
    reply = make_agent(tmp_path).reply("i've written the note and i'm going to do it tonight")
    assert "111" in reply.text or "1737" in reply.text


def test_a_new_session_keeps_the_risk(make_agent: MakeAgent) -> None:
    agent = make_agent()
    talk = Dialogue(agent, "me").say("i've written the note and i'm going to do it tonight").expect(level="imminent")
    agent.new_session("me")
    talk.say("hi").expect(level=("high", "imminent"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\x00\x1b[31m\x07",
        "🙂🙂🙂",
        "no sé qué hacer, me siento fatal",
        "?" * 5000,
        "\ud800 lone",
        "a" * 1_000_000,
    ],
    ids=["empty", "blank", "control", "emoji", "spanish", "question-marks", "surrogate", "megabyte"],
)
def test_odd_input_gets_a_kind_reply(make_agent: MakeAgent, tmp_path: Path, text: str) -> None:
    reply = make_agent(tmp_path).reply(text)
    assert reply.text
    assert reply.saved
    assert [event for event in reply.events if event.type == "fault"] == []


def test_started_names_the_turn(make_agent: MakeAgent) -> None:
    started = next(iter(make_agent().stream("hi", user_id="ana", turn_id="t9")))
    assert started == Started("t9", "ana", started.session)
