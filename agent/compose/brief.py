"""What the composer is given for one reply, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass

from ...memory.message import Vector
from ...safety.risk import Level
from ...strategies.catalogue import Stage, Strategy
from ..emotion.reading import Direction, Family
from .cards import CardWords


@dataclass(frozen=True, slots=True, eq=False)
class Brief:
    """One reply to be written. `intensity` is 1..5, `turn` counts the person's messages from 0."""

    text: str
    strategies: tuple[Strategy, ...]
    """1 to 3 strategies, in the order planned."""
    stage: Stage
    family: Family
    secondary: Family | None
    intensity: int
    cause: str | None
    """A verbatim span of `text`."""
    direction: Direction
    memories: tuple[str, ...]
    """Verbatim spans of what the person said in other conversations; may be empty."""
    risk: Level
    earlier: tuple[str, ...]
    """The person's earlier messages of this conversation, oldest first."""
    last_reply: str | None
    turn: int
    seed: int
    said: frozenset[str]
    """Keys (`prompts.sentences.sentence_key`) of all sentences already said or rejected here."""
    cards: tuple[CardWords, ...] = ()
    """The words of the skill cards planned, where a card has the words."""
    lately: Family | None = None
    """The negative family the talk was last about, when the present message reads neutral by itself."""
    vector: Vector | None = None
    """The message as the default encoder reads it, shape (384,), L2-normalised; None where it is not at hand."""
    certainty: float = 1.0
    """The probability of `family`, 0..1."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply before review. `strategies` are those really used; `phrases` are bank ids, or `skill:ID` of a card."""

    sentences: tuple[str, ...]
    strategies: tuple[Strategy, ...]
    phrases: tuple[str, ...]

    @property
    def text(self) -> str:
        """The reply as one paragraph."""
        return " ".join(self.sentences)
