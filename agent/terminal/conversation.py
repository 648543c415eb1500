"""One sitting with one person: what they say, the commands they may type, and what they see of each turn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ..visible import visible
from . import words
from .door import Door
from .mood import mood_lines
from .page import Page
from .stop import StopSwitch

if TYPE_CHECKING:
    from ..companion import Companion
    from ..events import Event, Perceived

_COMMAND = re.compile(r"/([a-z]+)(?:[ \t]+(.*))?", re.IGNORECASE)
COMMANDS = ("why", "mood", "country", "new", "help", "quit")
LEAVING = ("quit", "exit", "q", "bye")


@dataclass(slots=True)
class Conversation:
    """Speaks through `page` for the person `user`. `pace` gives the pause in seconds after a sentence.

    Without a pace nobody is sitting there: it is a pipe.
    """

    door: Door
    page: Page
    user: str = "me"
    keeps: bool = True
    pace: Callable[[str], float] | None = None
    on_error: Callable[[BaseException], object] = repr
    session: str | None = None
    last: list[Event] = field(default_factory=list)
    moods: list[Perceived] = field(default_factory=list)

    def take(self, line: str) -> bool:
        """One line the person sent: a command, a message, or nothing. False when they want to leave."""
        text = visible(line).strip()
        if not text:
            return True
        command = _COMMAND.fullmatch(text)
        if command is None:
            self.say(text)
            return True
        return self._obey(command.group(1).lower(), (command.group(2) or "").strip())

    def say(self, text: str) -> None:
        """One turn, shown as it happens. Ctrl-C stops it; what was shown is kept as far as it came."""
        with self._unbroken(), StopSwitch() as stop:
            companion = self._enter(stop)
            if companion is None:
                self._stopped(words.NOT_SENT)
            else:
                self._listen(companion, text, stop)

    @contextmanager
    def _unbroken(self) -> Iterator[None]:
        """Whatever breaks, the person is not left without a word. What only set-up can mend ends the program."""
        try:
            yield
        except BrokenPipeError:
            raise
        except Exception as error:
            from ...memory.encoder import EncoderMissing

            self.page.end_reply()
            if isinstance(error, EncoderMissing):
                self.page.quiet(words.NOT_SET_UP)
                raise
            self.on_error(error)
            self.page.quiet(words.BROKEN)

    def _listen(self, companion: Companion, text: str, stop: StopSwitch) -> None:
        if self.session is None:
            self.session = companion.new_session(self.user)
        self.last = []
        with closing(companion.stream(text, user_id=self.user, session=self.session)) as events:  # type: ignore[type-var]
            for event in events:
                self.last.append(event)
                self._show(event, stop)
                if stop.pressed:
                    break
        self.page.end_reply()
        if stop.pressed:
            self._stopped(words.STOPPED)

    def _stopped(self, said: str) -> None:
        """At a terminal the conversation goes on; over a pipe there is nobody to go on with."""
        if self.pace is None:
            raise KeyboardInterrupt
        self.page.quiet(said)

    def _show(self, event: Event, stop: StopSwitch) -> None:
        """Pauses after a sentence, not before one: what the agent has handed over counts as shown."""
        if event.type == "sentence":
            self.page.sentence(event.text)
            if self.pace is not None and not self._urgent():
                stop.wait(self.pace(event.text))
        elif event.type == "notice":
            self.page.quiet(event.text)
        elif event.type == "perceived" and event.reading.version != "unread":
            self.moods.append(event)

    def _urgent(self) -> bool:
        """Where a life may hang on it, nothing is paced."""
        return any(event.type == "risk" and event.level in ("high", "imminent") for event in self.last)

    def _enter(self, stop: StopSwitch) -> Companion | None:
        if not self.door.ready and self.pace is not None:
            self.page.quiet(words.ONE_MOMENT)
        return self.door.enter(stop.wait)

    def _obey(self, command: str, rest: str) -> bool:
        if command in LEAVING:
            return False
        if command in ("help", "h"):
            self.page.table(("", ""), words.HELP)
            self.page.lines([words.HELP_KEYS])
        elif command == "why":
            from .why import show_why

            show_why(self.last, self.page)
        elif command == "mood":
            self.page.lines(mood_lines(self.moods, self.page.width, ascii_only=not self.page.can_show("▁█")))
        elif command == "new":
            self._turn_the_page()
        elif command == "country":
            self._set_country(rest)
        else:
            close = get_close_matches(command, COMMANDS, n=1)
            hint = words.DID_YOU_MEAN if close else words.UNKNOWN
            self.page.quiet(hint.format(command=f"/{command}", close=f"/{close[0]}" if close else ""))
        return True

    def _turn_the_page(self) -> None:
        with self._unbroken(), StopSwitch() as stop:
            companion = self._enter(stop)
            if companion is not None:
                self.session = companion.new_session(self.user)
                self.last, self.moods = [], []
                self.page.quiet(words.NEW_KEPT if self.keeps else words.NEW)

    def _set_country(self, country: str) -> None:
        if not country:
            self.page.quiet(words.COUNTRY_NONE)
            return
        with self._unbroken(), StopSwitch() as stop:
            companion = self._enter(stop)
            if companion is None:
                return
            try:
                self.page.quiet(words.COUNTRY_SET.format(country=companion.set_country(_code(country), self.user)))
            except ValueError:
                self.page.quiet(words.COUNTRY_UNKNOWN)


def _code(country: str) -> str:
    """A code as it is written, however it was typed; a name is left alone."""
    return country.upper() if len(country) == 2 else country
