"""The command as a stranger meets it: what it loads, what it says when something is wrong, how it leaves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from holdspace import cli
from holdspace.agent.usage_error import UsageError
from holdspace.memory.encoder import EncoderMissing

PROBE = json.dumps(
    {
        "user": "ana",
        "sessions": [{"id": "s", "turns": [{"id": "t", "role": "user", "content": "my sister moved to Leeds"}]}],
        "probes": [{"id": "p", "question": "where did my sister move?"}],
    }
)


def run(*arguments: str) -> int:
    try:
        return cli.main(arguments)
    except SystemExit as leaving:
        return int(leaving.code or 0)


@pytest.mark.parametrize(
    "verb", ["chat", "replay", "annotate", "recall", "review", "evaluate", "models", "setup", "erase"]
)
def test_every_verb_has_its_help(verb: str, capsys: Any) -> None:
    assert run(verb, "--help") == 0
    shown = capsys.readouterr().out
    assert f"usage: holdspace {verb}" in shown
    assert "exit codes" in shown


@pytest.mark.parametrize(("what", "field"), [("strategy", "interval_95"), ("initiative", "per_conversation")])
def test_all_that_can_be_evaluated_has_its_help_with_its_fields(what: str, field: str, capsys: Any) -> None:
    assert run("evaluate", what, "--help") == 0
    shown = capsys.readouterr().out
    assert f"usage: holdspace evaluate {what}" in shown
    assert field in shown
    assert "ESConv's layout" in " ".join(shown.split())
    assert "exit codes" in shown


def test_help_loads_nothing_but_the_parser() -> None:
    code = (
        "import sys; from holdspace import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'pydantic', 'numpy', 'rich', 'prompt_toolkit', 'yaml', 'asyncio', 'langgraph'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_way_to_the_first_prompt_loads_nothing_heavy() -> None:
    code = (
        "import sys; from holdspace.agent.terminal import chat, prompt\n"
        "heavy = {'pydantic', 'numpy', 'rich', 'yaml', 'langgraph', 'sqlite3'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_version_is_told(capsys: Any) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out.startswith("holdspace 0.")


def test_no_verb_shows_the_help_and_where_to_begin(capsys: Any) -> None:
    assert run() == cli.MISUSED
    shown = capsys.readouterr().err
    assert "usage: holdspace" in shown
    assert "`holdspace chat` is the one to begin with" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("fly",), "invalid choice: 'fly'"),
        (("annotate", "in.jsonl"), "required: --out"),
        (("replay",), "required: FILE"),
        (("chat", "--seed", "x"), "argument --seed: invalid int value: 'x'"),
        (("chat", "--mode", "clever"), "argument --mode: invalid choice: 'clever'"),
        (("chat", "--mode", "llm"), "mode llm needs --base-url (or HOLDSPACE_BASE_URL)"),
        (("replay", "x.yaml", "--model", "small"), "add --mode llm or --mode agents"),
        (("chat", "--country", "Narnia"), "no help lines are listed for 'Narnia'"),
        (("replay", "absent.yaml"), "absent.yaml: cannot read (No such file or directory)"),
        (("replay", "notes.txt"), "notes.txt: replay takes scripts (.yaml)"),
        (("recall", "absent.jsonl", "--out", "-"), "absent.jsonl: cannot read (no such file)"),
        (("annotate", "absent.jsonl", "--out", "-"), "absent.jsonl: cannot read (no such file)"),
        (("review", "absent.jsonl", "--out", "-"), "absent.jsonl: cannot read (no such file)"),
        (("evaluate",), "required: WHAT"),
        (("evaluate", "weather", "in.jsonl"), "invalid choice: 'weather'"),
        (("evaluate", "strategy"), "required: FILE"),
        (("evaluate", "strategy", "absent.jsonl"), "absent.jsonl: cannot read (no such file)"),
        (("evaluate", "initiative", "absent.jsonl"), "absent.jsonl: cannot read (no such file)"),
        (("evaluate", "initiative", "."), ".: cannot read (Is a directory)"),
    ],
)
def test_what_cannot_be_had_is_one_clear_line(
    arguments: tuple[str, ...], said: str, capsys: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == cli.MISUSED
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err.splitlines()[-1]
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (UsageError("this is wrong; do that"), 2, "holdspace: this is wrong; do that\n"),
        (EncoderMissing("run `holdspace setup`"), 2, "holdspace: run `holdspace setup`\n"),
        (PermissionError(13, "Permission denied", "a/b"), 2, "holdspace: a/b: Permission denied\n"),
        (
            ValueError("two\nlines"),
            70,
            "holdspace: a fault of ours (ValueError: two lines); HOLDSPACE_DEBUG=1 shows where\n",
        ),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_every_error_becomes_words_in_one_place(
    error: BaseException, code: int, said: str, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(arguments: Any) -> int:
        raise error

    monkeypatch.delenv("HOLDSPACE_DEBUG", raising=False)
    monkeypatch.setattr(cli, "_setup", broken)
    assert run("setup") == code
    assert capsys.readouterr().err == said


def test_debugging_shows_where(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(arguments: Any) -> int:
        raise ValueError("here")

    monkeypatch.setenv("HOLDSPACE_DEBUG", "1")
    monkeypatch.setattr(cli, "_setup", broken)
    assert run("setup") == cli.BROKEN
    assert "Traceback" in capsys.readouterr().err


def test_a_batch_verb_reads_a_file_and_writes_another(tmp_path: Path, capsys: Any) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(PROBE + "\n{broken\n", "utf-8")
    assert run("recall", str(source), "--out", str(target)) == 0
    err = capsys.readouterr().err
    assert f"{source}:2: not JSON at column 2; skipped" in err
    assert "1 lines done, 1 skipped; 1 probes" in err
    assert json.loads(target.read_text("utf-8"))["probes"][0]["hits"][0]["turn_ids"] == ["t"]


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text((PROBE + "\n") * 200, "utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "holdspace.cli", "recall", str(source), "--out", "-"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.readline()
    running.stdout.close()
    err = running.stderr.read()
    running.stderr.close()
    assert running.wait(30) == cli.PIPE_CLOSED
    assert "Traceback" not in err
    assert "Exception ignored" not in err


@pytest.mark.skipif(os.name == "nt", reason="signals are another matter there")
def test_an_interrupt_keeps_what_was_made_and_is_quiet() -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "holdspace.cli", "recall", "-", "--out", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write(PROBE + "\n")
    running.stdin.flush()
    assert json.loads(running.stdout.readline())["user"] == "ana"
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert running.returncode == cli.INTERRUPTED
    assert "1 lines done" in err
    assert "Traceback" not in err


def test_the_file_itself_can_be_run() -> None:
    file = Path(cli.__file__)
    done = subprocess.run([sys.executable, str(file), "--version"], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("holdspace 0.")


def test_setup_says_where_the_encoder_is(capsys: Any, encoder: Any) -> None:
    assert run("setup") == 0
    assert "The encoder for feeling is ready" in capsys.readouterr().out


def test_erase_asks_first_and_leaves_nothing(tmp_path: Path, capsys: Any) -> None:
    from holdspace.memory.home import PersonHome, open_home

    home = open_home(tmp_path, "ana")
    assert isinstance(home, PersonHome)
    assert run("erase", "--user", "ana", "--home", str(tmp_path), "--yes") == cli.MISUSED
    assert "talking in another window" in capsys.readouterr().err
    home.release()
    assert run("erase", "--user", "ana", "--home", str(tmp_path)) == cli.MISUSED
    assert "give --yes" in capsys.readouterr().err
    assert run("erase", "--user", "ana", "--home", str(tmp_path), "--yes") == 0
    assert list(tmp_path.iterdir()) == []
    assert run("erase", "--user", "ana", "--home", str(tmp_path)) == 0
    assert "Nothing is kept of ana" in capsys.readouterr().out


def test_the_data_folder_may_come_from_the_environment(tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("HOLDSPACE_HOME", str(tmp_path))
    assert run("erase", "--user", "bo") == 0
    assert str(tmp_path) in capsys.readouterr().out
