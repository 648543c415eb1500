"""What is forgotten is gone from every byte of the folder."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from holdspace.memory.encoder import Encoder
from holdspace.memory.facts import facts_in
from holdspace.memory.forget import Erased, erase_person, forget_memory, forget_turn, traces
from holdspace.memory.home import Busy, PersonHome, open_home
from holdspace.memory.index import ChromaIndex
from holdspace.memory.store import Store

THEFT = "My sister Quillabelle stole from the till."
OTHER = "I walked by the river with my friend Ada."


@dataclass
class Life:
    root: Path
    home: PersonHome
    store: Store
    index: ChromaIndex

    def close(self) -> None:
        self.index.close()
        self.store.close()
        self.home.release()


@pytest.fixture
def life(tmp_path: Path, encoder: Encoder) -> Iterator[Life]:
    home = open_home(tmp_path, "ana")
    assert isinstance(home, PersonHome)
    store = Store.open(home.place.database)
    for n, text in enumerate((THEFT, OTHER)):
        turn = store.append(
            turn_id=str(n),
            role="user",
            content=text,
            session="s",
            at="2026-01-01",
            vector=encoder.encode([text])[0],
            encoder=encoder.name,
        )
        store.memories.add(facts_in(turn))
        store.append(turn_id=str(n), role="assistant", content=f"So: {text}", session="s", at="2026-01-01")
    index = ChromaIndex(home.place.index, store, encoder.name)
    index.catch_up()
    lived = Life(tmp_path, home, store, index)
    yield lived
    lived.close()


def test_a_forgotten_turn_leaves_no_word_and_no_vector(life: Life, encoder: Encoder) -> None:
    vector = encoder.encode([THEFT])[0]
    folder = life.home.place.folder
    assert traces(folder, "Quillabelle")
    assert traces(folder, vector)

    assert forget_turn(life.store, life.index, "0:user")
    assert forget_turn(life.store, life.index, "0:assistant")
    assert not forget_turn(life.store, life.index, "0:user")

    assert traces(folder, "Quillabelle", "quillabelle", vector) == ()
    assert traces(folder, "river with my friend")
    assert life.index.nearest(encoder.encode([OTHER])[0], 5)[0].turn == "1:user"
    assert all("Quillabelle" not in memory.text for memory in life.store.memories.all())


def test_a_forgotten_memory_leaves_the_turn(life: Life) -> None:
    memory = life.store.memories.all()[0]
    assert forget_memory(life.store, memory.id)
    assert memory.id not in {kept.id for kept in life.store.memories.all()}
    assert life.store.turn("0:user") is not None
    assert not forget_memory(life.store, memory.id)


def test_an_erased_person_is_nowhere_under_the_root(life: Life) -> None:
    assert isinstance(erase_person(life.root, "ana"), Busy)

    outcome = erase_person(life.root, "ana", close=life.close)

    assert isinstance(outcome, Erased)
    assert outcome.existed
    assert list(life.root.iterdir()) == []
    assert traces(life.root, "Quillabelle", OTHER) == ()
    assert erase_person(life.root, "ana") == Erased(outcome.place, existed=False)
    again = open_home(life.root, "ana")
    assert isinstance(again, PersonHome)
    again.release()


def test_the_scan_sees_across_chunks_and_encodings(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * ((1 << 20) - 3) + b"secret")
    (tmp_path / "b").write_bytes("secret".encode("utf-16-le"))
    (tmp_path / "c").write_bytes(b"nothing")
    assert [(trace.file.name, trace.offset) for trace in traces(tmp_path, "secret")] == [("a", (1 << 20) - 3), ("b", 0)]


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library can be told to blank memory")
def test_a_new_index_holds_none_of_the_bytes_this_process_let_go_of(life: Life) -> None:
    vector = np.arange(1, 385, dtype=np.float32) / 500
    for _ in range(10):
        held = [np.tile(vector, times) for times in (5, 50, 110, 500)]
        del held
        life.index.rebuild()
        assert traces(life.home.place.index, vector) == ()
        blocks = {file.name: file.read_bytes() for file in life.home.place.index.rglob("data_level0.bin")}
        assert all(len(set(block)) == 1 for block in blocks.values()), "unfilled memory was written to disk"
