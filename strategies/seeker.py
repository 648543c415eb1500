"""SeekerState: the planner's narrow input. No profile, no memories, no encoder."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .catalogue import Stage, Strategy

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Utterance:
    """One utterance as the planner sees it; `vector` has shape (384,), L2-normalised."""

    speaker: str
    """`seeker` or `supporter`."""
    text: str
    vector: Vector
    strategy: Strategy | None = None


@dataclass(frozen=True, slots=True)
class Feeling:
    """The numbers of an emotion reading that planning may use, for one seeker utterance."""

    intensity: int
    """1..5"""
    valence: float
    arousal: float
    """[-1, 1]"""
    negative: bool
    family: str = ""
    """The family of the feeling by its name, such as `grief`; empty when it is not known."""


@dataclass(frozen=True, slots=True)
class SeekerState:
    """What was said (recent utterances, oldest first) and where in the conversation we are.

    `utterances` holds at most the last 12; `position` counts all utterances before the reply to be
    planned and `history` all strategies used so far. `feelings` belong to the seeker utterances among
    `utterances`, in order, and may be empty. `risk_rank` is 0..4 (none..imminent), sticky.
    """

    utterances: tuple[Utterance, ...]
    history: tuple[Strategy, ...]
    position: int
    feelings: tuple[Feeling, ...] = ()
    risk_rank: int = 0
    refused_suggestion: bool = False
    stage: Stage | None = None
    skills: tuple[str, ...] = ()
    """Ids of the skill cards of earlier replies, oldest first."""
