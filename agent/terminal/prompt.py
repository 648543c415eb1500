"""The input line at a terminal, and what goes on around it."""

from __future__ import annotations

from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.utils import get_cwidth

from . import words
from .chat import Sitting
from .conversation import Conversation
from .door import Door
from .page import TerminalPage

SHORTEST_PAUSE, LONGEST_PAUSE, PAUSE_A_LETTER = 0.15, 0.6, 0.006


def pause_after(sentence: str) -> float:
    """Seconds before the next sentence, so that one can be read before the other comes."""
    return min(LONGEST_PAUSE, SHORTEST_PAUSE + PAUSE_A_LETTER * len(sentence))


def talk_at_terminal(sitting: Sitting, door: Door, page: TerminalPage, **given: Any) -> None:
    """Prompts until the person leaves. `given` goes to prompt_toolkit: a test's input and output."""
    page.cells = get_cwidth
    talk = Conversation(
        door, page, sitting.user, keeps=sitting.home is not None, pace=pause_after, on_error=sitting.on_error
    )
    session = input_line(sitting, **given)
    session.app.renderer.cpr_not_supported_callback = None  # a warning nobody here can do anything about
    session.app.after_render += lambda _: door.open()
    while True:
        try:
            line = session.prompt()
        except (EOFError, KeyboardInterrupt):
            break
        try:
            if not talk.take(line):
                break
        except KeyboardInterrupt:
            page.end_reply()
            page.quiet(words.STOPPED)
        page.rest()
    page.quiet(words.FAREWELL)


def input_line(sitting: Sitting, **given: Any) -> PromptSession[str]:
    """Enter sends, Alt-Enter starts a line, a paste keeps its lines; what was typed is never on disk."""
    keys = KeyBindings()
    session: PromptSession[str] = PromptSession(
        [("bold" if sitting.colour else "", words.PROMPT)],
        history=InMemoryHistory(),
        key_bindings=keys,
        prompt_continuation=" " * len(words.PROMPT),
        enable_suspend=True,
        **given,
    )

    @keys.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    @keys.add("c-c", filter=Condition(lambda: bool(session.default_buffer.text)))
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.reset()

    return session
