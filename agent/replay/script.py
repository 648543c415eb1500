"""A scripted conversation: what a person says, turn by turn, and what is expected to come of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from ...safety.risk import Category, Level
from ...strategies.catalogue import Strategy
from ..emotion.reading import Direction, Family
from ..events import Route

T = TypeVar("T")


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


OneOrMore = Annotated[tuple[T, ...], BeforeValidator(_as_list), Field(min_length=1)]
"""One value or a list of them."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RiskRange(_Strict):
    """The levels that are right: some by name, or all from `at_least` to `at_most`."""

    any_of: tuple[Level, ...] = ()
    at_least: Level | None = None
    at_most: Level | None = None


def _as_range(value: Any) -> Any:
    return value if isinstance(value, dict) else {"any_of": _as_list(value)}


class Wording(_Strict):
    """What the reply must and must not hold, whatever the case of its letters."""

    contains: OneOrMore[str] | None = None
    excludes: OneOrMore[str] | None = None


class Span(_Strict):
    """Intensity 1..5, both ends included."""

    min: int = Field(default=1, ge=1, le=5)
    max: int = Field(default=5, ge=1, le=5)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min > self.max:
            raise ValueError(f"min {self.min} is over max {self.max}")
        return self


class Expect(_Strict):
    """What a turn is expected to be read as and answered with. What is left out is not looked at.

    `strategy` means the first strategy of the reply, `categories` those that must be among the ones found.
    """

    emotion: OneOrMore[Family] | None = None
    intensity: Span | None = None
    shift: OneOrMore[Direction] | None = None
    risk: Annotated[RiskRange, BeforeValidator(_as_range)] | None = None
    categories: OneOrMore[Category] | None = None
    route: Route | None = None
    strategy: OneOrMore[Strategy] | None = None
    reply: Wording | None = None


class ScriptedTurn(_Strict):
    """One message of the person."""

    user: str
    expect: Expect = Expect()


class Script(_Strict):
    """A conversation with one person nobody has met before; nothing of it is kept."""

    name: str = Field(min_length=1)
    about: str = ""
    user: str = "me"
    country: str | None = None
    turns: tuple[ScriptedTurn, ...] = Field(min_length=1)


class SpokenTurn(BaseModel):
    """One turn of a recorded conversation; fields beyond these are passed over."""

    role: Literal["user", "assistant", "system"]
    content: str


class Conversation(BaseModel):
    """One line of a JSONL file: the user's turns are played, the others are what somebody else once said."""

    id: str | int
    turns: list[SpokenTurn]

    def spoken(self) -> tuple[str, ...]:
        """What the person said, in order."""
        return tuple(turn.content for turn in self.turns if turn.role == "user")
