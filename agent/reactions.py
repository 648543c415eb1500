"""How a reply might be taken: four imagined people, one call (PsycheChat's reactions), before anything is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ..memory.turns import Turn
from ..prompts.catalog import render
from ..prompts.port import ChatMessage
from ..strategies.deliberate.fence import fenced
from ..strategies.deliberate.profiles import MEANINGS, REACTIONS, Reaction

Leaves = Literal["better", "same", "worse"]
MOST_WORSE = 1
"""So many of the four may be left worse by a reply that is shown: somebody angry may be angry at anything."""

LOOKED_BACK = 6


class Taken(BaseModel):
    """One imagined person's answer; a model's words, unreviewed: for the trace and for a rewrite only."""

    model_config = ConfigDict(frozen=True)

    answer: str
    leaves: Leaves


class Reactions(BaseModel):
    """All four."""

    model_config = ConfigDict(frozen=True)

    normal: Taken
    withdrawn: Taken
    oversensitive: Taken
    angry: Taken

    def worse(self) -> tuple[Reaction, ...]:
        """Whom the reply leaves worse."""
        return tuple(name for name in REACTIONS if getattr(self, name).leaves == "worse")

    @property
    def acceptable(self) -> bool:
        """Whether the reply may be shown: the one who takes it as most would is not hurt, nor more than one other."""
        return "normal" not in self.worse() and len(self.worse()) <= MOST_WORSE

    def told(self) -> str:
        """What is wrong, in one line, for the one who writes again; none of the imagined words."""
        return "as it stands it would leave somebody worse who takes it as one who is " + " or ".join(self.worse())


def reactions_prompt(text: str, past: Sequence[Turn], reply: str) -> list[ChatMessage]:
    """What is told to the model that imagines them."""
    names = {"user": "person", "assistant": "program"}
    talk = [(names[turn.role], turn.content) for turn in past[-LOOKED_BACK:]]
    data = (
        fenced("the talk so far", [*talk, ("person", text)]),
        fenced("what is about to be said", [("program", reply)]),
    )
    system = render("react", reactions="\n".join(f"- {name}: {MEANINGS[name]}" for name in REACTIONS))
    return [ChatMessage("system", system), ChatMessage("user", render("told", data="\n\n".join(data)))]
