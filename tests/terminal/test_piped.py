"""`holdspace chat` over a pipe: lines in, one line of reply a turn, nothing that is not plain text."""

from __future__ import annotations

import io
import signal
from pathlib import Path
from typing import Any

import pytest

from holdspace.agent.terminal import words
from holdspace.agent.terminal.chat import LINE_LIMIT, Sitting, talk_over_pipe
from holdspace.agent.terminal.conversation import Conversation
from holdspace.agent.terminal.door import Door
from holdspace.agent.terminal.page import PlainPage

REPLY = "You set two plates again. What was that hour like?"


def piped(companion: Any, data: bytes, capsys: pytest.CaptureFixture[str], **sitting: Any) -> tuple[list[str], str]:
    talk_over_pipe(Sitting(**sitting), Door(lambda: companion), io.BytesIO(data))
    out, err = capsys.readouterr()
    return out.splitlines(), err


def test_every_line_that_is_not_empty_is_a_turn_in_one_session(companion: Any, capsys: Any) -> None:
    out, err = piped(companion, b"i set the table for two\n\n   \nan hour\n", capsys, user="ana")
    assert out == [REPLY, REPLY]
    assert err == ""
    assert companion.heard == [("i set the table for two", "ana", "ana-1"), ("an hour", "ana", "ana-1")]


def test_a_last_line_without_an_end_and_windows_line_ends_are_lines(companion: Any, capsys: Any) -> None:
    piped(companion, b"one\r\ntwo", capsys)
    assert [text for text, _, _ in companion.heard] == ["one", "two"]


def test_bytes_that_are_no_text_are_replaced_and_answered(companion: Any, capsys: Any) -> None:
    out, _ = piped(companion, b"\xff\xfe hello\n", capsys)
    assert out == [REPLY]
    assert companion.heard[0][0].startswith("\ufffd\ufffd")


def test_what_is_no_word_is_left_out_of_what_was_said(companion: Any, capsys: Any) -> None:
    piped(companion, b"i feel \x1b[31mred\x1b[0m \x07and\x00 odd\n", capsys)
    assert companion.heard[0][0] == "i feel red and odd"


def test_a_line_without_end_is_taken_in_part(companion: Any, capsys: Any) -> None:
    out, err = piped(companion, b"x" * (LINE_LIMIT + 10) + b"\nnext\n", capsys)
    assert out == [REPLY, REPLY]
    assert "first 4 MB" in err
    assert len(companion.heard[0][0]) == LINE_LIMIT
    assert companion.heard[1][0] == "next"


def test_what_a_terminal_would_obey_never_reaches_it(companion: Any, capsys: Any) -> None:
    companion.sentences = ("You said \x1b]0;owned\x07\x1b[2Jhello\u202e there\x07.",)
    out, _ = piped(companion, b"hi\n", capsys)
    assert out == ["You said hello there."]


def test_notices_go_beside_the_replies(companion: Any, capsys: Any) -> None:
    companion.notice = "I can't save anything just now."
    out, err = piped(companion, b"hi\n", capsys)
    assert out == [REPLY]
    assert err == "I can't save anything just now.\n"


def test_an_agent_that_breaks_leaves_nobody_without_a_word(companion: Any, capsys: Any) -> None:
    told: list[BaseException] = []
    companion.error = RuntimeError("boom")
    out, err = piped(companion, b"hi\n/quit\n", capsys, on_error=told.append)
    assert out == []
    assert "findahelpline.com" in err
    assert "boom" not in err
    assert [str(error) for error in told] == ["boom"]


@pytest.mark.parametrize("leave", ["/quit", "/QUIT", " /exit "])
def test_quit_ends_and_what_follows_is_not_said(companion: Any, capsys: Any, leave: str) -> None:
    piped(companion, f"hi\n{leave}\nmore\n".encode(), capsys)
    assert [text for text, _, _ in companion.heard] == ["hi"]


def test_ctrl_c_over_a_pipe_ends_it_all(companion: Any, capsys: Any) -> None:
    companion.during = lambda index: signal.raise_signal(signal.SIGINT) if index == 0 else None
    with pytest.raises(KeyboardInterrupt):
        piped(companion, b"one\ntwo\n", capsys)
    assert [text for text, _, _ in companion.heard] == ["one"]
    assert companion.interrupted == ["You set two plates again."]


def test_new_starts_another_session_and_forgets_why(companion: Any, capsys: Any) -> None:
    out, err = piped(companion, b"hi\n/new\n/why\nhi again\n", capsys, home=Path("somewhere"))
    assert [session for _, _, session in companion.heard] == ["me-1", "me-2"]
    assert words.NEW_KEPT in err
    assert words.NO_WHY in err
    assert out == [REPLY, REPLY]


def test_the_country_is_set_by_code_or_gently_declined(companion: Any, capsys: Any) -> None:
    _, err = piped(companion, b"/country\n/country ie\n/country Narnia\n", capsys)
    assert "Which country?" in err
    assert "those of IE" in err
    assert words.COUNTRY_UNKNOWN in err
    assert companion.country == "IE"
    assert companion.heard == []


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("/whyy", "I don't know /whyy. Did you mean /why?"),
        ("/xylophone", "I don't know /xylophone. /help shows what there is"),
    ],
)
def test_an_unknown_command_gets_a_hint(companion: Any, capsys: Any, typed: str, hint: str) -> None:
    _, err = piped(companion, f"{typed}\n".encode(), capsys)
    assert hint in err
    assert companion.heard == []


@pytest.mark.parametrize("said", ["/ i can't go on", "/", "//", "/!", "1/2 of me wants to leave"])
def test_a_slash_alone_makes_no_command(companion: Any, capsys: Any, said: str) -> None:
    piped(companion, f"{said}\n".encode(), capsys)
    assert [text for text, _, _ in companion.heard] == [said]


def test_help_lists_every_command(companion: Any, capsys: Any) -> None:
    out, _ = piped(companion, b"/help\n", capsys)
    shown = "\n".join(out)
    assert all(command.split()[0] in shown for command, _ in words.HELP)
    assert "\x1b" not in shown


def test_mood_is_drawn_with_plain_letters_where_there_are_no_others(companion: Any) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    talk = Conversation(Door(lambda: companion), PlainPage(out, out))
    talk.take("hi")
    talk.take("/mood")
    drawn = out.buffer.getvalue()  # type: ignore[attr-defined]
    assert b"on the whole: hard - light" in drawn
    assert b"each message: hard - light" in drawn


def test_mood_draws_the_session(companion: Any, capsys: Any) -> None:
    out, _ = piped(companion, b"/mood\nhi\nhi\n/mood\n", capsys)
    assert out[0] == words.NO_MOOD
    assert out[3:] == [
        "on the whole: hard ▃▃ light",
        "each message: hard ▃▃ light",
        "sadness x2",
        "Just now: sadness, 3 of 5, the heaviest so far.",
        "It got heavier over the last two messages.",
    ]
