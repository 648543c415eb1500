"""A companion that says what a test wants, and keeps what was said to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from holdspace.agent.emotion.movement import Movement
from holdspace.agent.emotion.reading import Family, Reading, Shift
from holdspace.agent.events import Ended, Event, Notice, Perceived, RiskFound, Sentence, Started
from holdspace.safety.risk import Level


def perceived(
    dominant: Family = "sadness", valence: float = -0.5, intensity: int = 3, movement: Movement | None = None
) -> Perceived:
    reading = Reading(
        dominant=dominant,
        families={dominant: 0.6, "neutral": 0.4},
        labels={},
        tags=(),
        intensity=intensity,
        valence=valence,
        arousal=0.0,
        dominance=0.0,
        cause="the second plate",
        words=("plate", "alone"),
    )
    heavier = Movement(-2.5, "worsening", -1.5, over=2, about=dominant, told=3)
    return Perceived(reading, Shift("worsening", "neutral", dominant, -3), movement or heavier)


@dataclass
class ScriptedCompanion:
    """Answers every turn with `sentences`; `during` is called before each of them."""

    sentences: tuple[str, ...] = ("You set two plates again.", "What was that hour like?")
    level: Level = "none"
    notice: str = ""
    error: Exception | None = None
    during: Callable[[int], None] = lambda index: None  # noqa: ARG005
    heard: list[tuple[str, str, str | None]] = field(default_factory=list)
    interrupted: list[str] = field(default_factory=list)
    sessions: int = 0
    country: str = ""
    warmed: bool = False
    closed: bool = False

    def warm(self, user_id: str | None = None) -> None:
        self.warmed = True

    def stream(
        self, text: str, *, user_id: str = "me", session: str | None = None, turn_id: str | None = None
    ) -> Iterator[Event]:
        self.heard.append((text, user_id, session))
        shown: list[str] = []
        try:
            yield Started("t1", user_id, session or "")
            if self.notice:
                yield Notice("unsaved", self.notice)
            if self.error is not None:
                raise self.error
            yield perceived()
            yield RiskFound(self.level, self.level, (), (), "support", True, "nothing in it asks for more")
            for index, sentence in enumerate(self.sentences):
                self.during(index)
                shown.append(sentence)
                yield Sentence(index, sentence)
            yield Ended("t1", " ".join(self.sentences), "support", ("Question",), True)
        except GeneratorExit:
            self.interrupted.append(" ".join(shown))
            raise

    def new_session(self, user_id: str = "me") -> str:
        self.sessions += 1
        return f"{user_id}-{self.sessions}"

    def set_country(self, country: str, user_id: str = "me") -> str:
        if country.upper() != "IE":
            raise ValueError(f"{country!r} is not listed")
        self.country = "IE"
        return "IE"

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def companion() -> ScriptedCompanion:
    return ScriptedCompanion()


@pytest.fixture
def read_as() -> Callable[..., Perceived]:
    return perceived
