"""One person, one folder, one process at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from holdspace.memory.home import Busy, PersonHome, Unwritable, folder_name, open_home, place_of

AWKWARD = ["ana", "Ana", "../../etc", "a/b", "..", ".", "", "名前", "x" * 5000, "CON", "a\0b", "\ud800", "a b", "a-b"]


@pytest.mark.parametrize("user_id", AWKWARD)
def test_any_user_id_becomes_one_plain_folder_of_its_own(tmp_path: Path, user_id: str) -> None:
    home = open_home(tmp_path, user_id)

    assert isinstance(home, PersonHome)
    assert home.place.folder.parent == tmp_path
    assert home.place.folder.name.isascii()
    assert len(home.place.folder.name) < 64
    assert home.place.folder.stat().st_mode & 0o077 == 0
    home.release()


def test_no_two_people_share_a_folder_even_where_case_is_not_told() -> None:
    assert len({folder_name(user_id).lower() for user_id in AWKWARD}) == len(AWKWARD)


def test_a_second_opener_is_told_that_it_is_busy(tmp_path: Path) -> None:
    first = open_home(tmp_path, "ana")
    assert isinstance(first, PersonHome)

    second = open_home(tmp_path, "ana")

    assert isinstance(second, Busy)
    assert second.place == first.place
    first.release()
    first.release()
    third = open_home(tmp_path, "ana")
    assert isinstance(third, PersonHome)
    third.release()


def test_two_processes_on_one_person_and_the_lock_of_a_killed_one(tmp_path: Path) -> None:
    hold = (
        "import sys, pathlib; from holdspace.memory.home import open_home\n"
        "print(open_home(pathlib.Path(sys.argv[1]), 'ana').kind, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "durable"
        assert isinstance(open_home(tmp_path, "ana"), Busy)
        other.kill()
        other.wait()
    mine = open_home(tmp_path, "ana")
    assert isinstance(mine, PersonHome)
    mine.release()


def test_a_place_that_cannot_be_written_is_a_value_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "root").write_text("a file where the folder should be")

    outcome = open_home(tmp_path / "root", "ana")

    assert isinstance(outcome, Unwritable)
    assert outcome.reason
    assert outcome.place == place_of(tmp_path / "root", "ana")


def test_a_read_only_root_is_unwritable(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        try:
            (tmp_path / "probe").touch()
        except OSError:
            assert isinstance(open_home(tmp_path, "ana"), Unwritable)
        else:
            pytest.skip("this user writes where the mode forbids it")
    finally:
        tmp_path.chmod(0o700)
