"""One typed settings object, built once at the edge and read nowhere else from the outside."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from .llm.endpoint import Dialect, clean_address

Mode = Literal["offline", "llm", "agents"]
"""`offline`: the composer. `llm`: a model writes the replies. `agents`: it also reads, looks ahead and reviews."""


class ModelSettings(BaseModel):
    """Where a language model answers, and how much of it a turn may take. Times are in seconds.

    Frozen; raises pydantic's ValidationError on unknown, ill-typed and unusable values.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    base_url: str
    """Ends where `/chat/completions` is added, as a rule in `/v1`."""

    name: str = Field(min_length=1)
    """As the endpoint lists it."""

    fallbacks: tuple[str, ...] = ()
    """Models of the same endpoint that are asked when the first one fails, in this order."""

    key: SecretStr | None = None

    dialect: Dialect = "openai"

    first_seconds: float = Field(default=15.0, gt=0, allow_inf_nan=False)
    """Until the first word of a reply."""

    call_seconds: float = Field(default=25.0, gt=0, allow_inf_nan=False)
    """One call, from its beginning to its end."""

    turn_seconds: float = Field(default=30.0, gt=0, allow_inf_nan=False)
    """All calls of one turn together, pauses included; then the composer answers."""

    turn_tokens: int | None = Field(default=None, ge=1)
    """Tokens of one turn, as the endpoint counts them; once they are used up no further call begins."""

    turn_cost: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """Money for one turn, in the currency of the prices; needs both prices."""

    prompt_price: float | None = Field(default=None, ge=0)
    """Money for a million tokens sent."""

    reply_price: float | None = Field(default=None, ge=0)
    """Money for a million tokens written."""

    reply_tokens: int = Field(default=600, ge=16)
    """The most tokens of one answer, thinking included where the model thinks."""

    context_tokens: int = Field(default=4096, ge=1536)
    """What the model takes in and writes together; older turns are summed up to stay below it."""

    temperature: float | None = Field(default=None, ge=0, le=2)
    """None leaves it to the endpoint."""

    trust_environment: bool = False
    """Whether proxies and certificates named in the environment are used."""

    moderation_url: str | None = None
    """An endpoint with `/moderations`, heard as one more voice on danger: it may raise a level, never lower it."""

    moderation_name: str | None = None
    """Its model; None leaves it to the endpoint."""

    @field_validator("base_url", "moderation_url")
    @classmethod
    def _address(cls, given: str | None) -> str | None:
        return None if given is None else clean_address(given)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        priced = self.prompt_price is not None and self.reply_price is not None
        if self.turn_cost is not None and not priced:
            raise ValueError("a limit in money (turn_cost) needs prompt_price and reply_price")
        if (self.prompt_price is None) != (self.reply_price is None):
            raise ValueError("give both prices, prompt_price and reply_price, or neither")
        if self.reply_tokens > self.context_tokens // 2:
            raise ValueError("reply_tokens may be half of context_tokens at most; lower one or raise the other")
        return self


class Settings(BaseModel):
    """How an agent runs. Frozen; raises pydantic's ValidationError on unknown or ill-typed fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_root: Path | None = None
    """Where people's folders live; None keeps everything in memory and saves nothing."""

    mode: Mode = "offline"
    """The other modes need `model`, or a model among the parts given (`Deps.model`)."""

    model: ModelSettings | None = None

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
