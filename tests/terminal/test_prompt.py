"""The terminal: a real prompt over a pipe, a page that wraps, and Ctrl-C that stops an answer only."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from typing import Any

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.utils import get_cwidth

from holdspace.agent.terminal import prompt, words
from holdspace.agent.terminal.chat import Sitting, open_page
from holdspace.agent.terminal.door import Door
from holdspace.agent.terminal.page import TerminalPage
from holdspace.memory.encoder import EncoderMissing


@pytest.fixture
def sit(companion: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Types at the prompt and gives what the page showed."""
    import sys

    monkeypatch.setattr(prompt, "LONGEST_PAUSE", 0.0)

    def typed(keys: str, columns: int = 80, make: Any = None) -> str:
        sitting = Sitting(colour=False)
        page = TerminalPage(sys.stdout, colour=False, columns=lambda: columns)
        open_page(sitting, page)
        with create_pipe_input() as pipe:
            pipe.send_text(keys)
            door = Door(make or (lambda: companion))
            prompt.talk_at_terminal(sitting, door, page, input=pipe, output=DummyOutput())
        return capsys.readouterr().out

    return typed


def test_the_opening_says_what_this_is_and_where_words_go(sit: Any) -> None:
    shown = " ".join(sit("\x04").split())
    assert "I'm a program" in shown
    assert "not a crisis service" in shown
    assert words.NOT_KEPT in shown
    assert "/help" in shown
    assert shown.endswith(words.FAREWELL)


def test_a_turn_is_shown_sentence_by_sentence(sit: Any, companion: Any) -> None:
    shown = sit("i set the table for two\r\x04")
    assert "\n\nYou set two plates again. What was that hour like?\n\n" in shown
    assert [text for text, _, _ in companion.heard] == ["i set the table for two"]


def test_a_pasted_text_keeps_its_lines_and_is_one_turn(sit: Any, companion: Any) -> None:
    sit("\x1b[200~first line\nsecond line\x1b[201~\r\x04")
    assert [text for text, _, _ in companion.heard] == ["first line\nsecond line"]


def test_alt_enter_starts_a_line(sit: Any, companion: Any) -> None:
    sit("one\x1b\rtwo\r\x04")
    assert [text for text, _, _ in companion.heard] == ["one\ntwo"]


def test_an_empty_line_is_no_turn(sit: Any, companion: Any) -> None:
    sit("\r   \r\x04")
    assert companion.heard == []


def test_ctrl_c_clears_what_was_typed_and_on_an_empty_line_leaves(sit: Any, companion: Any) -> None:
    shown = sit("never mind\x03hi\r\x03")
    assert [text for text, _, _ in companion.heard] == ["hi"]
    assert shown.rstrip().endswith(words.FAREWELL)


def test_ctrl_c_during_an_answer_stops_it_and_stays(sit: Any, companion: Any) -> None:
    companion.sentences = ("One.", "Two.", "Three.")
    companion.during = lambda index: signal.raise_signal(signal.SIGINT) if index == 1 else None
    shown = sit("hi\rstill here\r\x04")
    assert "One. Two.\n" in shown
    assert "Three" not in shown
    assert shown.count(words.STOPPED) == 2
    assert companion.interrupted == ["One. Two.", "One. Two."]
    assert [text for text, _, _ in companion.heard] == ["hi", "still here"]


def test_the_signal_is_given_back_after_the_answer(sit: Any) -> None:
    before = signal.getsignal(signal.SIGINT)
    sit("hi\r\x04")
    assert signal.getsignal(signal.SIGINT) is before


def test_a_quick_typist_is_asked_for_a_moment_and_then_answered(sit: Any, companion: Any) -> None:
    may_load = threading.Event()

    def slow() -> Any:
        may_load.wait(5)
        return companion

    original = Door.enter

    def enter(door: Door, wait: Any) -> Any:
        may_load.set()
        return original(door, wait)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Door, "enter", enter)
        shown = sit("hi\r\x04", make=slow)
    assert shown.index(words.ONE_MOMENT) < shown.index("You set two plates")


def test_a_door_that_does_not_open_is_said_gently_and_the_prompt_stays(sit: Any) -> None:
    def broken() -> Any:
        raise RuntimeError("no parts")

    shown = " ".join(sit("hi\r/country ie\r/help\r\x04", make=broken).split())
    assert shown.count(words.BROKEN) == 2
    assert "no parts" not in shown
    assert "/mood" in shown


def test_a_door_that_opens_at_the_second_knock_lets_in(sit: Any, companion: Any) -> None:
    tries: list[int] = []

    def shaky() -> Any:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("not yet")
        return companion

    shown = " ".join(sit("hi\rhi again\r\x04", make=shaky).split())
    assert shown.index(words.BROKEN) < shown.index("You set two plates")
    assert [text for text, _, _ in companion.heard] == ["hi again"]


def test_what_only_set_up_can_mend_ends_the_program(sit: Any, capsys: Any) -> None:
    def unset() -> Any:
        raise EncoderMissing("run `holdspace setup`")

    with pytest.raises(EncoderMissing):
        sit("hi\r\x04", make=unset)
    assert words.NOT_SET_UP in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("columns", [10, 24, 40, 80, 300])
def test_words_wrap_at_the_window(sit: Any, companion: Any, columns: int) -> None:
    companion.sentences = ("Your hands laid her place before you'd noticed, and then you stayed a whole hour.",) * 3
    shown = sit("hi\r/why\r/help\r/mood\r\x04", columns=columns)
    assert max(len(line) for line in shown.splitlines()) <= max(20, min(88, columns))


def test_wide_letters_count_twice(capsys: Any) -> None:
    import sys

    page = TerminalPage(sys.stdout, get_cwidth, colour=False, columns=lambda: 21)
    page.sentence("你好吗 今天怎么样 我很好 谢谢你")
    page.end_reply()
    assert all(get_cwidth(line) <= 20 for line in capsys.readouterr().out.splitlines())


def test_colour_is_used_only_where_wanted(capsys: Any) -> None:
    import sys

    for colour in (True, False):
        page = TerminalPage(sys.stdout, colour=colour, columns=lambda: 60)
        page.quiet("a remark")
        page.table(("strategy", "score"), [("Question", "0.4")])
        assert ("\x1b[" in capsys.readouterr().out) is colour
