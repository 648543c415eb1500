"""The moment a reply is thought over for: the last lines of talk and what was read in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..catalogue import CATALOGUE, STRATEGIES, Stage, Strategy
from ..seeker import SeekerState
from ..skills.library import SkillLibrary
from .fence import fenced

Who = Literal["person", "supporter"]
MOST_LINES = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said."""

    who: Who
    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """What a model may know of the talk. Of `lines`, oldest first, the last ten are shown.

    `feeling` and `shift` are words ("grief, 4 of 5"; "heavier than a message ago"), empty when not read.
    `risk_rank` is 0..4 (none..imminent). `skills` are (strategy, instruction); without one the catalogue's
    intent is given. Raises ValueError for a rank out of range.
    """

    lines: tuple[Line, ...]
    stage: Stage
    feeling: str = ""
    shift: str = ""
    risk_rank: int = 0
    skills: tuple[tuple[Strategy, str], ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.risk_rank <= 4:
            raise ValueError(f"risk_rank must be 0..4, not {self.risk_rank}")

    def instruction(self, strategy: Strategy) -> str:
        """How the strategy is to be carried out, for a model."""
        return dict(self.skills).get(strategy) or f"I would like to {CATALOGUE[strategy].intent}."

    def read(self) -> str:
        """What was read in the last message, fenced: it may hold the person's words."""
        return fenced("read in the last message", [("feeling", self.feeling or "not read"), ("shift", self.shift)])

    def talk(self) -> str:
        """The last lines, fenced."""
        return fenced("the talk so far", [(line.who, line.text) for line in self.lines[-MOST_LINES:]])


def moment_of(state: SeekerState, stage: Stage, library: SkillLibrary, feeling: str = "", shift: str = "") -> Moment:
    """The moment of a planner's state: its utterances, and for every strategy the card the library would choose."""
    return Moment(
        lines=tuple(Line("person" if u.speaker == "seeker" else "supporter", u.text) for u in state.utterances),
        stage=stage,
        feeling=feeling,
        shift=shift,
        risk_rank=state.risk_rank,
        skills=tuple((strategy, _instruction(strategy, state, stage, library)) for strategy in STRATEGIES),
    )


def _instruction(strategy: Strategy, state: SeekerState, stage: Stage, library: SkillLibrary) -> str:
    choice = library.choose(strategy, state, stage, state.skills)
    if choice.step is None:
        return choice.card.instruction
    return f'{choice.card.instruction} Take only this step now, in your own words: "{choice.lines[0]}"'
