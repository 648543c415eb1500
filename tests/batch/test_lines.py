"""Any file in, what can be used out, and a word on every line that could not be."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from holdspace.agent.batch.lines import Lines
from holdspace.agent.batch.records import Tally
from holdspace.agent.usage_error import UsageError


class Word(BaseModel):
    id: str
    word: str


def shout(words: Sequence[Word]) -> list[dict[str, Any]]:
    return [{"id": word.id, "loud": word.word.upper()} for word in words]


def run(folder: Path, content: bytes, work: Any = shout, batch: int = 2) -> tuple[list[Mapping[str, Any]], str, Tally]:
    source, target, report = folder / "in.jsonl", folder / "out.jsonl", io.StringIO()
    source.write_bytes(content)
    tally = Lines(Word, work, weigh=lambda _: 1, unit="words", batch=batch).run(str(source), str(target), report)
    made = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    return made, report.getvalue().replace(f"{folder}/", ""), tally


def test_every_line_is_answered_in_order_and_unknown_fields_pass(tmp_path: Path) -> None:
    content = b"\n".join(b'{"id":"%d","word":"w","extra":[1,{"a":null}]}' % i for i in range(5))
    made, report, tally = run(tmp_path, content)
    assert [line["id"] for line in made] == ["0", "1", "2", "3", "4"]
    assert (tally.done, tally.skipped) == (5, 0)
    assert report.startswith("5 lines done; 5 words in")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{broken", "in.jsonl:2: not JSON at column 2; skipped"),
        (b'"a string"', "in.jsonl:2: not a JSON object but a string; skipped"),
        (b"[1, 2]", "in.jsonl:2: not a JSON object but a list; skipped"),
        (b'{"id":"b"}', "in.jsonl:2: word: missing; skipped"),
        (b'{"id":"b","word":7}', "in.jsonl:2: word: input should be a valid string; skipped"),
        (b'{"id":7}', "in.jsonl:2: id: input should be a valid string (and 1 more); skipped"),
        (b'{"id":"b","word":"\xff\xfe"}', "in.jsonl:2: not UTF-8 at byte 19; skipped"),
        (b"\x00\x01\x02", "in.jsonl:2: not JSON at column 1; skipped"),
        (b'{"id":"b","word":' + b"[" * 100_000, "in.jsonl:2: nested too deeply; skipped"),
        (b'{"id":"b","word":' + b"1" * 5000 + b"}", "in.jsonl:2: not JSON; skipped"),
    ],
)
def test_a_bad_line_is_named_and_passed_over(tmp_path: Path, line: bytes, said: str) -> None:
    made, report, tally = run(tmp_path, b'{"id":"a","word":"x"}\n' + line + b'\n{"id":"c","word":"x"}\n')
    assert said in report
    assert [entry["id"] for entry in made] == ["a", "c"]
    assert tally.skipped == 1
    assert "2 lines done, 1 skipped;" in report


def test_empty_lines_a_byte_order_mark_and_a_missing_last_newline_are_fine(tmp_path: Path) -> None:
    made, _, tally = run(tmp_path, b'\xef\xbb\xbf{"id":"a","word":"x"}\r\n\r\n   \n{"id":"b","word":"y"}')
    assert [line["loud"] for line in made] == ["X", "Y"]
    assert tally.skipped == 0


def test_half_a_surrogate_pair_is_mended_and_a_whole_one_kept(tmp_path: Path) -> None:
    made, _, tally = run(tmp_path, b'{"id":"a","word":"x\\ud800 \\ud83d\\ude00"}')
    assert made[0]["loud"] == "X? \U0001f600"
    assert tally.skipped == 0


def test_an_empty_file_makes_an_empty_file(tmp_path: Path) -> None:
    made, report, _ = run(tmp_path, b"")
    assert made == []
    assert "0 lines done" in report


def test_one_record_that_breaks_the_work_does_not_take_its_batch_along(tmp_path: Path) -> None:
    def fussy(words: Sequence[Word]) -> list[dict[str, Any]]:
        if any(word.word == "bad" for word in words):
            raise ValueError("no such word")
        return shout(words)

    content = b"".join(b'{"id":"%d","word":"%s"}\n' % (i, b"bad" if i == 1 else b"w") for i in range(4))
    made, report, tally = run(tmp_path, content, fussy, batch=4)
    assert [line["id"] for line in made] == ["0", "2", "3"]
    assert "in.jsonl:2: failed (ValueError: no such word); skipped" in report
    assert (tally.done, tally.skipped) == (3, 1)


def test_a_run_that_is_stopped_keeps_what_it_made_and_says_how_much(tmp_path: Path) -> None:
    seen: list[int] = []

    def stopped(words: Sequence[Word]) -> list[dict[str, Any]]:
        seen.append(len(words))
        if len(seen) == 3:
            raise KeyboardInterrupt
        return shout(words)

    source, target, report = tmp_path / "in", tmp_path / "out", io.StringIO()
    source.write_bytes(b'{"id":"a","word":"x"}\n' * 10)
    with pytest.raises(KeyboardInterrupt):
        Lines(Word, stopped, weigh=lambda _: 1, batch=2).run(str(source), str(target), report)
    assert len(target.read_text().splitlines()) == 4
    assert "4 lines done" in report.getvalue()


def test_numbers_that_json_has_no_word_for_become_null(tmp_path: Path) -> None:
    made, _, _ = run(tmp_path, b'{"id":"a","word":"x"}', lambda _: [{"p": float("nan")}])
    assert made == [{"p": None}]


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("absent", "out", "absent: cannot read (No such file or directory)"),
        (".", "out", "cannot read (Is a directory)"),
        ("in", "no/out", "no/out: cannot write (No such file or directory); does its folder exist?"),
        ("in", ".", "cannot write (Is a directory)"),
        ("in", "in", "is the input too; give the output another name"),
    ],
)
def test_a_file_that_cannot_be_opened_is_one_clear_line(tmp_path: Path, source: str, target: str, said: str) -> None:
    (tmp_path / "in").write_bytes(b'{"id":"a","word":"x"}\n')
    with pytest.raises(UsageError) as error:
        Lines(Word, shout, weigh=lambda _: 1).run(str(tmp_path / source), str(tmp_path / target), io.StringIO())
    assert said in str(error.value)
    assert (tmp_path / "in").read_bytes() == b'{"id":"a","word":"x"}\n'


def test_a_full_disk_is_one_clear_line() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full on this system")
    source = Path(__file__).with_name("one_word.jsonl")
    with pytest.raises(UsageError, match=r"cannot write on .No space left on device.; the lines before are kept"):
        Lines(Word, shout, weigh=lambda _: 1).run(str(source), str(full), io.StringIO())
