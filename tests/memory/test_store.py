"""The truth: what is stored is stored once, in order, and a failed write says so."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from holdspace.memory.memories import Memory, memory_id
from holdspace.memory.store import Store, StoreCorrupt, StoreUnwritable
from holdspace.prompts.sentences import sentence_key

AT = "2026-03-01T10:00:00+00:00"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "holdspace.sqlite")
    yield opened
    opened.close()


def say(store: Store, turn_id: str, role: str, content: str, **more: object) -> object:
    return store.append(turn_id=turn_id, role=role, content=content, session="s", at=AT, **more)  # type: ignore[arg-type]


def test_turns_come_back_in_order_with_their_vectors(store: Store) -> None:
    vector = np.arange(4, dtype=np.float32)
    say(store, "1", "user", "I lost my job.", vector=vector, encoder="e")
    say(store, "1", "assistant", "That is a blow.", strategies=("Restatement",))

    heard = store.recent("s", 5)

    assert [item.turn.content for item in heard] == ["I lost my job.", "That is a blow."]
    assert [item.turn.index for item in heard] == [0, 1]
    assert heard[1].turn.strategies == ("Restatement",)
    assert heard[0].vector is not None
    assert np.array_equal(heard[0].vector, vector)
    assert heard[1].vector is None


def test_a_repeat_changes_nothing_and_an_interrupted_reply_may_be_completed(store: Store) -> None:
    first = say(store, "1", "user", "Hello.")
    assert say(store, "1", "user", "Something else.") == first

    say(store, "1", "assistant", "I am", status="interrupted")
    say(store, "1", "assistant", "I", status="interrupted")
    assert store.transcript()[1].content == "I am"

    say(store, "1", "assistant", "I am here.")
    say(store, "1", "assistant", "I", status="interrupted")
    assert [(turn.content, turn.status) for turn in store.transcript()] == [
        ("Hello.", "complete"),
        ("I am here.", "complete"),
    ]


def test_what_the_assistant_said_is_known_by_sentence_and_session(store: Store) -> None:
    say(store, "1", "assistant", "Oh, I see. Tell me more.")
    assert store.said("s") == {sentence_key("oh I see"), sentence_key("Tell me more!")}
    assert store.said("another") == frozenset()


def test_a_message_without_its_reply_is_seen_after_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "holdspace.sqlite"
    crash = (
        "import os, pathlib, sys; from holdspace.memory.store import Store\n"
        f"s = Store.open(pathlib.Path(sys.argv[1])); s.append(turn_id='7', role='user', content='Wait', session='s', "
        f"at='{AT}')\nos._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", crash, str(path)], check=False).returncode == 9

    store = Store.open(path)
    left = store.unanswered("s")
    assert left is not None
    assert left.content == "Wait"
    say(store, "7", "assistant", "I am", status="interrupted")
    assert store.unanswered("s") is None
    store.close()


def test_state_is_any_json(store: Store) -> None:
    assert store.get_state("risk") is None
    store.put_state("risk", {"level": "low", "turns": [1, 2]})
    store.put_state("risk", {"level": "none"})
    assert store.get_state("risk") == {"level": "none"}


def test_sessions_begin_once(store: Store) -> None:
    store.begin_session("a", "2026-01-02")
    store.begin_session("a", "2026-05-05")
    store.begin_session("b", "2026-01-01")
    assert [session.id for session in store.sessions()] == ["b", "a"]
    assert store.sessions()[1].at == "2026-01-02"


def test_many_threads_write_without_losing_or_doubling(store: Store) -> None:
    def write(worker: int) -> None:
        for n in range(10):
            say(store, f"{worker % 2}-{n}", "user", f"{n}")

    threads = [threading.Thread(target=write, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [turn.index for turn in store.transcript()] == list(range(20))


@pytest.mark.parametrize(("pragma", "word"), [("query_only = 1", "readonly"), ("max_page_count = 1", "full")])
def test_a_full_or_read_only_disk_is_one_kind_of_failure_and_nothing_is_half_kept(
    store: Store, pragma: str, word: str
) -> None:
    say(store, "1", "user", "kept")
    store._db._connection.execute(f"pragma {pragma}")

    with pytest.raises(StoreUnwritable) as failure:
        say(store, "2", "user", "lost " * 10_000)

    assert word in failure.value.reason
    assert store.path is not None
    unsaved = Store.unsaved(copy_of=store.path)
    assert not unsaved.durable
    say(unsaved, "2", "user", "goes on")
    assert [turn.content for turn in unsaved.transcript()] == ["kept", "goes on"]
    assert len(store.transcript()) == 1
    unsaved.close()


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_corrupt_file_is_kept_aside_and_never_overwritten(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "holdspace.sqlite"
    path.write_bytes(content)

    with pytest.raises(StoreCorrupt) as failure:
        Store.open(path)

    assert failure.value.kept_as is not None
    assert failure.value.kept_as.read_bytes() == content
    assert str(failure.value.kept_as) in str(failure.value)
    Store.open(path).close()


def test_an_unsaved_store_beside_nothing_or_rubbish_is_empty(tmp_path: Path) -> None:
    rubbish = tmp_path / "x.sqlite"
    rubbish.write_bytes(b"rubbish" * 500)
    for source in (None, tmp_path / "absent", rubbish):
        store = Store.unsaved(source)
        assert store.transcript() == ()
        store.close()


def test_a_folder_that_does_not_exist_is_unwritable(tmp_path: Path) -> None:
    with pytest.raises(StoreUnwritable):
        Store.open(tmp_path / "absent" / "holdspace.sqlite")


def test_the_write_ahead_log_and_secure_delete_are_on(store: Store) -> None:
    assert store.path is not None
    assert store._db.rows("pragma journal_mode") == [("wal",)]
    assert store._db.rows("pragma secure_delete") == [(1,)]
    assert sqlite3.connect(store.path).execute("pragma user_version").fetchone() == (1,)


def test_a_later_memory_replaces_the_earlier_of_the_same_thing_and_gives_way_when_forgotten(store: Store) -> None:
    def home(text: str, at: str) -> Memory:
        return Memory(memory_id(at, "self", text), "self", text, "self", "home", at, at)

    old, new = home("I live in Hamburg.", "2026-01-01"), home("I live in Leipzig.", "2026-02-01")
    store.memories.add([old, new])
    store.memories.add([old])
    assert [memory.text for memory in store.memories.all(held_only=True)] == ["I live in Leipzig."]
    assert store.memories.all()[0].superseded_by == new.id

    assert store.memories.forget(new.id)
    assert [memory.text for memory in store.memories.all(held_only=True)] == ["I live in Hamburg."]
    assert not store.memories.forget(new.id)
