"""One specification for every index, and what only the one on disk can suffer."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from holdspace.memory.index import ChromaIndex, ExactIndex, VectorIndex
from holdspace.memory.store import Store

DIMENSION = 16


def unit(seed: int) -> NDArray[np.float32]:
    row = np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)
    return np.asarray(row / np.linalg.norm(row), dtype=np.float32)


def say(store: Store, n: int, vector: NDArray[np.float32] | None = None, encoder: str = "e") -> None:
    vectors = unit(n) if vector is None else vector
    store.append(
        turn_id=str(n), role="user", content=f"{n}", session="s", at="2026-01-01", vector=vectors, encoder=encoder
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "holdspace.sqlite")
    yield opened
    opened.close()


Opened = Callable[[], VectorIndex]


@pytest.fixture(params=["exact", "chroma"])
def opened(request: pytest.FixtureRequest, store: Store, tmp_path: Path) -> Iterator[Opened]:
    made: list[VectorIndex] = []

    def make() -> VectorIndex:
        made.append(ExactIndex(store, "e") if request.param == "exact" else ChromaIndex(tmp_path / "index", store, "e"))
        return made[-1]

    yield make
    for index in made:
        index.close()


def test_an_empty_index_finds_nothing(opened: Opened) -> None:
    assert opened().nearest(unit(0), 5) == ()


def test_it_learns_from_the_outbox_and_answers_nearest_first(opened: Opened, store: Store) -> None:
    for n in range(12):
        say(store, n)
    index = opened()
    assert index.nearest(unit(3), 1)[0].turn == "3:user"
    say(store, 40, np.stack([unit(40), unit(41)]))

    near = index.nearest(unit(41), 4)

    assert near[0].turn == "40:user"
    assert near[0].cosine == pytest.approx(1.0, abs=1e-4)
    assert len({item.turn for item in near}) == len(near) == 4
    assert [item.cosine for item in near] == sorted((item.cosine for item in near), reverse=True)
    assert store.outbox.due() == ()


def test_a_forgotten_turn_is_gone_after_a_rebuild(opened: Opened, store: Store) -> None:
    say(store, 1)
    say(store, 2)
    index = opened()
    index.nearest(unit(1), 2)
    store.forget_turn("1:user")
    assert index.rebuild() == 1
    assert [item.turn for item in index.nearest(unit(1), 5)] == ["2:user"]


def test_delivering_twice_doubles_nothing(store: Store, tmp_path: Path) -> None:
    say(store, 1)
    index = ChromaIndex(tmp_path / "index", store, "e")
    index.catch_up()
    store.put_vectors("1:user", unit(9), "e")
    store.put_vectors("1:user", unit(9), "e")
    assert [(item.turn, round(item.cosine, 3)) for item in index.nearest(unit(9), 5)] == [("1:user", 1.0)]
    index.close()


def _lose(folder: Path) -> None:
    shutil.rmtree(folder)


def _starve(folder: Path) -> None:
    for file in folder.rglob("*.bin"):
        file.write_bytes(b"")
    for file in folder.rglob("*.pickle"):
        file.write_bytes(b"")


def _break(folder: Path) -> None:
    for file in folder.rglob("chroma.sqlite3"):
        file.write_bytes(b"rubbish" * 1000)


@pytest.mark.parametrize("harm", [_lose, _break, _starve])
def test_a_lost_or_broken_index_is_made_anew_from_the_store(
    store: Store, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    for n in range(5):
        say(store, n)
    first = ChromaIndex(tmp_path / "index", store, "e")
    first.catch_up()
    first.close()
    harm(tmp_path / "index")

    again = ChromaIndex(tmp_path / "index", store, "e")

    assert again.nearest(unit(4), 1)[0].turn == "4:user"
    again.close()


def test_another_encoder_makes_another_index(store: Store, tmp_path: Path) -> None:
    say(store, 1)
    first = ChromaIndex(tmp_path / "index", store, "e")
    first.catch_up()
    first.close()

    other = ChromaIndex(tmp_path / "index", store, "f")
    assert other.nearest(unit(1), 5) == ()
    store.put_vectors("1:user", unit(8), "f")
    assert other.nearest(unit(8), 5)[0].turn == "1:user"
    other.close()


def test_what_is_closed_can_be_removed_and_comes_back_when_asked(store: Store, tmp_path: Path) -> None:
    say(store, 1)
    index = ChromaIndex(tmp_path / "index", store, "e")
    index.catch_up()
    index.close()
    shutil.rmtree(tmp_path / "index")
    assert index.nearest(unit(1), 1)[0].turn == "1:user"
    index.close()
