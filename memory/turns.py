"""The shared vocabulary of a conversation: who said what, when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["user", "assistant"]
TurnStatus = Literal["complete", "interrupted"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance, as it was said.

    `index` counts utterances of the person's whole history from 0; `at` is ISO 8601 in UTC.
    `strategies` holds ESConv strategy names, for assistant turns only. An `interrupted` turn
    keeps the part of a reply that was shown before it was stopped.
    """

    id: str
    index: int
    role: Role
    content: str
    session: str = ""
    at: str = ""
    status: TurnStatus = "complete"
    strategies: tuple[str, ...] = ()


Transcript = tuple[Turn, ...]
