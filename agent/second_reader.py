"""A model as second reader of a message: heard beside the detectors, and able to raise a level of risk alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ..memory.turns import Turn
from ..prompts.catalog import render
from ..prompts.port import ChatMessage
from ..safety.risk import CATEGORIES, LEVELS, Category, Level, rank
from ..strategies.deliberate.fence import fenced, one_line
from .emotion.reading import FAMILIES, Family
from .llm.moderation import Moderated

LOOKED_BACK = 6
"""Utterances before the message that the second reader sees. Nothing of other talks: a reading knows no profile."""


class SecondReading(BaseModel):
    """What a model reads in a message. `under` is a model's word, unreviewed: for a model and the trace only."""

    model_config = ConfigDict(frozen=True)

    feeling: Family
    intensity: Annotated[int, Field(ge=1, le=5)]
    under: str = ""
    risk: Level = "none"
    of: tuple[Category, ...] = ()

    @property
    def voice(self) -> Moderated:
        """What it says of danger. A grave word without a kind is taken for the least grave that is acted on."""
        named = self.of if rank(self.risk) >= rank("elevated") else ()
        return Moderated(self.risk if named or rank(self.risk) < rank("elevated") else "elevated", named)

    def note(self) -> str:
        """In a few words, for the one who writes the reply."""
        under = one_line(self.under, 120)
        return f"{self.feeling.replace('_', ' or ')}, {self.intensity} of 5" + (f"; under it: {under}" if under else "")


def reading_prompt(text: str, past: Sequence[Turn]) -> list[ChatMessage]:
    """What the second reader is told."""
    names = {"user": "person", "assistant": "program"}
    talk = [(names[turn.role], turn.content) for turn in past[-LOOKED_BACK:]]
    data = (fenced("the talk so far", talk), fenced("the message to read", [("person", text)]))
    system = render(
        "read_again",
        families=", ".join(FAMILIES),
        levels=", ".join(LEVELS),
        categories=", ".join(category for category in CATEGORIES if category not in ("injection", "dependence")),
    )
    return [ChatMessage("system", system), ChatMessage("user", render("told", data="\n\n".join(data)))]
