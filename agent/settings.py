"""One typed settings object, built once at the edge and read nowhere else from the outside."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """How an agent runs. Frozen; raises pydantic's ValidationError on unknown or ill-typed fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_root: Path | None = None
    """Where people's folders live; None keeps everything in memory and saves nothing."""

    seed: int = 7
    """Fixes the choice among wordings that fit equally well."""

    country: str | None = None
    """ISO 3166 code for help lines; never guessed, None shows the international finder."""

    encoder: str | None = None
    """A sentence-transformers model by name or path; None is the exported MiniLM."""

    planner: Literal["balanced", "accuracy"] = "balanced"
    """`balanced` corrects the preference bias; `accuracy` predicts what ESConv supporters did most."""

    rewrites: int = Field(default=2, ge=0, le=5)
    """How often review may send a draft back before the reply is completed compassionately."""

    memories: int = Field(default=3, ge=0, le=20)
    """How many remembered passages a turn may look at."""

    open_people: int = Field(default=32, ge=1)
    """How many people's folders stay open at once; the least recently used is closed first."""
