"""The one-off export: the first to finish is kept, a failure leaves nothing half-made and says what happened."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdspace.memory import export
from holdspace.memory.encoder import EncoderMissing
from holdspace.memory.export import exported


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two places to write to; a file stands where the folder of one would be when a test puts it there."""
    roots = [tmp_path / "first", tmp_path / "second"]

    def homes(name: str = "x") -> Iterator[Path]:
        yield from (root / name for root in roots)

    monkeypatch.setattr(export, "homes", homes)
    return roots


def make(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"model")
    (folder / "tokenizer.json").write_text("{}")


def refuse(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"mod")
    raise OSError(errno.ENOSPC, "No space left on device")


def test_it_is_made_once(places: list[Path]) -> None:
    made = exported("m", make)
    assert made == places[0] / "m"
    assert exported("m", refuse) == made


def test_where_the_first_place_takes_nothing_the_second_does(places: list[Path]) -> None:
    places[0].write_text("a file, not a folder")
    assert exported("m", make) == places[1] / "m"
    places[1].joinpath("m").rename(places[1] / "old")
    places[1].rename(places[1].with_name("gone"))
    places[1].write_text("a file too")
    with pytest.raises(EncoderMissing, match="no folder to write to"):
        exported("m", make)


def test_a_full_disk_is_called_so_and_leaves_nothing(places: list[Path]) -> None:
    with pytest.raises(EncoderMissing, match="No space left on device"):
        exported("m", refuse)
    assert list(places[0].iterdir()) == []


def test_a_half_made_folder_is_made_anew(places: list[Path]) -> None:
    (places[0] / "m").mkdir(parents=True)
    (places[0] / "m" / "model.onnx").write_bytes(b"mod")
    assert (exported("m", make) / "model.onnx").read_bytes() == b"model"


def test_many_at_once_end_with_one(places: list[Path]) -> None:
    gate = threading.Barrier(6)
    found: list[Path] = []

    def at_once(folder: Path) -> None:
        make(folder)
        gate.wait()

    threads = [threading.Thread(target=lambda: found.append(exported("m", at_once))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [places[0] / "m"] * 6
    assert [item.name for item in places[0].iterdir()] == ["m"]
